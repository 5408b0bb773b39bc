"""What people do on the pages, and from the mail, reaches the workflow, once and by right."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.dashboard.board import Board, words


def post(board: Board, person: str, path: str, **data: str):
    return board.client(person).post(path, data=data)


def test_everything_one_owes_is_sent_as_one_form_and_each_stands_for_itself(board):
    rally, essay = board.story.row("rally", "b1"), board.story.row("essay", "b1-head")
    data = {
        "matter": [f"{rally.id}:{rally.revision}", f"{essay.id}:{essay.revision}"],
        f"{rally.id}-move": "report",
        f"{rally.id}-note": "开过了",
        f"{rally.id}-done_on": "2010-05-31",
        f"{essay.id}-move": "report",
        f"{essay.id}-note": "再等等",
        f"{essay.id}-done_on": "2010-07-01",
    }
    answer = board.client("b1-head").post("/desk", data=data)
    assert board.story.row("rally", "b1").state == "reported"
    assert str(board.story.row("rally", "b1").done_on) == "2010-05-31"
    assert board.story.row("essay", "b1-head").state == "open"
    assert answer.status_code == 422
    assert "再等等" in answer.text and "日期晚于今天" in answer.text


def test_a_reviewer_accepts_all_but_those_they_mark_and_says_why(board):
    essay = board.story.act("report", "essay", "b1-liaison", by="b1-liaison", note="好了")
    other = board.story.row("essay", "b1-deputy")
    data = {
        "matter": [f"{r.id}:{r.revision}" for r in (essay, other)],
        f"{other.id}-move": "accept",
        f"{essay.id}-move": "return",
        f"{essay.id}-choice": "Incomplete",
        f"{essay.id}-reason": "请写明日期",
    }
    board.client("b1-head").post("/desk/reviews", data=data)
    assert board.story.row("essay", "b1-deputy").state == "accepted"
    back = board.story.row("essay", "b1-liaison")
    assert back.state == "open"
    assert board.story.events(back, "returned")[0].why["reason"] == "内容不全：请写明日期"


def test_sending_back_without_a_sentence_keeps_what_was_typed(board):
    row = board.story.row("rally", "b2")
    answer = post(
        board,
        "committee-head",
        f"/obligations/{row.id}/return",
        revision=str(row.revision),
        choice="Incomplete",
        due="2010-06-20",
    )
    assert answer.status_code == 422
    assert "请写一句理由" in answer.text and 'value="2010-06-20"' in answer.text
    assert board.story.row("rally", "b2").state == "reported"


def test_a_liaison_enters_for_the_unit_and_the_record_names_both_and_how_it_came(board):
    row = board.story.row("rally", "b1")
    board.client("b1-liaison").post(
        "/desk/unit",
        data={
            "matter": f"{row.id}:{row.revision}",
            "done": str(row.id),
            "all-note": "开过了",
            "all-done_on": "2010-05-31",
            "all-came_by": "on paper",
        },
    )
    event = board.story.events(row, "reported")[0]
    assert event.actor == "b1-liaison"
    assert event.why["entered_for"] == "b1-head" and event.why["came_by"] == "纸质"
    assert "b1-head" in words(board.client("clerk").get(f"/obligations/{row.id}"))


def test_the_second_of_two_is_told_what_the_first_did(board):
    row = board.story.row("rally", "b2")
    old = str(row.revision)
    board.story.act("return", "rally", "b2", by="clerk", reason="缺签到")
    answer = post(board, "committee-head", f"/obligations/{row.id}/accept", revision=old)
    assert answer.status_code == 409
    assert "缺签到" in words(answer) and "已有人先办理" in words(answer)
    assert board.story.row("rally", "b2").state == "open"


def test_a_leader_who_comes_second_is_told_what_was_decided_though_its_card_is_gone(board):
    board.story.act("extend", "essay", "b1-head", by="b1-head", to="2010-06-30", reason="农忙")
    request = board.story.row("essay", "b1-head", kind="decision")
    board.story.act("agree", row=request, by="clerk")
    answer = post(
        board,
        request.assignee,
        f"/decisions/{request.id}",
        move="refuse",
        revision=str(request.revision),
        reason="农忙已过",
    )
    assert answer.status_code == 422
    assert "已有人先办理" in words(answer) and "申请批复" in words(answer)
    assert "农忙已过" in answer.text, "what he wrote is not lost"
    assert str(board.story.row("essay", "b1-head").due_on) == "2010-06-30"


def test_a_file_goes_with_a_report_and_only_who_sees_the_record_can_fetch_it(board):
    row = board.story.row("rally", "b1")
    client = board.client("b1-head")
    answer = client.post(
        f"/obligations/{row.id}/report",
        data={"revision": str(row.revision), "note": "见附件", "done_on": "2010-05-31"},
        files={"file": ("../../记录.pdf", b"%PDF-1.4 x", "application/pdf")},
    )
    assert answer.status_code == 303
    sha, name = board.story.events(row, "reported")[0].why["evidence"][0]
    assert name == "记录.pdf"
    where = f"/obligations/{row.id}/files/{sha}"
    assert client.get(where).content == b"%PDF-1.4 x"
    assert "attachment" in client.get(where).headers["content-disposition"]
    assert board.client("b1-plain").get(where).status_code == 404
    assert board.client("b2-head").get(where).status_code == 404


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_reported(board):
    row = board.story.row("rally", "b1")
    answer = board.client("b1-head").post(
        f"/obligations/{row.id}/report",
        data={"revision": str(row.revision), "note": "见附件", "done_on": "2010-05-31"},
        files={"file": ("a.pdf", b"MZ\x90", "application/pdf")},
    )
    assert answer.status_code == 422 and "见附件" in answer.text
    assert board.story.row("rally", "b1").state == "open"


def test_a_leader_decides_a_request_and_gives_an_instruction_that_becomes_a_item(board):
    story = board.story
    story.act("extend", "essay", "b1-head", by="b1-head", to="2010-06-30", reason="农忙")
    request = story.row("essay", "b1-head", kind="decision")
    assignee = request.assignee
    path = f"/decisions/{request.id}"
    answer = post(board, assignee, path, revision=str(request.revision), move="refuse")
    assert answer.status_code in (422, 403)
    post(board, "clerk", path, revision=str(request.revision), move="agree")
    assert str(story.row("essay", "b1-head").due_on) == "2010-06-30"
    post(board, "leader-1", "/instructions", words="查清仓库消防通道", unit="b1", due="")
    (item,) = story.rows(kind="matter")
    assert (item.unit, item.facts.asked_by) == ("b1", "leader-1")
    assert "查清仓库消防通道" in words(board.client("leader-1").get("/decisions"))


def test_the_day_of_an_anchor_is_shown_with_its_effects_before_it_is_entered(board):
    row, before = board.story.row("opinion", "b1"), board.events()
    answer = post(board, "clerk", "/anchors/congress", on="2010-11-08")
    assert answer.status_code == 200 and "11月7日" in words(answer)
    assert board.events() == before
    post(board, "clerk", "/anchors/congress", on="2010-11-08", confirm="2010-11-08")
    assert str(board.story.row("opinion", "b1").due_on) == "2010-11-07"
    assert row.due_on is None


def test_a_day_that_somebody_else_entered_meanwhile_is_not_overwritten_unseen(board):
    shown = post(board, "clerk", "/anchors/congress", on="2010-11-08").text
    assert 'name="stood" value=""' in shown
    post(board, "clerk", "/anchors/congress", on="2010-12-01", confirm="2010-12-01", stood="")
    second = {"on": "2010-11-08", "confirm": "2010-11-08"}
    answer = post(board, "clerk", "/anchors/congress", **second, stood="")
    assert answer.status_code == 409 and "2010年12月1日" in words(answer)
    assert str(board.story.row("opinion", "b1").due_on) == "2010-11-30"
    assert 'name="stood" value="2010-12-01"' in answer.text
    post(board, "clerk", "/anchors/congress", **second, stood="2010-12-01")
    assert str(board.story.row("opinion", "b1").due_on) == "2010-11-07"


def test_people_are_imported_only_after_their_effects_were_seen(board):
    rows = "id,name,unit,email,units,is\nnew-1,新人,office,new@example.org,b1,member\n"
    answer = post(board, "clerk", "/people", text=rows)
    shown = words(answer)
    if answer.status_code == 200:
        assert "新人" in shown
        assert "new-1" not in board.story.context.org.people
        post(board, "clerk", "/people", text=rows, confirm="yes")
        assert "new-1" in board.story.context.org.people
    else:
        pytest.fail(shown)


def test_publishing_again_shows_the_difference_and_carries_out_that_one(board):
    client = board.client("clerk")
    with board.story.engine.connect() as connection:
        from workflows.store import queries

        plan, _ = queries.plan_texts(connection, "small")
    changed = plan.replace("6月11日前", "6月18日前")
    answer = client.post("/publish", data={"plan": changed})
    assert answer.status_code == 200 and "时限变动" in words(answer)
    assert str(board.story.row("essay", "b1-head").due_on) == "2010-06-11"
    import re

    token = re.search(r'name="confirm" value="([^"]+)"', answer.text)
    assert token
    assert client.post("/publish", data={"plan": changed, "confirm": "x"}).status_code == 422
    client.post("/publish", data={"plan": changed, "confirm": token[1]})
    assert str(board.story.row("essay", "b1-head").due_on) == "2010-06-18"


# --- from the mail ----------------------------------------------------------------------------


def test_a_link_in_a_mail_shows_five_times_and_acts_once(board):
    row, before = board.story.row("rally", "b1"), board.events()
    token, client = board.token("report", row.id, "b1-head"), board.client()
    for _ in range(5):
        assert client.get(f"/do/{token}").status_code == 200
        assert client.head(f"/do/{token}").status_code == 200
    assert board.events() == before
    data = {"note": "开过了", "done_on": "2010-05-31"}
    answer = client.post(f"/do/{token}", data=data)
    assert answer.status_code == 200 and "已登记" in words(answer)
    assert board.story.events(row, "reported")[0].actor == "b1-head"
    again = client.post(f"/do/{token}", data=data)
    assert again.status_code == 410 and "只能办理一次" in words(again)
    assert "未登记" not in words(again)
    assert len(board.story.events(row, "reported")) == 1


def test_a_button_that_is_pressed_twice_at_once_acts_once(board):
    """A note moves nothing, so no revision tells the two apart: the link itself does."""
    row = board.story.row("rally", "b1")
    token, together = board.token("note", row.id, "b1-head"), Barrier(2)

    def press(note: str) -> int:
        client = board.client()
        together.wait(10)
        return int(client.post(f"/do/{token}", data={"note": note}).status_code)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, ("会场已定", "会场定了"))) == [200, 410]
    assert len(board.story.events(row, "noted")) == 1


def test_what_was_refused_leaves_the_link_good(board):
    row = board.story.row("rally", "b1")
    token, client = board.token("report", row.id, "b1-head"), board.client()
    wrong = client.post(f"/do/{token}", data={"note": "开过了", "done_on": "2010-09-01"})
    assert wrong.status_code == 422 and "开过了" in wrong.text
    assert (
        "附件需重新选择" in wrong.text and "附件需重新选择" not in client.get(f"/do/{token}").text
    )
    assert client.post(f"/do/{token}", data={"done_on": "2010-05-31"}).status_code == 200


def test_a_link_that_was_overtaken_says_what_happened(board):
    row = board.story.row("rally", "b1")
    token = board.token("report", row.id, "b1-head")
    board.story.act("report", "rally", "b1", by="b1-liaison", note="联络员已报")
    typed = {"done_on": "2010-05-31", "note": "5月31日召开，到会18人"}
    answer = board.client().post(f"/do/{token}", data=typed)
    assert answer.status_code == 410 and "联络员已报" in words(answer)
    assert "5月31日召开，到会18人" in words(answer) and "未登记" in words(answer)


def test_a_reminder_in_between_does_not_make_a_link_stale(board):
    row = board.story.row("essay", "b1-head")
    token = board.token("note", row.id, "b1-head")
    board.story.to("2010-06-14")
    assert board.client().post(f"/do/{token}", data={"note": "快好了"}).status_code == 200


def test_a_link_that_ran_out_says_so_and_how_the_item_stands(board):
    row = board.story.act("note", "rally", "b1", by="b1-liaison", note="会场已定")
    past = board.token("report", row.id, "b1-head", until=board.story.now.date().replace(month=5))
    for answer in (board.client().get(f"/do/{past}"), board.client().post(f"/do/{past}")):
        shown = words(answer)
        assert answer.status_code == 410 and "链接已过期" in shown
        assert "动员大会" in shown and "会场已定" in shown and "逾期" in shown


def test_a_link_that_was_altered_or_is_somebody_elses_tells_nothing_of_the_item(board):
    row = board.story.act("note", "rally", "b1", by="b1-liaison", note="会场已定")
    altered = board.token("report", row.id, "b1-head")[:-2]
    for bad in (altered, board.token("report", row.id, "b3-head")):
        shown = words(board.client().get(f"/do/{bad}"))
        assert "链接不起作用" in shown
        assert "动员大会" not in shown and "会场已定" not in shown


def test_an_altered_a_late_and_a_foreign_link_do_nothing(board):
    row, before = board.story.row("rally", "b1"), board.events()
    token = board.token("report", row.id, "b1-head")
    past = board.token("report", row.id, "b1-head", until=board.story.now.date().replace(month=5))
    other = board.token("report", row.id, "b3-head")
    for bad in (token[:-2], token.replace(".", "x", 1), past, other, "x", "é.é"):
        assert board.client().post(f"/do/{bad}", data={"note": "x"}).status_code == 410, bad
    assert board.events() == before
