"""A ledger goes out, is filled in offline and comes back: nothing newer is taken back by it, and
nobody's record gets what was not said of them."""

import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from config.i18n import further_catalogues
from documents.columns import COLUMNS, OLD_HEADS
from tests import pseudo
from tests.dashboard.board import words
from workflows.domain.kind_facts import Measures

#: The first row of a sheet that is a line of its ledger.
FIRST = 4


def lines(sheet: Any, about: str) -> Iterator[tuple[Any, dict[str, int]]]:
    """The rows about something, each with the columns by the words their heads begin with."""
    heads = {str(cell.value): n for n, cell in enumerate(sheet[FIRST - 1]) if cell.value}
    for row in sheet.iter_rows(FIRST, sheet.max_row):
        if any(about in str(cell.value) for cell in row):
            yield row, heads


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def filled(data: bytes, about: str, **said: str) -> bytes:
    """The sheet as a unit gives it back: something written into the rows of `about`."""
    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row, heads in lines(sheet, about):
            for head, text in said.items():
                column = next((n for name, n in heads.items() if name.startswith(head)), None)
                if column is not None:
                    row[column].value = text
    return saved(book)


def cell(data: bytes, about: str, head: str) -> str:
    """What one cell of the first row about something says; empty for an empty one."""
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for row, heads in lines(sheet, about):
            return str(
                next(row[n].value for name, n in heads.items() if name.startswith(head)) or ""
            )
    raise AssertionError(f"no line is about {about}")


def give(client, data: bytes, name: str = "台账.xlsx"):
    """The preview of a sheet."""
    return client.post("/ledger/back", files={"file": (name, data, "application/octet-stream")})


def entries(answer, kind: str = "hidden") -> list[str]:
    """The lines a preview would enter: by themselves, or once they are ticked."""
    found = re.findall(rf'<input type="{kind}" name="row" value="([^"]*)"', answer.text)
    return [unescape(one) for one in found]


def enter(client, rows: list[str]):
    return client.post("/ledger/back/enter", data={"row": rows})


@pytest.fixture
def out(board) -> bytes:
    """The ledger of b1, as it went out."""
    return bytes(board.client("b1-liaison").get("/ledger/xlsx?unit=b1").content)


def test_what_a_unit_filled_in_is_shown_then_entered_and_stands_in_its_own_columns(board, out):
    row, before = board.story.row("rally", "b1"), board.events()
    client = board.client("b1-liaison")
    data = filled(out, "动员大会", 进展情况="会议改在6月18日", 存在问题="会场被占用")
    answer = give(client, data)
    assert "会议改在6月18日" in words(answer) and "会场被占用" in words(answer)
    assert board.events() == before
    assert enter(client, entries(answer)).status_code == 303
    (event,) = board.story.events(row, "noted")
    assert event.why["note"] == "会议改在6月18日\n存在问题：会场被占用"
    assert event.why["entered_for"] == "b1-head" and event.why["came_by"] == "纸质"
    again = client.get("/ledger/xlsx?unit=b1").content
    assert cell(again, "动员大会", "进展情况") == "会议改在6月18日"
    assert cell(again, "动员大会", "存在问题") == "会场被占用"
    assert "没有新内容" in words(give(client, data))


def test_an_old_sheet_does_not_take_back_what_was_said_after_it_went_out(board, out):
    board.story.act("note", "rally", "b1", by="b1-head", note="已定6月18日召开")
    answer = give(board.client("b1-liaison"), out)
    assert "没有新内容" in words(answer) and not entries(answer)
    data = filled(out, "动员大会", 下步措施="另找会场")
    (entry,) = entries(give(board.client("b1-liaison"), data))
    assert enter(board.client("b1-liaison"), [entry]).status_code == 303
    again = board.client("b1-liaison").get("/ledger/xlsx?unit=b1").content
    assert cell(again, "动员大会", "进展情况") == "已定6月18日召开"
    assert cell(again, "动员大会", "下步措施") == "另找会场"


def test_a_cell_changed_on_both_sides_is_shown_as_a_clash_and_entered_only_if_ticked(board, out):
    row, client = board.story.row("rally", "b1"), board.client("b1-liaison")
    board.story.act("note", "rally", "b1", by="b1-head", note="已定6月18日召开")
    answer = give(client, filled(out, "动员大会", 进展情况="尚未安排"))
    said = words(answer)
    assert "记录又有变动" in said and "已定6月18日召开" in said and "尚未安排" in said
    assert not entries(answer)
    (ticked,) = entries(answer, "checkbox")
    assert enter(client, [ticked]).status_code == 303
    assert [e.why["note"] for e in board.story.events(row, "noted")][-1] == "尚未安排"


