"""A unit says that an item is not its own: the office decides, and its clock goes on meanwhile."""

from datetime import date

import pytest

from tests.stories.world import plan
from workflows.domain.errors import Refused

#: Owed by one unit, so that another one can be given it.
SHEET = "{id: sheet, owes: unit(b1), verifier: parent unit, words: 6月11日前}"
EACH = "{id: list, owes: each unit(kind=branch), verifier: parent unit, words: 6月11日前}"


def _said(tell, item=SHEET, name="sheet", **more):
    story = tell(plan(item))
    why = {"reason": "属第二支部职责"} | more
    row = story.row(name, "b1")
    with_unit = [why.pop("unit")] if "unit" in why else []
    story.act("object", name, *with_unit, row=row, by="b1-head", at="2010-06-01T10:00", **why)
    return story, story.row(name, "b1", kind="decision")


def test_what_is_not_ours_becomes_a_request_that_the_office_decides_in_two_days(tell):
    story, request = _said(tell, unit="b2")
    assert (request.assignee, request.state) == ("clerk", "open")
    assert request.due_on == date(2010, 6, 3) and request.facts.unit == "b2"
    story.to("2010-06-02")
    assert story.said(request) == [("2010-06-02", "clerk", "decision_asked")]
    (letter,) = story.mails(to="clerk", kind="decision_asked")
    assert "不属其职责" in letter.body and "属第二支部职责" in letter.body


def test_the_clock_of_whoever_says_so_goes_on_and_reporting_stays_possible(tell):
    story, _ = _said(tell)
    story.to("2010-06-12")
    assert story.row("sheet", "b1").light == "red"
    story.act("report", "sheet", "b1", by="b1-head", note="还是办了")
    assert story.row("sheet", "b1").state == "reported"


def test_agreed_it_goes_to_the_unit_named_with_some_days_at_least_and_both_are_told(tell):
    story, request = _said(tell)
    story.act("agree", "", "b2", by="clerk", row=request, at="2010-06-10T10:00")
    row = story.row("sheet", "b2")
    assert (row.assignee, row.state, row.due_on) == ("b2-head", "open", date(2010, 6, 13))
    (event,) = story.events(row, "handed_over")
    assert event.why["from_unit"] == "b1" and event.why["reason"] == "not_ours"
    story.to("2010-06-11T09:30")
    (told,) = story.mails(to="b1-head", kind="decided")
    assert "改由" in told.body and "异议" in told.subject
    assert story.mails(to="b2-head", kind="handed_over")


def test_agreed_without_a_unit_it_is_waived_and_the_reason_stays_on_record(tell):
    story, request = _said(tell)
    story.act("agree", by="clerk", row=request)
    row = story.row("sheet", "b1")
    assert (row.state, row.light) == ("waived", "grey")
    assert story.events(row, "waived")[0].why["reason"] == "属第二支部职责"


def test_the_unit_that_was_suggested_gets_it_where_no_other_is_named(tell):
    story, request = _said(tell, unit="b3")
    story.act("agree", by="clerk", row=request)
    assert story.row("sheet", "b3").assignee == "b3-head"


def test_nobody_gets_it_where_that_is_said_though_a_unit_was_suggested(tell):
    story, request = _said(tell, unit="b3")
    story.act("agree", "", "-", by="clerk", row=request)
    assert story.row("sheet", "b1").state == "waived"


def test_refused_with_a_reason_it_goes_on_where_it_is(tell):
    story, request = _said(tell)
    with pytest.raises(Refused):
        story.act("refuse", by="clerk", row=request)
    story.act("refuse", by="clerk", row=request, reason="方案写明由你支部办理")
    story.to("2010-06-01T10:05")
    row = story.row("sheet", "b1")
    assert (row.state, row.assignee, row.due_on) == ("open", "b1-head", date(2010, 6, 11))
    (letter,) = story.mails(to="b1-head", kind="decided")
    assert "未同意，仍由你单位办理" in letter.body and "方案写明由你支部办理" in letter.body


def test_publishing_again_does_not_ask_the_first_unit_anew_for_what_was_handed_over(tell):
    story, request = _said(tell)
    story.act("agree", "", "b2", by="clerk", row=request)
    again = story.publish()
    assert [change.kind for change in again.changes] == []
    assert [row.unit for row in story.rows("sheet", kind="task")] == ["b2"]


def test_a_unit_that_owes_the_same_already_is_not_given_it_twice(tell):
    story, request = _said(tell, EACH, "list")
    with pytest.raises(Refused, match="is responsible for the same item already"):
        story.act("agree", "", "b2", by="clerk", row=request)
    assert story.row("list", "b1", kind="decision").state == "open"


def test_nobody_agrees_that_their_own_item_is_not_their(tell):
    story, request = _said(tell)
    with pytest.raises(Refused):
        story.act("agree", "", "b2", by="b1-head", row=request)


def test_more_time_and_not_ours_may_both_wait_and_the_first_lapses_with_the_unit(tell):
    story, request = _said(tell)
    story.act("extend", "sheet", "b1", by="b1-head", to="2010-06-25", reason="会场被占用")
    with pytest.raises(Refused, match="waiting for a decision"):
        story.act("object", "sheet", "b1", by="b1-head", reason="再说一遍")
    story.act("agree", "", "b2", by="clerk", row=request)
    states = {row.facts.asked: row.state for row in story.rows("sheet", kind="decision")}
    assert states == {"extend": "lapsed", "object": "agreed"}


def test_what_was_reported_meanwhile_goes_to_nobody_else(tell):
    story, request = _said(tell)
    story.act("report", "sheet", "b1", by="b1-head", note="办了")
    with pytest.raises(Refused, match="reported meanwhile"):
        story.act("agree", "", "b2", by="clerk", row=request)


def test_what_the_office_owes_itself_the_leader_in_charge_decides(tell):
    item = SHEET.replace("unit(b1)", "role(office)")
    story = tell(plan(item))
    (row,) = story.rows("sheet", kind="task")
    story.act("object", row=row, by="clerk", reason="不属办公室职责", at="2010-06-01T10:00")
    (request,) = story.rows("sheet", kind="decision")
    assert request.assignee not in ("", "clerk")


def test_a_item_beside_the_plan_can_be_somebody_elses_too(tell):
    story = tell(plan(SHEET))
    item = story.assign("b1", title="查清仓库", due="2010-06-25")
    story.act("object", by="b1-head", row=item, reason="仓库归第二支部管")
    (request,) = [r for r in story.rows(kind="decision") if r.about == item.id]
    story.act("agree", "", "b2", by="clerk", row=request)
    (after,) = story.rows(kind="matter")
    assert (after.unit, after.assignee) == ("b2", "b2-head")
