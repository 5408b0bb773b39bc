"""Fixtures for all tests: fresh databases, an environment without the developer's settings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import databases
from tests.prepared import Prepared

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_run = pytest.StashKey[databases.Run]()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the controller, or the only process
        config.stash[_run] = databases.Run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if run := config.stash.get(_run, None):
        run.close()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("DUBAN_")]:
        monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    """The run's PostgreSQL server; `postgres.database(empty=True)` makes more databases."""
    server = databases.Postgres(Path(os.environ[databases.FOLDER]))
    yield server
    server.close()


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    return databases.sqlite_copy(_sqlite_template, tmp_path)


@pytest.fixture
def postgresql_url(postgres: databases.Postgres) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Every test that asks runs on SQLite and on PostgreSQL."""
    name: str = request.param
    return name


@pytest.fixture
def database_url(request: pytest.FixtureRequest, dialect: str) -> str:
    """A fresh, migrated database, on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{dialect}_url")
    return url


@pytest.fixture(scope="session")
def prepared_sqlite(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Published SQLite databases to copy: `prepared_sqlite.tell(plan=…, org=…)`."""
    return Prepared(databases.Sqlite(_sqlite_template, tmp_path_factory.mktemp("prepared")))


@pytest.fixture(scope="session")
def prepared_postgresql(postgres: databases.Postgres) -> Prepared:
    """The same on PostgreSQL."""
    return Prepared(postgres)


@pytest.fixture
def prepared(request: pytest.FixtureRequest, dialect: str) -> Prepared:
    """Published databases to copy, on SQLite and on PostgreSQL."""
    found: Prepared = request.getfixturevalue(f"prepared_{dialect}")
    return found
