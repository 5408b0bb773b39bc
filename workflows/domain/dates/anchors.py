"""Events that dates hang on: 党的十八大召开前, before anchor congress-18."""

import re
from typing import Literal

from workflows.domain.dates.counts import (
    AFTER,
    BEFORE,
    EDGE,
    EN_COUNT,
    SHORT_COUNT,
    ZH_COUNT,
    counted,
    is_number,
    signed,
)
from workflows.domain.dates.meanings import Context, Edge, Reading, Unit, Unreadable, Waits
from workflows.domain.dates.normalise import normalise
from workflows.domain.messages import Message

_ANCHOR = r"anchor(?: |(?=[^ -~]))"
_FILLERS = (
    r"(?:召开|举行|举办|开幕|胜利|正式|顺利|即将|在|于|之|以|的|中国共产党|中共|党|会议|大会"
    r"|\b(?:the|of|opening|opens|begins|starts|is held|anchor)\b|\s)*"
)


def read(text: str, context: Context) -> Reading | None:
    """Either language; only for what is called an anchor, or for names the context knows."""
    return _formula(text, context) or _zh_event(text, context) or _en_event(text, context)


def known_anchor(name: str, context: Context) -> str | None:
    """The key of the longest alias that the name holds, where only filler words surround it."""
    folded = name.casefold().strip()
    if name.strip() in context.anchors.values():
        return name.strip()
    aliases = {_folded(alias): key for alias, key in context.anchors.items()}
    if folded in aliases:
        return aliases[folded]
    for alias in sorted(filter(None, aliases), key=lambda word: (-len(word), word)):
        before, found, after = folded.partition(alias)
        if found and re.fullmatch(_FILLERS, before) and re.fullmatch(_FILLERS, after):
            return aliases[alias]
    return None


def _folded(alias: str) -> str:
    try:
        return normalise(alias).casefold()
    except Unreadable:
        return ""


def _formula(text: str, context: Context) -> Reading | None:
    sign = r"(?P<sign> \+ ?|\+ ?| - ?|- )"
    found = re.fullmatch(
        rf"(?:on )?{_ANCHOR}(?P<name>[^\s+]+?)(?:{sign}{SHORT_COUNT})?", text, re.I
    )
    if found is None:
        return None
    offset, unit = signed(found)
    return _waits(found["name"], "before" if offset < 0 else "after", offset, unit, context)


def _waits(name: str, edge: Edge, offset: int, unit: Unit, context: Context) -> Waits:
    if unit == "m":
        raise Unreadable(
            "months are not counted from an event",
            "Write days or working days: 30日内, 20个工作日内.",
        )
    measure: Literal["d", "wd"] = "wd" if unit == "wd" else "d"
    where: Edge = "on" if offset == 0 and edge == "after" else edge
    anchor = known_anchor(name, context) or name
    return Waits(anchor=anchor, edge=where, offset=offset, unit=measure)


def _zh_event(text: str, context: Context) -> Reading | None:
    """Only for names the context knows; a date or a holiday is never mistaken for one."""
    found = re.fullmatch(
        rf"(?P<name>.+?)(?P<edge>{EDGE})?(?:的?{ZH_COUNT}(?:之内|以内|内)?)?",
        text,
    )
    if found is None or known_anchor(found["name"], context) is None:
        return None
    return event(found["name"], found["edge"], found["n"], found["unit"], context)


def event(
    name: str, edge: str | None, number: str | None, unit: str | None, context: Context
) -> Reading | None:
    """X前, X召开后10个工作日内: `name` without its verb. None when no deadline comes of it."""
    before, after = edge in BEFORE.split("|"), edge in AFTER.split("|")
    if number is None or unit is None:
        if after:
            raise Unreadable(
                "it says only after what, not by when",
                Message("Write a limit: {name}后10个工作日内.", name=name),
            )
        return _waits(name, "before" if before else "on", 0, "d", context)
    if not is_number(number) or not (before or after):
        return None
    count, measure = counted(number, unit)
    return _waits(
        name, "before" if before else "after", -count if before else count, measure, context
    )


def _en_event(text: str, context: Context) -> Reading | None:
    found = re.fullmatch(
        rf"(?:(?:within |by )?{EN_COUNT} )?(?P<edge>before|after|of|by|on|until) (?P<name>.+)",
        text,
        re.I,
    )
    if found is None:
        return _waits(text, "on", 0, "d", context) if known_anchor(text, context) else None
    named = re.fullmatch(rf"{_ANCHOR}(?P<key>[^\s+]+)", found["name"], re.I)
    name = named["key"] if named else found["name"]
    if named is None and known_anchor(name, context) is None:
        return None
    edge = {"before": "前", "after": "后", "of": "后"}.get(found["edge"].lower(), "当日")
    return event(name, edge, found["n"], found["unit"], context)
