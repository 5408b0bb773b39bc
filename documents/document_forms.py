"""From what is stored to the forms of documents: supervision notices and bulletins, in the reader's
language.

A document says what was frozen when it was signed; only the words are put to it here.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from config.i18n import Translator, translator
from documents.forms import (
    BulletinForm,
    Colour,
    Counts,
    Demand,
    Overall,
    PastReminder,
    Problem,
    SupervisionNoticeForm,
    Unfinished,
)
from notifications import dates_words, words
from notifications.dates_words import numerals_of
from notifications.kinds.slip import because
from workflows.commands.context import Context
from workflows.domain.kind_facts import BulletinFacts, SupervisionNoticeFacts
from workflows.domain.messages import N_
from workflows.domain.model import Text
from workflows.domain.organisation import Org
from workflows.domain.rows import Obligation

#: The latest reminders that a supervision notice lists: with more, its date would fall on a page of
#: its own.
_MOST_REMINDERS = 6
_WAYS = {
    "reminder": N_("reminder by mail"),
    "due": N_("reminder on the due day by mail"),
    "overdue": N_("overdue notice by mail"),
    "pressed": N_("reminder by the office by mail"),
    "pressed_late": N_("overdue notice by the office by mail"),
    "phoned": N_("by telephone"),
    "slip": N_("supervision notice"),
}
_ASKED = {
    "blue": (
        N_(
            "Please complete it by the original deadline. If that is not possible, request an "
            "extension before it is due."
        ),
    ),
    "yellow": (
        N_(
            "Please speed up the work, and report the progress so far, the difficulties and the "
            "expected date of completion."
        ),
    ),
    "red": (
        N_("Please act on it immediately and complete it as soon as possible."),
        N_(
            "If it is done, give the actual date of completion and attach evidence. If not, give "
            "the reasons, the measures taken and the expected date of completion."
        ),
    ),
    "second": (
        N_(
            "It is still not done after the earlier notice. The head of the unit is asked to "
            "handle it personally and to have it completed within the time limit."
        ),
        N_("Please explain in writing why it is not done and who is responsible."),
    ),
    "listing": (
        N_(
            "It is under special supervision from today. Please plan backwards from the "
            "deadline, carry out each step and report progress every month."
        ),
        N_("When it is done, apply to close it; two people will verify it on site."),
    ),
}


def supervision_notice_form(
    context: Context,
    supervision_notice: Obligation,
    body: Mapping[str, Any],
    language: str,
    base_url: str = "",
) -> SupervisionNoticeForm:
    """A supervision notice as its form; a draft has neither number nor signer yet."""
    org, said = context.org, translator(language)
    colour, office = str(body["colour"]), words.office_name(org, language)
    issued = supervision_notice.state in ("signed", "void")
    day = date.fromisoformat(body["date"])
    about = int(body["matter"])
    return SupervisionNoticeForm(
        language=language,
        colour=_colour(colour),
        second=colour == "second",
        listing=colour == "listing",
        void=supervision_notice.state == "void",
        number=SupervisionNoticeFacts.of(supervision_notice).number,
        signer=words.called(org, body["signer"], language) if body["signer"] else "",
        urgency=_urgency(body, language),
        to=(words.unit_name(org, body["unit"], language),),
        copies_to=tuple(_post(org, post, person, language) for post, person in body["copies"]),
        item=_title(body, language),
        source=" ".join(part for part in (body["source"], body["clause"]) if part),
        basis=body["text"],
        due_on=words.day_of(body["due_on"]),
        due_words=body["words"],
        days_over=body["workdays_overdue"],
        as_of=date.fromisoformat(body["as_of"]),
        pressed=tuple(_reminded(press, said) for press in body["pressed"])[-_MOST_REMINDERS:],
        asked=(
            *([why] if (why := because(body, language)) else []),
            *map(said.gettext, _ASKED[colour]),
        ),
        answer_by=date.fromisoformat(body["answer_by"]),
        contact=office,
        phone=org.phone,
        issuer=office,
        issued_on=day if issued else None,
        link=f"{base_url}/obligations/{about}" if base_url else "",
        numerals=numerals_of(day),
    )


def _urgency(body: Mapping[str, Any], language: str) -> str:
    """缓急: an overdue item is urgent; what was to be done at once, a second supervision notice and
    a listing are most urgent."""
    said = translator(language)
    if body.get("urgent") or body["colour"] in ("second", "listing"):
        return said.pgettext("urgency", "most urgent")
    if body["colour"] == "red":
        return said.pgettext("urgency", "urgent")
    return said.pgettext("urgency", "ordinary")


def _reminded(press: Mapping[str, Any], said: Translator) -> PastReminder:
    return PastReminder(
        on=date.fromisoformat(press["on"]),
        way=said.gettext(_WAYS.get(press["how"], press["how"])),
        number=press["number"],
        answer=press.get("answer", ""),
    )


def _post(org: Org, post: str, person: str, language: str) -> str:
    role = org.posts[post][0].role if post in org.posts else post
    name = words.audience(role, language)
    if not person:
        return name
    who = words.called(org, person, language)
    return translator(language).pgettext("post", "{post} {name}", post=name, name=who)


def _colour(colour: str) -> Colour:
    return cast(Colour, colour) if colour in _COLOURS else "red"


def _title(one: Mapping[str, Any], language: str) -> str:
    """What an item was called when the document was drafted."""
    return Text(**one["titles"]).in_(language)


# --- the bulletin -----------------------------------------------------------------------


def bulletin_form(
    context: Context, row: Obligation | None, body: Mapping[str, Any], language: str
) -> BulletinForm:
    """The bulletin of a month as its form, with the numbers as they were frozen. Without a row it
    is a draft 草稿, which nobody signs."""
    org, said = context.org, translator(language)
    taken = datetime.fromisoformat(body["as_of"]).astimezone(ZoneInfo(context.frame.zone))
    facts = BulletinFacts.of(row) if row else BulletinFacts()
    signed = facts.signed_on
    office = words.office_name(org, language)
    month = words.month(body["month"], language)
    title = context.plan.title.in_(language)
    return BulletinForm(
        language=language,
        issue=facts.number or None,
        total=facts.in_all or None,
        void=row is not None and row.state == "void",
        draft=row is None,
        issuer=office,
        issued_on=signed,
        title=said.gettext("{title}: bulletin of {month}", title=title, month=month),
        to=tuple(words.unit_name(org, one["unit"], language) for one in body["units"]),
        intro=_intro(title, context.plan.number, month, said),
        as_of=taken.date(),
        as_of_time=taken.time().replace(second=0, microsecond=0),
        now=_overall(body["total"]),
        last=_overall(body["last_total"]) if body["last_total"] else None,
        overall=_lists(body, said),
        good=_good(org, body["good"], language),
        problems=_problems(org, body, language),
        demands=_demands(context, body, taken.date(), language),
        counts=tuple(_counts(words.unit_name(org, u["unit"], language), u) for u in body["units"]),
        totals=_counts(said.gettext("Total"), body["total"]),
        by_phase=tuple(
            _counts(_phase(context, one["phase"], language), one) for one in body["phases"]
        ),
        unfinished=tuple(_unfinished(org, one, language) for one in body["overdue"]),
        contact=office,
        phone=org.phone,
        report_to=(words.audience("leading_group", language),),
        send_to=(),
        numerals=numerals_of(signed or taken.date()),
    )


def _intro(title: str, number: str, month: str, said: Translator) -> tuple[str, ...]:
    if number:
        title = said.gettext("“{title}” ({number})", title=title, number=number)
    else:
        title = said.gettext("“{title}”", title=title)
    return (
        said.gettext(
            "As required by {plan} and the supervision rules, this bulletin reports the status "
            "of its items in {month}.",
            plan=title,
            month=month,
        ),
    )


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


def _lists(body: Mapping[str, Any], said: Translator) -> tuple[str, ...]:
    return (
        said.gettext(
            "{listed} listed now; {closed} closed this month; {recurred} recurred.",
            listed=len(body["listed"]),
            closed=len(body["struck_off"]),
            recurred=len(body["relapsed"]),
        ),
    )


def _good(org: Org, units: Sequence[str], language: str) -> tuple[str, ...]:
    if not units:
        return ()
    names = dates_words.joined((words.unit_name(org, u, language) for u in units), language)
    said = translator(language)
    return (said.gettext("All items were done on time by {units}.", units=names),)


def _problems(org: Org, body: Mapping[str, Any], language: str) -> tuple[Problem, ...]:
    recurred = translator(language).gettext("It recurred after it was closed.")
    return tuple(
        Problem(
            unit=words.unit_name(org, one["unit"], language),
            item=_title(one, language),
            days_over=one["days_over"] if name == "long_overdue" else 0,
            said=recurred if name == "relapsed" else "",
        )
        for name in ("long_overdue", "relapsed")
        for one in body[name]
    )


def _demands(
    context: Context, body: Mapping[str, Any], day: date, language: str
) -> tuple[Demand, ...]:
    if not body["overdue"]:
        return ()
    text = translator(language).gettext(
        "Complete what is overdue, or explain in writing why it is late and by when it will be done"
    )
    return (Demand(text=text, by=context.frame.calendar.add(day, 10)),)


_COUNTED = ("owed", "done", "on_time", "open", "behind", "overdue", "returned", "relapsed")
_COLOURS = ("blue", "yellow", "red")


def _counts(name: str, one: Mapping[str, Any]) -> Counts:
    supervision_notices = one.get("slips", {})
    return Counts(
        name=name,
        rate=_percent(one["rate"]),
        last_rate=_percent(one["last_rate"]) if "last_rate" in one else "",
        marks=None if "mark" not in one else "—" if one["mark"] is None else str(one["mark"]),
        **{count: one[count] for count in _COUNTED},
        **{colour: supervision_notices.get(colour, 0) for colour in _COLOURS},
    )


def _phase(context: Context, phase: str, language: str) -> str:
    if not phase:
        return translator(language).gettext("outside the phases")
    return context.plan.by_key[phase].title.in_(language)


def _unfinished(org: Org, one: Mapping[str, Any], language: str) -> Unfinished:
    return Unfinished(
        item=_title(one, language),
        unit=words.unit_name(org, one["unit"], language),
        due_on=date.fromisoformat(one["due_on"]),
        days_over=one["days_over"],
        light="red",
    )
