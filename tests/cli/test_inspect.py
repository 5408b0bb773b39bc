"""Inspections from the command line: planned, drawn, closed with a file of findings."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.cli.desk import OBLIGATION, misfits

MORE = {"way", "units", "team", "every", "drawn", "twice", "findings", "result",
        "contest_until", "contested_for", "answer"}  # fmt: skip
LEAD = "leader-1@example.org"
AT = ("--at", "2010-06-01T10:00", "--json")
HEADS = ["序号", "问题类别/程度", "具体问题", "责任单位", "责任人", "整改时限", "核验人"]


def called(june, *more):
    return june("inspect", "open", "--way", "round_visit", "--by", LEAD, *more, *AT)


def test_an_inspection_carries_its_facts_and_is_listed_as_everything_else_is(june):
    given = ("--way", "regular", "--on", "2010-07-30", "--by", LEAD, "--every", "quarterly")
    more = ("--with", "clerk@example.org", "--units", "b1,b3")
    row = june("inspect", "plan", *given, *more, *AT).json
    assert misfits({k: v for k, v in row.items() if k not in MORE}, OBLIGATION) == []
    assert (row["kind"], row["state"], row["due_on"]) == ("inspection", "planned", "2010-07-30")
    assert (row["units"], row["team"]) == (["b1", "b3"], ["clerk"])
    assert june.ids("--kind", "inspection") == [row["id"]]


def test_a_draw_may_be_repeated_from_the_seed_it_shows(june):
    number = june("inspect", "open", "--way", "random_check", "--by", LEAD, *AT).json["id"]
    first = june("inspect", "draw", number, "--n", "2", *AT).json
    again = june("inspect", "draw", number, "--n", "2", "--seed", first["drawn"]["seed"], *AT).json
    assert again["units"] == first["units"] and len(first["units"]) == 2
    answer = june("inspect", "draw", number, "--n", "2", *AT)
    assert answer.code == 1 and "add --reason" in answer.err


def test_findings_are_given_one_by_one_and_the_lead_verifies_them(june):
    number = called(june, "--units", "b1,b3").json["id"]
    row = june(
        "inspect",
        "close",
        number,
        "--note",
        "查过",
        "--finding",
        "unit=b3; what=通道堆物; severity=urgent",
        "--finding",
        "unit=b1; what=缺台账",
        "--as",
        LEAD,
        *AT,
    ).json
    assert (row["state"], len(row["findings"])) == ("held", 2)
    issued = june("obligations", "--kind", "rectification", "--at", "2010-06-01T10:00", "--json")
    assert [(r["unit"], r["severity"], r["source"], r["inspection"]) for r in issued.json] == [
        ("b3", "urgent", "巡回检查（2010-06-01）", number),
        ("b1", "ordinary", "巡回检查（2010-06-01）", number),
    ]


def sheet(path: Path, *rows):
    if path.suffix == ".xlsx":
        book = Workbook()
        found = book.active
        assert found is not None
        for row in (["整改台账"], HEADS, *rows):
            found.append([str(cell) for cell in row])
        book.save(path)
    elif path.suffix == ".csv":
        path.write_text("\n".join(",".join(map(str, row)) for row in (HEADS, *rows)), "utf-8")
    else:
        lines = [f"- {{what: {r[2]}, unit: {r[3]}, verifier: {r[6]}, due: {r[5]}}}" for r in rows]
        path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.mark.parametrize("name", ["f.xlsx", "f.csv", "f.yaml"])
def test_findings_are_read_from_a_sheet_or_from_yaml(june, name):
    number = called(june).json["id"]
    path = sheet(Path(name), [1, "作风/紧急", "通道堆物", "b3", "", "2010-06-30", "committee-head"])
    row = june("inspect", "close", number, "--note", "查过", "--findings", path, *AT).json
    (issued,) = june("obligations", "--kind", "rectification", *AT).json
    assert [issued["id"]] == row["findings"]
    assert (issued["what"], issued["due_on"]) == ("通道堆物", "2010-06-30")


def test_every_mistake_of_a_file_is_named_with_its_line_and_nothing_is_closed(june):
    number = called(june, "--units", "b1").json["id"]
    path = sheet(
        Path("f.csv"),
        [1, "一般", "甲", "b9", "", "2010-06-30", LEAD],
        [2, "吓人", "乙", "b1", "", "六月", LEAD],
    )
    answer = june("inspect", "close", number, "--note", "查过", "--findings", path, *AT)
    assert answer.code == 1
    for said in (
        "f.csv:2: “b9” is no unit",
        "f.csv:3: “吓人” names no degree",
        "f.csv:3: “六月” is no day",
    ):
        assert said in answer.err
    assert june.ids("--kind", "rectification") == []


def test_report_is_refused_with_the_command_that_closes_an_inspection(june):
    number = called(june, "--units", "b1").json["id"]
    answer = june("report", number, "--note", "好了", *AT)
    assert answer.code == 1 and "duban inspect close" in answer.err
