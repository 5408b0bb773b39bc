"""From what is stored to the forms of papers: slips and bulletins, in the reader's language.

A paper says what was frozen when it was signed; only the words are put to it here.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from documents.forms import (
    BulletinForm,
    Colour,
    Counts,
    Demand,
    Language,
    Overall,
    Press,
    Problem,
    SlipForm,
    Unfinished,
)
from notifications import words
from notifications.dates_words import numerals_of
from notifications.paperwork import because
from workflows.commands.context import Context
from workflows.domain.kind_facts import BulletinFacts, SlipFacts
from workflows.domain.organisation import Org
from workflows.domain.rows import Obligation

#: The latest presses a slip lists: with more, its date would fall on a page of its own.
_MOST_PRESSES = 6
_WAYS = {
    "zh": {"reminder": "临期提醒（邮件）", "due": "到期提醒（邮件）", "overdue": "逾期催办（邮件）",
           "pressed": "办公室催办（邮件）", "pressed_late": "办公室逾期催办（邮件）",
           "phoned": "电话催办", "slip": "督办文书"},
    "en": {"reminder": "reminder by mail", "due": "reminder on the due day",
           "overdue": "overdue notice by mail", "pressed": "urged by the office",
           "pressed_late": "urged by the office", "phoned": "by telephone", "slip": "slip"},
}  # fmt: skip
_ASKED = {
    "zh": {
        "blue": ("请按原定时限办结；预计不能按时办结的，请在到期前提出延期申请。",),
        "yellow": ("请抓紧办理，写明目前进展、存在困难和预计办结日期。",),
        "red": ("请立即组织办理，尽快办结。",
                "已经办结的，写明实际完成日期，并附佐证；尚未办结的，说明原因、措施和预计办结日期。"),
        "second": ("此前督办后仍未办结，请单位负责人亲自过问，限期办结。",
                   "书面说明未办结的原因和责任落实情况。"),
        "listing": ("即日起挂牌督办，请倒排工期、逐项落实，每月报送进展。",
                    "办结后申请销号，由两人现场核查。"),
    },
    "en": {
        "blue": ("Please finish it by the date; if it cannot be, ask for more time before then.",),
        "yellow": ("Please press on, and say how far it is, what is in the way, and by when it "
                   "will be done.",),
        "red": ("Please see to it at once.",
                "If it is done, give the day and the evidence; if not, the reason, the measures "
                "and the day by which it will be."),
        "second": ("It is still not done after the first slip; the head of the unit is asked to "
                   "see to it himself.", "Please say in writing why."),
        "listing": ("It is listed from today. Please plan it backwards from its end and report "
                    "every month.", "When it is done, apply; two people check it on site."),
    },
}  # fmt: skip


def slip_form(
    context: Context, slip: Obligation, body: Mapping[str, Any], language: str, base_url: str = ""
) -> SlipForm:
    """A slip as its form; a draft has neither number nor signer yet."""
    org, language = context.org, _language(language)
    colour, office = str(body["colour"]), words.office_name(org, language)
    issued = slip.state in ("signed", "void")
    day = date.fromisoformat(body["date"])
    about = int(body["matter"])
    return SlipForm(
        language=_language(language),
        colour=_colour(colour),
        second=colour == "second",
        listing=colour == "listing",
        void=slip.state == "void",
        number=SlipFacts.of(slip).number,
        signer=words.called(org, body["signer"], language) if body["signer"] else "",
        urgency=_urgency(body, language),
        to=(words.unit_name(org, body["unit"], language),),
        copies_to=tuple(_post(org, post, person, language) for post, person in body["copies"]),
        matter=body["titles"][language],
        source=" ".join(part for part in (body["source"], body["clause"]) if part),
        basis=body["text"],
        due_on=words.day_of(body["due_on"]),
        due_words=body["words"],
        days_over=body["workdays_overdue"],
        as_of=date.fromisoformat(body["as_of"]),
        pressed=tuple(_pressed(press, language) for press in body["pressed"])[-_MOST_PRESSES:],
        asked=(*([why] if (why := because(body, language)) else []), *_ASKED[language][colour]),
        answer_by=date.fromisoformat(body["answer_by"]),
        contact=office,
        phone=org.phone,
        issuer=office,
        issued_on=day if issued else None,
        link=f"{base_url}/obligations/{about}" if base_url else "",
        numerals=numerals_of(day),
    )


_URGENCY = {"zh": ("平件", "急件", "特急"), "en": ("ordinary", "urgent", "most urgent")}


def _urgency(body: Mapping[str, Any], language: str) -> str:
    """缓急: an overdue matter is urgent; what was to be done at once, a second slip and a listing
    are most urgent."""
    grave = bool(body.get("urgent")) or body["colour"] in ("second", "listing")
    return _URGENCY[language][2 if grave else 1 if body["colour"] == "red" else 0]


def _pressed(press: Mapping[str, Any], language: str) -> Press:
    return Press(
        on=date.fromisoformat(press["on"]),
        way=_WAYS[language].get(press["how"], press["how"]),
        number=press["number"],
        answer=press.get("answer", ""),
    )


def _post(org: Org, post: str, person: str, language: str) -> str:
    role = org.posts[post][0].role if post in org.posts else post
    name = words.AUDIENCES[language].get(role, role)
    who = words.called(org, person, language) if person else ""
    return f"{name}{who}" if language == "zh" else f"{name} {who}".strip()


def _colour(colour: str) -> Colour:
    return cast(Colour, colour) if colour in ("blue", "yellow", "red") else "red"


def _language(language: str) -> Language:
    return "en" if language == "en" else "zh"


# --- the bulletin -----------------------------------------------------------------------


def bulletin_form(
    context: Context, row: Obligation | None, body: Mapping[str, Any], language: str
) -> BulletinForm:
    """The bulletin of a month as its form, with the numbers as they were frozen. Without a row it
    is a draft 草稿, which nobody signs."""
    org, language = context.org, _language(language)
    taken = datetime.fromisoformat(body["as_of"]).astimezone(ZoneInfo(context.frame.zone))
    facts = BulletinFacts.of(row) if row else BulletinFacts()
    signed = facts.signed_on
    office = words.office_name(org, language)
    month = words.month(body["month"], language)
    title = context.plan.title.in_(language)
    return BulletinForm(
        language=_language(language),
        issue=facts.number or None,
        total=facts.in_all or None,
        void=row is not None and row.state == "void",
        draft=row is None,
        issuer=office,
        issued_on=signed,
        title=f"关于{month}“{title}”督办情况的通报" if language == "zh" else f"{title}: {month}",
        to=tuple(words.unit_name(org, one["unit"], language) for one in body["units"]),
        intro=_intro(title, context.plan.number, month, language),
        as_of=taken.date(),
        as_of_time=taken.time().replace(second=0, microsecond=0),
        now=_overall(body["total"]),
        last=_overall(body["last_total"]) if body["last_total"] else None,
        overall=_lists(body, language),
        good=_good(org, body["good"], language),
        problems=_problems(org, body, language),
        demands=_demands(context, body, taken.date(), language),
        counts=tuple(_counts(words.unit_name(org, u["unit"], language), u) for u in body["units"]),
        totals=_counts("合计" if language == "zh" else "Total", body["total"]),
        by_phase=tuple(
            _counts(_phase(context, one["phase"], language), one) for one in body["phases"]
        ),
        unfinished=tuple(_unfinished(org, one, language) for one in body["overdue"]),
        contact=office,
        phone=org.phone,
        report_to=(words.AUDIENCES[language]["leading_group"],),
        send_to=(),
        numerals=numerals_of(signed or taken.date()),
    )


def _intro(title: str, number: str, month: str, language: str) -> tuple[str, ...]:
    if language == "zh":
        source = f"（{number}）" if number else ""
        return (f"根据“{title}”{source}和督查制度要求，现将{month}事项办理情况通报如下。",)
    return (f"How the matters of “{title}” stood in {month}, as the supervision rules ask.",)


def _overall(total: Mapping[str, Any]) -> Overall:
    return Overall(
        owed=total["owed"],
        done=total["done"],
        share=_percent(total["done_rate"]),
        open=total["open"],
        overdue=total["overdue"],
    )


def _percent(rate: int | None) -> str:
    return "—" if rate is None else f"{rate}%"


def _lists(body: Mapping[str, Any], language: str) -> tuple[str, ...]:
    counts = [len(body[name]) for name in ("listed", "struck_off", "relapsed")]
    if language == "zh":
        return ("现挂牌督办{}件；本月销号{}件；回头看反弹{}件。".format(*counts),)
    return ("{} listed now; {} struck off this month; {} relapsed.".format(*counts),)


def _good(org: Org, units: Sequence[str], language: str) -> tuple[str, ...]:
    if not units:
        return ()
    names = [words.unit_name(org, unit, language) for unit in units]
    if language == "zh":
        return (f"{'、'.join(names)}应办事项全部按期办结。",)
    return (f"Everything owed was done on time by {', '.join(names)}.",)


def _problems(org: Org, body: Mapping[str, Any], language: str) -> tuple[Problem, ...]:
    relapsed = "整改后反弹" if language == "zh" else "relapsed after it was struck off"
    return (
        *(
            Problem(
                unit=words.unit_name(org, one["unit"], language),
                matter=one["titles"][language],
                days_over=one["days_over"],
            )
            for one in body["long_overdue"]
        ),
        *(
            Problem(
                unit=words.unit_name(org, one["unit"], language),
                matter=one["titles"][language],
                said=relapsed,
            )
            for one in body["relapsed"]
        ),
    )


def _demands(
    context: Context, body: Mapping[str, Any], day: date, language: str
) -> tuple[Demand, ...]:
    if not body["overdue"]:
        return ()
    by = context.frame.calendar.add(day, 10)
    if language == "zh":
        text = "逾期未办结的事项，请责任单位办结，或者书面说明原因和预计办结日期"
        return (Demand(text=text, by=by),)
    text = "Finish what is overdue, or say in writing why it is and by when it will be done"
    return (Demand(text=text, by=by),)


def _counts(name: str, one: Mapping[str, Any]) -> Counts:
    slips = one.get("slips", {})
    return Counts(
        name=name,
        owed=one["owed"],
        done=one["done"],
        on_time=one["on_time"],
        rate=_percent(one["rate"]),
        open=one["open"],
        behind=one["behind"],
        overdue=one["overdue"],
        blue=slips.get("blue", 0),
        yellow=slips.get("yellow", 0),
        red=slips.get("red", 0),
        returned=one["returned"],
        relapsed=one["relapsed"],
        last_rate=_percent(one["last_rate"]) if "last_rate" in one else "",
        marks=None if "mark" not in one else "—" if one["mark"] is None else str(one["mark"]),
    )


def _phase(context: Context, phase: str, language: str) -> str:
    if not phase:
        return "环节以外" if language == "zh" else "outside the phases"
    return context.plan.by_key[phase].title.in_(language)


def _unfinished(org: Org, one: Mapping[str, Any], language: str) -> Unfinished:
    return Unfinished(
        matter=one["titles"][language],
        unit=words.unit_name(org, one["unit"], language),
        due_on=date.fromisoformat(one["due_on"]),
        days_over=one["days_over"],
        light="red",
    )
