"""Bringing a database to the newest migration, one node at a time."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from workflows.domain.errors import Refused
from workflows.store.engine import connect, reading

#: An arbitrary number that all nodes share: whoever holds this lock migrates.
MIGRATION_LOCK = 7_382_612
# Alembic tells of itself at every look; what matters is said by those who migrate.
logging.getLogger("alembic").setLevel(logging.WARNING)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def head() -> str:
    """The newest revision this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def current(url: str) -> str:
    """The revision of the database at `url`; empty when it has none."""
    engine = connect(url)
    try:
        with reading(engine).connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""
    finally:
        engine.dispose()


def create(url: str) -> bool:
    """Apply every migration the database lacks. Returns whether there was anything to do.

    A database of a newer program is refused and left as it is. Of two nodes that start at
    once one migrates; the other waits for the lock and finds nothing left to do.
    """
    engine = connect(url)
    try:
        return upgrade(engine)
    finally:
        engine.dispose()


def upgrade(engine: Engine) -> bool:
    """As `create`, through an engine that is there already: a database in memory has no other."""
    with engine.begin() as connection:
        _lock(connection)
        before = MigrationContext.configure(connection).get_current_revision()
        if before is not None and before not in known():
            raise Refused(
                f"the database is at {before}, which this program does not know",
                "run the newer program, or restore a backup made with this one",
            )
        if before == head():
            return False
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return True


def _lock(connection: Connection) -> None:
    # SQLite took its write lock when the transaction began.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": MIGRATION_LOCK})
