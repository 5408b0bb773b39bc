"""A reminder policy, read out: who is told what when, and what the colours mean. Pure.

The words of days and people are those of mails (`notifications.words`); what is said here is what
`workflows.domain.timeline` does with the policy.
"""

from config.i18n import translator
from notifications import words
from notifications.dates_words import joined, workdays
from workflows.domain.messages import N_
from workflows.domain.model import ROLE_AUDIENCE, Point, Policy
from workflows.domain.standing import BEHIND_RETURNS
from workflows.domain.timeline import YELLOW_AT_MOST

#: (heading, sentences), in the order in which they are read.
Read = list[tuple[str, list[str]]]

#: Kinds whose second step is no review: what it is, and who has it.
_SECOND = {
    "paper": (N_("While a draft waits for its signature"), N_("the signatory")),
    "bulletin": (N_("While it is checked and signed"), N_("the current assignee")),
    "decision": (N_("While the office reviews it first"), N_("the first reviewer")),
}
_NO_SECOND = frozenset({"phase", "anchor"})
_NO_COLOURS = frozenset({"paper", "bulletin", "anchor", "ongoing"})
#: What is said of a trigger, by the notice it drafts; "" for any other notice.
_SLIPS = {
    "blue": N_("{when}: sent to {to}; a reminder notice goes out with it."),
    "listing": N_("{when}: sent to {to}; a listing is proposed for signature."),
    "": N_("{when}: sent to {to}; a document is drafted for signature ({document})."),
}


def read_out(policy: Policy, language: str) -> Read:
    """The policy in sentences, under headings."""
    say = translator(language).gettext
    found = [(say("While it is worked on"), _first(policy, language))]
    if policy.name not in _NO_SECOND:
        heading, _ = _SECOND.get(policy.name, (N_("Once it is reported"), ""))
        found.append((say(heading), _second(policy, language)))
    if policy.name not in _NO_COLOURS:
        found.append((say("Status colours"), _colours(policy, language)))
    found.append((say("When messages are sent"), _mails(policy, language)))
    return [(heading, lines) for heading, lines in found if lines]


def _first(policy: Policy, language: str) -> list[str]:
    """When the person responsible is reminded; nothing for documents, which nobody is responsible
    for before they are to be signed."""
    texts = translator(language)
    match policy.name:
        case "anchor":
            return [
                texts.gettext(
                    "On the first of each month (or the next working day) its date is asked for; "
                    "until it is known, nobody is reminded of what depends on it."
                )
            ]
        case "ongoing":
            return [
                texts.ngettext(
                    "It has no due date and is never overdue; every {n} month the assignee is "
                    "asked for a progress note.",
                    "It has no due date and is never overdue; every {n} months the assignee is "
                    "asked for a progress note.",
                    policy.asks_every,
                )
            ]
        case "paper" | "bulletin":
            return []
        case "decision":
            holder = texts.gettext("the approver")
        case "phase":
            holder = words.audience("office", language)
        case _:
            holder = words.audience("holder", language)
    found = [_point(point, holder, language) for point in policy.points]
    if any(point.offset > 0 or point.every for point in policy.points):
        return found
    return [*found, texts.gettext("Nobody is reminded after that; it ends by itself.")]


def _second(policy: Policy, language: str) -> list[str]:
    texts = translator(language)
    if special := _SECOND.get(policy.name):
        return [_point(point, texts.gettext(special[1]), language) for point in policy.verify]
    reviewer = words.audience("verifier", language)
    return [
        texts.gettext(
            "The reviewer has {days}; during the review the person responsible is not reminded and "
            "does not become late.",
            days=workdays(policy.verify_within, language),
        ),
        *(_point(point, reviewer, language) for point in policy.verify),
        texts.gettext(
            "An item that is returned is due {days} later at the earliest, or on its own due date "
            "if that is later.",
            days=workdays(policy.return_within, language),
        ),
    ]


def _point(point: Point, holder: str, language: str) -> str:
    """“3 working days before the due date: sent to the assignee.”"""
    texts, when = translator(language), words.moment(point.key, language)
    if point.min_window:
        when = texts.gettext(
            "{when} (if there are at least {days})",
            when=when,
            days=workdays(point.min_window, language),
        )
    to = joined([_audience(to, holder, language) for to in point.to], language)
    if point.slip:
        line = texts.gettext(
            _SLIPS.get(point.slip, _SLIPS[""]),
            when=when,
            to=to,
            document=words.colour(point.slip, language),
        )
    else:
        line = texts.gettext("{when}: sent to {to}.", when=when, to=to)
    return line[0].upper() + line[1:]


def _audience(to: str, holder: str, language: str) -> str:
    if to == "holder":
        return holder
    if named := ROLE_AUDIENCE.fullmatch(to):
        role = words.audience(named[1], language)
        return translator(language).gettext("whoever has the role “{role}”", role=role)
    return words.audience(to, language)


def _colours(policy: Policy, language: str) -> list[str]:
    texts = translator(language)
    since = [_since(point, language) for point in policy.points if point.offset < 0]
    if since:
        soon = texts.gettext(
            "Yellow (due soon): {since}; at most {days} before the due date.",
            since=texts.pgettext("mark", "; ").join(since),
            days=workdays(YELLOW_AT_MOST, language),
        )
    else:
        soon = texts.gettext("Yellow (due soon): on the due date.")
    if policy.name == "phase":  # It closes by itself: it is never late.
        return [soon]
    behind = texts.ngettext(
        "Yellow (behind): a progress note that was asked for is missing, or the item was returned "
        "{n} time.",
        "Yellow (behind): a progress note that was asked for is missing, or the item was returned "
        "{n} times.",
        BEHIND_RETURNS,
    )
    return [
        soon,
        *([] if policy.name == "decision" else [behind]),
        texts.gettext(
            "Red (overdue): from the midnight after the due date. Whether it was on time is "
            "judged by the day it was done, not by the day it was reported or reviewed."
        ),
    ]


def _since(point: Point, language: str) -> str:
    texts, when = translator(language), words.moment(point.key, language)
    if not point.min_window:
        return texts.gettext("from {when}", when=when)
    days = workdays(point.min_window, language)
    return texts.gettext("from {when} (if there are at least {days})", when=when, days=days)


def _mails(policy: Policy, language: str) -> list[str]:
    say = translator(language).gettext
    hours = {point.hour for point in (*policy.points, *policy.verify)}
    later = sorted(hour for hour in hours if hour.hour or hour.minute)
    return [
        say("In one message at 09:00 on working days, or at the hour the recipient chose."),
        say(
            "A reminder that falls on a day off is moved earlier before the due date, and later "
            "after it."
        ),
        *(
            say("What is set to {hour} goes with the first message after that hour.", hour=hour)
            for hour in (f"{hour:%H:%M}" for hour in later)
        ),
    ]
