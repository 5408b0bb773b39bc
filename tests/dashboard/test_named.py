"""Whoever is named on a line is the one to telephone, and its number is that of its list."""

import re
from html import unescape

from tests.dashboard.board import Board, words


def line_of(page: str, title: str, *, with_: str) -> str:
    """The first row or paragraph that names `title` and holds `with_`."""
    parts = re.split(r"<tr>|<p>", page)
    return next(unescape(part) for part in parts if title in part and with_ in part)


def shown_by(board: Board, line: str) -> int:
    """How many matters the list holds that a line leads to."""
    found = re.search(r'href="(/ledger[^"]+)"', line)
    assert found
    return len(re.findall("<tr><td", board.client("clerk").get(found[1]).text))


def two_have_reported(board: Board) -> None:
    board.story.act("report", "essay", "b1-liaison", by="b1-liaison", note="写好了")
    board.story.tick()


def test_what_waits_for_a_verifier_is_asked_of_him_and_not_of_the_liaison(board):
    two_have_reported(board)
    page = board.client("clerk").get("/today").text
    line = line_of(page[page.index('id="review"') :], "学习心得", with_="2人")
    assert "b1-head" in line and "联络员" not in line


def test_the_number_on_a_folded_line_is_the_number_in_its_list(board):
    two_have_reported(board)
    page = board.client("clerk").get("/today").text
    line = line_of(page[page.index('id="review"') :], "学习心得", with_="2人")
    assert "state=reported" in line and "holder=b1-head" in line
    assert shown_by(board, line) == 2
    unit = board.client("clerk").get("/units/b1").text
    line = line_of(unit, "学习心得", with_="联络员")
    owing = int(re.findall(r"(\d+)人", line)[0])
    assert shown_by(board, line) == owing > 0


def test_a_line_of_several_days_tells_the_first_and_says_that_it_is(board):
    two_have_reported(board)
    row = board.story.row("essay", "b1-liaison")
    board.story.leap("2010-06-11T10:00")
    board.story.act("report", "essay", "b1-plain", by="b1-plain", note="写好了")
    board.story.tick()
    assert row.leg_due_on < board.story.row("essay", "b1-plain").leg_due_on
    page = board.client("clerk").get("/today").text
    line = line_of(page[page.index('id="review"') :], "学习心得", with_="3人")
    assert f"最早一件{row.leg_due_on.month}月{row.leg_due_on.day}日" in line
    assert shown_by(board, line) == 3


def test_a_list_says_by_what_it_was_filtered_and_leaves_out_a_day_that_is_none(board):
    shown = words(board.client("clerk").get("/ledger?holder=b1-head&due=2010-06-11&state=open"))
    assert "b1-head" in shown and "6月11日" in shown
    shown = words(board.client("clerk").get("/ledger?due=morgen"))
    assert "morgen" in shown
