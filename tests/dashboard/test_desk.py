"""A desk and a unit's table are sent whole, keep what was typed, and say what comes of it."""

import re
from hashlib import sha256
from typing import Any

import pytest

from dashboard.app import MOST_FILES
from dashboard.readmodel import desk
from notifications.actions import Actions
from tests.dashboard.board import BASE, KEY, Board, Counting, multiply, words
from tests.stories import world
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.organisation import Person

READER = Person(key="b1-head", name="b1-head", unit="office", language="en")
PLAIN = world.person("b1-plain", "b1")


def sent(fields: dict[str, str], files: int) -> dict[str, Any]:
    """A form as browsers send it: an empty part for each file that was not chosen."""
    heads = [(f'name="{name}"', value) for name, value in fields.items()]
    kind = "\r\nContent-Type: application/octet-stream"
    heads += [(f'name="{n}-file"; filename=""{kind}', "") for n in range(files)]
    body = "".join(
        f"--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n"
        for head, value in heads
    )
    kind = "multipart/form-data; boundary=edge"
    return {"content": f"{body}--edge--\r\n".encode(), "headers": {"content-type": kind}}


def named(*rows) -> list[str]:
    """What a form says of the items it is about."""
    return [f"{row.id}:{row.revision}" for row in rows]


# --- a whole desk ------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["/desk", "/desk/unit"])
def test_a_full_desk_is_sent_although_each_item_has_an_empty_file(board: Board, where):
    row = board.story.row("rally", "b1")
    fields = {
        "matter": f"{row.id}:{row.revision}",
        f"{row.id}-move": "report",
        "done": str(row.id),
        "all-done_on": "2010-05-31",
    }
    who = "b1-head" if where == "/desk" else "b1-liaison"
    answer = board.client(who).post(where, **sent(fields, desk.MOST + 1))
    assert answer.status_code == 200
    assert board.story.row("rally", "b1").state == "reported"


@pytest.mark.parametrize(("language", "said"), [("zh", "请分几次报送"), ("en", "Send it in parts")])
def test_whoever_sends_too_much_reads_on_a_page_of_their_own_language_what_to_do(
    board: Board, language, said
):
    client, before = board.client("b1-head", **{"accept-language": language}), board.events()
    for more in (
        sent({"matter": "1:0"}, MOST_FILES + 1),
        sent({"1-note": "x" * (1024 * 1024 + 1)}, 0),
        {"content": b"x" * (64 * 1024 * 1024 + 1)},
    ):
        answer = client.post("/desk", **more)
        assert answer.status_code == 413 and said in words(answer)
        assert str(MOST_FILES) in words(answer)
    assert board.events() == before


# --- the unit as a table -----------------------------------------------------------------------


def table(board: Board, *rows, who: str = "b1-liaison", **fields: Any):
    """The answer to a unit's table about `rows`."""
    data = {"matter": named(*rows), "all-done_on": "2010-06-08", "all-came_by": "on paper"}
    return board.client(who).post("/desk/unit", data=data | fields)


def test_a_liaison_enters_what_a_member_answered_on_paper_and_it_stays_the_members(board: Board):
    row = board.story.row("essay", "b1-head")
    shown = board.client("b1-liaison").get("/desk")
    assert f'name="done" value="{row.id}"' in shown.text
    table(board, row, done=str(row.id), **{"all-note": "纸质心得已交"})
    event = board.story.events(row, "reported")[0]
    assert (event.actor, event.why["entered_for"], event.why["came_by"]) == (
        "b1-liaison",
        "b1-head",
        "纸质",
    )
    assert board.story.row("essay", "b1-head").person == "b1-head"


def test_the_names_of_members_who_owe_the_same_are_ticks_under_one_item(board: Board):
    rows = [board.story.row("essay", who) for who in ("b1-head", "b1-plain")]
    text = board.client("b1-liaison").get("/desk").text
    text = text[text.index("unit-head") :]
    assert text.count("学习心得</a>") == 1
    assert all(f'value="{row.id}" aria-label="勾选: 学习心得 {row.person}"' in text for row in rows)
    own = board.story.row("essay", "b1-liaison")
    assert f'name="done" value="{own.id}"' not in text


