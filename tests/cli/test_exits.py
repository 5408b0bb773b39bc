"""Exit codes: 0 done, 1 refused with the reason on stderr, 2 wrong usage."""

import contextlib
import sqlite3

import pytest

from tests.cli.desk import DATE, OBLIGATION, misfits

WRONG = [
    (),
    ("nosuch",),
    ("status", "--nosuch"),
    ("obligations", "show"),
    ("obligations", "show", "seven"),
    ("report",),
    ("anchor", "set", "congress"),
    ("date",),
    ("publish",),
    ("tick", "--at"),
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_command_that_cannot_be_understood_exits_2_and_changes_nothing(june, words):
    answer = june(*words)
    assert (answer.code, answer.crashed) == (2, False)


@pytest.mark.parametrize(
    "words",
    [
        ("obligations", "show", "9999"),
        ("messages", "show", "9999"),
        ("obligations", "--light", "purple"),
        ("obligations", "--unit", "nowhere"),
        ("obligations", "--holder", "nobody@example.org"),
        ("status", "--programme", "nosuch"),
        ("status", "--at", "yesterday"),
        ("report", "9999"),
        ("report", "1", "--done-on", "31 May"),
        ("report", "1", "--as", "nobody@example.org"),
        ("accept", "1", "9999"),
        ("anchor", "set", "nosuch", "2012-11-08"),
        ("anchor", "set", "congress", "2012-02-30"),
        ("publish", "nosuch.yaml"),
        ("org", "import", "nosuch.yaml"),
        ("check", "nosuch.yaml"),
        ("trial", "perhaps"),
        ("date", "近期"),
        ("demo", "--until", "2010-06-01", "--to-end"),
        ("demo", "--until", "2009-01-01"),
    ],
    ids=" ".join,
)
def test_what_is_refused_says_why_and_what_to_do_on_stderr(june, words):
    answer = june(*words)
    assert answer.err.strip() and not answer.crashed
    assert len(answer.err.strip().splitlines()) == 1
    assert answer.out == "" or words[0] in ("report", "accept")


@pytest.mark.parametrize("words", ["status --programme x", "date 近期", "report 9999",
                                   "publish nosuch.yaml"])  # fmt: skip
def test_a_refusal_by_an_exception_exits_1(june, words):
    assert june(*words.split()).code == 1


def test_a_move_that_the_workflow_refuses_exits_1(june):
    (number,) = june.ids("--item", "rally", "--unit", "b1")
    assert june("accept", number).code == 1


@pytest.mark.parametrize("words", [("date", "近期", "--json"), ("check", "bad.yaml", "--json")])
def test_a_refusal_answered_in_json_exits_1(june, tmp_path, words):
    (tmp_path / "bad.yaml").write_text("programme: 7\n")
    assert june(*words).code == 1


def test_a_doctor_who_finds_something_bad_exits_1(duban, tmp_path):
    duban.set(database_url=f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert duban("doctor").code == 1


def test_a_phrase_that_is_refused_answers_in_json_all_the_same(duban):
    answer = duban("date", "近期", "--json")
    assert misfits(answer.json, DATE | {"error": str}) == []
    assert answer.json["end"] is None


def test_a_refused_move_shows_the_reason_on_stderr_and_the_object_as_it_stands_on_stdout(june):
    (number,) = june.ids("--item", "rally", "--unit", "b1")
    answer = june("accept", number, "--json")
    assert misfits(answer.json, OBLIGATION) == []
    assert (answer.json["id"], answer.json["state"]) == (number, "open")
    assert "accept" in answer.err and "possible now" in answer.err


def test_a_listing_where_nothing_is_published_is_refused_with_the_cure(duban):
    answer = duban("status")
    assert answer.code == 1
    assert "duban publish" in answer.err


def test_a_database_of_no_revision_is_refused_with_the_cure(duban, tmp_path):
    duban.set(database_url=f"sqlite:///{tmp_path / 'empty.sqlite'}")
    answer = duban("status")
    assert answer.code == 1
    assert "duban migrate" in answer.err


@pytest.mark.parametrize(
    "url",
    ["sqlite:////nowhere/at/all.sqlite", "postgresql://duban:pass-word@127.0.0.1:1/duban"],
    ids=["no folder", "no server"],
)
def test_a_database_that_cannot_be_opened_is_said_in_words_and_not_in_a_traceback(duban, url):
    duban.set(database_url=url)
    answer = duban("status")
    assert answer.code == 1 and not answer.crashed
    assert "pass-word" not in answer.err


def test_a_setting_that_does_not_exist_is_refused_with_the_nearest_one(june):
    june.set(databse_url="sqlite:///x")
    answer = june("status")
    assert answer.code == 1
    assert "DUBAN_DATABASE_URL" in answer.err


@pytest.mark.parametrize(
    "words", ["note 1 --note x", "tick --at 2010-06-01T10:00", "migrate", "trial on"]
)
def test_a_locked_database_is_a_sentence_with_a_cure_and_loses_nothing(
    june, tmp_path, monkeypatch, words
):
    monkeypatch.setattr("workflows.store.engine.BUSY_MS", 10)
    path = tmp_path / "june.sqlite"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = june(*words.split())
        other.execute("ROLLBACK")
    assert (answer.code, answer.crashed) == (1, False)
    assert "database is locked — try again" in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert june(*words.split()).code == 0


def test_a_file_that_is_no_database_is_a_sentence(duban, tmp_path):
    (tmp_path / "notes.sqlite").write_text("no database at all, " * 100)
    duban.set(database_url=f"sqlite:///{tmp_path / 'notes.sqlite'}")
    answer = duban("status")
    assert (answer.code, answer.crashed) == (1, False)
    assert "not a database" in answer.err and "DUBAN_DATABASE_URL" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("pack", "--out", "nowhere/pack.zip"),
        ("pack", "--out", "nowhere/pack.zip", "--inspection"),
        ("pack", "--out", "pack.zip", "--language", "fr"),
        ("slip", "export", "{slip}", "--out", "nowhere/slip.docx"),
        ("slip", "export", "{slip}", "--out", "slip.docx", "--language", "fr"),
    ],
    ids=" ".join,
)
def test_a_document_that_cannot_be_written_is_refused_in_one_line(june, words):
    june("tick", "--at", "2010-06-03T10:00")
    at = ("--at", "2010-06-03T12:00")
    supervision_notice = june("slip", "list", *at, "--json").json[0]["id"]
    answer = june(*(word.format(slip=supervision_notice) for word in words), *at)
    assert (answer.code, answer.crashed, answer.out) == (1, False, "")
    assert " — " in answer.err and len(answer.err.strip().splitlines()) == 1
