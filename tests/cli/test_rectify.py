"""A finding from its issue to its closing, from the command line."""

from pathlib import Path

from tests.cli.desk import OBLIGATION, misfits

MORE = {"what", "where", "severity", "source", "signed_at", "listed", "plan", "checked_by",
        "struck_off_on", "relapses", "slips", "inspection", "lookback"}  # fmt: skip
HEAD = ("--as", "b3-head@example.org", "--at", "2010-06-01T10:00", "--json")
REVIEWER = ("--as", "committee-head@example.org", "--at", "2010-06-01T11:00", "--json")


def issued(june, *more):
    words = ("--unit", "b3", "--what", "通道堆物", "--verifier", "committee-head@example.org")
    return june("rectify", "open", *words, *more, "--at", "2010-06-01T09:30", "--json")


def test_a_finding_is_taken_to_its_end_by_commands_and_carries_its_facts(june):
    row = issued(june, "--severity", "hard", "--source", "检查", "--where", "库房").json
    assert misfits({k: v for k, v in row.items() if k not in MORE}, OBLIGATION) == []
    assert (row["kind"], row["severity"], row["due_on"]) == ("rectification", "hard", "2010-07-01")
    number = row["id"]
    june("rectify", "sign", number, *HEAD)
    plan = {"cause": "库房小", "goal": "通道畅通", "measures": "腾库"}
    june("rectify", "plan", number, *(f"--{k}={v}" for k, v in plan.items()), *HEAD)
    june("rectify", "report", number, "--note", "已清", *HEAD)
    june("rectify", "apply", number, *HEAD)
    june("rectify", "check", number, "--note", "畅通", *REVIEWER)
    done = june("rectify", "strike", number, *REVIEWER).json
    assert (done["state"], done["on_time"], done["struck_off_on"]) == (
        "struck_off",
        True,
        "2010-06-01",
    )
    assert done["plan"] == plan
    kinds = [e["kind"] for e in june.shown(number)["events"]]
    assert kinds == ["issued", "signed", "measures", "reported", "applied", "checked", "struck_off"]


def test_a_move_the_table_does_not_list_is_refused_with_what_is_possible(june):
    number = issued(june).json["id"]
    answer = june("rectify", "strike", number, *REVIEWER)
    assert answer.code == 1
    assert "possible now: sign, object, reassign" in answer.err
    assert answer.json["state"] == "issued"


def test_the_call_list_names_who_is_late_with_their_phone_and_who_has_been_called(june):
    before = june("calls", "--at", "2010-06-01T10:00", "--json").json
    assert {one["name"] for one in before} == {"b1-head", "b2-head", "b3-head"}
    assert {(one["phone"], one["workdays_overdue"]) for one in before} == {("1", 1)}
    june("phoned", before[0]["matters"][0], "--note", "明天报", "--at", "2010-06-01T10:00")
    after = june("calls", "--at", "2010-06-01T11:00", "--json").json
    assert [one["phoned_today"] for one in after] == [True, False, False]


def test_a_limit_in_the_past_is_refused_and_nothing_is_issued(june):
    answer = issued(june, "--due", "2010-05-31")
    assert (answer.code, "is past" in answer.err) == (1, True)
    assert june.ids("--kind", "rectification") == []


def test_a_severity_nobody_knows_is_refused_with_those_there_are(june):
    answer = issued(june, "--severity", "terrible")
    assert answer.code == 1 and "at_once, urgent, ordinary, hard" in answer.err


def test_after_the_date_more_time_is_refused_and_an_explanation_decided_on(june):
    number = issued(june, "--due", "2010-06-01").json["id"]
    june("rectify", "sign", number, *HEAD)
    later = ("--as", "b3-head@example.org", "--at", "2010-06-03T10:00", "--json")
    asked = ("--to", "2010-06-18", "--reason", "下雨")
    refused = june("extend", number, *asked, *later)
    assert refused.code == 1 and "情况说明" in refused.err
    assert june("rectify", "explain", number, *asked, *later).code == 0
    agreed = june(
        "extend",
        number,
        "--approve",
        "--as",
        "committee-head@example.org",
        "--at",
        "2010-06-04T10:00",
        "--json",
    ).json
    assert (agreed["due_on"], agreed["holder_due_on"], agreed["light"]) == (
        "2010-06-01",
        "2010-06-18",
        "red",
    )


def test_a_look_back_is_answered_by_the_number_of_what_it_looks_at(june):
    number = issued(june).json["id"]
    june("rectify", "sign", number, *HEAD)
    june("rectify", "apply", number, *HEAD)
    june("rectify", "check", number, "--note", "畅通", *REVIEWER)
    assert june("rectify", "strike", number, *REVIEWER).json["lookback"]["on"] == "2010-07-31"
    (back,) = june("obligations", "--kind", "lookback", "--at", "2010-06-01T12:00", "--json").json
    assert (back["about"], back["chosen"], back["of_unit"]) == (number, "drawn", "b3")
    row = june("rectify", "holds", number, "--note", "仍畅通", *REVIEWER).json
    assert row["lookback"] == {"on": "2010-06-01", "result": "holds"}
    answer = june("rectify", "holds", number, "--note", "再看", *REVIEWER)
    assert answer.code == 1 and "no follow-up check of it is planned" in answer.err


def test_more_time_is_passed_on_by_the_office_and_granted_by_the_leader(june):
    number = issued(june).json["id"]
    june("rectify", "sign", number, *HEAD)
    assert june("extend", number, "--to", "2010-06-30", "--reason", "下雨", *HEAD).code == 0
    leader = ("--as", "leader-2@example.org", "--at", "2010-06-01T11:00", "--json")
    early = june("extend", number, "--approve", *leader)
    assert early.code == 1 and "possible now: pass, refuse" in early.err
    assert june("extend", number, "--pass", "--at", "2010-06-01T11:00").code == 0
    assert june("extend", number, "--approve", *leader).json["due_on"] == "2010-06-30"
    both = june("extend", number, "--pass", "--refuse", *leader)
    assert both.code == 1 and "give one of them" in both.err


def test_the_forms_that_a_hand_signs_are_written_and_nothing_else_is(june):
    number = issued(june).json["id"]
    assert june("rectify", "form", number, "a.docx", "--at", "2010-06-01T10:00").code == 0
    assert Path("a.docx").read_bytes()[:2] == b"PK"
    june("rectify", "sign", number, *HEAD)
    june("extend", number, "--to", "2010-06-28", "--reason", "下雨", *HEAD)
    assert june("extend-form", number, "b.docx", "--at", "2010-06-01T11:00").code == 0
    assert Path("b.docx").read_bytes() != Path("a.docx").read_bytes()
    refused = june("extend-form", number, "c.pdf", "--at", "2010-06-01T11:00")
    assert refused.code == 1 and ".docx" in refused.err and not Path("c.pdf").exists()
    (task, *_) = june.ids("--light", "red", "--at", "2010-06-01T11:00")
    for command in (("rectify", "form"), ("extend-form",)):
        answer = june(*command, task, "c.docx", "--at", "2010-06-01T11:00")
        assert answer.code == 1 and "is not a re" in answer.err and not Path("c.docx").exists()
