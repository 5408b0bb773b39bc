"""The moments of a step under its policy: when to open, ask, remind, remind and change light.

A step is the time an obligation spends in one state. Its moments are computed, never stored;
the row keeps only the next one. “Which moments are due?” is always asked as “at or before
now, from the one the row was waiting for”, so that an outage or a late sweep loses none.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from workflows.domain.model import Policy, Trigger
from workflows.domain.moments import Frame, Moment, MomentKind, Step, called_for
from workflows.domain.states import WORKING
from workflows.domain.workdays import Calendar

#: Yellow begins at most so many working days before the due day (docs: policies).
YELLOW_AT_MOST = 10
#: Whoever has seen it (知悉) is left in peace for so many working days at most.
SEEN_AT_MOST = 10
_INSTANT = timedelta(microseconds=1)
#: No run of days off is longer, so no point moves on by more.
_DAYS_OFF = 31


def moments(
    step: Step, policy: Policy, frame: Frame, since: datetime | None = None
) -> Iterator[Moment]:
    """Every moment of the step in order of time; endless where its policy repeats.

    Rounds of the point that repeats are left out before `since`: years may have gone by.
    """
    rounds = _rounds(step, policy, frame)
    tail = rounds.since(since, frame) if rounds else iter(())
    repeated = next(tail, None)
    for moment in _fixed(step, policy, frame):
        while repeated is not None and repeated.at < moment.at:
            yield repeated
            repeated = next(tail, None)
        yield moment
    if repeated is not None:
        yield repeated
        yield from tail


def due(step: Step, policy: Policy, frame: Frame, since: datetime, now: datetime) -> list[Moment]:
    """The moments from `since` through `now`, both included, in order; of the point that
    repeats only the latest."""
    found = [moment for moment in _fixed(step, policy, frame) if since <= moment.at <= now]
    if rounds := _rounds(step, policy, frame):
        first, after = rounds.first(since, frame), rounds.first(now + _INSTANT, frame)
        if first < after:
            found.append(replace(rounds.moment(after - 1), missed=after - 1 - first))
    return sorted(found, key=lambda moment: moment.at)


def next_moment(step: Step, policy: Policy, frame: Frame, after: datetime) -> Moment | None:
    """The first moment later than `after`; None when the step has none left."""
    return next((m for m in moments(step, policy, frame, after) if m.at > after), None)


def upcoming(
    step: Step, policy: Policy, frame: Frame, after: datetime, most: int = 6
) -> list[Moment]:
    """The next few moments that speak to somebody, for pages and mails."""
    found: list[Moment] = []
    for moment in moments(step, policy, frame, after):
        if moment.at > after and moment.to:
            found.append(moment)
            if len(found) == most:
                break
    return found


@lru_cache(maxsize=4096)
def yellow_on(step: Step, policy: Policy, frame: Frame) -> date | None:
    """The first day of yellow: the policy's first point before the due day, capped."""
    if step.due_on is None:
        return None
    before = [
        frame.day(_at(trigger, step, frame))
        for trigger in _applying(step, policy, frame)
        if trigger.offset < 0
    ]
    if not before:
        return step.due_on
    earliest = frame.calendar.add(step.remind_from or step.due_on, -YELLOW_AT_MOST)
    return max(min(before), earliest)


def red_on(step: Step) -> date | None:
    """The first day of red: the day after the due day, from midnight."""
    day = step.counts_from
    return None if day is None else day + timedelta(days=1)


def _triggers(step: Step, policy: Policy) -> tuple[Trigger, ...]:
    return policy.triggers if step.state in WORKING else policy.review


def _applying(step: Step, policy: Policy, frame: Frame) -> list[Trigger]:
    assert step.due_on is not None
    length = frame.calendar.count(frame.day(step.opened_at), step.due_on)
    return [p for p in _triggers(step, policy) if not p.every and length >= p.min_window]


