"""Who is drawn follows from the seed alone, and who is seen twice a month is found."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.domain.inspection import Visit, draw, twice

UNITS = [f"branch-{n}" for n in range(1, 9)]


@given(st.permutations(UNITS), st.integers(1, 8), st.text(max_size=20))
def test_the_same_seed_draws_the_same_units_in_whatever_order_they_are_given(units, n, seed):
    found = draw(units, n, seed)
    assert found == draw(UNITS, n, seed)
    assert len(set(found)) == n and set(found) <= set(UNITS)


def test_what_a_seed_drew_once_it_draws_in_every_version():
    assert draw(UNITS, 3, "2010-06-01") == ("branch-6", "branch-8", "branch-5")


def test_no_unit_is_drawn_more_often_than_the_others():
    counts = dict.fromkeys(UNITS, 0)
    for seed in range(800):
        counts[draw(UNITS, 1, str(seed))[0]] += 1
    assert min(counts.values()) > 70 and max(counts.values()) < 135


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (Visit("I1", "b1", date(2010, 6, 30)), True),
        (Visit("I1", "b1", date(2010, 7, 1)), False),
        (Visit("I1", "b1", date(2011, 6, 1)), False),
        (Visit("I1", "b2", date(2010, 6, 1)), False),
    ],
)
def test_twice_means_the_same_unit_in_the_same_calendar_month(other, found):
    assert twice([Visit("I2", "b1", date(2010, 6, 1))], [other]) == [other] * found
