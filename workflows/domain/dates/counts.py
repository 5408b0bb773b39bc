"""How many days, working days or months: 10个工作日, 两周, 半年, ten working days, 10wd."""

import re

from workflows.domain.dates.meanings import Unit, Unreadable
from workflows.domain.dates.normalise import digits
from workflows.domain.messages import Message

ZH_COUNT = (
    r"(?P<n>[0-9〇零一二三四五六七八九十百两]+|半)"
    r"(?P<unit>个?工作日|个?(?:自然|日历)?[日天]|个?星期|周|个?月|年)"
)
EN_COUNT = (
    r"(?P<n>[0-9]+|[a-z]+)[ -]?(?P<unit>wd|d|w|m|(?:working|business|work) ?days?"
    r"|(?:calendar )?days?|weeks?|months?|years?)"
)
SHORT_COUNT = r"(?P<n>[0-9]{1,4}) ?(?P<unit>wd|d|w|m)"

BEFORE = "之前|以前|前"
AFTER = "之后|以后|之日起|当日起|后"
EDGE = f"{BEFORE}|{AFTER}|当日|当天|之日|之时|时"

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip


def signed(found: re.Match[str]) -> tuple[int, Unit]:
    """The `sign`, `n` and `unit` of a formula; nothing written is no distance."""
    if found["n"] is None:
        return 0, "d"
    count, unit = counted(found["n"], found["unit"])
    return (-count if (found["sign"] or "").strip() == "-" else count), unit


def counted(number: str, unit: str) -> tuple[int, Unit]:
    """两周 → 14 days, 半年 → 6 months. Months stay months."""
    if number == "半":
        half: dict[str, tuple[int, Unit]] = {"月": (15, "d"), "年": (6, "m")}
        if unit[-1] not in half:
            raise Unreadable(
                Message("half of {unit} is no number of days", unit=unit),
                "Write the number of days.",
            )
        return half[unit[-1]]
    plain = digits(number + "个")[:-1]
    count = _NUMBERS[number.lower()] if number.lower() in _NUMBERS else int(plain)
    if count > 9999:
        raise Unreadable(
            Message("{count} is too many to count", count=count), "Write the day itself."
        )
    unit = unit.lower()
    if "工作" in unit or unit == "wd" or unit.startswith(("work", "business")):
        return count, "wd"
    if unit.startswith("w") or unit.endswith(("周", "星期")):
        return 7 * count, "d"
    if unit.startswith("m") or unit.endswith("月"):
        return count, "m"
    if unit.startswith("year") or unit == "年":
        return 12 * count, "m"
    return count, "d"


def is_number(word: str) -> bool:
    plain = digits(word + "个")[:-1]
    return word == "半" or word.lower() in _NUMBERS or re.fullmatch("[0-9]+", plain) is not None
