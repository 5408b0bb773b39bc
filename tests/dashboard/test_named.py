"""Whoever is named on a line is the one to telephone, and its number is that of its list."""

import re
from html import unescape

from tests.dashboard.board import Board, words


def line_of(page: str, title: str, *, with_: str) -> str:
    """The first row or paragraph that names `title` and holds `with_`."""
    parts = re.split(r"<tr>|<p>", page)
    return next(unescape(part) for part in parts if title in part and with_ in part)


def shown_by(board: Board, line: str) -> int:
    """How many items the list holds that a line leads to."""
    found = re.search(r'href="(/ledger[^"]+)"', line)
    assert found
    return len(re.findall("<tr><td", board.client("clerk").get(found[1]).text))


def two_have_reported(board: Board) -> None:
    board.story.act("report", "essay", "b1-liaison", by="b1-liaison", note="写好了")
    board.story.tick()


def test_what_waits_for_a_reviewer_is_asked_of_them_and_not_of_the_liaison(board):
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
    assert row.step_due_on < board.story.row("essay", "b1-plain").step_due_on
    page = board.client("clerk").get("/today").text
    line = line_of(page[page.index('id="review"') :], "学习心得", with_="3人")
    assert f"最早一件{row.step_due_on.month}月{row.step_due_on.day}日" in line
    assert shown_by(board, line) == 3


def test_a_list_says_by_what_it_was_filtered_and_leaves_out_a_day_that_is_none(board):
    shown = words(board.client("clerk").get("/ledger?holder=b1-head&due=2010-06-11&state=open"))
    assert "b1-head" in shown and "6月11日" in shown
    shown = words(board.client("clerk").get("/ledger?due=morgen"))
    assert "morgen" in shown


def test_a_reviewer_who_is_late_makes_no_unit_look_late(board):
    board.story.to("2010-06-21T10:00")
    row = board.story.row("rally", "b2")
    assert (row.state, row.light) == ("reported", "red")
    page = board.client("leader-1").get("/decisions")
    units = re.findall(r"<details.*?</details>", page.text, flags=re.S)
    b2 = next(one for one in units if ">b2<" in one)
    line = line_of(b2, "动员大会", with_="")
    assert "已报结（待审核）" in line and "待committee-head" in line
    # b2 itself is late with its essays only, and b1 with the rally as well.
    essays = [r for r in board.story.rows("essay") if r.unit == "b2" and r.light == "red"]
    assert f"逾期 {len(essays)}<" in b2 and "已报结（待审核） 1<" in b2
    late, _, waiting = board.client("clerk").get("/units/b2").text.partition('id="waiting"')
    assert "动员大会" not in late and "动员大会" in waiting


def test_the_red_of_the_overview_and_the_overdue_of_the_statistics_explain_each_other(board):
    board.story.to("2010-06-21T10:00")
    waiting = [r for r in board.story.rows() if r.state == "reported" and r.light == "red"]
    said = f"亮红灯的事项中有{len(waiting)}件承办方已报结，待审核人审核"
    assert said in words(board.client("clerk").get("/overview"))
    assert said in words(board.client("director").get("/decisions"))
    line = line_of(board.client("clerk").get("/overview").text, "动员大会", with_="b2")
    assert "已报结（待审核）" in line and "committee-head" in line


def test_a_leader_reads_what_members_say_about_their_own_delay(board):
    board.story.to("2010-06-21T10:00")
    board.story.act("note", "essay", "b1-head", by="b1-head", note="下乡抗旱，未及写")
    assert "下乡抗旱" in words(board.client("leader-1").get("/decisions"))
    assert "下乡抗旱" not in words(board.client("leader-2").get("/decisions"))


def test_what_was_reported_still_says_by_when_its_responsible_party_owed_it(board):
    row = board.story.row("rally", "b2")
    assert (str(row.due_on), str(row.step_due_on)) == ("2010-05-31", "2010-06-13")
    for where in ("", "/dossier"):
        shown = words(board.client("b2-head").get(f"/obligations/{row.id}{where}"))
        assert re.search(r"时限 ?6月13日", shown) and "原定时限 2010年5月31日" in shown, where
    own = board.story.row("rally", "b1")
    assert "原定时限" not in words(board.client("clerk").get(f"/obligations/{own.id}"))