def test_what_was_said_between_preview_and_entering_is_not_overwritten(board, out):
    row, client = board.story.row("rally", "b1"), board.client("b1-liaison")
    rows = entries(give(client, filled(out, "动员大会", 进展情况="尚未安排")))
    board.story.act("note", "rally", "b1", by="b1-head", note="已定6月18日召开")
    answer = enter(client, rows)
    assert answer.status_code == 409 and "记录又有变动" in words(answer)
    assert len(board.story.events(row, "noted")) == 1


def test_a_sheet_enters_nothing_for_another_unit_and_nothing_once_it_is_reported(board, out):
    other = board.client("clerk").get("/ledger/xlsx?unit=b3").content
    client = board.client("b1-liaison")
    answer = give(client, filled(other, "动员大会", 进展情况="别人写的"))
    assert "没有此事项" in words(answer) and not entries(answer)
    rows = entries(give(client, filled(out, "动员大会", 进展情况="旧的")))
    board.story.act("report", "rally", "b1", by="b1-head", note="开过了")
    assert enter(client, rows).status_code == 409


def test_a_line_told_of_all_members_is_entered_for_each_who_still_owes_it(board, out):
    client, story = board.client("b1-head"), board.story
    data = filled(out, "学习心得", 进展情况="6月18日前统一上交")
    answer = give(client, data)
    said = words(answer)
    assert "分别代填：" in said and "b1-liaison" in said
    assert enter(client, entries(answer)).status_code == 303
    for person in ("b1-head", "b1-liaison"):
        (event,) = story.events(story.row("essay", person), "noted")
        assert event.why["note"] == "6月18日前统一上交"
        assert event.why.get("entered_for", "") == ("" if person == "b1-head" else person)
    # They have reported; nobody puts other words into their record.
    assert not story.events(story.row("essay", "b1-deputy"), "noted")
    assert "没有新内容" in words(give(client, data))


def test_what_one_member_said_does_not_stand_in_the_line_of_all(board):
    board.story.act("note", "essay", "b1-head", by="b1-head", note="我的写了一半")
    out = board.client("b1-head").get("/ledger/xlsx?unit=b1").content
    assert cell(out, "学习心得", "进展情况") == ""


def test_the_ledger_of_rectifications_comes_back_with_measures_and_progress(board):
    story, client = board.story, board.client("b1-head")
    row = story.act("sign", row=story.find("b1"), by="b1-head")
    out = client.get("/ledger/xlsx?unit=b1").content
    data = filled(
        out, "消防通道", 原因分析="无专用库房", 整改措施="清空过道", 整改进展及成效="已清一半"
    )
    answer = give(client, data)
    assert "清空过道" in words(answer) and "已清一半" in words(answer)
    assert enter(client, entries(answer)).status_code == 303
    row = story.row(row.item)
    assert row.facts.plan == Measures(cause="无专用库房", measures="清空过道")
    (note,) = story.events(row, "noted")
    assert note.why["note"] == "已清一半"
    again = client.get("/rectifications/xlsx?unit=b1").content
    assert cell(again, "消防通道", "整改措施") == "清空过道"
    assert "没有新内容" in words(give(client, data))


def test_measures_of_what_is_not_signed_for_are_not_lost_without_a_word(board):
    board.story.find("b1")
    client = board.client("b1-head")
    out = client.get("/rectifications/xlsx?unit=b1").content
    answer = give(client, filled(out, "消防通道", 整改措施="清空过道"))
    assert "请先签收" in words(answer) and not entries(answer)


def test_a_line_without_a_known_key_and_a_second_one_are_listed_as_left_out(board, out):
    book = load_workbook(io.BytesIO(out))
    sheet = book.worksheets[0]
    (row, heads), *_ = lines(sheet, "动员大会")
    said = next(n for name, n in heads.items() if name.startswith("进展情况"))
    row[said].value = "会议改在6月18日"
    for n, key in ((30, row[-1].value), (31, "o1"), (32, None)):
        sheet.cell(n, said + 1, f"第{n}行")
        sheet.cell(n, sheet.max_column, key)
    answer = give(board.client("b1-liaison"), saved(book))
    text = words(answer)
    assert "第30行：行标识与第" in text and "第31行：“o1”不是本系统的行标识" in text
    assert "第32行：没有行标识" in text
    assert len(entries(answer)) == 1


