"""The bulk statements of the sweep, on the driver's own cursor.

Core's executemany costs two to three times as much per row as the driver (docs/decisions).
SQLite takes `executemany`; PostgreSQL takes one statement with an array per column. The rows
are tuples in the order of the columns named; instants are aware datetimes, JSON is text.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql

from workflows.store.types import Instant, Json, to_text

Rows = Sequence[tuple[Any, ...]]


class Conflict(Exception):
    """A guarded write met rows that somebody else had changed first."""


def allocate(connection: Connection, table: Table, count: int) -> range | list[int]:
    """`count` fresh numbers for `table`, in ascending order."""
    if count == 0:
        return range(0)
    if connection.dialect.name == "postgresql":
        rows = connection.exec_driver_sql(
            f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'id'))"
            f" FROM generate_series(1, {count})"
        )
        return sorted(row[0] for row in rows)
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
    tail = " ON CONFLICT DO NOTHING" if new else ""
    names = ", ".join(columns)
    if connection.dialect.name == "postgresql":
        sql = (
            f"INSERT INTO {table.name} ({names}) SELECT {_casts(table, columns)}"
            f" FROM unnest({_arrays(table, columns)}) AS v({names}){tail}"
        )
        return _execute_arrays(connection, sql, table, columns, rows)
    marks = ", ".join("?" * len(columns))
    sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks}){tail}"
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


def add_tallies(
    connection: Connection, programme: str, deltas: Iterable[tuple[tuple[str, str, str], int]]
) -> None:
    """Add to the numbers of (phase, unit, light). In key order, so that nodes never deadlock."""
    rows = sorted((*key, n) for key, n in deltas if n)
    if not rows:
        return
    marks = "%s, %s, %s, %s, %s" if connection.dialect.name == "postgresql" else "?, ?, ?, ?, ?"
    sql = (
        f"INSERT INTO tallies (programme, phase, unit, light, n) VALUES ({marks})"
        " ON CONFLICT (programme, phase, unit, light) DO UPDATE SET n = tallies.n + excluded.n"
    )
    cursor = _raw(connection).cursor()
    try:
        cursor.executemany(sql, [(programme, *row) for row in rows])
    finally:
        cursor.close()


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _execute_many(
    connection: Connection, sql: str, table: Table, columns: Sequence[str], rows: Rows
) -> int:
    converters = [_for_sqlite(table, name) for name in columns]
    if any(converters):
        turned = [
            [convert(value) for value in column] if convert else column
            for convert, column in zip(converters, zip(*rows, strict=True), strict=True)
        ]
        rows = list(zip(*turned, strict=True))
    cursor = _raw(connection).cursor()
    try:
        cursor.executemany(sql, rows)
        return int(cursor.rowcount)
    finally:
        cursor.close()


def _execute_arrays(
    connection: Connection, sql: str, table: Table, columns: Sequence[str], rows: Rows
) -> int:
    arrays = [list(column) for column in zip(*rows, strict=True)]
    with _raw(connection).cursor() as cursor:
        cursor.execute(sql, arrays)
        return int(cursor.rowcount)


@lru_cache(maxsize=4096)
def _instant_text(at: datetime) -> str:
    return to_text(at)


@lru_cache(maxsize=4096)
def _day_text(day: date) -> str:
    return day.isoformat()


def _for_sqlite(table: Table, name: str) -> Callable[[Any], Any] | None:
    kind = table.c[name].type
    if isinstance(kind, Instant):
        return lambda value: value and _instant_text(value)
    if kind.python_type is date:
        return lambda value: value and _day_text(value)
    return None


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
