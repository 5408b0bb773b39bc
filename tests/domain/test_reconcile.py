"""How rows must change to say what is owed: no more, no less, and then nothing more."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.office import (
    MAY_28,
    MAY_31,
    MEMBERS,
    ORG,
    before_congress,
    carried_out,
    node,
    org,
    person,
    plan,
    post,
    row,
    setting,
    window,
)
from workflows.domain.fanout import owed, reconcile
from workflows.domain.kind_facts import TaskFacts
from workflows.domain.model import Anchor, Responsible, Text
from workflows.domain.orgdays import next_change

CONGRESS = Anchor(key="congress", title=Text("", ""))
NODES = (
    node("rally"),
    node("essay", responsible=(MEMBERS,), when=window(date(2010, 6, 20))),
    node("comments", responsible=(Responsible("each_head", unit_kind="branch"),)),
    node("opinion", when=before_congress()),
    node("round", recurs="FREQ=MONTHLY;BYMONTHDAY=25", when=None),
    node("pieces", quota=2),
    node("keep", ongoing=True),
)
NEW = person("new", "b1")


def rows_of(of, **changes):
    return [row(one, number, **changes) for number, one in enumerate(owed(of), 1)]


def changes(of, rows):
    return reconcile(owed(of), rows, of.org, of.today)


def task(**more):
    return setting(plan(node("x", **more)))


def only(of, rows):
    (change,) = changes(of, rows)
    return change


def test_rows_that_say_what_is_owed_are_left_alone():
    of = setting(plan(*NODES, anchors=(CONGRESS,)))
    assert changes(of, rows_of(of)) == []


def test_whoever_joins_gets_what_they_owe():
    before = task(responsible=(MEMBERS,))
    change = only(replace(before, org=org(people=(NEW,))), rows_of(before))
    assert (change.kind, change.owed.key.party.person) == ("insert", "new")


@pytest.mark.parametrize("state", ["open", "ongoing"])
def test_a_leavers_open_item_goes_to_their_head(state):
    before = replace(task(responsible=(MEMBERS,)), org=org(people=(NEW,)))
    left = org(people=(replace(NEW, ends_on=MAY_28 - timedelta(days=1)),))
    change = only(replace(before, org=left), rows_of(before, state=state))
    assert (change.kind, change.reason) == ("hand_over", "left")
    assert (change.assignee, change.assignee_post) == ("b1-head", "b1-head")


def test_what_a_leaver_would_owe_later_is_withdrawn():
    before = replace(task(responsible=(MEMBERS,)), org=org(people=(NEW,)))
    left = org(people=(replace(NEW, ends_on=MAY_28 - timedelta(days=1)),))
    change = only(replace(before, org=left), rows_of(before))
    assert (change.kind, change.reason) == ("withdraw", "left")


def test_somebody_transferred_keeps_their_item_in_their_new_unit():
    before = replace(task(responsible=(MEMBERS,)), org=org(people=(NEW,)))
    moved = replace(before, org=org(people=(person("new", "b2"),)))
    change = only(moved, rows_of(before, state="open"))
    assert (change.kind, change.reason, change.assignee) == ("hand_over", "transfer", "new")


def test_a_post_that_changes_hands_hands_over_what_its_unit_owes():
    later = replace(task(), org=org(posts=(post("b1", "head", "b1-deputy"),)))
    change = only(later, rows_of(task(), state="open"))
    assert (change.kind, change.reason, change.assignee) == ("hand_over", "post", "b1-deputy")


def test_what_was_assigned_within_the_unit_stays_with_them():
    rows = rows_of(task(), state="open")
    given_to = [
        replace(
            rows[0],
            assignee="b1-liaison",
            assignee_post="",
            facts=TaskFacts(assigned="b1-liaison"),
        ),
        rows[1],
    ]
    assert changes(task(), given_to) == []


def test_a_report_stays_with_its_reviewer_while_the_responsible_parties_post_changes_hands():
    later = replace(task(), org=org(posts=(post("b1", "head", "b1-deputy"),)))
    rows = rows_of(task(), state="reported", assignee="secretary", assignee_post="committee-head")
    assert changes(later, rows) == []


def test_another_date_in_the_plan_redates_the_row():
    found = changes(task(when=window(date(2010, 6, 11))), rows_of(task(), state="open"))
    assert [change.kind for change in found] == ["redate", "redate"]


@pytest.mark.parametrize("state", ["accepted", "waived", "withdrawn"])
def test_a_row_that_is_done_is_left_alone(state):
    rows = rows_of(task(), state=state)
    assert changes(task(when=window(date(2010, 6, 11))), rows) == []
    assert changes(setting(plan()), rows) == []


def test_what_the_plan_withdrew_and_asks_for_again_is_restored():
    rows = rows_of(task(), state="withdrawn", facts=TaskFacts(withdrawn_by="plan"))
    assert {change.kind for change in changes(task(), rows)} == {"restore"}


def test_what_the_plan_no_longer_asks_for_is_withdrawn_last():
    found = changes(setting(plan(node("y"))), rows_of(task()))
    assert [change.kind for change in found] == ["insert", "insert", "withdraw", "withdraw"]


def test_a_request_for_more_time_is_no_business_of_the_plan():
    one = rows_of(task())[0]
    request = replace(one, id=9, key=replace(one.key, kind="decision"), state="open", about=1)
    assert changes(task(), [*rows_of(task()), request]) == []


STAFF = ("b1-deputy", "b1-liaison", "b2-deputy", "b2-liaison", "new")
GONE = date(2010, 5, 20)


@st.composite
def settings_(draw):
    """Any subset of the plan, people who left or moved, posts passed on, an anchor's day."""
    nodes = tuple(n for n in NODES if draw(st.booleans()))
    people = [
        person(
            key, draw(st.sampled_from(["b1", "b2"])), ends_on=draw(st.sampled_from([None, GONE]))
        )
        for key in STAFF
    ]
    head = post("b1", "head", draw(st.sampled_from(["b1-head", "b1-deputy"])))
    on = draw(st.sampled_from([None, date(2012, 11, 8), date(2012, 12, 8)]))
    today = MAY_28 + timedelta(days=draw(st.integers(0, 200)))
    programme = plan(*nodes, anchors=(replace(CONGRESS, on=on),))
    return setting(programme, org(people=tuple(people), posts=(head,)), today)


