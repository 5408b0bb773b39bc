"""People come, go, move and are away: what they owe never falls between two chairs."""

from datetime import date

from tests.stories.world import ESSAY, RALLY, org, person, plan

NEW = {"b1-new": person("b1-new", "b1")}
LATE_DUE = ESSAY.replace("6月11日前", "6月30日前")


def test_a_leavers_open_item_goes_to_their_head_with_an_event_and_a_mail(tell):
    story = tell(plan(ESSAY), org=org(people=NEW)).to("2010-06-02T10:00")
    story.import_org(org())
    row = story.row("essay", "b1-new")
    assert (row.state, row.assignee) == ("open", "b1-head")
    (event,) = story.events(row, "handed_over")
    assert (event.old, event.new, event.why["reason"]) == ("b1-new", "b1-head", "left")
    story.to("2010-06-08")
    assert ("2010-06-03", "b1-head", "handed_over") in story.said(row)
    assert ("2010-06-08", "b1-head", "reminder") in story.said(row)
    assert story.mails(to="b1-new", on="2010-06-08") == []


def test_a_preview_of_an_import_tells_who_comes_and_goes_and_writes_nothing(tell):
    story = tell(plan(ESSAY), org=org(people=NEW)).to("2010-06-02T10:00")
    before = story.rows(), story.events()
    shown = story.import_org(org(people={"b2-new": person("b2-new", "b2")}), preview=True)
    assert (shown.joined, shown.left) == (("b2-new",), ("b1-new",))
    assert {change.kind for change in shown.changes["small"]} == {"insert", "hand_over"}
    assert (story.rows(), story.events()) == before


def test_somebody_who_joins_gets_what_they_owe_and_is_told(tell):
    story = tell(plan(ESSAY)).to("2010-06-02T10:00")
    story.import_org(org(people=NEW))
    story.to("2010-06-03")
    row = story.row("essay", "b1-new")
    assert (row.state, row.due_on) == ("open", date(2010, 6, 11))
    assert ("2010-06-03", "b1-new", "assigned") in story.said(row)


def test_somebody_who_joins_on_a_later_day_owes_from_that_day(tell):
    later = org(people={"b1-new": person("b1-new", "b1", **{"from": "2010-06-04"})})
    story = tell(plan(ESSAY), org=later).to("2010-06-03")
    assert len(story.rows("essay")) == 9
    story.to("2010-06-04")
    assert story.row("essay", "b1-new").assignee == "b1-new"


def test_somebody_who_changes_branches_keeps_what_they_owe_and_climbs_to_the_new_head(tell):
    story = tell(plan(ESSAY), org=org(people=NEW)).to("2010-06-02T10:00")
    number = story.row("essay", "b1-new").id
    story.import_org(org(people={"b1-new": person("b1-new", "b2")}))
    row = story.row("essay", "b1-new")
    assert (row.id, row.unit, row.assignee) == (number, "b2", "b1-new")
    assert story.events(row, "handed_over")[0].why["reason"] == "transfer"
    story.to("2010-06-18")
    assert [to for _, to, _ in story.said(row, "escalated")] == ["b2-head"]


def test_a_new_head_takes_over_what_their_branch_owes_on_the_day_they_take_the_post(tell):
    seats = [{"to": "2010-06-02"}, {"person": "b2-liaison", "from": "2010-06-03"}]
    story = tell(plan(RALLY), org=org(posts={"b2-post": seats})).to("2010-06-02")
    assert story.row("rally", "b2").assignee == "b2-head"
    story.to("2010-06-03")
    row = story.row("rally", "b2")
    assert row.assignee == "b2-liaison"
    assert ("2010-06-03", "b2-liaison", "overdue") in story.said(row)


def test_while_a_post_is_vacant_the_next_above_hears_it_and_the_vacancy_is_said(tell):
    seats = [{"to": "2010-06-02"}, {"person": "b2-liaison", "from": "2010-06-09"}]
    story = tell(plan(RALLY), org=org(posts={"b2-post": seats})).to("2010-06-03")
    row = story.row("rally", "b2")
    assert (row.assignee, row.assignee_post) == ("", "b2-post")
    (letter,) = story.mails(to="leader-1", on="2010-06-03")
    skipped = [i.why.get("skipped", []) for i in letter.items if i.obligation == row.id]
    assert ["holder", "b2-post", "", "vacant"] in [one for many in skipped for one in many]
    story.to("2010-06-09")
    row = story.row("rally", "b2")
    assert row.assignee == "b2-liaison"
    assert ("2010-06-09", "b2-liaison", "handed_over") in story.said(row)


def test_while_somebody_is_away_their_deputy_hears_it_in_their_place(tell):
    away = {"person": "b3-head", "from": "2010-06-01", "to": "2010-06-02", "deputy": "b3-deputy"}
    story = tell(plan(RALLY), org=org(absences=[away])).to("2010-06-03")
    row = story.row("rally", "b3")
    heard = [(day, to) for day, to, _ in story.said(row, "overdue")]
    assert heard == [("2010-06-01", "b3-deputy"), ("2010-06-03", "b3-head")]
    (letter,) = story.mails(to="b3-deputy", on="2010-06-01", kind="overdue")
    assert [i.why["deputy_for"] for i in letter.items if i.kind == "overdue"] == ["b3-head"]


def test_a_leader_without_an_address_is_passed_over_and_the_one_above_hears_it(tell):
    story = tell(plan(RALLY), org=org(people={"leader-2": {"email": None}})).to("2010-06-03")
    row = story.row("rally", "b3")
    on = {to for day, to, _ in story.said(row, "escalated") if day == "2010-06-03"}
    assert on == {"director"}


def test_when_nobody_above_can_be_reached_the_office_is_told(tell):
    above = ("in-charge-1", "in-charge-2", "principal", "group-1", "group-2", "committee-post")
    story = tell(plan(RALLY), org=org(posts=dict.fromkeys(above))).to("2010-06-03")
    row = story.row("rally", "b3")
    assert ("2010-06-03", "clerk", "escalated") in story.said(row, "escalated")


def test_what_is_not_due_for_a_leaver_yet_is_withdrawn_before_it_opens(tell):
    later = "{id: later, owes: each person(member), words: 7月1日至7月30日}"
    story = tell(plan(later), org=org(people=NEW)).to("2010-06-02T10:00")
    story.import_org(org())
    row = story.row("later", "b1-new")
    assert (row.state, row.light) == ("withdrawn", "grey")
    assert story.events(row, "withdrawn")[0].why["reason"] == "left"


def test_a_leavers_report_may_still_be_entered_by_their_head(tell):
    story = tell(plan(LATE_DUE), org=org(people=NEW)).to("2010-06-02T10:00")
    story.import_org(org())
    row = story.act("report", "essay", "b1-new", by="b1-head", at="2010-06-03T10:00")
    assert (row.state, row.assignee) == ("reported", "committee-head")


def test_somebody_closed_before_eight_in_the_morning_is_still_there_on_their_last_day(tell):
    story = tell(plan(LATE_DUE), org=org(people=NEW)).to("2010-06-02T07:00")
    left = story.import_org(org()).org.people["b1-new"]
    assert str(left.ends_on) == "2010-06-01"
