"""Rows of the record: seals, events in the order of their numbers, and who is still writing.

On PostgreSQL numbers are given before transactions commit, so a lower number may appear after a
higher one. Whoever writes events holds a shared advisory lock until its transaction ends;
`writing` tells who holds it. A number that is missing once everybody has finished who was
writing when a higher one was seen will never come.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, text

from workflows.domain import record
from workflows.domain.errors import Refused
from workflows.domain.record import Seal
from workflows.domain.rows import Event
from workflows.store import bulk, snapshots
from workflows.store import tables as t
from workflows.store.engine import is_passing, record_key
from workflows.store.queries import PART

#: Arbitrary numbers that all nodes share: who is writing events, and who is sealing.
WRITING_LOCK = 7_382_613
SEALING_LOCK = 7_382_614
_TABLES = ("events", "seals")
#: Under this a connection keeps the key it was found right with.
_CHECKED = "duban_record_key_checked"

_s, _e = t.seals.c, t.events.c
_SEALS = select(_s.seq, _s.event, _s.prev, _s.hash).order_by(_s.seq)
_FIRST = _SEALS.where(_s.seq == 0)
_LAST = select(_s.seq, _s.event, _s.prev, _s.hash).order_by(_s.seq.desc()).limit(1)
_HOLD = text(f"SELECT pg_advisory_xact_lock_shared({WRITING_LOCK})")
_HOLDERS = text(
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    f" AND classid = 0 AND objid = {WRITING_LOCK} AND objsubid = 1"
)
_TRY_ALONE = text(f"SELECT pg_try_advisory_xact_lock({WRITING_LOCK})")
_TRY_SEALING = text(f"SELECT pg_try_advisory_xact_lock({SEALING_LOCK})")


# --- writing ------------------------------------------------------------------------------


def key_for_writing(connection: Connection) -> bytes:
    """The key events are written with in this transaction; empty where none was ever used.

    Raises Refused when the record was begun with a key and this connection has not the same.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_HOLD)
    key = record_key(connection)
    # The first seal stays as it is, so a connection that has met it need not ask again.
    if connection.info.get(_CHECKED) != key and check_key(connection, key):
        connection.info[_CHECKED] = key
    return key


def check_key(connection: Connection, key: bytes) -> bool:
    """Whether the record was begun, with this key. Raises Refused when it was begun with another
    key than `key`, or this is empty."""
    first = first_seal(connection)
    if first is None:
        return False
    if not key:
        raise Refused(
            "the record of this database is sealed, and DUBAN_SECRET_KEY is not set",
            "set the key the record was begun with (docs/record.md)",
        )
    if not record.same(record.begin(key, first.event).hash, first.hash):
        raise Refused(
            "DUBAN_SECRET_KEY is not the key with which the record of this database was started",
            "set that key again (docs/record.md)",
        )
    return True


# --- reading ------------------------------------------------------------------------------


def first_seal(connection: Connection) -> Seal | None:
    return _one(connection.execute(_FIRST).first())


def last_seal(connection: Connection) -> Seal | None:
    return _one(connection.execute(_LAST).first())


_AT = _SEALS.where(_s.seq == bindparam("seq"))


def seal_at(connection: Connection, seq: int) -> Seal | None:
    return _one(connection.execute(_AT, {"seq": seq}).first())


def seals(connection: Connection) -> list[Seal]:
    """The whole chain, by `seq`."""
    return [_seal(row) for row in connection.execute(_SEALS)]


def pruned(connection: Connection, key: bytes) -> record.Pruned | None:
    """Where the live record begins, by the last genuine event that says so."""
    query = snapshots.EVENTS.where(_e.kind == "pruned").order_by(_e.id)
    return record.pruned_by(key, [snapshots.event(row) for row in connection.execute(query)])


def _one(row: Sequence[object] | None) -> Seal | None:
    return None if row is None else _seal(row)


def _seal(row: Sequence[object]) -> Seal:
    # SQLite keeps whatever a hand wrote; a seal that is no seal matches nothing.
    seq, event = (each if isinstance(each, int) else -1 for each in row[:2])
    return Seal(seq, event, str(row[2]), str(row[3]))


_NUMBERS = (
    select(_e.id)
    .where(_e.id > bindparam("after"), _e.id <= bindparam("upto"))
    .order_by(_e.id)
    .limit(bindparam("most"))
)
_ROWS = snapshots.EVENTS.where(_e.id.in_(bindparam("ids", expanding=True))).order_by(_e.id)


