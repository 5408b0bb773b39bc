"""A small record to damage: twelve events of one programme, written with a key and sealed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from scheduler.housekeeping import Sealed, Sealer
from workflows.domain import audit, record, record_text
from workflows.domain.audit import Verdict
from workflows.domain.record import Head
from workflows.store import record as rows
from workflows.store import writes
from workflows.store.engine import connect, reading
from workflows.store.writes import NewEvent

SECRET = "a secret of at least thirty-two characters"
KEY = record.derive(SECRET)
MORNING = datetime(2010, 6, 1, 1, 0, tzinfo=UTC)
TABLES = ("events", "seals")


class Book:
    """One database with its sealer. `break_in` is what a hand in the database does."""

    def __init__(self, url: str, head: Path, *, key: bytes = KEY) -> None:
        self.url = url
        self.key = key
        self.engine: Engine = connect(url, record_key=key)
        self.head = head
        self.sealer = Sealer(self.engine, head, batch=5)
        self.now = MORNING
        with self.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO programmes (key, titles, plan_text, decisions_text, published_at)"
                    " VALUES ('small', '{}', '', '', '2010-05-28T00:00:00.000000Z')"
                    " ON CONFLICT DO NOTHING"
                )
            )

    def write(self, count: int) -> Sequence[int]:
        with self.engine.begin() as connection:
            return self.write_in(connection, count)

    def write_in(self, connection: Connection, count: int) -> Sequence[int]:
        self.now += timedelta(minutes=1)
        new = [
            NewEvent(
                obligation=None,
                kind="reported",
                at=self.now,
                old="open",
                new="reported",
                why={"note": f"第{n}项已办结", "days": n, "share": n / 4},
                actor="b1-head",
            )
            for n in range(count)
        ]
        return writes.events(connection, "small", new, self.now)

    def seal(self) -> Sealed:
        return self.sealer.run_once(self.now)

    def verify(self, head: Head | None = None) -> Verdict:
        with reading(self.engine).connect() as connection:
            seals = rows.seals(connection)
            return audit.verify(self.key, seals, rows.every_event(connection), head)

    def verify_export(self, head: Head | None = None) -> Verdict:
        with reading(self.engine).connect() as connection:
            seals = rows.seals(connection)
            lines = record_text.export(seals, rows.every_event(connection), self.now)
            found = record_text.read("".join(lines))
        return audit.verify(self.key, found.seals, found.events, head or found.head)

    def kept_head(self) -> Head:
        return record_text.head_from(self.head.read_text(encoding="utf-8"))

    def break_in(self, *statements: str, **values: Any) -> None:
        """Past every trigger, as whoever owns the tables can."""
        with self.engine.begin() as connection:
            loosen(connection)
            for statement in statements:
                wanted = {name: values[name] for name in values if f":{name}" in statement}
                connection.execute(text(statement), wanted)

    def column(self, query: str) -> list[Any]:
        with reading(self.engine).connect() as connection:
            return list(connection.execute(text(query)).scalars())


def loosen(connection: Connection) -> None:
    """Drop the triggers that keep the record."""
    if connection.dialect.name == "postgresql":
        for table in TABLES:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for name in connection.execute(text(query)).scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))
