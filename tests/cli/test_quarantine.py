"""`duban obligations --aside` and `retry`: what a sweep failed on is seen, and tried again."""

import contextlib
import sqlite3

import pytest

LATER = ("--at", "2010-06-01T10:05")


def change(tmp_path, number, **columns):
    """Past all guards, as a failing disk or a hand would. Returns the policy it had."""
    sets = ", ".join(f"{name} = ?" for name in columns)
    with contextlib.closing(sqlite3.connect(tmp_path / "june.sqlite")) as connection, connection:
        query = "SELECT policy FROM obligations WHERE id = ?"
        (policy,) = connection.execute(query, (number,)).fetchone()
        connection.execute(
            f"UPDATE obligations SET {sets}, version = version + 1 WHERE id = ?",
            (*columns.values(), number),
        )
    return policy


@pytest.fixture
def bad(june, tmp_path):
    """(number, its policy) of a rally on which a sweep has failed."""
    (number,) = june.ids("--item", "rally", "--unit", "b2")
    due = "2010-06-01T01:00:00.000000Z"
    policy = change(tmp_path, number, policy="no-such-policy", next_check_at=due)
    done = june("tick", "--at", "2010-06-01T10:00", "--json")
    assert (done.code, done.json["quarantined"]) == (0, 1)
    return number, policy


def test_what_was_quarantined_is_listed_with_its_error_beside_all_that_is_sound(june, bad):
    (one,) = june("obligations", "--aside", *LATER, "--json").json
    assert one["id"] == bad[0] and "no-such-policy" in one["error"]
    assert "no-such-policy" in june("obligations", "--aside", *LATER).out
    assert len(june("obligations", *LATER, "--json").json) > 1
    assert "no-such-policy" in june("obligations", "show", bad[0], *LATER).out
    assert june("calls", *LATER).code == june("status", *LATER).code == 0


def test_once_corrected_it_is_tried_again_by_the_next_tick_and_not_an_hour_later(
    june, bad, tmp_path
):
    change(tmp_path, bad[0], policy=bad[1])
    answer = june("obligations", "retry", bad[0], *LATER)
    assert answer.code == 0 and "the next run processes it again" in answer.out
    assert june("tick", "--at", "2010-06-01T10:06", "--json").json["quarantined"] == 0
    shown = june.shown(bad[0], "2010-06-01T10:07")
    assert shown["error"] is None
    (event,) = [e for e in shown["events"] if e["kind"] == "retried"]
    assert event["actor"] == "clerk@example.org" and "no-such-policy" in event["why"]["error"]


def test_without_a_number_all_that_was_quarantined_is_tried_again(june, bad):
    (one,) = june("obligations", "retry", *LATER, "--json").json
    assert one["id"] == bad[0]
    again = june("tick", "--at", "2010-06-01T10:06", "--json")
    assert again.json["quarantined"] == 1
    assert june("obligations", "retry", bad[0], "--at", "2010-06-01T10:07").code == 0
    none = june("obligations", "retry", "--at", "2010-06-01T10:07")
    assert none.code == 1 and "no item has failed processing" in none.err


def test_what_is_not_quarantined_or_not_there_is_refused_and_all_with_it(june, bad):
    (sound,) = june.ids("--item", "rally", "--unit", "b1")
    for number, said in ((sound, "has not failed"), (99999, "no obligation 99999")):
        answer = june("obligations", "retry", bad[0], number, *LATER)
        assert answer.code == 1 and said in answer.err
    shown = june.shown(bad[0], "2010-06-01T10:07")
    assert not [e for e in shown["events"] if e["kind"] == "retried"]


def test_it_is_the_offices_to_do_and_who_else_tried_is_on_record(june, bad):
    answer = june("obligations", "retry", bad[0], "--as", "b1-head@example.org", *LATER)
    assert (answer.code, answer.crashed) == (1, False)
    events = june.shown(bad[0], "2010-06-01T10:07")["events"]
    assert [(e["kind"], e["actor"]) for e in events][-1] == ("denied", "b1-head@example.org")


def test_the_doctor_names_what_was_quarantined_and_the_command_that_tries_it_again(june, bad):
    (one,) = [one for one in june("doctor", "--json").json if one["what"] == "rows"]
    assert one["level"] == "bad" and str(bad[0]) in one["said"]
    assert "duban obligations retry" in one["cure"]


def test_the_doctor_is_content_where_nothing_was_quarantined(june):
    (one,) = [one for one in june("doctor", "--json").json if one["what"] == "rows"]
    assert one["level"] == "ok"