def test_all_done_except_those_ticked_and_why_not_without_scripts(board: Board):
    rows = [board.story.row("essay", who) for who in ("b1-head", "b1-plain")]
    plain = rows[1]
    answer = table(
        board,
        *rows,
        all="yes",
        done=str(plain.id),
        **{"all-note": "已交", f"{plain.id}-note": "住院，下周补交"},
    )
    assert board.story.row("essay", "b1-head").state == "reported"
    assert board.story.row("essay", "b1-plain").state == "open"
    said = board.story.events(plain, "noted")[0]
    assert (said.why["note"], said.why["entered_for"]) == ("住院，下周补交", "b1-plain")
    assert "住院" not in answer.text[answer.text.index("unit-head") :]


def test_nobody_verifies_what_he_entered_for_a_member_of_their_unit(board: Board):
    liaison = {"b1-contact": {"person": "b1-head"}}
    board.story.import_org(world.org(posts=liaison, people={"b1-plain": PLAIN}))
    row = board.story.row("essay", "b1-plain")
    table(board, row, who="b1-head", done=str(row.id))
    row = board.story.row("essay", "b1-plain")
    assert (row.state, row.assignee) == ("reported", "committee-head")
    answer = board.client("b1-head").post(
        f"/obligations/{row.id}/accept", data={"revision": str(row.revision)}
    )
    assert answer.status_code == 422
    assert board.story.row("essay", "b1-plain").state == "reported"


def test_nobody_decides_on_more_time_that_he_asked_for_in_a_members_name(board: Board):
    liaison = {"b1-contact": {"person": "b1-head"}}
    board.story.import_org(world.org(posts=liaison, people={"b1-plain": PLAIN}))
    board.story.act("extend", "essay", "b1-plain", by="b1-head", to="2010-06-30", reason="住院")
    assert board.story.row("essay", "b1-plain", kind="decision").assignee == "committee-head"


def test_a_liaison_gives_what_a_member_owes_to_nobody_else(board: Board):
    row = board.story.row("essay", "b1-head")
    forms = board.client("b1-liaison").get(f"/obligations/{row.id}").text
    assert f"/obligations/{row.id}/report" in forms
    assert f"/obligations/{row.id}/assign" not in forms
    elsewhere = board.client("b2-liaison").get(f"/obligations/{row.id}")
    assert elsewhere.status_code == 404


def test_one_file_for_all_is_kept_with_each_of_them(board: Board):
    rows = [board.story.row("essay", who) for who in ("b1-head", "b1-plain")]
    data = {"matter": named(*rows), "done": [str(row.id) for row in rows]}
    file = {"all-file": ("名单.pdf", b"%PDF-1.4 x", "application/pdf")}
    board.client("b1-liaison").post("/desk/unit", data=data, files=file)
    kept = {board.story.events(row, "reported")[0].why["evidence"][0][0] for row in rows}
    assert kept == {sha256(b"%PDF-1.4 x").hexdigest()}


def test_a_unit_with_very_much_to_do_is_shown_what_is_most_urgent(board: Board):
    multiply(board, 200)
    client = board.client("b1-liaison")
    client.get("/desk")
    with Counting(board.story.engine) as counting:
        text = client.get("/desk").text
    assert counting.n <= 8
    assert text.count('name="done"') == desk.MOST_UNIT
    assert 'href="/ledger"' in text[text.index("unit-head") :]


# --- what was typed is kept --------------------------------------------------------------------


