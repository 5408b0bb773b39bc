"""Rows that a sweep quarantined with an error: put back, so that the next sweep takes them.

A sweep asks such a row again after an hour by itself (scheduler/sweep.py). Whoever has corrected
what
was wrong need not wait for it. The error stays with the row until a sweep has decided it; one that
fails again is quarantined again, with a new event, so that the office hears of it once more.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from workflows.commands.context import Context
from workflows.commands.door import Acting
from workflows.domain.errors import NotFound, Refused
from workflows.domain.messages import Message
from workflows.domain.rows import Obligation
from workflows.store import quarantine_queries, queries, writes
from workflows.store.bulk import Conflict
from workflows.store.writes import NewEvent


def try_again(acting: Acting, numbers: Sequence[int] | None) -> list[Obligation]:
    """Have the next sweep take the rows `numbers` (None: all that are quarantined); returns them as
    they stand then.

    All of them or none: NotFound for a number that is not there; Refused for a row that is not put
    aside, that waits for the next sweep already, or for whoever may not run the programme.
    """
    acting.who.require("run", "retry", numbers or ())
    connection, context, now = acting.connection, acting.context, acting.now
    queries.in_turn(connection, context.key)
    rows = _rows(connection, context, numbers, now)
    after = [replace(row, next_check_at=now) for row in rows]
    try:
        for before, row in zip(rows, after, strict=True):
            writes.save(connection, before, row)
    except Conflict:
        raise Refused("another run was first", "look at it as it is now") from None
    why = {} if acting.who.person else {"account": acting.actor}
    events = [
        NewEvent(
            obligation=row.id,
            kind="retried",
            at=now,
            step=row.step,
            old=row.state,
            new=row.state,
            why={"error": row.error, **why},
            actor=acting.who.person,
        )
        for row in rows
    ]
    # Nobody is written to: the sweep that takes them says what comes of it.
    writes.events(connection, context.key, events, now)
    return after


def _rows(
    connection: Connection, context: Context, numbers: Sequence[int] | None, now: datetime
) -> list[Obligation]:
    if numbers is not None:
        rows = queries.obligations(connection, context.key, ids=list(numbers))
        found = {row.id: row for row in rows}
        return [
            _quarantined(found.get(each), each, context, now) for each in dict.fromkeys(numbers)
        ]
    every = [
        row for row in quarantine_queries.rows(connection, context.key) if not _put_back(row, now)
    ]
    if not every:
        raise Refused("no item has failed processing", "there is no need to")
    return every


def _quarantined(
    row: Obligation | None, number: int, context: Context, now: datetime
) -> Obligation:
    """The row, where it can be put back."""
    if row is None:
        raise NotFound(
            Message("there is no obligation {number} in {key}", number=number, key=context.key),
            "see duban obligations",
        )
    # What was closed meanwhile waits for no moment, so no sweep asks for it.
    if not row.error or row.next_check_at is None:
        raise Refused(
            Message("processing of {number} has not failed", number=number), "there is no need to"
        )
    if _put_back(row, now):
        raise Refused(
            Message("{number} will be processed in the next run already", number=number),
            "wait for it: it runs by itself",
        )
    return row


def _put_back(row: Obligation, now: datetime) -> bool:
    return row.next_check_at is not None and row.next_check_at <= now
