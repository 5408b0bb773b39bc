"""Databases to measure on: made once, copied for every run, on SQLite and on PostgreSQL.

Both are durable as an office would have them: SQLite as `workflows.store.engine` sets it up,
PostgreSQL with the server's own defaults (the tests switch those off).
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import psycopg

from tests import databases
from workflows.store import schema

KINDS = ("sqlite", "postgresql")
Rows = Iterable[tuple[Any, ...]]


class Store(Protocol):
    """A place for databases of one kind. Names are plain words."""

    kind: str

    def url(self, name: str) -> str: ...
    def create(self, name: str) -> None:
        """An empty database with all migrations."""
        ...

    def copy(self, name: str) -> str:
        """A copy of a database nobody is connected to; returns the copy's name."""
        ...

    def load(self, name: str, table: str, columns: Sequence[str], rows: Rows) -> None:
        """Fill a table fast, its indexes built afterwards. Instants are aware, days are dates."""
        ...

    def settle(self, name: str) -> None:
        """Everything on disk, statistics fresh: the state every copy starts from."""
        ...

    def drop(self, name: str) -> None: ...


@contextlib.contextmanager
def opened(kind: str, folder: Path) -> Iterator[Store]:
    """The store of one kind in `folder`, gone with the block."""
    if kind == "sqlite":
        yield Sqlite(folder)
        return
    server = Postgres()
    try:
        yield server
    finally:
        server.close()


class Sqlite:
    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite"

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def create(self, name: str) -> None:
        schema.create(self.url(name))

    def copy(self, name: str) -> str:
        fresh = f"{name}_{next(self._numbers)}"
        shutil.copyfile(self._path(name), self._path(fresh))
        with self._path(fresh).open("rb+") as file:
            os.fsync(file.fileno())  # or the copy would be written out while we measure
        return fresh

    def load(self, name: str, table: str, columns: Sequence[str], rows: Rows) -> None:
        with contextlib.closing(sqlite3.connect(self._path(name))) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("PRAGMA cache_size=-400000")
            query = "SELECT name, sql FROM sqlite_master WHERE tbl_name = ? AND type = 'index'"
            indexes = [(i, sql) for i, sql in connection.execute(query, [table]) if sql]
            for index, _ in indexes:
                connection.execute(f"DROP INDEX {index}")
            marks = ", ".join("?" * len(columns))
            sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
            connection.executemany(sql, rows)
            for _, index in indexes:
                connection.execute(index)
            connection.commit()

    def settle(self, name: str) -> None:
        with contextlib.closing(sqlite3.connect(self._path(name))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def drop(self, name: str) -> None:
        for path in self.folder.glob(f"{name}.sqlite*"):
            path.unlink()


class Postgres:
    """A server of its own, from the same wheel as the tests', but on disk and durable."""

    kind = "postgresql"

    def __init__(self) -> None:
        databases.sweep_leftovers()
        self.folder = Path(tempfile.mkdtemp(prefix=databases.PREFIX, dir="/tmp"))
        self._owner = databases._locked(self.folder / "owner", wait=True)
        databases._SETTINGS.update(
            fsync="on", synchronous_commit="on", full_page_writes="on", shared_buffers="512MB"
        )
        self._server = databases.Postgres(self.folder)
        self._numbers = count(1)

    def close(self) -> None:
        self._server.close()
        databases.stop(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._owner is not None:
            self._owner.close()

    def url(self, name: str) -> str:
        return self._server.url(name)

    def _connect(self, name: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(dbname=name, user="postgres", host=str(self.folder), autocommit=True)

    def _execute(self, sql: str, name: str = "postgres") -> None:
        with self._connect(name) as connection:
            connection.execute(sql.encode())

    def create(self, name: str) -> None:
        self._execute(f"CREATE DATABASE {name} TEMPLATE {databases.TEMPLATE}")

    def copy(self, name: str) -> str:
        fresh = f"{name}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {fresh} TEMPLATE {name} STRATEGY FILE_COPY")
        os.sync()
        return fresh

    def load(self, name: str, table: str, columns: Sequence[str], rows: Rows) -> None:
        query = (
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)"
            " FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid"
            f" WHERE i.indrelid = '{table}'::regclass AND c.oid IS NULL"
        )
        with self._connect(name) as connection, connection.cursor() as cursor:
            indexes = cursor.execute(query.encode()).fetchall()
            for index, _ in indexes:
                cursor.execute(f"DROP INDEX {index}".encode())
            sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
            with cursor.copy(sql.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
            for _, index in indexes:
                cursor.execute(index.encode())

    def settle(self, name: str) -> None:
        self._execute("VACUUM ANALYZE", name)
        self._execute("CHECKPOINT")

    def drop(self, name: str) -> None:
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")
