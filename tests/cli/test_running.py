"""tick, migrate, trial and doctor: the machine's side, called by scripts and by cron."""

import contextlib
import sqlite3
from pathlib import Path

NOW = ("tick", "--at", "2010-06-01T09:30", "--json")


def test_a_second_tick_for_one_instant_sends_nothing(june, box):
    june.set(smtp_url=f"smtp://127.0.0.1:{box.port}")
    first = june(*NOW).json
    assert first["sent"] > 5 and first["as_of"] == "2010-06-01T09:30:00+08:00"
    second = june(*NOW).json
    assert {v for k, v in second.items() if k not in ("as_of", "zone")} == {0}
    assert len(box.taken) == first["sent"]


def test_a_tick_counts_what_was_put_off_and_what_failed(june, box):
    june.set(smtp_url=f"smtp://127.0.0.1:{box.port}")
    box.answer = lambda step: (
        {"b1-head@example.org": "550 5.1.1 no", "b3-head@example.org": "451 later"}.get(
            step.recipient
        )
        if step.verb == "RCPT"
        else None
    )
    done = june(*NOW).json
    assert (done["failed"], done["retry"]) == (1, 1)
    assert done["sent"] > 3


def test_without_a_relay_a_tick_sends_nothing_keeps_everything_and_says_so(june):
    answer = june(*NOW)
    assert (answer.code, answer.json["sent"]) == (0, 0)
    assert "DUBAN_SMTP_URL is not set" in answer.err
    assert {m["state"] for m in june("messages", "--json").json} == {"pending"}


def test_when_a_second_programme_is_published_a_tick_still_sweeps_both(june):
    text = Path("plan.yaml").read_text(encoding="utf-8").replace("key: small", "key: second")
    Path("second.yaml").write_text(text, encoding="utf-8")
    assert june("publish", "second.yaml", "--at", "2010-06-01T09:10").code == 0
    assert june(*NOW).code == 0
    assert june("status", "--programme", "second", "--json").json["as_of"]


def test_where_there_are_several_programmes_a_command_asks_which_and_takes_the_answer(june):
    text = Path("plan.yaml").read_text(encoding="utf-8").replace("key: small", "key: second")
    Path("second.yaml").write_text(text, encoding="utf-8")
    june("publish", "second.yaml", "--at", "2010-06-01T09:10")
    unnamed = june("status")
    assert unnamed.code == 1 and "--programme" in unnamed.err
    for key in ("small", "second"):
        assert june("status", "--programme", key, "--json").json["programme"] == key


def test_migrating_twice_changes_nothing_the_second_time(duban, tmp_path):
    duban.set(database_url=f"sqlite:///{tmp_path / 'new.sqlite'}")
    first, second = duban("migrate", "--json").json, duban("migrate", "--json").json
    assert (first["changed"], second["changed"]) == (True, False)
    assert first["revision"] == second["revision"]


def test_trial_mode_is_switched_on_and_seen_in_the_status(june):
    assert june("trial", "on", "--json").json["trial"] is True
    assert june("status", "--json").json["trial"] is True


def test_who_switched_trial_mode_is_on_record(june, tmp_path):
    assert june("trial", "on", "--as", "b1-head@example.org").code == 1
    june("trial", "on", "--as", "clerk@example.org")
    june("trial", "on")
    with contextlib.closing(sqlite3.connect(tmp_path / "june.sqlite")) as database:
        found = list(database.execute("SELECT old, new, actor FROM events WHERE kind = 'trial'"))
    assert found == [("off", "on", "clerk")]
    assert june("trial", "off", "--json").json["trial"] is False


def test_a_demo_s_clock_is_the_instant_of_every_command_and_run_refuses_it(june, tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "june.sqlite")) as connection, connection:
        connection.execute("UPDATE programmes SET virtual_now = swept_at")
    assert june("status", "--json").json["as_of"] == "2010-06-01T01:00:00+00:00"
    refused = june("run")
    assert refused.code == 1 and "demo" in refused.err and "DUBAN_DATABASE_URL" in refused.err
    assert june("tick", "--at", "2010-06-02T09:00").code == 0
    assert june("status", "--json").json["as_of"] == "2010-06-02T01:00:00+00:00"


# --- doctor ---------------------------------------------------------------------------------


def found(duban, what):
    return [one for one in duban("doctor", "--json").json if one["what"] == what]


def test_the_doctor_finds_nothing_bad_in_a_fresh_office(duban):
    answer = duban("doctor", "--json")
    assert answer.code == 0
    levels = {one["what"]: one["level"] for one in answer.json}
    assert levels["names"] == levels["database"] == "ok"
    assert levels["relay"] == levels["programmes"] == "note"
    assert set(levels.values()) <= {"ok", "note", "bad"}


def test_whatever_the_doctor_finds_bad_comes_with_a_cure(june, tmp_path):
    june.set(smtp_url="smtp://127.0.0.1:1")
    found = june("doctor", "--json").json
    bad = [one for one in found if one["level"] == "bad"]
    assert {one["what"] for one in bad} == {"relay", "clock"}
    assert all(one["cure"] for one in bad)


def test_a_database_that_was_never_migrated_is_bad_and_the_cure_is_named(duban, tmp_path):
    duban.set(database_url=f"sqlite:///{tmp_path / 'empty.sqlite'}")
    (one,) = found(duban, "database")
    assert (one["level"], one["cure"]) == ("bad", "run: duban migrate")


def test_a_relay_that_lets_us_in_is_ok_and_one_that_refuses_is_bad(june, box):
    june.set(smtp_url=f"smtp://127.0.0.1:{box.port}")
    assert found(june, "relay")[0]["level"] == "ok"
    box.answer = lambda step: "554 go away" if step.verb == "GREETING" else None
    (refused,) = found(june, "relay")
    assert refused["level"] == "bad" and "554" in refused["said"]


def test_a_password_that_would_travel_in_the_open_is_bad_before_it_travels(june):
    june.set(smtp_url="smtp://duban:right-horse@mail.example.org")
    (one,) = found(june, "relay")
    assert one["level"] == "bad" and "unencrypted" in one["said"]


def test_a_vacant_post_and_somebody_without_an_address_are_named(june, tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "june.sqlite")) as connection, connection:
        connection.execute("UPDATE people SET email = '' WHERE key = 'b1-head'")
        connection.execute("DELETE FROM posts WHERE person = 'b2-head'")
        connection.execute("UPDATE people SET ends_on = '2010-05-01' WHERE key = 'b3-head'")
    said = " ".join(one["said"] for one in found(june, "posts"))
    assert "b1-head" in said and "b3-post" in said


def test_a_doctor_who_finds_a_dead_relay_exits_1(june):
    june.set(smtp_url="smtp://127.0.0.1:1")
    assert june("doctor").code == 1
