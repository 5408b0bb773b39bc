"""What is refused is said in the language of whoever reads the page, with what to do instead."""

import ast
from datetime import date

import pytest

from dashboard.web import texts
from dashboard.web.language import catalogue, retold
from tests.dashboard.board import words
from workflows.domain import dates
from workflows.domain.errors import Refused
from workflows.domain.guard_facts import Facts
from workflows.domain.said import Said, Several, Term
from workflows.domain.states import refusal


def move(board, who, row, name, **data):
    path = f"/obligations/{row.id}/{name}"
    data = {"revision": str(row.revision)} | data
    return board.client(who, **{"accept-language": "zh"}).post(path, data=data)


def test_a_refusal_of_the_workflow_is_read_in_chinese_and_printed_in_english(board):
    row = board.story.row("rally", "b1")
    answer = move(board, "b1-head", row, "assign", person="b2-head")
    assert answer.status_code == 422 and "不是责任单位人员。请从该单位人员中选择" in words(answer)
    text = Said("{name} is not in the unit that owes it", name="张三")
    assert str(Refused(text, "name somebody in it")) == (
        "张三 is not in the unit that owes it — name somebody in it"
    )


def test_a_move_the_table_does_not_list_is_told_in_the_words_of_the_office():
    found = refusal("task", "accepted", "report", Facts(roles=frozenset({"doer"})))
    assert found is not None and found.reason.startswith("a task that is accepted cannot")
    assert retold(found.reason, "zh") == "该方案事项现为“办结”，不能办理“报结”"
    assert retold(found.cure, "zh") == "现在可以办理：恢复督办"


def test_words_that_are_no_date_are_refused_in_chinese_beside_their_field(board):
    data = {"title": "查清仓库", "unit": "b2", "due": "近期", "go": "enter"}
    answer = board.client("clerk", **{"accept-language": "zh"}).post("/matters/new", data=data)
    assert answer.status_code == 422 and 'value="近期"' in answer.text
    assert "“近期”过于笼统，没有指明日期" in words(answer) and "vague" not in answer.text


def test_a_date_names_its_month_and_weekday_in_the_readers_language():
    context = dates.Context(issued=date(2010, 5, 28))
    found = dates.read("2011年2月30日前", context)
    assert isinstance(found, dates.Refused)
    assert "：2月没有30日" in retold(found.reason, "zh")
    assert "February has no day 30" in found.reason


def test_several_refusals_are_each_told_with_their_number():
    both = Several([Said("{n}: {why}", n=3, why=Said("it is not overdue")), Said("the file")], "; ")
    assert both == "3: it is not overdue; the file"
    assert retold(both, "zh") == "3号：该事项尚未逾期；文件"


def test_what_somebody_wrote_is_never_looked_up():
    assert retold(Said("there is no unit “{one}”", one="verifier"), "zh") == "没有单位“verifier”"
    assert retold(Term("move", "report"), "en") == "report"


def test_no_refusal_is_put_together_past_the_catalogue():
    """An f-string in a refusal reads in English to everybody."""
    found = []
    for path in texts.REFUSING:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and texts.name_of(node) in (*texts.REFUSALS, "Said"):
                found += [f"{path.name}:{one.lineno}" for one in node.args
                          if isinstance(one, ast.JoinedStr | ast.BinOp)]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("chosen", ["zh", "en"])
def test_no_page_tells_anybody_to_type_a_command(chosen):
    shown = catalogue(chosen)
    assert [text for text in texts.texts() if texts.OF_COMMANDS.search(shown.get(text, text))] == []


def test_an_english_page_says_what_to_do_on_it_and_the_command_line_what_to_type(board):
    row = board.story.row("rally", "b1")
    client = board.client("b1-head", **{"accept-language": "en"})
    data = {"revision": str(row.revision), "note": "it waits", "because": "999"}
    said = words(client.post(f"/obligations/{row.id}/note", data=data))
    assert "999 is no listed matter that is open — give the number of a listed matter" in said
    assert "duban obligations" not in said
    facts = Facts(roles=frozenset({"doer"}))
    found = refusal("task", "open", "assign", facts)
    assert found is not None and found.cure == "add --to EMAIL of someone in the unit"


def test_a_late_request_is_led_to_an_explanation_without_a_command():
    facts = Facts(
        roles=frozenset({"doer"}), today="2010-06-09", due_on="2010-06-04",
        asked_to="2010-06-20", reason="x", explain="duban matter explain",
    )  # fmt: skip
    found = refusal("task", "open", "extend", facts)
    assert found is not None and "duban matter explain ID --to DAY" in found.cure
    assert retold(found.cure, "zh") == "请提交情况说明，写明理由和预计办结日期"
    assert retold(found.cure, "en").startswith("explain the delay (情况说明), with the reason")
