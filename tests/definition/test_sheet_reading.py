"""A sheet that comes back is read as texts, or refused with what to do instead (faults 34, 35)."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from config.i18n import translate
from documents.columns import KEY_HEAD
from documents.sheet import workbook
from tests.documents.samples import ledger
from tests.sheet_forms import book as forms_book
from tests.sheet_forms import forms
from workflows.definition import Source
from workflows.definition.sheets import package
from workflows.definition.sheets.reading import Rows, as_text, read_sheet
from workflows.domain.errors import Refused

KEY = translate(KEY_HEAD, "zh")
CSV = '单位,事项,时限\r\n种子支部,“金点子”征集,2010-06-20\r\n\r\n土肥支部,"承诺书,上墙",\r\n'
READ = [
    (2, {"单位": "种子支部", "事项": "“金点子”征集", "时限": "2010-06-20"}),
    (4, {"单位": "土肥支部", "事项": "承诺书,上墙", "时限": ""}),
]
MANIFEST = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"


def book(*lines: tuple[object, ...]) -> bytes:
    made = Workbook()
    assert made.active is not None
    for line in lines:
        made.active.append(list(line))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The workbook with its parts changed and parts added (name with __ for /)."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name.replace("__", "/"), part)
    return out.getvalue()


def same(_: str, part: bytes) -> bytes:
    return part


def read_rows(data: bytes, suffix: str, heads: tuple[str, ...] = ()) -> Rows:
    return read_sheet(Source("sheet" + suffix, data), *heads).rows


def refused(data: bytes, suffix: str = ".xlsx", **how: tuple[str, ...]) -> str:
    with pytest.raises(Refused) as caught:
        read_rows(data, suffix, **how)
    assert caught.value.cure
    return str(caught.value.message)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "gbk"])
def test_csv_is_read_however_excel_wrote_it(encoding: str):
    assert read_rows(CSV.encode(encoding), ".csv") == READ


def test_a_workbook_gives_texts_with_their_lines():
    data = book(
        ("单位", "数", "时限", "时刻"),
        ("种子支部", 3, date(2010, 6, 20), datetime.combine(date(2010, 6, 20), time(17))),
        (),
        ("土肥支部", 2.5, None, True),
    )
    assert read_rows(data, ".xlsx") == [
        (2, {"单位": "种子支部", "数": "3", "时限": "2010-06-20", "时刻": "2010-06-20 17:00:00"}),
        (4, {"单位": "土肥支部", "数": "2.5", "时限": "", "时刻": "True"}),
    ]


def test_our_own_ledger_comes_back_by_the_keys_of_its_rows():
    data = workbook([ledger("zh", "short"), ledger("zh", "rectifications")])
    back = read_rows(data, ".xlsx", heads=(KEY, "具体问题"))
    assert [(line, row["责任单位"]) for line, row in back if row[KEY]] == [
        (4, "种子支部"),
        (5, "农机支部"),
    ]


def test_heads_are_looked_for_below_a_title():
    data = "督办台账,,\n单位,事项,时限\n种子支部,“金点子”,\n".encode()
    assert read_rows(data, ".csv", heads=("单位", "事项"))[0][0] == 3


def test_a_missing_head_is_named_with_what_was_read():
    assert refused("单位,事项\n种子,x\n".encode(), ".csv", heads=("单位", "时限")) == (
        "the file: there is no head “时限”; line 1 reads “单位、事项”"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("单位,单位\n甲,乙\n", "line 1: the head “单位” stands twice"),
        ("单位,事项\n甲,乙,丙\n", "line 2: “丙” stands in a column without a head"),
        ('单位\n"甲\n', "line 2: this is not CSV"),
        ("单位\n甲\u202e乙\n", "line 2: the character U+202E"),
        ("单位\n甲\x00乙\n", "line 2: the character U+0000"),
        ("单位\n" + "甲\n" * 5001, "line 5002: more than 5,000 rows"),
        ("单位" + "," * 300 + "\n", "line 1: 301 cells, more than 200"),
    ],
)
def test_a_bad_csv_is_refused_with_its_line(text: str, said: str):
    assert said in refused(text.encode(), ".csv")


def test_other_encodings_and_kinds_of_file_are_refused():
    assert "neither UTF-8 nor GB18030" in refused("单位\n甲".encode() + b"\xff\xff", ".csv")
    for suffix in (".xlsm", ".xls", ".ods", ".exe", ""):
        assert "are not read" in refused(b"x", suffix)
    assert "old .xls" in refused(b"\xd0\xcf\x11\xe0" + b"\x00" * 600)
    assert "no .xlsx workbook" in refused(b"PK\x03\x04 broken")


def test_too_many_bytes_are_refused_before_anything_is_read():
    assert "more than 5,242,880" in refused(b"x" * (5 * 1024 * 1024 + 1), ".csv")


def test_too_many_rows_are_refused():
    data = book(("单位",), *((f"第{n}支部",) for n in range(5001)))
    assert refused(data) == "line 5002: more than 5,000 rows"


def test_emptiness_below_a_sheet_is_no_fault_and_its_claimed_size_is_not_believed():
    def claim(name: str, part: bytes) -> bytes:
        return part.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"') if name == SHEET else part

    data = repacked(book(("单位",), ("种子支部",)), claim)
    assert read_rows(data, ".xlsx") == [(2, {"单位": "种子支部"})]


def test_a_row_at_the_end_of_the_world_is_refused():
    def far(name: str, part: bytes) -> bytes:
        return part.replace(b'r="2"', b'r="1048576"').replace(b'"A2"', b'"A1048576"')

    assert "more than 5,000 rows" in refused(repacked(book(("单位",), ("甲",)), far))


def test_a_zip_bomb_is_refused_before_it_is_unzipped(monkeypatch):
    zeros = b"0" * (30 * 1024 * 1024)
    bomb = repacked(book(("单位",)), same, xl__media__image1__png=zeros)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unzipped"))
    assert "unzips to over 100 times its size" in refused(bomb)


def test_many_parts_that_are_large_together_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_UNZIPPED", 20_000)
    parts = {f"xl__media__{n}": bytes(range(256)) * 40 for n in range(3)}
    assert "unzipped the workbook has" in refused(repacked(book(("单位",)), same, **parts))


def test_a_workbook_of_ten_thousand_parts_is_refused():
    parts = {f"part{n}": b"" for n in range(600)}
    assert "parts" in refused(repacked(book(("单位",)), same, **parts))


def test_macros_are_refused_whatever_the_file_is_called():
    assert "macros" in refused(repacked(book(("单位",)), same, **{"vbaProject.bin": b"x"}))

    def enabled(name: str, part: bytes) -> bytes:
        old = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        new = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        return part.replace(old, new) if name == MANIFEST else part

    assert "macros" in refused(repacked(book(("单位",)), enabled))


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused_before_any_part_is_parsed(declared: bytes):
    def attack(name: str, part: bytes) -> bytes:
        if name != SHEET:
            return part
        head, mark, rest = part.partition(b"<worksheet")
        return head + declared + mark + rest

    assert "declares entities" in refused(repacked(book(("单位",), ("甲",)), attack))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7"])
def test_entities_cannot_hide_in_a_strange_encoding(encoding: str):
    def attack(name: str, part: bytes) -> bytes:
        if name != SHEET:
            return part
        bare = part.decode()[part.decode().index("<worksheet") :]
        return f'<?xml version="1.0" encoding="{encoding}"?>{bare}'.encode(encoding)

    assert "strange encoding" in refused(repacked(book(("单位",), ("甲",)), attack))


def test_a_formula_is_refused_with_its_cell():
    said = refused(book(("序号", "单位"), ("=ROW()-1", "种子支部")))
    assert said == "cell A2 holds a formula: “=ROW()-1”"


def test_a_broken_workbook_is_refused_not_a_crash():
    def broken(name: str, part: bytes) -> bytes:
        return part[: len(part) // 2] if name == SHEET else part

    assert "cannot be read" in refused(repacked(book(("单位",), ("甲",)), broken))

    def gone(name: str, part: bytes) -> bytes:
        return b"<x/>" if name == "xl/workbook.xml" else part

    refused(repacked(book(("单位",), ("甲",)), gone))


def test_line_ends_written_by_excel_come_back_as_line_ends():
    assert read_rows(book(("单位",), ("甲_x000D_\n乙",)), ".xlsx")[0][1] == {"单位": "甲\n乙"}


# --- dialects, encodings, merged cells ------------------------------------------------------

TABLE = [
    ["姓名", "单位", "邮箱", "备注"],
    ["张三", "办公室", "a@example.org", "一、已交，二、待补；见附件"],
    ["李四", "二科", "b@example.org", "他说“好”, 共3项; 未结1项\n另附\"清单\""],
]  # fmt: skip


@pytest.mark.parametrize("form", forms(TABLE))
def test_a_table_is_the_same_in_whatever_form_it_comes(form: str):
    name, data = forms(TABLE)[form]
    sheet = read_sheet(Source(name, data), "姓名", "单位")
    assert [list(row.values()) for _, row in sheet.rows] == TABLE[1:]
    assert list(sheet.heads) == TABLE[0]


def test_what_was_read_is_handed_in_again_as_the_same_rows_on_the_same_lines():
    sheet = read_sheet(Source("a.xlsx", book(("题",), (), ("姓名",), ("甲",), (), ("乙",))), "姓名")
    assert read_sheet(Source("", as_text(sheet)), "姓名").rows == sheet.rows == [
        (4, {"姓名": "甲"}),
        (6, {"姓名": "乙"}),
    ]  # fmt: skip


def test_rows_copied_in_a_sheet_may_hold_quotation_marks_that_are_no_pair():
    text = '责任单位\t具体问题\n甲科\t"通道"堆物\n乙科\t12"水管漏水\n'
    rows = read_sheet(Source("", text), "责任单位").rows
    assert [row["具体问题"] for _, row in rows] == ['"通道"堆物', '12"水管漏水']


def merged(rows: list[list[object]], *cells: str) -> list[dict[str, str]]:
    return [row for _, row in read_sheet(Source("a.xlsx", forms_book(rows, *cells)), "单位").rows]


def test_merged_cells_are_filled_down_and_across():
    rows: list[list[object]] = [
        ["单位", "问题", "责任人", "核验人", "时限"],
        ["甲科", "一", "张", None, date(2026, 12, 20)],
        [None, "二", "李", "王", None],
        ["乙科", "三", "赵", "钱", "2026/12/1"],
    ]
    assert [list(row.values()) for row in merged(rows, "A2:A3", "E2:E3", "C2:D2")] == [
        ["甲科", "一", "张", "张", "2026-12-20"],
        ["甲科", "二", "李", "王", "2026-12-20"],
        ["乙科", "三", "赵", "钱", "2026/12/1"],
    ]


def test_heads_of_two_lines_are_read_by_the_lower_one():
    rows: list[list[object]] = [
        ["单位", "人员", None, "备注"],
        [None, "责任人", "核验人", None],
        ["甲科", "张", "王", "x"],
    ]
    (row,) = merged(rows, "A1:A2", "B1:C1", "D1:D2")
    assert row == {"单位": "甲科", "责任人": "张", "核验人": "王", "备注": "x"}


def test_a_head_over_two_columns_has_the_texts_of_both():
    rows: list[list[object]] = [["单位", "承办人、电话", None], ["甲科", "张", "0871"]]
    assert merged(rows, "B1:C1") == [{"单位": "甲科", "承办人、电话": "张 0871"}]


def test_a_heading_all_across_the_rows_is_no_row():
    rows: list[list[object]] = [["单位", "问题"], ["一、机关", None], ["甲科", "漏雨"]]
    assert merged(rows, "A2:B2") == [{"单位": "甲科", "问题": "漏雨"}]


def with_merges(data: bytes, *refs: str) -> bytes:
    """The workbook with merged cells that no program would write."""
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    end = b"</sheetData>"
    merges = end + f"<mergeCells>{cells}</mergeCells>".encode()
    return repacked(data, lambda name, part: part.replace(end, merges) if name == SHEET else part)


def test_merged_cells_that_reach_far_or_overlap_are_no_burden():
    far = with_merges(book(("单位",), ("甲科",)), "A2:XFD900000")
    assert read_rows(far, ".xlsx") == [(2, {"单位": "甲科"})]
    piled = with_merges(book(("单位",), *((f"第{n}",) for n in range(900))), *["A1:GR5000"] * 9000)
    assert "merged cells overlap" in refused(piled)
    many = [f"A{n}:{'CDEFGHIJK'[n * n % 9]}{n + n * 7919 % 9973}" for n in range(1, 10_002)]
    assert "has 10,001 merged cells" in refused(with_merges(book(("单位",)), *many))


def test_cells_merged_with_columns_that_have_no_head_are_read():
    rows: list[list[object]] = [["单位", None, "问题"], ["甲科", None, "漏雨"]]
    assert merged(rows, "A2:B2", "C2:E2") == [{"单位": "甲科", "问题": "漏雨"}]


def test_heads_of_two_lines_that_would_be_called_alike_are_told_apart():
    rows: list[list[object]] = [
        ["单位", "时限", None, "投入", None],
        [None, "计划", "实际", "计划", "实际"],
        ["甲科", "1日", "2日", "3万", "4万"],
        ["填报人：张", None, None, None, None],
    ]
    (row,) = merged(rows, "A1:A2", "B1:C1", "D1:E1")
    assert " ".join(row) == "单位 时限计划 时限实际 投入计划 投入实际"
    assert " ".join(row.values()) == "甲科 1日 2日 3万 4万"