def test_an_emptied_cell_takes_nothing_off_the_record_and_says_so(board):
    board.story.act("note", "rally", "b1", by="b1-head", note="已定6月18日召开")
    client = board.client("b1-liaison")
    out = client.get("/ledger/xlsx?unit=b1").content
    answer = give(client, filled(out, "动员大会", 进展情况=""))
    assert "已清空" in words(answer) and not entries(answer)


def test_the_short_form_and_any_other_sheet_is_refused_with_what_to_do(board):
    client = board.client("b1-head")
    short = client.get("/ledger/xlsx?form=short").content
    for data in (short, b"PK no sheet"):
        answer = give(client, data)
        assert answer.status_code == 422
    assert "请导出督办台账或整改台账" in words(give(client, short))


def test_a_ledger_that_went_out_in_english_comes_back_to_a_reader_of_chinese(board):
    client = board.client("b1-head", **{"accept-language": "en"})
    client.post("/language", data={"language": "en", "back": "/"})
    out = client.get("/ledger/xlsx?unit=b1").content
    data = filled(out, "The rally", Progress="moved to 18 June", Difficulties="the hall is taken")
    client.post("/language", data={"language": "zh", "back": "/"})
    assert enter(client, entries(give(client, data))).status_code == 303
    (event,) = board.story.events(board.story.row("rally", "b1"), "noted")
    assert event.why["parts"] == {"progress": "moved to 18 June", "obstacles": "the hall is taken"}


def test_a_ledger_in_any_language_there_is_a_catalogue_of_comes_back(board, tmp_path):
    client = board.client("b1-head")
    with further_catalogues(pseudo.catalogue(tmp_path)):
        client.post("/language", data={"language": pseudo.LOCALE, "back": "/"})
        out = client.get("/ledger/xlsx?unit=b1").content
        said = {"⟦xx Progress": "moved to 18 June", "⟦xx Next steps": "none"}
        data = filled(out, "The rally", **said)
        assert enter(client, entries(give(client, data))).status_code == 303
    (event,) = board.story.events(board.story.row("rally", "b1"), "noted")
    assert event.why["parts"] == {"progress": "moved to 18 June", "next_steps": "none"}


def test_a_ledger_of_an_older_version_comes_back_by_the_heads_it_had(board):
    client = board.client("b1-head", **{"accept-language": "en"})
    client.post("/language", data={"language": "en", "back": "/"})
    out = client.get("/ledger/xlsx?unit=b1").content
    book, old = load_workbook(io.BytesIO(out)), OLD_HEADS["matters"]
    heads = {c.head("en"): old[c.key] for c in COLUMNS["matters"] if c.key in old}
    for cell in book.worksheets[0][FIRST - 1]:
        cell.value = heads.pop(str(cell.value), str(cell.value or ""))
    assert not heads
    data = filled(saved(book), "The rally", Obstacles="the hall is taken")
    assert enter(client, entries(give(client, data))).status_code == 303
    (event,) = board.story.events(board.story.row("rally", "b1"), "noted")
    assert event.why["parts"] == {"obstacles": "the hall is taken"}


# --- rows that were moved in Excel, while the hidden keys stayed where they were ----------------

FINDINGS = ("消防通道堆放种子", "灭火器压力不足", "台账缺页")


@pytest.fixture
def three(board) -> bytes:
    """The ledger of b1 with three findings that were signed for."""
    for what in FINDINGS:
        board.story.act("sign", row=board.story.find("b1", what=what), by="b1-head")
    return bytes(board.client("b1-head").get("/ledger/xlsx?unit=b1").content)


def rectifications(book: Workbook) -> tuple[Any, dict[str, int], list[int]]:
    """Their sheet, the columns by the words of their heads (the key left out), the rows."""
    sheet = next(one for one in book.worksheets if "整改" in one.title)
    heads = {str(cell.value): n for n, cell in enumerate(sheet[FIRST - 1], 1) if cell.value}
    key = heads.pop("行标识（勿改）")
    return sheet, heads, [n for n in range(FIRST, sheet.max_row) if sheet.cell(n, key).value]


