"""Sixty days after closing somebody looks whether it held; what did not is counted."""

from datetime import date

import pytest

from tests.stories.world import RALLY, plan
from workflows.domain.errors import Refused
from workflows.domain.follow_up import FOLLOW_UP
from workflows.domain.kind_facts import FollowUpResult
from workflows.domain.states import DONE


@pytest.fixture
def story(tell):
    """Tuesday, 1 June 2010, ten o'clock."""
    return tell(plan(RALLY)).to("2010-06-01T10:00")


def struck(story, *, listed=False, returns=0, unit="b3", seed="s"):
    row = story.find(unit)
    row = story.act("sign", row=row, by=f"{unit}-head")
    if listed:
        row = story.act("list", row=row, by="clerk", reason="领导挂牌")
    for _ in range(returns):
        row = story.act("apply", row=row, by=f"{unit}-head")
        row = story.act("return", row=row, by="committee-head", reason="不实")
    row = story.act("apply", row=row, by=f"{unit}-head")
    row = story.act("check", row=row, by="committee-head", note="看过", person="leader-2")
    return story.act("strike", row=row, by="committee-head", seed=seed)


def follow_up(story, row):
    found = story.rows(kind="lookback", about=row.id)
    return max(found, key=lambda one: one.id) if found else None


def test_the_reviewer_gets_it_sixty_days_later_and_is_reminded_when_they_do_not_look(story):
    row = struck(story)
    back = follow_up(story, row)
    assert (back.state, back.assignee, back.opens_on, back.due_on) == (
        "planned",
        "committee-head",
        date(2010, 7, 31),
        date(2010, 8, 6),
    )
    story.to("2010-08-02")
    assert story.said(back) == [("2010-08-02", "committee-head", "assigned")]
    (letter,) = story.mails(to="committee-head", kind="assigned")
    assert "回头看：消防通道堆放种子" in letter.body
    story.to("2010-08-16")
    late = {(day, to) for day, to, kind in story.said(back, "overdue", "escalated")}
    assert ("2010-08-09", "committee-head") in late
    assert "b3-head" not in {to for _, to in late}
    assert story.row(row.item, kind="lookback").light == "red"


def test_whoever_was_reminded_about_a_late_look_back_hears_that_it_was_made(story):
    row = struck(story)
    story.to("2010-08-16")
    back = story.row(row.item, kind="lookback")
    pressed = {to for _, to, _ in story.said(back, "overdue", "escalated")}
    story.act("holds", row=back, by="committee-head", note="通道畅通")
    story.to("2010-08-17")
    told = {to for day, to, _ in story.said(back, "completed") if day == "2010-08-17"}
    assert told == pressed >= {"committee-head", "director"}


def test_all_that_were_listed_or_returned_twice_are_looked_at_and_one_in_five_others(story):
    plain = [struck(story) for _ in range(11)]
    listed, returned = struck(story, listed=True), struck(story, returns=2)
    drawn = [n for n, row in enumerate(plain, 1) if follow_up(story, row)]
    assert drawn[0] == 1 and [6 <= n <= 10 for n in drawn].count(True) == 1
    assert [follow_up(story, row).facts.chosen for row in (plain[0], listed, returned)] == [
        "drawn",
        "listed",
        "returned",
    ]
    assert follow_up(story, struck(story, unit="b1")).facts.chosen == "drawn"
    (event,) = story.events(plain[1], "struck_off")
    assert event.why["drawing"] == {"quarter": "2010Q2", "n": 2, "seed": "s"}


def test_the_seed_of_the_quarter_is_the_first_ones_whatever_later_ones_bring(story):
    struck(story, seed="first")
    assert struck(story, seed="second").facts.drawing.seed == "first"


def test_it_holds_and_what_was_closed_says_so(story):
    row = struck(story)
    with pytest.raises(Refused, match="the note is empty"):
        story.act("holds", row=follow_up(story, row), by="committee-head", at="2010-08-02T10:00")
    back = story.act("holds", row=follow_up(story, row), by="committee-head", note="仍畅通")
    assert (back.state, back.light) == ("confirmed", "grey")
    row = story.row(row.item, kind="rectification")
    assert (row.state, row.facts.follow_up) == (
        "struck_off",
        FollowUpResult(on=date(2010, 8, 2), result="holds"),
    )
    assert len(story.events(row, "looked_back")) == 1


def test_it_did_not_hold_and_begins_again_as_relapsed_and_counted(story):
    row = struck(story)
    story.to("2010-08-02T10:00")
    back = story.act("relapse", row=follow_up(story, row), by="committee-head", reason="又堆上了")
    assert back.state == "failed"
    row = story.row(row.item, kind="rectification")
    assert (row.state, row.assignee, row.facts.relapses) == ("in_progress", "b3-head", 1)
    story.to("2010-08-03")
    assert ("2010-08-03", "b3-head", "reopened") in story.said(row)


def test_relapsed_without_waiting_for_the_look_back_settles_it(story):
    row = struck(story)
    story.act("relapse", row=row, by="committee-head", reason="又堆上了", at="2010-06-20T10:00")
    assert follow_up(story, row).state == "failed"
    story.to("2010-08-10")
    assert story.said(follow_up(story, row)) == []


def test_reopened_for_another_reason_it_is_not_checked_again(story):
    row = struck(story)
    story.act("reopen", row=row, by="committee-head", reason="误销")
    assert follow_up(story, row).state == "lapsed"


@pytest.mark.parametrize("move", ["holds", "relapse"])
def test_whoever_answered_for_it_does_not_judge_whether_it_held(story, move):
    row = struck(story)
    with pytest.raises(Refused):
        story.act(move, row=follow_up(story, row), by="b3-head", note="n", reason="r")


def test_publishing_again_leaves_a_look_back_alone(story):
    row = struck(story)
    shown = story.publish()
    story.publish(confirm=shown.confirm)
    assert follow_up(story, row).state == "planned"


ACTORS = {"doer": "committee-head", "office": "clerk", "verifier": "clerk"}
GIVEN = {"note": {"note": "n"}, "holds": {"note": "n"}}


@pytest.mark.parametrize("rule", FOLLOW_UP, ids=[f"{r.state}-{r.move}" for r in FOLLOW_UP])
def test_every_row_of_the_table_can_be_walked_by_whoever_it_is_for(rule, story):
    roles = [role for role in rule.by if role in ACTORS]
    rows = [struck(story, listed=True) for _ in roles]
    if rule.state == "open":
        story.to("2010-08-02T10:00")
    for role, row in zip(roles, rows, strict=True):
        back = follow_up(story, row)
        assert back.state == rule.state
        back = story.act(
            rule.move, row=back, by=ACTORS[role], **GIVEN.get(rule.move, {"reason": "r"})
        )
        assert back.state == rule.to
        assert back.assignee or rule.to in DONE
