"""The lines of a plan as they stand in the file, before their words are understood."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from workflows.definition.problems import Place, Problems, quoted
from workflows.definition.records import Record
from workflows.domain.model import NodeKind, Owes, Text
from workflows.domain.said import Said

T = TypeVar("T")

#: What only somebody who owes a thing can have.
ASKING_ONLY = (
    "owes",
    "lead",
    "assist",
    "verifier",
    "evidence",
    "example",
    "evidence_file",
    "recurs",
    "ongoing",
    "policy",
    "quota",
    "after",
    "answers",
    "suggest",
    "inspection",
)


@dataclass(slots=True)
class Draft:
    """One line of the plan: its record, where it stands in the tree, what was decided on it."""

    key: str
    kind: NodeKind
    record: Record
    clause: str
    parent: "Draft | None" = None
    phase: str | None = None
    asks: bool = False
    decided: Record | None = None
    answered_by: str | None = None
    answers: tuple[str, ...] = field(default=())

    @property
    def at(self) -> Place:
        return self.record.where("id")

    @property
    def title(self) -> Text:
        text = self.record.take("text", "")
        return self.record.take("title", Text(" ".join(text.split()), ""))

    def where(self, name: str) -> Place:
        """Where a field stands: in the decisions, else in the plan."""
        if self.decided is not None and name in self.decided:
            return self.decided.where(name)
        return self.record.where(name) if name in self.record else self.at

    def take(self, name: str, default: T) -> T:
        """A field as decided, else as the plan has it, else `default`."""
        return default if (found := self.maybe(name, type(default))) is None else found

    def maybe(self, name: str, kind: type[T]) -> T | None:
        if self.decided is not None and name in self.decided.values:
            return self.decided.maybe(name, kind)
        return self.record.maybe(name, kind)

    def all(self, name: str, kind: type[T]) -> tuple[T, ...]:
        if self.decided is not None and name in self.decided.values:
            return self.decided.all(name, kind)
        return self.record.all(name, kind)

    @property
    def owes(self) -> tuple[Owes, ...]:
        return owed_in(self.decided) or owed_in(self.record)

    @property
    def timed(self) -> "Draft | None":
        """The nearest line, from this one up to its task, that has words of its own."""
        at: Draft | None = self
        while at is not None and at.kind not in ("phase", "stage"):
            if "words" in at.record:
                return at
            at = at.parent
        return None


def owed_in(record: Record | None) -> tuple[Owes, ...]:
    """Who owes by one record: `owes`, or `lead` as one unit."""
    if record is None:
        return ()
    lead = record.take("lead", "")
    return record.all("owes", Owes) or ((Owes("unit", name=lead),) if lead else ())


def lay_out(plan: Record, problems: Problems) -> list[Draft]:
    """Every line of the plan in the order of the file; mistakes of shape go to `problems`."""
    drafts = list(_lines(plan, problems))
    if not problems.found and not any(draft.asks for draft in drafts):
        cure = Said("add `stages` or `measures` with items")
        problems.add(plan.at, Said("the plan asks for nothing"), cure)
    seen: dict[str, Place] = {}
    for draft in drafts:
        if draft.key in seen:
            message = Said(
                "the id {key} stands twice, first on line {line}",
                key=quoted(draft.key),
                line=seen[draft.key].line,
            )
            problems.add(draft.at, message, Said("give each line an id of its own"))
        elif draft.key:
            seen[draft.key] = draft.at
    return drafts


def _lines(plan: Record, problems: Problems) -> Iterator[Draft]:
    for stage in plan.rows("stages"):
        above = _draft(stage, "stage", None)
        yield above
        _not_empty(stage, "phases", problems)
        for phase in stage.rows("phases"):
            opened = _draft(phase, "phase", above)
            yield opened
            _not_empty(phase, "tasks", problems)
            for task in phase.rows("tasks"):
                yield from _with_items(_draft(task, "task", opened, opened.key), problems)
    for measure in plan.rows("measures"):
        phase_key = measure.maybe("phase", str)
        yield from _with_items(_draft(measure, "group", None, phase_key), problems)


def _draft(record: Record, kind: NodeKind, parent: Draft | None, phase: str | None = None) -> Draft:
    clause = record.take("clause", parent.clause if parent else "")
    return Draft(record.take("id", ""), kind, record, clause, parent, phase)


def _with_items(above: Draft, problems: Problems) -> Iterator[Draft]:
    items = above.record.rows("items")
    if "items" in above.record:
        _not_empty(above.record, "items", problems)
        reason = Said("it has items, so they are what is asked for")
        _refuse(above, reason, Said("move it there"), problems)
    else:
        _asking(above, problems)
    yield above
    for record in items:
        item = _draft(record, "item", above, above.phase)
        chosen = record.maybe("phase", str)
        if chosen is not None and above.kind == "task" and chosen != above.phase:
            message = Said(
                "the item stands in phase {phase}, not in {chosen}",
                phase=above.phase,
                chosen=quoted(chosen),
            )
            problems.add(record.where("phase"), message, Said("leave `phase` out"))
        item.phase = chosen or above.phase
        _asking(item, problems)
        yield item


def _asking(draft: Draft, problems: Problems) -> None:
    """Whether the line asks for something, and what a note may not have."""
    record = draft.record
    if not draft.title.zh and not draft.title.en:
        message = Said("{key} has neither a title nor a text", key=quoted(draft.key))
        problems.add(draft.at, message, Said("add `title: {zh: …, en: …}`"))
    if record.take("note", False):
        draft.kind = "note"
        cure = Said("leave it out, or leave `note` out")
        _refuse(draft, Said("a note is never pressed"), cure, problems)
        return
    draft.asks = True
    if "lead" in record and "owes" in record:
        message = Said("`lead` and `owes` both say who owes it")
        problems.add(record.where("lead"), message, Said("keep one; `lead: x` is `owes: unit(x)`"))


def _refuse(draft: Draft, reason: Said, cure: Said, problems: Problems) -> None:
    for name in (*ASKING_ONLY, "repeats"):
        if name in draft.record:
            message = Said(
                "{name} cannot stand with {key}: {reason}",
                name=quoted(name),
                key=quoted(draft.key),
                reason=reason,
            )
            problems.add(draft.record.where(name), message, cure)


def _not_empty(record: Record, name: str, problems: Problems) -> None:
    if name in record and not record.take(name, ()):
        message = Said("{id} has no {name}", id=quoted(record.take("id", "")), name=name)
        cure = Said("list its {name}, or make it a note", name=name)
        problems.add(record.where(name), message, cure)
