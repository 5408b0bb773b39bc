"""Promises carried over from a sheet: shown first, issued all or not at all."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.sheet_forms import forms

HEADS = ["序号", "问题来源（检查名称、日期）", "问题类别/程度", "具体问题", "原因分析", "整改目标",
         "整改措施", "责任领导", "责任单位", "责任人", "整改时限", "核验人", "备注"]  # fmt: skip
AT = ("--at", "2010-06-01T10:00", "--json")


def row(number=1, **more):
    usual = {
        "具体问题": "通道堆物",
        "责任单位": "b3",
        "核验人": "committee-head",
        "问题类别/程度": "安全/紧急",
        "整改时限": "2010年6月30日",
        "序号": number,
    }
    cells = usual | more
    return [str(cells.get(head, "")) for head in HEADS]


def sheet(name, *rows, heads=HEADS):
    lines = [heads, *rows]
    if name.endswith(".xlsx"):
        book = Workbook()
        page = book.active
        assert page is not None
        for cells in (["整改台账"], *lines):
            page.append(cells)
        book.save(name)
    else:
        Path(name).write_text("\n".join(",".join(cells) for cells in lines), encoding="utf-8")
    return name


def issued(june):
    return june("obligations", "--kind", "rectification", *AT).json


@pytest.mark.parametrize("name", ["ledger.csv", "ledger.xlsx"])
def test_a_ledger_is_shown_first_and_issued_when_it_is_confirmed(june, name):
    path = sheet(
        name,
        row(1, 原因分析="库小", 整改措施="腾库"),
        row(2, 具体问题="缺台账", 责任人="b3-deputy"),
    )
    shown = june("rectify", "import", path, *AT)
    assert (shown.code, shown.json["issued"], len(shown.json["rows"])) == (0, [], 2)
    assert issued(june) == []
    answer = june("rectify", "import", path, "--confirm", *AT).json
    found = issued(june)
    assert [one["id"] for one in found] == answer["issued"]
    assert [(r["what"], r["unit"], r["source"], r["severity"], r["due_on"]) for r in found] == [
        ("通道堆物", "b3", "承诺", "urgent", "2010-06-30"),
        ("缺台账", "b3", "承诺", "urgent", "2010-06-30"),
    ]
    assert found[0]["plan"] == {"cause": "库小", "measures": "腾库"}
    assert found[1]["person"] == "b3-deputy@example.org"


def test_every_mistake_is_named_at_once_with_its_line_and_nothing_is_issued(june):
    path = sheet(
        "ledger.csv",
        row(1),
        row(2, 责任单位="第九支部"),
        row(3, 具体问题="甲", 整改时限="2010-05-31"),
        row(4, 具体问题="乙", 责任人="b1-head"),
        row(5, 具体问题="丙", 核验人="b3-head"),
        row(6, 具体问题="丁", 整改时限="月底", **{"问题类别/程度": "作风"}),
        row(7, 具体问题=""),
        row(8, 具体问题="戊", 核验人=""),
        row(9, 具体问题="己", 核验人="路人"),
    )
    answer = june("rectify", "import", path, "--confirm", *AT)
    assert answer.code == 1 and issued(june) == []
    for said in (
        "ledger.csv:3: “第九支部” is no unit — write its key",
        "ledger.csv:4: the limit 2010-05-31 is past — write a day to come",
        "ledger.csv:5: b1-head is not in b3",
        "ledger.csv:6: the verifier is the responsible party",
        "ledger.csv:7: “作风” names no degree",
        "ledger.csv:7: “月底” is no day",
        "ledger.csv:8: it is not said what has to be put right",
        "ledger.csv:9: nobody is named to verify it",
        "ledger.csv:10: “路人” is nobody here — write the mail address",
    ):
        assert said in answer.err, said
    assert len(answer.json["errors"]) == 9 and len(answer.json["rows"]) == 1


def test_what_is_open_already_or_stands_twice_is_pointed_out_and_left_out(june):
    june("rectify", "import", sheet("a.csv", row(1)), "--confirm", *AT)
    path = sheet("b.csv", row(1), row(2, 具体问题="缺台账"), row(3, 具体问题="缺 台账"))
    answer = june("rectify", "import", path, "--confirm", *AT).json
    assert [(one["line"], one["why"]) for one in answer["skipped"]] == [
        (2, "it is open as R1"),
        (4, "it stands on line 3 already"),
    ]
    assert [one["what"] for one in issued(june)] == ["通道堆物", "缺台账"]


def test_english_headers_and_a_missing_limit_are_read(june):
    heads = ["unit", "what", "verifier", "severity"]
    path = sheet("l.csv", ["b3", "blocked", "committee-head@example.org", "at once"], heads=heads)
    (found,) = june("rectify", "import", path, *AT).json["rows"]
    assert (found["unit"], found["severity"], found["due"]) == ("b3", "at_once", None)


def test_a_sheet_without_the_columns_it_needs_is_refused_with_their_names(june):
    path = sheet("l.csv", ["1", "b3", "x"], heads=["序号", "责任单位", "备注"])
    answer = june("rectify", "import", path, *AT)
    assert answer.code == 1
    assert "no column 具体问题 or what" in answer.err and "核验人 or verifier" in answer.err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("l.xlsx", b"PK\x03\x04 no", "is no .xlsx workbook"),
        ("l.doc", b"x", "are not read"),
        ("l.csv", b"", "is empty"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(june, name, data, said):
    Path(name).write_bytes(data)
    answer = june("rectify", "import", name, *AT)
    assert answer.code == 1 and not answer.crashed and said in answer.err


def test_a_sheet_saved_by_an_old_office_program_is_read_as_it_was_written(june):
    text = "\n".join(",".join(cells) for cells in (HEADS, row(1)))
    Path("gbk.csv").write_bytes(text.encode("gb18030"))
    (found,) = june("rectify", "import", "gbk.csv", *AT).json["rows"]
    assert found["what"] == "通道堆物"


@pytest.mark.parametrize("form", forms([["a"]]))
def test_a_ledger_is_read_in_whatever_form_it_comes(june, form):
    table = [["责任单位", "具体问题", "核验人", "整改时限"],
             ["b3", "通道堆物", "committee-head@example.org", "2010.6.30"]]  # fmt: skip
    name, data = forms(table)[form]
    Path(name).write_bytes(data)
    (found,) = june("rectify", "import", name, *AT).json["rows"]
    assert (found["unit"], found["what"], found["due"]) == ("b3", "通道堆物", "2010-06-30")
