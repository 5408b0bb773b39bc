"""Publishing again shows the difference first; what is owed keeps its rules unless asked."""

from datetime import date

import pytest

from tests.stories.world import ESSAY, RALLY, org, plan
from workflows.domain.errors import BadInput, Refused
from workflows.domain.standing import on_time

LATER = RALLY.replace("5月底前", "6月11日前")
QUICK = "{id: quick, owes: each unit(kind=branch), words: 6月11日前, policy: quick}"
SOON = "quick: {points: [{at: 0}, {every: 5wd}]}"
SHARP = "quick: {points: [{at: -1wd}, {at: 0}, {every: 2wd}]}"


def test_publishing_again_shows_the_difference_and_changes_nothing(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    before = story.rows(), story.events()
    shown = story.publish(plan=plan(LATER, ESSAY))
    kinds = [change.kind for change in shown.changes]
    assert (kinds.count("redate"), kinds.count("insert")) == (3, 9)
    assert shown.confirm
    assert (story.rows(), story.events()) == before


def test_only_the_digest_of_the_difference_that_was_shown_applies_it(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    shown = story.publish(plan=plan(LATER))
    with pytest.raises(Refused):
        story.publish(confirm="0123456789ab")
    story.publish(confirm=shown.confirm)
    assert {row.due_on for row in story.rows("rally")} == {date(2010, 6, 11)}
    assert all(story.events(row, "redated") for row in story.rows("rally"))
    story.to("2010-06-01")
    assert story.mails(to="b1-head", on="2010-06-01", kind="moved")
    assert story.row("rally", "b1").light == "green"


def test_a_difference_that_has_changed_since_it_was_shown_is_not_applied(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    shown = story.publish(plan=plan(LATER))
    story.act("report", "rally", "b1", by="b1-head")
    with pytest.raises(Refused):
        story.publish(confirm=shown.confirm)
    assert story.row("rally", "b2").due_on == date(2010, 5, 31)


def test_a_new_date_and_a_new_head_may_come_in_one_publication(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    given = {"plan": plan(LATER), "org": org(posts={"b1-post": {"person": "b1-liaison"}})}
    story.publish(confirm=story.publish(**given).confirm)
    row = story.row("rally", "b1")
    assert (row.due_on, row.assignee) == (date(2010, 6, 11), "b1-liaison")


def test_what_the_plan_no_longer_asks_for_is_withdrawn_and_the_responsible_party_is_told(tell):
    story = tell(plan(RALLY, ESSAY)).to("2010-05-31")
    story.publish(confirm=story.publish(plan=plan(RALLY)).confirm)
    rows = story.rows("essay")
    assert {row.state for row in rows} == {"withdrawn"}
    story.to("2010-06-01")
    assert ("2010-06-01", "b1-liaison", "withdrawn") in story.said(story.row("essay", "b1-liaison"))


def test_what_the_plan_asks_for_again_is_owed_again(tell):
    story = tell(plan(RALLY, ESSAY)).to("2010-05-31")
    story.publish(confirm=story.publish(plan=plan(RALLY)).confirm)
    story.publish(confirm=story.publish(plan=plan(RALLY, ESSAY)).confirm)
    story.to("2010-06-01")
    row = story.row("essay", "b1-head")
    assert (row.state, row.light) == ("open", "green")
    assert story.events(row, "restored")


def test_a_policy_that_changes_leaves_what_is_owed_alone(tell):
    story = tell(plan(QUICK, policies=SOON)).to("2010-05-31")
    before = {row.policy for row in story.rows("quick")}
    shown = story.publish(plan=plan(QUICK, policies=SHARP))
    story.publish(confirm=shown.confirm)
    assert {row.policy for row in story.rows("quick")} == before
    story.to("2010-06-10")
    assert story.said(story.row("quick", "b1"), "reminder") == []


def test_a_policy_reaches_open_items_only_when_asked_for_with_an_event_each(tell):
    story = tell(plan(QUICK, policies=SOON)).to("2010-05-31")
    shown = story.publish(plan=plan(QUICK, policies=SHARP), apply_to_open=True)
    assert len(shown.policies) == 3
    story.publish(confirm=shown.confirm, apply_to_open=True)
    for row in story.rows("quick"):
        (event,) = story.events(row, "policy_changed")
        assert event.new == row.policy != event.old
    story.to("2010-06-10")
    assert story.said(story.row("quick", "b1"), "reminder") == [
        ("2010-06-10", "b1-head", "reminder")
    ]


def test_a_plan_with_mistakes_publishes_nothing(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    before = story.rows(), story.events()
    with pytest.raises(BadInput):
        story.publish(plan=plan(RALLY.replace("5月底前", "2月30日前")))
    assert (story.rows(), story.events()) == before


def test_taking_over_a_running_programme_brings_no_red_storm_but_a_list(tell):
    story = tell(plan(RALLY, ESSAY), at="2010-06-08T10:00+08:00", take_over=date(2010, 6, 8))
    listed = {(row.item, row.unit) for row in story.published.listed}
    assert listed == {("rally", branch) for branch in ("b1", "b2", "b3")}
    story.to("2010-06-09")
    assert story.rows(light="red") == []
    assert story.mails(kind="overdue") == story.mails(kind="escalated") == []


def test_after_a_take_over_what_is_past_can_be_reported_with_the_day_it_was_done(tell):
    story = tell(plan(RALLY), at="2010-06-08T10:00+08:00", take_over=date(2010, 6, 8))
    story.act("report", "rally", "b1", by="clerk", done_on="2010-05-31")
    story.act("accept", "rally", "b1", by="committee-head")
    assert on_time(story.row("rally", "b1")) is True


def test_after_a_take_over_points_before_it_are_recorded_as_skipped(tell):
    story = tell(plan(ESSAY), at="2010-06-09T10:00+08:00", take_over=date(2010, 6, 9))
    row = story.row("essay", "b1-head")
    assert [e.trigger for e in story.events(row, "skipped")] == ["-3wd"]
    assert story.said(row, "reminder") == []


def test_in_trial_mode_every_mail_goes_to_the_office_and_says_whose_it_would_have_been(tell):
    story = tell(plan(RALLY), trial=True).to("2010-06-01")
    letters = story.mails()
    assert {m.address for m in letters} == {"office@example.org"}
    (letter,) = story.mails(to="b3-head", kind="overdue")
    assert "b3-head@example.org" in letter.body
