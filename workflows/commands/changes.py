"""Carrying out what `fanout.reconcile` found: rows put in, redated, handed over, withdrawn.

Publishing, people who come and go, anchors and recurring items all end here, so that a row
can change by the plan in one way only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from workflows.commands.ad_hoc import let_go
from workflows.commands.context import Context
from workflows.commands.step_start import from_said, open_step, opening, planned
from workflows.domain.chain import Chain, chain_at
from workflows.domain.fanout import Change, Owed
from workflows.domain.kind_facts import TaskFacts
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE, WORKING
from workflows.domain.steps import Said
from workflows.store import writes
from workflows.store.writes import NewEvent


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """When, by whom and why rows change. `cause` goes into every event's reasons."""

    now: datetime
    actor: str = ""
    cause: tuple[tuple[str, Any], ...] = ()
    #: Taking over a running programme: what is past on this day is not reminded.
    take_over: date | None = None

    def why(self, **more: Any) -> dict[str, Any]:
        return dict(self.cause) | {k: _plain(v) for k, v in more.items() if v not in (None, "")}


def apply(
    connection: Connection, context: Context, changes: Sequence[Change], occasion: Occasion
) -> int:
    """Write `changes` with an event each. Returns the number of rows changed."""
    chains: dict[tuple[str, str], Chain] = {}
    fresh = [c.owed for c in changes if c.kind == "insert" and c.owed is not None]
    events = _insert(connection, context, fresh, occasion, chains)
    for row, of_row in _by_row(changes):
        after, of_this = row, list[NewEvent]()
        for change in of_row:
            after, more = _carry_out(context, change, after, occasion)
            of_this += more
        if after.chain == _REFREEZE:
            chain = chain_at(context.org, after.unit, after.assignee_post, chains)
            after = replace(after, chain=writes.freeze_chain(connection, chain))
        writes.save(connection, row, after)
        # Nobody was told of what has not begun, and nobody waits for what is over.
        heard = row.state not in DONE and row.state != "planned"
        events += [replace(event, heard=heard) for event in of_this]
    gone = [c.row.id for c in changes if c.kind == "withdraw" and c.row is not None]
    if gone:
        let_go(connection, context.key, gone, occasion.now)
    writes.events(connection, context.key, events, occasion.now)
    return len(changes)


def _by_row(changes: Sequence[Change]) -> list[tuple[Obligation, list[Change]]]:
    """The changes of each row together: a row that moves and gets a new assignee is one write."""
    found: dict[int, tuple[Obligation, list[Change]]] = {}
    for change in changes:
        if change.row is not None:
            found.setdefault(change.row.id, (change.row, []))[1].append(change)
    return list(found.values())


_REFREEZE = "?"


def _insert(
    connection: Connection,
    context: Context,
    fresh: Iterable[Owed],
    occasion: Occasion,
    chains: dict[tuple[str, str], Chain],
) -> list[NewEvent]:
    rows, started = [], []
    for one in fresh:
        row, events = _taken_over(context, planned(context, one, occasion.now), occasion)
        if row.step:
            chain = chain_at(context.org, row.unit, row.assignee_post, chains)
            row = replace(row, chain=writes.freeze_chain(connection, chain))
        rows.append(row)
        started.append(events)
    ids = writes.insert(connection, rows)
    found = []
    for number, row, events in zip(ids, rows, started, strict=True):
        why = occasion.why(due=row.due_on, waits_for=row.waits_for)
        found.append(
            NewEvent(
                obligation=number,
                kind="created",
                at=occasion.now,
                new=row.state,
                why=why,
                actor=occasion.actor,
            )
        )
        found += [from_said(number, row.step, said) for said in events]
    return found


def _taken_over(
    context: Context, row: Obligation, occasion: Occasion
) -> tuple[Obligation, tuple[Said, ...]]:
    """A running programme taken over on a day: what is past is listed, not reminded."""
    day = occasion.take_over
    if day is None or row.opens_on is None:
        return row, ()
    if row.opens_on > max(day, context.today(occasion.now)):
        return row, ()
    if row.kind == "phase" and row.due_on is not None and row.due_on < day:
        return replace(row, state="closed", light="grey", next_check_at=None), ()
    state = "ongoing" if TaskFacts.of(row).ongoing else "open"
    past = row.due_on is not None and row.due_on < day
    return open_step(
        context,
        replace(row, facts=replace(row.facts, taken_over=row.due_on)) if past else row,
        state,
        occasion.now,
        None if past else row.due_on,
        row.remind_from,
    )


