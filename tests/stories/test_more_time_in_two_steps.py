"""More time for rectifications and items: reviewed by the office, then decided by a leader."""

from datetime import date

import pytest

from tests.stories.world import RALLY, plan
from workflows.domain.errors import Refused
from workflows.domain.states import TABLE

ASKED = {"to": "2010-06-30", "reason": "下雨"}


@pytest.fixture
def story(tell):
    """Tuesday, 1 June 2010, ten o'clock."""
    return tell(plan(RALLY)).to("2010-06-01T10:00")


def rectification(story, **more):
    row = story.find("b3", **more)
    return story.act("sign", row=row, by=row.assignee)


def asked(story, row, by="b3-head", **more):
    story.act("extend", row=row, by=by, **(ASKED | more))
    return latest(story, row)


def latest(story, row):
    return story.rows(kind="decision", about=row.id)[-1]


@pytest.mark.parametrize("kind", ["rectification", "matter"])
def test_a_request_is_first_reviewed_then_decided_and_moves_the_limit(story, kind):
    row = story.assign("b3", title="抗旱") if kind == "matter" else rectification(story)
    request = asked(story, row)
    assert (request.state, request.assignee, request.due_on) == (
        "first_review",
        "clerk",
        date(2010, 6, 2),
    )
    with pytest.raises(Refused, match="possible now: pass, refuse"):
        story.act("agree", row=request, by="leader-2")
    story.to("2010-06-02T10:00")
    (letter,) = story.mails(to="clerk", kind="decision_asked")
    assert "工作日内初审" in letter.body and "下雨" in letter.body
    request = story.act("pass", row=request, by="clerk")
    assert (request.state, request.assignee, request.due_on) == (
        "open",
        "leader-2",
        date(2010, 6, 4),
    )
    story.to("2010-06-03")
    (letter,) = story.mails(to="leader-2", kind="decision_asked")
    assert "工作日内批复" in letter.body and "下雨" in letter.body
    assert story.row(row.item, kind=kind).due_on == row.due_on
    story.act("agree", row=request, by="leader-2")
    assert story.row(row.item, kind=kind).due_on == date(2010, 6, 30)


def test_the_office_refuses_at_the_first_review_with_a_reason_and_the_unit_is_told(story):
    row = rectification(story)
    request = asked(story, row)
    with pytest.raises(Refused, match="a reason is needed"):
        story.act("refuse", row=request, by="clerk")
    request = story.act("refuse", row=request, by="clerk", reason="人手可调剂")
    story.to("2010-06-02")
    (letter,) = story.mails(to="b3-head", kind="decided")
    assert request.state == "refused" and "人手可调剂" in letter.body


def test_whoever_lets_a_request_lie_is_reminded_and_it_climbs(story):
    request = asked(story, rectification(story))
    story.to("2010-06-07")
    heard = {to for _, to, kind in story.said(request, "decision_asked", "escalated")}
    # Nobody heads the office, so the next above hears it.
    assert heard == {"clerk", "leader-2"}


def test_a_second_request_is_decided_by_the_principal_leader_and_a_third_is_refused(story):
    row = rectification(story)
    for to, leader in (("2010-06-30", "leader-2"), ("2010-07-10", "director")):
        request = story.act("pass", row=asked(story, row, to=to), by="clerk")
        assert request.assignee == leader
        story.act("agree", row=request, by=leader)
        row = story.row(row.item, kind="rectification")
    with pytest.raises(Refused, match="granted twice already"):
        asked(story, row, to="2010-07-20")


def test_at_most_the_first_length_again_and_thirty_days_are_asked_for_or_granted(story):
    short = rectification(story, limit="2010-06-07")
    with pytest.raises(Refused, match="later than 2010-06-13"):
        asked(story, short, to="2010-06-14")
    long = rectification(story, limit="2010-08-01")
    with pytest.raises(Refused, match="later than 2010-08-31"):
        asked(story, long, to="2010-09-01")
    request = story.act("pass", row=asked(story, short, to="2010-06-13"), by="clerk")
    with pytest.raises(Refused, match="later than 2010-06-13"):
        story.act("agree", row=request, by="leader-2", to="2010-06-20")


