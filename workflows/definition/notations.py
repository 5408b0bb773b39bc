"""Values with a notation of their own: days, hours, offsets, names, who owes and who verifies."""

import re
from datetime import date, time

from workflows.definition.expressions import OWES_PATTERN, VERIFIER_PATTERN, owes, verifier
from workflows.definition.kinds import Line, Parsed
from workflows.domain.said import Said

_DAY = r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(_DAY, text) else None
    except ValueError:
        return None


def _hour(text: str) -> time | None:
    found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text)
    return time(int(found[1]), int(found[2])) if found else None


def _offset(text: str) -> tuple[int, str] | None:
    if re.fullmatch(r"[+-]?0(d|wd)?", text):
        return 0, "d" if re.fullmatch(r"[+-]?0d", text) else "wd"
    found = re.fullmatch(r"([+-]?[0-9]{1,4})(wd|d)", text)
    return (int(found[1]), found[2]) if found else None


def _length(text: str) -> int | None:
    found = re.fullmatch(r"([1-9][0-9]{0,3})wd", text)
    return int(found[1]) if found else None


DAY = Parsed(Said("a day that exists, as YYYY-MM-DD"), f"^{_DAY}$", _day)
HOUR = Parsed(Said('an hour as "HH:MM", in quotes'), r"^([01][0-9]|2[0-3]):[0-5][0-9]$", _hour)
OFFSET = Parsed(
    Said("days from the due day: -3wd, 0, +1wd or +7d"), r"^[+-]?[0-9]+(wd|d)?$", _offset, True
)
EVERY = Parsed(Said("a step such as 5wd or 7d"), r"^[1-9][0-9]*(wd|d)$", _offset)
LENGTH = Parsed(Said("working days, such as 3wd"), r"^[1-9][0-9]*wd$", _length)
OWES = Parsed(Said("who owes it, such as each unit(kind=branch)"), OWES_PATTERN, owes)
VERIFIER = Parsed(Said("who verifies it, such as own unit"), VERIFIER_PATTERN, verifier)
KEY = Line(
    Said("a short name of letters, digits, dots and hyphens"), r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"
)
ZONE = Line(Said("a time zone"), r"[A-Za-z0-9_+/-]{1,60}")
CLAUSE = Line(Said("a clause number"))
COUNTRY = Line(Said("a country code"), r"[A-Za-z]{2}")
SLUG = Line(Said("lower-case letters, digits and hyphens"), r"[a-z0-9]+(-[a-z0-9]+){0,15}")
NAME = Line(Said("a short name of letters, digits, - and _"), r"[A-Za-z][A-Za-z0-9_-]{0,39}")
WORDS = Line(Said("a date in words, such as 6月中旬前 or by 15 June 2010"))
EVERY_TIME = Line(Said("every when, such as 每月25日前 or FREQ=MONTHLY;BYMONTHDAY=25"))
PAPER_MARK = Line(Said("the mark of its papers, such as 师农督"), r"[^\W\d_]{1,12}")
