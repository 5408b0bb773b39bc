"""Whoever tries what they have no right to is refused, and that stands in the record."""


def test_a_refusal_that_concerns_rights_is_recorded_with_who_and_what(june):
    (number, *_) = june.ids("--light", "red", "--at", "2010-06-01T10:00")
    answer = june("accept", number, "--as", "b1-liaison@example.org", "--at", "2010-06-01T10:00")
    assert answer.code == 1
    shown = june.shown(number, "2010-06-01T10:00")
    assert not [e for e in shown["events"] if e["kind"] == "denied"]  # not listed: no right at all
    row = june("report", number, "--as", shown["holder"], "--at", "2010-06-01T10:00", "--json")
    assert row.json["state"] == "reported"
    answer = june("accept", number, "--as", shown["holder"], "--at", "2010-06-01T10:05")
    assert answer.code == 1 and "is for the verifier" in answer.err
    (denied,) = [e for e in june.shown(number)["events"] if e["kind"] == "denied"]
    assert (denied["actor"], denied["why"]["move"]) == (shown["holder"], "accept")
    assert june.shown(number)["state"] == "reported"


def test_a_refusal_for_any_other_reason_is_nobodys_fault_and_leaves_no_trace(june):
    (number, *_) = june.ids("--light", "red", "--at", "2010-06-01T10:00")
    before = len(june.shown(number, "2010-06-01T10:00")["events"])
    assert june("return", number, "--at", "2010-06-01T10:00").code == 1
    assert len(june.shown(number, "2010-06-01T10:00")["events"]) == before
