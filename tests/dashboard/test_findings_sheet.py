"""Findings come as a sheet: shown first, with what is wrong by row, then issued, all or none."""

import io
from html import unescape
from re import DOTALL, search

import pytest
from openpyxl import Workbook

from tests.dashboard.board import words
from tests.sheet_forms import book, forms

HEADS = ("责任单位", "具体问题", "核验人", "整改时限")


def pasted(*rows):
    return "\n".join("\t".join(cells) for cells in (HEADS, *rows))


ROWS = pasted(
    ("b2", "账目不清", "clerk@example.org", "2010-07-01"),
    ("b3", "记录不全", "clerk@example.org", ""),
)


def post(board, who="clerk", **data):
    return board.client(who).post("/findings/sheet", data=data)


def test_pasted_rows_are_shown_first_and_issued_when_that_is_confirmed(board):
    shown = post(board, text=ROWS)
    assert shown.status_code == 200 and "将交办2项" in words(shown) and "账目不清" in shown.text
    assert board.story.rows(kind="rectification") == []
    done = post(board, text=ROWS, confirm="yes")
    assert done.status_code == 303
    rows = board.story.rows(kind="rectification")
    assert [(row.unit, row.state) for row in rows] == [("b2", "issued"), ("b3", "issued")]
    assert str(rows[0].due_on) == "2010-07-01"


def test_what_the_preview_hands_back_is_what_is_issued(board):
    shown = post(board, text=ROWS)
    found = search(r"<textarea name=\"text\" hidden>(.*?)</textarea>", shown.text, DOTALL)
    assert found is not None
    post(board, text=unescape(found[1]), confirm="yes")
    assert len(board.story.rows(kind="rectification")) == 2


def test_one_row_that_is_wrong_is_told_with_its_line_and_nothing_is_issued(board):
    bad = pasted(("b2", "账目不清", "clerk@example.org", ""), ("b9", "记录不全", "nobody", "明天"))
    answer = post(board, text=bad, confirm="yes")
    said = words(answer)
    assert answer.status_code == 422 and "粘贴内容第3行" in said
    for part in ("没有单位“b9”", "没有名为“nobody”的人员", "“明天”不是日期"):
        assert part in said, part
    assert "账目不清" in answer.text
    assert board.story.rows(kind="rectification") == []


def test_what_is_open_already_is_left_out_and_said(board):
    post(board, text=ROWS, confirm="yes")
    again = post(board, text=ROWS)
    assert "将交办0项" in words(again) and "已在办，编号" in words(again)


def test_a_workbook_is_read_like_pasted_rows(board):
    book = Workbook()
    sheet = book.create_sheet(index=0)
    for line in ROWS.split("\n"):
        sheet.append(line.split("\t"))
    out = io.BytesIO()
    book.save(out)
    files = {"file": ("整改台账.xlsx", out.getvalue())}
    shown = board.client("clerk").post("/findings/sheet", files=files)
    assert shown.status_code == 200 and "将交办2项" in words(shown)


@pytest.mark.parametrize("text", ["", "单位\t问题\nb2\t账目不清"])
def test_rows_without_their_heads_are_refused_in_the_readers_language(board, text):
    answer = post(board, text=text)
    assert answer.status_code == 422 and "请更正" in words(answer)
    assert "there is no head" not in answer.text


def test_a_file_that_is_too_large_or_no_sheet_is_refused(board):
    for name, data in (("a.csv", b"x" * (5 * 1024 * 1024 + 1)), ("a.exe", b"MZ")):
        answer = board.client("clerk").post("/findings/sheet", files={"file": (name, data)})
        assert answer.status_code == 422


def test_a_note_names_the_listed_item_it_waits_for_and_no_other(board):
    found = board.story.find("b2", what="账目不清")
    row = board.story.row("rally", "b1")
    data = {"revision": str(row.revision), "note": "等账目理清", "because": str(found.id)}
    path = f"/obligations/{row.id}/note"
    refused = board.client("b1-head").post(path, data=data)
    assert refused.status_code == 422 and 'id="note-because-wrong"' in refused.text
    assert "不是在办的挂牌督办事项" in words(refused)
    board.story.act("sign", row=found, by="b2-head")
    listed = next(one for one in board.story.rows(kind="rectification"))
    board.story.act("list", row=listed, by="clerk", reason="长期未决")
    assert board.client("b1-head").post(path, data=data).status_code == 303
    assert board.story.row("rally", "b1").facts.because == found.id


TABLE = [[*HEADS], ["b2", "账目不清, 缺3项；待补", "clerk@example.org", "2010/7/1"],
         ["b3", "记录不全", "clerk@example.org", "2010.7.2"]]  # fmt: skip


@pytest.mark.parametrize("form", forms(TABLE))
def test_findings_are_read_in_whatever_form_their_sheet_comes(board, form):
    name, data = forms(TABLE)[form]
    files = {"file": (name, data)}
    answer = board.client("clerk").post("/findings/sheet", files=files, data={"confirm": "yes"})
    assert answer.status_code == 303, words(answer)
    rows = board.story.rows(kind="rectification")
    assert [(row.unit, row.facts.what, str(row.due_on)) for row in rows] == [
        ("b2", "账目不清, 缺3项；待补", "2010-07-01"),
        ("b3", "记录不全", "2010-07-02"),
    ]


def test_units_and_days_merged_over_several_rows_count_for_each_of_them(board):
    rows: list[list[object]] = [
        [*HEADS],
        ["b2", "甲", "clerk@example.org", "2010年7月1日"],
        [None, "乙", "clerk@example.org", None],
    ]
    files = {"file": ("a.xlsx", book(rows, "A2:A3", "D2:D3"))}
    board.client("clerk").post("/findings/sheet", files=files, data={"confirm": "yes"})
    found = board.story.rows(kind="rectification")
    assert [(row.unit, str(row.due_on)) for row in found] == [("b2", "2010-07-01")] * 2


def test_what_nobody_sees_in_a_text_that_was_pasted_does_not_get_onto_the_record(board):
    post(
        board, text=ROWS.replace("账目不清", "账\u00ad目\u200b不\ufeff清\x00\u202e"), confirm="yes"
    )
    assert board.story.rows(kind="rectification")[0].facts.what == "账目不清"
