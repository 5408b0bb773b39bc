"""Which wave an item goes with, and how the items of one mail are gathered. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from notifications.catalogue import KINDS
from notifications.message import Entry, Section
from workflows.domain.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Slot:
    """The mail hour of one person on one working day."""

    day: date
    at: datetime


@lru_cache(maxsize=65536)
def slot(at: datetime, now: datetime, hour: time, zone: str, calendar: Calendar) -> Slot:
    """The wave in which something that happened `at` is said.

    The recipient's next mail hour on a working day. When that hour has passed by `now` (the
    program was down), today's wave if its hour has struck on a working day, so that the mail
    goes out at once; else the next one.
    """
    first = _next(at, hour, zone, calendar)
    if first.at >= now:
        return first
    today = now.astimezone(ZoneInfo(zone)).date()
    struck = _strike(today, hour, zone)
    if calendar.is_workday(today) and struck <= now:
        return Slot(today, struck)
    return _next(now, hour, zone, calendar)


def following(slot: Slot, hour: time, zone: str, calendar: Calendar) -> Slot:
    """The wave after `slot`: that one has left already."""
    day = calendar.on_or_after(slot.day + timedelta(days=1))
    return Slot(day, _strike(day, hour, zone))


def _next(at: datetime, hour: time, zone: str, calendar: Calendar) -> Slot:
    day = calendar.on_or_after(at.astimezone(ZoneInfo(zone)).date())
    if _strike(day, hour, zone) < at:
        day = calendar.on_or_after(day + timedelta(days=1))
    return Slot(day, _strike(day, hour, zone))


def _strike(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone))


def gather(entries: Iterable[Entry]) -> tuple[Section, ...]:
    """Entries as they are read: by kind, the most urgent first, then by date and number.

    What concerns the members of a unit one by one climbs as the unit's coverage.
    """
    ordered = sorted(_covered(list(entries)), key=_urgency)
    return tuple(
        Section(kind=kind, entries=tuple(group))
        for kind, group in groupby(ordered, key=lambda entry: entry.kind)
    )


def _urgency(entry: Entry) -> tuple[object, ...]:
    return (
        entry.rank,
        entry.kind,
        -entry.level,
        -entry.days_over,
        entry.due_on or date.max,
        entry.obligation or 0,
    )


def _covered(entries: list[Entry]) -> list[Entry]:
    """Personal entries of a mass task, folded to one for each unit, item and kind."""
    single: list[Entry] = []
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        if entry.kind == "escalated" and entry.total > 1:
            groups.setdefault((entry.unit, entry.clause, entry.title), []).append(entry)
        else:
            single.append(entry)
    for group in groups.values():
        top = max(group, key=lambda entry: (entry.level, entry.days_over))
        single.append(
            replace(
                top,
                # Everybody who has not reported, not only those this mail was about.
                missing=max(top.missing, len(group)),
                names=top.names or tuple(dict.fromkeys(entry.person for entry in group)),
                ids=tuple(e.obligation for e in group if e.obligation is not None),
                skipped=tuple(dict.fromkeys(line for e in group for line in e.skipped)),
            )
        )
    return single


def lead(kinds: Iterable[str]) -> str:
    """The kind a mail is called by: its most urgent one."""
    return min(kinds, key=lambda kind: (KINDS[kind].rank, kind))
