"""One mail per person and day, and a mass task that climbs as the unit's coverage."""

from collections import Counter

from tests.stories.world import ESSAY, RALLY, org, plan


def test_however_much_happens_one_person_gets_one_mail_a_day(tell):
    many = [RALLY.replace("id: rally", f"id: r{n}") for n in range(5)]
    story = tell(plan(*many, ESSAY)).to("2010-06-03")
    numbers = Counter((m.to, m.on) for m in story.mails())
    assert set(numbers.values()) == {1}
    (letter,) = story.mails(to="b1-head", on="2010-06-01")
    assert letter.kinds.count("overdue") == 5


def test_personal_items_climb_as_the_coverage_of_the_unit_and_name_no_person(tell):
    story = tell(plan(ESSAY.replace("6月11日前", "5月31日前")))
    story.act("report", "essay", "b1-head", by="b1-head", at="2010-05-31T10:00")
    story.to("2010-06-08")
    (letter,) = story.mails(to="leader-1", on="2010-06-08")
    assert letter.kinds.count("escalated") == 5
    assert "b1：3人中2人未报" in letter.body and "b2：3人中3人未报" in letter.body
    assert not any(name in letter.body for name in ("b1-liaison", "b1-deputy", "b2-liaison"))


def test_a_head_who_owes_an_essay_themselves_does_not_get_their_own_escalation(tell):
    story = tell(plan(ESSAY.replace("6月11日前", "5月31日前"))).to("2010-06-03")
    row = story.row("essay", "b1-head")
    assert ("2010-06-03", "b1-head", "escalated") not in story.said(row)
    assert ("2010-06-03", "leader-1", "escalated") in story.said(row)


def test_mail_keeps_the_hour_and_the_language_of_its_reader(tell):
    staff = {"b1-head": {"mail_hour": "08:30", "language": "en", "name_en": "Mr Li"}}
    story = tell(plan(RALLY), org=org(people=staff)).to("2010-06-01T08:30")
    (early,) = story.mails(to="b1-head", on="2010-06-01")
    assert "Mr Li" in early.body and "同志" not in early.body
    assert story.mails(to="b2-head", on="2010-06-01") == []
    story.to("2010-06-01")
    assert "同志" in story.mails(to="b2-head", on="2010-06-01")[0].body


def test_leaders_hear_on_mondays_only_when_there_is_something_in_it(tell):
    story = tell(plan(RALLY)).to("2010-06-07")
    mondays = {(m.to, m.on.isoformat()) for m in story.mails(kind="leader_weekly")}
    assert ("leader-1", "2010-06-07") in mondays
    assert not [to for to, day in mondays if day == "2010-05-31"]


def test_a_report_that_was_returned_stands_as_open_again_on_the_leaders_page(tell):
    story = tell(plan(RALLY))
    for branch in ("b1", "b2"):
        story.act("report", "rally", branch, by=f"{branch}-head", at="2010-06-02T10:00")
    story.act("accept", "rally", "b1", by="committee-head", at="2010-06-03T10:00")
    story.act("return", "rally", "b2", by="committee-head", reason="缺照片", at="2010-06-04T10:00")
    story.to("2010-06-07")
    (letter,) = story.mails(to="director", kind="leader_weekly")
    assert "办结：1（较上周+1）；在办：2（较上周−1）" in letter.body


def test_the_office_gets_its_page_each_working_day_while_something_is_red(tell):
    story = tell(plan(RALLY)).to("2010-06-07")
    days = [m.on.day for m in story.mails(to="clerk", kind="office_daily")]
    assert days == [31, 1, 2, 3, 4, 7]


def test_the_first_mail_shows_the_example_of_the_plan_and_reminders_do_not_repeat_it(tell):
    rally = RALLY.replace("policy: firm", "policy: firm, example: 到会18人")
    essay = ESSAY.replace("words:", "example: 学了第三部分, words:")
    story = tell(plan(rally, essay)).to("2010-06-08")
    first, *later = story.mails(to="b1-head")
    assert "示例：到会18人" in first.body and "示例：学了第三部分" in first.body
    assert later and not any("示例" in one.body for one in later)
