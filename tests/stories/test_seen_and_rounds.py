"""Seen, rounds of notes, one cause for several items, and how many mails a day there are."""

import pytest

from tests.stories.world import RALLY, plan
from workflows.domain.errors import Refused

FIRST = "{id: first, owes: each unit(kind=branch), verifier: parent unit, words: 6月1日前}"
SECOND = (
    "{id: second, owes: each unit(kind=branch), verifier: parent unit, words: 6月1日前,"
    " title: 公布打算, after: first}"
)


@pytest.fixture
def late(tell):
    """Wednesday, 9 June 2010: the rally of b3 is overdue for seven working days."""
    story = tell(plan(RALLY)).to("2010-06-09T10:00")
    return story, story.row("rally", "b3")


# --- seen -------------------------------------------------------------------------------


def test_a_leader_who_has_seen_it_is_left_in_peace_and_the_next_level_is_not(late):
    story, row = late
    story.act("seen", row=row, by="director", to="2010-06-21")
    story.to("2010-06-21")
    after = [(day, to) for day, to, _ in story.said(row, "escalated") if day > "2010-06-09"]
    assert "director" not in {to for _, to in after}
    # +10wd goes to the leading group all the same.
    assert ("2010-06-12", "committee-head") in after


def test_seen_and_forgotten_comes_back_on_the_working_day_after(late):
    story, row = late
    story.act("seen", row=row, by="director", to="2010-06-17")
    story.to("2010-06-18")
    assert ("2010-06-18", "director", "escalated") in story.said(row)


def test_seen_is_for_ten_working_days_at_most(late):
    story, row = late
    with pytest.raises(Refused, match="more than ten working days") as refused:
        story.act("seen", row=row, by="director", to="2010-07-20")
    assert "2010-06-24" in str(refused.value)


def test_whoever_has_nothing_to_do_with_it_cannot_mute_it(late):
    story, row = late
    with pytest.raises(Refused, match="is for the"):
        story.act("seen", row=row, by="b1-liaison", to="2010-06-17")


def test_why_nothing_was_said_to_them_stands_in_the_record(late):
    story, row = late
    story.act("seen", row=row, by="b3-head", to="2010-06-17")
    story.to("2010-06-17")
    dropped = [
        item.dropped
        for letter in story.mails(state="")
        for item in letter.items
        if item.obligation == row.id and letter.to == "b3-head" and item.dropped
    ]
    assert any("seen by the reader until 2010-06-17" in why for why in dropped)


# --- rounds -----------------------------------------------------------------------------


@pytest.fixture
def long_item(tell):
    """An item that runs until the end of the year."""
    story = tell(plan("{id: long, owes: unit(b1), verifier: parent unit, words: 2010年12月31日前}"))
    story.to("2010-07-01T10:00")
    return story, story.row("long", "b1")


def test_a_note_that_is_called_for_is_asked_for_and_again_on_its_day(long_item):
    story, row = long_item
    story.act("round", row=row, by="clerk", to="2010-07-20")
    story.to("2010-07-20")
    days = [day for day, to, kind in story.said(row, "note_asked") if to == "b1-head"]
    assert days == ["2010-07-02", "2010-07-20"]


def test_a_note_missed_turns_it_yellow_and_an_overdue_notice_is_drafted(long_item):
    story, row = long_item
    story.act("round", row=row, by="clerk", to="2010-07-20")
    story.to("2010-07-20")
    assert story.row("long", "b1").light == "green"
    story.to("2010-07-21")
    assert story.row("long", "b1").light == "yellow"
    (supervision_notice,) = story.rows(kind="slip")
    assert (supervision_notice.facts.colour, supervision_notice.assignee) == ("yellow", "clerk")
    row = story.act("note", row=story.row("long", "b1"), by="b1-head", note="正在办")
    assert row.light == "green"


def test_a_note_given_in_time_leaves_it_green(long_item):
    story, row = long_item
    row = story.act("round", row=row, by="clerk", to="2010-07-20")
    story.act("note", row=row, by="b1-head", note="进展顺利", at="2010-07-15T10:00")
    story.to("2010-07-23")
    assert story.row("long", "b1").light == "green"
    assert not [day for day, _, _ in story.said(row, "note_asked") if day > "2010-07-15"]


def test_what_the_reviewer_remarks_is_not_the_note_that_was_called_for(long_item):
    story, row = long_item
    row = story.act("round", row=row, by="clerk", to="2010-07-20")
    story.act("note", row=row, by="committee-head", note="已问过", at="2010-07-15T10:00")
    story.to("2010-07-21")
    assert story.row("long", "b1").light == "yellow"


