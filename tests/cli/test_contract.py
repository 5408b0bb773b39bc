"""What scripts rely on: the keys of every answer, with their types."""

import pytest

from tests.cli.desk import (
    CHECK,
    COUNTS,
    DATE,
    DOSSIER,
    MESSAGE,
    OBLIGATION,
    STATUS,
    TEXT,
    TICK,
    misfits,
)

LISTINGS = [
    (("status",), STATUS),
    (("obligations",), [OBLIGATION]),
    (("obligations", "--light", "red"), [OBLIGATION]),
    (("messages",), [MESSAGE]),
    (("tick", "--at", "2010-06-02T09:00"), TICK),
    (("date", "6月中旬前", "--issued", "2010-05-28"), DATE),
    (("check", "plan.yaml"), CHECK | {"counts": COUNTS}),
    (("check", "plan.yaml", "--org", "org.yaml"), {"counts": COUNTS | {"parties": int}}),
    (("anchor", "list"), [{"anchor": str, "title": str, "waiting": int}]),
    (("anchor", "set", "congress", "2012-11-08", "--what-if"),
     {"moves": [{"id": int, "kind": str, "title": str}], "written_to": [str], "what_if": bool}),
    (("org", "posts"), [{"post": str, "unit": str, "role": str, "holder": TEXT, "from": TEXT}]),
    (("org", "people"), [{"key": str, "name": str, "unit": str, "email": str}]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "shape"), LISTINGS, ids=[" ".join(w) for w, _ in LISTINGS])
def test_no_key_a_script_reads_is_missing_or_of_another_type(june, words, shape):
    answer = june(*words, "--json")
    assert (answer.code, misfits(answer.json, shape)) == (0, [])
    assert answer.json


@pytest.mark.parametrize("item", ["rally", "essay", "opinion", "A", "congress"])
def test_no_key_of_one_obligation_in_full_is_missing_whatever_its_kind(june, item):
    number = june.ids("--item", item)[0]
    assert misfits(june.shown(number), DOSSIER) == []


def test_a_message_in_full_says_its_text_beside_everything_the_listing_says(june, box):
    june.set(smtp_url=f"smtp://127.0.0.1:{box.port}")
    june("tick", "--at", "2010-06-01T09:30")
    sent = june("messages", "--to", "b1-head@example.org", "--state", "sent", "--json").json
    number = sent[0]["id"]
    answer = june("messages", "show", number, "--json").json
    assert misfits(answer, MESSAGE | {"body": str}) == []
    assert answer["body"]


def test_the_point_at_which_somebody_is_reminded_next_is_told_with_day_and_addressee(june):
    (number,) = june.ids("--item", "rally", "--unit", "b3")
    triggers = june.shown(number, "2010-06-01")["points"]
    assert [p["point"] for p in triggers["past"]][-2:] == ["0", "+1wd"]
    assert (triggers["next"][0]["date"], triggers["next"][0]["point"]) == ("2010-06-03", "+3wd")
    assert "b3-head@example.org" in triggers["next"][0]["to"]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (("--light", "red"), ["rally"]),
        (("--unit", "b1", "--item", "rally"), ["rally"]),
        (("--holder", "clerk@example.org"), ["A", "bulletin", "congress"]),
        (("--kind", "phase"), ["A"]),
        (("--light", "white"), ["congress", "opinion"]),
    ],
    ids=str,
)
def test_a_filter_lists_what_it_says_and_nothing_else(june, filters, wanted):
    found = june("obligations", *filters, "--at", "2010-06-01", "--json").json
    assert sorted({one["item"] for one in found}) == wanted


def test_messages_are_found_by_address_and_by_what_they_say(june):
    mine = june("messages", "--to", "b1-head@example.org", "--json").json
    assert {m["to"] for m in mine} == {"b1-head@example.org"}
    late = june("messages", "--kind", "overdue", "--json").json
    assert {m["to"].partition("-")[0] for m in late} == {"b1", "b2", "b3"}
    assert all("overdue" in [r["kind"] for r in m["reasons"]] for m in late)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("6月中旬前", {"start": None, "end": "2010-06-20", "press_from": "2010-06-11"}),
        ("2010年5月—6月中旬", {"start": "2010-05-01", "end": "2010-06-20"}),
        ("Q3 2011", {"end": "2011-09-30"}),
        ("before anchor congress-18", {"anchor": "congress-18", "relative": "before"}),
        ("phase.end - 10wd", {"relative": "phase.end-10wd"}),
        ("每月25日前", {"error": None, "end": None}),
    ],
)
def test_a_phrase_is_read_as_the_contract_says(duban, words, expected):
    answer = duban("date", words, "--issued", "2010-05-28", "--json")
    assert answer.code == 0
    assert {key: answer.json[key] for key in expected} == expected


@pytest.mark.parametrize("command", ["status", "obligations", "messages", "anchor list"])
def test_a_listing_for_people_comes_as_a_table_on_stdout(june, command):
    answer = june(*command.split())
    assert answer.code == 0 and answer.err == ""
    assert len(answer.out.splitlines()) > 3
