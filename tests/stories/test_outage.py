"""The process was down, ran twice, met a bad row: nothing lost, nothing said twice."""

from datetime import date

import pytest

from scheduler.sweep import QUARANTINED
from tests.stories.world import ESSAY, RALLY, plan
from workflows.commands import quarantine
from workflows.commands.door import as_person
from workflows.domain.errors import Refused

LIST = "{id: list, owes: each unit(kind=branch), verifier: parent unit, words: 6月1日前}"
NO_POLICY = "no-such-policy"


def test_after_three_days_down_everybody_gets_one_mail_in_which_each_item_stands_once(tell):
    story = tell(plan(RALLY, LIST)).to("2010-05-31")
    story.leap("2010-06-04T10:00")
    row = story.row("rally", "b3")
    # The leader finds the supervision notices they may sign in the same mail.
    said = {"b3-head": {"overdue"}, "leader-2": {"escalated", "paper_to_sign"}}
    for reader, kinds in said.items():
        (letter,) = story.mails(to=reader, on="2010-06-04")
        assert [i.obligation for i in letter.items if not i.dropped].count(row.id) == 1
        assert set(letter.kinds) == kinds
    missed = [e for e in story.events(row, "overdue") if e.recorded_at == story.now]
    assert [(e.trigger, e.why["outcome"], e.why.get("into")) for e in missed] == [
        ("+1wd", "merged", "+3wd"),
        ("+3wd", "said", None),
    ]
    assert row.level == 2


def test_years_that_nobody_swept_leave_one_line_for_what_repeats_with_how_often_it_was(tell):
    story = tell(plan(RALLY)).to("2010-06-01")
    story.leap("2026-03-02T10:00")
    row = story.row("rally", "b3")
    fresh = [e for e in story.events(row) if e.recorded_at == story.now]
    assert len(fresh) < 10
    (latest,) = [e for e in fresh if e.n]
    assert latest.why["missed"] == latest.n - 1 > 700


