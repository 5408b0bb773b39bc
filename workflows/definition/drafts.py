"""The lines of a plan as they stand in the file, before their words are understood."""

from collections.abc import Iterator, Sized
from dataclasses import dataclass

from workflows.definition.problems import Place, Problems, quoted
from workflows.definition.shapes import (
    AskingShape,
    DecisionShape,
    ItemShape,
    LineShape,
    OpenShape,
    PlanShape,
    SuggestShape,
)
from workflows.domain.messages import Message
from workflows.domain.model import NO_TEXT, NodeKind, Repeats, Text

#: What only somebody who owes a thing can have.
ASKING_ONLY = (*OpenShape.model_fields, "suggest", "inspection", "repeats")
_NOTHING, _NO_OFFER = OpenShape.model_validate({}), SuggestShape.model_validate({})


@dataclass(slots=True)
class Draft:
    """One line of the plan: its row, where it stands in the tree, what was decided on it."""

    row: LineShape
    kind: NodeKind
    clause: str
    parent: "Draft | None" = None
    phase: str = ""
    asks: bool = False
    decided: DecisionShape | None = None
    answered_by: str | None = None
    answers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def at(self) -> Place:
        return self.row.where("id")

    @property
    def title(self) -> Text:
        if self.row.title != NO_TEXT:
            return self.row.title
        return Text(" ".join(self.row.text.split()), "")

    @property
    def asking(self) -> AskingShape | None:
        """The row of a line that may ask for something; None for stages and phases."""
        return self.row if isinstance(self.row, AskingShape) else None

    @property
    def repeats(self) -> Repeats:
        return self.asking.repeats if self.asking else "once"

    @property
    def suggest(self) -> SuggestShape:
        """What is offered to be decided."""
        return (self.asking and self.asking.suggest) or _NO_OFFER

    @property
    def open(self) -> OpenShape:
        """What the document may leave open: as decided, else as the plan has it."""
        row: OpenShape = self.asking or _NOTHING
        if self.decided is None:
            return row
        # Only what is decided and could be read.
        names = OpenShape.model_fields.keys() & self.decided.model_fields_set
        decided = {name: getattr(self.decided, name) for name in names}
        if self.decided.owed:
            decided |= {"owes": self.decided.owed}
        return row.model_copy(update=decided)

    def where(self, key: str) -> Place:
        """Where a field stands: in the decisions, else in the plan."""
        if self.decided is not None and key in self.decided.written:
            return self.decided.where(key)
        return self.row.where(key) if key in self.row.written else self.at

    @property
    def timed(self) -> "Draft | None":
        """The nearest line, from this one up to its task, that has words of its own."""
        at: Draft | None = self
        while at is not None and at.kind not in ("phase", "stage"):
            if at.row.words:
                return at
            at = at.parent
        return None


def lay_out(plan: PlanShape, problems: Problems) -> list[Draft]:
    """Every line of the plan in the order of the file; mistakes of shape go to `problems`."""
    drafts = list(_lines(plan, problems))
    if not problems.found and not any(draft.asks for draft in drafts):
        cure = Message("add `stages` or `measures` with items")
        problems.add(plan.place, Message("the plan asks for nothing"), cure)
    seen: dict[str, Place] = {}
    for draft in drafts:
        if draft.key in seen:
            message = Message(
                "the id {key} stands twice, first on line {line}",
                key=quoted(draft.key),
                line=seen[draft.key].line,
            )
            problems.add(draft.at, message, Message("give each line an id of its own"))
        elif draft.key:
            seen[draft.key] = draft.at
    return drafts


def _lines(plan: PlanShape, problems: Problems) -> Iterator[Draft]:
    for stage in plan.stages:
        above = Draft(stage, "stage", stage.clause)
        yield above
        _not_empty(stage, "phases", stage.phases, problems)
        for phase in stage.phases:
            opened = Draft(phase, "phase", phase.clause or above.clause, above, phase.key)
            yield opened
            _not_empty(phase, "tasks", phase.tasks, problems)
            for task in phase.tasks:
                clause = task.clause or opened.clause
                draft = Draft(task, "task", clause, opened, opened.key)
                yield from _with_items(draft, task.items, problems)
    for measure in plan.measures:
        draft = Draft(measure, "group", measure.clause, None, measure.phase)
        yield from _with_items(draft, measure.items, problems)


def _with_items(above: Draft, items: tuple[ItemShape, ...], problems: Problems) -> Iterator[Draft]:
    if "items" in above.row.written:
        _not_empty(above.row, "items", items, problems)
        reason = Message("it has items, so they are what is asked for")
        _refuse(above, reason, Message("move it there"), problems)
    else:
        _asking(above, problems)
    yield above
    for row in items:
        if row.phase and above.kind == "task" and row.phase != above.phase:
            message = Message(
                "the item stands in phase {phase}, not in {chosen}",
                phase=above.phase,
                chosen=quoted(row.phase),
            )
            problems.add(row.where("phase"), message, Message("leave `phase` out"))
        item = Draft(row, "item", row.clause or above.clause, above, row.phase or above.phase)
        _asking(item, problems)
        yield item


def _asking(draft: Draft, problems: Problems) -> None:
    """Whether the line asks for something, and what a note may not have."""
    row = draft.row
    if not draft.title.zh and not draft.title.en:
        message = Message("{key} has neither a title nor a text", key=quoted(draft.key))
        problems.add(draft.at, message, Message("add `title: {zh: …, en: …}`"))
    if draft.asking and draft.asking.note:
        draft.kind = "note"
        cure = Message("leave it out, or leave `note` out")
        _refuse(draft, Message("no reminders are sent for a note"), cure, problems)
        return
    draft.asks = True
    if "lead" in row.written and "owes" in row.written:
        message = Message("`lead` and `owes` both say who is responsible")
        problems.add(row.where("lead"), message, Message("keep one; `lead: x` is `owes: unit(x)`"))


def _refuse(draft: Draft, reason: Message, cure: Message, problems: Problems) -> None:
    for name in ASKING_ONLY:
        if name in draft.row.written:
            message = Message(
                "{name} cannot stand with {key}: {reason}",
                name=quoted(name),
                key=quoted(draft.key),
                reason=reason,
            )
            problems.add(draft.row.where(name), message, cure)


def _not_empty(row: LineShape, key: str, rows: Sized, problems: Problems) -> None:
    if key in row.written and not rows:
        message = Message("{id} has no {name}", id=quoted(row.key), name=key)
        cure = Message("list its {name}, or make it a note", name=key)
        problems.add(row.where(key), message, cure)
