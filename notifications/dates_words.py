"""Days and working days in words, the same in mails and pages.

Pure. A day always stands with its weekday, and with its year when that is not this year's.
Counts are working days, as `workflows.domain.standing` gives them. Patterns and names are texts of
the catalogue, so that a language that is added needs its .po file alone.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal, Protocol

from config.i18n import Translator, translator
from workflows.domain.terms import MONTHS, WEEKDAYS

#: From here on documents carry Arabic numerals (GB/T 9704-2012 came into force).
ARABIC_FROM = date(2012, 7, 1)
_ZH_DIGITS = "〇一二三四五六七八九"


def day(value: date, language: str, today: date) -> str:
    """6月15日（周二） or Tuesday 15 June; 2011年6月15日（周三） when `today` is in another year."""
    return _day(value, translator(language), value.year != today.year)


def days(values: Iterable[date], language: str, today: date) -> str:
    return joined((day(value, language, today) for value in values), language)


def short_day(value: date, language: str, today: date) -> str:
    """The day without its weekday, for subjects and narrow columns: 6月15日 or 15 June."""
    return _short(value, translator(language), value.year != today.year)


def full_day(value: date, language: str) -> str:
    """The day as documents name it, always with its year: 2010年6月15日（周二）."""
    return _day(value, translator(language), True)


def document_day(value: date, language: str, numerals: Literal["chinese", "arabic"]) -> str:
    """The date a document bears: 二〇一〇年五月二十八日 or 2012年7月2日; English: 28 May 2010."""
    if language != "zh" or numerals == "arabic":
        return _short(value, translator(language), True)
    year = "".join(_ZH_DIGITS[int(digit)] for digit in str(value.year))
    return f"{year}年{chinese_number(value.month)}月{chinese_number(value.day)}日"


def numerals_of(value: date) -> Literal["chinese", "arabic"]:
    """The numerals offices used in dates of documents on that day, where no setting says so."""
    return "chinese" if value < ARABIC_FROM else "arabic"


def workdays(n: int, language: str) -> str:
    """3个工作日 or 3 working days."""
    return translator(language).ngettext("{n} working day", "{n} working days", n)


def left(n: int, language: str) -> str:
    """还剩3个工作日 or 3 working days left; in words when there is none."""
    texts = translator(language)
    if n <= 0:
        return texts.gettext("no working days left")
    return texts.ngettext("{n} working day left", "{n} working days left", n)


def over(n: int, language: str) -> str:
    """已逾期3个工作日 or 3 working days overdue; without a number before the first one."""
    texts = translator(language)
    if n <= 0:
        return texts.pgettext("deadline", "overdue")
    return texts.ngettext("{n} working day overdue", "{n} working days overdue", n)


class Due(Protocol):
    """What `deadline` needs to know of an item; mails and pages have their own classes."""

    @property
    def due_on(self) -> date | None: ...
    @property
    def days_left(self) -> int: ...
    @property
    def days_over(self) -> int: ...
    @property
    def day_off_between(self) -> bool: ...


def deadline(item: Due, language: str, today: date) -> str:
    """The due day and how it stands: 6月20日（周日），还剩2个工作日（其间有放假）.

    Empty when there is no due day.
    """
    if item.due_on is None:
        return ""
    texts = translator(language)
    if item.due_on < today:
        stands = over(item.days_over, language)
    elif item.due_on == today:
        stands = texts.gettext("due today")
    elif item.day_off_between and item.days_left > 0:
        stands = texts.ngettext(
            "{n} working day left (excluding holidays)",
            "{n} working days left (excluding holidays)",
            item.days_left,
        )
    else:
        stands = left(item.days_left, language)
    return texts.gettext("{day}, {stands}", day=day(item.due_on, language, today), stands=stands)


def joined(words: Iterable[str], language: str) -> str:
    """甲、乙、丙 or A, B and C."""
    said = list(words)
    texts = translator(language)
    first = texts.pgettext("mark", ", ").join(said[:-1])
    return first + texts.pgettext("mark", " and ") + said[-1] if first else "".join(said)


def chinese_number(n: int) -> str:
    """1 to 99: 十, 二十八, 三十."""
    tens, ones = divmod(n, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_ZH_DIGITS[tens]}十"
    return ten + (_ZH_DIGITS[ones] if ones else "")


@lru_cache(maxsize=4096)
def _day(value: date, texts: Translator, with_year: bool) -> str:
    weekday = texts.pgettext("weekday", WEEKDAYS[value.weekday()])
    on = _short(value, texts, with_year)
    return texts.gettext("{weekday} {day}", weekday=weekday, day=on)


@lru_cache(maxsize=4096)
def _short(value: date, texts: Translator, with_year: bool) -> str:
    month = texts.pgettext("month", MONTHS[value.month - 1])
    if with_year:
        return texts.gettext("{day} {month} {year}", day=value.day, month=month, year=value.year)
    return texts.gettext("{day} {month}", day=value.day, month=month)
