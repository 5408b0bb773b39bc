"""Stretches of the calendar as written, and the year they fall in when none is written."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from workflows.domain.dates.meanings import Context, Starts, Unreadable, Window
from workflows.domain.messages import Message, term

FIRST_YEAR, LAST_YEAR = 1900, 2200
LAST_DAY = 0  # as the day of a (month, day): the month's last one
DAY = timedelta(days=1)

MonthDay = tuple[int, int]
Bound = Literal["bare", "by", "before"]

WEEKDAYS = tuple(term("weekday", day) for day in calendar.day_name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A period or a day as written, first to last (month, day); it may cross New Year.

    `year` None: not written. `later`: years after the other end of its range (次年: 1).
    `fuzzy`: only a part of a period is meant, points count back from its first day.
    `event`: a holiday, which 前 excludes. `moving`: its Chinese name when its day moves.
    `weekday`: as written beside the day (Monday 0), to be held against the calendar.
    """

    first: MonthDay
    last: MonthDay
    year: int | None = None
    later: int | None = None
    fuzzy: bool = False
    event: bool = False
    moving: str = ""
    weekday: int | None = None

    def __post_init__(self) -> None:
        if self.year is not None:
            check_year(self.year)
        for month, day in (self.first, self.last):
            check_day(month, day, self.year)

    @property
    def is_day(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Span:
    """A candidate reading: `start` (None without a left end) and the right end, first to last."""

    start: date | None
    first: date
    last: date


def one_day(on: date) -> Part:
    return Part(year=on.year, first=(on.month, on.day), last=(on.month, on.day))


def a_day(month: int, day: int, *, year: int | None = None, event: bool = False) -> Part:
    if day == LAST_DAY and not event:
        raise Unreadable("there is no day 0", "Write a day from 1 to 31.")
    return Part(year=year, first=(month, day), last=(month, day), event=event)


def months(first: int, last: int, *, year: int | None = None, fuzzy: bool = False) -> Part:
    return Part(year=year, first=(first, 1), last=(last, LAST_DAY), fuzzy=fuzzy)


def month_end(month: int, *, year: int | None = None) -> Part:
    return Part(year=year, first=(month, LAST_DAY), last=(month, LAST_DAY))


def quarter(number: int, *, ends: bool = False) -> Part:
    """A quarter, or its last day. Raises Unreadable for a fifth or a zeroth."""
    if not 1 <= number <= 4:
        raise Unreadable(
            Message("there is no quarter {n}", n=number), "Write a quarter from 1 to 4."
        )
    return month_end(3 * number) if ends else months(3 * number - 2, 3 * number)


def last_day_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, count: int) -> date:
    """The same day `count` months on, or that month's last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    check_year(year)
    return min_day(year, month + 1, day.day)


def min_day(year: int, month: int, day: int) -> date:
    last = last_day_of_month(year, month)
    return last if day == LAST_DAY or day > last.day else date(year, month, day)


def check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(
            Message(
                "the year {year} lies outside {first} to {last}",
                year=year,
                first=FIRST_YEAR,
                last=LAST_YEAR,
            ),
            "Write the year with four digits, for instance 2011年 or 2011.",
        )


def check_day(month: int, day: int, year: int | None) -> None:
    if not 1 <= month <= 12:
        raise Unreadable(
            Message("there is no month {month}", month=month), "Write a month from 1 to 12."
        )
    longest = calendar.monthrange(2000 if year is None else year, month)[1]
    if day > longest:
        said = term("month", calendar.month_name[month])
        name = said if year is None else Message("{month} {year}", month=said, year=year)
        raise Unreadable(
            Message("{name} has no day {day}", name=name, day=day),
            Message(
                "Write a day from 1 to {n}, or the month's last day: {month}月底.",
                n=longest,
                month=month,
            ),
        )


def numeric(text: str) -> Part | None:
    """2011-06-30, 2011/6/30, 2011.6.30 and the month 2011.6; None for what has another shape."""
    if found := re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", text):
        return a_day(int(found[3]), int(found[4]), year=int(found[1]))
    if found := re.fullmatch(r"([0-9]{4})[/.]([0-9]{1,2})", text):
        return months(int(found[2]), int(found[2]), year=int(found[1]))
    return None


def starts(part: Part, context: Context, *, after: bool = False) -> Starts:
    if part.event and after:
        raise Unreadable(
            "how long a holiday lasts is not known here", "Write the first day: 10月8日起."
        )
    span = _settled(None, part, "bare", context)
    return Starts(on=span.last + DAY if after else span.first)


def window(left: Part | None, right: Part, bound: Bound, context: Context) -> Window:
    """Both ends as written → the window. Raises Unreadable when no year makes sense of them."""
    span = _settled(left, right, bound, context)
    end = span.last
    remind_from = span.first if right.fuzzy and bound != "before" else end
    start = span.start
    if left is None:
        start = span.first if bound == "bare" and not right.is_day else None
    if start is not None and start > end:
        raise Unreadable(
            Message("it ends on {end} before it starts on {start}", end=end, start=start),
            "Write the earlier date first, and both years where they differ.",
        )
    return Window(start=start, end=end, remind_from=remind_from)


def _settled(left: Part | None, right: Part, bound: Bound, context: Context) -> Span:
    span = _chosen(list(_spans(left, right, bound, context)), context)
    _check_as_written(right, span.last if bound != "before" else span.last + DAY)
    if left is not None and span.start is not None:
        _check_as_written(left, span.start)
    return span


def _check_as_written(part: Part, day: date) -> None:
    """A day that its year lacks, or that falls on another weekday than the one beside it."""
    if (2, 29) in (part.first, part.last) and (day.month, day.day) == (2, 28):
        raise Unreadable(
            Message("February {year} has no day 29", year=day.year), "Write 2月底 for its last day."
        )
    if part.weekday is not None and part.weekday != day.weekday():
        raise Unreadable(
            Message(
                "{day} is a {one}, not a {other}",
                day=day,
                one=WEEKDAYS[day.weekday()],
                other=WEEKDAYS[part.weekday],
            ),
            "Write the date and the weekday that belong together, or the date alone.",
        )


def _spans(left: Part | None, right: Part, bound: Bound, context: Context) -> Iterator[Span]:
    """Every reading that the years leave open, the earliest first."""
    if left is None:
        yield from _single_spans(right, bound, context)
        return
    if left.year is None and right.year is not None:
        year = _year_before(left, right, context)
        yield _span(_days(left, year, context)[0], right.year, right, bound, context)
        return
    for year in _years(left, context):
        start = _days(left, year, context)[0]
        yield _span(start, _year_after(left, year, right), right, bound, context)


def _single_spans(part: Part, bound: Bound, context: Context) -> Iterator[Span]:
    """A table of moving holidays may begin late or end early: only the years it decides count."""
    decided = False
    for year in _years(part, context):
        try:
            span = _span(None, year, part, bound, context)
        except Unreadable:
            if part.moving and (decided or (part.year is None and year < context.issued.year)):
                continue
            raise
        decided = decided or _decides(span.last, context)
        yield span


def _decides(day: date, context: Context) -> bool:
    unbounded = context.start is None and context.end is None
    return day >= context.issued.replace(day=1) and (unbounded or _is_inside(day, context))


def _span(start: date | None, year: int, right: Part, bound: Bound, context: Context) -> Span:
    first, last = _days(right, year, context)
    if bound == "before":  # the day itself is excluded
        return Span(start, first - DAY, first - DAY)
    return Span(start, first, last)


def _years(part: Part, context: Context) -> list[int]:
    if part.year is not None:
        return [part.year]
    known = [day.year for day in (context.issued, context.start, context.end) if day is not None]
    years = range(max(FIRST_YEAR, min(known) - 1), min(LAST_YEAR, max(known) + 2) + 1)
    if not years:
        check_year(context.issued.year)
    return list(years)


def _year_before(left: Part, right: Part, context: Context) -> int:
    """6月中旬—2011年6月底: a writer names the year that differs, so the first is the context's.

    Where that would end before it starts, the latest year that does not.
    """
    assert right.year is not None
    end = _days(right, right.year, context)[1]
    own = _settled(None, left, "bare", context).first
    if own <= end:
        return own.year
    return end.year if _days(left, end.year, context)[0] <= end else end.year - 1


def _year_after(left: Part, year: int, right: Part) -> int:
    """2011年11月—3月 crosses New Year; 6月15日—6月10日 does not: that is a mistake."""
    if right.year is not None:
        return right.year
    if right.later is not None:
        return year + right.later
    return year + 1 if right.last[0] < left.first[0] else year


def _chosen(spans: list[Span], context: Context) -> Span:
    """Inside the enclosing window if it can be, and from the month of issue on if it can be."""
    month_of_issue = context.issued.replace(day=1)
    inside = [span for span in spans if _is_inside(span.last, context)]
    ahead = [span for span in inside if span.last >= month_of_issue]
    if ahead:
        return ahead[0]
    if inside:
        return inside[-1]
    return next((span for span in spans if span.last >= month_of_issue), spans[-1])


def _is_inside(day: date, context: Context) -> bool:
    if context.start is None and context.end is None:
        return False
    return (context.start or date.min) <= day <= (context.end or date.max)


def _days(part: Part, year: int, context: Context) -> tuple[date, date]:
    check_year(year)
    if part.moving:
        first = last = _moving(part.moving, year, context)
        return first, last
    over_new_year = _is_before(part.last, part.first)
    return min_day(year, *part.first), min_day(year + over_new_year, *part.last)


def _is_before(one: MonthDay, other: MonthDay) -> bool:
    return one[0] < other[0] or (one[0] == other[0] and LAST_DAY < one[1] < other[1])


def _moving(name: str, year: int, context: Context) -> date:
    day = None
    if context.holidays is not None:
        day = context.holidays(name, year) or context.holidays(name.removesuffix("节"), year)
    if day is None:
        raise Unreadable(
            Message(
                "the day of {name} in {year} is not known here: it moves from year to year",
                name=name,
                year=year,
            ),
            "Write the day itself, for instance 2011年2月2日前.",
        )
    return day
