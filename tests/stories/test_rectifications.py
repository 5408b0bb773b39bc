"""What was found is put right within its limit, reminded level by level, and closed."""

from datetime import date, timedelta

import pytest

from tests.stories.world import RALLY, org, plan
from workflows.domain.errors import Refused
from workflows.domain.rectification import RECTIFICATION
from workflows.domain.states import DONE

MORNING = "2010-06-01T10:00"


@pytest.fixture
def story(tell):
    """Tuesday, 1 June 2010, ten o'clock."""
    return tell(plan(RALLY)).to(MORNING)


def signed(story, unit="b3", **more):
    row = story.find(unit, **more)
    return story.act("sign", row=row, by=f"{unit}-head")


def applied(story, **more):
    row = signed(story, **more)
    return story.act("apply", row=row, by="b3-head", note="已清理", at="2010-06-07T10:00")


def test_a_finding_goes_all_the_way_to_being_closed_and_everybody_hears_their_part(story):
    row = story.find("b3", title="消防通道", where="种子库", source="安全检查")
    assert (row.state, row.assignee, row.due_on) == ("issued", "b3-head", date(2010, 6, 17))
    story.to("2010-06-02")
    assert {("b3-head", "to_sign"), ("b3-liaison", "to_sign")} <= {
        (to, kind) for _, to, kind in story.said(row)
    }
    (letter,) = story.mails(to="b3-head", kind="to_sign")
    for words in ("消防通道堆放种子", "种子库", "安全检查", "6月17日", "6月3日"):
        assert words in letter.body
    row = story.act("sign", row=row, by="b3-head", at="2010-06-03T10:00")
    assert (row.state, row.step_due_on) == ("in_progress", date(2010, 6, 17))
    row = story.act("apply", row=row, by="b3-head", note="已清理", at="2010-06-08T10:00")
    assert (row.state, row.assignee) == ("applied", "committee-head")
    row = story.act("check", row=row, by="committee-head", note="通道畅通", at="2010-06-09T10:00")
    row = story.act("strike", row=row, by="committee-head")
    assert (row.state, row.light, row.done_on) == ("struck_off", "grey", date(2010, 6, 8))
    story.to("2010-06-10")
    heard = {(to, kind) for _, to, kind in story.said(row)}
    assert {("committee-head", "review"), ("b3-head", "completed")} <= heard


def test_what_nobody_signs_for_is_reminded_at_two_days_and_climbs_after_two_more(story):
    row = story.find("b3")
    story.to("2010-06-07")
    on = {(day, to) for day, to, kind in story.said(row, "to_sign", "escalated")}
    # The head of b3 is the one who is late, so the next above them hears it.
    assert {("2010-06-03", "b3-head"), ("2010-06-07", "leader-2")} <= on
    assert story.row(row.item).light == "red"


def test_an_overdue_rectification_climbs_the_ladder_step_by_step(story):
    row = story.find("b3", person="b3-deputy", limit="2010-06-02")
    row = story.act("sign", row=row, by="b3-deputy")
    story.to("2010-06-17")
    first: dict[str, str] = {}
    for day, to, _ in story.said(row, "overdue", "escalated"):
        first.setdefault(to, day)
    ladder = {"b3-deputy": 3, "b3-head": 7, "leader-2": 10, "director": 17}
    assert {who: first[who] for who in ladder} == {
        who: f"2010-06-{day:02}" for who, day in ladder.items()
    }


def test_what_is_to_be_put_right_at_once_climbs_as_a_firm_item_does(story):
    row = story.find("b3", person="b3-deputy", severity="at_once")
    row = story.act("sign", row=row, by="b3-deputy")
    story.to("2010-06-11")
    first: dict[str, str] = {}
    for day, to, _ in story.said(row, "overdue", "escalated"):
        first.setdefault(to, day)
    assert first["b3-head"] == "2010-06-03" and first["leader-2"] == "2010-06-07"
    assert first["director"] == "2010-06-10"


def test_a_reviewer_who_sits_is_reminded_and_the_responsible_party_is_not(story):
    row = applied(story)
    story.to("2010-06-21")
    late = story.said(row, "review_overdue", "escalated", "overdue")
    assert ("2010-06-12", "committee-head", "review_overdue") in late
    assert "b3-head" not in {to for _, to, _ in late}


def test_sent_back_it_is_the_responsible_parties_again_with_the_reason_in_their_mail(story):
    row = applied(story)
    row = story.act("return", row=row, by="committee-head", reason="缺照片", at="2010-06-08T10:00")
    assert (row.state, row.assignee, row.returns) == ("in_progress", "b3-head", 1)
    story.to("2010-06-09")
    (letter,) = story.mails(to="b3-head", kind="returned")
    assert "缺照片" in letter.body


