"""Dates as written in Chinese: 2010年5月—6月中旬, 5月底前, 国庆节前, 每年6月底前."""

import re
from dataclasses import replace
from datetime import date, timedelta

from workflows.domain.dates import anchors, recurring, relative
from workflows.domain.dates.arithmetic import (
    LAST_DAY,
    Bound,
    Part,
    a_day,
    add_months,
    month_end,
    months,
    numeric,
    one_day,
    quarter,
    starts,
    window,
)
from workflows.domain.dates.counts import EDGE, ZH_COUNT
from workflows.domain.dates.holidays import holiday_zh
from workflows.domain.dates.meanings import Context, Reading, Recurs, Unreadable, Waits
from workflows.domain.dates.normalise import digits
from workflows.domain.dates.refusals import vague_word
from workflows.domain.messages import Message

_YEAR = re.compile(
    r"(?:(?P<year>[0-9]+)年度?|(?P<word>今年|本年|当年|明年|来年|次年|翌年|去年|上年|同年)度?)?"
)
_THIS, _NEXT = ("今年", "本年", "当年", "同年"), ("明年", "来年", "次年", "翌年")
_BEFORE = ("以前", "之前", "前")
_WITHIN = ("为止", "截止", "止", "之内", "以内", "内")
_UNTIL = re.compile("(?:截至|截止到|截止至|截止|不迟于|不晚于|最迟于?|最晚于?|至迟|直到|到|至)")
_NOTHING_KNOWN = Context(issued=date(2000, 1, 1))
# a date that runs into an event, or the phase itself
_NO_EVENT = re.compile("[0-9]+月|[自从本该此]*(?:活动)?(?:环节|阶段)(?:结束)?$")
_SEPARATORS = re.compile("-|至|到")
_DONE = re.compile("(?<=[前内底末止日])(?:全部|全面)?(?:完成|办结|报送|上报|报结|到位)$")

# part of a month → first day, last day, fuzzy
_MONTH_PARTS = {
    "初": (1, 5, True), "上旬": (1, 10, True), "中": (11, 20, True), "中旬": (11, 20, True),
    "下旬": (21, LAST_DAY, True), "中下旬": (11, LAST_DAY, True), "上中旬": (1, 20, True),
    "中上旬": (1, 20, True), "上半月": (1, 15, True), "下半月": (16, LAST_DAY, True),
    "底": (LAST_DAY, LAST_DAY, False), "末": (LAST_DAY, LAST_DAY, False),
}  # fmt: skip


def read(text: str, context: Context) -> Reading | None:
    """None when the words have no meaning here; Unreadable when they have one that cannot be."""
    text = re.sub("^(?:请|须|应|必须|务必)?(?:在|于)", "", _DONE.sub("", text))
    if re.match("[每逐按]", text):
        return _recurs(text, context)
    return (
        relative.read(text, context)
        or anchors.read(text, context)
        or _starts(text, context)
        or _single(text, context)
        or _range(text, context)
        or _event(text)
    )


def part(text: str, context: Context, left: Part | None = None) -> Part | None:
    """A day or a period. `left` is the other end of a range: it lends its month and its year."""
    code = digits(text)
    if found := numeric(code):
        return found
    year_words = _YEAR.match(code)
    assert year_words is not None  # it matches nothing, too
    rest = code[year_words.end() :]
    found = (
        _of_year(rest, bare=not year_words[0])
        or _of_half(rest)
        or _of_quarter(rest, context)
        or _of_month(rest, context, left)
        or holiday_zh(rest)
        or _of_week(rest, context)
    )
    if found is None or not year_words[0]:
        return found
    return None if found.year is not None else _in_year(found, year_words, context, left)


def _in_year(found: Part, words: re.Match[str], context: Context, left: Part | None) -> Part | None:
    if words["year"]:
        if len(words["year"]) < 3 and found == months(1, 12):
            return None  # 两年: a length of time
        if len(words["year"]) != 4:
            raise Unreadable(
                Message("{year}年 is no year of four digits", year=words["year"][:20]),
                "Write it in full: 2011年.",
            )
        return replace(found, year=int(words["year"]), later=None)
    word = words["word"]
    if left is not None and word in ("次年", "翌年", "同年", "当年"):
        return replace(found, later=1 if word in _NEXT else 0)
    if word == "同年":
        return None
    step = 0 if word in _THIS else 1 if word in _NEXT else -1
    return replace(found, year=context.issued.year + step)


