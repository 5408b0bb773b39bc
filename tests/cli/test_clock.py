"""The machine's own clock is years ahead of the last sweep: nothing moves until it is confirmed."""

import json
from pathlib import Path

HELD = "days ago"


def test_a_tick_by_the_machine_s_clock_is_held_with_the_cure_and_one_command_lets_it_go_on(june):
    before = june("messages", "--json").json
    answer = june("tick")
    assert (answer.code, answer.crashed) == (1, False)
    assert HELD in answer.err and "duban tick --confirm-gap" in answer.err
    assert june("messages", "--json").json == before
    assert june("tick", "--confirm-gap", "--json").json["events"] > 0
    assert june("tick").code == 0
    assert "gap_confirmed" in json.dumps([e["kind"] for e in exported(june)])


def exported(duban):
    assert duban("audit", "export", "record.jsonl").code == 0
    lines = Path("record.jsonl").read_text(encoding="utf-8").splitlines()
    return [line["event"] for line in map(json.loads, lines) if "event" in line]


def test_the_doctor_and_the_status_say_why_nothing_is_swept(june):
    clock = [one for one in june("doctor", "--json").json if one["what"] == "clock"]
    assert [one["level"] for one in clock] == ["bad"]
    assert HELD in clock[0]["said"] and "--confirm-gap" in clock[0]["cure"]
    answer = june("status", "--json")
    assert HELD in answer.json["held"]
    assert "nothing is processed" in june("status").out
    assert june("status", "--at", "2010-06-02", "--json").json["held"] is None


def test_an_instant_that_is_named_is_confirmed_by_that(june):
    assert june("tick", "--at", "2011-06-01T09:00").code == 0


def test_a_clock_that_went_back_is_noted_although_the_tick_is_refused(june):
    assert june("tick", "--at", "2100-01-04T09:00").code == 0
    answer = june("tick")
    assert answer.code == 1 and "before the last sweep" in answer.err
    assert june("tick", "--at", "2100-01-05T09:00").code == 0
    assert [e["kind"] for e in exported(june)].count("clock_back") == 1