def test_a_mail_that_comes_late_says_so_and_names_the_day_it_was_due(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    story.leap("2010-06-04T10:00")
    (letter,) = story.mails(to="b3-head", on="2010-06-04")
    assert "迟发说明：本提醒应于6月3日" in letter.body


def test_what_became_due_while_the_program_was_down_over_a_holiday_waits_for_a_working_day(tell):
    story = tell(plan(RALLY)).to("2010-06-11")
    story.leap("2010-06-15T10:00")
    assert story.row("rally", "b3").level == 4
    assert story.mails(on="2010-06-15") == []
    story.to("2010-06-17")
    (letter,) = story.mails(to="director", on="2010-06-17")
    assert letter.kinds.count("escalated") == 3


def test_of_several_missed_reminders_only_the_latest_is_said(tell):
    long = "{id: long, owes: each unit(kind=branch), words: 7月30日前}"
    story = tell(plan(long)).to("2010-07-15")
    story.leap("2010-07-30T08:00")
    story.to("2010-07-30")
    row = story.row("long", "b1")
    assert story.said(row, "reminder", "due_today") == [("2010-07-30", "b1-head", "due_today")]
    outcomes = {e.trigger: e.why["outcome"] for e in story.events(row, "reminder", "due")}
    assert outcomes == {"-10wd": "superseded", "-3wd": "superseded", "0": "said"}


def test_a_second_tick_for_the_same_instant_sends_nothing(tell):
    story = tell(plan(RALLY, ESSAY)).to("2010-06-01")
    before = story.rows(), story.events(), story.mails(state="")
    swept = story.tick()
    assert (swept.events, swept.messages) == (0, 0)
    assert (story.rows(), story.events(), story.mails(state="")) == before


def test_a_clock_that_went_back_repeats_nothing(tell):
    story = tell(plan(RALLY)).to("2010-06-03")
    before, sent = story.events(), len(story.mails())
    later = story.now
    story.sweeper.run_once(story.now.replace(day=1))
    story.now = later
    story.check()
    assert (story.events(), len(story.mails())) == (before, sent)


def test_a_item_closed_between_queueing_and_sending_is_dropped_with_the_reason(tell):
    story = tell(plan(RALLY)).to("2010-06-01T00:00")
    for branch in ("b1", "b3"):
        story.act("report", "rally", branch, by="clerk", done_on="2010-05-31")
        story.act("accept", "rally", branch, by="clerk")
    story.to("2010-06-01")
    row = story.row("rally", "b3")
    assert story.said(row, "overdue", "escalated") == []
    queued = story.mails(to="leader-2", on="2010-06-01", state="cancelled")
    reasons = [i.dropped for m in queued for i in m.items if i.obligation == row.id]
    assert reasons == ["closed meanwhile (accepted)"]
    assert queued[0].outcome == "nothing left to say"
    (letter,) = story.mails(to="leader-1", on="2010-06-01")
    spoken = [i.obligation for i in letter.items if not i.dropped]
    assert spoken == [story.row("rally", "b2").id]


@pytest.mark.parametrize("batch", [1, 4, 1000])
def test_one_corrupt_row_is_quarantined_and_shown_and_all_others_go_on(tell, batch):
    story = tell(plan(RALLY, ESSAY), batch=batch).to("2010-05-31")
    bad = story.row("rally", "b2")
    story.damage(bad, policy=NO_POLICY)
    swept = story.leap("2010-06-01T00:00")
    assert swept.quarantined == [bad.id]
    assert [story.row("rally", b).light for b in ("b1", "b2", "b3")] == ["red", "yellow", "red"]
    found = story.row("rally", "b2")
    assert NO_POLICY in found.error
    (event,) = story.events(found, "quarantined")
    assert NO_POLICY in event.why["error"]
    story.to("2010-06-01")
    assert story.mails(to="b1-head", on="2010-06-01", kind="overdue")


@pytest.mark.parametrize(
    "extra", [{"note_by": 5}, {"seen": [{"by": "clerk", "until": "soon"}]}, [1]]
)
def test_a_row_with_a_fact_of_the_wrong_type_is_quarantined_and_all_others_go_on(tell, extra):
    story = tell(plan(RALLY, ESSAY)).to("2010-05-31")
    bad = story.row("rally", "b2")
    story.damage(bad, facts=extra)
    assert story.leap("2010-06-01T00:00").quarantined == [bad.id]
    assert [story.row("rally", b).light for b in ("b1", "b2", "b3")] == ["red", "yellow", "red"]
    found = story.row("rally", "b2")
    assert "UnreadableFacts" in found.error
    with pytest.raises(Refused, match="cannot be read"):
        story.act("note", row=found, by="clerk", note="已电话联系")
    story.to("2010-06-02")
    assert story.mails(to="b1-head", on="2010-06-01", kind="overdue")
    story.damage(found, facts={})
    retried(story, found)
    story.tick()
    assert (story.row("rally", "b2").light, story.row("rally", "b2").error) == ("red", "")


def test_the_office_is_told_of_a_row_that_was_quarantined(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    story.damage(story.row("rally", "b2"), policy=NO_POLICY)
    story.to("2010-06-01")
    assert story.mails(to="clerk", on="2010-06-01", kind="office_alert")


def test_a_bad_row_never_stops_what_else_stands_in_the_same_mail(tell):
    story = tell(plan(RALLY)).to("2010-06-01T00:00")
    story.damage(story.row("rally", "b2"), policy=NO_POLICY)
    story.to("2010-06-01")
    assert story.mails(to="leader-2", on="2010-06-01", kind="escalated")
    assert story.mails(to="leader-1", on="2010-06-01", kind="escalated")


def test_a_row_that_was_corrected_catches_up_within_the_hour(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    bad = story.row("rally", "b2")
    story.damage(bad, policy=NO_POLICY)
    story.leap("2010-06-01T00:00")
    story.damage(bad, policy=bad.policy)
    story.leap("2010-06-01T01:00")
    row = story.row("rally", "b2")
    assert (row.light, row.error) == ("red", "")


def retried(story, row):
    with story.engine.begin() as connection:
        acting = as_person(connection, story.context, "clerk", story.now)
        quarantine.try_again(acting, [row.id])


def test_a_row_that_was_corrected_and_tried_again_catches_up_with_the_next_sweep(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    bad = story.row("rally", "b2")
    story.damage(bad, policy=NO_POLICY)
    story.leap("2010-06-01T00:00")
    story.damage(bad, policy=bad.policy)
    story.leap("2010-06-01T00:10")
    assert story.row("rally", "b2").error
    retried(story, bad)
    story.leap("2010-06-01T00:11")
    row = story.row("rally", "b2")
    assert (row.light, row.error, row.since) == ("red", "", None)
    (event,) = story.events(row, "retried")
    assert event.actor == "clerk"
    assert [e.trigger for e in story.events(row, "overdue")] == ["+1wd"]


def test_a_row_that_fails_again_when_it_is_tried_is_quarantined_again_and_the_office_told(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    bad = story.row("rally", "b2")
    story.damage(bad, policy=NO_POLICY)
    story.leap("2010-06-01T00:00")
    retried(story, bad)
    assert story.tick().quarantined == [bad.id]
    row = story.row("rally", "b2")
    assert NO_POLICY in row.error and row.next_check_at - story.now == QUARANTINED
    assert [e.kind for e in story.events(row)][-3:] == ["quarantined", "retried", "quarantined"]
    story.to("2010-06-01")
    letters = story.mails(to="clerk", on="2010-06-01", kind="office_alert")
    assert any("运行状况" in letter.body for letter in letters)


def test_the_office_is_not_told_each_hour_of_a_row_that_goes_on_failing_but_once_a_day(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    bad = story.row("rally", "b2")
    story.damage(bad, policy=NO_POLICY)
    tried = 0
    for hours in range(48):
        swept = story.leap(f"2010-06-{1 + hours // 24:02}T{hours % 24:02}:00")
        tried += swept.quarantined == [bad.id]
    assert tried > 40
    assert len(story.events(story.row("rally", "b2"), "quarantined")) == 2


def test_in_small_batches_too_everybody_gets_one_mail_a_day(tell):
    story = tell(plan(RALLY, ESSAY), batch=2).to("2010-06-03")
    letters = {(m.to, m.on, tuple(sorted(m.kinds))) for m in story.mails()}
    assert len(letters) == len(story.mails()) == len({(m.to, m.on) for m in story.mails()})
    assert story.row("rally", "b3").light == "red"


def test_without_a_relay_messages_stay_pending_until_there_is_one(tell):
    story = tell(plan(RALLY), smtp=0).to("2010-06-03")
    assert story.mails() == []
    waiting = story.mails(to="b3-head", state="pending")
    assert [m.on for m in waiting] == [date(2010, 5, 31), date(2010, 6, 1), date(2010, 6, 3)]
    assert story.courier.run_once(story.now).waiting
