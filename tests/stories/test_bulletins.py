"""The bulletin of a month: frozen, shown to the units, signed, made known."""

from datetime import date

import pytest

from tests.stories.world import ESSAY, RALLY, plan
from workflows.domain.errors import Refused
from workflows.store import documents
from workflows.store.engine import reading

#: Wednesday, 30 June 2010, is the last working day of the month.
FROZEN, CHECKED = "2010-06-30T17:00", "2010-07-02"


@pytest.fixture
def story(tell):
    story = tell(plan(RALLY, ESSAY)).to("2010-06-07T10:00")
    row = story.act("report", "rally", "b1", by="b1-head", note="已开", done_on="2010-05-31")
    story.act("accept", row=row, by=row.assignee)
    row = story.act("report", "rally", "b2", by="b2-head", note="已开")
    story.act("accept", row=row, by=row.assignee)
    return story


def bulletin(story, month="2010-06"):
    return story.row("bulletin", kind="bulletin", round_=month)


def body(story, month="2010-06"):
    with reading(story.engine).connect() as connection:
        return documents.documents(connection, [bulletin(story, month).id])


def test_the_numbers_are_taken_at_five_on_the_last_working_day_of_the_month(story):
    story.to("2010-06-30T16:59")
    assert bulletin(story).state == "planned" and not body(story)
    story.to(FROZEN)
    row = bulletin(story)
    assert (row.state, row.assignee, row.step_due_on) == ("checking", "clerk", date(2010, 7, 2))
    (document,) = body(story).values()
    assert (document.frozen_at, document.number) == (story.now, None)


def test_what_was_done_late_counts_as_done_but_not_as_done_on_time(story):
    story.to(FROZEN)
    (document,) = body(story).values()
    units = {one["unit"]: one for one in document.body["units"]}
    said = {u: (units[u]["owed"], units[u]["done"], units[u]["on_time"]) for u in ("b1", "b2")}
    # Each branch owes its rally and three essays, of which none was reported.
    assert said == {"b1": (4, 1, 1), "b2": (4, 1, 0)}
    assert units["b3"]["overdue"] == 4
    # A bulletin names units and items, what members owe once for all of them.
    assert [(o["unit"], o["titles"]["zh"]) for o in document.body["overdue"]].count(
        ("b3", "T")
    ) == 2


def test_the_head_of_a_unit_sees_their_own_rows_and_can_say_what_is_wrong(story):
    story.to("2010-07-01")
    (letter,) = story.mails(to="b2-head", kind="bulletin_check")
    assert "b2" in letter.body and "b3：应办" not in letter.body
    story.act("correct", row=bulletin(story), by="b2-head", note="大会5月31日已开")
    story.to("2010-07-02")
    assert any("大会5月31日已开" in m.body for m in story.mails(to="clerk", kind="office_alert"))


def test_it_is_not_submitted_before_the_units_had_two_working_days(story):
    story.to("2010-07-01T10:00")
    with pytest.raises(Refused, match="check it for errors until 2010-07-02"):
        story.act("submit", row=bulletin(story), by="clerk")


def test_signed_it_has_its_number_and_goes_to_the_heads(story):
    row = story.act("submit", row=bulletin(story.to(CHECKED)), by="clerk")
    assert row.state == "draft"
    row = story.act("sign", row=row, by=row.assignee, at="2010-07-05T10:00")
    assert (row.state, row.facts.number, row.facts.in_all) == ("signed", 1, 1)
    story.to("2010-07-06")
    assert {m.to for m in story.mails(kind="bulletin")} >= {"b1-head", "b2-head", "b3-head"}
    (letter,) = story.mails(to="b1-head", kind="bulletin")
    assert "第1期" in letter.body and "b3" in letter.body


def test_the_next_one_stands_beside_last_months_numbers(story):
    story.to("2010-07-30T17:00")
    (june,), (july,) = body(story).values(), body(story, "2010-07").values()
    assert july.body["last_total"] == june.body["total"]
    assert july.body["units"][-1]["last_rate"] == june.body["units"][-1]["rate"]


