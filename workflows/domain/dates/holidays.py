"""Holidays by name. Those on fixed days are known here, those that move come from the context."""

import re
from dataclasses import replace

from workflows.domain.dates.arithmetic import Part, a_day

_FIXED_ZH = {
    "元旦节?": (1, 1), "三八(?:国际)?(?:劳动)?(?:妇女节|节)?|妇女节": (3, 8), "植树节": (3, 12),
    "五一(?:国际)?(?:劳动节|节)?|劳动节": (5, 1), "五四(?:青年节|节)?|青年节": (5, 4),
    "六一(?:国际)?(?:儿童节|节)?|儿童节": (6, 1), "七一(?:建党节|节)?|建党节": (7, 1),
    "八一(?:建军节|节)?|建军节": (8, 1), "教师节": (9, 10), "国庆节?|十一(?:国庆节?)?": (10, 1),
}  # fmt: skip
_MOVING_ZH = {
    "春节": "春节", "除夕": "除夕", "元宵节": "元宵节", "清明节?": "清明节", "端午节?": "端午节",
    "中秋节?": "中秋节", "重阳节?": "重阳节",
}  # fmt: skip
_FIXED_EN = {
    "new year": (1, 1), "new year's day": (1, 1), "women's day": (3, 8), "may day": (5, 1),
    "labour day": (5, 1), "youth day": (5, 4), "children's day": (6, 1), "army day": (8, 1),
    "teachers' day": (9, 10), "national day": (10, 1),
}  # fmt: skip
_MOVING_EN = {
    "spring festival": "春节", "chinese new year": "春节", "lantern festival": "元宵节",
    "qingming": "清明节", "qingming festival": "清明节", "dragon boat festival": "端午节",
    "mid autumn festival": "中秋节",
}  # fmt: skip


def holiday_zh(name: str) -> Part | None:
    for names, (month, day) in _FIXED_ZH.items():
        if re.fullmatch(names, name):
            return a_day(month, day, event=True)
    for names, full_name in _MOVING_ZH.items():
        if re.fullmatch(names, name):
            return _moving(full_name)
    return None


def holiday_en(words: str) -> Part | None:
    """`words` in lower case, with the year before or behind, or without."""
    found = re.fullmatch(r"(?:([0-9]{4}) )?(?P<name>[a-z' ]+?)(?: ([0-9]{4}))?", words)
    if found is None or (found[1] and found[3]):
        return None
    year = int(found[1] or found[3] or 0) or None
    if found["name"] in _FIXED_EN:
        month, day = _FIXED_EN[found["name"]]
        return a_day(month, day, year=year, event=True)
    if found["name"] in _MOVING_EN:
        return replace(_moving(_MOVING_EN[found["name"]]), year=year)
    return None


def _moving(full_name: str) -> Part:
    return Part(first=(1, 1), last=(1, 1), event=True, moving=full_name)  # never these days
