"""A reminder policy, read out: who is told what when, and what the colours mean. Pure.

The words of days and people are those of mails (`notifications.words`); what is said here is what
`workflows.domain.timeline` does with the policy.
"""

from config.i18n import translator
from notifications import words
from notifications.dates_words import joined, workdays
from workflows.domain.messages import N_
from workflows.domain.model import ROLE_AUDIENCE, Policy, Trigger
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
_SUPERVISION_NOTICES = {
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
                    "On the first of each month (or the next working day) Duban asks for the "
                    "date. Until it is known, no one is reminded of items that depend on it."
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
            assignee = texts.gettext("the approver")
        case "phase":
            assignee = words.audience("office", language)
        case _:
            assignee = words.audience("holder", language)
    found = [_trigger(trigger, assignee, language) for trigger in policy.triggers]
    if any(trigger.offset > 0 or trigger.every for trigger in policy.triggers):
        return found
    return [*found, texts.gettext("No reminders are sent after that; it ends by itself.")]


def _second(policy: Policy, language: str) -> list[str]:
    texts = translator(language)
    if special := _SECOND.get(policy.name):
        return [_trigger(trigger, texts.gettext(special[1]), language) for trigger in policy.review]
    reviewer = words.audience("verifier", language)
    return [
        texts.gettext(
            "The reviewer has {days}; during the review the person responsible is not reminded and "
            "does not become late.",
            days=workdays(policy.review_within, language),
        ),
        *(_trigger(trigger, reviewer, language) for trigger in policy.review),
        texts.gettext(
            "If an item is returned, its new due date is at least {days} later, or its own due "
            "date if that is later.",
            days=workdays(policy.return_within, language),
        ),
    ]


def _trigger(trigger: Trigger, assignee: str, language: str) -> str:
    """“3 working days before the due date: sent to the assignee.”"""
    texts, when = translator(language), words.moment(trigger.key, language)
    if trigger.min_window:
        when = texts.gettext(
            "{when} (if there are at least {days})",
            when=when,
            days=workdays(trigger.min_window, language),
        )
    to = joined([_audience(to, assignee, language) for to in trigger.to], language)
    if trigger.supervision_notice:
        line = texts.gettext(
            _SUPERVISION_NOTICES.get(trigger.supervision_notice, _SUPERVISION_NOTICES[""]),
            when=when,
            to=to,
            document=words.colour(trigger.supervision_notice, language),
        )
    else:
        line = texts.gettext("{when}: sent to {to}.", when=when, to=to)
    return line[0].upper() + line[1:]


def _audience(to: str, assignee: str, language: str) -> str:
    if to == "holder":
        return assignee
    if named := ROLE_AUDIENCE.fullmatch(to):
        role = words.audience(named[1], language)
        return translator(language).gettext("the person with the role “{role}”", role=role)
    return words.audience(to, language)


def _colours(policy: Policy, language: str) -> list[str]:
    texts = translator(language)
    since = [_since(trigger, language) for trigger in policy.triggers if trigger.offset < 0]
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


def _since(trigger: Trigger, language: str) -> str:
    texts, when = translator(language), words.moment(trigger.key, language)
    if not trigger.min_window:
        return texts.gettext("from {when}", when=when)
    days = workdays(trigger.min_window, language)
    return texts.gettext("from {when} (if there are at least {days})", when=when, days=days)


def _mails(policy: Policy, language: str) -> list[str]:
    say = translator(language).gettext
    hours = {trigger.hour for trigger in (*policy.triggers, *policy.review)}
    later = sorted(hour for hour in hours if hour.hour or hour.minute)
    return [
        say("In one message at 09:00 on working days, or at the hour the recipient chose."),
        say(
            "If a reminder falls on a day off, it is sent earlier when it is before the due "
            "date, and later when it is after the due date."
        ),
        *(
            say("What is set to {hour} goes with the first message after that hour.", hour=hour)
            for hour in (f"{hour:%H:%M}" for hour in later)
        ),
    ]
