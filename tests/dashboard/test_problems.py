"""What is wrong with a file is told in the language of whoever sent it, and how to correct it."""

import re

import pytest

from config.i18n import translate, translator
from tests.dashboard.board import words
from tests.definition.test_bad_files import BAD, checked
from workflows.definition.csv_people import HEADS
from workflows.definition.parser_words import parsers_words
from workflows.domain.overrides import CalendarError, read_overrides
from workflows.store import queries

#: What is the same in both languages: words of the file, keys and values to write, signs.
SAME = re.compile(
    r"“[^”]*”|`[^`]*`|\{[^}]*\}|（[^）]*）|\"[^\"]*\"|\([^)]*\)|'[^']*'"
    r"|each (unit head|unit|person)|(own|parent) unit"
)


def left_in_english(said: str) -> list[str]:
    """Runs of two words or more that are no words of the file."""
    return re.findall(r"[A-Za-z][a-z]+ [a-z]+(?: [a-z]+)*", SAME.sub("·", said))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_mistake_of_a_file_is_told_in_chinese(path):
    for problem in checked(path).problems:
        for text in (problem.message, problem.cure):
            said = translate(text, "zh")
            assert said != str(text) and re.search("[一-龥]", said), text
            assert left_in_english(said) == []
            assert translate(text, "en", on_page=False) == str(text)


def test_the_command_line_keeps_its_words():
    path = next(path for path in BAD if path.stem == "plan-no-number")
    (problem,) = checked(path).problems
    assert str(problem) == (
        f"{problem.where}: “many” is not a whole number from 1 to 200"
        " — write a whole number from 1 to 200"
    )


def test_each_column_has_its_name_in_chinese():
    zh = translator("zh")
    assert {zh.pgettext("column", key): key for key in HEADS.values()} == HEADS


def test_what_the_yaml_parser_says_is_known_to_the_catalogue():
    for reason in (
        "mapping values are not allowed here",
        "expected ',' or '}', but got '<stream end>'",
        r"found character '\t' that cannot start any token",
    ):
        said = parsers_words(reason)
        assert str(said) == reason and not left_in_english(translate(said, "zh"))


def plan_of(board):
    with board.story.engine.connect() as connection:
        return queries.plan_texts(connection, board.story.context.key)[0]


def publish(board, language="zh", **change):
    page = board.client("clerk", **{"accept-language": language})
    data = {"plan": plan_of(board), "decisions": ""} | change
    return page.post("/publish", data=data)


def test_a_clerk_is_told_in_chinese_what_is_wrong_with_the_plan_they_publishe(board):
    plan = plan_of(board).replace("verifier: own unit", "verifer: own unit", 1)
    answer = publish(board, plan=plan)
    shown = words(answer)
    assert answer.status_code == 422
    assert re.search(r"方案第\d+行：事项中不认识键“verifer”。是不是“verifier”？", shown)
    assert "unknown key" not in shown
    assert "did you mean “verifier”?" in words(publish(board, "en", plan=plan))


def test_broken_yaml_and_contradicting_decisions_are_told_in_chinese(board):
    assert "方案第1行：不符合YAML写法：" in words(publish(board, plan="a: b: c"))
    decisions = "for: other\ndecisions: {rally: {verifier: none}}"
    shown = words(publish(board, decisions=decisions))
    assert "决定第1行：这份决定针对方案“other”" in shown
    assert re.search(r"决定第2行：“verifier”与方案不符：.*。请删去；原文见“方案”第\d+行", shown)


def people(board, text):
    return words(board.client("clerk").post("/people", data={"text": text}))


def test_rows_of_people_are_corrected_by_the_heads_as_the_office_writes_them(board):
    assert "第1行：缺少“单位”列。各列为：编号,姓名,英文名,邮箱" in people(
        board, "编号\t姓名\nx\t张三"
    )
    shown = people(board, "编号\t姓名\t单位\t邮箱\t性别\nx\t张三\tb1\ta@b\t男")
    assert "第1行：不认识“性别”列。请从中选写：编号、姓名、" in shown
    shown = people(board, "编号\t姓名\t单位\t邮箱\nx\t张三\tb7\ta@b")
    assert "第2行：“a@b”不是邮箱地址：@之后没有“.”。请写一个邮箱地址" in shown
    assert "第2行：没有单位“b7”。" in shown and "there is no" not in shown


def test_a_broken_organisation_is_told_in_chinese(board):
    shown = people(board, "organisation: {title: x}\nunits: [{id: a, kind: b}]\npeople: []")
    assert "第2行：单位缺少“title”。请补写`title: …`（页面和邮件中的名称）" in shown


def test_findings_of_a_sheet_are_corrected_in_chinese(board):
    text = "责任单位\t具体问题\t核验人\t整改时限\nb9\t漏雨\tnobody\t下周"
    answer = board.client("clerk").post("/findings/sheet", data={"text": text})
    shown = words(answer)
    assert "粘贴内容第2行：没有单位“b9”。请写单位全称或编码（责任单位）" in shown
    assert "“下周”" in shown and "is no day" not in shown and "mail address" not in shown


def test_days_off_are_corrected_in_chinese(board):
    text = "2010-06-11,off\n2010-13-01,off,x\n2010-06-12,closed,x\n2010-06-14,off,"
    shown = words(board.client("clerk").post("/holidays", data={"text": text, "year": "2010"}))
    assert "第1行：'2010-06-11,off'有2列，应为3列。请按" in shown
    assert "第2行：'2010-13-01'不是日期。日期请写成2010-06-30的格式" in shown
    assert "第3行：日期类别写的是'closed'。请写workday（上班）或off（放假）" in shown
    with pytest.raises(CalendarError) as error:
        read_overrides("2010-06-11,off\n", "days.csv")
    assert str(error.value.problems[0]) == (
        "days.csv:1: read '2010-06-11,off': 2 columns instead of 3"
        " — write day,workday|off,name, such as 2027-10-08,workday,国庆节调休"
    )
