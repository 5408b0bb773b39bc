"""The statements that run often or over many rows, on the driver's own cursor.

Core's executemany costs two to three times as much per row as the driver, and each of its
statements as much as several of the driver's (docs/decisions). SQLite takes `executemany`;
PostgreSQL takes one statement with an array per column, or COPY. The rows are tuples in the
order of the columns named; instants are aware datetimes. JSON is text where it is written, and
what it says where it is read.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql

from workflows.store.types import Instant, Json, from_text, to_text

Rows = Sequence[tuple[Any, ...]]
#: From so many rows on PostgreSQL's COPY takes half the time of arrays, in spite of a second
#: round trip.
_WORTH_COPYING = 50


class Conflict(Exception):
    """A guarded write met rows that somebody else had changed first."""


def select(
    connection: Connection, table: Table, columns: Sequence[str], rest: str, *given: Any
) -> list[tuple[Any, ...]]:
    """Rows of `table` as tuples of `columns`. `rest` is what follows the table's name, with %s
    for each of `given`; a list of numbers or texts is meant by `= ANY(%s)`.
    """
    if not connection.in_transaction():
        connection.begin()  # the driver alone would read each statement's own moment
    sql = f"SELECT {', '.join(columns)} FROM {table.name} {rest}"
    if connection.dialect.name == "postgresql":
        with _raw(connection).cursor() as cursor:
            rows = cursor.execute(sql, given).fetchall()
    else:
        # One text however many are asked for, so that SQLite prepares it once.
        sql = sql.replace("= ANY(%s)", "IN (SELECT value FROM json_each(?))").replace("%s", "?")
        rows = _raw(connection).execute(sql, [_sqlite_value(value) for value in given]).fetchall()
    return _turned(_read_by(connection.dialect.name, table, tuple(columns)), rows)


def allocate(connection: Connection, table: Table, count: int) -> range | list[int]:
    """`count` fresh numbers for `table`, in ascending order."""
    if count == 0:
        return range(0)
    if connection.dialect.name == "postgresql":
        numbers = connection.exec_driver_sql(
            f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'id'))"
            f" FROM generate_series(1, {count})"
        ).scalars()
        return sorted(numbers.all())
    # Rows are never deleted and we hold SQLite's only write lock, so max + 1 is free.
    last = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {table.name}").scalar()
    first = int(last or 0) + 1
    return range(first, first + count)


def insert(
    connection: Connection, table: Table, columns: Sequence[str], rows: Rows, *, new: bool = False
) -> int:
    """Insert `rows`; with `new`, those that meet an equal unique key are left out.

    Returns the number of rows inserted.
    """
    if not rows:
        return 0
    if connection.dialect.name == "postgresql" and len(rows) >= _WORTH_COPYING and not new:
        return _copy(connection, table, columns, rows)
    return _insert(connection, table, columns, rows, "ON CONFLICT DO NOTHING" if new else "")


def _insert(
    connection: Connection, table: Table, columns: Sequence[str], rows: Rows, rest: str
) -> int:
    names = ", ".join(columns)
    if connection.dialect.name == "postgresql":
        sql = (
            f"INSERT INTO {table.name} ({names}) SELECT {_casts(table, columns)}"
            f" FROM unnest({_arrays(table, columns)}) AS v({names}) {rest}"
        )
        return _execute_arrays(connection, sql, table, columns, rows)
    marks = ", ".join("?" * len(columns))
    sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks}) {rest}"
    return _execute_many(connection, sql, table, columns, rows)


def update(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Rows,
    *,
    guard: Sequence[str] = ("id", "version"),
) -> None:
    """Set `columns` in the rows found by `guard`; each tuple is the columns, then the guard.

    `version` grows by one with every write. Conflict when a row is not as the guard says.
    """
    if not rows:
        return
    grow = ", version = version + 1" if "version" in guard else ""
    every = (*columns, *guard)
    # A guard may name a column that is set as well, so its values go by names of their own.
    held = [f"held_{name}" for name in guard]
    if connection.dialect.name == "postgresql":
        casts = {name: _cast(table, name, f"v.{name}") for name in columns}
        sets = ", ".join(f"{name} = {cast}" for name, cast in casts.items())
        grow = grow.replace("= version", f"= {table.name}.version")
        pairs = zip(guard, held, strict=True)
        where = " AND ".join(f"{table.name}.{name} = v.{value}" for name, value in pairs)
        sql = (
            f"UPDATE {table.name} SET {sets}{grow} FROM unnest({_arrays(table, every)})"
            f" AS v({', '.join((*columns, *held))}) WHERE {where}"
        )
        changed = _execute_arrays(connection, sql, table, every, rows)
    else:
        sets = ", ".join(f"{name} = ?" for name in columns)
        where = " AND ".join(f"{name} = ?" for name in guard)
        sql = f"UPDATE {table.name} SET {sets}{grow} WHERE {where}"
        changed = _execute_many(connection, sql, table, every, rows)
    if changed != len(rows):
        raise Conflict(f"{len(rows) - changed} of {len(rows)} rows of {table.name} had changed")


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _execute_many(
    connection: Connection, sql: str, table: Table, columns: Sequence[str], rows: Rows
) -> int:
    rows = _turned(_written_by(table, tuple(columns)), rows)
    cursor = _raw(connection).cursor()
    try:
        cursor.executemany(sql, rows)
        return int(cursor.rowcount)
    finally:
        cursor.close()


def _copy(connection: Connection, table: Table, columns: Sequence[str], rows: Rows) -> int:
    sql = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
    with _raw(connection).cursor() as cursor, cursor.copy(sql) as into:
        for row in rows:
            into.write_row(row)
    return len(rows)


def _execute_arrays(
    connection: Connection, sql: str, table: Table, columns: Sequence[str], rows: Rows
) -> int:
    kinds = [_kind(table, name) for name in columns]
    arrays = list(map(_array, kinds, zip(*rows, strict=True)))
    with _raw(connection).cursor() as cursor:
        cursor.execute(sql, arrays)
        return int(cursor.rowcount)


# --- values as the drivers take and give them ---------------------------------------------

Turns = tuple[Callable[[Any], Any] | None, ...]


def _turned(turns: Turns, rows: Rows) -> list[tuple[Any, ...]]:
    """`rows` with each column turned by its own function, column by column."""
    if not rows or not any(turns):
        return list(rows)
    columns = (
        map(turn, column) if turn else column
        for turn, column in zip(turns, zip(*rows, strict=True), strict=True)
    )
    return list(zip(*columns, strict=True))


@lru_cache(maxsize=256)
def _written_by(table: Table, columns: tuple[str, ...]) -> Turns:
    """How SQLite takes them."""
    return tuple(_writing.get(_kind(table, name)) for name in columns)


@lru_cache(maxsize=256)
def _read_by(dialect: str, table: Table, columns: tuple[str, ...]) -> Turns:
    reading = _reading if dialect == "sqlite" else _reading_postgresql
    return tuple(reading.get(_kind(table, name)) for name in columns)


def _kind(table: Table, name: str) -> type[Any]:
    kind = table.c[name].type
    if kind is Json:
        return dict
    return Instant if isinstance(kind, Instant) else kind.python_type


# Few values are many rows' values, so what a value turns into is kept. None stays None.
@lru_cache(maxsize=4096)
def _instant_text(at: datetime | None) -> str | None:
    return None if at is None else to_text(at)


@lru_cache(maxsize=4096)
def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@lru_cache(maxsize=4096)
def _instant(text: str | None) -> datetime | None:
    return None if text is None else from_text(text)


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _said(text: str) -> Any:
    return {} if text == "{}" else json.loads(text)


def _in_utc(at: datetime | None) -> datetime | None:
    return at and at.astimezone(UTC)


def _array(kind: type[Any], column: Sequence[Any]) -> str:
    """A column as PostgreSQL writes an array; psycopg escapes element by element with a regular
    expression, which took a third of the time of a sweep."""
    write = _writing.get(kind, _quoted if kind in (str, dict) else str)
    return f"{{{','.join(['NULL' if each is None else write(each) for each in column])}}}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_writing: dict[type[Any], Callable[[Any], Any]] = {Instant: _instant_text, date: _day_text}
_reading: dict[type[Any], Callable[[Any], Any]] = {Instant: _instant, date: _day, dict: _said}
_reading_postgresql: dict[type[Any], Callable[[Any], Any]] = {Instant: _in_utc}


def _sqlite_value(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value)
    return _instant_text(value) if isinstance(value, datetime) else value


@lru_cache(maxsize=256)
def _pg_type(table: Table, name: str) -> str:
    kind = table.c[name].type
    if kind is Json:
        return "text"
    if isinstance(kind, Instant):
        return "timestamptz"
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    return str(kind.compile(dialect=dialect)).lower()


def _arrays(table: Table, columns: Sequence[str]) -> str:
    return ", ".join(f"%s::{_pg_type(table, name)}[]" for name in columns)


def _cast(table: Table, name: str, value: str) -> str:
    return f"{value}::jsonb" if table.c[name].type is Json else value


def _casts(table: Table, columns: Sequence[str]) -> str:
    return ", ".join(_cast(table, name, f"v.{name}") for name in columns)
