"""Recurrence in English: by the 25th of each month, every Friday, last workday of month."""

import re

from workflows.domain.dates import recurring as rules
from workflows.domain.dates.meanings import Recurs, Unreadable

_DAYS = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
_DAY = r"(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:days?)?"
_EACH = r"(?:each|every|a|the|per)"
_MONTHS_IN = {"month": (), "quarter": rules.QUARTERS}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12, "other": 2,
}  # fmt: skip
_BY = r"(?:by|on|due|due by|due on|before the end of|no later than)"
_WORKDAY = r"(?:work ?day|working day|business day)"


def read(text: str) -> Recurs | None:
    """Yearly rules with a date are read in english.py, which knows dates. `text` is lower case."""
    text = re.sub(r"\b([0-9]{1,2})(?:st|nd|rd|th)\b", r"\1", text.replace(",", ""))
    text = re.sub(r"\b(" + "|".join(_NUMBERS) + r")\b", lambda m: str(_NUMBERS[m[1]]), text)
    if re.fullmatch("bi-?(?:weekly|monthly|annually)", text):
        raise Unreadable("it can mean twice in one or once in two", "Write every two weeks, or so.")
    return _by_day(text) or _by_week(text) or _by_month(text) or _by_longer(text)


def _by_day(text: str) -> Recurs | None:
    if re.fullmatch(rf"daily|{_EACH} day", text):
        return rules.daily()
    if re.fullmatch(rf"{_EACH} {_WORKDAY}", text):
        return rules.workdays()
    found = re.fullmatch(r"every ([0-9]+) days", text)
    return rules.daily(int(found[1])) if found else None


def _by_week(text: str) -> Recurs | None:
    """weekly alone: by Friday, the last day of the working week."""
    if found := re.fullmatch(rf"(?:{_BY} )?(?:each|every)(?: (2))? {_DAY}", text):
        return rules.weekly([_DAYS[found["day"]]], interval=int(found[1] or 1))
    week = r"(?:weekly|(?:each|every) week|every (?P<n>[0-9]+) weeks?|every (?P<m>2) week)"
    if found := re.fullmatch(rf"{week}(?:(?: {_BY})? \(?{_DAY}\)?)?", text):
        n = int(found["n"] or found["m"] or 1)
        return rules.weekly([_DAYS[found["day"] or "fri"]], interval=n)
    return None


def _by_month(text: str) -> Recurs | None:
    month = rf"(?:of )?(?:{_EACH} )?(?P<in>month|quarter)"
    if found := re.fullmatch(rf"(?:{_BY} )?(?:the )?([a-z]+|[0-9]) {_WORKDAY} {month}", text):
        n = _ordinal(found[1])
        first = found["in"] == "quarter" and n is not None and n > 0
        months = (1, 4, 7, 10) if first else _MONTHS_IN[found["in"]]
        return rules.nth_workday(n, months) if n else None
    if found := re.fullmatch(rf"(?:{_BY} )?(?:the )?([a-z]+|[0-9]) {_DAY} {month}", text):
        n = _ordinal(found[1])
        return rules.nth_weekday(n, _DAYS[found["day"]]) if n and found["in"] == "month" else None
    if found := re.fullmatch(
        rf"(?:{_BY} )?(?:the )?(?:end|last day) of (?:a|each|every|per) (month|quarter)", text
    ):
        return rules.monthly([-1], _MONTHS_IN[found[1]])
    each = r"(?:monthly|(?:each|every) month)"
    if re.fullmatch(
        rf"{each}(?: (?:{_BY} |at )?(?:the )?(?:end|last day)(?: of (?:the )?month)?)?", text
    ):
        return rules.monthly([-1])
    found = re.fullmatch(rf"{each} {_BY} (?:the )?([0-9]+)", text) or re.fullmatch(
        rf"(?:{_BY} )?(?:the )?([0-9]+) (?:day )?of (?:each|every) month"
        rf"|(?:{_BY} )?([0-9]+) {each}",
        text,
    )
    return rules.monthly([int(found[1] or found[2])]) if found else None


def _ordinal(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() else _ORDINALS.get(word)


def _by_longer(text: str) -> Recurs | None:
    if re.fullmatch(r"quarterly|(?:each|every) quarter|every 3 months", text):
        return rules.monthly([-1], rules.QUARTERS)
    if re.fullmatch(
        r"half-?yearly|half-yearly|semi-?annually|(?:each|every) half(?:-| )year|every 6 months",
        text,
    ):
        return rules.monthly([-1], rules.HALVES)
    if found := re.fullmatch(r"every ([0-9]+) months?", text):
        return rules.monthly([-1], interval=int(found[1]))
    return None
