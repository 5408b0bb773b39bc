"""Recurrence rules (RFC 5545), each occurrence a due day: 每月25日前, by the 25th of each month."""

import re
from collections.abc import Callable

from workflows.domain.dates.arithmetic import LAST_DAY, Part
from workflows.domain.dates.meanings import Recurs, Unreadable
from workflows.domain.dates.normalise import digits
from workflows.domain.messages import Message

WORKDAYS = "MO,TU,WE,TH,FR"
DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
QUARTERS = (3, 6, 9, 12)
HALVES = (6, 12)
EVERY_MONTH: tuple[int, ...] = ()

# 每月: by its last day; 月初 by the 5th; a part of ten days by its last day
_MONTH_PARTS = {
    "": -1, "底": -1, "末": -1, "下旬": -1, "下半月": -1, "初": 5,
    "上旬": 10, "中旬": 20, "中": 20, "上半月": 15,
}  # fmt: skip
_WEEKDAYS = dict(zip("123456日天", (*DAY_CODES, "SU"), strict=True))
_ONCE = r"(?:至少|不少于)?(?:开展|召开|组织|进行|报告)?1次"
_BY = r"(?:以前|之前|前|以内|之内|内|止)"


def monthly(days: list[int], months: tuple[int, ...] = EVERY_MONTH, *, interval: int = 1) -> Recurs:
    """Due on these days of the month; -1 is its last. A 30th is February's last day."""
    rule = _start("MONTHLY", interval, months)
    days = [-1 if day == 31 else day for day in days]
    if days in ([29], [30]):
        until = ",".join(str(day) for day in range(28, days[0] + 1))
        return Recurs(rrule=f"{rule};BYMONTHDAY={until};BYSETPOS=-1")
    for day in days:
        if day in (29, 30):
            raise Unreadable(
                Message("February has no day {day}", day=day), "Write 月底 (month end) instead."
            )
        if not (1 <= day <= 28 or day == -1):
            raise Unreadable(
                Message("no month has a day {day}", day=day), "Write a day from 1 to 31."
            )
    return Recurs(rrule=f"{rule};BYMONTHDAY={','.join(str(day) for day in days)}")


def nth_workday(n: int, months: tuple[int, ...] = EVERY_MONTH) -> Recurs:
    """The n-th working day by the weekday rule; negative: from the end."""
    if not 1 <= abs(n) <= 20:
        raise Unreadable(
            Message("not every month has {n} working days", n=abs(n)),
            "Write a working day from 1 to 20.",
        )
    return Recurs(rrule=f"{_start('MONTHLY', 1, months)};BYDAY={WORKDAYS};BYSETPOS={n}")


def nth_weekday(n: int, code: str, months: tuple[int, ...] = EVERY_MONTH) -> Recurs:
    if not (1 <= n <= 4 or n == -1):
        raise Unreadable(
            Message("not every month has {n} such weekdays", n=n), "Write one from 1 to 4, or last."
        )
    return Recurs(rrule=f"{_start('MONTHLY', 1, months)};BYDAY={n}{code}")


def weekly(codes: list[str], *, interval: int = 1) -> Recurs:
    ordered = [code for code in DAY_CODES if code in codes]
    return Recurs(rrule=f"{_start('WEEKLY', interval, ())};BYDAY={','.join(ordered)}")


def daily(interval: int = 1) -> Recurs:
    return Recurs(rrule=_start("DAILY", interval, ()))


def workdays() -> Recurs:
    return weekly(WORKDAYS.split(","))


def yearly(part: Part, *, excluded: bool = False, interval: int = 1) -> Recurs:
    """Due by the last day of `part` each year, or on the day before it when it is excluded."""
    if part.year is not None or part.moving:
        raise Unreadable(
            "that is not the same day every year", "Write a month and a day: 每年6月30日前."
        )
    month, day = part.first if excluded else part.last
    if excluded:
        month, day = ((month - 2) % 12 + 1, LAST_DAY) if day == 1 else (month, day - 1)
    if (month, day) == (2, 29):
        raise Unreadable("February has no day 29 in most years", "Write 每年2月底.")
    rule = _start("YEARLY", interval, (month,))
    return Recurs(rrule=f"{rule};BYMONTHDAY={-1 if day == LAST_DAY else day}")


def _start(freq: str, interval: int, months: tuple[int, ...]) -> str:
    if not 1 <= interval <= 60:
        raise Unreadable(
            Message("it cannot recur every {interval}", interval=interval),
            "Write an interval from 1 to 60.",
        )
    every = f";INTERVAL={interval}" if interval > 1 else ""
    only = f";BYMONTH={','.join(str(month) for month in months)}" if months else ""
    return f"FREQ={freq}{every}{only}"


def read_zh(text: str) -> Recurs | None:
    """What begins with 每 (逐, 按). chinese.py reads 每年 with a date."""
    code = digits(re.sub("^(?:逐|按)(?=[月季年周日])", "每", text))
    code = re.sub(rf"{_ONCE}$", "", code)
    for words, reader in _EACH:
        found = re.match(words, code)
        if found:
            number = found.groupdict().get("n")
            return reader(int(number or 1), code[found.end() :])
    return None


def _bare(rest: str) -> str:
    """What is left of the words when 前, 末 and the like are taken off."""
    return re.sub(rf"^(?:年?[底末终])?{_BY}?$", "", rest)


def _each_workday(n: int, rest: str) -> Recurs | None:
    if n != 1:
        raise Unreadable(
            "a rule cannot count working days", "Write calendar days or weeks: 每周五, 每10天."
        )
    return None if _bare(rest) else workdays()


