"""Working days: own overrides first, then the country's calendar, then the weekday rule.

Pure but for the two calendar libraries, which are imported here and nowhere else. A year that
nobody has announced yet is never an error: it is *provisional*, and says so.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version as installed_version
from typing import Protocol

import chinese_calendar
import holidays as holiday_library

from workflows.domain.errors import Problem
from workflows.domain.messages import Message, Text
from workflows.domain.overrides import CalendarError, Override, read_overrides

__all__ = ["Calendar", "CalendarError", "Override", "calendar", "read_overrides"]

# The `holidays` library computes feast days for any year, but cannot know a day off that a
# government decrees later. What it says beyond the last year it can have seen is a guess.
LAST_REVIEWED_YEAR = 2027

# chinesecalendar transcribes the State Council's yearly notices; a year outside them is unknown.
_CHINA_ANNOUNCED = range(
    min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1
)


def calendar(
    country: str, overrides: Iterable[Override] = (), *, subdivision: str | None = None
) -> "Calendar":
    """The calendar of a country (ISO code such as "CN"). Raises CalendarError."""
    return _calendar(country.strip().upper(), tuple(overrides), subdivision)


class Calendar:
    """Working days of one country. Made by `calendar()`; years are worked out once, when asked."""

    __slots__ = ("_country", "_overrides", "_years", "version")

    def __init__(self, country: "_Country", overrides: dict[date, Override]) -> None:
        self._country = country
        self._overrides = overrides
        self._years: dict[int, _Year] = {}
        self.version = f"{country.version}:overrides-{_digest(overrides)}"

    def is_workday(self, day: date) -> bool:
        return day.toordinal() in self._year(day.year).known

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it when n < 0); `day` itself when n is 0."""
        if n == 0:
            return day
        year, ordinal = self._year(day.year), day.toordinal()
        if n > 0:
            at = bisect_right(year.ordinals, ordinal) + n - 1
            while at >= len(year.days):
                at -= len(year.days)
                year = self._year(year.number + 1)
        else:
            at = bisect_left(year.ordinals, ordinal) + n
            while at < 0:
                year = self._year(year.number - 1)
                at += len(year.days)
        return year.days[at]

    def count(self, first: date, last: date) -> int:
        """Working days in (first, last]; 0 when `last` is not after `first`."""
        if last <= first:
            return 0
        between = sum(len(self._year(y).days) for y in range(first.year, last.year))
        return between + self._rank(last) - self._rank(first)

    def on_or_before(self, day: date) -> date:
        return day if self.is_workday(day) else self.add(day, -1)

    def on_or_after(self, day: date) -> date:
        return day if self.is_workday(day) else self.add(day, 1)

    def provisional(self, year: int) -> bool:
        """Nobody has announced this year's days off: they are the weekday rule, or a guess.

        For China, overrides that give both 1 January and 1 October off are taken for the
        year's notice: every notice names these two.
        """
        return self._year(year).provisional

    def holiday_start(self, name: str, year: int) -> date | None:
        """The first day of a statutory holiday itself, without days moved to it.

        Chinese names for China (春节 begins on its eve in the years when the eve is statutory:
        2008–2013 and from 2025), the calendar library's own names elsewhere. None when that
        year has no such holiday.
        """
        return self._country.holiday_start(name, year)

    def __repr__(self) -> str:
        return f"Calendar({self.version!r})"

    def _rank(self, day: date) -> int:
        return bisect_right(self._year(day.year).ordinals, day.toordinal())

    def _year(self, number: int) -> "_Year":
        found = self._years.get(number)
        if found is None:
            if not date.min.year <= number <= date.max.year:
                raise _refusal(
                    Message(
                        "there is no working day left before the end of the calendar ({number})",
                        number=number,
                    ),
                    "count fewer working days, or correct the overrides",
                )
            found = self._years[number] = _year(self._country, self._overrides, number)
        return found


@lru_cache(maxsize=128)
def _calendar(code: str, overrides: tuple[Override, ...], subdivision: str | None) -> Calendar:
    by_day: dict[date, Override] = {}
    for override in overrides:
        if by_day.setdefault(override.day, override) != override:
            raise _refusal(
                Message("{day} has two different overrides", day=override.day),
                "keep one of the two",
            )
    if code == "CN" and subdivision:
        raise _refusal(
            Message("China has no subdivision {subdivision!r} here", subdivision=subdivision),
            "leave it out",
        )
    country: _Country = _China() if code == "CN" else _Elsewhere(code, subdivision)
    return Calendar(country, by_day)