def test_an_objection_goes_to_the_office_which_gives_it_to_another_unit(story):
    row = story.find("b3")
    row = story.act("object", row=row, by="b3-head", reason="属种植业支部", at="2010-06-02T10:00")
    assert (row.state, row.assignee) == ("disputed", "clerk")
    story.to("2010-06-03")
    assert any("属种植业支部" in m.body for m in story.mails(to="clerk", kind="office_alert"))
    row = story.act("reassign", row=row, by="clerk", unit="b1", reason="按职责")
    assert (row.state, row.unit, row.assignee) == ("issued", "b1", "b1-head")
    story.to("2010-06-04")
    assert ("2010-06-04", "b1-head", "to_sign") in story.said(row)


def test_an_objection_after_three_working_days_is_refused_with_what_to_do_instead(story):
    row = story.find("b3")
    story.to("2010-06-07T10:00")
    with pytest.raises(Refused, match="until 2010-06-04"):
        story.act("object", row=row, by="b3-head", reason="不属我们")


def test_nobody_checks_or_closes_what_their_own_unit_put_right(story):
    row = applied(story)
    for by in ("b3-head", "b3-liaison"):
        with pytest.raises(Refused):
            story.act("check", row=row, by=by, note="看过")
    with pytest.raises(Refused, match="the verifier is the responsible party"):
        story.find("b3", reviewer="b3-head")


def test_a_hard_item_is_not_reported_before_its_plan_is_written(story):
    row = signed(story, severity="hard")
    assert row.due_on == date(2010, 7, 1)
    with pytest.raises(Refused, match="measures are planned first"):
        story.act("apply", row=row, by="b3-head")
    with pytest.raises(Refused, match="needs a cause and a goal"):
        story.act("plan", row=row, by="b3-head", measures="腾出二号库")
    plan = {"cause": "库房小", "goal": "通道畅通", "measures": "腾出二号库"}
    row = story.act("plan", row=row, by="b3-head", **plan)
    assert story.act("apply", row=row, by="b3-head").state == "applied"


def test_a_listed_item_is_checked_by_two(story):
    row = signed(story)
    row = story.act("list", row=row, by="clerk", reason="领导挂牌")
    row = story.act("apply", row=row, by="b3-head")
    with pytest.raises(Refused, match="checked by two"):
        story.act("check", row=row, by="committee-head", note="看过")
    row = story.act("check", row=row, by="committee-head", note="看过", person="leader-2")
    assert row.facts.checked_by == ("committee-head", "leader-2")


def test_neither_the_head_of_the_unit_nor_the_responsible_party_is_the_second_pair_of_eyes(story):
    row = story.act("sign", row=story.find("b3", person="b3-deputy"), by="b3-deputy")
    row = story.act("list", row=row, by="clerk", reason="领导挂牌")
    row = story.act("apply", row=row, by="b3-head")
    for second in ("b3-head", "b3-deputy", "committee-head"):
        with pytest.raises(Refused, match="checked by two"):
            story.act("check", row=row, by="committee-head", note="看过", person=second)


def test_without_the_file_that_was_asked_for_nothing_is_applied_for(story):
    row = signed(story, needs_file=True)
    photo = (("0" * 64, "照片.jpg"),)
    for name in ("report", "apply"):
        with pytest.raises(Refused, match="a file is required"):
            story.act(name, row=row, by="b3-head", note="已清理")
    row = story.act("report", row=row, by="b3-head", evidence=photo)
    row = story.act("apply", row=row, by="b3-head")
    # Sent back, it has to be shown anew.
    row = story.act("return", row=row, by="committee-head", reason="照片不清")
    with pytest.raises(Refused, match="a file is required"):
        story.act("apply", row=row, by="b3-head")
    story.to("2010-06-02")
    (letter,) = story.mails(to="b3-head", kind="to_sign")
    assert "须附文件" in letter.body


def test_more_time_is_refused_after_the_date_and_an_explanation_is_offered(story):
    row = signed(story, limit="2010-06-02")
    story.to("2010-06-04T10:00")
    with pytest.raises(Refused, match="情况说明"):
        story.act("extend", row=row, by="b3-head", to="2010-06-20", reason="人手少")


def test_after_an_explanation_reminding_begins_anew_but_lateness_counts_from_the_first_limit(
    story,
):
    row = signed(story, limit="2010-06-02")
    story.act(
        "explain", row=row, by="b3-head", to="2010-06-21", reason="下雨", at="2010-06-04T10:00"
    )
    request = story.row(row.item, kind="decision")
    story.act("agree", row=request, by="committee-head", at="2010-06-07T09:30")
    row = story.row(row.item, kind="rectification")
    assert (row.due_on, row.step_due_on, row.light) == (date(2010, 6, 2), date(2010, 6, 21), "red")
    story.to("2010-06-17")
    pressed = [day for day, _, _ in story.said(row, "overdue", "escalated")]
    assert max(pressed) < "2010-06-08"
    row = story.act("apply", row=row, by="b3-head")
    row = story.act("check", row=row, by="committee-head", note="看过")
    assert story.act("strike", row=row, by="committee-head").done_on > row.due_on


def test_on_hold_nobody_is_reminded_until_the_day_it_is_looked_at_again(story):
    row = signed(story, limit="2010-06-02")
    row = story.act("hold", row=row, by="clerk", to="2010-06-10", reason="等拨款")
    assert (row.state, row.assignee) == ("on_hold", "clerk")
    story.to("2010-06-09")
    assert story.said(row, "overdue", "escalated") == []
    row = story.act("resume", row=row, by="clerk", at="2010-06-10T10:00")
    assert (row.assignee, row.step_due_on) == ("b3-head", date(2010, 6, 13))