def test_a_bulletin_left_lying_is_overdue_like_anything_else(story):
    story.to("2010-07-06")
    assert bulletin(story).light == "red"
    assert ("2010-07-05", "clerk", "bulletin_check") in story.said(bulletin(story))


def test_an_office_that_wants_no_bulletins_gets_none(tell):
    none = "for: small\noffice: {bulletins: false}\ndecisions: {}\n"
    story = tell(plan(RALLY), decisions=none).to("2010-07-02")
    assert story.rows(kind="bulletin") == []


def test_after_an_outage_over_the_end_of_the_month_it_says_when_its_numbers_were_taken(story):
    story.leap("2010-07-05T09:00")
    (document,) = body(story).values()
    assert document.frozen_at == story.now


def test_marks_are_given_only_where_the_office_wants_them_and_name_what_they_are_made_of(tell):
    wants = "for: small\noffice: {marks: true}\ndecisions: {}\n"
    story = tell(plan(RALLY), decisions=wants).to("2010-06-07T10:00")
    row = story.act("report", "rally", "b1", by="b1-head", note="已开", done_on="2010-05-31")
    story.act("accept", row=row, by=row.assignee)
    row = story.act("report", "rally", "b2", by="b2-head", note="已开")
    story.act("accept", row=row, by=row.assignee)
    story.to(FROZEN)
    (document,) = body(story).values()
    units = {one["unit"]: one for one in document.body["units"]}
    assert [units[u]["mark"] for u in ("b1", "b2", "b3")] == [100, 50, 0]
    assert units["b2"]["counted"]["late"] == [row.id]


def test_without_that_no_unit_has_a_mark(story):
    story.to(FROZEN)
    (document,) = body(story).values()
    assert all("mark" not in one for one in document.body["units"])


def struck_off(story, unit="b3"):
    row = story.find(unit)
    row = story.act("sign", row=row, by=f"{unit}-head")
    row = story.act("apply", row=row, by=f"{unit}-head", note="清了")
    row = story.act("check", row=row, by="committee-head", note="通道畅通")
    return story.act("strike", row=row, by="committee-head")


def test_what_is_closed_after_the_numbers_were_taken_is_in_the_next_bulletin(story):
    """The month of the day alone would leave it out of both."""
    early = struck_off(story.to("2010-06-30T10:00"))
    late = struck_off(story.to("2010-06-30T18:00"), "b2")
    story.to("2010-07-30T17:00")
    (june,), (july,) = (body(story, month).values() for month in ("2010-06", "2010-07"))
    assert [one["id"] for one in june.body["struck_off"]] == [early.id]
    assert [one["id"] for one in july.body["struck_off"]] == [late.id]


def test_what_was_sent_back_before_it_relapsed_was_sent_back_all_the_same(story):
    row = story.find("b3")
    row = story.act("sign", row=row, by="b3-head")
    row = story.act("apply", row=row, by="b3-head", note="清了")
    row = story.act("return", row=row, by="committee-head", reason="没清完")
    row = story.act("apply", row=row, by="b3-head", note="清了")
    row = story.act("check", row=row, by="committee-head", note="通道畅通")
    row = story.act("strike", row=row, by="committee-head")
    story.act("relapse", row=row, by="committee-head", reason="又堵上了", at="2010-06-21T10:00")
    story.to(FROZEN)
    (document,) = body(story).values()
    assert (document.body["total"]["returned"], document.body["total"]["relapsed"]) == (1, 1)


def test_a_note_that_is_still_to_come_makes_nothing_behind_however_near_the_date(story):
    row = story.find("b3", limit="2010-07-02")
    row = story.act("sign", row=row, by="b3-head")
    story.act("round", row=row, by="clerk", to="2010-07-01", at="2010-06-29T10:00")
    story.to(FROZEN)
    (document,) = body(story).values()
    assert story.row(row.item, kind="rectification").light == "yellow"
    assert document.body["total"]["behind"] == 0
