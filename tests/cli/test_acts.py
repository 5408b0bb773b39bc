"""What people do from the command line: one move on all that were named, or on none."""

from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.desk import OBLIGATION, misfits

PDF = b"%PDF-1.7 minutes of the rally"


def rally(duban, branch):
    (number,) = duban.ids("--item", "rally", "--unit", branch, "--kind", "task")
    return number


def events(duban, number, kind):
    return [e for e in duban.shown(number)["events"] if e["kind"] == kind]


def test_a_report_and_its_acceptance_close_a_item_on_the_day_it_was_done(june):
    number = rally(june, "b1")
    at = ("--at", "2010-06-01T10:00", "--json")
    reported = june("report", number, "--done-on", "2010-05-31", *at).json
    assert misfits(reported, OBLIGATION) == []
    assert (reported["state"], reported["holder"]) == ("reported", "committee-head@example.org")
    accepted = june("accept", number, *at).json
    assert (accepted["state"], accepted["light"], accepted["on_time"]) == ("accepted", "grey", True)


def test_several_obligations_are_moved_together(june):
    numbers = [rally(june, branch) for branch in ("b1", "b2", "b3")]
    answer = june("report", *numbers, "--at", "2010-06-01T10:00", "--json")
    assert [one["id"] for one in answer.json] == numbers
    assert {one["state"] for one in answer.json} == {"reported"}


def test_when_one_of_several_is_refused_none_is_moved_and_each_refusal_is_named(june):
    first, second, third = (rally(june, branch) for branch in ("b1", "b2", "b3"))
    june("report", second, "--at", "2010-06-01T10:00")
    answer = june("report", first, second, third, "--at", "2010-06-01T10:00", "--json")
    assert [one["state"] for one in answer.json] == ["open", "reported", "open"]
    assert f"{second}:" in answer.err and f"{first}:" not in answer.err


def test_a_day_alone_means_its_last_second_in_the_programme_s_own_zone(june):
    number = rally(june, "b1")
    june("note", number, "--note", "started", "--at", "2010-06-02")
    june("note", number, "--note", "half", "--at", "2010-06-02T10:00")
    june("note", number, "--note", "done", "--at", "2010-06-02T10:00+00:00")
    assert [e["at"] for e in events(june, number, "noted")] == [
        "2010-06-02T15:59:59+00:00",
        "2010-06-02T02:00:00+00:00",
        "2010-06-02T10:00:00+00:00",
    ]


@pytest.mark.parametrize("words", [("status",), ("obligations",), ("tick",), ("report", "1"),
                                   ("obligations", "show", "1")], ids=" ".join)  # fmt: skip
def test_nothing_is_read_or_done_before_the_last_sweep(june, words):
    answer = june(*words, "--at", "2010-05-30")
    assert answer.code == 1 and answer.out == ""
    assert "before the last update (2010-06-01T09:00+08:00)" in answer.err


def test_who_acts_is_the_office_unless_somebody_is_named(june):
    number = rally(june, "b1")
    at = ("--at", "2010-06-01T10:00")
    june("note", number, "--note", "x", *at)
    june("note", number, "--note", "y", "--as", "b1-head@example.org", *at)
    assert [e["actor"] for e in events(june, number, "noted")] == [
        "clerk@example.org",
        "b1-head@example.org",
    ]


def test_somebody_without_the_right_is_refused_and_told_who_has_it(june):
    number = rally(june, "b1")
    answer = june("waive", number, "--reason", "x", "--as", "b3-head@example.org")
    assert "verifier" in answer.err
    assert june.shown(number)["state"] == "open"


def test_a_item_that_was_returned_carries_reason_and_new_limit(june):
    number, at = rally(june, "b1"), ("--at", "2010-06-01T10:00", "--json")
    june("report", number, *at)
    back = june("return", number, "--reason", "no minutes", "--due", "2010-06-09", *at).json
    assert (back["state"], back["holder_due_on"]) == ("open", "2010-06-09")
    assert events(june, number, "returned")[0]["why"]["reason"] == "no minutes"


