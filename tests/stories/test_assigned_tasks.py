"""What is assigned beside the plan is reminded like the rest, and whoever asked hears the end."""

from datetime import date

import pytest

from tests.stories.world import RALLY, plan
from workflows.domain.errors import Refused


@pytest.fixture
def story(tell):
    return tell(plan(RALLY)).to("2010-06-01T10:00")


def given(story, **more):
    return story.assign("b3", **({"title": "抗旱保苗情况", "asked_by": "leader-2"} | more))


def test_an_instruction_becomes_a_item_and_comes_back_closed_to_the_leader(story):
    row = given(story, words="请三支部一周内报来。")
    assert (row.state, row.assignee, row.due_on) == ("open", "b3-head", date(2010, 6, 17))
    story.to("2010-06-02")
    (letter,) = [m for m in story.mails(to="b3-head", kind="assigned") if m.on.day == 2]
    assert "请三支部一周内报来。" in letter.body and "leader-2 批示" in letter.body
    row = story.act("report", row=row, by="b3-head", note="已保苗800亩", at="2010-06-04T10:00")
    assert row.assignee == "clerk"
    story.act("accept", row=row, by="clerk", at="2010-06-07T10:00")
    story.to("2010-06-08")
    heard = {to for _, to, kind in story.said(row, "completed")}
    assert heard == {"b3-head", "leader-2"}


def test_what_is_late_climbs_like_any_other_item(story):
    row = given(story, person="b3-deputy", due="2010-06-02")
    story.to("2010-06-10")
    heard = {(day, to) for day, to, _ in story.said(row, "overdue", "escalated")}
    assert {("2010-06-03", "b3-deputy"), ("2010-06-07", "b3-head")} <= heard
    assert ("2010-06-10", "leader-2") in heard


def test_an_assisting_unit_is_told_in_its_own_words_and_never_reminded(story):
    row = given(story, assist=("b1", "b2"), due="2010-06-04")
    story.to("2010-06-10")
    assert {(day, to) for day, to, _ in story.said(row, "assigned")} == {
        ("2010-06-02", who) for who in ("b1-head", "b2-head", "b3-head", "b3-liaison")
    }
    (letter,) = [m for m in story.mails(to="b1-head", kind="assigned") if m.on.day == 2]
    assert "请你单位配合" in letter.body and "配合单位：b1、b2" in letter.body
    assert {to for _, to, kind in story.said(row) if kind != "assigned"} & {
        "b1-head",
        "b2-head",
    } == set()


def test_what_a_meeting_decided_gets_twenty_days(story):
    assert given(story, source="meeting", asked_by="").due_on == date(2010, 6, 21)


def test_publishing_again_does_not_withdraw_what_the_plan_does_not_know(story):
    row = given(story)
    shown = story.publish()
    story.publish(confirm=shown.confirm)
    assert story.row(row.item).state == "open"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"due": "2010-05-31"}, "is past"),
        ({"title": ""}, "not said what"),
        ({"source": "rumour"}, "none of instruction"),
        ({"person": "b1-head"}, "is not in b3"),
        ({"assist": ("b9",)}, "no unit “b9”"),
    ],
)
def test_a_item_with_a_mistake_is_refused_and_nothing_is_registered(story, wrong, said):
    with pytest.raises(Refused, match=said):
        given(story, **wrong)
    assert story.rows(kind="matter") == []


def test_items_are_numbered_in_order_and_never_as_a_line_of_the_plan_is(story):
    shown = story.publish(plan=plan(RALLY, RALLY.replace("id: rally", "id: M10")))
    story.publish(confirm=shown.confirm)
    assert [given(story).item for _ in range(11)] == [f"M{n}" for n in (*range(1, 10), 11, 12)]


def test_a_item_nobody_in_particular_asked_for_is_closed_without_a_mail_to_nobody(tell):
    story = tell(plan(RALLY))
    row = story.assign("b1", title="新交办", due="2010-06-30")
    story.act("report", row=row, by="b1-head", done_on="2010-05-28")
    story.act("accept", row=story.rows(kind="matter")[0], by="clerk")
    story.to("2010-05-31")
    assert story.rows(kind="matter")[0].state == "accepted"
    assert all(letter.to for letter in story.mails(state=""))


def test_a_item_that_asks_for_a_file_says_so_and_is_not_reported_without_one(story):
    row = story.assign("b3", title="专报", source="plan", needs_file=True)
    assert row.facts.source == "方案"
    with pytest.raises(Refused, match="a file is required"):
        story.act("report", row=row, by="b3-head", note="已报")
    story.to("2010-06-02")
    (letter,) = story.mails(to="b3-head", kind="assigned")
    assert "须附文件" in letter.body