def _of_year(rest: str, *, bare: bool) -> Part | None:
    if rest == "全年" or (not rest and not bare):
        return months(1, 12)
    found = re.fullmatch("年?(初|中|底|末|终|内)", rest)
    if found is None or (bare and rest[0] != "年"):
        return None
    if found[1] == "初":
        return months(1, 1, fuzzy=True)
    return months(6, 6, fuzzy=True) if found[1] == "中" else month_end(12)


def _of_half(rest: str) -> Part | None:
    if rest in ("半年末", "半年底"):
        return month_end(6)
    found = re.fullmatch("([上下])半年(末|底)?", rest)
    if found is None:
        return None
    last = 6 if found[1] == "上" else 12
    return month_end(last) if found[2] else months(last - 5, last)


def _of_quarter(rest: str, context: Context) -> Part | None:
    found = re.fullmatch(
        r"(?:(?:第?(?P<n>[0-9]+)|(?P<word>本|这个?|当|下1?个?))季度?|[Qq](?P<q>[0-9]+))(?P<end>末|底)?"
        r"|(?P<bare>季度?(?:末|底))",
        rest,
    )
    if found is None:
        return None
    if number := found["n"] or found["q"]:
        return quarter(int(number), ends=bool(found["end"]))
    step = 3 if (found["word"] or "").startswith("下") else 0
    within = add_months(context.issued, step)
    ends = bool(found["end"] or found["bare"])
    return replace(quarter((within.month + 2) // 3, ends=ends), year=within.year)


def _of_month(rest: str, context: Context, left: Part | None) -> Part | None:
    found = re.fullmatch(
        r"(?:(?P<month>[0-9]+)月份?|(?P<word>本月|当月|这个?月|下个?月|次月|上个?月|同月)份?)?"
        r"(?:月?(?P<part>[上中下]{1,2}旬|[初中底末]|[上下]半月)"
        r"|(?P<day>[0-9]+)[日号]?(?:\(?(?:周|星期|礼拜)(?P<weekday>[1-6日天])\)?)?)?",
        rest,
    )
    if found is None:
        return None
    if found["month"] or found["word"]:
        month = _month(found, context, left)
        return None if month is None else _in_month(found, month)
    if left is None or rest.isdigit() or not rest or not _lends_its_month(left):
        return None
    return replace(_in_month(found, months(left.last[0], left.last[0])), later=0)


def _lends_its_month(left: Part) -> bool:
    """6月1日—15日 and 6月上旬—下旬 say the month once; 6月—15日 says nothing."""
    return left.first[0] == left.last[0] and (left.is_day or left.fuzzy)


def _month(found: re.Match[str], context: Context, left: Part | None) -> Part | None:
    """The month as written, or as counted from the range's other end or from the issue."""
    if found["month"]:
        return months(int(found["month"]), int(found["month"]))
    word = found["word"]
    if left is not None and word in ("次月", "当月", "同月"):
        other = left.last[0] % 12 + 1 if word == "次月" else left.last[0]
        return replace(months(other, other), later=None if word == "次月" else 0)
    if word == "同月":
        return None
    step = 1 if word[0] in "下次" else -1 if word[0] == "上" else 0
    day = add_months(context.issued.replace(day=1), step)
    return months(day.month, day.month, year=day.year)


def _in_month(found: re.Match[str], month: Part) -> Part:
    number = month.first[0]
    if found["day"]:
        weekday = "123456日天".index(found["weekday"]) if found["weekday"] else None
        day = a_day(number, int(found["day"]), year=month.year)
        return replace(day, later=month.later, weekday=None if weekday is None else min(weekday, 6))
    if found["part"]:
        if found["part"] not in _MONTH_PARTS:
            raise Unreadable(
                Message("{part} is no part of a month", part=found["part"]),
                "Write 上旬, 中旬 or 下旬.",
            )
        first, last, fuzzy = _MONTH_PARTS[found["part"]]
        return replace(month, first=(number, first), last=(number, last), fuzzy=fuzzy)
    return month


def _of_week(rest: str, context: Context) -> Part | None:
    """即日, 本周, 下周五: counted from the day of issue, weeks from Monday."""
    if rest == "即日":
        return one_day(context.issued)
    found = re.fullmatch("(本|这|下)个?(?:周|星期|礼拜)([1-6日天])?", rest)
    if found is None:
        return None
    monday = context.issued - timedelta(days=context.issued.weekday())
    monday += timedelta(days=7 if found[1] == "下" else 0)
    if found[2]:
        return one_day(monday + timedelta(days=min("123456日天".index(found[2]), 6)))
    first, last = one_day(monday), one_day(monday + timedelta(days=6))
    return replace(first, last=last.last)


def _bounded(text: str, context: Context, left: Part | None = None) -> tuple[Part, Bound] | None:
    """A part with or without 前 (excludes a holiday, includes everything else), 止, 内."""
    if bare := part(text, context, left):
        return bare, "bare"
    for tail in (*_BEFORE, *_WITHIN, "期间"):
        body = text.removesuffix(tail)
        if body != text and (found := part(body, context, left)):
            if found.event and tail in _BEFORE:
                return found, "before"
            if not (found.event and tail == "期间"):  # how long it lasts is not known
                return found, "bare" if tail == "期间" else "by"
    return None


def _single(text: str, context: Context) -> Reading | None:
    until = _UNTIL.match(text)
    bounded = _bounded(text[until.end() :] if until else text, context)
    if bounded is None:
        return None
    found, bound = bounded
    return window(None, found, "by" if until and bound == "bare" else bound, context)


def _starts(text: str, context: Context) -> Reading | None:
    found = re.fullmatch("(?P<from>自|从|由)?(?P<when>.+?)(?P<tail>之日起|起|开始|以来)?", text)
    if found and (found["from"] or found["tail"]):
        after = re.sub("(?:以后|之后|后)$", "", found["when"])
        if when := part(after, context):
            return starts(when, context, after=after != found["when"])
    found = re.fullmatch("(?P<when>.+?)(?:以后|之后|后)", text)
    when = part(found["when"], context) if found else None
    return starts(when, context, after=True) if when else None


def _range(text: str, context: Context) -> Reading | None:
    for separator in _SEPARATORS.finditer(text):
        before, after = text[: separator.start()].strip(), text[separator.end() :].strip()
        left = _left(re.sub("^(?:自|从|由)|(?:之日)?(?:起|开始)$", "", before), after, context)
        if left is None:
            continue
        if bounded := _bounded(after, context, left):
            return window(left, *bounded, context)
        event = anchors.read(after, context) or _event(after, edge_needed=False)
        if isinstance(event, Waits):
            return replace(event, start=starts(left, context).on)
    return None


def _left(before: str, after: str, context: Context) -> Part | None:
    """4-5月, 2018-2020年, 1-3季度: the left end shares the unit of the right one."""
    shared = re.match("第?[0-9]+(年|月|日|号|季度?)(?![0-9])", digits(after))
    if shared and re.search("[0-9]$", digits(before + shared[1]).removesuffix(shared[1])):
        return part(before + shared[1], context) or part(before, context)
    return part(before, context)


def _recurs(text: str, context: Context) -> Recurs | None:
    found = re.match("每([0-9]*)年度?的?(?!末|底)", digits(text))
    if found is None or text.startswith("每半年"):
        return recurring.read_zh(text)
    rest = re.sub(
        "(?:至少|不少于)?(?:开展|召开|组织|进行|报告)?1次$", "", digits(text)[found.end() :]
    )
    interval = int(found[1] or 1)
    if not rest:
        return recurring.yearly(month_end(12), interval=interval)
    bounded = _bounded(rest, context)
    if bounded is None:
        return recurring.read_zh_yearly(rest)
    return recurring.yearly(bounded[0], excluded=bounded[1] == "before", interval=interval)


def _event(text: str, *, edge_needed: bool = True) -> Reading | None:
    """X召开前, X结束后10个工作日内: an event that must be named, though the context lacks it."""
    found = re.fullmatch(
        r"(?P<name>[\w·、/]{2,}?)(?P<verb>召开|举行|举办|开幕|闭幕|结束)(?P<tail>.*)", text
    )
    if found is None or vague_word(found["name"]) or not re.search("[^0-9\\W_]", found["name"]):
        return None
    name = found["name"] + (found["verb"] if found["verb"] in ("闭幕", "结束") else "")
    tail = re.fullmatch(
        rf"(?P<edge>{EDGE})?(?:的?{ZH_COUNT}(?:之内|以内|内)?)?",
        found["tail"],
    )
    if tail is None or (edge_needed and tail["edge"] is None):
        return None
    if _NO_EVENT.match(digits(name)) or part(found["name"], _NOTHING_KNOWN):
        return None
    return anchors.event(name, tail["edge"], tail["n"], tail["unit"], _NOTHING_KNOWN)
