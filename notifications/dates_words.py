"""Days and working days in words, the same in mails and pages.

Pure. A day always stands with its weekday, and with its year when that is not this year's.
Counts are working days, as `workflows.domain.standing` gives them.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal, Protocol

#: From here on documents carry Arabic numerals (GB/T 9704-2012 came into force).
ARABIC_FROM = date(2012, 7, 1)
_ZH_DIGITS = "〇一二三四五六七八九"
_ZH_WEEKDAYS = "一二三四五六日"
_EN_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(value: date, language: str, today: date) -> str:
    """6月15日（周二） or Tuesday 15 June; 2011年6月15日（周三） when `today` is in another year."""
    return _day(value, language, value.year != today.year)


def days(values: Iterable[date], language: str, today: date) -> str:
    return joined((day(value, language, today) for value in values), language)


def short_day(value: date, language: str, today: date) -> str:
    """The day without its weekday, for subjects and narrow columns: 6月15日 or 15 June."""
    return _short(value, language, value.year != today.year)


def full_day(value: date, language: str) -> str:
    """The day as papers name it, always with its year: 2010年6月15日（周二）."""
    return _day(value, language, True)


def document_day(value: date, language: str, numerals: Literal["chinese", "arabic"]) -> str:
    """The date a document bears: 二〇一〇年五月二十八日 or 2012年7月2日; English: 28 May 2010."""
    if language != "zh" or numerals == "arabic":
        return _short(value, language, True)
    year = "".join(_ZH_DIGITS[int(digit)] for digit in str(value.year))
    return f"{year}年{_zh_count(value.month)}月{_zh_count(value.day)}日"


def numerals_of(value: date) -> Literal["chinese", "arabic"]:
    """The numerals offices used in dates of documents on that day, where no setting says so."""
    return "chinese" if value < ARABIC_FROM else "arabic"


def workdays(n: int, language: str) -> str:
    """3个工作日 or 3 working days."""
    if language == "zh":
        return f"{n}个工作日"
    return f"{n} working day" if n == 1 else f"{n} working days"


def left(n: int, language: str) -> str:
    """还剩3个工作日 or 3 working days left; in words when there is none."""
    if n <= 0:
        return "到期前没有工作日了" if language == "zh" else "no working day left before it"
    counted = workdays(n, language)
    return f"还剩{counted}" if language == "zh" else f"{counted} left"


def over(n: int, language: str) -> str:
    """已逾期3个工作日 or 3 working days overdue; without a number before the first one."""
    if n <= 0:
        return "已逾期" if language == "zh" else "overdue"
    counted = workdays(n, language)
    return f"已逾期{counted}" if language == "zh" else f"{counted} overdue"


class Due(Protocol):
    """What `deadline` needs to know of a matter; mails and pages have their own classes."""

    @property
    def due_on(self) -> date | None: ...
    @property
    def days_left(self) -> int: ...
    @property
    def days_over(self) -> int: ...
    @property
    def day_off_between(self) -> bool: ...


def deadline(matter: Due, language: str, today: date) -> str:
    """The due day and how it stands: 6月20日（周日），还剩2个工作日（其间有放假）.

    Empty when there is no due day.
    """
    if matter.due_on is None:
        return ""
    zh = language == "zh"
    if matter.due_on < today:
        stands = over(matter.days_over, language)
    elif matter.due_on == today:
        stands = "今日到期" if zh else "due today"
    else:
        stands = left(matter.days_left, language)
        if matter.day_off_between and matter.days_left > 0:
            stands += "（其间有放假）" if zh else " (over days off)"
    return f"{day(matter.due_on, language, today)}{'，' if zh else ', '}{stands}"


def joined(words: Iterable[str], language: str) -> str:
    """甲、乙、丙 or A, B and C."""
    said = list(words)
    if language == "zh" or len(said) < 2:
        return "、".join(said)
    return f"{', '.join(said[:-1])} and {said[-1]}"


def _zh_count(n: int) -> str:
    """1 to 99: 十, 二十八, 三十."""
    tens, ones = divmod(n, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_ZH_DIGITS[tens]}十"
    return ten + (_ZH_DIGITS[ones] if ones else "")


@lru_cache(maxsize=4096)
def _day(value: date, language: str, with_year: bool) -> str:
    if language == "zh":
        return f"{_short(value, language, with_year)}（周{_ZH_WEEKDAYS[value.weekday()]}）"
    return f"{_EN_WEEKDAYS[value.weekday()]} {_short(value, language, with_year)}"


@lru_cache(maxsize=4096)
def _short(value: date, language: str, with_year: bool) -> str:
    if language == "zh":
        year = f"{value.year}年" if with_year else ""
        return f"{year}{value.month}月{value.day}日"
    year = f" {value.year}" if with_year else ""
    return f"{value.day} {_EN_MONTHS[value.month - 1]}{year}"
