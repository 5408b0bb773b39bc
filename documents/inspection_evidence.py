"""What an inspection pack holds: the clauses that were chosen, and for each the rows that answer
it, what people did to them, their files and their supervision notices. Bounded before anything is
written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from config.i18n import translator
from documents.inspection_forms import Proof
from documents.packs import safe_name, untaken
from notifications import words
from notifications.figures import title
from workflows.commands.context import Context
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import SupervisionNoticeFacts
from workflows.domain.messages import N_, Message
from workflows.domain.model import Node
from workflows.domain.rows import Event, Obligation
from workflows.store import queries

#: As much as one pack holds; more than that nobody reads, and no stick takes.
MOST_ANSWERS, MOST_FILES, MOST_BYTES = 5_000, 2_000, 500 * 1024 * 1024
_NARROWER = Message("choose a phase, a unit or some of the clauses")
#: What answers a clause, and what comes in beside the plan.
_OF_PLAN = ("task", "inspection")
_BESIDE: Mapping[str, str] = {
    "matter": N_("Assigned tasks"),
    "rectification": N_("Rectifications"),
    "inspection": N_("Inspections"),
    "lookback": N_("Follow-up checks"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What goes in, by keys; empty is all of it. `first` and `last` are lines of the plan."""

    phase: str = ""
    unit: str = ""
    first: str = ""
    last: str = ""


def chosen(context: Context, choice: Choice) -> tuple[Node, ...]:
    """The lines of the plan that are asked for. Refused names what is not known, or is turned
    round."""
    plan = context.plan
    if choice.phase and choice.phase not in {node.key for node in plan.phases}:
        raise Refused(
            Message("there is no phase “{phase}”", phase=choice.phase), "see duban status"
        )
    if choice.unit and choice.unit not in context.org.units:
        raise Refused(
            Message("there is no unit “{unit}”", unit=choice.unit), "see duban people list"
        )
    places = {node.key: n for n, node in enumerate(plan.nodes)}
    for key in (choice.first, choice.last):
        if key and key not in places:
            raise Refused(
                Message("the plan has no line “{key}”", key=key),
                "name one by its key, such as A1.2",
            )
    start = places.get(choice.first, 0)
    end = _below(plan.nodes, places[choice.last]) if choice.last else len(plan.nodes)
    if start >= end:
        raise Refused("the first clause comes after the last", "turn them round")
    return tuple(
        node
        for node in plan.nodes[start:end]
        if node.asks and choice.phase in ("", node.phase, node.key)
    )


def _below(nodes: tuple[Node, ...], at: int) -> int:
    """Where what stands below the line `at` ends: “up to A2” takes A2.1, too."""
    under, end = {nodes[at].key}, at + 1
    while end < len(nodes) and nodes[end].parent in under:
        under.add(nodes[end].key)
        end += 1
    return end


@dataclass(slots=True)
class Section:
    """A folder of the pack while it is filled."""

    folder: str
    node: Node | None
    name: str
    rows: list[Obligation]
    proofs: dict[int, list[Proof]] = field(default_factory=dict)
    supervision_notices: list[tuple[str, Obligation]] = field(default_factory=list)