STATES = st.sampled_from(["planned", "open", "accepted", "reported"])


@given(settings_(), settings_(), st.data())
def test_changes_once_made_leave_nothing_to_change(before, after, data):
    rows = [
        replace(one, state=data.draw(STATES), opens_on=one.opens_on)
        if one.kind == "task" and not one.facts
        else one
        for one in rows_of(before)
    ]
    first = changes(after, rows)
    again = changes(after, carried_out(first, rows))
    assert again == []


@given(settings_())
def test_what_is_laid_out_twice_is_the_same_and_every_party_owes_a_thing_once(of):
    found = owed(of)
    assert found == owed(of)
    names = [one.key.identity for one in found]
    assert len(names) == len(set(names))


@given(settings_(), settings_())
def test_nothing_is_put_in_that_is_there_already(before, after):
    rows = rows_of(before)
    found = changes(after, rows)
    known = {one.key.identity for one in rows}
    assert all(c.owed.key.identity not in known for c in found if c.kind == "insert")


def test_the_organisation_next_changes_when_somebody_comes_has_left_or_takes_a_post():
    staff = org(
        people=(person("a", "b1", starts_on=date(2010, 7, 1)), person("b", "b1", ends_on=MAY_31)),
        posts=(post("b1", "head", "b1-head", ends_on=date(2010, 6, 20)),),
    )
    days = [date(2010, 6, 1), date(2010, 6, 21), date(2010, 7, 1)]
    assert [next_change(staff, day) for day in (MAY_28, *days)] == [*days, None]
    assert next_change(ORG, MAY_28) is None
