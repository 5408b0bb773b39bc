"""A rule for reminders, read out: who hears what when, what the colours mean. Pure.

The words of days and people are those of mails (`notifications.words`); what is said here is what
`workflows.domain.timeline` does with the policy.
"""

from notifications import words
from notifications.dates_words import joined, workdays
from workflows.domain.model import ROLE_AUDIENCE, Point, Policy
from workflows.domain.standing import BEHIND_RETURNS
from workflows.domain.timeline import YELLOW_AT_MOST

#: (heading, sentences), in the order in which they are read.
Read = list[tuple[str, list[str]]]

#: Who holds the first leg of a kind, where it is not a doer.
_FIRST = {
    "zh": {"decision": "审批人", "phase": "办公室"},
    "en": {"decision": "whoever decides", "phase": "the office"},
}
#: Kinds whose second leg is no verification: what it is, and who holds it.
_SECOND = {
    "zh": {
        "paper": ("待签发期间", "签发人"),
        "bulletin": ("核对、送签期间", "当前经办人"),
        "decision": ("办公室初审期间", "初审人"),
    },
    "en": {
        "paper": ("While a draft waits for its signature", "whoever signs"),
        "bulletin": ("While it is checked and signed", "whoever must act"),
        "decision": ("While the office reviews it first", "whoever reviews it"),
    },
}
_NO_SECOND = frozenset({"phase", "anchor"})
_NO_COLOURS = frozenset({"paper", "bulletin", "anchor", "ongoing"})
#: What a point drafts besides; "" for any other paper.
_SLIPS = {
    "zh": {
        "blue": "；同时自动发出提醒单",
        "listing": "；同时拟提请挂牌督办，待签发",
        "": "；同时拟出{paper}，待签发",
    },
    "en": {
        "blue": "; a reminder slip goes out with it",
        "listing": "; listing it is proposed, to be signed",
        "": "; a paper is drafted, to be signed ({paper})",
    },
}
_SAID = {
    "zh": {
        "first": "办理期间", "second": "报结之后", "colours": "亮灯", "mails": "邮件何时发出",
        "point": "{when}{window}：通知{told}{slip}。",
        "window": "（办理期限达{length}的）",
        "role": "任“{role}”职务的人",
        "anchor": "每月1日（遇休息日顺延）询问日期是否已定；此前等待该日期的事项不催办。",
        "ongoing": "没有完成时限，不会逾期；每{n}个月请承办人报一次进展。",
        "ends": "到期后不再催办，自行结束。",
        "verify": "核验人须在{days}内核验；其间不催承办人，承办人也不因此逾期。",
        "return": "退回补办的，从退回之日起至少给{days}，原时限更晚的按原时限。",
        "soon": "黄灯（临期）：{since}，最早不超过到期前{most}。",
        "due": "黄灯（临期）：到期当日。",
        "from": "{when}起{window}", "or": "；",
        "behind": "黄灯（滞后）：调度的进展逾期未报，或被退回{n}次。",
        "overdue": "红灯（逾期）：到期次日零时起。是否按期以办结日期为准，不以报结、核验日期为准。",
        "mail": "工作日09:00一并发出（各人另定收件时间的从其时间）。",
        "day_off": "到期前的提醒遇休息日提前，逾期后的遇休息日顺延。",
        "hour": "定在{hour:%H:%M}的，随其后第一封邮件发出。",
    },
    "en": {
        "first": "While it is worked on", "second": "Once it is reported",
        "colours": "The colours", "mails": "When mails go out",
        "point": "{when}{window}: {told} told{slip}.",
        "window": ", where there are {length} or more for it",
        "role": "whoever holds the post “{role}”",
        "anchor": "On the first of each month (or the next working day) its date is asked for; "
                  "until it is known nobody is pressed for what waits on it.",
        "ongoing": "It has no due day and is never overdue; every {n} months whoever holds it "
                   "is asked for a note.",
        "ends": "Nobody is pressed after it; it ends by itself.",
        "verify": "The verifier has {days}; meanwhile the doer is not pressed, and is not late "
                  "on that account.",
        "return": "Sent back, it is due {days} later at the earliest, or on its own due day "
                  "where that is later.",
        "soon": "Yellow (due soon): {since}; never earlier than {most} before the due day.",
        "due": "Yellow (due soon): on the due day.",
        "from": "from {when}{window}", "or": ", or ",
        "behind": "Yellow (behind): a progress note that was called for is missing, or it was "
                  "returned {n} times.",
        "overdue": "Red (overdue): from the midnight after the due day. The day it was done tells "
               "whether it was on time, not the day it was reported or verified.",
        "mail": "In one mail at 09:00 on working days (or at the hour a reader has chosen).",
        "day_off": "What falls on a day off comes earlier before the due day, later after it.",
        "hour": "What is set to {hour:%H:%M} goes with the first mail after that hour.",
    },
}  # fmt: skip


