"""A post is handed over: what lies with it goes to the newcomer, nothing stays between two."""

from dataclasses import replace
from datetime import date

import pytest

from tests.stories.world import ESSAY, RALLY, org, plan
from tests.story import OFFICE
from workflows.commands import handover
from workflows.commands.people import all_contexts
from workflows.domain.errors import NotFound, Refused
from workflows.domain.handover import HandOver

GIVEN = HandOver(post="b2-post", to="b2-liaison", on=date(2010, 6, 2))


def hand_over(story, given=GIVEN, *, preview=False, **changes):
    with story.engine.begin() as connection:
        done = handover.hand_over(
            connection,
            all_contexts(connection),
            replace(given, **changes),
            OFFICE,
            story.now,
            preview=preview,
        )
    story.check()
    return done


def moved(done):
    return [change.row.id for change in done.moves["small"]]


@pytest.fixture
def story(tell):
    return tell(plan(RALLY, ESSAY)).to("2010-06-02T10:00")


def test_what_the_post_owes_goes_to_the_newcomer_who_is_told(tell):
    story = tell(plan(RALLY.replace("5月底前", "6月底前"))).to("2010-06-02T10:00")
    row = story.row("rally", "b2")
    assert moved(hand_over(story)) == [row.id]
    assert story.row("rally", "b2").assignee == "b2-liaison"
    (event,) = story.events(row, "handed_over")
    assert (event.old, event.new, event.actor) == ("b2-head", "b2-liaison", "clerk")
    story.to("2010-06-03")
    assert ("2010-06-03", "b2-liaison", "handed_over") in story.said(row)


def test_the_hand_over_itself_is_on_record(story):
    hand_over(story)
    (event,) = story.events(None, "post_handed_over")
    assert (event.old, event.new) == ("b2-head", "b2-liaison")
    assert event.why == {"post": "b2-post", "on": "2010-06-02"}


def test_what_somebody_owes_themselves_stays_with_them(story):
    essay = story.row("essay", "b2-head")
    done = hand_over(story)
    assert [row.id for row in done.stays["small"]] == [essay.id]
    assert story.row("essay", "b2-head").assignee == "b2-head"


def test_a_preview_writes_nothing_and_tells_what_is_then_done(story):
    before = story.rows(), story.events()
    shown = hand_over(story, preview=True)
    assert (story.rows(), story.events()) == before
    assert moved(shown) == moved(hand_over(story))


def test_a_report_that_waits_for_the_post_goes_to_the_newcomer(story):
    story.act("report", "rally", "b2", by="b2-head", note="开过了")
    story.act("report", "rally", "b1", by="b1-head", note="开过了")
    done = hand_over(story, post="committee-post", to="leader-2")
    assert len(moved(done)) == 2
    assert story.row("rally", "b3").id in {row.id for row in done.verifies["small"]}
    assert story.row("rally", "b2").assignee == "leader-2"


def test_a_request_that_waits_for_the_post_goes_to_the_newcomer(tell):
    story = tell(plan(RALLY.replace("5月底前", "6月底前"))).to("2010-06-02T10:00")
    story.act("extend", "rally", "b2", by="b2-head", to="2010-07-09", reason="农忙")
    request = story.row("rally", "b2", kind="decision")
    assert moved(hand_over(story, post="committee-post", to="leader-2")) == [request.id]
    story.to("2010-06-03")
    assert ("2010-06-03", "leader-2", "decision_asked") in story.said(request)
    story.act("agree", row=story.row("rally", "b2", kind="decision"), by="leader-2")
    assert story.row("rally", "b2").due_on == date(2010, 7, 9)


def test_nobody_comes_to_decide_on_what_he_asked_for_themselves(tell):
    story = tell(plan(RALLY.replace("5月底前", "6月底前"))).to("2010-06-02T10:00")
    story.act("extend", "rally", "b2", by="b2-head", to="2010-07-09", reason="农忙")
    assert moved(hand_over(story, post="committee-post", to="b2-head")) == []
    assert story.row("rally", "b2", kind="decision").assignee == "committee-head"


def test_from_a_later_day_the_rows_follow_when_the_day_has_come(story):
    done = hand_over(story, on=date(2010, 6, 4))
    assert len(moved(done)) == 1
    assert story.row("rally", "b2").assignee == "b2-head"
    story.to("2010-06-04")
    assert story.row("rally", "b2").assignee == "b2-liaison"


def test_a_post_left_vacant_reminds_the_next_above_until_somebody_takes_it(story):
    hand_over(story, to="")
    row = story.row("rally", "b2")
    assert (row.assignee, row.assignee_post) == ("", "b2-post")
    story.to("2010-06-03")
    assert "leader-1" in {to for _, to, _ in story.said(row)}
    hand_over(story, on=date(2010, 6, 4))
    story.to("2010-06-04")
    assert story.row("rally", "b2").assignee == "b2-liaison"


def test_a_report_lies_with_nobody_while_its_reviewers_post_is_vacant_and_the_office_can_accept(
    story,
):
    story.act("report", "rally", "b2", by="b2-head", note="开过了")
    hand_over(story, post="committee-post", to="")
    assert story.row("rally", "b2").assignee == ""
    story.act("accept", "rally", "b2", by="clerk")
    assert story.row("rally", "b2").state == "accepted"


def test_a_deputy_who_takes_the_post_is_not_their_own_deputy(story):
    done = hand_over(story, to="b2-deputy")
    assert (done.tenure.person, done.tenure.deputy) == ("b2-deputy", None)


def test_the_tenure_that_was_keeps_its_place_and_its_last_day(story):
    tenures = hand_over(story).org.posts["b2-post"]
    assert [(t.person, t.starts_on, t.ends_on) for t in tenures] == [
        ("b2-head", None, date(2010, 6, 1)),
        ("b2-liaison", date(2010, 6, 2), None),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"post": "nowhere"}, "there is no role"),
        ({"to": "stranger"}, "there is nobody"),
        ({"to": "b2-head"}, "has this role already"),
        ({"on": date(2010, 4, 1)}, "too far from today"),
        ({"on": date(2012, 4, 1)}, "too far from today"),
        ({"before": "b3-head"}, "b2-head has this role"),
        ({"before": ""}, "not nobody"),
    ],
    ids=["post", "person", "same", "past", "future", "before", "nobody"],
)
def test_what_cannot_be_is_refused_and_nothing_changes(story, changes, said):
    before = story.rows(), story.events()
    with pytest.raises((NotFound, Refused), match=said):
        hand_over(story, **changes)
    assert (story.rows(), story.events()) == before


def test_somebody_who_has_left_takes_no_post(tell):
    gone = org(people={"b3-liaison": {"to": "2010-06-01"}})
    story = tell(plan(RALLY), org=gone).to("2010-06-02T10:00")
    with pytest.raises(Refused, match="is here until 2010-06-01 only"):
        hand_over(story, to="b3-liaison")


def test_a_post_cannot_pass_on_before_it_was_taken(story):
    hand_over(story)
    with pytest.raises(Refused, match="taken on 2010-06-02 only"):
        hand_over(story, to="b2-deputy")
