"""When a mail leaves: the recipient's mail hour on a working day, in their zone. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from workflows.domain.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Slot:
    """The mail hour of one person on one working day."""

    day: date
    at: datetime


@lru_cache(maxsize=65536)
def slot(at: datetime, now: datetime, hour: time, zone: str, calendar: Calendar) -> Slot:
    """The mailing in which something that happened `at` is said.

    The recipient's next mail hour on a working day. When that hour has passed by `now` (the
    program was down), today's mailing if its hour has struck on a working day, so that the mail
    goes out at once; else the next one.
    """
    first = _next(at, hour, zone, calendar)
    if first.at >= now:
        return first
    today = now.astimezone(ZoneInfo(zone)).date()
    struck = _close(today, hour, zone)
    if calendar.is_workday(today) and struck <= now:
        return Slot(today, struck)
    return _next(now, hour, zone, calendar)


def following(slot: Slot, hour: time, zone: str, calendar: Calendar) -> Slot:
    """The mailing after `slot`: that one has left already."""
    day = calendar.on_or_after(slot.day + timedelta(days=1))
    return Slot(day, _close(day, hour, zone))


def _next(at: datetime, hour: time, zone: str, calendar: Calendar) -> Slot:
    day = calendar.on_or_after(at.astimezone(ZoneInfo(zone)).date())
    if _close(day, hour, zone) < at:
        day = calendar.on_or_after(day + timedelta(days=1))
    return Slot(day, _close(day, hour, zone))


def _close(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone))