@lru_cache(maxsize=4096)
def _fixed(step: Step, policy: Policy, frame: Frame) -> tuple[Moment, ...]:
    """The points that come once, what was called for, and the changes of light; without a due
    day only what was called for."""
    called = called_for(step, frame)
    if step.due_on is None:
        return called
    red, yellow = red_on(step), yellow_on(step, policy, frame)
    assert red is not None and yellow is not None
    found = [
        Moment(
            key=trigger.key,
            n=0,
            at=_at(trigger, step, frame),
            kind=_kind(trigger),
            to=trigger.to,
            level=trigger.level,
            supervision_notice=trigger.supervision_notice,
        )
        for trigger in _applying(step, policy, frame)
    ]
    found.append(Moment(key="yellow", n=0, at=frame.instant(yellow), kind="light"))
    end: MomentKind = "close" if step.kind == "phase" else "light"
    at = frame.instant(red)
    if step.kind == "phase":
        # A phase that was over before the programme was published closes as soon as it opens.
        at = max(at, step.opened_at + timedelta(seconds=1))
    found.append(Moment(key="red", n=0, at=at, kind=end))
    found += called
    return tuple(sorted(found, key=lambda m: (m.at, bool(m.to), m.level)))


class _Rounds(NamedTuple):
    """The point of a step that repeats: its n-th moment (n from 1), and the number of a round
    that is not later than the first one on or after a day."""

    moment: Callable[[int], Moment]
    near: Callable[[date], int]

    def first(self, at: datetime | None, frame: Frame) -> int:
        """The first round at or after `at`."""
        if at is None:
            return 1
        n = max(self.near(frame.day(at)), 1)
        return next(n for n in count(n) if self.moment(n).at >= at)

    def since(self, at: datetime | None, frame: Frame) -> Iterator[Moment]:
        return map(self.moment, count(self.first(at, frame)))


def _rounds(step: Step, policy: Policy, frame: Frame) -> _Rounds | None:
    due_on, calendar, triggers = step.due_on, frame.calendar, _triggers(step, policy)
    if due_on is None:
        return _asks(step, policy, frame)
    trigger = next((p for p in triggers if p.every), None)
    if trigger is None:
        return None
    # On from the last one that comes once.
    base, every, unit = (
        max((p.offset for p in triggers if not p.every), default=0),
        trigger.every,
        trigger.unit,
    )

    def moment(n: int) -> Moment:
        day = _later(due_on, base + n * every, unit, calendar)
        return Moment(
            key=trigger.key,
            n=n,
            at=frame.instant(day, trigger.hour),
            kind="press",
            to=trigger.to,
            level=trigger.level,
            supervision_notice=trigger.supervision_notice,
        )

    def near(day: date) -> int:
        if unit == "wd":
            return (calendar.count(due_on, day) - base) // every
        return ((day - due_on).days - base - _DAYS_OFF) // every

    return _Rounds(moment, near)


def _at(trigger: Trigger, step: Step, frame: Frame) -> datetime:
    """Points before the due day count back from `press_from` and fall back to a working
    day; those after it count on from the due day and move on to one."""
    assert step.due_on is not None
    calendar = frame.calendar
    if trigger.offset > 0:
        day = _later(step.due_on, trigger.offset, trigger.unit, calendar)
    elif trigger.offset == 0:
        day = calendar.on_or_before(step.due_on)
    elif trigger.unit == "wd":
        day = calendar.add(step.remind_from or step.due_on, trigger.offset)
    else:
        start = step.remind_from or step.due_on
        day = calendar.on_or_before(start + timedelta(days=trigger.offset))
    return frame.instant(day, trigger.hour)


def _later(due_on: date, offset: int, unit: str, calendar: Calendar) -> date:
    if unit == "wd":
        return calendar.add(due_on, offset)
    return calendar.on_or_after(due_on + timedelta(days=offset))


def _kind(trigger: Trigger) -> MomentKind:
    if trigger.offset < 0:
        return "remind"
    return "due" if trigger.offset == 0 else "press"


def _asks(step: Step, policy: Policy, frame: Frame) -> _Rounds | None:
    """Legs without a due day: an item that goes on is asked for a note, an anchor for its
    date on the first of each month. Whatever else waits for an anchor is left in peace."""
    opened = frame.day(step.opened_at)
    if step.kind == "anchor":
        first, every = opened.replace(day=1), 1
    elif step.state == "ongoing":
        first, every = opened, policy.asks_every
    else:
        return None

    def moment(n: int) -> Moment:
        day = frame.calendar.on_or_after(first + relativedelta(months=n * every))
        return Moment(key="ask", n=n, at=frame.instant(day), kind="ask", to=("holder",))

    def near(day: date) -> int:
        months = 12 * (day.year - first.year) + day.month - first.month
        return months // every - 1 - _DAYS_OFF // 28

    return _Rounds(moment, near)
