"""What is refused is said in the language of whoever reads the page, with what to do instead."""

import ast
import re
from datetime import date, timedelta

from config import catalogues
from config.i18n import translate
from dashboard.web.views import HERE
from tests.dashboard.board import target, words
from workflows.domain import dates
from workflows.domain.errors import Refused
from workflows.domain.guard_facts import Facts
from workflows.domain.inspection import WAYS
from workflows.domain.messages import Message, several, term
from workflows.domain.states import refusal


def move(board, who, row, name, **data):
    path = f"/obligations/{row.id}/{name}"
    data = {"revision": str(row.revision)} | data
    return board.client(who, **{"accept-language": "zh"}).post(path, data=data)


def test_a_refusal_of_the_workflow_is_read_in_chinese_and_printed_in_english(board):
    row = board.story.row("rally", "b1")
    answer = move(board, "b1-head", row, "assign", person="b2-head")
    assert answer.status_code == 422 and "不是责任单位人员。请从该单位人员中选择" in words(answer)
    text = Message("{name} is not in the responsible unit", name="张三")
    assert str(Refused(text, "name somebody in it")) == (
        "张三 is not in the responsible unit — name somebody in it"
    )


def test_a_move_the_table_does_not_list_is_told_in_the_words_of_the_office():
    found = refusal("task", "accepted", "report", Facts(roles=frozenset({"doer"})))
    assert found is not None and str(found.message).startswith("a task that is accepted cannot")
    assert translate(found.message, "zh") == "该方案事项现为“办结”，不能办理“报结”"
    assert translate(found.cure, "zh") == "现在可以办理：恢复督办"


def test_words_that_are_no_date_are_refused_in_chinese_beside_their_field(board):
    data = {"title": "查清仓库", "unit": "b2", "due": "近期", "go": "enter"}
    answer = board.client("clerk", **{"accept-language": "zh"}).post("/matters/new", data=data)
    assert answer.status_code == 422 and 'value="近期"' in answer.text
    assert "“近期”过于笼统，没有指明日期" in words(answer) and "vague" not in answer.text


def test_a_date_names_its_month_and_weekday_in_the_readers_language():
    context = dates.Context(issued=date(2010, 5, 28))
    found = dates.read("2011年2月30日前", context)
    assert isinstance(found, dates.Refused)
    assert "：2月没有30日" in translate(found.reason, "zh")
    assert "February has no day 30" in str(found.reason)


def test_several_refusals_are_each_told_with_their_number():
    both = several(
        [Message("{n}: {why}", n=3, why=Message("it is not overdue")), Message("the file")], "; "
    )
    assert str(both) == "3: it is not overdue; the file"
    assert translate(both, "zh") == "3号：该事项尚未逾期；文件"


def test_what_somebody_wrote_is_never_looked_up():
    assert (
        translate(Message("there is no unit “{one}”", one="verifier"), "zh") == "没有单位“verifier”"
    )
    assert translate(term("move", "report"), "en") == "report"


def test_no_refusal_is_put_together_past_the_catalogue():
    """An f-string in a refusal reads in English to everybody."""
    found = []
    says = {*catalogues.REFUSALS, "Message"}
    for path in catalogues.sources():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and catalogues.name_of(node) in says:
                found += [
                    f"{path.name}:{one.lineno}"
                    for one in node.args
                    if isinstance(one, ast.JoinedStr | ast.BinOp)
                ]
    assert found == []


def test_an_english_page_says_what_to_do_on_it_and_the_command_line_what_to_type(board):
    row = board.story.row("rally", "b1")
    client = board.client("b1-head", **{"accept-language": "en"})
    data = {"revision": str(row.revision), "note": "it waits", "because": "999"}
    said = words(client.post(f"/obligations/{row.id}/note", data=data))
    assert "999 is not an open item under special supervision — give the number of an item" in said
    assert "duban obligations" not in said
    facts = Facts(roles=frozenset({"doer"}))
    found = refusal("task", "open", "assign", facts)
    assert found is not None and found.cure == "add --to EMAIL of someone in the unit"


def test_a_late_request_is_led_to_an_explanation_without_a_command():
    facts = Facts(
        roles=frozenset({"doer"}),
        today="2010-06-09",
        due_on="2010-06-04",
        asked_to="2010-06-20",
        reason="x",
        explain="duban matter explain",
    )
    found = refusal("task", "open", "extend", facts)
    assert found is not None and "duban matter explain ID --to DAY" in str(found.cure)
    assert translate(found.cure, "zh") == "请提交情况说明，写明理由和预计办结日期"
    assert translate(found.cure, "en").startswith("explain the delay (情况说明), with the reason")


LONG = "情况如下：" + "一二三四五六七八九十" * 400


