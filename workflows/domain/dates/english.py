"""Dates as written in English: mid June 2010, by the end of May, Q3 2011, from May 2010."""

import re
from dataclasses import replace

from workflows.domain.dates import anchors, recurring, recurring_english, relative
from workflows.domain.dates.arithmetic import (
    LAST_DAY,
    Bound,
    Part,
    a_day,
    add_months,
    month_end,
    months,
    numeric,
    quarter,
    starts,
    window,
)
from workflows.domain.dates.holidays import holiday_en
from workflows.domain.dates.meanings import Context, Reading, Recurs, Waits

_NAMES = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?: (?P<year>[0-9]{4}))?"
_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)? )?"
_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_COUNTED = {"first": "1", "second": "2", "third": "3", "fourth": "4"}

_MONTH_PARTS = {
    "early": (1, 10), "mid": (11, 20), "middle": (11, 20), "late": (21, LAST_DAY),
    "beginning": (1, 5), "start": (1, 5),
}  # fmt: skip

_BY = re.compile(
    r"(?:(?:due )?by|until|till?|up to|no later than|not later than|at the latest by|on or before"
    r"|through|within) "
)
_BEFORE = re.compile(r"(?:before|prior to|ahead of) ")
_IN = re.compile(r"(?:in|during|on|for|at) ")
_FROM = re.compile(
    r"(?:from|since|starting(?: from| on| in)?|beginning(?: on| in)?|as (?:of|from)) "
)
_SEPARATORS = re.compile(r" (?:to|until|till|through|and) | ?- ?")


def read(text: str, context: Context) -> Reading | None:
    """None when the words have no meaning here; Unreadable when they have one that cannot be."""
    folded = text.casefold()
    return (
        relative.read(text, context)
        or anchors.read(text, context)
        or recurring_english.read(folded)
        or _yearly(folded, context)
        or _single(folded, context)
        or _range(text, context)
        or _starts(folded, context)
    )


def part(text: str, context: Context, *, bare_year: bool = False) -> Part | None:
    """A day or a period; a year alone only where a preposition shows that it is one."""
    if found := numeric(text.strip()):
        return found
    words = re.sub(r"\b([0-9]{1,2})(?:st|nd|rd|th)\b", r"\1", text)
    words = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", words.replace(",", " "))
    words = re.sub(r"(?<=[a-z])\.", "", words)
    words = re.sub(r"\b(?:first|second|third|fourth)\b", lambda m: _COUNTED[m[0]], words)
    words = " ".join(word for word in words.split() if word not in ("the", "of"))
    if bare_year and re.fullmatch("[0-9]{4}", words):
        words = f"year {words}"
    return (
        _of_month(words)
        or _of_day(words)
        or _of_year(words)
        or _of_quarter(words)
        or _of_now(words, context)
        or holiday_en(words)
    )


def _year(found: re.Match[str]) -> int | None:
    return int(found["year"]) if found["year"] else None


def _of_month(words: str) -> Part | None:
    found = re.fullmatch(
        rf"(?:(?P<part>{'|'.join(_MONTH_PARTS)}|end|last day) )?{_MONTH}{_YEAR}", words
    )
    if found is None:
        return None
    month = _NAMES.index(found["month"][:3]) + 1
    if found["part"] in ("end", "last day"):
        return month_end(month, year=_year(found))
    if found["part"] is None:
        return months(month, month, year=_year(found))
    first, last = _MONTH_PARTS[found["part"]]
    return Part(year=_year(found), first=(month, first), last=(month, last), fuzzy=True)


def _of_day(words: str) -> Part | None:
    day = r"(?P<day>[0-9]{1,2})"
    found = re.fullmatch(rf"{_WEEKDAY}{day} {_MONTH}{_YEAR}", words) or re.fullmatch(
        rf"{_WEEKDAY}{_MONTH} {day}{_YEAR}", words
    )
    if found is None:
        return None
    month = _NAMES.index(found["month"][:3]) + 1
    weekday = _DAYS.index(found["weekday"]) if found["weekday"] else None
    return replace(a_day(month, int(found["day"]), year=_year(found)), weekday=weekday)


def _of_year(words: str) -> Part | None:
    if found := re.fullmatch(
        r"(?:(early|mid|middle|beginning|start|end) |(?:calendar )?year )(?P<year>[0-9]{4})", words
    ):
        year = int(found["year"])
        if found[1] == "end":
            return month_end(12, year=year)
        if found[1] in ("mid", "middle"):
            return months(6, 6, year=year, fuzzy=True)
        return months(1, 1, year=year, fuzzy=True) if found[1] else months(1, 12, year=year)
    if re.fullmatch("end year|year end", words):
        return month_end(12)
    found = re.fullmatch(
        r"(?P<end>end )?(?:(?P<n>[12]) half|h(?P<h>[12]))(?: (?:year )?(?P<year>[0-9]{4}))?"
        r"|(?P<year2>[0-9]{4}) h(?P<h2>[12])",
        words,
    )
    if found is None:
        return None
    last = 6 * int(found["n"] or found["h"] or found["h2"])
    year_text = found["year"] or found["year2"]
    year_or_none = int(year_text) if year_text else None
    if found["end"]:
        return month_end(last, year=year_or_none)
    return months(last - 5, last, year=year_or_none)


