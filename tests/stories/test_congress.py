"""An event without a date, its announcement, and the day it moves."""

from datetime import date

from tests.stories.world import BRANCHES, OPINION, plan


def _months(story, *days):
    for day in days:
        story.leap(f"{day}T00:00")
        story.leap(f"{day}T09:00")


def _everything(story):
    return story.rows(), story.events(), story.mails(state="")


def test_nobody_is_reminded_for_what_waits_and_the_office_is_asked_for_the_date_each_month(tell):
    story = tell(plan(OPINION))
    _months(story, "2010-06-01", "2010-07-01", "2010-08-02", "2010-09-01")
    asked = [mail.on.isoformat() for mail in story.mails(to="clerk", kind="anchor_asked")]
    assert asked == ["2010-06-01", "2010-07-01", "2010-08-02", "2010-09-01"]
    row = story.row("opinion", "b1")
    assert (row.light, row.due_on, row.waits_for) == ("white", None, "congress")
    assert story.said(row, "reminder", "due_today", "overdue", "escalated") == []


def test_the_office_may_answer_that_the_date_is_still_unknown(tell):
    story = tell(plan(OPINION)).to("2010-06-01")
    after = story.act("still_unknown", "congress", by="clerk")
    assert after.state == "open"
    assert [e.actor for e in story.events(after, "still_unknown")] == ["clerk"]


def test_a_what_if_shows_every_deadline_that_would_move_and_changes_nothing(tell):
    story = tell(plan(OPINION)).to("2010-06-01")
    before = _everything(story)
    shown = story.announce("2012-11-08", what_if=True)
    assert {row.unit for row, _, _ in shown.moves} == set(BRANCHES)
    assert {(old, new) for _, old, new in shown.moves} == {(None, date(2012, 11, 7))}
    assert set(shown.written_to) == {"b1-head", "b2-head", "b3-head"}
    assert _everything(story) == before


def test_an_announced_date_is_due_the_day_before_and_each_affected_person_gets_one_mail(tell):
    story = tell(plan(OPINION)).to("2010-06-01")
    story.leap("2012-10-15T10:00")
    story.announce("2012-11-08")
    story.to("2012-10-16")
    assert {row.due_on for row in story.rows("opinion")} == {date(2012, 11, 7)}
    told = story.mails(kind="moved")
    assert sorted((m.to, m.on.isoformat()) for m in told) == [
        (f"{branch}-head", "2012-10-16") for branch in BRANCHES
    ]
    assert story.row("opinion", "b1").light == "green"


def test_announcing_the_same_date_twice_says_it_once(tell):
    story = tell(plan(OPINION)).to("2010-06-01")
    story.leap("2012-10-15T10:00")
    story.announce("2012-11-08")
    story.to("2012-10-16")
    before = len(story.events())
    story.announce("2012-11-08")
    story.to("2012-10-17")
    kinds = {event.kind for event in story.events()[before:]}
    assert kinds <= {"digest_office", "digest_leader"}
    assert len(story.mails(kind="moved")) == 3


def test_a_date_moved_nearer_opens_a_new_step_and_what_is_past_for_it_is_skipped_not_said(tell):
    story = tell(plan(OPINION)).to("2010-06-01")
    story.leap("2012-10-15T10:00")
    story.announce("2012-11-20")
    story.to("2012-10-16").leap("2012-11-05T10:00")
    step = story.row("opinion", "b1").step
    story.announce("2012-11-07")
    story.to("2012-11-06")
    row = story.row("opinion", "b1")
    assert (row.step, row.due_on, row.light) == (step + 1, date(2012, 11, 6), "yellow")
    skipped = [e.trigger for e in story.events(row, "skipped") if e.step == row.step]
    assert skipped == ["-3wd"]
    assert story.said(row, "reminder") == []
    moved = [m.on.isoformat() for m in story.mails(to="b1-head", on="2012-11-06")]
    assert moved == ["2012-11-06"]


def test_a_date_moved_further_away_repeats_nothing_and_reminds_for_the_new_day(tell):
    story = tell(plan(OPINION)).to("2010-06-01")
    story.leap("2012-10-15T10:00")
    story.announce("2012-11-08")
    story.to("2012-10-16").leap("2012-11-01T09:00")
    story.to("2012-11-05T10:00")
    story.announce("2012-11-20")
    story.to("2012-11-19")
    row = story.row("opinion", "b1")
    reminded = [day for day, _, _ in story.said(row, "reminder", "due_today", "overdue")]
    assert reminded == ["2012-11-02", "2012-11-14", "2012-11-19"]
    assert [day for day, _, _ in story.said(row, "moved")] == ["2012-10-16", "2012-11-06"]
    assert row.light == "yellow"


def test_when_the_date_is_announced_each_head_and_the_office_read_which_items_now_have_dates(tell):
    story = tell(plan(OPINION)).to("2010-06-01")
    story.leap("2012-10-15T10:00")
    story.announce("2012-11-08")
    story.to("2012-10-16")
    told = story.mails(kind="key_date")
    heads = {f"{branch}-head" for branch in BRANCHES}
    assert {mail.to for mail in told} == heads | {"clerk"}
    assert {mail.on.isoformat() for mail in told} == {"2012-10-16"}
