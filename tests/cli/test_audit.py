"""`duban audit`, what the doctor says of the record, and the key that must be right."""

import contextlib
import json
import sqlite3

import pytest

KEY = "k" * 32
NOW = ("tick", "--at", "2010-06-02T09:00", "--json")


@pytest.fixture
def sealed(june):
    """The office of June with a key: what it wrote before is sealed as it stands."""
    june.set(secret_key=KEY)
    assert june(*NOW).json["sealed"] > 10
    return june


def damage(tmp_path, *statements):
    with contextlib.closing(sqlite3.connect(tmp_path / "june.sqlite")) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def record(duban):
    return [one for one in duban("doctor", "--json").json if one["what"] == "record"]


def test_a_sound_record_verifies_with_exit_0_and_says_what_could_still_vanish(sealed):
    answer = sealed("audit", "verify")
    assert answer.code == 0 and "the record is unchanged" in answer.out
    assert "leaves no trace" in answer.out and "60 s" in answer.out
    found = sealed("audit", "verify", "--json").json
    assert (found["ok"], found["finding"], found["head_compared"]) == (True, None, True)
    number = sealed.ids()[0]
    sealed("note", number, "--note", "noch", "--at", "2010-06-02T10:00")
    found = sealed("audit", "verify", "--json").json
    assert (found["unsealed"], found["sealing_seconds"]) == (1, 60)
    assert found["unsealed_since"] == "2010-06-02T02:00:00+00:00"


def test_a_bad_row_is_named_with_exit_1_on_stdout(sealed, tmp_path):
    damage(tmp_path, "UPDATE events SET actor = 'x' WHERE id = 5")
    answer = sealed("audit", "verify", "--json")
    assert answer.code == 1
    assert answer.json["finding"]["number"] == 5 and answer.json["finding"]["what"] == "edited"
    assert "event 5: edited" in sealed("audit", "verify").out


def test_an_export_is_verified_without_the_database_and_a_cut_shows_against_a_head(
    sealed, tmp_path
):
    head = tmp_path / "june.sqlite.head"
    done = sealed("audit", "export", tmp_path / "record.jsonl", "--json").json
    assert done["head"]["seq"] == done["seals"] - 1 == json.loads(head.read_text())["seq"]
    sealed.set(database_url="sqlite:///nowhere.sqlite")
    file = tmp_path / "record.jsonl"
    assert sealed("audit", "verify", "--file", file).code == 0
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    last = done["seals"] - 1
    cut = [line for line in lines if f'"seq":{last}' not in line and f'"id":{last},' not in line]
    cut += ['{"head":null}\n']
    file.write_text("".join(cut), encoding="utf-8")
    assert not sealed("audit", "verify", "--file", file, "--json").json["head_compared"]
    answer = sealed("audit", "verify", "--file", file, "--head", head, "--json")
    assert (answer.code, answer.json["finding"]["what"]) == (1, "tail cut")


@pytest.mark.parametrize("text", ["", "nothing\n", '{"record":1}\n'])
def test_a_file_that_is_no_export_is_refused(sealed, tmp_path, text):
    (tmp_path / "x.jsonl").write_text(text)
    answer = sealed("audit", "verify", "--file", tmp_path / "x.jsonl")
    assert (answer.code, answer.crashed) == (1, False) and "duban audit export" in answer.err
    assert sealed("audit", "verify", "--head", tmp_path / "x.jsonl").code == 1


def test_without_a_key_nothing_is_sealed_and_the_doctor_says_so(june):
    assert june(*NOW).json["sealed"] == 0
    (one,) = record(june)
    assert (one["level"], one["said"]) == (
        "note",
        "DUBAN_SECRET_KEY is not set: the record is not sealed",
    )
    answer = june("audit", "verify")
    assert answer.code == 1 and "DUBAN_SECRET_KEY" in answer.err


def test_once_it_is_sealed_nothing_is_written_without_the_key(sealed):
    number = sealed.ids()[0]
    sealed.environment.delenv("DUBAN_SECRET_KEY")
    answer = sealed("note", number, "--note", "x", "--at", "2010-06-02T10:00")
    assert (answer.code, answer.crashed) == (1, False) and "DUBAN_SECRET_KEY" in answer.err
    assert record(sealed)[0]["level"] == "bad"
    sealed.set(secret_key="another" * 5)
    answer = sealed("run")
    assert answer.code == 1 and "is not the key" in answer.err
    assert sealed("status").code == 0, "reading goes on"


def test_the_doctor_misses_a_dropped_trigger_and_sees_what_the_sealer_refused(sealed, tmp_path):
    assert {one["level"] for one in record(sealed)} == {"ok"}
    damage(
        tmp_path,
        "INSERT INTO events (programme, kind, why, at, recorded_at) SELECT programme, kind, why,"
        " at, recorded_at FROM events WHERE id = 1",
    )
    number = sealed.ids()[0]
    sealed("note", number, "--note", "x", "--at", "2010-06-02T10:00")
    done = sealed("tick", "--at", "2010-06-02T10:01", "--json").json
    assert done["unsealable"] == 1
    said = [(one["level"], one["said"]) for one in record(sealed)]
    assert [level for level, _ in said] == ["bad", "bad"]
    assert "could not be sealed" in said[0][1] and "no trigger" in said[1][1]
