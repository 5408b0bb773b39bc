"""What follows from one attempt to send: when to try again, and when to stop asking the relay.

Pure: every moment is an argument. The outcomes are RFC 5321 §4.2.1 and what the line itself does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Literal

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
JITTER = 0.2
GIVE_UP_AFTER = timedelta(hours=72)
MAX_ATTEMPTS = 40  # 72 h hold about 26 tries; this only stops a clock that stands still
UNKNOWN_PAUSE = timedelta(minutes=15)
FIRST_PROBE = timedelta(minutes=5)
LONGEST_PROBE = timedelta(hours=1)


class Outcome(StrEnum):
    """How one attempt ended, as far as the message is concerned."""

    sent = "sent"
    retry = "retry"  # temporary: the relay will perhaps take it later
    failed = "failed"  # permanent: a person has to look at it
    unknown = "unknown"  # the line went dead inside DATA: perhaps sent, perhaps not
    halted = "halted"  # our settings are wrong: no message spends an attempt on it


def backoff(attempt: int, key: str) -> timedelta:
    """The pause after the `attempt`-th try (from 1): 1, 2, 4 … min up to 4 h, ±20 % by `key`.

    The jitter comes from the key, so that a rehearsal repeats itself and a crowd still spreads.
    """
    if attempt < 1:
        raise ValueError(f"attempts are counted from 1, got {attempt}")
    pause = min(FIRST_PAUSE * (1 << min(attempt - 1, 16)), LONGEST_PAUSE)
    draw = int.from_bytes(sha256(f"{key}:{attempt}".encode()).digest()[:8], "big") / 2**64
    return pause * (1 - JITTER + 2 * JITTER * draw)


def next_try(
    outcome: Outcome,
    attempt: int,
    first_at: datetime,
    now: datetime,
    key: str,
    *,
    unknowns: int = 1,
) -> datetime | None:
    """When to try again, or None: nothing more to do (`sent`) or give up (anything else).

    `attempt` and `unknowns` count this attempt too. An unknown end is repeated once only.
    """
    if outcome is Outcome.halted:
        return now + FIRST_PROBE
    if attempt >= MAX_ATTEMPTS:
        return None
    if outcome is Outcome.unknown:
        return now + UNKNOWN_PAUSE if unknowns <= 1 else None
    if outcome is Outcome.retry:
        last = first_at + GIVE_UP_AFTER
        return min(now + backoff(attempt, key), last) if now < last else None
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Breaker:
    """Whether the relay may be asked at all. `until` is the moment of the next probe.

    half-open: one probe is out, and has until `until` to come back.
    """

    state: Literal["closed", "open", "half-open"] = "closed"
    failures: int = 0
    until: datetime | None = None
    why: str = ""


CLOSED = Breaker()


def may_ask(breaker: Breaker, now: datetime) -> bool:
    """True when a message may be tried: the breaker is closed, or a probe is due."""
    return breaker.until is None or now >= breaker.until


def asked(breaker: Breaker, now: datetime) -> Breaker:
    """The breaker as the one who asks leaves it: behind a probe, the others wait."""
    if breaker.state == "closed":
        return breaker
    return Breaker(
        state="half-open", failures=breaker.failures, until=now + FIRST_PROBE, why=breaker.why
    )


def answered(breaker: Breaker, outcome: Outcome, now: datetime, why: str = "") -> Breaker:
    """The breaker after an attempt. Only a relay that let us in closes it again."""
    if outcome is Outcome.halted:
        if breaker.state == "open":
            return breaker  # another connection met the same fault: that is one failure
        return opened(now, breaker.failures + 1, why)
    if outcome is Outcome.retry and breaker.state != "closed":
        return opened(now, breaker.failures, breaker.why)
    return breaker if breaker.state == "closed" else CLOSED


def opened(now: datetime, failures: int, why: str = "") -> Breaker:
    """An open breaker after `failures` refusals in a row: probe in 5 min, doubling to 1 h."""
    pause = min(FIRST_PROBE * (1 << min(max(failures, 1) - 1, 8)), LONGEST_PROBE)
    return Breaker(state="open", failures=failures, until=now + pause, why=why)