@dataclass(frozen=True, slots=True)
class _Year:
    number: int
    days: tuple[date, ...]
    ordinals: tuple[int, ...]
    known: frozenset[int]
    provisional: bool


def _year(country: "_Country", overrides: dict[date, Override], number: int) -> _Year:
    first, last = date(number, 1, 1), date(number, 12, 31)
    every_day = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    works = country.workdays_of(number)
    days = tuple(
        day for day in every_day if (overrides[day].workday if day in overrides else works(day))
    )
    ordinals = tuple(day.toordinal() for day in days)
    provisional = country.provisional(number, overrides)
    return _Year(number, days, ordinals, frozenset(ordinals), provisional)


class _Works(Protocol):
    def __call__(self, day: date, /) -> bool: ...


class _Country(Protocol):
    @property
    def version(self) -> str: ...

    def workdays_of(self, year: int) -> _Works: ...

    def provisional(self, year: int, overrides: dict[date, Override]) -> bool: ...

    def holiday_start(self, name: str, year: int) -> date | None: ...


def _weekday(day: date) -> bool:
    return day.weekday() < 5


class _China:
    def __init__(self) -> None:
        self.version = f"CN:chinesecalendar-{installed_version('chinesecalendar')}"

    def workdays_of(self, year: int) -> _Works:
        if year not in _CHINA_ANNOUNCED:
            return _weekday
        works: _Works = chinese_calendar.is_workday
        return works

    def provisional(self, year: int, overrides: dict[date, Override]) -> bool:
        if year in _CHINA_ANNOUNCED:
            return False
        named = (overrides.get(date(year, 1, 1)), overrides.get(date(year, 10, 1)))
        return not all(day is not None and not day.workday for day in named)

    def holiday_start(self, name: str, year: int) -> date | None:
        # The other library: chinesecalendar does not tell the holiday from days moved to it.
        names = {"春节": ("春节", "农历除夕"), "除夕": ("农历除夕",)}.get(name, (name,))
        return _first_named("CN", None, "zh_CN", names, year)


class _Elsewhere:
    def __init__(self, code: str, subdivision: str | None) -> None:
        try:
            self._sample = holiday_library.country_holidays(code, subdiv=subdivision)
        except (NotImplementedError, KeyError):
            place = f"{code}-{subdivision}" if subdivision else code
            raise _refusal(
                Message("there is no calendar for {place!r}", place=place),
                "write an ISO 3166 country code, such as CN, US or DE",
            ) from None
        self._code, self._subdivision = code, subdivision
        place = f"{code}-{subdivision}" if subdivision else code
        self.version = f"{place}:holidays-{installed_version('holidays')}"

    def workdays_of(self, year: int) -> _Works:
        found = holiday_library.country_holidays(self._code, subdiv=self._subdivision, years=year)
        # Some calendars learn of a made-up weekend in the year the day was moved to.
        after = holiday_library.country_holidays(
            self._code, subdiv=self._subdivision, years=year + 1
        )
        made_up = found.weekend_workdays | after.weekend_workdays
        weekend, off = frozenset(found.weekend), frozenset(found)
        return lambda day: day in made_up or (day.weekday() not in weekend and day not in off)

    def provisional(self, year: int, overrides: dict[date, Override]) -> bool:
        return year > LAST_REVIEWED_YEAR or not self._covers(year)

    def _covers(self, year: int) -> bool:
        return bool(self._sample.start_year <= year <= self._sample.end_year)

    def holiday_start(self, name: str, year: int) -> date | None:
        return _first_named(self._code, self._subdivision, None, (name,), year)


@lru_cache(maxsize=4096)
def _first_named(
    code: str, subdivision: str | None, language: str | None, names: tuple[str, ...], year: int
) -> date | None:
    found = holiday_library.country_holidays(
        code, subdiv=subdivision, years=year, language=language
    )
    days = [day for day in found if set(found.get_list(day)) & set(names)]
    return min(days, default=None)


def _digest(overrides: dict[date, Override]) -> str:
    lines = [f"{o.day},{o.workday},{o.name}\n" for _, o in sorted(overrides.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:8]


def _refusal(message: Text, cure: Text) -> CalendarError:
    return CalendarError([Problem("calendar", 0, message, cure)])
