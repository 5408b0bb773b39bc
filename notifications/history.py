"""The whole story of one matter or one mail, in the reader's words, from what is stored. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from notifications import words
from workflows.domain.chain import Skipped
from workflows.domain.organisation import Org
from workflows.domain.rows import Event, Obligation
from workflows.domain.states import DONE

#: (heading, lines), in the order in which they are told.
Story = list[tuple[str, list[str]]]

_HEADS = {
    "zh": ("依据", "时限", "经过", "已发邮件", "下一步", "邮件", "缘由"),
    "en": ("Why", "Dates", "What happened", "What was said", "What comes next", "The mail", "Why"),
}
_POINTED = ("reminder", "due", "overdue", "ask", "skipped")
_OUTCOMES = {
    "zh": {"said": "通知{to}", "merged": "并入{into}的通知，不另发",
           "superseded": "由{into}的通知代替，不另发",
           "skipped": "办理开始时此点已过，不发", "none": "已过时，不发"},
    "en": {"said": "told {to}", "merged": "merged into what was said {into}",
           "superseded": "left out for what was said {into}",
           "skipped": "it had passed when this began, so nothing was said",
           "none": "it was too late for it, so nothing was said"},
}  # fmt: skip
_DETAILS = {
    "zh": {"done_on": "办结日期", "note": "说明", "reason": "理由", "to": "至", "due": "时限",
           "request": "申请", "about": "所涉事项", "error": "错误", "number": "编号",
           "until": "知悉至", "by": "截止", "seed": "种子", "lookback": "回头看",
           "entered_for": "代填，答复人", "came_by": "来源", "account": "账号"},
    "en": {"done_on": "done on", "note": "note", "reason": "reason", "to": "to", "due": "due",
           "request": "request", "about": "about", "error": "error", "number": "number",
           "until": "seen until", "by": "by", "seed": "seed", "lookback": "look-back",
           "entered_for": "entered for", "came_by": "came by", "account": "account"},
}  # fmt: skip
_SENT = {
    "zh": {"pending": "待发", "sending": "发送中", "sent": "已发", "failed": "发送失败",
           "unknown": "结果不明", "cancelled": "已取消"},
    "en": {},
}  # fmt: skip


def of_obligation(
    facts: Mapping[str, Any],
    row: Obligation,
    events: Iterable[Event],
    org: Org,
    zone: str,
    language: str,
) -> Story:
    """The story of `row`; `facts` is its dossier (workflows/commands/views.py)."""
    heads = _HEADS[language]
    # Whatever is owed has an event that put it in; none is left only where it was pruned.
    gone = "旧记录已归档删减，经过见归档文件" if language == "zh" else "pruned: its export has it"
    return [
        (heads[0], _rule(facts, language)),
        (heads[1], _dates(facts, row, language)),
        (heads[2], [event_line(event, org, zone, language) for event in events] or [gone]),
        (heads[3], [_mail(message, zone, language) for message in facts["messages"]]),
        (heads[4], _next(facts, row, language)),
    ]


def of_message(
    facts: Mapping[str, Any], titles: Mapping[int, str], org: Org, zone: str, language: str
) -> Story:
    """The story of a message; `titles` by the number of each obligation in it."""
    heads, zh = _HEADS[language], language == "zh"
    reasons = []
    for reason in facts["reasons"]:
        number = reason["obligation"]
        line = words.why(reason, language)
        if number:
            line = f"#{number} {titles.get(number, '')}{'：' if zh else ': '}{line}"
        for audience, post, person, left_out in reason.get("skipped", ()):
            skip = Skipped(audience=audience, post=post, person=person, reason=left_out)
            line += f"{'；' if zh else '; '}{words.skipped(org, skip, language)}"
        if reason["dropped"]:
            line += (
                f"（未写入：{reason['dropped']}）" if zh else f" (left out: {reason['dropped']})"
            )
        reasons.append(line)
    return [(heads[5], [_mail(facts, zone, language)]), (heads[6], reasons)]


def event_line(event: Event, org: Org, zone: str, language: str) -> str:
    """One event: its day, what it was, what became of it, who did it, when it was made good."""
    zh = language == "zh"
    day = _day(event.at, zone)
    line = f"{day} {_what(event, language)}"
    if details := _details(event, org, language):
        line += f"（{'；'.join(details)}）" if zh else f" ({'; '.join(details)})"
    if event.actor:
        name = words.called(org, event.actor, language)
        line += f"，{name}" if zh else f", by {name}"
    if (late := _day(event.recorded_at, zone)) != day:
        line += f"，{late}补记" if zh else f", recorded late, on {late}"
    return line


def _what(event: Event, language: str) -> str:
    zh = language == "zh"
    if event.kind == "light":
        old, new = words.light(event.old, language), words.light(event.new, language)
        return f"亮灯：{old}→{new}" if zh else f"the light: {old} → {new}"
    if event.point and event.kind in _POINTED:
        return (
            f"{words.moment(event.point, language)}{'：' if zh else ': '}{_came(event, language)}"
        )
    return words.event(event.kind, language)


def _came(event: Event, language: str) -> str:
    outcome, into = str(event.why.get("outcome", "said")), str(event.why.get("into", ""))
    if outcome == "superseded" and not into:
        outcome = "none"
    said = _OUTCOMES[language].get(outcome, outcome)
    audiences = [words.audience(to, language) for to in event.why.get("to", ())]
    to = ("、" if language == "zh" else ", ").join(audiences)
    return said.format(to=to, into=words.moment(into, language))


def _details(event: Event, org: Org, language: str) -> list[str]:
    names, colon = _DETAILS[language], "：" if language == "zh" else ": "
    if event.kind == "inspected":
        names = {**names, "until": "事实异议截止" if language == "zh" else "contested until"}
    found = [
        f"{name}{colon}{str(event.why[key]).rstrip('。.')}"
        for key, name in names.items()
        if isinstance(event.why.get(key), str | int)
    ]
    if event.kind in ("drawn", "inspected") and event.why.get("units"):
        units = [words.unit_name(org, unit, language) for unit in event.why["units"]]
        found.append(("、" if language == "zh" else ", ").join(units))
    if event.kind == "extended":
        found.insert(0, f"{event.old} → {event.new}")
    return found


def _rule(facts: Mapping[str, Any], language: str) -> list[str]:
    zh = language == "zh"
    head = f"{facts['clause']} {facts['title']} {facts['occurrence']}".strip()
    found = [head, *([facts["words"]] if facts["words"] else [])]
    holder = facts["holder_name"] or ""
    if zh:
        found.append(f"责任单位：{facts['unit_title']}" + (f"；现由{holder}办理" if holder else ""))
        found.append(f"提醒与催办规则：{words.policy(facts['policy'], language)}")
    else:
        now = f"; it lies with {holder} now" if holder else ""
        found.append(f"owed by {facts['unit_title']}{now}")
        found.append(f"the rule for reminders: {words.policy(facts['policy'], language)}")
    return found


def _dates(facts: Mapping[str, Any], row: Obligation, language: str) -> list[str]:
    zh, due = language == "zh", facts["due_on"]
    found = []
    if due:
        said = f"（原文：{row.due_words}）" if zh else f" (as written: {row.due_words})"
        found.append((f"时限：{due}" if zh else f"due on {due}") + (said if row.due_words else ""))
    elif row.waits_for:
        found.append(
            f"等待“{row.waits_for}”的时间" if zh else f"waits for the date of {row.waits_for}"
        )
    if row.base_due_on is not None and row.base_due_on != row.due_on:
        found.append(f"原时限：{row.base_due_on}" if zh else f"first due on {row.base_due_on}")
    if facts["holder_due_on"] and facts["holder_due_on"] != due:
        on = facts["holder_due_on"]
        found.append(f"当前环节时限：{on}" if zh else f"whoever must act now has until {on}")
    state = words.state(row.state, language)
    light = words.light("behind" if facts["behind"] else facts["light"], language)
    if row.state in DONE:
        return [*found, f"{'目前：' if zh else 'now: '}{state}"]
    over = facts["workdays_overdue"]
    late = (f"，已逾期{over}个工作日" if zh else f", {over} working days overdue") if over else ""
    found.append(f"{'目前：' if zh else 'now: '}{state}{'，' if zh else ', '}{light}{late}")
    return found


def mail_state(state: str, language: str) -> str:
    """How a mail went, in words."""
    return _SENT[language].get(state, state)


def _mail(facts: Mapping[str, Any], zone: str, language: str) -> str:
    at = datetime.fromisoformat(facts["sent_at"] or facts["not_before"])
    state = mail_state(facts["state"], language)
    return f"{_day(at, zone)} #{facts['id']} {facts['to']} [{state}] {facts['subject']}".rstrip()


def _next(facts: Mapping[str, Any], row: Obligation, language: str) -> list[str]:
    zh = language == "zh"
    if row.state in DONE:
        return ["已结，不再提醒" if zh else "nothing: it is over"]
    found = [_point(point, language) for point in facts["points"]["next"]]
    return found or ["暂无" if zh else "nothing until its date is known or somebody acts"]


def _point(point: Mapping[str, Any], language: str) -> str:
    zh = language == "zh"
    to: Sequence[str] = point["to"] or ["无人可通知" if zh else "nobody"]
    when = f"{point['date']} {words.moment(point['point'], language)}"
    return f"{when}：通知{'、'.join(to)}" if zh else f"{when}: tells {', '.join(to)}"


def _day(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).date().isoformat()
