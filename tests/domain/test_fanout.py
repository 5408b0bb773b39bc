"""Who owes what by when: laid out from a plan and an organisation."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.office import (
    BRANCHES,
    CHINA,
    MAY_28,
    MAY_31,
    MEMBERS,
    ORG,
    before_congress,
    node,
    org,
    person,
    plan,
    post,
    setting,
    window,
)
from workflows.domain.dates import Relative, Starts, Waits
from workflows.domain.fanout import owed
from workflows.domain.model import Anchor, Responsible, Text

CONGRESS = Anchor(key="congress", title=Text("", ""), expected="2012年下半年")
KNOWN = replace(CONGRESS, on=date(2012, 11, 8))


def laid_out(*nodes, organisation=ORG, today=MAY_28, day_off="stays", anchors=(), **more):
    of = plan(*nodes, day_off=day_off, anchors=anchors)
    return owed(setting(of, organisation, today, **more))


@pytest.mark.parametrize(
    ("responsible", "parties"),
    [
        (BRANCHES, ["b1", "b2"]),
        (MEMBERS, [f"{b}-{seat}" for b in ("b1", "b2") for seat in ("head", "deputy", "liaison")]),
        (Responsible("each_head", unit_kind="branch"), ["b1-head", "b2-head"]),
        (Responsible("unit", name="committee"), ["committee"]),
        (Responsible("role", name="leading_group"), ["group-1", "group-2"]),
        (Responsible("unit", name="nowhere"), []),
    ],
)
def test_each_shape_names_its_parties_in_the_offices_order(responsible, parties):
    found = [one.key.party for one in laid_out(node("x", responsible=(responsible,)))]
    assert [party.person or party.post or party.unit for party in found] == parties


def test_whoever_is_named_twice_owes_once():
    assert len(laid_out(node("x", responsible=(BRANCHES, Responsible("unit", name="b1"))))) == 2


def test_a_unit_is_held_by_its_head_and_by_nobody_while_the_post_is_vacant():
    assert [one.assignee for one in laid_out(node("x"))] == ["b1-head", "b2-head"]
    vacant = org(posts=(post("b1", "head", "b1-head", ends_on=date(2010, 5, 27)),))
    found = laid_out(node("x"), organisation=vacant)
    assert (found[0].assignee, found[0].assignee_post) == ("", "b1-head")


def test_a_member_owes_from_the_day_they_come_to_the_day_they_leave():
    later = org(people=(person("new", "b1", starts_on=date(2010, 6, 4)),))
    members = node("x", responsible=(MEMBERS,))
    assert len(laid_out(members, organisation=later)) == 6
    assert len(laid_out(members, organisation=later, today=date(2010, 6, 4))) == 7


def test_nothing_opens_before_the_day_of_publishing():
    early = node("x", when=window(MAY_31, start=date(2010, 5, 1)))
    assert {one.opens_on for one in laid_out(early)} == {MAY_28}


def test_a_quota_is_one_obligation_for_each_piece():
    found = laid_out(node("x", responsible=(Responsible("unit", name="b1"),), quota=3))
    assert [one.key.occurrence for one in found] == ["1/3", "2/3", "3/3"]


def test_what_another_report_answers_and_what_asks_for_nothing_makes_no_obligation():
    assert laid_out(node("x", answered_by="y"), node("z", asks=False)) == []


@pytest.mark.parametrize("today", [MAY_28, date(2010, 6, 26), date(2010, 9, 1), date(2012, 3, 9)])
def test_a_recurring_item_has_every_round_that_opened_and_exactly_one_to_come(today):
    monthly = node(
        "x",
        responsible=(Responsible("unit", name="b1"),),
        recurs="FREQ=MONTHLY;BYMONTHDAY=25",
        when=None,
    )
    found = laid_out(monthly, today=today)
    assert [one.opens_on > today for one in found].count(True) == 1
    assert found[-1].opens_on > today
    assert all(CHINA.is_workday(one.due_on) for one in found)


def test_rounds_end_with_the_window():
    monthly = node(
        "x",
        responsible=(Responsible("unit", name="b1"),),
        recurs="FREQ=MONTHLY;BYMONTHDAY=25",
        when=window(date(2010, 8, 31), start=MAY_28),
    )
    found = laid_out(monthly, today=date(2011, 1, 1))
    assert [one.key.occurrence for one in found] == ["2010-06-25", "2010-07-25", "2010-08-25"]


def test_a_round_on_a_day_off_falls_back_or_moves_on_as_the_programme_says():
    monthly = node(
        "x",
        responsible=(Responsible("unit", name="b1"),),
        recurs="FREQ=MONTHLY;BYMONTHDAY=25",
        when=window(date(2010, 7, 31), start=date(2010, 7, 1)),
    )
    assert laid_out(monthly)[0].due_on == date(2010, 7, 23)
    assert laid_out(monthly, day_off="on")[0].due_on == date(2010, 7, 26)


def test_what_waits_for_an_anchor_has_no_date_until_it_is_known():
    waiting = node("x", when=before_congress())
    (first, *_) = laid_out(waiting, anchors=(CONGRESS,))
    assert (first.due_on, first.waits_for) == (None, "congress")
    (first, *_) = laid_out(waiting, anchors=(KNOWN,))
    assert (first.due_on, first.waits_for) == (date(2012, 11, 7), "")


def test_what_comes_after_an_anchor_opens_with_it_and_has_no_end_of_its_own():
    after = node("x", when=Waits(anchor="congress", edge="after"))
    assert laid_out(after, anchors=(CONGRESS,))[0].opens_on is None
    assert laid_out(after, anchors=(KNOWN,))[0].opens_on == date(2012, 11, 8)


def test_an_offset_from_an_anchor_counts_from_its_day():
    ten = node("x", when=Waits(anchor="congress", edge="before", offset=-10, unit="wd"))
    assert laid_out(ten, anchors=(KNOWN,))[0].due_on == CHINA.add(date(2012, 11, 8), -10)


@pytest.mark.parametrize(
    ("base", "offset", "unit", "due"),
    [
        ("phase.start", 15, "wd", date(2010, 6, 23)),
        ("phase.end", -10, "wd", date(2010, 6, 4)),
        ("issued", 1, "m", date(2010, 6, 28)),
        ("notice", 10, "wd", date(2010, 6, 13)),
    ],
)
def test_relative_dates_count_from_their_base(base, offset, unit, due):
    june = window(date(2010, 6, 20), start=date(2010, 6, 1))
    phase = node("A", kind="phase", asks=False, when=june)
    of = node("x", phase="A", when=Relative(base=base, offset=offset, unit=unit))
    found = [one for one in laid_out(phase, of) if one.key.kind == "task"]
    assert {one.due_on for one in found} == {due}


def test_a_date_that_counts_from_a_predecessor_is_known_once_the_same_party_did_that():
    after = node("x", when=Relative(base="after:w", offset=10, unit="wd"))
    waiting = laid_out(node("w"), after)
    assert {one.waits_for for one in waiting if one.key.item == "x"} == {"after:w"}
    done = {("w", "b1"): date(2010, 6, 1)}
    found = [one for one in laid_out(node("w"), after, done=done) if one.key.item == "x"]
    assert {one.key.party.unit: one.due_on for one in found} == {
        "b1": CHINA.add(date(2010, 6, 1), 10),
        "b2": None,
    }


@pytest.mark.parametrize(("switch", "due"), [("stays", 20), ("back", 18), ("on", 21)])
def test_a_due_day_on_a_day_off_stays_or_moves_as_the_programme_says(switch, due):
    found = laid_out(node("x", when=window(date(2010, 6, 20))), day_off=switch)
    assert {one.due_on.day for one in found} == {due}


def test_a_fuzzy_deadline_is_reminded_from_its_first_day():
    fuzzy = node("x", when=window(date(2010, 6, 20), remind_from=date(2010, 6, 11)))
    assert laid_out(fuzzy, day_off="back")[0].remind_from == date(2010, 6, 11)


def test_what_goes_on_for_ever_has_no_date_and_waits_for_nothing():
    (first, *_) = laid_out(node("x", ongoing=True, when=before_congress()), anchors=(CONGRESS,))
    assert (first.ongoing, first.due_on, first.waits_for) == (True, None, "")


def test_what_only_has_a_beginning_opens_then_and_has_no_date():
    (first, *_) = laid_out(node("x", when=Starts(on=date(2010, 7, 1))))
    assert (first.opens_on, first.due_on) == (date(2010, 7, 1), None)


def test_each_anchor_is_watched_by_an_obligation_of_the_office():
    found = [one for one in laid_out(anchors=(CONGRESS,)) if one.key.kind == "anchor"]
    (one,) = found
    assert (one.key.item, one.assignee, one.due_on) == ("congress", "clerk", None)
