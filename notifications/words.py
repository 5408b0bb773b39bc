"""Short phrases of mails and listings that depend on stored facts, in both languages. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from config.i18n import translator
from workflows.domain.chain import Hearer, Skipped
from workflows.domain.events import EVENTS
from workflows.domain.organisation import Org, OrgUnit, Person

LIGHTS = {
    "zh": {"green": "正常推进", "yellow": "临期", "behind": "滞后", "red": "逾期",
           "grey": "已结", "white": "时限待定"},
    "en": {"green": "on track", "yellow": "due soon", "behind": "behind", "red": "overdue",
           "grey": "done", "white": "date pending"},
}  # fmt: skip
STATES = {
    "zh": {"planned": "待开始", "open": "办理中", "reported": "已报结（待审核）",
           "accepted": "办结", "ongoing": "长期坚持", "waived": "终止督办",
           "withdrawn": "撤销", "closed": "已结束", "announced": "时限已定",
           "agreed": "已同意", "refused": "未同意", "lapsed": "不再需要",
           "issued": "已交办（待签收）", "disputed": "异议待复", "in_progress": "办理中",
           "on_hold": "暂缓", "applied": "申请销号（待核查）", "checked": "已核查（待销号）",
           "struck_off": "销号", "draft": "待签发", "sent_back": "退回拟稿",
           "signed": "已签发", "void": "作废", "checking": "核对期", "held": "已开展",
           "contested": "事实有异议（待答复）", "first_review": "申请待初审",
           "confirmed": "回头看未反弹", "failed": "回头看反弹"},
    "en": {"planned": "not begun", "open": "in progress", "reported": "reported, to be verified",
           "accepted": "completed", "ongoing": "ongoing", "waived": "waived",
           "withdrawn": "withdrawn", "closed": "closed", "announced": "date known",
           "agreed": "agreed", "refused": "refused", "lapsed": "not needed any more",
           "issued": "to be signed for", "disputed": "disputed", "in_progress": "in progress",
           "on_hold": "on hold", "applied": "applied to be struck off",
           "checked": "checked, to be struck off", "struck_off": "struck off",
           "draft": "to be signed", "sent_back": "sent back to the office",
           "signed": "signed", "void": "void", "checking": "with the units for errors",
           "held": "held", "contested": "facts contested, to be answered",
           "first_review": "under first review",
           "confirmed": "it holds", "failed": "it did not hold"},
}  # fmt: skip
AUDIENCES = {
    "zh": {"holder": "承办人", "head": "单位负责人", "leader": "分管领导",
           "principal": "主要领导", "leading_group": "领导小组", "office": "办公室",
           "liaison": "联络员", "doer": "承办人", "verifier": "核验人", "person": "本人",
           "heads": "各单位负责人", "own_head": "单位负责人", "pressed": "收到过催办的人",
           "assist": "配合单位负责人", "inspected": "受检单位负责人",
           "contesting": "提出异议的单位负责人", "team": "督查组成员",
           "auditor": "审计人员"},
    "en": {"holder": "the person in charge", "head": "the head of the unit",
           "leader": "the leader in charge", "principal": "the principal leader",
           "leading_group": "the leading group", "office": "the office",
           "liaison": "the liaison", "doer": "the doer", "verifier": "the verifier",
           "person": "you", "heads": "the head of a unit",
           "own_head": "the head of the unit", "pressed": "one who was pressed",
           "assist": "the head of an assisting unit",
           "inspected": "the head of a unit that was inspected",
           "contesting": "the head of the unit that contested it",
           "team": "a member of the team", "auditor": "the auditor"},
}  # fmt: skip
#: What papers are called, by colour.
COLOURS = {
    "zh": {"blue": "提醒单", "yellow": "催办单", "red": "督办单", "second": "二次督办单",
           "listing": "挂牌督办", "bulletin": "督查通报"},
    "en": {"blue": "Reminder slip", "yellow": "Pressing slip", "red": "Supervision slip",
           "second": "Second supervision slip", "listing": "Listing", "bulletin": "Bulletin"},
}  # fmt: skip
_SKIPS = {
    "zh": {"vacant": "职务空缺", "absent": "不在岗", "unreachable": "无邮箱地址",
           "late": "即责任人本人", "left": "已离开"},
    "en": {"vacant": "the post is vacant", "absent": "is away",
           "unreachable": "has no mail address", "late": "is the one who is late",
           "left": "has left"},
}  # fmt: skip
_HAND_OVER = {
    "zh": {"left": "原承办人已离开，由单位负责人接办", "post": "职务交接",
           "transfer": "工作调动", "not_ours": "原承办单位提出异议，经批准改由你单位承办"},
    "en": {"left": "the person who owed it has left; it falls to the head of the unit",
           "post": "the post has passed on", "transfer": "a transfer between units",
           "not_ours": "the unit that owed it said that it is not its own, and the office agreed"},
}  # fmt: skip


#: The rules for reminders that are built in; a plan's own go by the name it gives them.
POLICIES = {
    "zh": {"standard": "一般事项", "firm": "刚性事项", "ongoing": "长期坚持事项", "phase": "环节",
           "anchor": "时限待定的关键事件", "decision": "申请的审批", "rectification": "整改事项",
           "rectification_firm": "立行立改事项", "inspection": "督查", "lookback": "回头看",
           "paper": "督办文书的签发", "bulletin": "督查通报"},
    "en": {"standard": "ordinary matters", "firm": "firm matters",
           "ongoing": "matters without end", "phase": "phases",
           "anchor": "events whose date is not known", "decision": "requests to be decided",
           "rectification": "rectifications",
           "rectification_firm": "rectifications at once", "inspection": "inspections",
           "lookback": "look-backs", "paper": "papers to sign", "bulletin": "bulletins"},
}  # fmt: skip


def policy(name: str, language: str) -> str:
    return POLICIES[language].get(name, name)


def light(name: str, language: str) -> str:
    return translator(language).pgettext("light", name)


def state(name: str, language: str) -> str:
    return translator(language).pgettext("state", name)


def audience(name: str, language: str) -> str:
    return translator(language).pgettext("audience", name)


def colour(name: str, language: str) -> str:
    return translator(language).pgettext("colour", name)


def unit_name(org: Org, unit: str, language: str) -> str:
    found: OrgUnit | None = org.units.get(unit)
    return found.title.in_(language) if found else unit


def office_name(org: Org, language: str) -> str:
    """The office mails come from: the unit of its first post."""
    for post in org.seats("office"):
        return unit_name(org, org.posts[post][0].unit, language)
    return org.title.in_(language)


def called(org: Org, person: str, language: str) -> str:
    found: Person | None = org.people.get(person)
    return found.called(language) if found else person


def skipped(org: Org, skip: Skipped, language: str, *, named: bool = True) -> str:
    """Who should have heard it, and why he did not; posts only where no names are to be said."""
    post = AUDIENCES[language].get(skip.audience, skip.audience)
    if skip.post and skip.post in org.posts:
        unit = unit_name(org, org.posts[skip.post][0].unit, language)
        post = f"{unit}{post}" if language == "zh" else f"{post} ({unit})"
    name = called(org, skip.person, language) if skip.person and named else ""
    reason = _SKIPS[language][skip.reason]
    if language == "zh":
        return f"{post}{name}：{reason}"
    return f"{post}{', ' + name if name else ''}: {reason}"


def hearer(org: Org, one: Hearer, language: str, *, named: bool = True) -> str:
    """Who hears it, with his post: 李四（分管领导）; the post alone for leaders."""
    role = AUDIENCES[language].get(one.audience, one.audience)
    if not named:
        return role
    name = called(org, one.person, language)
    return f"{name}（{role}）" if language == "zh" else f"{name} ({role})"


def hand_over(reason: str, language: str) -> str:
    return _HAND_OVER[language].get(reason, reason)


def why(reasons: Mapping[str, Any], language: str) -> str:
    """Why this was said to this reader, from the stored reasons alone."""
    event = str(reasons.get("event", ""))
    audience = AUDIENCES[language].get(str(reasons.get("audience", "")), "")
    point, day = str(reasons.get("point", "")), str(reasons.get("at", ""))[:10]
    rule = policy(str(reasons.get("rule", "")), language)
    if point and rule and event in ("reminder", "due", "overdue", "ask"):
        when = moment(point, language)
        if language == "zh":
            return f"提醒与催办规则（{rule}）：{when}通知{audience}"
        return f"the rule for reminders ({rule}): {when}, {audience} is told"
    what = EVENTS[event].label.in_(language) if event in EVENTS else event
    if language == "zh":
        return f"{day} {what}，通知{audience}"
    return f"{what} on {day}; you hear it as {audience}"


def event(kind: str, language: str) -> str:
    """What happened, in words."""
    return EVENTS[kind].label.in_(language) if kind in EVENTS else kind


def moment(point: str, language: str) -> str:
    """A point of a policy in words: “-3wd” is three working days before the due day."""
    zh = language == "zh"
    found = _POINT.fullmatch(point)
    if found is None and (said := _CALLED.fullmatch(point)):
        return _called_for(said[1], date.fromisoformat(said[2]), zh)
    if found is None:
        fixed = {"0": ("到期当日", "on the due day"), "ask": ("定期", "from time to time")}
        return fixed.get(point, (point, point))[0 if zh else 1]
    every, sign, count, unit = found.groups()
    if zh:
        days = f"{count}个工作日" if unit == "wd" else f"{count}天"
        return f"此后每{days}" if every else f"到期前{days}" if sign == "-" else f"逾期第{days}"
    days = ("working day" if unit == "wd" else "day") + ("" if count == "1" else "s")
    if every:
        return f"every {count} {days} after that"
    return f"{count} {days} {'before the due day' if sign == '-' else 'overdue'}"


def _called_for(what: str, day: date, zh: bool) -> str:
    """Moments that hang on a day somebody named: a note called for, “seen” that is over."""
    on = f"{day.month}月{day.day}日" if zh else f"{day.day} {day:%B}"
    said = {
        "note": (f"{on}前报进展", f"a note by {on}"),
        "missed": (f"{on}未报进展", f"no note by {on}"),
        "seen": (f"知悉至{on}期满", f"seen until {on}"),
    }
    return said[what][0 if zh else 1]


_CALLED = re.compile(r"(note|missed|seen) (\d{4}-\d\d-\d\d).*")
_POINT = re.compile(r"(every )?([-+]?)([0-9]+)(wd|d)")


def month(text: str, language: str) -> str:
    """“2010-06” as the language writes it."""
    first = date.fromisoformat(f"{text}-01")
    return f"{first.year}年{first.month}月" if language == "zh" else f"{first:%B %Y}"


def day_of(text: Any) -> date | None:
    """A day out of a stored reason; None where there is none."""
    return date.fromisoformat(str(text)[:10]) if text else None
