"""Short phrases of mails, pages and listings that depend on stored facts, for one reader. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from config.i18n import Translator, translator
from notifications import dates_words
from workflows.domain.chain import Hearer, Skipped, SkipReason
from workflows.domain.events import EVENTS
from workflows.domain.messages import N_
from workflows.domain.organisation import Org, OrgUnit, Person
from workflows.domain.terms import MONTHS

_SKIPS: Mapping[SkipReason, str] = {
    "vacant": N_("the role is vacant"),
    "absent": N_("is away"),
    "unreachable": N_("has no email address"),
    "late": N_("is the one who is late"),
    "left": N_("has left"),
}
_HAND_OVER = {
    "left": N_("the person responsible has left; the head of the unit takes over"),
    "post": N_("the role was handed over"),
    "transfer": N_("a transfer between units"),
    "not_ours": N_("the unit responsible before objected, and the office agreed"),
}


def light(name: str, language: str) -> str:
    """A traffic light; “behind” is the yellow one of an item whose progress is late."""
    return translator(language).pgettext("light", name)


def state(name: str, language: str) -> str:
    return translator(language).pgettext("state", name)


def audience(name: str, language: str) -> str:
    """A role by which somebody is told of an item."""
    return translator(language).pgettext("audience", name)


def colour(name: str, language: str) -> str:
    """What a supervision notice is called, by its colour."""
    return translator(language).pgettext("colour", name)


def policy(name: str, language: str) -> str:
    """A built-in policy; a plan's own go by the name it gives them."""
    return translator(language).pgettext("policy", name)


def unit_name(org: Org, unit: str, language: str) -> str:
    found: OrgUnit | None = org.units.get(unit)
    return found.title.in_(language) if found else unit


def office_name(org: Org, language: str) -> str:
    """The office mails come from: the unit of its first role."""
    for post in org.seats("office"):
        return unit_name(org, org.posts[post][0].unit, language)
    return org.title.in_(language)


def called(org: Org, person: str, language: str) -> str:
    found: Person | None = org.people.get(person)
    return found.called(language) if found else person


def skipped(org: Org, skip: Skipped, language: str, *, named: bool = True) -> str:
    """Who should have been told and was not, and why; roles only where no names are to be said."""
    texts, who = translator(language), audience(skip.audience, language)
    if skip.post and skip.post in org.posts:
        unit = unit_name(org, org.posts[skip.post][0].unit, language)
        who = texts.gettext("{role} of {unit}", role=who, unit=unit)
    if skip.person and named:
        who = texts.gettext("{role}, {name}", role=who, name=called(org, skip.person, language))
    return texts.gettext("{who}: {reason}", who=who, reason=texts.gettext(_SKIPS[skip.reason]))


def hearer(org: Org, one: Hearer, language: str, *, named: bool = True) -> str:
    """Who is told, with their role: 李四（分管领导）; the role alone for leaders."""
    role = audience(one.audience, language)
    if not named:
        return role
    name = called(org, one.person, language)
    return translator(language).gettext("{name} ({role})", name=name, role=role)


def hand_over(reason: str, language: str) -> str:
    return translator(language).gettext(_HAND_OVER.get(reason, reason))


def why(reasons: Mapping[str, Any], language: str) -> str:
    """Why this was said to this reader, from the stored reasons alone."""
    texts, kind = translator(language), str(reasons.get("event", ""))
    to = audience(str(reasons.get("audience", "")), language)
    trigger, day = str(reasons.get("point", "")), str(reasons.get("at", ""))[:10]
    rule = policy(str(reasons.get("rule", "")), language)
    if trigger and rule and kind in ("reminder", "due", "overdue", "ask"):
        when = moment(trigger, language)
        return texts.gettext(
            "{when}, by the reminder rule for {rule}; you receive this as {audience}",
            when=when,
            rule=rule,
            audience=to,
        )
    what = event(kind, language)
    if reasons.get("audience") == "person":
        return texts.gettext("{event} on {day}; sent to you", event=what, day=day)
    return texts.gettext(
        "{event} on {day}; you receive this as {audience}", event=what, day=day, audience=to
    )


def event(kind: str, language: str) -> str:
    """What happened, in words."""
    return translator(language).gettext(EVENTS[kind].label) if kind in EVENTS else kind


def moment(trigger: str, language: str) -> str:
    """A trigger of a policy in words: “-3wd” is three working days before the due date."""
    texts = translator(language)
    if found := _COUNTED.fullmatch(trigger):
        return _counted(texts, found["sign"], int(found["n"]), found["unit"])
    if found := _CALLED.fullmatch(trigger):
        day = dates_words.short_day(
            called_for := date.fromisoformat(found[2]), language, called_for
        )
        return texts.gettext(_CALLED_FOR[found[1]], day=day)
    return texts.gettext(_FIXED.get(trigger, trigger))


def _counted(texts: Translator, sign: str, n: int, unit: str) -> str:
    match sign, unit:
        case "every ", "wd":
            said = texts.ngettext(
                "every {n} working day after that", "every {n} working days after that", n
            )
        case "every ", _:
            said = texts.ngettext("every {n} day after that", "every {n} days after that", n)
        case "-", "wd":
            said = texts.ngettext(
                "{n} working day before the due date", "{n} working days before the due date", n
            )
        case "-", _:
            said = texts.ngettext("{n} day before the due date", "{n} days before the due date", n)
        case _, "wd":
            said = texts.ngettext(
                "{n} working day after the due date", "{n} working days after the due date", n
            )
        case _:
            said = texts.ngettext("{n} day after the due date", "{n} days after the due date", n)
    return said


_COUNTED = re.compile(r"(?P<sign>every |[-+]?)(?P<n>[0-9]+)(?P<unit>wd|d)")
_FIXED = {"0": N_("on the due date"), "ask": N_("from time to time")}
#: Moments that hang on a day somebody named: a note called for, “noted” that is over.
_CALLED = re.compile(r"(note|missed|seen) (\d{4}-\d\d-\d\d).*")
_CALLED_FOR = {
    "note": N_("progress note due by {day}"),
    "missed": N_("no progress note by {day}"),
    "seen": N_("noted until {day}"),
}


def month(text: str, language: str) -> str:
    """“2010-06” as the language writes it."""
    first, texts = date.fromisoformat(f"{text}-01"), translator(language)
    named = texts.pgettext("month", MONTHS[first.month - 1])
    return texts.gettext("{month} {year}", month=named, year=first.year)


def day_of(text: Any) -> date | None:
    """A day out of a stored reason; None where there is none."""
    return date.fromisoformat(str(text)[:10]) if text else None
