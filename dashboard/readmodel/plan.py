"""The plan clause by clause, who answers each, and how that stands. And one phase of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from workflows.commands.context import Context
from workflows.domain.dates.date_windows import resolve
from workflows.domain.messages import N_
from workflows.domain.model import Asked, Node
from workflows.domain.roles import Who
from workflows.store import tallies

#: What is open in a line of the plan, as a page says it.
OPEN: Mapping[Asked, str] = {
    "owes": N_("The responsible unit is not set yet."),
    "verifier": N_("The reviewer is not set yet."),
    "due": N_("The due date is not set yet."),
    "often": N_("It is not yet decided how often, by when, or whether it is ongoing."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A line of the plan. `counts`: light → how many answer it, of those the reader is shown."""

    node: Node
    title: str
    depth: int
    opens_on: date | None
    due_on: date | None
    waits_for: str
    counts: dict[str, int]
    total: int
    answered_by: str
    open: tuple[str, ...]


Counts = dict[str, Counter[str]]


def counts(connection: Connection, context: Context, who: Who, phase: str = "") -> Counts:
    """One read: item → light → how many answer it, of those the reader is shown."""
    found: Counts = defaultdict(Counter)
    for of, item, light, n in tallies.lines(connection, context.key, who.scope):
        if phase in ("", of):
            found[item][light] += n
    return found


def clauses(context: Context, counted: Counts, language: str, phase: str = "") -> list[Clause]:
    """The lines of the plan (or of one phase) with how what answers them stands."""
    nodes = context.plan.nodes
    if phase:
        nodes = tuple(n for n in nodes if phase in (n.key, n.phase))
    return [_clause(context, node, counted.get(node.key, Counter()), language) for node in nodes]


def _clause(context: Context, node: Node, counts: Counter[str], language: str) -> Clause:
    plan = context.plan
    window = resolve(node, plan, context.anchors, context.frame.calendar)
    other = plan.by_key.get(node.answered_by or "")
    return Clause(
        node=node,
        title=node.title.in_(language),
        depth=_depth(context, node),
        opens_on=window.opens_on,
        due_on=window.due_on,
        waits_for=_waits(context, window.waits_for, language),
        counts=dict(counts),
        total=counts.total(),
        answered_by=other.title.in_(language) if other else "",
        open=open_in(node),
    )


def open_in(node: Node) -> tuple[str, ...]:
    """What is not settled of a line, a text for each."""
    return tuple(OPEN[asked] for asked in node.open)


def _waits(context: Context, key: str, language: str) -> str:
    anchor = next((a for a in context.plan.anchors if a.key == key), None)
    return anchor.title.in_(language) if anchor else key


def _depth(context: Context, node: Node) -> int:
    depth, at = 0, node.parent
    while at and at in context.plan.by_key and depth < 6:
        depth, at = depth + 1, context.plan.by_key[at].parent
    return depth
