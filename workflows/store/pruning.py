"""Dropping the oldest part of the record: what it holds, what needs it, and the deletion.

The only place that deletes events. Triggers refuse that to everybody; whoever owns the tables
may lift them, and only for the length of this one transaction.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, text

from workflows.domain.pruning import Facts
from workflows.domain.record import Seal
from workflows.domain.record_text import event_line, row_line, seal_line
from workflows.domain.states import DONE
from workflows.store import record, snapshots
from workflows.store import tables as t

_e, _s, _o = t.events.c, t.seals.c, t.obligations.c
_m, _i = t.messages.c, t.message_items.c
_FINAL = ("sent", "failed", "cancelled")


def last_seal_before(connection: Connection, bound: datetime) -> Seal | None:
    """The last seal of the part that goes: before the first event recorded at `bound` or later."""
    first_kept = _first_kept(connection, bound)
    query = select(_s.seq, _s.event, _s.prev, _s.hash).where(_s.seq > 0).order_by(_s.seq.desc())
    if first_kept is not None:
        query = query.where(_s.event < first_kept)
    row = connection.execute(query.limit(1)).first()
    return Seal(*row) if row is not None else None


def _first_kept(connection: Connection, bound: datetime) -> int | None:
    found: int | None = connection.execute(
        select(func.min(_e.id)).where(_e.recorded_at >= bound)
    ).scalar()
    return found


def facts(connection: Connection, last: Seal, bound: datetime) -> Facts:
    """What speaks against dropping the events up to that of `last`."""
    touched = select(_e.obligation).where(_e.id <= last.event, _e.obligation.is_not(None))
    unfinished = _o.state.not_in(DONE)
    below = _e.id < (_first_kept(connection, bound) or record.highest(connection) + 1)
    sealed = select(_s.event).where(_s.seq > 0)
    return Facts(
        unsealed=_numbers(connection, select(_e.id).where(below, _e.id.not_in(sealed))),
        unnoticed=_numbers(
            connection, select(t.unnoticed.c.event).where(t.unnoticed.c.event <= last.event)
        ),
        open=_numbers(connection, select(_o.id).where(_o.id.in_(touched), unfinished)),
        going_on=_numbers(
            connection,
            select(_e.obligation).where(_e.id > last.event, _e.obligation.in_(touched)),
        ),
        asked_about=_numbers(connection, select(_o.about).where(_o.about.in_(touched), unfinished)),
        unsent=_numbers(
            connection,
            select(_m.id)
            .join(t.message_items, _i.message == _m.id)
            .where(_i.event <= last.event, _m.state.not_in(_FINAL)),
        ),
    )


def _numbers(connection: Connection, query: Select[Any]) -> list[int]:
    return sorted(set(connection.execute(query).scalars()))


# --- what goes ----------------------------------------------------------------------------


def lines(connection: Connection, last: Seal) -> Iterator[tuple[str, datetime | None, str]]:
    """(kind, recorded at, line of the export) of every row that goes, and of the last seal."""
    query = select(_s.seq, _s.event, _s.prev, _s.hash).where(_s.seq > 0, _s.seq <= last.seq)
    for row in connection.execute(query.order_by(_s.seq)):
        yield "seal", None, seal_line(Seal(*row))
    for found in connection.execute(
        snapshots.EVENTS.where(_e.id <= last.event).order_by(_e.id)
    ).all():
        yield "event", found.recorded_at, event_line(snapshots.event(found))
    items = select(t.message_items).where(_i.event <= last.event).order_by(_i.id)
    for item in connection.execute(items).mappings():
        yield "item", None, row_line("item", dict(item))
    messages = select(t.messages).where(_m.id.in_(_messages(connection, last)))
    for message in connection.execute(messages.order_by(_m.id)).mappings():
        yield "message", None, row_line("message", dict(message))


def mail_lines(connection: Connection) -> Iterator[str]:
    """All messages and their items, as lines of an export."""
    for message in connection.execute(select(t.messages).order_by(_m.id)).mappings():
        yield row_line("message", dict(message))
    for item in connection.execute(select(t.message_items).order_by(_i.id)).mappings():
        yield row_line("item", dict(item))


def _messages(connection: Connection, last: Seal) -> list[int]:
    """Messages that say nothing any more once these events are gone. The newest of all stays
    as a bare row: its number must not be given twice, mails are called by it."""
    newest = connection.execute(select(func.max(_m.id))).scalar()
    kept = select(_i.message).where(_i.event > last.event)
    of_them = select(_i.message).where(_i.event <= last.event)
    query = select(_m.id).where(_m.id.in_(of_them), _m.id.not_in(kept), _m.id != newest)
    return _numbers(connection, query)


def is_owner(connection: Connection) -> bool:
    """Whether this role may lift the triggers; on SQLite whoever has the file can."""
    if connection.dialect.name != "postgresql":
        return True
    query = (
        "SELECT bool_and(pg_has_role(current_user, relowner, 'USAGE')) FROM pg_class"
        " WHERE oid IN ('events'::regclass, 'seals'::regclass)"
    )
    return bool(connection.execute(text(query)).scalar())


def drop(connection: Connection, last: Seal) -> None:
    """Delete what `lines` gave, but for the seal `last`, from which the record goes on."""
    messages = _messages(connection, last)
    connection.execute(delete(t.message_items).where(_i.event <= last.event))
    # Without it the foreign key would walk through all items for each event that is deleted.
    connection.execute(text("CREATE INDEX ix_pruning ON message_items (event)"))
    for start in range(0, len(messages), 1000):
        part = messages[start : start + 1000]
        connection.execute(delete(t.messages).where(_m.id.in_(part)))
    triggers = _lift(connection)
    connection.execute(delete(t.events).where(_e.id <= last.event))
    connection.execute(delete(t.seals).where(_s.seq > 0, _s.seq < last.seq))
    connection.execute(text("DROP INDEX ix_pruning"))
    for statement in triggers:
        connection.execute(text(statement))


def _lift(connection: Connection) -> Sequence[str]:
    """Take the triggers against deletion away; returns the statements that put them back. All
    in one transaction: nobody else ever sees the tables without them."""
    tables = ("events", "seals")
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only"))
        return [f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only" for table in tables]
    names = [f"{table}_append_only_delete" for table in tables]
    query = select(text("name, sql")).select_from(text("sqlite_master"))
    kept = {row[0]: row[1] for row in connection.execute(query) if row[0] in names}
    for name in kept:
        connection.execute(text(f"DROP TRIGGER {name}"))
    return list(kept.values())
