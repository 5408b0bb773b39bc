"""Occurrences of a recurring item: RFC 5545 rules through python-dateutil."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from workflows.domain.model import DayOff
from workflows.domain.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One round. `key` is its day as the rule gives it; `due_on` is kept off holidays."""

    key: str
    opens_on: date
    due_on: date


def occurrences(
    rule: str,
    *,
    first: date,
    last: date | None,
    today: date,
    calendar: Calendar,
    day_off: DayOff,
) -> Iterator[Occurrence]:
    """The rounds from `first` through `last` that have opened by `today`, and the next one.

    Each opens on the day after the one before fell due. A round whose day is a day off falls
    back to the working day before, or moves on where the programme's switch says so.
    """
    opens = first
    start = datetime.combine(first, time())
    for moment in rrulestr(rule, dtstart=start):
        day = moment.date()
        if last is not None and day > last:
            return
        due = calendar.on_or_after(day) if day_off == "on" else calendar.on_or_before(day)
        if due < first:
            continue
        yield Occurrence(key=day.isoformat(), opens_on=opens, due_on=due)
        if opens > today:
            return
        opens = due + timedelta(days=1)


def following(
    rule: str, *, first: date, after: date, calendar: Calendar, day_off: DayOff
) -> Occurrence | None:
    """The round after the one of the day `after`, of a series that began on `first`; None when
    the rule has no more."""
    moment = rrulestr(rule, dtstart=datetime.combine(first, time())).after(
        datetime.combine(after, time())
    )
    if moment is None:
        return None
    day = moment.date()
    due = calendar.on_or_after(day) if day_off == "on" else calendar.on_or_before(day)
    return Occurrence(key=day.isoformat(), opens_on=after + timedelta(days=1), due_on=due)
