"""Who is offered which moves, and what their forms ask.

What is allowed stands in `workflows.domain.states` alone; nobody is shown what they may not do, or
what it is too late or too early for.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

from dashboard.web.moves import WAITS
from workflows.commands.context import Context
from workflows.commands.facts import can_still
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.moves import MOVE_TYPES, move_type
from workflows.domain.roles import roles_of
from workflows.domain.rows import Obligation
from workflows.domain.states import TABLE, possible


def offered(context: Context, row: Obligation, actor: str, today: date) -> list[str]:
    """The moves `actor` may try on `row`, in the order of their forms."""
    return [m for m in _may(context, row, actor, today) if can_still(context, row, m, today)]


def of_many(
    context: Context, rows: Iterable[Obligation], actor: str, today: date
) -> dict[int, list[str]]:
    """`offered` of many rows, by their numbers. People and days are asked once for all rows that
    do not differ in what is asked of them."""
    found: dict[int, list[str]] = {}
    may: dict[tuple[object, ...], list[str]] = {}
    still: dict[tuple[object, ...], list[str]] = {}
    for row in rows:
        whose: tuple[object, ...] = (row.id,)
        when: tuple[object, ...] = ()
        if not row.facts:
            whose = (
                row.kind,
                row.state,
                row.key.party,
                row.assignee,
                row.assignee_post,
                context.asked_reviewer(row),
            )
            when = (row.due_on, row.opens_on, row.step_due_on)
        if whose not in may:
            may[whose] = _may(context, row, actor, today)
        if (whose, when) not in still:
            left = (move for move in may[whose] if can_still(context, row, move, today))
            still[whose, when] = list(left)
        found[row.id] = still[whose, when]
    return found


def _may(context: Context, row: Obligation, actor: str, today: date) -> list[str]:
    """The moves that are theirs to make, whatever the day."""
    if not actor:
        return []
    roles, own = roles_of(context.org, row, context.asked_reviewer(row), actor, today)
    return [
        move
        for move, by, not_own in _ways(row.kind, row.state)
        if not roles.isdisjoint(by) and not (own and not_own)
    ]


@cache
def _ways(kind: str, state: str) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """(move, whose it is, whether nobody makes it on what they owe themselves), in table order."""
    rules = ((move, TABLE.get((kind, state, move))) for move in MOVE_TYPES)
    return tuple(
        (move, rule.by, "not_own" in rule.needs)
        for move, rule in rules
        if rule is not None and move in possible(kind, state)
    )


def form_of(row: Obligation, name: str) -> tuple[str, tuple[str, ...]]:
    """The label and the fields of a move on a row."""
    found = move_type(row.kind, name)
    if name == "agree" and DecisionFacts.of(row).asked != "object":
        return found.label, ()
    if name == "note" and row.kind not in WAITS:
        return found.label, tuple(field for field in found.fields if field != "because")
    return found.label, found.fields
