"""Reported, verified, sent back: whose clock runs, and what counts as on time."""

from datetime import date

import pytest

from tests.stories.world import RALLY, plan
from workflows.domain.errors import Refused
from workflows.domain.standing import on_time


def test_a_rally_held_on_31_may_and_reported_on_1_june_counts_as_on_time_once_accepted(tell):
    story = tell(plan(RALLY))
    story.act("report", "rally", "b1", by="b1-head", at="2010-06-01T10:00", done_on="2010-05-31")
    assert on_time(story.row("rally", "b1")) is None
    story.act("accept", "rally", "b1", by="committee-head", at="2010-06-02T10:00")
    row = story.row("rally", "b1")
    assert (row.state, row.light, row.assignee) == ("accepted", "grey", "")
    assert on_time(row) is True
    story.to("2010-06-03")
    # The leader was told on 1 June that it was late, so they hear how it ended, too.
    assert sorted(story.said(row, "completed")) == [
        ("2010-06-03", "b1-head", "completed"),
        ("2010-06-03", "leader-1", "completed"),
    ]


def test_a_rally_held_after_its_day_is_not_on_time_however_soon_it_is_accepted(tell):
    story = tell(plan(RALLY))
    story.act("report", "rally", "b1", by="b1-head", at="2010-06-01T10:00")
    row = story.act("accept", "rally", "b1", by="committee-head")
    assert (row.done_on, on_time(row)) == (date(2010, 6, 1), False)


def test_a_report_sent_back_gets_days_to_correct_it_and_is_reminded_again(tell):
    story = tell(plan(RALLY))
    story.act("report", "rally", "b1", by="b1-head", at="2010-05-31T10:00")
    story.act("return", "rally", "b1", by="committee-head", at="2010-06-01T10:00", reason="缺材料")
    row = story.row("rally", "b1")
    assert (row.state, row.assignee, row.returns) == ("open", "b1-head", 1)
    assert (row.due_on, row.step_due_on) == (date(2010, 5, 31), date(2010, 6, 4))
    story.to("2010-06-01T10:05")
    (letter,) = story.mails(to="b1-head", kind="returned")
    assert "缺材料" in letter.body
    story.to("2010-06-04")
    assert story.said(row, "due_today", "overdue")[-1] == ("2010-06-04", "b1-head", "due_today")
    story.act("report", "rally", "b1", by="b1-head", done_on="2010-05-31")
    after = story.act("accept", "rally", "b1", by="committee-head")
    assert (after.state, on_time(after)) == ("accepted", True)


def test_a_return_may_name_the_new_day_and_its_reminder_comes_before_it(tell):
    story = tell(plan(RALLY))
    story.act("report", "rally", "b1", by="b1-head", at="2010-05-31T10:00")
    story.act("return", "rally", "b1", by="committee-head", reason="内容不全", due="2010-06-11")
    story.to("2010-06-08")
    assert story.said(story.row("rally", "b1"), "reminder") == [
        ("2010-06-08", "b1-head", "reminder")
    ]


def test_a_reviewer_is_told_at_their_next_mail_hour_that_a_report_waits_for_them(tell):
    story = tell(plan(RALLY))
    story.act("report", "rally", "b1", by="b1-head", at="2010-05-31T10:00")
    story.to("2010-06-01")
    row = story.row("rally", "b1")
    assert story.said(row, "review") == [("2010-06-01", "committee-head", "review")]


def test_a_reviewer_who_sits_is_reminded_and_escalated_and_the_responsible_party_hears_nothing(
    tell,
):
    story = tell(plan(RALLY))
    story.act("report", "rally", "b1", by="b1-head", at="2010-05-31T10:00")
    row = story.row("rally", "b1")
    assert (row.assignee, row.step_due_on, row.due_on) == (
        "committee-head",
        date(2010, 6, 3),
        date(2010, 5, 31),
    )
    story.to("2010-06-12")
    reminding = story.said(row, "review", "review_overdue", "escalated")
    assert sorted(reminding) == [
        ("2010-06-01", "committee-head", "review"),
        ("2010-06-03", "committee-head", "review"),
        ("2010-06-07", "committee-head", "review_overdue"),
        ("2010-06-07", "leader-1", "escalated"),
        ("2010-06-12", "committee-head", "review_overdue"),
        ("2010-06-12", "leader-1", "escalated"),
    ]
    heard = [day for day, to, _ in story.said(row) if to == "b1-head"]
    assert [day for day in heard if day > "2010-05-31"] == []
    assert story.row("rally", "b1").due_on == date(2010, 5, 31)


def test_nobody_accepts_their_own_report(tell):
    story = tell(plan(RALLY))
    story.act("report", "rally", "b1", by="b1-head", at="2010-05-31T10:00")
    with pytest.raises(Refused):
        story.act("accept", "rally", "b1", by="b1-head")
    assert story.row("rally", "b1").state == "reported"


def test_where_nobody_verifies_the_report_itself_closes_the_item(tell):
    story = tell(plan(RALLY.replace("parent unit", "none")))
    row = story.act("report", "rally", "b1", by="b1-liaison", at="2010-05-31T10:00")
    assert (row.state, on_time(row)) == ("accepted", True)


def test_a_item_assigned_within_the_unit_reminds_the_one_it_was_given_to(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    story.act("assign", "rally", "b1", by="b1-head", at="2010-05-31T10:00", person="b1-deputy")
    story.to("2010-06-01")
    row = story.row("rally", "b1")
    assert row.assignee == "b1-deputy"
    on = [(to, kind) for day, to, kind in story.said(row) if day == "2010-06-01"]
    assert ("b1-deputy", "overdue") in on and ("b1-head", "overdue") not in on


def test_all_rows_of_a_command_move_or_none_does(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    story.act("report", "rally", "b1", by="clerk")
    before = story.rows()
    with pytest.raises(Refused):
        story.act("report", "rally", "b1", by="clerk")
    assert story.rows() == before


def test_a_waived_item_reopened_by_the_office_is_reminded_from_its_new_day(tell):
    story = tell(plan(RALLY)).to("2010-06-01")
    story.act("waive", "rally", "b1", by="clerk", at="2010-06-01T10:00", reason="并入")
    assert story.row("rally", "b1").light == "grey"
    story.to("2010-06-03")
    assert story.mails(to="b1-head", on="2010-06-03", kind="overdue") == []
    row = story.act("reopen", "rally", "b1", by="clerk", reason="有误", at="2010-06-03T10:00")
    assert (row.state, row.step_due_on) == ("open", date(2010, 6, 8))
    story.to("2010-06-09")
    assert story.mails(to="b1-head", on="2010-06-09", kind="overdue")


def test_a_report_that_is_sent_back_at_once_asks_nobody_to_review_it(tell):
    story = tell(plan(RALLY)).to("2010-05-31T10:00")
    row = story.act("report", "rally", "b3", by="b3-head")
    story.act("return", row=row, by="committee-head", reason="缺签到表")
    story.to("2010-06-02")
    items = [i.kind for m in story.mails(state="") for i in m.items if i.obligation == row.id]
    assert "review" not in items and "returned" in items