def _of_quarter(words: str) -> Part | None:
    found = re.fullmatch(
        rf"(?P<end>end )?(?:q(?P<q>[0-9]+)|(?P<n>[0-9]+) quarter){_YEAR}"
        r"|(?P<year2>[0-9]{4}) ?q(?P<q2>[0-9]+)",
        words,
    )
    if found is None:
        return None
    number = int(found["q"] or found["n"] or found["q2"])
    year = found["year"] or found["year2"]
    return replace(quarter(number, ends=bool(found["end"])), year=int(year) if year else None)


def _of_now(words: str, context: Context) -> Part | None:
    """this month, next quarter, end this year: counted from the day of issue."""
    found = re.fullmatch(
        r"(?P<end>end )?(?P<which>this|next|last) (?P<unit>month|quarter|year)", words
    )
    if found is None:
        return None
    size = {"month": 1, "quarter": 3, "year": 12}[found["unit"]]
    step = {"this": 0, "next": 1, "last": -1}[found["which"]]
    day = add_months(context.issued.replace(day=1), step * size)
    last = (day.month + size - 1) // size * size
    if found["end"]:
        return month_end(last, year=day.year)
    return months(last - size + 1, last, year=day.year)


def _bounded(text: str, context: Context) -> tuple[Part, Bound] | None:
    """A part behind its preposition; `before the end of` includes that end."""
    if bare := part(text, context):
        return bare, "bare"
    for words, bound in ((_BY, "by"), (_BEFORE, "before"), (_IN, "bare")):
        if found := words.match(text):
            rest = text[found.end() :]
            after = part(rest, context, bare_year=True)
            if after is None:
                return None
            ends = re.match("(?:the )?(?:very )?end|year", rest) and bound == "before"
            return (
                after,
                "by" if bound == "by" or ends else "before" if bound == "before" else "bare",
            )
    if text.endswith(" at the latest") and (found_part := part(text[:-14], context)):
        return found_part, "by"
    return None


def _single(text: str, context: Context) -> Reading | None:
    bounded = _bounded(text, context)
    return window(None, *bounded, context) if bounded else None


def _starts(text: str, context: Context) -> Reading | None:
    if found := re.fullmatch(r"(.+?) onwards?", text):
        when = part(_FROM.sub("", found[1]), context, bare_year=True)
        return starts(when, context) if when else None
    if found := _FROM.match(text):
        when = part(text[found.end() :], context, bare_year=True)
        return starts(when, context) if when else None
    if text.startswith("after ") and (when := part(text[6:], context, bare_year=True)):
        return starts(when, context, after=True)
    return None


def _range(text: str, context: Context) -> Reading | None:
    """`text` keeps its capitals: the right end may name an anchor."""
    years = re.match("(?:from|between) ", text, re.I) is not None
    body = re.sub("^(?:from|between) ", "", text, flags=re.I)
    for separator in _SEPARATORS.finditer(body):
        before, after = body[: separator.start()].strip(), body[separator.end() :].strip()
        before, right = _shared(before.casefold(), after.casefold())
        left = part(before, context, bare_year=years)
        if left is None:
            continue
        bounded = _bounded(right, context)
        if bounded is None and years and (year := part(right, context, bare_year=True)):
            bounded = year, "bare"
        if bounded:
            return window(_with_year(left, bounded[0]), *bounded, context)
        event = anchors.read(after, context)
        if isinstance(event, Waits):
            return replace(event, start=starts(left, context).on)
    return None


def _shared(before: str, after: str) -> tuple[str, str]:
    """1-15 May 2010 and May 1-15, 2010: the month stands once for both ends."""
    day = r"(?P<day>[0-9]{1,2}(?:st|nd|rd|th)?)"
    if re.fullmatch(day, before) and (found := re.fullmatch(rf"{day} (?P<rest>[a-z].*)", after)):
        return f"{before} {found['rest']}", after
    if re.fullmatch(rf"{day}(?:,? [0-9]{{4}})?", after) and (
        found := re.fullmatch(rf"(?P<month>[a-z.]+) {day}", before)
    ):
        return before, f"{found['month']} {after}"
    return before, after


def _with_year(left: Part, right: Part) -> Part:
    """May - mid June 2010: in English a year at the end is the year of both, if it can be."""
    if left.year is not None or right.year is None:
        return left
    month, day = right.last
    late = left.first[0] > month or (left.first[0] == month and left.first[1] > (day or 31))
    return replace(left, year=right.year - 1 if late else right.year)


def _yearly(text: str, context: Context) -> Recurs | None:
    """yearly by 30 June, every year by the end of June."""
    each = "(?:yearly|annually|(?:each|every) year)"
    if re.fullmatch(each, text):
        return recurring.yearly(month_end(12))
    found = re.fullmatch(rf"{each},? (.+)|(.+?),? (?:of )?{each}", text)
    bounded = _bounded(found[1] or found[2], context) if found else None
    if bounded is None:
        return None
    return recurring.yearly(bounded[0], excluded=bounded[1] == "before")
