"""A year of days off and make-up working days, and what is due on a day off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import Connection

from workflows.domain.overrides import Override
from workflows.domain.workdays import Calendar
from workflows.store import tallies

Kind = Literal["work", "weekend", "off", "made_up"]
MOST = 40
#: Nobody asks for more; the libraries know nothing beyond.
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """`own`: what the office itself says of the day; empty where the calendar says it."""

    on: date
    kind: Kind
    own: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Days off in a row, at least one of them no weekend."""

    first: date
    last: date

    @property
    def n(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """`months`: for each its days, after as many None as put the first under its weekday."""

    number: int
    provisional: bool
    months: list[list[Day | None]]
    runs: list[Run]
    made_up: list[date]
    own: list[Override]
    workdays: int


def year(calendar: Calendar, overrides: Iterable[Override], number: int) -> Year:
    own = {one.day: one for one in overrides if one.day.year == number}
    first, last = date(number, 1, 1), date(number, 12, 31)
    days = [_day(calendar, own, first + timedelta(days=n)) for n in range((last - first).days + 1)]
    return Year(
        number=number,
        provisional=calendar.provisional(number),
        months=[_month([day for day in days if day.on.month == m]) for m in range(1, 13)],
        runs=_runs(days),
        made_up=[day.on for day in days if day.kind == "made_up"],
        own=sorted(own.values(), key=lambda one: one.day),
        workdays=sum(day.kind in ("work", "made_up") for day in days),
    )


def _day(calendar: Calendar, own: dict[date, Override], day: date) -> Day:
    works, weekend = calendar.is_workday(day), day.weekday() >= 5
    kind: Kind = ("made_up" if weekend else "work") if works else "weekend" if weekend else "off"
    return Day(on=day, kind=kind, own=own[day].name if day in own else "")


def _month(days: list[Day]) -> list[Day | None]:
    return [*[None] * days[0].on.weekday(), *days]


def _runs(days: list[Day]) -> list[Run]:
    found: list[Run] = []
    at: list[Day] = []
    for day in [*days, None]:
        if day is not None and day.kind in ("weekend", "off"):
            at.append(day)
            continue
        if any(one.kind == "off" for one in at):
            found.append(Run(first=at[0].on, last=at[-1].on))
        at = []
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Falling:
    """What of one kind, or of one line of the plan, a unit owes on a day off."""

    on: date
    kind: str
    item: str
    unit: str
    n: int

    @property
    def href(self) -> str:
        of = f"item={self.item}" if self.item else f"kind={self.kind}"
        return f"/ledger?{of}&unit={self.unit}"


def falling(connection: Connection, key: str, shown: Year, today: date) -> list[Falling]:
    """What is due on a day off of the year, from today on, the nearest first."""
    days = [
        day.on
        for month in shown.months
        for day in month
        if day and day.kind in ("weekend", "off") and day.on >= today
    ]
    found = tallies.falling(connection, key, days, MOST) if days else []
    return [Falling(on=on, kind=k, item=item, unit=u, n=n) for on, k, item, u, n in found]
