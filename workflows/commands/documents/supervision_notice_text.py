"""What a supervision notice says, as facts: they are frozen when it is signed, and worded when it
is read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from workflows.commands.context import Context
from workflows.domain import documents
from workflows.domain.assignees import in_post
from workflows.domain.chain import chain_of
from workflows.domain.errors import NotFound
from workflows.domain.kind_facts import RectificationFacts, SupervisionNoticeFacts
from workflows.domain.messages import Message
from workflows.domain.rows import Event, Obligation
from workflows.domain.standing import standing
from workflows.store import queries

#: What was done before: the events that reminded, by mail, by hand, by telephone or by document.
_REMINDERS = ("reminder", "due", "overdue", "pressed", "pressed_late", "phoned", "slip")


def supervision_notice_text(
    connection: Connection,
    context: Context,
    supervision_notice: Obligation,
    about: Obligation,
    signer: str,
    now: datetime,
) -> dict[str, Any]:
    """The facts of a supervision notice as they stand at `now`; days are ISO texts, people and
    units keys."""
    today, calendar, org = context.today(now), context.frame.calendar, context.org
    node, note_by = context.plan.by_key.get(about.item), about.facts.note_by
    rule = context.policies.get(about.policy)
    if rule is None:
        raise NotFound(
            Message("{number} is faulty: its reminder rule is missing", number=about.id),
            "its documents can be read and signed once the data are corrected",
        )
    stands = standing(about, rule, context.frame, today)
    history = queries.events(connection, context.key, obligation=about.id)
    posts, unsigned = chain_of(org, about.unit).posts, about.state == "issued"
    copies = posts["leader"][:1] if documents.colour_of(supervision_notice) != "yellow" else ()
    return {
        "mark": context.plan.office.paper_mark or documents.mark(context.plan.language),
        "colour": documents.colour_of(supervision_notice),
        "matter": about.id,
        "titles": _titles(context, about),
        "clause": node.clause if node else "",
        "text": node.text if node else about.facts.what,
        "source": about.facts.source or context.plan.number,
        "words": about.due_words,
        "unit": about.unit,
        "person": about.person,
        "holder": about.assignee,
        "copies": [[post, in_post(org, post, today)] for post in copies],
        "due_on": str(about.due_on or ""),
        # Not signed for in time is no lateness of the item itself: that counts from its limit.
        "workdays_overdue": calendar.count(about.due_on or today, today)
        if unsigned
        else stands.workdays_overdue,
        "sign_by": str(about.step_due_on or "") if unsigned else "",
        "note_by": note_by.isoformat() if note_by and note_by < today else "",
        "returns": about.returns,
        "as_of": today.isoformat(),
        "pressed": _reminders(context, about, history),
        "answer_by": calendar.add(today, documents.ANSWER_WITHIN).isoformat(),
        # What the responsible party said last about it.
        "explained": next(filter(None, map(_answer, reversed(history))), ""),
        "urgent": RectificationFacts.of(about).severity in ("at_once", "urgent"),
        "signer": signer,
        "signer_post": SupervisionNoticeFacts.of(supervision_notice).signer_post,
        "date": today.isoformat(),
    }


def _titles(context: Context, about: Obligation) -> dict[str, str]:
    node = context.plan.by_key.get(about.item)
    if node is None or about.facts.title:
        return dict.fromkeys(("zh", "en"), about.facts.title or about.item)
    round_ = f" {about.key.occurrence}" if about.key.occurrence else ""
    return {language: node.title.in_(language) + round_ for language in ("zh", "en")}


def _reminders(
    context: Context, about: Obligation, history: Sequence[Event]
) -> list[Mapping[str, Any]]:
    """The reminders of the current step, in order, each with what was answered before the next."""
    found: list[dict[str, Any]] = []
    for event in history:
        said = event.why.get("outcome", "said") == "said"
        if event.kind in _REMINDERS and said and event.step == about.step:
            found.append(_remind(context, event))
        elif found and (answer := _answer(event)):
            found[-1]["answer"] = answer
    return list(found)


def _remind(context: Context, event: Event) -> dict[str, Any]:
    return {
        "on": context.frame.day(event.at).isoformat(),
        "how": event.kind,
        "point": event.trigger or "",
        "to": list(event.why.get("to", ())),
        "number": str(event.why.get("number", "")),
    }


def _answer(event: Event) -> str:
    """What the responsible party said; empty of anything else."""
    if event.kind == "extension_asked":
        return str(event.why.get("reason", ""))
    if event.kind != "noted" or event.why.get("aside"):
        return ""
    return str(event.why.get("note", ""))