def test_more_time_is_asked_for_a_working_day_ahead_and_five_where_it_is_listed(story):
    row = rectification(story, limit="2010-06-08")
    listed = story.act("list", row=rectification(story, what="二"), by="clerk", reason="挂牌")
    story.to("2010-06-08T10:00")
    with pytest.raises(Refused, match="by 2010-06-07"):
        asked(story, row, to="2010-06-12")
    assert listed.due_on == date(2010, 6, 17)
    story.to("2010-06-10T10:00")
    with pytest.raises(Refused, match="by 2010-06-09"):
        asked(story, listed)


@pytest.mark.parametrize("kind", ["rectification", "matter"])
def test_after_the_date_more_time_is_refused_and_an_explanation_is_offered(story, kind):
    if kind == "matter":
        row = story.assign("b3", title="抗旱", due="2010-06-02")
    else:
        row = rectification(story, limit="2010-06-02")
    story.to("2010-06-04T10:00")
    with pytest.raises(Refused, match="情况说明.*duban " + f"({kind[:4]}|rectify)"):
        asked(story, row)
    story.act("explain", row=row, by="b3-head", to="2010-06-21", reason="下雨")
    request = latest(story, row)
    assert request.state == "open"
    story.act("agree", row=request, by=request.assignee)
    row = story.row(row.item, kind=kind)
    assert (row.due_on, row.step_due_on, row.light) == (date(2010, 6, 2), date(2010, 6, 21), "red")
    story.to("2010-06-17")
    assert max(day for day, _, _ in story.said(row, "overdue", "escalated")) < "2010-06-08"


def test_nobody_who_answers_for_it_reviews_or_decides(story):
    request = asked(story, rectification(story, person="b3-deputy"), by="b3-head")
    request = story.act("pass", row=request, by="clerk")
    for by in ("b3-deputy", "b3-head"):
        with pytest.raises(Refused):
            story.act("agree", row=request, by=by)


def test_what_the_office_itself_owes_goes_straight_to_the_leader(story):
    row = story.assign("office", title="汇总", person="clerk")
    request = asked(story, row, by="clerk")
    assert (request.state, request.assignee) == ("open", "director")


def test_a_task_of_the_plan_asks_in_one_step(tell):
    item = "{id: list, owes: each unit(kind=branch), verifier: parent unit, words: 6月11日前}"
    story = tell(plan(item))
    story.act("extend", "list", "b1", by="b1-head", at="2010-06-01T10:00", **ASKED)
    request = story.row("list", "b1", kind="decision")
    assert (request.state, request.assignee) == ("open", "committee-head")


def test_a_request_lapses_in_either_step_when_the_item_is_closed(story):
    row = rectification(story)
    request = asked(story, row)
    story.act("waive", row=row, by="clerk", reason="已拆除")
    assert latest(story, row).state == "lapsed"
    assert story.events(request, "lapsed")[0].old == "first_review"


ACTORS = {"doer": "b3-head", "approver": "leader-2", "office": "clerk"}
RULES = [rule for (kind, _, _), rule in TABLE.items() if kind == "decision"]


@pytest.mark.parametrize("rule", RULES, ids=[f"{rule.state}-{rule.move}" for rule in RULES])
def test_every_row_of_the_table_can_be_walked_by_whoever_it_is_for(rule, story):
    for role in (role for role in rule.by if role in ACTORS):
        request = asked(story, rectification(story, what=f"{rule.move} by {role}"))
        if rule.state == "open":
            request = story.act("pass", row=request, by="clerk")
        assert request.state == rule.state
        reviewing = rule.state == "first_review" and role == "approver"
        by = "clerk" if reviewing else ACTORS[role]
        request = story.act(rule.move, row=request, by=by, reason="r", note="n")
        assert request.state == rule.to
