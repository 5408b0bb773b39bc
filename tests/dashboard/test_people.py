"""People go out as a sheet and come in from one, once what it changes was seen."""

import io
import re
from dataclasses import replace
from html import unescape

import pytest
from openpyxl import Workbook, load_workbook

from tests.dashboard.board import Board, words
from tests.dashboard.test_office import GIVEN, hidden, post
from tests.sheet_forms import forms
from tests.stories import world

SHEET = [("编号", "姓名", "单位", "兼属单位", "身份", "邮箱"),
         ("new-1", "新人", "office", "b1", "member", "new@example.org")]  # fmt: skip


def workbook(*rows: tuple[str, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def upload(board: Board, data: bytes, name: str = "people.xlsx"):
    return board.client("clerk").post("/people", files={"file": (name, data)})


def test_people_come_from_a_workbook_after_their_effects_were_seen(board):
    answer = upload(board, workbook(*SHEET))
    assert answer.status_code == 200 and "新人" in words(answer)
    assert "new-1" not in board.story.context.org.people
    text = re.search(r'<textarea name="text" hidden>(.*?)</textarea>', answer.text, re.S)
    assert text
    post(board, "clerk", "/people", text=unescape(text[1]), confirm="yes")
    assert board.story.context.org.people["new-1"].units == ("b1",)


def test_rows_copied_in_excel_are_read_as_they_are_pasted(board):
    pasted = "\n".join("\t".join(row) for row in SHEET)
    assert "新人" in words(post(board, "clerk", "/people", text=pasted))
    post(board, "clerk", "/people", text=pasted, confirm="yes")
    assert "new-1" in board.story.context.org.people


def test_the_last_row_copied_in_excel_may_end_in_empty_cells(board):
    pasted = "id\tname\tunit\temail\tphone\nnew-1\t新人\tb1\t\t"
    assert "新人" in words(post(board, "clerk", "/people", text=pasted))
    post(board, "clerk", "/people", text=pasted, confirm="yes")
    assert board.story.context.org.people["new-1"].phone == ""


def test_every_bad_row_is_named_by_its_line_in_the_sheet_and_nobody_is_entered(board):
    good, empty = SHEET[1], ("",) * 6
    bad = ("new-2", "某人", "nowhere", "", "member", "no address")
    before = board.events()
    answer = upload(board, workbook(SHEET[0], good, empty, bad))
    assert answer.status_code == 422 and words(answer).count("第4行") == 2
    assert (board.events(), "new-1" in board.story.context.org.people) == (before, False)


def changed_sheet(board: Board, head: str, text: str, without: str = "") -> bytes:
    """The people as they go out, with a cell of b1-liaison changed; without the texts of a
    column where one is named."""
    data = board.client("clerk").get("/people/xlsx").content
    book, out = load_workbook(io.BytesIO(data)), io.BytesIO()
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    for row in sheet.iter_rows(4):
        cells = dict(zip(heads, row, strict=True))
        if cells["编号"].value == "b1-liaison":
            cells[head].value = text
        if without and cells["姓名"].value:
            cells[without].value = None
    book.save(out)
    return out.getvalue()


def confirm(board: Board, answer) -> None:
    text = re.search(r'<textarea name="text" hidden>(.*?)</textarea>', answer.text, re.S)
    assert text
    post(board, "clerk", "/people", text=unescape(text[1]), confirm="yes")


def test_the_sheet_of_people_comes_back_unchanged_and_changes_nobody(board):
    before = board.story.context.org
    answer = upload(board, board.client("clerk").get("/people/xlsx").content)
    assert answer.status_code == 200 and "→" not in answer.text
    confirm(board, answer)
    assert board.story.context.org.people == before.people


@pytest.mark.parametrize("without", ["", "编号"])
def test_a_phone_is_changed_in_the_sheet_by_key_or_by_address_and_shown_first(board, without):
    stood = board.story.context.org.people["b1-liaison"]
    answer = upload(board, changed_sheet(board, "电话", "0874-99", without))
    said = words(answer)
    assert "b1-liaison ；电话 1 → 0874-99" in said and said.count("→") == 1
    confirm(board, answer)
    now = board.story.context.org.people["b1-liaison"]
    assert now == replace(stood, phone="0874-99")


def test_a_sheet_with_few_columns_does_not_take_the_other_facts_away(board):
    stood = board.story.context.org.people["b1-liaison"]
    rows = "姓名,单位,邮箱,电话\nb1-liaison,office,B1-liaison@example.org,0874-99\n"
    post(board, "clerk", "/people", text=rows, confirm="yes")
    now = board.story.context.org.people["b1-liaison"]
    assert (now.phone, now.units, now.tags) == ("0874-99", stood.units, stood.tags)


def test_an_address_nobody_has_is_refused_and_says_how_somebody_new_is_entered(board):
    rows = "姓名,单位,邮箱\n某人,office,nobody@example.org\n"
    answer = post(board, "clerk", "/people", text=rows, confirm="yes")
    assert answer.status_code == 422 and "没有邮箱为“nobody@example.org”的人员" in words(answer)


def test_what_is_no_sheet_or_holds_a_formula_is_refused(board):
    formula = workbook(SHEET[0], ("=1+1", *SHEET[1][1:]))
    for data, name in ((b"PK\x03\x04", "a.xlsx"), (formula, "a.xlsx"), (b"\xff\xfe\xff", "a.csv")):
        answer = upload(board, data, name)
        assert answer.status_code == 422, name
    assert "公式" in words(upload(board, formula))


def test_a_file_older_than_a_hand_over_shows_which_post_it_would_take_back(board):
    moving = post(board, "clerk", "/posts", **GIVEN)
    post(board, "clerk", "/posts", **GIVEN, before=hidden(moving, "before"), confirm="yes")
    said = words(post(board, "clerk", "/people", text=world.org()))
    assert "b1-head –2010-06-09、b1-liaison 2010-06-10–" in said and "交接即被撤销" in said
    assert "撤销" not in words(upload(board, workbook(*SHEET)))


NAMES = [["姓名", "单位", "邮箱", "编号"], ["王小明", "b1", "wang@example.org", "new-1"],
         ["赵一", "b2", "zhao@example.org", "new-2"]]  # fmt: skip


@pytest.mark.parametrize("form", forms(NAMES))
def test_people_are_read_in_whatever_form_their_sheet_comes(board, form):
    name, data = forms(NAMES)[form]
    answer = upload(board, data, name)
    assert answer.status_code == 200, words(answer)
    confirm(board, answer)
    people = board.story.context.org.people
    found = [(people[key].name, people[key].unit, people[key].email) for key in ("new-1", "new-2")]
    assert found == [tuple(row[:3]) for row in NAMES[1:]]


def test_days_are_read_as_sheets_write_them_and_a_doubtful_one_is_refused_with_its_line(board):
    rows = "编号\t姓名\t单位\t到岗日期\t离岗日期\nnew-1\t王\tb1\t2026/12/1\t2027年3月31日\n"
    post(board, "clerk", "/people", text=rows, confirm="yes")
    person = board.story.context.org.people["new-1"]
    assert (str(person.starts_on), str(person.ends_on)) == ("2026-12-01", "2027-03-31")
    answer = post(board, "clerk", "/people", text=rows.replace("2026/12/1", "1/2/2026"))
    assert answer.status_code == 422 and "第2行：“1/2/2026”可以读作两个日期" in words(answer)


def test_two_people_with_one_address_are_refused_and_both_are_named(board):
    rows = "编号,姓名,单位,邮箱\nnew-1,王,b1,B1-Head@example.org \n"
    answer = post(board, "clerk", "/people", text=rows, confirm="yes")
    said = words(answer)
    assert answer.status_code == 422 and "b1-head (b1-head)与王 (new-1)的邮箱相同" in said
