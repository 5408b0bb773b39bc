"""A record on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.smtp_sink import Mailbox
from tests.record.book import Book


@pytest.fixture
def empty(database_url: str, tmp_path: Path) -> Iterator[Book]:
    """A database without events."""
    found = Book(database_url, tmp_path / "record.head")
    yield found
    found.engine.dispose()


@pytest.fixture
def book(empty: Book) -> Book:
    """Twelve events, all sealed."""
    empty.write(12)
    assert empty.seal().sealed == 12
    return empty


@pytest.fixture
def on_postgresql(postgresql_url: str, tmp_path: Path) -> Iterator[Book]:
    """No events yet; for what only PostgreSQL does."""
    found = Book(postgresql_url, tmp_path / "record.head")
    yield found
    found.engine.dispose()


@pytest.fixture(scope="session")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    """A relay that keeps what it gets."""
    with Mailbox(tmp_path_factory.mktemp("mail")) as box:
        yield box
