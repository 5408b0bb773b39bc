"""The numbers of a bulletin: what counts as done, as overdue, as open."""

from datetime import date

import pytest

from workflows.domain.figures import Fact, total

DAY, BEFORE, AFTER = date(2010, 6, 30), date(2010, 6, 29), date(2010, 7, 1)


def fact(state, due_on=BEFORE, **more):
    given = {"unit": "b1", "phase": "A", "light": "green", "done_on": None}
    return Fact(**(given | more), state=state, due_on=due_on)


def counted(*facts):
    return {name: n for name, n in total(facts, DAY).as_dict().items() if n}


@pytest.mark.parametrize("state", ["open", "in_progress", "issued", "disputed", "planned"])
def test_what_is_due_and_not_reported_is_overdue_whatever_holds_it_up(state):
    assert counted(fact(state)) == {"owed": 1, "overdue": 1}


@pytest.mark.parametrize("state", ["reported", "applied", "checked"])
def test_what_the_reviewer_has_is_owed_and_open_and_nobody_is_late(state):
    assert counted(fact(state)) == {"owed": 1, "open": 1}


@pytest.mark.parametrize("state", ["held", "contested"])
def test_an_inspection_was_held_also_while_its_facts_are_contested(state):
    done = {"owed": 1, "done": 1, "on_time": 1, "rate": 100, "done_rate": 100}
    assert counted(fact(state, done_on=BEFORE)) == done


def test_what_was_put_on_hold_by_decision_is_open_and_not_overdue():
    assert counted(fact("on_hold")) == {"open": 1}


def test_on_its_day_a_item_is_owed_and_still_open():
    assert counted(fact("open", DAY), fact("open", AFTER)) == {"owed": 1, "open": 2}


def test_what_was_waived_counts_nowhere_not_even_what_was_sent_back():
    assert counted(fact("waived", returns=2, relapses=1, listed=True)) == {}
