"""Boards on SQLite: the pages ask the store, which runs on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.dashboard.board import BASE, Board, Hand

#: When the numbers of the first bulletin have been taken, so that it can be read.
BULLETIN = "2010-07-01T10:00"


@pytest.fixture
def board(sqlite_url: str, tmp_path: Path) -> Iterator[Board]:
    """Two weeks into the story: the rally of b1 is overdue, b2 has reported, b3 has done it."""
    made = begun(sqlite_url, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def standing(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """The same, shared by the tests of a module that only look."""
    folder = tmp_path_factory.mktemp("board")
    made = begun(databases.sqlite_copy(_sqlite_template, folder), folder)
    yield made
    made.close()


def begun(url: str, folder: Path, *, base: str = BASE, demo: Hand | None = None) -> Board:
    made = Board(url, folder / "files", base=base, demo=demo)
    made.story.to("2010-05-31T10:00")
    made.story.act("report", "rally", "b3", by="b3-head", note="开过了")
    made.story.act("accept", "rally", "b3", by="committee-head")
    made.story.leap("2010-06-01T10:00")
    made.story.leap("2010-06-10T10:00")
    said, day = "已召开，到会21人", "2010-05-31"
    made.story.act("report", "rally", "b2", by="b2-head", note=said, done_on=day)
    made.story.act("report", "essay", "b1-deputy", by="b1-deputy", note="写好了")
    made.story.tick()
    return made
