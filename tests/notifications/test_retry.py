"""When a message is tried again, and when the relay is left alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.retry import (
    CLOSED,
    FIRST_PROBE,
    GIVE_UP_AFTER,
    LONGEST_PROBE,
    MAX_ATTEMPTS,
    UNKNOWN_PAUSE,
    Outcome,
    answered,
    asked,
    backoff,
    may_ask,
    next_try,
    opened,
)

NOW = datetime(2010, 6, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("attempt", "minutes"), [(1, 1), (2, 2), (4, 8), (8, 128), (9, 240), (39, 240)]
)
def test_the_pause_doubles_up_to_four_hours(attempt: int, minutes: int) -> None:
    assert 0.8 * minutes <= backoff(attempt, "m17") / MINUTE <= 1.2 * minutes


@given(st.integers(1, 10**6), st.text())
def test_the_same_key_always_waits_equally_long(attempt: int, key: str) -> None:
    key = key.encode("utf-8", "replace").decode()
    assert backoff(attempt, key) == backoff(attempt, key)
    assert timedelta(seconds=48) <= backoff(attempt, key) <= timedelta(hours=4.8)


def test_a_crowd_that_failed_together_does_not_come_back_together() -> None:
    assert len({backoff(3, f"m{number}") for number in range(500)}) == 500


def test_attempts_are_counted_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        backoff(0, "m17")


def test_a_temporary_refusal_is_tried_again_after_the_pause() -> None:
    again = next_try(Outcome.retry, 3, NOW - 9 * MINUTE, NOW, "m17")
    assert again == NOW + backoff(3, "m17")


def test_the_last_try_is_made_just_before_giving_up_after_72_hours() -> None:
    first = NOW - timedelta(hours=71, minutes=30)
    assert next_try(Outcome.retry, 20, first, NOW, "m17") == first + GIVE_UP_AFTER
    assert next_try(Outcome.retry, 21, first, first + GIVE_UP_AFTER, "m17") is None


def test_72_hours_are_used_up_before_the_attempts_are() -> None:
    attempt, at = 1, NOW
    while (later := next_try(Outcome.retry, attempt, NOW, at, "m17")) is not None:
        assert later > at
        attempt, at = attempt + 1, later
    assert at == NOW + GIVE_UP_AFTER
    assert 20 <= attempt < MAX_ATTEMPTS


def test_the_attempts_end_even_when_the_clock_does_not_move() -> None:
    assert next_try(Outcome.retry, MAX_ATTEMPTS, NOW, NOW, "m17") is None


@pytest.mark.parametrize("outcome", [Outcome.sent, Outcome.failed])
def test_what_is_sent_or_refused_for_good_is_not_tried_again(outcome: Outcome) -> None:
    assert next_try(outcome, 1, NOW, NOW, "m17") is None


def test_an_unknown_end_is_repeated_exactly_once() -> None:
    assert next_try(Outcome.unknown, 1, NOW, NOW, "m17") == NOW + UNKNOWN_PAUSE
    assert next_try(Outcome.unknown, 2, NOW, NOW, "m17", unknowns=2) is None


def test_a_configuration_fault_never_uses_a_message_up() -> None:
    first = NOW - timedelta(days=30)
    assert next_try(Outcome.halted, MAX_ATTEMPTS, first, NOW, "m17") == NOW + FIRST_PROBE


def test_a_closed_breaker_lets_everyone_ask() -> None:
    assert may_ask(CLOSED, NOW) and asked(CLOSED, NOW) is CLOSED


def test_a_refused_login_opens_the_breaker_for_five_minutes() -> None:
    breaker = answered(CLOSED, Outcome.halted, NOW, "535 wrong password")
    assert (breaker.state, breaker.why) == ("open", "535 wrong password")
    assert not may_ask(breaker, NOW + FIRST_PROBE - MINUTE)
    assert may_ask(breaker, NOW + FIRST_PROBE)


def test_behind_one_probe_the_others_wait() -> None:
    due = NOW + FIRST_PROBE
    probing = asked(opened(NOW, 1), due)
    assert probing.state == "half-open"
    assert not may_ask(probing, due + MINUTE)


def test_a_probe_that_never_comes_back_frees_its_place() -> None:
    due = NOW + FIRST_PROBE
    assert may_ask(asked(opened(NOW, 1), due), due + FIRST_PROBE)


def test_each_failed_probe_doubles_the_pause_up_to_an_hour() -> None:
    breaker, at, pauses = CLOSED, NOW, []
    for _ in range(7):
        breaker = answered(asked(breaker, at), Outcome.halted, at)
        assert breaker.until is not None
        pauses.append((breaker.until - at) / MINUTE)
        at = breaker.until
    assert pauses == [5, 10, 20, 40, 60, 60, 60]
    assert timedelta(minutes=pauses[-1]) == LONGEST_PROBE


def test_four_connections_meeting_the_same_fault_count_as_one_failure() -> None:
    breaker = CLOSED
    for _ in range(4):
        breaker = answered(breaker, Outcome.halted, NOW, "535")
    assert breaker == opened(NOW, 1, "535")


@pytest.mark.parametrize("outcome", [Outcome.sent, Outcome.failed, Outcome.unknown])
def test_a_relay_that_lets_us_in_closes_the_breaker(outcome: Outcome) -> None:
    assert answered(asked(opened(NOW, 3), NOW), outcome, NOW) is CLOSED


def test_a_relay_that_is_away_during_the_probe_says_nothing_about_the_login() -> None:
    again = answered(asked(opened(NOW, 3, "535"), NOW), Outcome.retry, NOW)
    assert again == opened(NOW, 3, "535")


def test_temporary_refusals_leave_a_closed_breaker_closed() -> None:
    assert answered(CLOSED, Outcome.retry, NOW) is CLOSED
