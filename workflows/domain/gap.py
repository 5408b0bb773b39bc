"""Whether the time since the last sweep can be believed. Pure.

A machine's clock may jump: back, then nothing is said a second time; or forward by a year, and
a sweep would say a year's worth at once. A gap is nothing but the time between the last sweep
and this one, so a real outage looks the same. Hence three kinds: short ones are caught up by
themselves, long ones wait until somebody confirms them, and those in between when they would
say far more than usual.
"""

from datetime import datetime, timedelta

from workflows.domain.messages import Message, Text

#: A clock that is further back than this is told to the office.
BACK = timedelta(minutes=5)
#: A weekend, a week, a fortnight without power: caught up by itself, whatever is due.
SHORT = timedelta(days=15)
#: Longer than this is never believed unasked.
LONG = timedelta(days=35)
#: In between: so many items due at once, and so many times those of a usual day.
MANY, TIMES = 100, 10
#: Days before the last sweep that tell what is usual.
USUAL_DAYS = 28


def doubtful(since: datetime | None, now: datetime) -> bool:
    """Whether the gap is long enough for anybody to ask about it."""
    return since is not None and now - since > SHORT


def held(since: datetime | None, now: datetime, due: int, spoken: int) -> Text:
    """Why a sweep at `now` must wait for a confirmation; empty when it need not.

    since: the last sweep, None before the first; due: rows whose moment has come; spoken:
    moments recorded in the `USUAL_DAYS` before the last sweep.
    """
    if since is None or not doubtful(since, now):
        return ""
    days = (now - since).days
    if now - since > LONG:
        return Message("the last update was {n} days ago", n=days)
    if due > max(MANY, TIMES * spoken // USUAL_DAYS):
        return Message(
            "the last update was {n} days ago and {due} items are due at once", n=days, due=due
        )
    return ""
