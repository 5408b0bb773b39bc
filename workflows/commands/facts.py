"""What the guards of the tables are told of a move: of the row as it stands, and of what comes
with the move."""

from datetime import date
from typing import Any

from workflows.commands.context import Context
from workflows.commands.inspect import way_of
from workflows.commands.move_context import MoveContext
from workflows.commands.requests import BOUNDED, ask_until, extend_until, granted, requests
from workflows.domain.assignees import in_post, responsible_of
from workflows.domain.guard_facts import Facts
from workflows.domain.guards import GUARDS
from workflows.domain.inspection import RANDOM
from workflows.domain.kind_facts import (
    DecisionFacts,
    InspectionFacts,
    RectificationFacts,
    WorkFacts,
)
from workflows.domain.rectification import OBJECT_WITHIN, PLANNED_SEVERITIES
from workflows.domain.roles import roles_of
from workflows.domain.rows import Obligation
from workflows.domain.states import TABLE
from workflows.domain.timeline import SEEN_AT_MOST
from workflows.store import queries

#: The command that explains a delay.
_EXPLAIN = {
    "task": "duban explain",
    "rectification": "duban rectify explain",
    "matter": "duban matter explain",
}


def facts(doing: MoveContext) -> Facts:
    """What the guards of the table need to know of this move."""
    context, row, move = doing.context, doing.row, doing.move
    roles, own = roles_of(context.org, row, doing.reviewer, doing.actor, doing.today)
    node = context.plan.by_key.get(row.item)
    return Facts(
        roles=roles,
        own=own,
        reason=move.reason,
        note=move.note,
        person=move.person,
        has_file=bool(move.evidence or RectificationFacts.of(row).file_given),
        needs_file=bool(node.evidence_file if node else WorkFacts.of(row).needs_file),
        missing_predecessors=_missing(doing) if move.name == "report" else (),
        done_on=str(move.done_on or ""),
        asked_to=str(move.to or ""),
        already_requested=move.name in ("extend", "explain", "object") and bool(requests(doing)),
        extensions=granted(doing) if move.name == "extend" and row.kind in BOUNDED else 0,
        extend_until=str(_extend_until(doing) or ""),
        explain=_EXPLAIN.get(row.kind, ""),
        reminded_today=move.name == "press" and _reminded(doing),
        seen_at_most=context.frame.calendar.add(doing.today, SEEN_AT_MOST).isoformat(),
        **_by_day(context, row, doing.today),
        **(_of_rectification(doing) if row.kind == "rectification" else {}),
        **(_of_inspection(doing) if row.kind == "inspection" else {}),
    )


def _extend_until(doing: MoveContext) -> date | None:
    """The last day to which more time may be given: of a request the one when it was made."""
    asked = doing.move.name != "agree"
    return extend_until(doing.row) if asked else DecisionFacts.of(doing.row).until


def can_still(context: Context, row: Obligation, move: str, today: date) -> bool:
    """Whether the day and the row alone do not rule `move` out: more time when it is late
    already, an explanation when it is not. Nothing that is typed would help."""
    rule = TABLE[(row.kind, row.state, move)]
    asked = [GUARDS[need] for need in rule.needs if GUARDS[need].by_day]
    if not asked:
        return True
    known = Facts(roles=frozenset(), **_by_day(context, row, today))
    return all(guard.refuses(known) is None for guard in asked)


def _by_day(context: Context, row: Obligation, today: date) -> dict[str, Any]:
    """What the guards `by_day` ask."""
    calendar = context.frame.calendar
    taken_over = row.facts.taken_over is not None
    issued, listed = RectificationFacts.of(row).issued_on, RectificationFacts.of(row).listed_on
    objecting = calendar.add(issued, OBJECT_WITHIN) if issued else ""
    return {
        "today": str(today),
        "due_on": str((today if taken_over else row.due_on) or ""),
        "ask_until": "" if taken_over else ask_until(row, calendar),
        "submit_from": str(row.step_due_on or "") if row.kind == "bulletin" else "",
        "listed": listed is not None,
        "object_until": str(objecting),
        "contest_until": str(InspectionFacts.of(row).contest_until or ""),
    }


def _reminded(doing: MoveContext) -> bool:
    """Whether somebody has been reminded by hand or telephone about this today."""
    found = (
        queries.last_events(doing.connection, [doing.row.id], kind).get(doing.row.id)
        for kind in ("pressed", "pressed_late", "phoned")
    )
    day = doing.context.frame.day
    return any(event is not None and day(event.at) == doing.today for event in found)


def _of_rectification(doing: MoveContext) -> dict[str, Any]:
    """What only the guards of rectifications ask."""
    row, move = doing.row, doing.move
    org, today = doing.context.org, doing.today
    # Whoever answers for it is no second pair of eyes, nor is whoever checks it already.
    answering = {
        responsible_of(org, row, today)[0],
        *(in_post(org, s, today) for s in org.seats("head", row.unit)),
    }
    known = RectificationFacts.of(row)
    must_plan = known.severity in PLANNED_SEVERITIES
    asked = ("measures", "cause", "goal") if must_plan else ("measures",)
    return {
        "unit": move.unit,
        "plan_lacks": tuple(name for name in asked if not getattr(move, name)),
        "must_plan": must_plan,
        "has_plan": bool(known.plan),
        "second": move.person if move.person not in {doing.actor, *answering} else "",
    }


def _of_inspection(doing: MoveContext) -> dict[str, Any]:
    """What only the guards of inspections ask."""
    row, move = doing.row, doing.move
    known = InspectionFacts.of(row)
    units, drawn = known.units, known.drawn
    same = (drawn.seed, drawn.n) == (move.seed, move.n) and (
        not move.units or tuple(sorted(set(move.units))) == drawn.of
    )
    return {
        "to_draw": way_of(doing.context, row) == RANDOM and not units,
        "redrawn": bool(units) and not same,
    }


def _missing(doing: MoveContext) -> tuple[str, ...]:
    """Predecessors (“after A2.1”) that the same party has not reported yet."""
    node = doing.context.plan.by_key.get(doing.row.item)
    if node is None or not node.after:
        return ()
    party = doing.row.key.party
    answered = {
        other.answered_by or other.key: other.key
        for other in doing.context.plan.nodes
        if other.key in node.after
    }
    rows = queries.obligations(
        doing.connection, doing.context.key, items=answered, unit=doing.row.unit
    )
    waiting = [
        answered[row.item]
        for row in rows
        if (row.person, row.key.party.post, row.person or row.unit)
        == (party.person, party.post, party.person or party.unit)
        and row.state in ("planned", "open")
    ]
    return tuple(dict.fromkeys(waiting))