class Gathered:
    """The sections of a pack, filled from `rows`. Refused when it would be too large."""

    def __init__(
        self,
        connection: Connection,
        context: Context,
        choice: Choice,
        rows: list[Obligation],
        language: str,
        files_dir: Path,
    ) -> None:
        self.connection, self.context, self.choice = connection, context, choice
        self.rows, self.language, self.files_dir = rows, language, files_dir
        self.sections: list[Section] = []
        self.events: dict[int, list[Event]] = {}
        self.digits = 2
        self._gather()

    def _gather(self) -> None:
        self._rows()
        ids = [row.id for section in self.sections for row in section.rows]
        if len(ids) > MOST_ANSWERS:
            raise Refused(
                Message(
                    "{n} items are more than {most}", n=f"{len(ids):,}", most=f"{MOST_ANSWERS:,}"
                ),
                _NARROWER,
            )
        self.events = queries.events_by_people(self.connection, ids)
        supervision_notices: dict[int, list[Obligation]] = {}
        for supervision_notice in queries.obligations(
            self.connection, self.context.key, kind="slip"
        ):
            if supervision_notice.state in ("signed", "void"):
                supervision_notices.setdefault(supervision_notice.about, []).append(
                    supervision_notice
                )
        for section in self.sections:
            self._proofs(section)
            taken: set[str] = set()
            for supervision_notice in (
                one for row in section.rows for one in supervision_notices.get(row.id, ())
            ):
                number = SupervisionNoticeFacts.of(supervision_notice).number
                name = f"{number} {title(self.context, supervision_notice, self.language)}"
                section.supervision_notices.append(
                    (untaken(safe_name(name), ".docx", taken), supervision_notice)
                )
        self._measure()

    def _rows(self) -> None:
        unit = self.choice.unit
        by_item: dict[str, list[Obligation]] = {}
        beside: dict[str, list[Obligation]] = {}
        for row in self.rows:
            if (unit and row.unit != unit) or row.state == "withdrawn":
                continue
            if row.kind in _OF_PLAN and row.item in self.context.plan.by_key:
                by_item.setdefault(row.item, []).append(row)
            elif row.kind in _BESIDE and self.choice.phase in ("", row.phase):
                beside.setdefault(row.kind, []).append(row)
        nodes = chosen(self.context, self.choice)
        self.digits = max(2, len(str(len(nodes) + len(beside))))
        for node in nodes:
            found = by_item.get(node.key, [])
            if found or not unit:
                self._section(node, node.title.in_(self.language), found)
        if not (self.choice.first or self.choice.last):
            for kind, name in _BESIDE.items():
                if kind in beside:
                    self._section(None, translator(self.language).gettext(name), beside[kind])

    def _section(self, node: Node | None, name: str, rows: list[Obligation]) -> None:
        order = {unit: n for n, unit in enumerate(self.context.org.units)}
        rows = sorted(rows, key=lambda row: (order.get(row.unit, 0), row.id))
        number = str(len(self.sections) + 1).zfill(self.digits)
        said = " ".join(part for part in (number, node.clause if node else "", name) if part)
        folder = safe_name(said, 40)
        self.sections.append(Section(folder=folder, node=node, name=name, rows=rows))

    def _proofs(self, section: Section) -> None:
        """The files of each row, once each, under names that say whose they are."""
        taken: set[str] = set()
        for row in section.rows:
            found = {
                str(sha): str(name)
                for event in self.events.get(row.id, ())
                for sha, name in event.why.get("evidence", ())
            }
            for sha, name in found.items():
                stem, dot, suffix = safe_name(name).rpartition(".")
                who = safe_name(self.who(row, "-"), 40)
                said = f"{who}-{row.id}-{stem if dot else suffix}"
                name = untaken(said, f".{suffix}" if dot else "", taken)
                proof = Proof(name=name, sha256=sha, lost=not self.place(sha).is_file())
                section.proofs.setdefault(row.id, []).append(proof)

    def _measure(self) -> None:
        proofs = [
            proof
            for section in self.sections
            for of in section.proofs.values()
            for proof in of
            if not proof.lost
        ]
        documents_ = sum(len(section.supervision_notices) for section in self.sections)
        if (count := len(proofs) + documents_) > MOST_FILES:
            raise Refused(
                Message("{n} files are more than {most}", n=f"{count:,}", most=f"{MOST_FILES:,}"),
                _NARROWER,
            )
        size = sum(self.place(proof.sha256).stat().st_size for proof in proofs)
        if size > MOST_BYTES:
            said = Message(
                "the evidence has {size} MB, more than {most} MB",
                size=f"{size >> 20:,}",
                most=f"{MOST_BYTES >> 20:,}",
            )
            raise Refused(said, _NARROWER)

    def place(self, sha: str) -> Path:
        return self.files_dir / sha[:2] / sha

    def who(self, row: Obligation, between: str) -> str:
        org, language = self.context.org, self.language
        person = words.called(org, row.person, language) if row.person else ""
        return between.join(filter(None, (words.unit_name(org, row.unit, language), person)))

    @property
    def ids(self) -> set[int]:
        return {row.id for section in self.sections for row in section.rows}