def test_what_the_reviewer_remarks_does_not_pass_for_the_responsible_parties_explanation(late):
    story, row = late
    story.act("note", row=row, by="b3-head", note="书记外出")
    story.act("note", row=row, by="committee-head", note="催过三次")
    story.to("2010-06-16")
    bodies = [letter.body for letter in story.mails(to="director", kind="escalated")]
    assert any("书记外出" in body for body in bodies)
    assert not any("催过三次" in body for body in bodies)


# --- one cause --------------------------------------------------------------------------


def test_what_waits_behind_a_missing_report_is_named_in_its_mail_not_reminded_on_its_own(tell):
    story = tell(plan(FIRST, SECOND)).to("2010-06-04")
    first, second = story.row("first", "b1"), story.row("second", "b1")
    assert story.said(first, "overdue")
    assert story.said(second, "reminder", "due_today", "overdue", "escalated") == []
    letter = story.mails(to="b1-head", kind="overdue")[0]
    assert "后续事项待此件办结" in letter.body and "公布打算" in letter.body


def test_once_the_first_is_reported_the_second_is_reminded_itself(tell):
    story = tell(plan(FIRST, SECOND)).to("2010-06-03T10:00")
    story.act("report", "first", "b1", by="b1-head", note="已办")
    story.to("2010-06-11")
    assert story.said(story.row("second", "b1"), "overdue")


def test_what_was_said_to_wait_for_a_listed_item_is_named_in_the_mail_about_that(tell):
    story = tell(plan(RALLY)).to("2010-06-01T10:00")
    cause = story.find("b3", limit="2010-06-02", title="会场漏雨")
    cause = story.act("sign", row=cause, by="b3-head")
    cause = story.act("list", row=cause, by="clerk", reason="重点")
    rally = story.row("rally", "b3")
    story.act("note", row=rally, by="b3-head", note="会场漏雨，无法开会", because=cause.id)
    said = len(story.said(rally))
    story.to("2010-06-09")
    assert len(story.said(rally)) == said
    assert any("动员" in m.body or "T" in m.body for m in story.mails(to="b3-head", kind="overdue"))


def _held_up_by_another_unit(tell):
    """The rally of b1 waits for what b3 has to put right; their leaders are not the same."""
    story = tell(plan(RALLY)).to("2010-05-31T10:00")
    cause = story.find("b3", limit="2010-06-02", title="会场漏雨")
    cause = story.act("sign", row=cause, by="b3-head")
    cause = story.act("list", row=cause, by="clerk", reason="重点")
    rally = story.row("rally", "b1")
    story.act("note", row=rally, by="b1-head", note="会场漏雨，无法开会", because=cause.id)
    return story, rally, story.rows(kind="rectification")[0]


def test_what_another_unit_holds_up_is_not_reminded_at_first_and_that_unit_reads_of_it(tell):
    story, rally, cause = _held_up_by_another_unit(tell)
    story.to("2010-06-02")
    assert story.said(rally, "overdue") == [] and cause.facts.holds_up == (rally.id,)
    story.to("2010-06-04")
    (letter,) = story.mails(to="b3-head", kind="overdue", on="2010-06-03")
    assert "后续事项待此件办结：T" in letter.body


def test_nobody_keeps_their_own_leader_in_the_dark_by_naming_a_cause_elsewhere(tell):
    story, rally, _ = _held_up_by_another_unit(tell)
    story.to("2010-06-04")
    said = story.said(rally, "overdue", "escalated")
    assert ("2010-06-03", "leader-1", "escalated") in said
    assert ("2010-06-03", "b1-head", "overdue") in said


# --- how many mails ---------------------------------------------------------------------


def test_mails_that_do_not_wait_are_counted_and_the_rest_goes_with_the_next_one(tell):
    items = [
        f"{{id: i{n}, owes: unit(b1), verifier: parent unit, words: 6月30日前}}" for n in range(6)
    ]
    few = "for: small\noffice: {mails_a_day: 2}\ndecisions: {}\n"
    story = tell(plan(*items), decisions=few).to("2010-06-02T10:00")
    for n in range(6):
        row = story.act("report", f"i{n}", "b1", by="b1-head", note="已办")
        story.act("return", row=row, by="committee-head", reason="缺材料")
    story.tick()
    assert len(story.mails(to="b1-head", kind="returned", on="2010-06-02")) == 2
    story.to("2010-06-03")
    (rest,) = story.mails(to="b1-head", kind="returned", on="2010-06-03")
    assert rest.kinds.count("returned") == 4
