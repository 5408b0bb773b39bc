"""What the clerk says on the telephone is what the one they call has to do."""

from dashboard.readmodel import calls, decisions
from tests.dashboard.board import words


def text_for(board, name: str) -> str:
    """The line to say to somebody."""
    page = str(board.client("clerk").get("/calls").text)
    (row,) = [row for row in page.split("<tr") if f"/people/{name}" in row]
    return row


def test_a_reviewer_is_asked_to_verify_and_not_when_they_will_have_done_it(board):
    board.story.to("2010-06-21T10:00")
    said = text_for(board, "committee-head")
    assert "已报结的“动员大会" in said and "请审核" in said
    assert "办理情况" not in said
    assert "请报一下办理情况和办结日期" in text_for(board, "b1-head")


def test_whoever_owes_and_verifies_hears_each_as_what_it_is(board):
    board.story.to("2010-06-21T10:00")
    said = text_for(board, "b1-head")
    assert "请报一下办理情况" in said and "请审核" in said
    client = board.client("clerk", **{"accept-language": "en"})
    client.post("/language", data={"language": "en", "back": "/"})
    english = words(client.get("/calls"))
    assert "reported and to be verified: “The rally”" in english


def test_a_reviewer_who_holds_the_same_of_two_members_reads_its_name_once(board):
    board.story.act("report", "essay", "b1-liaison", by="b1-liaison", note="写好了")
    board.story.to("2010-06-30T10:00")
    row = text_for(board, "b1-head")
    assert row.count(">学习心得<") == 1 and "另有1件逾期" in row


def test_a_list_that_does_not_hold_everybody_says_so(board, monkeypatch):
    board.story.to("2010-06-21T10:00")
    said = "此处列出逾期最久的1件所涉人员"
    assert said not in words(board.client("clerk").get("/calls"))
    monkeypatch.setattr(calls, "READ", 1)
    assert said in words(board.client("clerk").get("/calls"))


def test_every_unit_that_is_late_stands_on_the_page_however_long_the_first_is(board, monkeypatch):
    board.story.to("2010-06-21T10:00")
    monkeypatch.setattr(decisions, "MOST_LATE", 1)
    page = board.client("clerk").get("/decisions").text
    late = {row.unit for row in board.story.rows() if row.light == "red" and row.kind == "task"}
    untold = [unit for unit in late if f"/ledger?unit={unit}&amp;light=red" not in page]
    # Of one of them the page tells all there is.
    assert len(late) > 2 and len(untold) < 2
