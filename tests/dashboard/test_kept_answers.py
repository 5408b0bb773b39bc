"""Answers that are kept while nothing is written: no reader waits for ever, and few are kept."""

from threading import Thread
from types import SimpleNamespace

import pytest

from dashboard.web.board import MOST_KEPT, Board, Options
from tests.delivery.relay import PATIENCE
from workflows.store.queries import Written

CONTEXT = SimpleNamespace(key="p", programme=SimpleNamespace(digest="d"), stamp="s")
WRITTEN = Written(event=1, under_way="")


@pytest.fixture
def board() -> Board:
    return Board(engine=None, options=Options(programme="p"))  # type: ignore[arg-type]


def ask(board: Board, key: int, count):
    return board.counted(CONTEXT, WRITTEN, ("answer", key), count)  # type: ignore[arg-type]


def test_an_answer_may_ask_for_any_other_that_is_kept_and_no_page_hangs(board):
    def nested() -> int:
        return sum(ask(board, key, lambda: 1) for key in range(1, MOST_KEPT // 2))

    found: list[int] = []
    reader = Thread(target=lambda: found.append(ask(board, 0, nested)), daemon=True)
    reader.start()
    reader.join(PATIENCE)
    assert found == [MOST_KEPT // 2 - 1]


def test_an_answer_is_counted_once_and_only_so_many_are_kept(board):
    counted: list[int] = []
    for key in (*range(3 * MOST_KEPT), 3 * MOST_KEPT - 1):
        ask(board, key, lambda key=key: counted.append(key))
    assert counted == list(range(3 * MOST_KEPT))
    assert len(board._counts) == len(board._locks) == MOST_KEPT
