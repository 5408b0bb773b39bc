"""What the clock does to one row: in order, nothing lost, each thing said once. Pure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.kinds import KINDS
from scheduler.passes.deadlines import Decider
from tests.domain.office import FIRM, FRAME, MAY_28, MAY_31, STANDARD, at, node, plan, row, setting
from workflows.domain.events import EVENTS, mails_of
from workflows.domain.fanout import owed
from workflows.domain.standing import standing

POLICIES = {"standard": STANDARD, "firm": FIRM}
ONE = owed(setting(plan(node("x", policy="firm"))))[0]


def planned(due_on=MAY_31, policy="firm"):
    opens = at(MAY_28)
    return row(ONE, due_on=due_on, remind_from=due_on, policy=policy, next_check_at=opens)


def decided(before, now):
    """The row and the events after one decision at `now`."""
    found = Decider(FRAME, POLICIES, now).decide(before)
    after = replace(
        before,
        state=found.state,
        step=found.step,
        step_opened_at=found.step_opened_at,
        step_due_on=found.step_due_on,
        step_remind_from=found.step_remind_from,
        level=found.level,
        light=found.light,
        light_until=found.light_until,
        next_check_at=found.next_check_at,
    )
    return after, list(found.events)


def lived(before, instants):
    """The row and all its events after it was looked at at each instant, where it was due."""
    events = []
    for now in instants:
        while before.next_check_at is not None and before.next_check_at <= now:
            before, more = decided(before, now)
            events += more
    return before, events


def test_a_row_opens_with_an_event_and_is_told_to_its_assignee():
    after, events = decided(planned(), at(MAY_28))
    assert (after.state, after.step, after.light) == ("open", 1, "yellow")
    assert (events[0].kind, events[0].to) == ("opened", ("holder",))
    assert [(e.trigger, e.outcome) for e in events[1:]] == [("-3wd", "skipped")]


def test_of_several_levels_missed_the_highest_speaks_and_the_assignee_hears_it():
    after, events = lived(planned(), [at(MAY_28), at(date(2010, 6, 8), 12)])
    pressed = [(e.trigger, e.outcome, e.into) for e in events if e.kind == "overdue"]
    assert pressed == [("+1wd", "merged", "+6wd"), ("+3wd", "merged", "+6wd"), ("+6wd", "said", "")]
    assert events[-1].to == ("holder", "principal")
    assert (after.level, after.light) == (3, "red")


def test_after_many_rounds_missed_the_latest_of_the_highest_speaks_alone():
    _, events = lived(planned(), [at(MAY_28), at(date(2010, 8, 31))])
    said = [e for e in events if e.outcome == "said" and e.to and e.kind != "opened"]
    assert [e.trigger for e in said] == ["every 5wd"]
    # The rounds before it are a number in the record, not an event each.
    assert [(e.n, e.missed) for e in events if e.n] == [(said[0].n, said[0].n - 1)]


def test_a_reminder_missed_until_after_the_date_is_only_recorded():
    before = planned(date(2010, 6, 11), "standard")
    _, events = lived(before, [at(MAY_28), at(date(2010, 6, 12), 1)])
    reminders = {e.trigger: (e.outcome, e.into) for e in events if e.kind in ("reminder", "due")}
    assert reminders == {"-3wd": ("superseded", "+1wd"), "0": ("superseded", "+1wd")}


def _rounds(events):
    """How many rounds of what repeats they stand for."""
    return sum(1 + e.missed for e in events if e.n)


DAYS = st.lists(st.integers(0, 24 * 60), min_size=1, max_size=8)


@given(DAYS, st.sampled_from(sorted(POLICIES)))
def test_however_often_it_is_looked_at_every_point_is_recorded_once(hours, policy):
    end = at(date(2010, 8, 1))
    instants = sorted(at(MAY_28) + timedelta(hours=n) for n in hours if n < 24 * 60)
    _, events = lived(planned(policy=policy), [*(i for i in instants if i < end), end])
    triggers = [(e.trigger, e.n) for e in events if e.to]
    assert len(triggers) == len(set(triggers))
    _, at_once = lived(planned(policy=policy), [end])
    once = {(e.trigger, e.n) for e in at_once if e.to}
    assert {one for one in triggers if not one[1]} == {one for one in once if not one[1]}
    assert max(n for _, n in triggers) == max(n for _, n in once)
    assert _rounds(events) == _rounds(at_once)


@given(DAYS, st.sampled_from(sorted(POLICIES)))
def test_the_light_after_a_look_is_the_one_the_pages_show_and_it_looks_again(hours, policy):
    instants = sorted({at(MAY_28) + timedelta(hours=n) for n in hours})
    before = planned(policy=policy)
    for now in instants:
        before, _ = lived(before, [now])
        found = standing(before, POLICIES[policy], FRAME, FRAME.day(now))
        assert before.light == found.light
        assert before.next_check_at is not None and before.next_check_at > now


@given(DAYS)
def test_the_level_never_falls_within_a_step(hours):
    before, level = planned(), 0
    for now in sorted({at(MAY_28) + timedelta(hours=n) for n in hours}):
        before, _ = lived(before, [now])
        assert before.level >= level
        level = before.level


def test_rows_that_are_alike_are_decided_alike_and_only_once():
    decider = Decider(FRAME, POLICIES, at(MAY_28))
    one, other = planned(), replace(planned(), id=2, assignee="b2-head")
    assert decider.decide(one) is decider.decide(other)


TOLD = ("opened", "reported", "returned", "accepted", "redated", "handed_over", "quarantined")


@pytest.mark.parametrize("event", TOLD)
def test_what_people_must_know_calls_for_a_mail_and_names_a_kind_that_exists(event):
    found = mails_of(event, "task", "open", ())
    assert found and {call.kind for call in found} <= set(KINDS)


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_no_event_calls_for_a_mail_that_there_is_no_kind_of(event):
    states = ("open", "reported")
    found = [one for state in states for one in mails_of(event, "task", state, ("holder",))]
    found += EVENTS[event].mails
    found += [one for mails in EVENTS[event].of.values() for one in mails]
    assert {one.kind for one in found} <= set(KINDS)
    assert EVENTS[event].silent == (not found)


@pytest.mark.parametrize("kind", ["task", "phase", "anchor", "decision", "inspection", "lookback"])
@pytest.mark.parametrize("state", ["open", "reported"])
@pytest.mark.parametrize("event", ["reminder", "due", "overdue", "ask"])
def test_every_point_of_every_kind_has_a_mail_for_each_audience(kind, state, event):
    audiences = ("holder", "head", "leader", "principal", "leading_group", "office", "liaison")
    found = mails_of(event, kind, state, audiences)
    assert {call.kind for call in found} <= set(KINDS)
    assert len(found) == (1 if event == "ask" else len(audiences))
