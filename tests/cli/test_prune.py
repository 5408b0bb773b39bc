"""`duban audit prune`: shown first, done with --confirm, refused with the reason."""

import contextlib
import sqlite3

import pytest

from tests.stories.world import NO_BULLETINS, RALLY, plan

KEY = "k" * 32


@pytest.fixture
def old(june, tmp_path):
    """June 2010 with a key, and an export; the machine's clock is years later."""
    june.set(secret_key=KEY)
    june("tick", "--at", "2010-06-02T09:00")
    assert june("audit", "export", tmp_path / "all.jsonl", "--mails", "--json").json["messages"]
    return june


def prune(duban, tmp_path, *more):
    return duban("audit", "prune", "--export", tmp_path / "all.jsonl", "--before", *more)


def test_what_somebody_still_owes_keeps_its_months(old, tmp_path):
    answer = prune(old, tmp_path, "2010-07", "--confirm")
    assert (answer.code, answer.crashed) == (1, False)
    assert "items are not done" in answer.err and "mails are not sent yet" in answer.err
    assert old("audit", "verify", "--json").json["pruned"] is None


@pytest.mark.parametrize("month", ["2010", "2010-13", "2010-07-01", "x"])
def test_a_month_that_is_none_is_refused(old, tmp_path, month):
    answer = prune(old, tmp_path, month)
    assert (answer.code, answer.crashed) == (1, False) and "2011-01" in answer.err


def test_an_export_that_was_tampered_with_is_refused(old, tmp_path):
    file = tmp_path / "all.jsonl"
    file.write_text(file.read_text().replace('"kind":"created"', '"kind":"opened"', 1))
    answer = prune(old, tmp_path, "2010-07", "--confirm")
    assert answer.code == 1 and "was changed" in answer.err


def test_without_a_key_nothing_is_pruned(old, tmp_path):
    old.environment.delenv("DUBAN_SECRET_KEY")
    answer = prune(old, tmp_path, "2010-07", "--confirm")
    assert answer.code == 1 and "DUBAN_SECRET_KEY" in answer.err


def test_a_month_that_has_everything_over_goes_and_verifies_with_its_export(
    duban, sqlite_url, tmp_path
):
    database = sqlite_url.removeprefix("sqlite:///")
    (tmp_path / "plan.yaml").write_text(plan(RALLY), encoding="utf-8")
    (tmp_path / "decisions.yaml").write_text(NO_BULLETINS, encoding="utf-8")
    duban.set(secret_key=KEY)
    duban("migrate")
    files = ("plan.yaml", "--decisions", "decisions.yaml", "--org", "org.yaml")
    done = duban("publish", *files, "--at", "2010-05-28T09:30")
    assert done.code == 0, done.err
    assert duban("tick", "--at", "2010-05-29T00:00").code == 0
    for number in duban.ids("--kind", "task"):
        assert duban("waive", number, "--reason", "x", "--at", "2010-05-30").code == 0
    assert duban("anchor", "set", "congress", "2010-07-20", "--at", "2010-05-30").code == 0
    for at in ("2010-06-30T09:00", "2010-08-02T09:00"):
        assert duban("tick", "--at", at).code == 0
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE messages SET state = 'cancelled'")
    file = tmp_path / "all.jsonl"
    assert duban("audit", "export", file, "--mails").code == 0
    shown = prune(duban, tmp_path, "2010-07", "--json")
    assert shown.code == 0, shown.err
    assert (shown.json["pruned"], list(shown.json["months"])) == (False, ["2010-05", "2010-06"])
    assert "nothing was changed" in prune(duban, tmp_path, "2010-07").out
    done = prune(duban, tmp_path, "2010-07", "--confirm", "--json")
    assert done.code == 0 and done.json["pruned"]
    found = duban("audit", "verify", "--json").json
    assert found["ok"] and found["unsealed"] == 0
    assert found["pruned"]["seal"] == done.json["last"]["seq"]
    assert "were pruned" in duban("audit", "verify").out
    whole = duban("audit", "verify", "--with", file, "--json").json
    assert whole["ok"] and whole["pruned"] is None and whole["sealed"] > found["sealed"]
