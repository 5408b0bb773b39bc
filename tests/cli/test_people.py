"""org import: what would change is shown first, mistakes by row, and it is all or nothing."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.sheet_forms import forms
from tests.stories.world import org, person

AT = ("--at", "2010-06-01T10:00", "--json")
JOINER = "id,name,email,unit,units,is\nm1,Wang,m1@example.org,office,b1,member\n"


def keys(duban):
    return {p["key"] for p in duban("org", "people", "--json").json}


def test_a_preview_says_who_would_come_and_go_and_changes_nothing(june):
    staff = {"b3-deputy": None, "m1": person("m1", "b1")}
    text = org(people=staff, posts={"b3-post": {"deputy": None}})
    Path("next.yaml").write_text(text, encoding="utf-8")
    before = keys(june)
    answer = june("org", "import", "next.yaml", "--preview", *AT)
    assert answer.code == 0
    assert (answer.json["preview"], answer.json["joined"]) == (True, ["m1"])
    assert answer.json["left"] == ["b3-deputy"]
    assert sum(answer.json["obligations"].values()) > 0
    assert keys(june) == before


def test_what_was_previewed_is_what_is_then_done(june):
    Path("next.yaml").write_text(org(people={"m1": person("m1", "b1")}), encoding="utf-8")
    previewed = june("org", "import", "next.yaml", "--preview", *AT).json
    done = june("org", "import", "next.yaml", *AT).json
    assert {**previewed, "preview": False} == done
    assert june.ids("--item", "essay", "--holder", "m1@example.org")


def test_people_come_by_csv_and_those_it_does_not_name_stay(june):
    Path("people.csv").write_text(JOINER, encoding="utf-8")
    before = keys(june)
    answer = june("org", "import", "people.csv", *AT)
    assert (answer.json["joined"], answer.json["left"]) == (["m1"], [])
    assert keys(june) == before | {"m1"}
    assert june.ids("--item", "essay", "--holder", "m1@example.org")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (JOINER + "m2,Li,not-an-address,office,b1,member\n", 3),
        (JOINER + "m2,Li,m2@example.org,nowhere,b1,member\n", 3),
        (JOINER + JOINER.splitlines()[1] + "\n", 3),
        (JOINER + "m2,Li\n", 3),
        (JOINER.replace("email", "e-mail"), 1),
        (JOINER.replace("m1@example.org", "a@b.cc\x0b"), 2),
    ],
    ids=["address", "unit", "twice", "cells", "heading", "control"],
)
def test_one_bad_row_is_named_and_keeps_all_rows_out(june, text, row):
    Path("people.csv").write_text(text, encoding="utf-8")
    before = keys(june)
    answer = june("org", "import", "people.csv", *AT)
    assert answer.code == 1 and f"people.csv:{row}:" in answer.err
    assert keys(june) == before


def test_a_csv_of_chinese_excel_is_read(june):
    Path("people.csv").write_bytes(JOINER.replace("Wang", "王").encode("gbk"))
    answer = june("org", "import", "people.csv", *AT)
    assert answer.code == 0 and "m1" in keys(june)


def test_an_import_does_not_forget_the_address_of_somebody_whose_mail_bounced(june, tmp_path):
    path = tmp_path / "june.sqlite"
    _run(path, "UPDATE people SET bounced = '550' WHERE key = 'b1-head'")
    Path("people.csv").write_text(JOINER, encoding="utf-8")
    assert june("org", "import", "people.csv", *AT).code == 0
    (row,) = _run(path, "SELECT email, bounced FROM people WHERE key = 'b1-head'")
    assert row == ("b1-head@example.org", "550")


def test_an_address_that_works_again_is_named_by_the_office_and_written_to_again(june, tmp_path):
    path = tmp_path / "june.sqlite"
    _run(path, "UPDATE people SET bounced = '550' WHERE key = 'b1-head'")
    answer = june("org", "reachable", "b1-head@example.org", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert _run(path, "SELECT bounced FROM people WHERE key = 'b1-head'") == [("",)]


def _run(path: Path, statement: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement).fetchall()


# --- posts --------------------------------------------------------------------------------


def test_a_post_is_handed_over_after_a_preview_that_tells_what_is_then_done(june):
    words = ("org", "hand-over", "b2-post", "--to", "b2-liaison@example.org", *AT)
    shown = june(*words, "--preview").json
    assert (shown["from"], shown["to"]) == ("b2-head@example.org", "b2-liaison@example.org")
    assert june(*words).json == {**shown, "preview": False}
    assert set(shown["moves"]) <= set(june.ids("--holder", "b2-liaison@example.org"))
    (post,) = [p for p in june("org", "posts", *AT).json if p["post"] == "b2-post"]
    assert (post["holder"], post["from"]) == ("b2-liaison@example.org", "2010-06-01")


@pytest.mark.parametrize(
    "words",
    [(), ("--to", "b2-liaison@example.org", "--vacant"), ("--to", "nobody@example.org")],
    ids=["nobody", "both", "unknown"],
)
def test_a_hand_over_that_does_not_say_to_whom_is_refused(june, words):
    answer = june("org", "hand-over", "b2-post", *words, *AT)
    assert (answer.code, answer.crashed) == (1, False)


NAMES = [["姓名", "单位", "邮箱", "编号", "到岗日期"],
         ["王小明", "b1", "wang@example.org", "m1", "2010/6/2"]]  # fmt: skip


@pytest.mark.parametrize("form", forms(NAMES))
def test_people_are_read_in_whatever_form_their_sheet_comes(june, form):
    name, data = forms(NAMES)[form]
    Path(name).write_bytes(data)
    answer = june("org", "import", name, *AT)
    assert (answer.code, answer.err) == (0, "") and answer.json["joined"] == ["m1"]


def test_two_people_with_one_address_are_refused_by_the_import_and_both_are_named(june):
    Path("people.csv").write_text(JOINER.replace("m1@", "B1-Head@"), encoding="utf-8")
    answer = june("org", "import", "people.csv", *AT)
    assert answer.code == 1 and "people.csv:2:" in answer.err
    assert "b1-head (b1-head) and Wang (m1) have the same address" in answer.err


def test_an_option_that_was_pasted_with_unseen_characters_means_what_it_shows(june):
    address = "b1-\u00adhead@example.org\u200b"
    assert june("org", "reachable", address, "--json").json == {"person": "b1-head"}
    assert june("org", "reachable", "B1-Head@Example.org", "--json").json == {"person": "b1-head"}