def moved(data: bytes, order: tuple[int | None, ...], **said: str) -> bytes:
    """The visible cells of the rows put into another order, as Excel sorts, inserts and deletes
    them; None is an empty row. said: what is written into the row of a finding before that."""
    book = load_workbook(io.BytesIO(data))
    sheet, heads, rows = rectifications(book)
    finding = heads["具体问题"]
    progress = next(n for head, n in heads.items() if head.startswith("整改进展"))
    for row in rows:
        sheet.cell(row, progress, said.get(sheet.cell(row, finding).value))
    stood = [{n: sheet.cell(row, n).value for n in heads.values()} for row in rows]
    for at, one in enumerate(order):
        for n in heads.values():
            sheet.cell(FIRST + at, n).value = None if one is None else stood[one][n]
    for gone in rows[len(order) :]:
        for n in heads.values():
            sheet.cell(gone, n).value = None
    return saved(book)


def noted(board) -> dict[str, str]:
    """Finding → the note that is on record of it."""
    return {
        str(row.facts.what): event.why["note"]
        for row in board.story.rows(kind="rectification")
        for event in board.story.events(row, "noted")
    }


SAID = {FINDINGS[0]: "已清空", FINDINGS[2]: "已补页"}


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 2, 0), (0, None, 1, 2), (2, 0)])
def test_what_was_written_lands_on_its_own_item_however_the_rows_were_moved(board, three, order):
    client = board.client("b1-head")
    answer = give(client, moved(three, order, **SAID))
    assert enter(client, entries(answer)).status_code == 303
    assert noted(board) == SAID


def test_a_sorted_sheet_that_another_program_saved_is_read_alike(board, three):
    made = Workbook()
    made.remove(made.worksheets[0])
    saved_by_us = CalamineWorkbook.from_filelike(io.BytesIO(moved(three, (2, 1, 0), **SAID)))
    for name in saved_by_us.sheet_names:
        sheet = made.create_sheet(name)
        for row in saved_by_us.get_sheet_by_name(name).to_python():
            sheet.append(row)
    client = board.client("b1-head")
    enter(client, entries(give(client, saved(made))))
    assert noted(board) == SAID


def test_a_row_that_was_copied_counts_once_and_is_named(board, three):
    client = board.client("b1-head")
    answer = give(client, moved(three, (0, 1, 2, 0), **SAID))
    assert "第7行：行标识与第4行" in words(answer)
    enter(client, entries(answer))
    assert noted(board) == SAID


def test_rows_that_show_the_same_are_refused_once_the_sheet_was_sorted(board, three):
    second = board.story.find("b1", what=FINDINGS[2])
    board.story.act("sign", row=second, by="b1-head")
    client = board.client("b1-head")
    out = client.get("/ledger/xlsx?unit=b1").content
    answer = give(client, moved(out, (1, 0, 2, 3), **SAID))
    shown = words(answer)
    assert "第6行：表格经过排序" in shown and "第7行：表格经过排序" in shown
    enter(client, entries(answer))
    assert noted(board) == {FINDINGS[0]: "已清空"}


def test_a_row_whose_item_was_overwritten_is_refused_and_the_others_are_entered(board, three):
    book = load_workbook(io.BytesIO(moved(three, (0, 1, 2), **SAID)))
    sheet, heads, rows = rectifications(book)
    sheet.cell(rows[0], heads["具体问题"], "别的问题")
    client = board.client("b1-head")
    answer = give(client, saved(book))
    assert "第4行：行标识与本行内容不符" in words(answer)
    enter(client, entries(answer))
    assert noted(board) == {FINDINGS[2]: "已补页"}


def test_a_sheet_of_an_older_version_is_taken_where_it_shows_the_number_of_its_item(board, out):
    """Its keys do not say what their lines showed."""
    older = load_workbook(io.BytesIO(out))
    for cells in older.worksheets[0].iter_rows(FIRST):
        cells[-1].value = re.sub(r"-\w+", "", str(cells[-1].value or "")) or None
    client = board.client("b1-liaison")
    assert len(entries(give(client, filled(saved(older), "动员大会", 进展情况="已定")))) == 1
    (row, heads), *_ = lines(older.worksheets[0], "动员大会")
    row[heads["编号"]].value = "999999"
    answer = give(client, filled(saved(older), "动员大会", 进展情况="已定"))
    assert not entries(answer) and "行标识与本行内容不符" in words(answer)
