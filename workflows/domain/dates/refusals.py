"""Why words are no date: the reason that helps most, and what to write instead."""

import re

from workflows.domain.dates.meanings import Unreadable
from workflows.domain.dates.normalise import digits
from workflows.domain.messages import Message

_AT_ONCE = (
    "立即", "立刻", "马上", "即刻", "当即", "第一时间", "immediately", "at once", "right away",
)  # fmt: skip
_ONGOING = (
    "长期", "经常", "持续", "常态化", "常抓不懈", "不断", "坚持不懈", "ongoing", "long term",
)  # fmt: skip
_VAGUE = (
    "近期", "近日", "适时", "及时", "尽快", "尽早", "抓紧", "抽空", "有空", "不定期", "定期",
    "随时", "早日", "日后", "今后", "届时", "另行通知", "待定", "择机", "逐步", "有条件",
    "条件成熟", "必要时", "最近", "前夕", "即将", "不久", "稍后", "限期", "按时", "如期",
    "soon", "asap", "a.s.a.p", "as needed", "when possible", "tbd", "tba", "tbc", "later",
    "someday", "sometime", "promptly",
    "in due course", "periodically", "regularly", "occasionally", "eventually", "recently",
    "shortly", "in time", "on time",
)  # fmt: skip
_HEDGES = (
    "左右", "前后", "大约", "大概", "约", "力争", "争取", "原则上", "around", "about", "circa",
    "approximately", "roughly", "or so",
)  # fmt: skip


_BASELESS = Message("it does not say from when to count")
_WRITE_BASE = Message("Write the base: 收到通知后10个工作日内, notice + 10wd.")
_NO_MONTH = Message("it does not say of which month")
_HALVES = (
    (
        r"(?:在|于)?(?:[0-9]{1,2}[日号]|月?[上中下]{1,2}旬内?|月?[初中底末]|月内|[上下]半月内?)"
        r"(?:以?前|之前)?",
        _NO_MONTH,
        Message("Write the month: 6月底前, 本月底前."),
    ),
    (
        r"(?:(?:by|before) )?(?:the )?(?:end|middle|beginning|[0-9]{1,2}(?:st|nd|rd|th))"
        r"(?: of (?:the )?month)?",
        _NO_MONTH,
        Message("Write the month: by the end of May."),
    ),
    (
        r"(?:[0-9]+|半)(?:个?工作日|个?(?:自然)?[日天]|个?星期|周|个?月|年)"
        r"(?:之内|以内|内|之前|以前|前|后)?",
        _BASELESS,
        _WRITE_BASE,
    ),
    (
        r"(?:(?:within|in) \w+|[0-9]+) ?"
        r"(?:wd|d|w|m|(?:working |business |calendar )?days?|weeks?|months?)",
        _BASELESS,
        _WRITE_BASE,
    ),
    (
        "(?:周|星期|礼拜)[1-6日天末](?:前|之前|以前)?",
        Message("it does not say of which week"),
        Message("Write the day, or 每周五 if it recurs."),
    ),
)


def vague_word(text: str) -> str | None:
    return _held(text, (*_AT_ONCE, *_ONGOING, *_VAGUE))


def why_not(text: str) -> Unreadable:
    """Called only for words that no reader took."""
    code = digits(text)
    return _vague(text) or _shape(code) or _half_said(code) or _unknown(text)


def _held(text: str, words: tuple[str, ...]) -> str | None:
    folded = text.casefold()
    for word in words:
        if re.search(rf"\b{re.escape(word)}\b" if word.isascii() else word, folded):
            return word
    return None


def _vague(text: str) -> Unreadable | None:
    if word := _held(text, _AT_ONCE):
        return Unreadable(
            Message("{word} names no day", word=word),
            "Write issued + 1wd, or 收到通知后1个工作日内 (notice + 1wd).",
        )
    if word := _held(text, _ONGOING):
        return Unreadable(
            Message("{word} has no due day", word=word),
            "Mark the item as ongoing (长期坚持), or say how often: 每半年.",
        )
    if word := _held(text, _VAGUE):
        return Unreadable(
            Message("{word} is vague: it names no day", word=word),
            "Ask the office for a date and write it, such as 6月30日前; until then leave it open.",
        )
    if word := _held(text, _HEDGES):
        return Unreadable(
            Message("{word} leaves the day open", word=word),
            "Write the day that counts, or a part of a month: 6月中旬前.",
        )
    return None


def _shape(code: str) -> Unreadable | None:
    """What looks like a date but could be more than one."""
    if re.search(
        r"[0-9] ?(?:点|时|:[0-9]{2}|小时|分钟|[ap]\.?m\b|o'clock|hours?\b)|[上下]午", code, re.I
    ):
        return Unreadable("deadlines are whole days, not hours", "Write the day: 6月15日前, 1wd.")
    if re.search(r"(?<![0-9])[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2,4}(?![0-9])", code):
        return Unreadable(
            "it is ambiguous: day and month cannot be told apart",
            "Write 2011-07-06 or 6 July 2011.",
        )
    if re.fullmatch(r"(?:by |before |in )?[0-9]{1,2}([-/.])[0-9]{1,2}(?:\([^)]*\))?前?", code):
        return Unreadable(
            "it is ambiguous: month and day, or two numbers", "Write 6月30日 or 30 June."
        )
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,4}", code):
        return Unreadable(
            "it is ambiguous: a month or two years", "Write 2011年6月 or 2018—2020年 with 年."
        )
    if re.fullmatch(r"[0-9\W]+", code):
        return Unreadable(
            "a number alone is no date", "Write what it counts: 2011年, 6月, 15日, 10个工作日."
        )
    return None


def _half_said(code: str) -> Unreadable | None:
    """What lacks a month, a base or an end."""
    for pattern, reason, cure in _HALVES:
        if re.fullmatch(pattern, code, re.I):
            return Unreadable(reason, cure)
    if re.search("[前后]$|开始$|^before |^after ", code):
        return Unreadable(
            "what comes before or after is neither a date, a holiday nor a known key date",
            "Name a key date of the plan (before anchor KEY), or write the date.",
        )
    return None


def _unknown(text: str) -> Unreadable:
    return Unreadable(
        "it is no date that can be read",
        "Write a date (2011年6月30日前, 30 June 2011), a range, a recurrence (每月25日前), a "
        "distance (phase.end - 10wd) or a key date (before anchor KEY).",
    )
