"""Days counted from something of the programme: the phase, the notice, the issue, another item."""

import re
from datetime import timedelta

from workflows.domain.dates.anchors import known_anchor
from workflows.domain.dates.arithmetic import add_months, check_year
from workflows.domain.dates.counts import (
    AFTER,
    BEFORE,
    EN_COUNT,
    SHORT_COUNT,
    ZH_COUNT,
    counted,
    is_number,
    signed,
)
from workflows.domain.dates.meanings import Context, Reading, Relative, Unit, Window

_ITEM = r"(?P<item>(?=[^\s+]*[0-9])[A-Za-z0-9][A-Za-z0-9._-]*?)"
# numbers, dates, quarters, counts, ordinals and hours have the shape of an item's id
_NO_ITEM = re.compile(
    r"[0-9]+|[0-9.]*[0-9]{3}[0-9.-]*|[0-9]{1,4}([-.])[0-9]{1,2}\1[0-9]{1,4}|[qh][0-9]+"
    r"|[0-9]+(?:wd|d|w|m|st|nd|rd|th|am|pm)",
    re.I,
)

_RECEIPT = (
    r"(?:自|从)?(?:收到|接到|接|收)(?:本|该|此)?"
    r"(?:书面|正式|交办)?(?:通知书?|文件|来文|督办单|交办单|转办单|整改通知书)"
)
_ISSUE = (
    r"(?:自|从)?(?:本|该|此)?(?:通知|方案|实施方案|文件|文|意见|办法|通报)?"
    r"(?:印发|发文|下发|发布|签发)"
)
_PHASE = r"(?:自|从)?(?:本|该|此)?(?:活动)?(?:环节|阶段)(?P<end>结束|截止|届满|开始|启动|开启)?"
_ZH_BASES = (("notice", _RECEIPT), ("issued", _ISSUE), ("phase", _PHASE))

_EN_BASES = (
    ("notice", r"(?:(?:the )?receipt of )?(?:the |this )?notice(?: is received| arrives)?"),
    ("notice", r"receiving (?:the |this )?notice"),
    (
        "issued",
        r"(?:the )?(?:date of )?issue(?: date)?(?: of (?:the|this) (?:plan|document|notice))?",
    ),
    ("phase.start", r"(?:the |this )?phase(?:'s)? (?:starts|begins|opens|start)|phase\.start"),
    ("phase.start", r"(?:the )?(?:start|beginning|opening) of (?:the|this) phase"),
    ("phase.end", r"(?:the |this )?phase(?:'s)? (?:ends|closes|end)|phase\.end"),
    ("phase.end", r"(?:the )?(?:end|close) of (?:the|this) phase"),
)

_EN_HEAD = rf"(?:within |by |no later than )?{EN_COUNT} (?P<edge>before|after|of|from)"


def read(text: str, context: Context) -> Reading | None:
    """Either language; None when the words count from nothing known here."""
    return (
        _formula(text, context)
        or _zh_base(text, context)
        or _zh_item(text, context)
        or _en_bare(text, context)
        or _en_base(text, context)
        or _en_item(text, context)
    )


def _formula(text: str, context: Context) -> Reading | None:
    """phase.end - 10wd, after A2.1 + 10wd: as the plan writes them."""
    base = r"(?P<base>phase\.start|phase\.end|notice|issued)"
    if found := re.fullmatch(rf"{base}(?: ?(?P<sign>[+-]) ?{SHORT_COUNT})?", text, re.I):
        return _from_base(found["base"].lower(), *signed(found), context)
    found = re.fullmatch(rf"after[ :] ?{_ITEM}(?: ?(?P<sign>\+) ?{SHORT_COUNT})?", text, re.I)
    return _from_item(found["item"], *signed(found), context) if found else None