def read_out(policy: Policy, language: str) -> Read:
    """The rule in sentences, under headings."""
    said = _SAID[language]
    found = [(said["first"], _first(policy, language))]
    if policy.name not in _NO_SECOND:
        heading, _ = _SECOND[language].get(policy.name, (said["second"], ""))
        found.append((heading, _second(policy, language)))
    if policy.name not in _NO_COLOURS:
        found.append((said["colours"], _colours(policy, language)))
    found.append((said["mails"], _mails(policy, language)))
    return [(heading, lines) for heading, lines in found if lines]


def _first(policy: Policy, language: str) -> list[str]:
    """What presses whoever owes it; nothing for papers, which nobody owes before they lie there."""
    said = _SAID[language]
    if policy.name in ("anchor", "ongoing"):
        return [said[policy.name].format(n=policy.asks_every)]
    if policy.name in ("paper", "bulletin"):
        return []
    holder = _FIRST[language].get(policy.name, words.audience("holder", language))
    found = [_point(point, holder, language) for point in policy.points]
    ends = not any(point.offset > 0 or point.every for point in policy.points)
    return [*found, said["ends"]] if ends else found


def _second(policy: Policy, language: str) -> list[str]:
    said, special = _SAID[language], _SECOND[language].get(policy.name)
    if special:
        return [_point(point, special[1], language) for point in policy.verify]
    verifier = words.audience("verifier", language)
    return [
        said["verify"].format(days=workdays(policy.verify_within, language)),
        *(_point(point, verifier, language) for point in policy.verify),
        said["return"].format(days=workdays(policy.return_within, language)),
    ]


def _point(point: Point, holder: str, language: str) -> str:
    """“3 working days before the due day: the person in charge is told.”"""
    said = _SAID[language]
    told = joined([_audience(to, holder, language) for to in point.to], language)
    if language == "en":
        told += " is" if len(point.to) == 1 else " are"
    slips = _SLIPS[language]
    slip = slips.get(point.slip, slips[""]) if point.slip else ""
    line = said["point"].format(
        when=words.moment(point.key, language),
        window=_window(point, language),
        told=told,
        slip=slip.format(paper=words.colour(point.slip, language)),
    )
    return line[0].upper() + line[1:]


def _window(point: Point, language: str) -> str:
    if not point.min_window:
        return ""
    return _SAID[language]["window"].format(length=workdays(point.min_window, language))


def _audience(to: str, holder: str, language: str) -> str:
    if to == "holder":
        return holder
    if named := ROLE_AUDIENCE.fullmatch(to):
        role = words.audience(named[1], language)
        return _SAID[language]["role"].format(role=role)
    return words.audience(to, language)


def _colours(policy: Policy, language: str) -> list[str]:
    said = _SAID[language]
    since = said["or"].join(
        said["from"].format(when=words.moment(p.key, language), window=_window(p, language))
        for p in policy.points
        if p.offset < 0
    )
    most = workdays(YELLOW_AT_MOST, language)
    soon = said["soon"].format(since=since, most=most) if since else said["due"]
    if policy.name == "phase":  # It closes by itself: it is never late.
        return [soon]
    behind = [] if policy.name == "decision" else [said["behind"].format(n=BEHIND_RETURNS)]
    return [soon, *behind, said["overdue"]]


def _mails(policy: Policy, language: str) -> list[str]:
    said = _SAID[language]
    hours = {point.hour for point in (*policy.points, *policy.verify)}
    later = sorted(hour for hour in hours if hour.hour or hour.minute)
    return [said["mail"], said["day_off"], *(said["hour"].format(hour=hour) for hour in later)]
