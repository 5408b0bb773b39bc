"""Which rectifications are checked again: all that were listed or returned, one in five others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.domain.follow_up import chosen, quarter


def drawn(seed, n, unit="b1", of="2010Q2"):
    found = [
        chosen(listed=False, returns=0, n=k, unit=unit, of=of, seed=seed) for k in range(1, n + 1)
    ]
    return [k for k, why in enumerate(found, 1) if why == "drawn"]


@given(st.text(max_size=20), st.integers(1, 60))
def test_of_every_five_exactly_one_is_drawn_and_a_single_one_is(seed, fives):
    found = drawn(seed, 5 * fives)
    assert [(k - 1) // 5 for k in found] == list(range(fives))
    assert found[0] == 1


@given(st.text(max_size=20), st.integers(1, 40))
def test_the_same_seed_draws_the_same_ones_again(seed, n):
    assert drawn(seed, n) == drawn(seed, n)


def test_another_seed_unit_or_quarter_draws_others():
    plain = drawn("s", 100)
    assert plain != drawn("t", 100)
    assert plain != drawn("s", 100, unit="b2") and plain != drawn("s", 100, of="2010Q3")


@pytest.mark.parametrize(
    ("listed", "returns", "why"), [(True, 0, "listed"), (False, 2, "returned"), (False, 1, "")]
)
def test_listed_and_twice_returned_are_always_looked_at(listed, returns, why):
    assert chosen(listed=listed, returns=returns, n=2, unit="b1", of="2010Q2", seed="") == why


@pytest.mark.parametrize(
    ("day", "of"), [("2010-01-01", "2010Q1"), ("2010-06-30", "2010Q2"), ("2010-12-31", "2010Q4")]
)
def test_quarters_are_those_of_the_calendar(day, of):
    assert quarter(date.fromisoformat(day)) == of