def test_a_long_account_is_refused_with_all_that_was_typed_and_not_cut_in_silence(board):
    row = board.story.row("rally", "b1")
    answer = move(board, "b1-head", row, "report", note=LONG)
    assert answer.status_code == 422 and LONG in answer.text
    assert "共4,005字，最多4,000字" in words(answer)
    assert board.story.row("rally", "b1").state == "open"
    data = {"matter": f"{row.id}:{row.revision}", f"{row.id}-move": "note", f"{row.id}-note": LONG}
    answer = board.client("b1-head").post("/desk", data=data)
    assert LONG in answer.text and "最多4,000字" in words(answer)
    token = board.token("note", row.id, "b1-head")
    answer = board.client().post(f"/do/{token}", data={"note": LONG})
    assert answer.status_code == 422 and LONG in answer.text
    assert board.story.events(row, "noted") == []


def test_a_sentence_for_all_that_is_too_long_is_entered_for_none(board):
    row = board.story.row("rally", "b1")
    data = {
        "matter": f"{row.id}:{row.revision}",
        "done": str(row.id),
        "all-note": "开过了",
        f"{row.id}-note": LONG,
        "all-done_on": "2010-05-31",
    }
    board.client("b1-liaison").post("/desk/unit", data=data)
    assert board.story.row("rally", "b1").state == "open"


def test_what_the_office_and_a_leader_write_is_refused_whole_where_it_is_too_long(board):
    before = len(board.story.rows())
    data = {"title": LONG, "unit": "b2", "due": "2010-06-30", "go": "enter"}
    answer = board.client("clerk").post("/matters/new", data=data)
    assert answer.status_code == 422 and LONG in answer.text
    data = {"what": LONG, "unit": "b2", "verifier": "clerk", "go": "enter"}
    assert board.client("clerk").post("/findings/new", data=data).status_code == 422
    data = {"words": LONG, "unit": "b1", "due": ""}
    answer = board.client("leader-1").post("/instructions", data=data)
    assert answer.status_code == 422 and LONG in answer.text
    data = {"title": LONG, "way": next(iter(WAYS)), "lead": "clerk", "on": "2010-06-20"}
    assert board.client("clerk").post("/inspections", data=data).status_code == 422
    assert len(board.story.rows()) == before


def test_what_was_said_on_the_telephone_is_not_cut(board):
    row = board.story.row("rally", "b1")
    data = {"matter": f"{row.id}:{row.revision}", "note": LONG}
    answer = board.client("clerk").post("/calls", data=data)
    assert "最多4,000字" in words(answer) and LONG in answer.text
    assert board.story.events(row, "phoned") == []


def test_every_field_of_a_form_says_how_much_it_takes():
    fields = re.compile(r'<(?:textarea|input type="text")(?:[^>{]|{{.*?}}|{%.*?%})*>')
    for path in sorted((HERE / "templates").glob("*.html")):
        for field in fields.findall(path.read_text(encoding="utf-8")):
            # Whole files are pasted into these; they are read as files are.
            pasted = "hidden" in field or 'name="text"' in field or 'class="code"' in field
            assert pasted or "maxlength=" in field, f"{path.name}: {field}"


def test_a_note_whose_button_was_pressed_twice_is_entered_once(board):
    row = board.story.row("rally", "b1")
    assert move(board, "b1-head", row, "note", note="会场已定").status_code == 303
    again = move(board, "b1-head", row, "note", note="会场已定")
    assert again.status_code == 422 and "刚刚已录入" in words(again)
    assert move(board, "b1-head", row, "note", note="会场改在礼堂").status_code == 303
    assert move(board, "b1-liaison", row, "note", note="会场改在礼堂").status_code == 303
    assert len(board.story.events(row, "noted")) == 3
    board.story.now += timedelta(minutes=2)
    assert move(board, "b1-liaison", row, "note", note="会场改在礼堂").status_code == 303


def test_the_day_of_an_anchor_is_asked_for_and_one_before_the_programme_is_questioned(board):
    clerk = board.client("clerk", **{"accept-language": "zh"})
    empty = clerk.post("/anchors/congress", data={"on": ""})
    assert empty.status_code == 422 and "请选择日期" in words(empty)
    early = clerk.post("/anchors/congress", data={"on": "2001-08-20"})
    assert "早于方案印发日期" in words(early) and "核对年份" in words(early)
    assert "核对年份" not in words(clerk.post("/anchors/congress", data={"on": "2010-08-20"}))


def test_a_link_that_does_not_act_any_more_leads_to_its_item_after_logging_in(board):
    row = board.story.row("rally", "b1")
    token = board.token("report", row.id, "b1-head")
    board.story.act("report", "rally", "b1", by="b1-head", note="开过了")
    shown = board.client().get(f"/do/{token}")
    where = f"/login?next=/obligations/{row.id}"
    assert shown.status_code == 410 and f'href="{where}"' in shown.text
    assert target(board.client("b1-head").get(where)) == f"/obligations/{row.id}"
    assert "next=" not in board.client().get("/do/no-link").text


def test_a_unit_links_only_to_what_opens_for_its_reader(board):
    assert 'href="/units/committee"' in board.client("clerk").get("/units/b1").text
    shown = board.client("b1-head").get("/units/b1").text
    assert 'href="/units/committee"' not in shown and "committee" in shown