def test_what_did_not_hold_begins_again_and_is_counted(story):
    row = applied(story)
    row = story.act("check", row=row, by="committee-head", note="看过")
    row = story.act("strike", row=row, by="committee-head")
    row = story.act("relapse", row=row, by="clerk", reason="又堆上了", at="2010-08-09T10:00")
    assert (row.state, row.assignee, row.facts.relapses) == ("in_progress", "b3-head", 1)
    assert row.due_on == date(2010, 8, 24)
    story.to("2010-08-10")
    assert ("2010-08-10", "b3-head", "reopened") in story.said(row)


def test_a_second_closing_is_refused(story):
    row = applied(story)
    row = story.act("check", row=row, by="committee-head", note="看过")
    row = story.act("strike", row=row, by="committee-head")
    with pytest.raises(Refused, match="struck_off"):
        story.act("strike", row=row, by="committee-head")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"limit": "2010-05-31"}, "is past"),
        ({"reviewer": "nobody"}, "does not exist"),
        ({"reviewer": ""}, "nobody is named"),
        ({"what": ""}, "not said what"),
        ({"person": "b1-head"}, "is not in b3"),
    ],
)
def test_a_finding_with_a_mistake_is_refused_and_nothing_is_issued(story, wrong, said):
    with pytest.raises(Refused, match=said):
        story.find("b3", **wrong)
    assert story.rows(kind="rectification") == []


def test_when_the_post_of_the_head_changes_hands_the_rectification_follows(story):
    row = signed(story)
    story.import_org(org(posts={"b3-post": {"person": "b3-liaison"}}))
    assert story.row(row.item).assignee == "b3-liaison"


def test_closed_between_queueing_and_sending_it_is_dropped_with_the_reason(story):
    row = signed(story, limit="2010-06-02")
    story.to("2010-06-03T00:00")
    story.act("waive", row=row, by="clerk", reason="已拆除")
    story.to("2010-06-03")
    assert story.said(row, "overdue") == []
    drops = [
        i.dropped
        for m in story.mails(to="b3-head", state="")
        for i in m.items
        if i.obligation == row.id and i.kind == "overdue"
    ]
    assert drops == ["closed meanwhile (waived)"]


#: How a rectification gets into each state: the moves from its issue on.
TO = {
    "issued": (),
    "disputed": ("object",),
    "in_progress": ("sign",),
    "on_hold": ("sign", "hold"),
    "reported": ("sign", "report"),
    "applied": ("sign", "apply"),
    "checked": ("sign", "apply", "check"),
    "struck_off": ("sign", "apply", "check", "strike"),
    "waived": ("waive",),
    "withdrawn": ("withdraw",),
}
ACTORS = {
    "doer": "b3-head", "head": "b3-head", "verifier": "committee-head", "office": "clerk",
    "above": "leader-2",
}  # fmt: skip
GIVEN = {
    "reassign": {"unit": "b1", "reason": "r"}, "assign": {"person": "b3-deputy"},
    "plan": {"measures": "m"}, "check": {"note": "n", "person": "leader-2"},
    "note": {"note": "n"}, "hold": {"to": "2010-06-20", "reason": "r"},
    "seen": {"to": "2010-06-10"}, "round": {"to": "2010-06-10"},
    "extend": {"to": "2010-06-30", "reason": "r"}, "explain": {"to": "2010-06-30", "reason": "r"},
}  # fmt: skip


def move(story, row, name, by):
    return story.act(name, row=row, by=by, **GIVEN.get(name, {"reason": "r"}))


@pytest.mark.parametrize(
    "rule", RECTIFICATION, ids=[f"{rule.state}-{rule.move}" for rule in RECTIFICATION]
)
def test_every_row_of_the_table_can_be_walked_by_whoever_it_is_for(rule, story):
    late = "after_due" in rule.needs
    for role in (role for role in rule.by if role in ACTORS):
        today = story.context.today(story.now)
        limit = today if late else today + timedelta(days=15)
        row = story.find("b3", what=f"{rule.move} by {role}", limit=limit.isoformat())
        for name in TO[rule.state]:
            first = next(r for r in RECTIFICATION if r.move == name)
            row = move(story, row, name, ACTORS[next(by for by in first.by if by in ACTORS)])
        assert row.state == rule.state
        if late:
            story.to(f"{today + timedelta(days=1)}T10:00")
        if rule.move == "delist":
            row = with_listing(story, row)
        row = move(story, row, rule.move, ACTORS[role])
        assert row.state == rule.to
        assert row.assignee or rule.assignee == "nobody" or rule.to in DONE


def with_listing(story, row):
    """`row` as if it had been listed while it was worked on."""
    extra = row.facts.to_json() | {"listed_on": "2010-06-01"}
    story.damage(row, facts=extra)
    return next(r for r in story.rows(row.item) if r.kind == "rectification")