@pytest.mark.parametrize("by_request", [True, False], ids=["by the request", "by the matter"])
@pytest.mark.parametrize("verdict", ["--approve", "--refuse"])
def test_more_time_is_decided_by_the_number_of_the_request_or_of_the_item(
    june, by_request, verdict
):
    (number,) = june.ids("--item", "essay", "--holder", "b1-liaison@example.org")
    at = ("--at", "2010-06-01T10:00", "--json")
    asked = june(
        "extend",
        number,
        "--to",
        "2010-06-30",
        "--reason",
        "harvest",
        "--as",
        "b1-liaison@example.org",
        *at,
    )
    assert asked.json["id"] == number
    (request,) = june.ids("--kind", "decision")
    named = request if by_request else number
    decided = june("extend", named, verdict, "--reason", "so be it", *at)
    assert decided.json["id"] == named
    due = "2010-06-30" if verdict == "--approve" else "2010-06-11"
    assert june.shown(number)["due_on"] == due
    assert june.shown(request)["state"] in ("agreed", "refused")


def test_a_decision_nobody_asked_for_is_refused(june):
    answer = june("extend", rally(june, "b1"), "--approve")
    assert "nobody has asked" in answer.err


@pytest.mark.parametrize(("name", "content"), [("minutes.pdf", PDF), ("notes.txt", b"held"),
                                               ("photo.JPG", b"\xff\xd8\xff\xe0jpeg")])  # fmt: skip
def test_evidence_is_kept_under_what_is_in_it_and_named_in_the_record(
    june, tmp_path, name, content
):
    Path(name).write_bytes(content)
    number = rally(june, "b1")
    june("report", number, "--evidence", name, "--at", "2010-06-01T10:00")
    digest = sha256(content).hexdigest()
    assert (tmp_path / "files" / digest[:2] / digest).read_bytes() == content
    assert events(june, number, "reported")[0]["why"]["evidence"] == [[digest, name]]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tool.exe", b"MZ", "not a type we keep"),
        ("macro.docm", b"PK\x03\x04", "not a type we keep"),
        ("page.html", b"<script>", "not a type we keep"),
        ("minutes.pdf", b"MZ program", "not what its name says"),
        ("photo.png", b"<svg/>", "not what its name says"),
        ("report.docx", b"PK\x03\x04 no document", "not what its name says"),
        ("missing.pdf", None, "cannot be read"),
    ],
)
def test_what_is_no_evidence_is_refused_and_nothing_of_the_move_remains(
    june, tmp_path, name, content, said
):
    Path("good.pdf").write_bytes(PDF)
    if content is not None:
        Path(name).write_bytes(content)
    number = rally(june, "b1")
    answer = june("report", number, "--evidence", "good.pdf", "--evidence", name)
    assert said in answer.err
    assert june.shown(number)["state"] == "open"
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize("more", [0, 1])
def test_evidence_may_have_twenty_megabytes_and_not_one_byte_more(june, more):
    with Path("long.txt").open("wb") as file:
        file.truncate(20 * 1024 * 1024 + more)
    number = rally(june, "b1")
    answer = june("note", number, "--note", "x", "--evidence", "long.txt", "--json")
    assert len(events(june, number, "noted")) == 1 - more
    assert ("20 MB" in answer.err) == bool(more)


def test_what_is_not_ours_is_said_and_decided_by_one_command(june):
    number = rally(june, "b1")
    at = ("--at", "2010-06-01T10:00", "--json")
    said = june(
        "object", number, "--reason", "not ours", "--unit", "b2", *at, "--as", "b1-head@example.org"
    )
    assert said.code == 0 and events(june, number, "objected")
    assert "nobody has asked for more time" in june("extend", number, "--approve").err
    taken = june("object", number, "--approve", "--as", "clerk@example.org", *at)
    assert taken.code == 1 and "is responsible for the same item already" in taken.err
    assert june("object", number, "--approve", "--unit", "-", *at).json["state"] == "waived"
