"""An inspection is planned, reminded, held; what it found is issued, and facts are contested."""

from datetime import date
from typing import Any

import pytest

from tests.stories.world import RALLY, org, plan
from workflows.domain.errors import Refused
from workflows.domain.inspection import INSPECTION
from workflows.domain.rectification import Finding
from workflows.domain.states import DONE

MORNING = "2010-06-01T10:00"


@pytest.fixture
def story(tell):
    """Tuesday, 1 June 2010, ten o'clock."""
    return tell(plan(RALLY)).to(MORNING)


def found(unit, **more):
    return Finding(**({"unit": unit, "what": "通道堆物", "reviewer": "committee-head"} | more))


def held(story, units=("b1", "b3"), **more):
    row = story.inspect(units=units)
    given = {"note": "台账不全", "by": "leader-1", "at": "2010-06-01T15:00"} | more
    return story.act("close", row=row, **given)


def test_planned_it_is_reminded_held_and_what_it_found_is_issued_with_its_source(story):
    row = story.inspect("round_visit", on="2010-06-11", units=("b1", "b3"), team=("clerk",))
    assert (row.state, row.assignee, row.due_on) == ("open", "leader-1", date(2010, 6, 11))
    story.to("2010-06-11")
    said = story.said(row)
    assert {
        ("2010-06-02", "leader-1", "assigned"),
        ("2010-06-02", "clerk", "assigned"),
        ("2010-06-08", "leader-1", "reminder"),
        ("2010-06-11", "leader-1", "due_today"),
    } <= set(said)
    (letter,) = [m for m in story.mails(to="clerk", kind="assigned") if "组员" in m.body]
    assert "巡回检查" in letter.body and "受检单位：b1、b3" in letter.body
    row = story.act(
        "close",
        row=row,
        by="leader-1",
        note="两个支部台账不全",
        done_on="2010-06-11",
        findings=(found("b1"), found("b3", severity="urgent")),
        at="2010-06-11T16:00",
    )
    assert (row.state, row.light, row.assignee) == ("held", "grey", "")
    issued = [story.rows(kind="rectification")[n] for n in (0, 1)]
    assert tuple(one.id for one in issued) == row.facts.findings
    assert [one.unit for one in issued] == ["b1", "b3"]
    assert {one.facts.source for one in issued} == {"巡回检查（2010-06-11）"}
    assert {one.facts.inspection for one in issued} == {row.id}
    story.to("2010-06-12")
    assert {("2010-06-12", "b3-head", "to_sign")} <= set(story.said(issued[1]))
    (letter,) = story.mails(to="b1-head", kind="inspected")
    assert "两个支部台账不全" in letter.body and "6月17日" in letter.body


def test_planned_for_a_later_day_it_opens_ten_working_days_before(story):
    row = story.inspect("work_report", on="2010-07-15")
    assert (row.state, row.light) == ("planned", "green")
    story.to("2010-06-30")
    assert story.row(row.item).state == "planned" and story.said(row) == []
    story.to("2010-07-01")
    row = story.row(row.item)
    assert (row.state, row.step_due_on) == ("open", date(2010, 7, 15))
    assert story.said(row) == [("2010-07-01", "leader-1", "assigned")]


def test_one_that_did_not_happen_is_overdue_and_climbs_level_by_level(story):
    row = story.inspect(on="2010-06-02", lead="b3-deputy", units=("b1",))
    story.to("2010-06-18")
    assert story.row(row.item).light == "red"
    first: dict[str, str] = {}
    for day, to, _ in story.said(row, "overdue", "escalated"):
        first.setdefault(to, day)
    # Nobody heads their section and no leader has it, so the next above is the principal leader.
    assert (first["b3-deputy"], first["director"]) == ("2010-06-03", "2010-06-07")


def test_held_at_last_whoever_was_reminded_about_it_hears_that_it_was(story):
    row = story.inspect(on="2010-06-02", lead="b3-deputy", units=("b1",))
    story.act("close", row=row, by="b3-deputy", note="看了三处", at="2010-06-08T10:00")
    story.to("2010-06-09")
    (letter,) = story.mails(to="director", kind="completed")
    assert "下列督查逾期后现已开展" in letter.body and "看了三处" in letter.body
    # The supervision notice about it that waited for their signature is not needed any more.
    assert "paper_to_sign" not in letter.kinds