def test_a_sentence_for_which_nothing_was_chosen_is_kept_and_said(board: Board):
    row = board.story.row("rally", "b1")
    data = {"matter": named(row), f"{row.id}-move": "", f"{row.id}-note": "会场被占用"}
    answer = board.client("b1-head").post("/desk", data=data)
    assert answer.status_code == 422
    assert ">会场被占用</textarea>" in answer.text and "未选择办理动作" in answer.text
    assert f'id="{row.id}-move-wrong"' in answer.text
    assert not board.story.events(row, "noted")


def test_a_reason_to_send_back_that_stands_at_later_is_kept(board: Board):
    row = board.story.row("rally", "b2")
    data = {"matter": named(row), f"{row.id}-move": "", f"{row.id}-reason": "缺签到表"}
    answer = board.client("committee-head").post("/desk/reviews", data=data)
    assert answer.status_code == 422 and 'value="缺签到表"' in answer.text
    assert re.search(r'<option value="" selected>', answer.text)


@pytest.mark.parametrize("ticked", [False, True])
def test_what_is_shared_by_the_table_is_kept_when_nothing_is_ticked_or_one_is_wrong(
    board: Board, ticked
):
    rows = [board.story.row("essay", who) for who in ("b1-head", "b1-plain")]
    board.story.act("report", "essay", "b1-head", by="b1-head", note="写了")
    head, plain = rows
    done: dict[str, Any] = {}
    if ticked:
        done = {"done": [str(head.id), str(plain.id)], f"{head.id}-note": "代为补报"}
    day = "2010-06-09" if ticked else "2010-06-08"
    answer = table(board, *rows, **done, **{"all-note": "都写好了", "all-done_on": day})
    assert 'name="all-note" value="都写好了"' in answer.text
    assert f'name="all-done_on" value="{day}"' in answer.text
    assert '<option value="on paper" selected>' in answer.text
    assert board.story.row("essay", "b1-plain").state == ("reported" if ticked else "open")
    if ticked:
        assert answer.status_code == 422 and "已有人先办理" in words(answer)
        assert "代为补报" in answer.text, "it stands on the desk no more, but is not lost"


def test_a_row_that_is_wrong_keeps_its_tick_and_its_sentence(board: Board):
    rows = [board.story.row("essay", who) for who in ("b1-head", "b1-plain")]
    plain = rows[1]
    answer = table(
        board,
        *rows,
        done=str(plain.id),
        **{"all-done_on": "2010-09-01", f"{plain.id}-note": "写好了"},
    )
    assert re.search(rf'value="{plain.id}" aria-label="[^"]*" checked', answer.text)
    assert 'value="写好了"' in answer.text and "日期晚于今天" in answer.text


def test_a_reason_is_kept_where_somebody_else_was_first(board: Board):
    row = board.story.row("rally", "b2")
    board.story.act("accept", "rally", "b2", by="clerk")
    data = {"revision": str(row.revision), "reason": "缺签到表"}
    answer = board.client("committee-head").post(f"/obligations/{row.id}/return", data=data)
    assert answer.status_code == 409 and ">缺签到表</textarea>" in answer.text


def test_a_reason_stays_in_its_form_where_somebody_else_only_changed_the_date(board: Board):
    row = board.story.row("rally", "b2")
    board.story.damage(row, revision=row.revision + 1)
    data = {"revision": str(row.revision), "reason": "缺签到表"}
    answer = board.client("committee-head").post(f"/obligations/{row.id}/return", data=data)
    assert answer.status_code == 409 and answer.text.count(">缺签到表</textarea>") == 1


# --- the receipt -------------------------------------------------------------------------------


def test_a_receipt_says_who_has_it_now_and_until_when(board: Board):
    rally, essay = board.story.row("rally", "b1"), board.story.row("essay", "b1-head")
    data = {
        "matter": named(rally, essay),
        f"{rally.id}-move": "report",
        f"{rally.id}-done_on": "2010-05-31",
        f"{essay.id}-move": "extend",
        f"{essay.id}-to": "2010-06-30",
        f"{essay.id}-reason": "农忙",
    }
    answer = board.client("b1-head").post("/desk", data=data)
    good = words(answer)
    assert "报结 · 下一步：committee-head，时限6月13日（周日）。" in good
    assert "申请延期 · 下一步：committee-head，时限6月12日（周六）。" in good


