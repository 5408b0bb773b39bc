"""A ledger has the columns of the office's own, prints like it, and never runs a formula."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from config.i18n import translate
from documents.columns import COLUMNS, KEY_HEAD
from documents.forms import LedgerKind, Row
from documents.sheet import workbook
from tests.documents.samples import LANGUAGES, calls, hostile, ledger
from workflows.definition import Source
from workflows.definition.sheets.reading import read_sheet

KEY = translate(KEY_HEAD, "zh")
KINDS: tuple[LedgerKind, ...] = (
    *("matters", "short", "rectifications", "breakdown", "instructions"),
)
#: The columns of OFFICE habit, word for word.
HEADS: dict[LedgerKind, str] = {
    "matters": "序号｜编号｜事项来源（方案条款/批示/会议/来文）｜督办事项｜工作要求｜责任领导｜"
               "牵头单位｜配合单位｜承办人、电话｜交办日期｜签收日期｜办理时限｜进展情况（截至6月30日）｜"
               "存在问题及原因｜下步措施｜状态｜亮灯（色+字）｜督办单（种类、号、日期）｜"
               "延期（次数、延至）｜办结日期｜备注",
    "short": "序号｜事项｜牵头单位｜责任领导｜时限｜进展｜灯｜备注",
    "rectifications": "序号｜问题来源（检查名称、日期）｜问题类别/程度｜具体问题｜原因分析｜"
                      "整改目标｜整改措施｜责任领导｜责任单位｜责任人｜整改时限｜整改进展及成效｜佐证材料｜"
                      "完成情况（已完成/正在推进/长期坚持/逾期）｜核验人｜销号日期｜"
                      "回头看（日期、结果）｜备注",
    "breakdown": "序号｜条款｜工作任务｜具体要求（目标）｜责任领导｜牵头单位｜配合单位｜"
                 "完成时限（原文）｜佐证材料｜备注",
    "instructions": "收件日期｜批示领导｜批示日期｜批示原文｜来文标题文号｜拟办意见｜承办单位｜"
                    "反馈时限｜办理结果｜呈报日期｜领导阅示｜归档号",
}  # fmt: skip
FORMULAS = (
    "=cmd|'/c calc'!A1", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "－1",
    "＠x", "=HYPERLINK(\"http://x.example\")", "_x000D_=1", "007", "1e9", "2010-06-30", "长" * 300,
)  # fmt: skip


def rows(data: bytes, sheet: int = 0) -> list[list[Any]]:
    """What another reader sees, from the first row to the last."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python()


def opened(data: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(data)).worksheets[0]


def cell(sheet: Worksheet, line: int, column: int) -> SheetCell:
    found = sheet.cell(line, column)
    assert isinstance(found, SheetCell)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_ledger_has_exactly_the_columns_of_the_form(kind: LedgerKind):
    found = rows(workbook([ledger("zh", kind)]))
    assert found[2][:-1] == HEADS[kind].split("｜")
    assert found[2][-1] == KEY


def test_title_unit_day_and_foot_stand_around_the_rows():
    found = rows(workbook([ledger("zh", "short")]))
    assert found[0][0] == "督办事项简表"
    assert found[1][0] == "填报单位（盖章）：师宗县农业局督查室"
    assert found[1][7] == "截至2010年6月30日17时"
    assert [text for text in found[-1] if text] == [
        "填报人：李景陌",
        "审核人：孙谷雨",
        "电话：0874-5551004",
    ]


def test_numbers_dates_and_lights_are_what_they_say():
    found = rows(workbook([ledger("zh", "short")]))
    assert found[3] == [
        1.0,
        "“金点子”征集",
        "种子支部",
        "陆副局长",
        date(2010, 6, 20),
        "已收到27条，缺5条；党员下乡抗旱",
        "逾期",
        "",
        "412",
    ]
    sheet = opened(workbook([ledger("zh", "short")]))
    assert cell(sheet, 4, 5).is_date
    assert cell(sheet, 4, 7).value == "逾期"
    assert cell(sheet, 4, 7).fill.start_color.rgb == "00E53935"


