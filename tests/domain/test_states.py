"""The workflows: every move of the table is allowed as it says, and nothing else is."""

from dataclasses import replace
from typing import Any

import pytest

from workflows.domain.guard_facts import Facts
from workflows.domain.states import DONE, KINDS, TABLE, moves, possible, refusal, states

EVERYTHING = Facts(
    roles=frozenset(
        {"doer", "head", "verifier", "approver", "above", "office", "inspected", "time"}
    ),
    reason="r",
    note="n",
    person="p",
    has_file=True,
    done_on="2010-05-31",
    today="2010-06-01",
    asked_to="2010-06-20",
    due_on="2010-06-11",
    unit="u",
    has_plan=True,
    second="p2",
    object_until="2010-06-03",
    seen_at_most="2010-06-30",
    submit_from="2010-06-01",
    contest_until="2010-06-03",
)
#: What is so where a move needs the contrary of what another one needs.
_SETTINGS: dict[str, dict[str, Any]] = {
    "after_due": {"today": "2010-06-12"},
    "listed": {"listed": True},
}
CELLS = [(kind, state, move) for kind in KINDS for state in states(kind) for move in moves(kind)]


def refused(kind, state, move, **changes):
    rule = TABLE.get((kind, state, move))
    setting: dict[str, Any] = {}
    for need in rule.needs if rule else ():
        setting |= _SETTINGS.get(need, {})
    return refusal(kind, state, move, replace(EVERYTHING, **(setting | changes)))


@pytest.mark.parametrize(("kind", "state", "move"), CELLS)
def test_a_move_is_allowed_exactly_where_the_table_lists_it(kind, state, move):
    found = refused(kind, state, move)
    if (kind, state, move) in TABLE:
        assert found is None
    else:
        assert found is not None and not found.rights
        assert move in str(found.message) and state in str(found.message)
        assert all(other in str(found.cure) for other in possible(kind, state))


@pytest.mark.parametrize(("kind", "state", "move"), sorted(TABLE))
def test_a_move_is_refused_to_whoever_it_is_not_for(kind, state, move):
    rule = TABLE[(kind, state, move)]
    others = EVERYTHING.roles - set(rule.by)
    found = refused(kind, state, move, roles=others)
    assert found is not None and found.rights
    for role in rule.by:
        assert refused(kind, state, move, roles=frozenset({role})) is None


WITHOUT: dict[str, dict[str, Any]] = {
    "not_own": {"own": True},
    "evidence": {"needs_file": True, "has_file": False},
    "done_on": {"done_on": "2010-06-02"},
    "predecessors": {"missing_predecessors": ("A1.1",)},
    "before_due": {"today": "2010-06-12"},
    "soon_enough": {"ask_until": "2010-05-31"},
    "later_date": {"asked_to": "2010-06-11"},
    "first_request": {"already_requested": True},
    "reason": {"reason": ""},
    "note": {"note": ""},
    "person": {"person": ""},
    "once_a_day": {"reminded_today": True},
    "after_due": {"today": "2010-06-11"},
    "day_to_come": {"asked_to": "2010-06-01"},
    "unit": {"unit": ""},
    "measures": {"plan_lacks": ("measures",)},
    "planned": {"must_plan": True, "has_plan": False},
    "two_if_listed": {"listed": True, "second": ""},
    "in_time_to_object": {"today": "2010-06-04"},
    "listed": {"listed": False},
    "not_listed": {"listed": True},
    "seen_until": {"asked_to": "2010-07-01"},
    "checked_by_units": {"submit_from": "2010-06-02"},
    "twice_at_most": {"extensions": 2},
    "within_bounds": {"extend_until": "2010-06-19"},
    "drawn": {"to_draw": True},
    "reason_to_redraw": {"redrawn": True, "reason": ""},
    "in_time_to_contest": {"today": "2010-06-04"},
}
_NEEDS = [(*key, need) for key, rule in sorted(TABLE.items()) for need in rule.needs]


@pytest.mark.parametrize(("kind", "state", "move", "need"), _NEEDS)
def test_a_move_is_refused_without_what_must_come_with_it(kind, state, move, need):
    found = refused(kind, state, move, **WITHOUT[need])
    assert found is not None and found.message and found.cure


@pytest.mark.parametrize("missing", ["due_on", "asked_to"])
def test_more_time_needs_a_date_that_stands_and_a_date_that_is_asked_for(missing):
    assert refused("task", "open", "extend", **{missing: ""}) is not None


def test_more_time_may_be_asked_for_on_the_due_day_itself():
    assert refused("task", "open", "extend", today="2010-06-11") is None


def test_what_was_done_today_is_not_in_the_future():
    assert refused("task", "open", "report", done_on="2010-06-01") is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_moves_offered_to_people_are_those_of_the_table_that_people_make(kind):
    for state in states(kind):
        people = {
            move
            for (k, s, move), rule in TABLE.items()
            if (k, s) == (kind, state) and rule.by != ("time",)
        }
        assert set(possible(kind, state)) == people


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_is_reached_and_every_life_can_end(kind):
    reached, before = {states(kind)[0]}, None
    while reached != before:
        before = set(reached)
        reached |= {rule.to for (k, s, _), rule in TABLE.items() if k == kind and s in before}
    assert reached == set(states(kind))
    assert reached & DONE


def test_whoever_owes_it_cannot_close_it_themselves():
    closing = {
        move
        for (kind, _, move), rule in TABLE.items()
        if "doer" in rule.by and rule.to in DONE and kind == "task"
    }
    assert closing == set()


def test_a_done_item_is_held_by_nobody():
    ending = [rule for rule in TABLE.values() if rule.to in DONE and rule.state not in DONE]
    assert {rule.assignee for rule in ending} == {"nobody"}