def _carry_out(
    context: Context, change: Change, row: Obligation, occasion: Occasion
) -> tuple[Obligation, list[NewEvent]]:
    match change.kind:
        case "redate":
            assert change.owed is not None
            return _redate(context, change.owed, row, occasion)
        case "hand_over":
            return _hand_over(change, row, occasion)
        case "restore":
            assert change.owed is not None
            fresh = planned(context, change.owed, occasion.now)
            after = replace(
                fresh, id=row.id, step=row.step, version=row.version, revision=row.revision
            )
            return after, [_restored(row, after, occasion)]
        case _:
            after = replace(
                row,
                state="withdrawn",
                light="grey",
                light_until=None,
                next_check_at=None,
                facts=replace(row.facts, withdrawn_by="plan"),
            )
            event = _event(
                row, "withdrawn", occasion, old=row.state, new="withdrawn", reason=change.reason
            )
            return after, [event]


def _redate(
    context: Context, one: Owed, row: Obligation, occasion: Occasion
) -> tuple[Obligation, list[NewEvent]]:
    due_on = one.due_on
    extended = row.due_on is not None and row.due_on != row.base_due_on
    if extended and due_on is not None and row.due_on is not None:
        # More time that was granted is not taken back by a change of the plan.
        due_on = max(due_on, row.due_on)
    remind_from = one.remind_from if due_on == one.due_on else due_on
    after = replace(
        row,
        opens_on=one.opens_on,
        due_on=due_on,
        remind_from=remind_from,
        base_due_on=one.due_on,
        due_words=one.due_words,
        waits_for=one.waits_for,
    )
    event = _event(
        row,
        "redated",
        occasion,
        old=_plain(row.due_on) or "",
        new=_plain(due_on) or "",
        waits_for=one.waits_for,
    )
    if row.state == "planned":
        undated = due_on is None and not TaskFacts.of(row).ongoing
        after = replace(
            after,
            light="white" if undated else "green",
            next_check_at=opening(context, one.opens_on, occasion.now),
        )
        return after, [event]
    if row.state != "open":
        return after, [event]
    after, skipped = open_step(context, after, "open", occasion.now, due_on, remind_from)
    return after, [event, *(from_said(row.id, after.step, said) for said in skipped)]


def _hand_over(
    change: Change, row: Obligation, occasion: Occasion
) -> tuple[Obligation, list[NewEvent]]:
    key = change.owed.key if change.owed else row.key
    # Else the chain of whoever verifies or decides stands.
    doing = row.kind != "decision" and (row.state in WORKING or row.state == "issued")
    after = replace(
        row,
        key=key,
        assignee=change.assignee,
        assignee_post=change.assignee_post,
        chain=_REFREEZE if row.step and doing else row.chain,
        facts=replace(row.facts, assigned="") if doing else row.facts,
    )
    event = _event(
        row,
        "handed_over",
        occasion,
        old=row.assignee,
        new=change.assignee,
        reason=change.reason,
        **_moved(row, key.party.unit),
    )
    # A vacant post has nobody to tell; the reminder finds the next above when it speaks.
    return after, [event]


def _restored(row: Obligation, after: Obligation, occasion: Occasion) -> NewEvent:
    return _event(
        row,
        "restored",
        occasion,
        old=row.state,
        new="planned",
        due=after.due_on,
        **_moved(row, after.unit),
    )


def _moved(row: Obligation, unit: str) -> dict[str, str]:
    """From which unit to which, for the record; nothing when it stays."""
    return {"unit": unit, "from_unit": row.unit} if unit != row.unit else {}


def _event(
    row: Obligation, kind: str, occasion: Occasion, *, old: str = "", new: str = "", **why: Any
) -> NewEvent:
    return NewEvent(
        obligation=row.id,
        kind=kind,
        at=occasion.now,
        step=row.step,
        old=old,
        new=new,
        why=occasion.why(**why),
        actor=occasion.actor,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