def _each_day(n: int, rest: str) -> Recurs | None:
    return None if _bare(rest) else daily(n)


def _each_ten_days(_n: int, rest: str) -> Recurs | None:
    return None if _bare(rest) else monthly([10, 20, -1])


def _each_week(n: int, rest: str) -> Recurs | None:
    """每周 alone: by Friday, the last day of the working week."""
    rest = re.sub(rf"^\((.+)\)$|{_BY}$", r"\1", rest)
    if rest in ("", "末前"):
        return weekly(["FR"], interval=n)
    rest = re.sub("^的?(?:周|星期|礼拜)?", "", rest)
    names = re.split("[、和,及](?:周|星期|礼拜)?", rest)
    if not all(len(name) == 1 and name in "123456日天" for name in names):
        return None
    return weekly([_WEEKDAYS[name] for name in names], interval=n)


def _each_month(n: int, rest: str) -> Recurs | None:
    if n in (3, 6) and not _bare(rest):  # the quarters and half-years of the calendar
        return monthly([-1], QUARTERS if n == 3 else HALVES)
    return _in_month(rest, EVERY_MONTH, n)


def _in_month(rest: str, months: tuple[int, ...], interval: int = 1) -> Recurs | None:
    """What stands behind 每月: a day, some days, a part, a working day, days after its end."""
    rest = re.sub(rf"{_BY}$", "", re.sub("^的", "", rest))
    if rest.removeprefix("月") in _MONTH_PARTS:
        return monthly([_MONTH_PARTS[rest.removeprefix("月")]], months, interval=interval)
    if (
        re.fullmatch(r"[0-9]{1,2}[日号]?(?:[、和,及][0-9]{1,2}[日号]?)*", rest)
        and rest[-1] in "日号"
    ):
        days = [int(day) for day in re.findall("[0-9]+", rest)]
        return monthly(days, months, interval=interval)
    if interval > 1:
        return None
    if found := re.fullmatch(r"(?:最后1个|(倒数)?第([0-9]+)个|首个)工作日", rest):
        n = -1 if rest.startswith("最后") else int(found[2] or 1)
        return nth_workday(-n if found[1] else n, months)
    if found := re.fullmatch(r"(?:最后1个|第([0-9]+)个|首个)(?:周|星期|礼拜)([1-6日天])", rest):
        n = -1 if rest.startswith("最后") else int(found[1] or 1)
        return nth_weekday(n, _WEEKDAYS[found[2]], months)
    if months == EVERY_MONTH and (days_after := _days_after_end(rest)):
        return monthly([days_after])
    return None


def _days_after_end(rest: str) -> int | None:
    """结束后10日内 → 10; only what surely lies within the next month."""
    found = re.fullmatch(rf"(?:结束|终了)(?:之后|以后|后)的?([0-9]+)个?[日天]{_BY}?", rest)
    if found is None:
        return None
    days = int(found[1])
    if not 1 <= days <= 28:
        raise Unreadable(
            Message("the following month has no {days} days", days=days), "Write 1 to 28 days."
        )
    return days


def _each_quarter(n: int, rest: str) -> Recurs | None:
    rest = re.sub("^的", "", rest)
    if n != 1:
        return None
    if days := _days_after_end(rest):
        return monthly([days], (1, 4, 7, 10))
    if found := re.match(r"(?:第([123])个|(首)个?|最后1个|末)月份?", rest):
        which = 1 if found[2] else int(found[1] or 3)
        return _in_month(rest[found.end() :], tuple(which + 3 * quarter for quarter in range(4)))
    if found := re.fullmatch(rf"(最后1个|首个|第1个)工作日{_BY}?", rest):
        return nth_workday(-1, QUARTERS) if found[1] == "最后1个" else nth_workday(1, (1, 4, 7, 10))
    return None if _bare(rest) else monthly([-1], QUARTERS)


def _each_half(_n: int, rest: str) -> Recurs | None:
    rest = re.sub("^的", "", rest)
    if days := _days_after_end(rest):
        return monthly([days], (1, 7))
    return None if _bare(rest) else monthly([-1], HALVES)


def read_zh_yearly(rest: str) -> Recurs | None:
    """What stands behind 每年 and is no date: 6月、12月底前, 最后一个工作日, 结束后20日内."""
    rest = re.sub("^的", "", rest)
    if found := re.fullmatch(rf"([0-9]+)月((?:[、和,及][0-9]+月)+)(底|末)?{_BY}?", rest):
        months = tuple(sorted(int(number) for number in re.findall("[0-9]+", found[1] + found[2])))
        if months[0] < 1 or months[-1] > 12:
            raise Unreadable(
                Message("there is no month {month}", month=months[-1]), "Write months from 1 to 12."
            )
        return monthly([-1], months)
    if re.fullmatch(rf"最后1个工作日{_BY}?", rest):
        return nth_workday(-1, (12,))
    days = _days_after_end(rest)
    return monthly([days], (1,)) if days else None


_EACH: tuple[tuple[str, Callable[[int, str], Recurs | None]], ...] = (
    (r"每(?P<n>[0-9]*)(?:个)?工作日", _each_workday),
    (r"每日|每(?P<n>[0-9]*)天", _each_day),
    (r"每旬", _each_ten_days),
    (r"每(?P<n>[0-9]*)(?:个)?(?:周|星期)", _each_week),
    (r"每(?P<n>[0-9]*)(?:个)?月份?", _each_month),
    (r"每(?P<n>[0-9]*)(?:个)?季度?", _each_quarter),
    (r"每半年度?", _each_half),
)
