"""Phases open, warn and close with their rates; what goes on for ever is asked, never red."""

from datetime import date

import pytest

from tests.stories.world import RALLY, plan
from workflows.domain.errors import Refused

IN_A = "{id: job, owes: each unit(kind=branch), verifier: none, phase: A}"
KEEP = "{id: keep, owes: each unit(kind=branch), ongoing: true, words: programme}"
ROUND = "{id: round, owes: each unit(kind=branch), verifier: none, recurs: 每月25日前}"


def test_a_phase_is_opened_to_the_leading_group_warned_of_and_closed_with_its_rates(tell):
    story = tell(plan(IN_A)).to("2010-06-01")
    story.act("report", "job", "b1", by="b1-head")
    story.to("2010-06-18")
    opened = {m.to for m in story.mails(kind="phase_opened")}
    assert opened == {"director", "committee-head", "clerk"}
    assert {m.to for m in story.mails(kind="phase_closing")} == {"clerk"}
    story.to("2010-06-21")
    row = story.row("A", kind="phase")
    assert (row.due_on, row.state, row.light) == (date(2010, 6, 20), "closed", "grey")
    closed = story.mails(kind="phase_closed")
    assert {(m.to, m.on.isoformat()) for m in closed} == {
        (to, "2010-06-21") for to in ("director", "committee-head", "clerk")
    }
    assert all("33%" in m.body for m in closed)


def test_what_a_closed_phase_left_unfinished_stays_red_and_is_reminded_on(tell):
    story = tell(plan(IN_A)).to("2010-06-22")
    row = story.row("job", "b1")
    assert (row.state, row.light) == ("open", "red")
    assert ("2010-06-21", "b1-head", "overdue") in story.said(row)


def test_what_goes_on_for_ever_is_asked_for_a_note_each_half_year_and_never_red(tell):
    story = tell(plan(KEEP)).to("2010-05-31")
    row = story.row("keep", "b1")
    assert (row.state, row.light, row.due_on) == ("ongoing", "green", None)
    for day in ("2010-10-29", "2010-11-29", "2010-12-31", "2011-05-30", "2012-05-28"):
        story.leap(f"{day}T00:00")
        story.leap(f"{day}T09:00")
        assert story.row("keep", "b1").light == "green"
    asked = [day for day, to, _ in story.said(row, "note_asked") if to == "b1-head"]
    assert asked == ["2010-11-29", "2011-05-30", "2012-05-28"]


def test_a_note_is_kept_and_tells_nobody(tell):
    story = tell(plan(KEEP)).to("2010-05-31")
    sent = len(story.mails(state=""))
    row = story.act("note", "keep", "b1", by="b1-head", note="照常")
    story.tick()
    assert [e.why["note"] for e in story.events(row, "noted")] == ["照常"]
    assert len(story.mails(state="")) == sent


def test_a_recurring_item_has_exactly_one_future_round_at_any_time(tell):
    story = tell(plan(ROUND)).to("2010-05-31")
    for day in ("2010-06-26", "2010-07-26", "2010-08-26", "2010-09-26"):
        story.leap(f"{day}T00:00")
        ahead = [r for r in story.rows("round", unit="b1") if r.state == "planned"]
        assert len(ahead) == 1
    rounds = [r.key.occurrence for r in story.rows("round", unit="b1")]
    assert rounds == sorted(set(rounds)) and rounds[0] == "2010-06-25"


def test_rounds_missed_while_the_program_was_down_are_all_owed(tell):
    story = tell(plan(ROUND)).to("2010-05-31")
    story.leap("2010-09-01T09:00")
    story.leap("2010-09-01T09:05")
    rounds = [(r.due_on.month, r.due_on.day, r.light) for r in story.rows("round", unit="b1")]
    missed = [(6, 25, "red"), (7, 23, "red"), (8, 25, "red")]
    assert rounds == [*missed, (9, 25, "green"), (10, 25, "green")]


def test_what_comes_after_another_item_can_only_be_reported_after_it(tell):
    after = "{id: sums, owes: each unit(kind=branch), verifier: none, phase: A, after: [rally]}"
    story = tell(plan(RALLY, after)).to("2010-05-31")
    with pytest.raises(Refused, match="rally"):
        story.act("report", "sums", "b1", by="b1-head")
    story.act("report", "rally", "b1", by="b1-head")
    assert story.act("report", "sums", "b1", by="b1-head").state == "accepted"


def test_a_date_that_counts_from_another_report_is_known_once_that_is_reported(tell):
    later = "{id: S1, owes: each unit(kind=branch), verifier: none, words: after R1 + 10wd}"
    story = tell(plan(RALLY.replace("rally", "R1"), later)).to("2010-05-31")
    assert story.row("S1", "b1").light == "white"
    story.act("report", "R1", "b1", by="b1-head")
    story.act("accept", "R1", "b1", by="committee-head")
    story.to("2010-06-01")
    assert story.row("S1", "b1").due_on == date(2010, 6, 12)
    assert story.row("S1", "b2").due_on is None