def test_a_random_check_draws_the_same_units_again_from_the_recorded_seed(story):
    row = story.inspect("random_check")
    with pytest.raises(Refused, match="no unit has been drawn"):
        story.act("close", row=row, by="leader-1", note="查过")
    row = story.act("draw", row=row, by="clerk", n=2, seed="s1")
    (event,) = story.events(row, "drawn")
    assert event.why["of"] == ["b1", "b2", "b3"] and event.why["seed"] == "s1"
    again = story.act("draw", row=row, by="clerk", n=2, seed="s1")
    assert again.facts.units == row.facts.units == tuple(event.why["units"])
    assert len(row.facts.units) == 2
    with pytest.raises(Refused, match="units have been drawn already"):
        story.act("draw", row=row, by="clerk", n=2, seed="s2")
    story.act("draw", row=row, by="clerk", n=2, seed="s2", reason="b1 停电")
    assert [e.why["seed"] for e in story.events(row, "drawn")] == ["s1", "s1", "s2"]


def test_more_units_than_there_are_cannot_be_drawn(story):
    row = story.inspect("random_check")
    for n in (0, 4):
        with pytest.raises(Refused, match="cannot be drawn"):
            story.act("draw", row=row, by="clerk", n=n, seed="s")


def test_nobody_draws_or_inspects_the_unit_they_head(story):
    row = story.inspect("random_check", lead="b1-head", team=("b2-head",))
    row = story.act("draw", row=row, by="clerk", n=1, seed="s")
    assert row.facts.units == ("b3",)
    with pytest.raises(Refused, match="nobody inspects himself"):
        story.inspect(lead="b1-head", units=("b1",))


def test_a_unit_inspected_twice_in_a_month_is_pointed_out_and_not_refused(story):
    first = story.inspect(on="2010-06-03", units=("b1", "b2"))
    row = story.inspect(on="2010-06-29", units=("b1",))
    assert row.facts.twice == ("b1: I1 2010-06-03",)
    assert not story.inspect(on="2010-07-01", units=("b1",)).facts.twice
    story.act("withdraw", row=first, by="clerk", reason="合并")
    assert not story.inspect(on="2010-06-30", units=("b2",)).facts.twice


def test_a_series_has_exactly_one_round_to_come(story):
    row = story.inspect("regular", on="2010-06-25", every="monthly", units=("b1",))
    rounds = []
    for at in ("2010-06-01", "2010-06-13", "2010-07-13", "2010-08-13"):
        story.to(at)
        rows = story.rows(row.item)
        rounds.append([one.key.occurrence[5:] for one in rows if one.state == "planned"])
    assert rounds == [["06-25"], ["07-25"], ["08-25"], ["09-25"]]
    last = max(story.rows(row.item), key=lambda one: one.key.occurrence)
    assert (last.due_on, last.facts.units) == (date(2010, 9, 25), ("b1",))
    assert story.rows(row.item)[1].due_on == date(2010, 7, 23)  # the 25th is a Sunday


def test_a_round_held_before_it_opened_is_followed_by_the_next(story):
    row = story.inspect("regular", on="2010-06-25", every="quarterly", units=("b1",))
    story.act("close", row=row, by="leader-1", note="提前开展")
    assert [one.key.occurrence for one in story.rows(row.item)] == ["2010-06-25", "2010-09-25"]


def test_withdrawing_the_round_to_come_ends_the_series(story):
    row = story.inspect("regular", on="2010-06-02", every="monthly")
    (coming,) = [one for one in story.rows(row.item) if one.state == "planned"]
    story.act("withdraw", row=coming, by="clerk", reason="不再开展")
    story.to("2010-08-10")
    assert len(story.rows(row.item)) == 2


def test_facts_are_contested_within_three_working_days_and_the_office_answers(story):
    row = held(story)
    row = story.act(
        "contest", row=row, by="b1-liaison", reason="台账在另一处", at="2010-06-04T10:00"
    )
    assert (row.state, row.assignee, row.step_due_on) == ("contested", "clerk", date(2010, 6, 7))
    story.to("2010-06-07")
    assert any("台账在另一处" in m.body for m in story.mails(to="clerk", kind="office_alert"))
    story.to("2010-06-08")
    assert story.row(row.item).light == "red"
    row = story.act("answer", row=row, by="clerk", note="属实，已更正")
    assert (row.state, row.light) == ("held", "grey")
    story.to("2010-06-09")
    answered = [m.to for m in story.mails(kind="inspected") if "属实，已更正" in m.body]
    assert sorted(answered) == ["b1-head", "b1-liaison"]


def test_contested_too_late_is_refused_with_what_to_do_instead(story):
    row = held(story)
    story.to("2010-06-07T10:00")
    with pytest.raises(Refused, match="until 2010-06-04") as refused:
        story.act("contest", row=row, by="b1-head", reason="不实")
    assert "duban rectify object" in str(refused.value.cure)


def test_only_a_unit_that_was_inspected_contests(story):
    with pytest.raises(Refused, match="is for the inspected"):
        story.act("contest", row=held(story), by="b2-head", reason="不实")