# --- what the day rules out --------------------------------------------------------------------


def test_what_is_late_is_offered_an_explanation_and_what_is_not_more_time(board: Board):
    rally, essay = board.story.row("rally", "b1"), board.story.row("essay", "b1-head")
    client = board.client("b1-head")
    for row, offered, other in ((rally, "explain", "extend"), (essay, "extend", "explain")):
        page = client.get(f"/obligations/{row.id}").text
        assert f"/obligations/{row.id}/{offered}" in page
        assert f"/obligations/{row.id}/{other}" not in page
    text = client.get("/desk").text
    late = text[text.index(f'name="{rally.id}-move"') :].split("</select>")[0]
    due = text[text.index(f'name="{essay.id}-move"') :].split("</select>")[0]
    assert 'value="explain"' in late and 'value="extend"' not in late
    assert 'value="extend"' in due and 'value="explain"' not in due


def test_an_explanation_is_given_on_the_desk_and_says_who_decides(board: Board):
    row = board.story.row("rally", "b1")
    data = {
        "matter": named(row),
        f"{row.id}-move": "explain",
        f"{row.id}-to": "2010-06-21",
        f"{row.id}-reason": "会场被占用",
    }
    answer = board.client("b1-head").post("/desk", data=data)
    assert "情况说明 · 下一步：committee-head" in words(answer)
    assert DecisionFacts.of(board.story.row("rally", "b1", kind="decision")).asked == "explain"


def test_the_link_of_an_overdue_mail_takes_the_explanation(board: Board):
    row = board.story.row("rally", "b1")
    client, token = board.client(), board.token("explain", row.id, "b1-head")
    assert "预计办结日期" in words(client.get(f"/do/{token}"))
    data = {"to": "2010-06-21", "reason": "会场被占用"}
    assert client.post(f"/do/{token}", data=data).status_code == 200
    assert board.story.row("rally", "b1", kind="decision").assignee == "committee-head"


@pytest.mark.parametrize(("item", "unit", "has"), [
    ("rally", "b1", {"report", "note", "explain"}),
    ("essay", "b1-head", {"report", "note"}),
])  # fmt: skip
def test_a_mail_offers_no_link_that_would_be_refused(board: Board, item, unit, has):
    with board.story.engine.connect() as connection:
        context = board.story.context
        made = Actions(connection, context, BASE, KEY, board.story.now)
        links_ = made.of(board.story.row(item, unit), "overdue", "holder", READER)
        assert len(links_) == len(has)
        more = made.of(board.story.row(item, unit), "handed_over", "holder", READER)
        assert ("Request more time" in dict(more)) == (item == "essay")


def test_a_move_that_was_never_possible_does_not_say_that_somebody_was_first(board: Board):
    row = board.story.row("rally", "b1")
    data = {"revision": str(row.revision), "reason": "x"}
    answer = board.client("clerk").post(f"/obligations/{row.id}/strike", data=data)
    said = words(answer)
    assert answer.status_code == 422
    assert "已有人先办理" not in said and "报结" in said


# --- the example -------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [
    ("zh", "示例 5月31日召开，到会18人。"), ("en", "For example Held on 31 May with 18 present."),
])  # fmt: skip
def test_the_example_of_the_plan_is_shown_where_somebody_reports(board: Board, language, said):
    row = board.story.row("rally", "b1")
    token = board.token("report", row.id, "b1-head")
    client = board.client("b1-head")
    client.post("/language", data={"language": language, "back": "/"})
    assert said in words(client.get("/desk"))
    assert said in words(client.get(f"/obligations/{row.id}"))
    link = board.client()
    link.cookies.set("duban-language", language, domain="board.test", path="/")
    assert said in words(link.get(f"/do/{token}"))