def events(
    connection: Connection, *, after: int, upto: int, limit: int = PART
) -> list[tuple[int, Event | None]]:
    """At most `limit` events above `after` by their numbers; None for a row that is no event."""
    bounds = {"after": after, "upto": upto, "most": limit}
    numbers = list(connection.execute(_NUMBERS, bounds).scalars())
    try:
        return [(row.id, snapshots.event(row)) for row in _rows(connection, numbers)]
    except Exception as error:
        _raise_passing(error)
        # One of them cannot be read: alone it shows itself.
        return [(number, _alone(connection, number)) for number in numbers]


def _rows(connection: Connection, numbers: list[int]) -> Sequence[Row[Any]]:
    return connection.execute(_ROWS, {"ids": numbers}).all() if numbers else ()


def _alone(connection: Connection, number: int) -> Event | None:
    try:
        (row,) = _rows(connection, [number])
        return snapshots.event(row)
    except Exception as error:
        _raise_passing(error)
        return None


def _raise_passing(error: Exception) -> None:
    """A database that is gone or locked says nothing about the row. (Text that is no UTF-8
    comes from SQLite under the same name, and does.)"""
    if is_passing(error) and "decode" not in str(error):
        raise error


def every_event(connection: Connection) -> Iterator[tuple[int, Event | None]]:
    """All events in order of their numbers, a part at a time."""
    after, most = _LOWEST, highest(connection)
    while part := events(connection, after=after, upto=most):
        yield from part
        after = part[-1][0]


#: Below every number, also one a hand may have written.
_LOWEST = -(2**62)


_HIGHEST = select(func.coalesce(func.max(_e.id), 0))


def highest(connection: Connection) -> int:
    """The highest number of an event; 0 when there is none."""
    return int(connection.execute(_HIGHEST).scalar_one())


def highest_without_mac(connection: Connection) -> int:
    query = select(func.coalesce(func.max(_e.id), 0)).where(_e.mac == "")
    return int(connection.execute(query).scalar_one())


def without_seal(connection: Connection) -> tuple[int, int]:
    """(how many, the first) of the events that stand before a sealed one without a seal."""
    last = last_seal(connection)
    sealed = t.events.outerjoin(t.seals, (_s.event == _e.id) & (_s.seq > 0))
    query = (
        select(func.count(_e.id), func.coalesce(func.min(_e.id), 0))
        .select_from(sealed)
        .where(_e.id < (last.event if last else 0), _s.seq.is_(None))
    )
    found = connection.execute(query).one()
    return found[0], found[1]


# --- sealing ------------------------------------------------------------------------------


def writing(connection: Connection) -> frozenset[str]:
    """The transactions that are writing events now; on SQLite there is never another one."""
    if connection.dialect.name != "postgresql":
        return frozenset()
    return frozenset(connection.execute(_HOLDERS).scalars())


def may_seal(connection: Connection) -> bool:
    """Whether nobody else is sealing, until this transaction ends."""
    if connection.dialect.name != "postgresql":
        return True  # the write lock was taken when the transaction began
    return bool(connection.execute(_TRY_SEALING).scalar())


def is_alone(connection: Connection) -> bool:
    """Whether nobody is writing events, nor will before this transaction ends. Asked once, when
    the record begins: then whoever has no key is refused, instead of leaving events without a
    MAC behind the beginning. It never waits, so nobody can wait for each other."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.execute(_TRY_ALONE).scalar())


def append(connection: Connection, links: Sequence[Seal]) -> None:
    rows = [(one.seq, one.event, one.prev, one.hash) for one in links]
    bulk.insert(connection, t.seals, ("seq", "event", "prev", "hash"), rows)


# --- who could change it ------------------------------------------------------------------


def loose(connection: Connection) -> list[str]:
    """Tables of the record that no trigger keeps from being changed."""
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT c.relname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid"
            " WHERE g.tgname LIKE '%append_only%' AND g.tgenabled IN ('O', 'A')"
            " AND c.oid IN ('events'::regclass, 'seals'::regclass)"
        )
    else:
        query = "SELECT tbl_name FROM sqlite_master WHERE name LIKE '%append_only%'"
    kept = list(connection.execute(text(query)).scalars())
    return [table for table in _TABLES if kept.count(table) < 2]


def rights(connection: Connection) -> list[str]:
    """`UPDATE events` and so on: what this role may do to the record though it never should."""
    if connection.dialect.name != "postgresql":
        return []
    asked = "SELECT has_table_privilege(CAST(:table AS text), CAST(:right AS text))"
    return [
        f"{right} {table}"
        for table in _TABLES
        for right in ("UPDATE", "DELETE", "TRUNCATE")
        if connection.execute(text(asked), {"table": table, "right": right}).scalar()
    ]
