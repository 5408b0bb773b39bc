"""Boards on SQLite: the pages ask the store, which runs on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard.board import BASE, Board, Hand, office
from tests.prepared import Prelude, Prepared
from tests.story import Story

#: When the numbers of the first bulletin have been taken, so that it can be read.
BULLETIN = "2010-07-01T10:00"


@pytest.fixture
def board(prepared_sqlite: Prepared, tmp_path: Path) -> Iterator[Board]:
    """Two weeks into the story: the rally of b1 is overdue, b2 has reported, b3 has done it."""
    made = begun(prepared_sqlite, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def standing(
    prepared_sqlite: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Board]:
    """The same, shared by the tests of a module that only look."""
    made = begun(prepared_sqlite, tmp_path_factory.mktemp("board"))
    yield made
    made.close()


def begun(prepared: Prepared, folder: Path, *, base: str = BASE, demo: Hand | None = None) -> Board:
    """The same board for whoever closes it themselves, on a copy of its own."""
    story = prepared.tell(Prelude("two weeks", _two_weeks), **office())
    return Board(story, folder / "files", base=base, demo=demo)


def _two_weeks(story: Story) -> None:
    story.to("2010-05-31T10:00")
    story.act("report", "rally", "b3", by="b3-head", note="开过了")
    story.act("accept", "rally", "b3", by="committee-head")
    story.leap("2010-06-01T10:00")
    story.leap("2010-06-10T10:00")
    said, day = "已召开，到会21人", "2010-05-31"
    story.act("report", "rally", "b2", by="b2-head", note=said, done_on=day)
    story.act("report", "essay", "b1-deputy", by="b1-deputy", note="写好了")
    story.tick()
