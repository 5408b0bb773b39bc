"""Engines. SQLite runs in WAL with write transactions taken at their start.

`pysqlite` would begin a transaction only at the first write, which turns a read followed by a
write into "database is locked"; so its own handling is switched off and we begin ourselves.
"""

import json
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

BUSY_MS = 10_000


#: The option under which a connection finds the record's key.
RECORD_KEY = "duban_record_key"


def connect(url: str, *, durable: bool = True, record_key: bytes = b"") -> Engine:
    """An engine for `url` (sqlite:///… or postgresql+psycopg://…).

    record_key: what events written through it are authenticated with; empty for none.
    durable False (the demo): SQLite does not wait for the disk, so a power cut may lose the
    last moments; a killed process loses nothing.
    """
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    options = {RECORD_KEY: record_key}
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed,
            connect_args={"timeout": BUSY_MS / 1000},
            execution_options=options,
            json_deserializer=_from_json,
        )
        event.listen(engine, "connect", _prepare_sqlite if durable else _prepare_demo)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        parsed, pool_pre_ping=True, execution_options=options, json_deserializer=_from_json
    )


def _from_json(text: str | bytes) -> Any:
    """JSON as it comes from a row; most rows hold nothing there, and are read by the hundred."""
    return {} if text in ("{}", b"{}") else json.loads(text)


def with_record_key(engine: Engine, key: bytes) -> Engine:
    """The same engine, writing events with another key."""
    return engine.execution_options(**{RECORD_KEY: key})


def record_key(connection: Connection) -> bytes:
    """The record's key of this connection; empty when there is none."""
    found: bytes = connection.get_execution_options().get(RECORD_KEY, b"")
    return found


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _prepare_demo(raw: Any, record: Any) -> None:
    _prepare_sqlite(raw, record)
    raw.execute("PRAGMA synchronous=OFF")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("duban_reading", False)
    raw: Any = connection.connection.driver_connection
    raw.execute("BEGIN" if reading else "BEGIN IMMEDIATE")


def reading(engine: Engine) -> Engine:
    """The same engine for reads only: its transactions never wait for a writer."""
    return engine.execution_options(duban_reading=True)


def still(engine: Engine) -> Engine:
    """As `reading`, and whatever is read is as it was at the first read."""
    found = reading(engine)
    if found.dialect.name != "postgresql":
        return found
    return found.execution_options(isolation_level="REPEATABLE READ")


def is_passing(error: Exception) -> bool:
    """Whether a database error says nothing about the row: locked, gone, full, shut down.

    The drivers' own errors reach us too, from the bulk statements; both call it so.
    """
    return any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)