def test_a_date_that_is_still_words_stays_words():
    row = Row(key="1", cells={"due_on": "长期坚持", "light": "white"})
    assert rows(workbook([ledger("zh", "short", rows=(row,))]))[3][4:7] == [
        "长期坚持",
        "",
        "时限待定",
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text_and_comes_back_as_it_was(text: str):
    row = Row(key=text, cells={"item": text, "due_on": text, "light": text, "progress": text})
    data = workbook([ledger("zh", "short", title=text, unit=text, rows=(row,))])
    sheet = opened(data)
    for each in sheet.iter_rows():
        assert all(one.data_type != "f" for one in each)
    assert all(cell(sheet, 4, n).data_type == "s" for n in (2, 5, 6, 7, 9))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    heads = ("事项", KEY)
    (_, back), *_ = read_sheet(Source("l.xlsx", data), *heads).rows
    assert (back["事项"], back[KEY]) == (text, text)


def test_a_cell_that_begins_like_a_formula_stays_text_when_somebody_edits_it():
    row = Row(key="1", cells={"item": "=1+1", "progress": "已收到27条"})
    sheet = opened(workbook([ledger("zh", "short", rows=(row,))]))
    assert cell(sheet, 4, 2).quotePrefix and not cell(sheet, 4, 6).quotePrefix


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_does_no_harm(language: str):
    forms = [hostile(ledger(language, kind)) for kind in KINDS] + [hostile(calls(language))]
    data = workbook(forms)
    for n in range(len(forms)):
        said = "".join(str(one) for line in rows(data, n) for one in line)
        assert "<script>alert(1)</script>{{7*7}}" in said
        assert not any(mark in said for mark in "\x00\x0b\u202e\ufffe\ud800")


@pytest.mark.parametrize("kind", KINDS)
def test_it_prints_in_landscape_one_page_wide_with_its_heads_on_every_page(kind: LedgerKind):
    sheet = opened(workbook([ledger("zh", kind)]))
    setup = sheet.page_setup
    wide = kind in ("matters", "rectifications")
    assert (setup.orientation, int(setup.paperSize or 0)) == ("landscape", 8 if wide else 9)
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$3" and sheet.freeze_panes == "A4"
    assert not sheet.merged_cells.ranges
    assert all(cell(sheet, 4, n + 1).alignment.wrap_text for n in range(len(COLUMNS[kind])))


def test_the_key_of_a_row_is_hidden_and_locked_and_the_rest_may_be_written_in():
    sheet = opened(workbook([ledger("zh", "short")]))
    assert sheet.column_dimensions["I"].hidden and sheet.protection.sheet
    assert cell(sheet, 4, 9).protection.locked and not cell(sheet, 4, 6).protection.locked
    assert not sheet.column_dimensions["H"].hidden
    assert "$I" not in str(sheet.print_area)


def test_the_call_list_has_a_box_to_tick_behind_each_name():
    found = rows(workbook([calls("zh")]))
    assert found[2][:-1] == [
        "序号",
        "姓名",
        "单位",
        "电话",
        "已逾期（工作日）",
        "要说的一句话",
        "已电话催办（打√）",
    ]
    assert found[3] == [
        1.0,
        "吴麦秋",
        "种子支部",
        "0874-5551061",
        8.0,
        "“金点子”汇总还缺5条，请今天报齐，纸质的也可以",
        "□",
        "412",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_an_english_ledger_is_english_throughout(kind: LedgerKind):
    said = "".join(str(one) for line in rows(workbook([ledger("en", kind)])) for one in line)
    assert not any("\u3000" < mark < "\uffff" for mark in said)


def test_sheets_of_one_name_are_told_apart():
    form = ledger("zh", "short", title="督办[台账]: 6/7月 '简'")
    data = workbook([form, replace(form, rows=()), form])
    names = load_workbook(io.BytesIO(data)).sheetnames
    assert len({name.lower() for name in names}) == 3


def test_a_cell_without_a_column_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="no column 'colour'"):
        workbook([ledger("zh", "short", rows=(Row(key="1", cells={"colour": "red"}),))])


def test_the_same_forms_give_the_same_bytes():
    assert workbook([ledger("zh", "matters")]) == workbook([ledger("zh", "matters")])