def test_the_office_gives_it_another_day_with_a_reason_and_the_lead_is_told(story):
    row = story.inspect(on="2010-06-02", units=("b1",))
    with pytest.raises(Refused, match="a reason is needed"):
        story.act("redate", row=row, by="clerk", to="2010-06-21")
    row = story.act("redate", row=row, by="clerk", to="2010-06-21", reason="防汛")
    story.to("2010-06-04")
    assert (row.due_on, story.row(row.item).light) == (date(2010, 6, 21), "green")
    (letter,) = story.mails(to="leader-1", kind="moved")
    assert "防汛" in letter.body and "6月21日" in letter.body


def test_one_wrong_finding_and_nothing_is_issued_or_closed(story):
    row = story.inspect(units=("b1", "b3"))
    wrong = (found("b1"), found("b2"), found("b9"), found("b3", reviewer="b3-head"))
    with pytest.raises(Refused) as refused:
        story.act("close", row=row, by="leader-1", note="查过", findings=wrong)
    for said in (
        "finding 2: b2 was not inspected",
        "finding 3: there is no unit “b9”",
        "finding 4: the verifier is the responsible party",
    ):
        assert said in str(refused.value)
    assert story.rows(kind="rectification") == [] and story.row(row.item).state == "open"


def test_reporting_on_it_is_refused_with_the_command_that_closes_it(story):
    row = story.inspect(units=("b1",))
    with pytest.raises(Refused, match="duban inspect close"):
        story.act("report", row=row, by="leader-1", note="完成")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"on": "2010-05-31"}, "is past"),
        ({"way": "raid"}, "none of work_report"),
        ({"lead": "nobody"}, "does not exist"),
        ({"team": ("nobody",)}, "member 1 of the team"),
        ({"units": ("b9",)}, "no unit “b9”"),
        ({"every": "now and then"}, "how often"),
    ],
)
def test_an_inspection_with_a_mistake_is_refused_and_nothing_is_planned(story, wrong, said):
    with pytest.raises(Refused, match=said):
        story.inspect(**wrong)
    assert story.rows(kind="inspection") == []


def test_an_inspection_of_the_plan_is_one_row_a_round_and_is_closed_not_reported(tell):
    item = (
        "{id: visits, owes: unit(committee), words: 2010年6月, inspection: round_visit,"
        " verifier: none}"
    )
    story = tell(plan(item)).to("2010-06-02")
    row = story.row("visits")
    assert (row.kind, row.assignee, row.state) == ("inspection", "committee-head", "open")
    row = story.act(
        "close",
        row=row,
        by="committee-head",
        note="走访三个支部",
        units=("b1",),
        findings=(found("b1", reviewer="leader-1"),),
    )
    assert (row.state, row.light) == ("held", "grey")
    shown = story.publish()
    assert [c.kind for c in shown.changes] == []


def test_what_is_called_stays_when_the_plan_is_published_again_and_follows_its_lead(story):
    story.import_org(org(people={"b3-deputy": {"unit": "b3"}}))
    row = story.inspect(on="2010-08-02", units=("b1",), lead="b3-deputy")
    shown = story.publish()
    story.publish(confirm=shown.confirm)
    assert story.row(row.item).state == "planned"
    story.import_org(org(people={"b3-deputy": {"unit": "b3", "to": "2010-06-01"}}))
    story.to("2010-06-03")
    assert story.row(row.item).assignee == "b3-head"


#: How an inspection gets into each state.
TO = {"planned": (), "open": (), "held": ("close",), "contested": ("close", "contest"),
      "withdrawn": ("withdraw",)}  # fmt: skip
ACTORS = {"doer": "leader-1", "office": "clerk", "inspected": "b1-head", "verifier": "clerk"}
GIVEN: dict[str, dict[str, Any]] = {
    "draw": {"n": 1, "seed": "s", "reason": "r"}, "assign": {"person": "director"},
    "redate": {"to": "2010-08-20", "reason": "r"}, "note": {"note": "n"},
    "close": {"note": "n"}, "answer": {"note": "n"},
}  # fmt: skip


def move(story, row, name, by):
    return story.act(name, row=row, by=by, **GIVEN.get(name, {"reason": "r"}))


@pytest.mark.parametrize(
    "rule", INSPECTION, ids=[f"{rule.state}-{rule.move}" for rule in INSPECTION]
)
def test_every_row_of_the_table_can_be_walked_by_whoever_it_is_for(rule, story):
    for role in (role for role in rule.by if role in ACTORS):
        on = "2010-08-10" if rule.state == "planned" else ""
        row = story.inspect(on=on, units=("b1",))
        for name in TO[rule.state]:
            first = next(r for r in INSPECTION if r.move == name)
            row = move(story, row, name, ACTORS[next(by for by in first.by if by in ACTORS)])
        assert row.state == rule.state
        row = move(story, row, rule.move, ACTORS[role])
        assert row.state == rule.to
        assert row.assignee or rule.to in DONE
