"""Which gaps between two sweeps are believed, and which wait until somebody confirms them."""

from datetime import UTC, datetime, timedelta

import pytest

from workflows.domain import gap

SINCE = datetime(2010, 6, 1, tzinfo=UTC)


def held(days: float, due: int = 0, spoken: int = 0) -> str:
    return str(gap.held(SINCE, SINCE + timedelta(days=days), due, spoken))


@pytest.mark.parametrize("days", [0, 0.1, 3, 7, 14, 15])
def test_a_weekend_a_week_and_a_fortnight_are_caught_up_by_themselves_whatever_is_due(days):
    assert held(days, due=1_000_000) == ""


@pytest.mark.parametrize("days", [36, 366, 3660])
def test_a_jump_of_a_year_waits_even_when_nothing_is_due(days):
    assert str(days) in held(days)


@pytest.mark.parametrize(
    ("due", "spoken", "waits"),
    [(100, 0, False), (101, 0, True), (500, 28 * 50, False), (501, 28 * 50, True)],
)
def test_in_between_it_depends_on_how_much_more_than_usual_would_be_said(due, spoken, waits):
    assert bool(held(20, due, spoken)) == waits


def test_the_first_sweep_of_all_has_no_gap():
    assert gap.held(None, SINCE, 10_000, 0) == ""
