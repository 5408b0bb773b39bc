"""A limit as people give it beside the plan: a day, working days, “at once”, or words. Pure."""

import re
from datetime import date, timedelta

from workflows.domain import dates
from workflows.domain.dates import Relative, Window
from workflows.domain.errors import Refused
from workflows.domain.messages import Message
from workflows.domain.workdays import Calendar

_AT_ONCE = frozenset({"at once", "at_once", "立即", "立行立改", "马上"})
_WRITE = Message("write a day (2010-06-30), 10wd, “at once”, or 6月20日前")
_COUNTED = re.compile(r"\d+ ?(wd|d|个?工作日内?|日内|天内)")


def read_limit(text: str, today: date, calendar: Calendar) -> date | None:
    """The last day of the limit `text`, counted from `today`; None for an empty text.

    2010-06-30 · 10wd · 10个工作日内 · 15d · at once, 立即 (the next working day) · any words
    that name one deadline, such as 6月20日前 or by 20 June. Raises Refused for anything else.
    """
    text = text.strip()
    if not text:
        return None
    if text.lower() in _AT_ONCE:
        return calendar.add(today, 1)
    words = text
    if _COUNTED.fullmatch(text):
        words = f"notice + {text}" if text[-1] == "d" else f"收到通知后{text}"
    match dates.read(words, dates.Context(issued=today, holidays=calendar.holiday_start)):
        case Window(start=None, end=end):
            return end
        case Relative(base="notice", offset=offset, unit="wd") if offset > 0:
            return calendar.add(today, offset)
        case Relative(base="notice", offset=offset, unit="d") if offset > 0:
            return today + timedelta(days=offset)
        case dates.Refused(reason=reason):
            raise Refused(reason, _WRITE)
    raise Refused(Message("“{what}” names no one deadline", what=text), _WRITE)
