"""The whole story of one item or one message, in the reader's words, from what is stored. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from config.i18n import Translator, translator
from notifications import dates_words, words
from workflows.domain.chain import Skipped
from workflows.domain.messages import N_, terms
from workflows.domain.organisation import Org
from workflows.domain.rows import Event, Obligation
from workflows.domain.states import DONE

#: (heading, lines), in the order in which they are told.
Story = list[tuple[str, list[str]]]

_POINTED = ("reminder", "due", "overdue", "ask", "skipped")
_OUTCOMES = {
    "said": N_("sent to {to}"),
    "merged": N_("merged into the message sent {into}"),
    "superseded": N_("not sent; replaced by the message sent {into}"),
    "skipped": N_("not sent; it had passed when the item started"),
    "none": N_("not sent; too late"),
}
#: What an event keeps that is shown with it.
_DETAILS = terms(
    "detail",
    "done_on", "note", "reason", "to", "due", "request", "about", "error", "number", "until", "by",
    "seed", "lookback", "entered_for", "came_by", "account",
)  # fmt: skip


def of_obligation(
    facts: Mapping[str, Any],
    row: Obligation,
    events: Iterable[Event],
    org: Org,
    zone: str,
    language: str,
) -> Story:
    """The story of `row`; `facts` is its dossier (workflows/commands/views.py)."""
    say = translator(language).gettext
    # Each item has an event that created it; none is left only where it was pruned.
    gone = say("The events were pruned; they are in the exported archive.")
    return [
        (say("Basis"), _rule(facts, language)),
        (say("Due dates"), _dates(facts, row, language)),
        (
            say("What happened"),
            [event_line(event, org, zone, language) for event in events] or [gone],
        ),
        (say("Messages"), [_mail(message, zone, language) for message in facts["messages"]]),
        (say("What comes next"), _next(facts, row, language)),
    ]


def of_message(
    facts: Mapping[str, Any], titles: Mapping[int, str], org: Org, zone: str, language: str
) -> Story:
    """The story of a message; `titles` by the number of each obligation in it."""
    texts, reasons = translator(language), []
    for reason in facts["reasons"]:
        number, lines = reason["obligation"], [words.why(reason, language)]
        for audience, post, person, left_out in reason.get("skipped", ()):
            skip = Skipped(audience=audience, post=post, person=person, reason=left_out)
            lines.append(words.skipped(org, skip, language))
        line = texts.pgettext("mark", "; ").join(lines)
        if number:
            title = f"#{number} {titles.get(number, '')}"
            line = texts.gettext("{what}: {why}", what=title, why=line)
        if why := reason["dropped"]:
            line = texts.gettext("{what} (left out: {why})", what=line, why=why)
        reasons.append(line)
    return [
        (texts.gettext("The message"), [_mail(facts, zone, language)]),
        (texts.gettext("Reasons"), reasons),
    ]


def event_line(event: Event, org: Org, zone: str, language: str) -> str:
    """One event: its day, what it was, what became of it, who did it, when it was made good."""
    texts, day = translator(language), _day(event.at, zone)
    line = _what(event, language)
    if details := _details(event, org, language):
        listed = texts.pgettext("mark", "; ").join(details)
        line = texts.gettext("{what} ({details})", what=line, details=listed)
    if event.actor:
        person = words.called(org, event.actor, language)
        line = texts.gettext("{what}, by {person}", what=line, person=person)
    if (late := _day(event.recorded_at, zone)) != day:
        line = texts.gettext("{what}, recorded late, on {day}", what=line, day=late)
    return f"{day} {line}"


def _what(event: Event, language: str) -> str:
    texts = translator(language)
    if event.kind == "light":
        old, new = words.light(event.old, language), words.light(event.new, language)
        return texts.gettext("status: {old} → {new}", old=old, new=new)
    if event.trigger and event.kind in _POINTED:
        when = words.moment(event.trigger, language)
        return texts.gettext("{when}: {what}", when=when, what=_came(event, language))
    return words.event(event.kind, language)


def _came(event: Event, language: str) -> str:
    texts = translator(language)
    outcome, into = str(event.why.get("outcome", "said")), str(event.why.get("into", ""))
    if outcome == "superseded" and not into:
        outcome = "none"
    audiences = [words.audience(to, language) for to in event.why.get("to", ())]
    return texts.gettext(
        _OUTCOMES.get(outcome, outcome),
        to=texts.pgettext("mark", ", ").join(audiences),
        into=words.moment(into, language),
    )


def _details(event: Event, org: Org, language: str) -> list[str]:
    texts = translator(language)
    found = []
    for key in _DETAILS:
        if isinstance(value := event.why.get(key), str | int):
            name = texts.pgettext("detail", key)
            if (event.kind, key) == ("inspected", "until"):
                name = texts.gettext("facts may be contested until")
            text = str(value).rstrip("。.")
            found.append(texts.gettext("{name}: {value}", name=name, value=text))
    if event.kind in ("drawn", "inspected") and event.why.get("units"):
        units = [words.unit_name(org, unit, language) for unit in event.why["units"]]
        found.append(texts.pgettext("mark", ", ").join(units))
    if event.kind == "extended":
        found.insert(0, f"{event.old} → {event.new}")
    return found


def _rule(facts: Mapping[str, Any], language: str) -> list[str]:
    say = translator(language).gettext
    head = f"{facts['clause']} {facts['title']} {facts['occurrence']}".strip()
    unit, person = facts["unit_title"], facts["holder_name"]
    return [
        head,
        *([facts["words"]] if facts["words"] else []),
        say("responsible unit: {unit}; assigned to {person}", unit=unit, person=person)
        if person
        else say("responsible unit: {unit}", unit=unit),
        say("reminder rule: {rule}", rule=words.policy(facts["policy"], language)),
    ]


def _dates(facts: Mapping[str, Any], row: Obligation, language: str) -> list[str]:
    say, due = translator(language).gettext, facts["due_on"]
    found = []
    if due and row.due_words:
        found.append(say("due on {day} (as written: {words})", day=due, words=row.due_words))
    elif due:
        found.append(say("due on {day}", day=due))
    elif row.waits_for:
        found.append(say("waits for the date of {event}", event=row.waits_for))
    if row.base_due_on is not None and row.base_due_on != row.due_on:
        found.append(say("first due on {day}", day=row.base_due_on))
    if facts["holder_due_on"] and facts["holder_due_on"] != due:
        found.append(say("current step due on {day}", day=facts["holder_due_on"]))
    state = words.state(row.state, language)
    if row.state in DONE:
        return [*found, say("now: {state}", state=state)]
    over = facts["workdays_overdue"]
    status = (
        dates_words.over(over, language)
        if over
        else words.light("behind" if facts["behind"] else facts["light"], language)
    )
    return [*found, say("now: {state}, {status}", state=state, status=status)]


def mail_state(state: str, language: str) -> str:
    """How a message went, in words."""
    return translator(language).pgettext("mail", state)


def _mail(facts: Mapping[str, Any], zone: str, language: str) -> str:
    at = datetime.fromisoformat(facts["sent_at"] or facts["not_before"])
    state = mail_state(facts["state"], language)
    return f"{_day(at, zone)} #{facts['id']} {facts['to']} [{state}] {facts['subject']}".rstrip()


def _next(facts: Mapping[str, Any], row: Obligation, language: str) -> list[str]:
    texts = translator(language)
    if row.state in DONE:
        return [texts.gettext("nothing: it is done")]
    found = [_trigger(trigger, texts) for trigger in facts["points"]["next"]]
    return found or [texts.gettext("nothing until its date is known or somebody acts")]


def _trigger(trigger: Mapping[str, Any], texts: Translator) -> str:
    to: Sequence[str] = trigger["to"] or [texts.gettext("nobody to send to")]
    when = f"{trigger['date']} {words.moment(trigger['point'], texts.language)}"
    listed = texts.pgettext("mark", ", ").join(to)
    return texts.gettext("{when}: sent to {to}", when=when, to=listed)


def _day(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).date().isoformat()
