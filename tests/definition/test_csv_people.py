"""People come in from CSV: all of them, or none, with the mistakes of every row."""

from datetime import date, time

import pytest

from tests.definition.files import good
from workflows.definition import Source, load_org
from workflows.definition.csv_people import merge_people
from workflows.domain.errors import BadInput
from workflows.domain.organisation import Org

HEADER = "id,name,name_en,email,phone,unit,units,is,language,mail_hour,from,to\n"
NEW = (
    "p9,丁,Ding,p9@example.org,0874-9,office,branch-1 committee,member cadre,en,08:30,2010-10-08,\n"
)


@pytest.fixture(scope="module")
def org() -> Org:
    return load_org(good("org.yaml"))


def refused(org: Org, text: str | bytes) -> list[str]:
    with pytest.raises(BadInput) as error:
        merge_people(org, Source("p.csv", text))
    return [str(problem) for problem in error.value.problems]


def test_a_joiner_is_added_at_the_end(org: Org):
    person = merge_people(org, Source("p.csv", HEADER + NEW)).people["p9"]
    assert (person.name, person.units, person.tags) == (
        "丁",
        ("branch-1", "committee"),
        ("member", "cadre"),
    )
    assert (person.mail_hour, person.starts_on) == (time(8, 30), date(2010, 10, 8))
    assert person.order == 3 and person.ends_on is None


def test_a_known_person_is_replaced_in_place(org: Org):
    merged = merge_people(org, Source("p.csv", "id,name,unit,to\np1,甲,bureau,2010-09-30\n"))
    assert list(merged.people) == list(org.people)
    assert (merged.people["p1"].unit, merged.people["p1"].order) == ("bureau", 0)
    assert merged.people["p2"] == org.people["p2"]


def test_utf8_with_a_mark_and_windows_line_ends_is_read(org: Org):
    text = b"\xef\xbb\xbf" + (HEADER + NEW).replace("\n", "\r\n").encode()
    assert "p9" in merge_people(org, Source("p.csv", text)).people


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_file_of_excel_is_read_in_whichever_encoding_it_was_saved(org: Org, encoding: str):
    read = merge_people(org, Source("p.csv", (HEADER + NEW).encode(encoding)))
    assert read.people["p9"].name == "丁"


def test_an_unknown_column_is_named_with_the_nearest(org: Org):
    (problem,) = refused(org, "id,name,unit,e-mail\n")
    assert problem == "p.csv:1: unknown column “e-mail” — did you mean “email”?"


def test_a_missing_column_is_named(org: Org):
    (problem,) = refused(org, "id,name\np1,甲\n")
    assert "p.csv:1: there is no column “unit”" in problem


def test_every_bad_row_is_told_and_nobody_is_taken(org: Org):
    rows = "p7,戊,,bad,,office,,,,,,\np8,己,,,,ofice,,,fr,,,\np9,庚\n,辛,,,,office,,,,,,\n"
    lines = [problem.split(":")[1] for problem in refused(org, HEADER + rows)]
    assert lines == ["2", "3", "3", "4", "5"]


def test_a_person_may_stand_once(org: Org):
    (problem,) = refused(org, HEADER + NEW + NEW)
    assert "p.csv:3: “p9” stands in line 2 already" in problem


def test_a_row_of_several_lines_keeps_the_count_of_lines(org: Org):
    rows = 'p7,"戊\n己",,,,office,,,,,,\np8,,,,,office,,,,,,\n'
    problems = refused(org, HEADER + rows)
    assert "p.csv:2: “戊 己” has several lines" in problems[0]
    assert "p.csv:4: a person has no “name”" in problems[1]


def test_too_many_rows_are_refused(org: Org):
    rows = "".join(f"q{n},甲,office\n" for n in range(10_001))
    (problem,) = refused(org, "id,name,unit\n" + rows)
    assert "p.csv:10002: more than 10,000 rows" in problem


def test_too_large_a_file_is_refused_unread(org: Org):
    (problem,) = refused(org, "x" * (5 * 1024 * 1024 + 1))
    assert "more than 5,242,880" in problem


@pytest.mark.parametrize(
    "text", ["", "\n\n", 'id,name,unit\np1,"甲', "id,name,unit\np1,甲\0,office\n"]
)
def test_what_is_no_csv_is_refused(org: Org, text: str):
    assert refused(org, text)


def test_rows_pasted_from_a_sheet_have_tabs_and_chinese_heads(org: Org):
    title = next(unit.title.zh for unit in org.units.values() if unit.key == "office")
    text = f"编号\t姓名\t单位\t电话\np9\t丁\t{title}\t0874-9,0874-8\n"
    person = merge_people(org, Source("p.csv", text)).people["p9"]
    assert (person.name, person.unit, person.phone) == ("丁", "office", "0874-9,0874-8")
