"""What people do to an obligation: one generic `act`, driven by the table of its kind.

One transaction; either every row named is moved or none. Nothing is sent here: the events
are queued, and the notices pass turns them into mail.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from workflows.commands.beside import let_go
from workflows.commands.changes import Occasion, apply
from workflows.commands.context import Context, setting_of
from workflows.commands.doing import Doing, Move
from workflows.commands.inspect import INSPECT, way_of
from workflows.commands.moves import MOVES
from workflows.commands.papers.bulletins import BULLETIN_MOVES
from workflows.commands.papers.slips import SLIP_MOVES, Wanted, draft
from workflows.commands.rectify import LOOK_BACK, RECTIFY
from workflows.commands.requests import BOUNDED, ask_until, extend_until, granted, requests
from workflows.domain.dates import Relative
from workflows.domain.errors import NotFound, Refused
from workflows.domain.fanout import owed, reconcile
from workflows.domain.guard_facts import Facts
from workflows.domain.inspection import RANDOM
from workflows.domain.rectification import OBJECT_WITHIN, PLANNED_SEVERITIES
from workflows.domain.roles import doer_of, in_post, roles_of, stands_above
from workflows.domain.rows import Obligation
from workflows.domain.said import Said, Several
from workflows.domain.standing import BEHIND_RETURNS
from workflows.domain.states import DONE, refusal
from workflows.domain.timeline import SEEN_AT_MOST
from workflows.store import queries, writes
from workflows.store.writes import NewEvent

_EXPLAIN = {"rectification": "duban rectify explain", "matter": "duban matter explain"}
__all__ = ["Move", "act", "facts"]


#: Kinds with moves of their own; all others share those of a task.
_MOVES = {
    "rectification": RECTIFY,
    "inspection": INSPECT,
    "lookback": LOOK_BACK,
    "slip": SLIP_MOVES,
    "bulletin": BULLETIN_MOVES,
}


def act(
    connection: Connection,
    context: Context,
    ids: Sequence[int],
    move: Move,
    actor: str,
    now: datetime,
) -> list[Obligation]:
    """Make `move` on the obligations `ids`; returns the rows as they stand afterwards.

    Raises NotFound for a number that is not there, Refused with every refusal otherwise;
    then nothing has been changed.
    """
    queries.in_turn(connection, context.key)
    rows = {row.id: row for row in queries.obligations(connection, context.key, ids=list(ids))}
    missing = [number for number in ids if number not in rows]
    if missing:
        raise NotFound(
            Said("there is no obligation {number} in {key}", number=missing[0], key=context.key),
            "see duban obligations",
        )
    refusals = []
    for number in dict.fromkeys(ids):
        doing = Doing(connection, context, rows[number], move, actor, now)
        if found := refusal(rows[number].kind, rows[number].state, move.name, facts(doing)):
            refusals.append((number, found))
    if refusals:
        raise Refused(
            Several(
                (Said("{n}: {why}", n=n, why=Said.of(found.reason)) for n, found in refusals), "; "
            ),
            refusals[0][1].cure,
            tuple((number, found.reason) for number, found in refusals if found.rights),
        )
    for number in dict.fromkeys(ids):
        _one(Doing(connection, context, rows[number], move, actor, now))
    after = queries.obligations_by_id(connection, ids)
    return [after[number] for number in ids]


def record_denied(
    connection: Connection,
    context: Context,
    refused: Refused,
    move: Move,
    actor: str,
    now: datetime,
) -> None:
    """Put on record what `actor` had no right to do, in a transaction of its own: that of the
    move itself has been undone."""
    writes.events(
        connection,
        context.key,
        [
            NewEvent(
                obligation=number, kind="denied", at=now,
                why={"move": move.name, "reason": reason}, actor=actor,
            )
            for number, reason in refused.denied
        ],
        now,
        unnoticed=False,
    )  # fmt: skip


def facts(doing: Doing) -> Facts:
    """What the guards of the table need to know of this move."""
    context, row, move = doing.context, doing.row, doing.move
    roles, own = roles_of(context.org, row, doing.verifier, doing.actor, doing.today)
    node = context.plan.by_key.get(row.item)
    calendar = context.frame.calendar
    if move.name == "seen" and stands_above(context.org, row, doing.actor, doing.today):
        roles |= {"above"}
    taken_over = bool(row.extra.get("taken_over"))
    due = doing.today if taken_over else row.due_on
    return Facts(
        roles=roles,
        own=own,
        reason=move.reason,
        note=move.note,
        person=move.person,
        has_file=bool(move.evidence or row.extra.get("file_given")),
        needs_file=bool(node.evidence_file if node else row.extra.get("needs_file")),
        missing_predecessors=_missing(doing) if move.name == "report" else (),
        done_on=str(move.done_on or ""),
        today=str(doing.today),
        asked_to=str(move.to or ""),
        due_on=str(due or ""),
        already_requested=move.name in ("extend", "explain", "object") and bool(requests(doing)),
        extensions=granted(doing) if move.name == "extend" and row.kind in BOUNDED else 0,
        extend_until=str(row.extra.get("until", "")) if move.name == "agree" else extend_until(row),
        ask_until="" if taken_over else ask_until(row, calendar),
        explain=_EXPLAIN.get(row.kind, ""),
        pressed_today=move.name == "press" and _urged(doing),
        seen_at_most=calendar.add(doing.today, SEEN_AT_MOST).isoformat(),
        submit_from=str(row.leg_due_on or "") if row.kind == "bulletin" else "",
        **(_of_rectification(doing) if row.kind == "rectification" else {}),
        **(_of_inspection(doing) if row.kind == "inspection" else {}),
    )


def _urged(doing: Doing) -> bool:
    """Whether somebody has been urged by hand or telephone about this today."""
    found = (
        queries.last_events(doing.connection, [doing.row.id], kind).get(doing.row.id)
        for kind in ("pressed", "pressed_late", "phoned")
    )
    day = doing.context.frame.day
    return any(event is not None and day(event.at) == doing.today for event in found)


def _of_rectification(doing: Doing) -> dict[str, Any]:
    """What only the guards of rectifications ask."""
    row, move, calendar = doing.row, doing.move, doing.context.frame.calendar
    issued = date.fromisoformat(row.extra["issued_on"])
    org, today = doing.context.org, doing.today
    # Whoever answers for it is no second pair of eyes, nor is whoever checks it already.
    answering = {
        doer_of(org, row, today)[0],
        *(in_post(org, s, today) for s in org.seats("head", row.unit)),
    }
    must_plan = row.extra["severity"] in PLANNED_SEVERITIES
    asked = ("measures", "cause", "goal") if must_plan else ("measures",)
    return {
        "unit": move.unit,
        "plan_lacks": tuple(name for name in asked if not getattr(move, name)),
        "must_plan": must_plan,
        "has_plan": bool(row.extra.get("plan")),
        "listed": bool(row.extra.get("listed_on")),
        "second": move.person if move.person not in {doing.actor, *answering} else "",
        "object_until": calendar.add(issued, OBJECT_WITHIN).isoformat(),
    }


def _of_inspection(doing: Doing) -> dict[str, Any]:
    """What only the guards of inspections ask."""
    row, move = doing.row, doing.move
    units, drawn = row.extra.get("units"), row.extra.get("drawn", {})
    same = (drawn.get("seed"), drawn.get("n")) == (move.seed, move.n) and (
        not move.units or sorted(set(move.units)) == drawn.get("of")
    )
    return {
        "to_draw": way_of(doing.context, row) == RANDOM and not units,
        "redrawn": bool(units) and not same,
        "contest_until": str(row.extra.get("contest_until", "")),
    }


def _missing(doing: Doing) -> tuple[str, ...]:
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


def _one(doing: Doing) -> None:
    after = _MOVES.get(doing.row.kind, MOVES)[doing.move.name](doing)
    writes.save(doing.connection, doing.row, after)
    writes.events(doing.connection, doing.context.key, doing.silent, doing.now, unnoticed=False)
    writes.events(doing.connection, doing.context.key, doing.events, doing.now)
    if doing.move.name in ("report", "close", "return", "reopen"):
        _dependents(doing)
    if after.leg != doing.row.leg or after.state in DONE:
        # A draft presses the leg it was drawn up for, and nobody who comes after it.
        let_go(doing.connection, doing.context.key, [after.id], doing.now, kinds=("slip",))
    if doing.move.name == "return" and after.returns == BEHIND_RETURNS:
        wanted = Wanted(about=after, colour="yellow", why={"returns": after.returns})
        draft(doing.connection, doing.context, [wanted], doing.now)


def _dependents(doing: Doing) -> None:
    """Dates that count from this report (“10wd after A2.1”) become known, or open again."""
    context, item = doing.context, doing.row.item
    keys = frozenset(
        node.key
        for node in context.plan.nodes
        if isinstance(node.when, Relative) and node.when.base == f"after:{item}"
    )
    if not keys:
        return
    rows = queries.obligations(doing.connection, context.key, items=keys | {item})
    setting = setting_of(context, doing.now, rows)
    waiting = [row for row in rows if row.item in keys]
    changes = reconcile(owed(setting, keys), waiting, context.org, setting.today)
    dated = [change for change in changes if change.kind == "redate"]
    cause = (("cause", "predecessor"), ("after", item))
    apply(doing.connection, context, dated, Occasion(now=doing.now, actor=doing.actor, cause=cause))
