"""The light of an item: mail, page, export and sweep all ask here."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.office import CHINA, FRAME, MAY_28, MAY_31, STANDARD, at, node, plan, row, setting
from workflows.domain.fanout import owed
from workflows.domain.standing import on_time, standing
from workflows.domain.states import DONE

ONE = owed(setting(plan(node("x"))))[0]
DUE = date(2010, 6, 11)


def item(**changes):
    values: dict[str, Any] = {
        "state": "open",
        "step": 1,
        "step_opened_at": at(MAY_28),
        "due_on": DUE,
        "step_due_on": DUE,
        "step_remind_from": DUE,
    }
    return row(ONE, **(values | changes))


def light(today, **changes):
    return standing(item(**changes), STANDARD, FRAME, today).light


def test_green_yellow_and_red_follow_the_days():
    days = {date(2010, 6, 7): "green", date(2010, 6, 8): "yellow", DUE: "yellow"}
    days[date(2010, 6, 12)] = "red"
    assert {day: light(day) for day in days} == days


@pytest.mark.parametrize("state", sorted(DONE))
def test_whatever_is_done_is_grey_however_late_it_was(state):
    assert light(date(2012, 1, 1), state=state) == "grey"


def test_what_has_no_date_is_white_and_what_goes_on_is_green():
    assert light(DUE, step_due_on=None, due_on=None) == "white"
    assert light(date(2012, 1, 1), state="ongoing", step_due_on=None) == "green"


def test_what_has_not_opened_is_green_with_a_date_and_white_without():
    assert light(MAY_28, state="planned", step_opened_at=None) == "green"
    assert light(MAY_28, state="planned", step_opened_at=None, due_on=None) == "white"


def test_a_item_returned_twice_counts_as_behind_before_its_date_is_near():
    found = standing(item(returns=2), STANDARD, FRAME, date(2010, 6, 1))
    assert (found.light, found.behind) == ("yellow", True)
    near = standing(item(returns=2), STANDARD, FRAME, date(2010, 6, 9))
    assert (near.light, near.behind) == ("yellow", False)


def test_while_a_reviewer_holds_it_the_light_is_the_reviewers():
    held = {"state": "reported", "due_on": MAY_31, "step_due_on": date(2010, 6, 3)}
    assert light(date(2010, 6, 2), **held) != "red"
    assert light(date(2010, 6, 4), **held) == "red"


def test_days_over_count_working_days_after_the_due_day_through_today():
    over = standing(item(), STANDARD, FRAME, date(2010, 6, 17))
    assert (over.workdays_overdue, over.days_overdue, over.workdays_left) == (3, 6, 0)


@given(st.dates(date(2010, 5, 28), date(2011, 5, 1)))
def test_a_light_holds_until_the_day_it_says_and_not_longer(today):
    found = standing(item(), STANDARD, FRAME, today)
    if found.until is None:
        assert found.light == "red"
        return
    last = found.until - timedelta(days=1)
    assert light(last) == found.light != light(found.until)


@given(st.dates(date(2010, 1, 1), date(2012, 1, 1)), st.dates(date(2010, 1, 1), date(2012, 1, 1)))
def test_a_item_is_never_both_left_and_over_and_never_negative(today, due_on):
    found = standing(item(step_due_on=due_on), STANDARD, FRAME, today)
    assert min(found.workdays_left, found.workdays_overdue, found.days_overdue) >= 0
    assert 0 in (found.workdays_left, found.workdays_overdue)
    assert found.workdays_overdue == CHINA.count(due_on, today)


@pytest.mark.parametrize(
    ("done", "reported", "answer"),
    [
        (DUE, DUE + timedelta(days=5), True),
        (DUE + timedelta(days=1), DUE + timedelta(days=1), False),
        (None, DUE, True),
        (None, DUE + timedelta(days=1), False),
    ],
)
def test_the_day_it_was_done_decides_not_the_day_it_was_reported(done, reported, answer):
    assert on_time(item(state="accepted", done_on=done, reported_on=reported)) is answer


def test_nothing_is_said_of_being_on_time_before_it_is_accepted():
    assert on_time(item(state="reported", done_on=DUE)) is None
