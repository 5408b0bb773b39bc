"""More time is asked of somebody else, before the date, and the clock goes on meanwhile."""

from datetime import date

import pytest

from tests.stories.world import RALLY, plan
from workflows.domain.errors import Refused
from workflows.domain.standing import on_time

LIST = "{id: list, owes: each unit(kind=branch), verifier: parent unit, words: 6月11日前}"
ASKED = {"to": "2010-06-25", "reason": "会场被占用"}


def _asked(tell):
    story = tell(plan(LIST))
    story.act("extend", "list", "b1", by="b1-head", at="2010-06-01T10:00", **ASKED)
    return story, story.row("list", "b1", kind="decision")


def test_more_time_asked_before_the_date_becomes_the_approvers_own_obligation(tell):
    story, request = _asked(tell)
    assert (request.assignee, request.state) == ("committee-head", "open")
    assert request.due_on == date(2010, 6, 3)
    story.to("2010-06-02")
    assert story.said(request) == [("2010-06-02", "committee-head", "decision_asked")]
    assert story.row("list", "b1").due_on == date(2010, 6, 11)


def test_an_approver_who_sits_on_a_request_is_reminded_and_their_superior_hears_it(tell):
    story, request = _asked(tell)
    story.to("2010-06-08")
    heard = {(to, kind) for _, to, kind in story.said(request)}
    assert {("committee-head", "decision_asked"), ("leader-1", "escalated")} <= heard
    assert story.row("list", "b1", kind="decision").light == "red"


def test_more_time_that_is_granted_moves_the_date_with_an_event_and_is_told_at_once(
    tell,
):
    story, request = _asked(tell)
    story.act("agree", by="committee-head", row=request, at="2010-06-02T10:00")
    row = story.row("list", "b1")
    assert (row.due_on, row.step_due_on) == (date(2010, 6, 25), date(2010, 6, 25))
    (event,) = story.events(row, "extended")
    assert (event.old, event.new) == ("2010-06-11", "2010-06-25")
    story.to("2010-06-02T10:05")
    assert story.mails(to="b1-head", on="2010-06-02", kind="decided")
    story.to("2010-06-12")
    assert story.said(row, "overdue", "due_today") == []
    assert row.light == "green"


def test_until_it_is_granted_the_old_date_holds_and_after_it_the_responsible_party_is_red(tell):
    story, _ = _asked(tell)
    story.to("2010-06-12")
    assert story.row("list", "b1").light == "red"


def test_more_time_that_is_refused_needs_a_reason_and_leaves_the_date(tell):
    story, request = _asked(tell)
    with pytest.raises(Refused):
        story.act("refuse", by="committee-head", row=request)
    story.act("refuse", by="committee-head", row=request, reason="不能再拖")
    story.to("2010-06-01T10:05")
    assert story.row("list", "b1").due_on == date(2010, 6, 11)
    (letter,) = story.mails(to="b1-head", kind="decided")
    assert "不能再拖" in letter.body


def test_nobody_grants_themselves_more_time(tell):
    story, request = _asked(tell)
    with pytest.raises(Refused):
        story.act("agree", by="b1-head", row=request)


def test_a_second_request_waits_until_the_first_is_decided(tell):
    story, _ = _asked(tell)
    with pytest.raises(Refused, match="waiting for a decision"):
        story.act("extend", "list", "b1", by="b1-head", **ASKED)


def test_more_time_asked_after_the_date_is_refused(tell):
    story = tell(plan(RALLY))
    with pytest.raises(Refused, match="until the due date"):
        story.act("extend", "rally", "b1", by="b1-head", at="2010-06-01T10:00", **ASKED)


def test_a_request_whose_item_was_closed_meanwhile_lapses_with_an_event(tell):
    story, request = _asked(tell)
    story.act("report", "list", "b1", by="b1-head", at="2010-06-02T10:00")
    story.act("accept", "list", "b1", by="committee-head")
    assert story.row("list", "b1", kind="decision").state == "lapsed"
    assert len(story.events(request, "lapsed")) == 1


def test_more_time_that_was_granted_is_not_taken_back_by_publishing_again(tell):
    story, request = _asked(tell)
    story.act("agree", by="committee-head", row=request)
    changed = plan(LIST.replace("6月11日前", "6月10日前"))
    shown = story.publish(plan=changed)
    story.publish(confirm=shown.confirm)
    assert story.row("list", "b1").due_on == date(2010, 6, 25)


def test_a_late_task_is_explained_and_reminded_anew_and_counts_as_late_from_its_first_date(tell):
    story = tell(plan(RALLY))
    row = story.row("rally", "b1")
    story.to("2010-06-04T10:00")
    with pytest.raises(Refused, match=r"情况说明.*duban explain"):
        story.act("extend", row=row, by="b1-head", **ASKED)
    story.act("explain", row=row, by="b1-head", to="2010-06-21", reason="会场被占用")
    request = story.row("rally", "b1", kind="decision")
    assert request.assignee == "committee-head"
    assert story.row("rally", "b1").step_due_on == date(2010, 5, 31), "its clock goes on"
    story.act("agree", row=request, by="committee-head", at="2010-06-07T09:30")
    story.publish()
    row = story.row("rally", "b1")
    assert (row.due_on, row.step_due_on, row.light) == (
        date(2010, 5, 31),
        date(2010, 6, 21),
        "red",
    )
    story.to("2010-06-17")
    assert max(day for day, _, _ in story.said(row, "overdue", "escalated")) < "2010-06-08"
    story.to("2010-06-24")
    assert max(day for day, _, _ in story.said(row, "overdue", "escalated")) > "2010-06-21"
    done = story.act("report", row=row, by="b1-head", done_on="2010-06-22")
    done = story.act("accept", row=done, by=done.assignee)
    assert on_time(done) is False


def test_what_is_not_late_is_not_explained(tell):
    story = tell(plan(LIST))
    with pytest.raises(Refused, match="not overdue"):
        story.act("explain", "list", "b1", by="b1-head", at="2010-06-01T10:00", **ASKED)