def _from_base(base: str, offset: int, unit: Unit, context: Context) -> Reading:
    if base != "issued" or unit == "wd":
        return Relative(base=base, offset=offset, unit=unit)
    check_year(context.issued.year)
    issued = context.issued
    end = add_months(issued, offset) if unit == "m" else issued + timedelta(days=offset)
    check_year(end.year)
    return Window(end=end, remind_from=end)


def _from_item(item: str, offset: int, unit: Unit, context: Context) -> Reading | None:
    if _NO_ITEM.fullmatch(item) or known_anchor(item, context):
        return None
    return Relative(base=f"after:{item}", offset=offset, unit=unit)


def _zh_base(text: str, context: Context) -> Reading | None:
    for base, words in _ZH_BASES:
        tail = (
            rf"(?P<edge>{BEFORE}|{AFTER}|起|之日)?(?:的?,?{ZH_COUNT}(?:之?前)?)?(?:之内|以内|内)?"
        )
        found = re.fullmatch(words + tail, text)
        if found is None or (found["n"] and not is_number(found["n"])):
            continue
        if base == "phase":
            return _phase(found, context)
        if found["n"] is None or found["edge"] in BEFORE.split("|"):
            return None
        return _from_base(base, *counted(found["n"], found["unit"]), context)
    return None


def _phase(found: re.Match[str], context: Context) -> Reading | None:
    """环节结束前 includes the last day; 环节开始前 ends the day before the first."""
    opening = found["end"] in ("开始", "启动", "开启")
    base = "phase.start" if opening else "phase.end"
    before = (found["edge"] or "") in BEFORE.split("|")
    if found["n"] and found["end"]:
        count, unit = counted(found["n"], found["unit"])
        return _from_base(base, -count if before else count, unit, context)
    if found["n"] or (found["edge"] and not before):
        return None  # 环节结束后: no end is given
    if opening:
        return _from_base(base, -1, "d", context) if before else None
    named = found["end"] or ((found[0][-1] == "内" or found[0][0] in "本该此") and not before)
    return _from_base(base, 0, "d", context) if named else None


def _zh_item(text: str, context: Context) -> Reading | None:
    found = re.fullmatch(
        rf"{_ITEM}(?:完成|办结|结束|核验通过|验收)?(?:之后|以后|后)"
        rf"(?:的?{ZH_COUNT}(?:之内|以内|内)?)?",
        text,
    )
    if found is None or (found["n"] and not is_number(found["n"])):
        return None
    offset, unit = counted(found["n"], found["unit"]) if found["n"] else (0, "d")
    return _from_item(found["item"], offset, unit, context)


def _en_bare(text: str, context: Context) -> Reading | None:
    end = "|".join(words for base, words in _EN_BASES if base == "phase.end")
    if re.fullmatch(rf"(?:(?:by|until|before|at) )?(?:{end})", text, re.I):
        return _from_base("phase.end", 0, "d", context)
    start = "|".join(words for base, words in _EN_BASES if base == "phase.start")
    if re.fullmatch(rf"before (?:{start})", text, re.I):
        return _from_base("phase.start", -1, "d", context)
    if re.fullmatch(rf"(?:by|at) (?:{start})", text, re.I):
        return _from_base("phase.start", 0, "d", context)
    return None


def _en_base(text: str, context: Context) -> Reading | None:
    for base, words in _EN_BASES:
        found = re.fullmatch(rf"{_EN_HEAD} (?:{words})", text, re.I)
        if found and is_number(found["n"]):
            count, unit = counted(found["n"], found["unit"])
            before = found["edge"].lower() == "before"
            if before and base == "notice":
                return None
            return _from_base(base, -count if before else count, unit, context)
    return None


def _en_item(text: str, context: Context) -> Reading | None:
    found = re.fullmatch(rf"{_EN_HEAD} {_ITEM}", text, re.I)
    if found is None or found["edge"].lower() != "after" or not is_number(found["n"]):
        return None
    return _from_item(found["item"], *counted(found["n"], found["unit"]), context)
