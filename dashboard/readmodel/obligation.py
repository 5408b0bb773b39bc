"""One obligation whole: what the plan says, how it stands, its record, its mails, what is next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, or_

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines, level_word
from notifications import history, words
from workflows.commands.context import Context
from workflows.domain.assignees import asked_to_verify, responsible_of, reviewer_of
from workflows.domain.chain import Chain, hear
from workflows.domain.model import Node
from workflows.domain.rows import Event, Obligation
from workflows.domain.standing import step_of
from workflows.domain.states import DONE
from workflows.domain.timeline import upcoming
from workflows.store import outbox_queries, queries
from workflows.store import tables as t

#: As many points to come as are shown.
MOST_NEXT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of the record. `by_time`: a point of the policy, not something people did. What
    time did `n` times in a row is one line, from its first day to its `last`."""

    when: date
    text: str
    by_time: bool
    files: tuple[tuple[str, str], ...] = ()
    last: date | None = None
    n: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """`again`: later days on which the same people hear the same."""

    when: date
    what: str
    to: tuple[str, ...]
    again: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    id: int
    at: datetime | None
    to: str
    state: str
    subject: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    line: Line
    row: Obligation
    node: Node | None
    responsible: str
    reviewer: str
    policy: str
    level: str
    finding: Mapping[str, Any]
    record: tuple[Told, ...]
    next: tuple[Next, ...]
    mails: tuple[Mail, ...]
    related: tuple[Line, ...]
    about: Line | None
    open_request: Line | None


def find(connection: Connection, context: Context, number: int) -> Obligation | None:
    row = queries.obligations_by_id(connection, [number]).get(number)
    return row if row is not None and row.programme == context.key else None


def dossier(
    connection: Connection, context: Context, row: Obligation, lines: Lines, now: datetime
) -> Dossier:
    org, language, today = context.org, lines.language, lines.today
    node, rule = context.plan.by_key.get(row.item), context.policies.get(row.policy)
    line = lines.line(row)
    others = _related(connection, context, row)
    related = lines.many([other for other in others if other.id != row.about])
    asked = asked_to_verify(row, node.reviewer if node else None)
    found = reviewer_of(org, row, asked, today)
    full = line.sight == "full"
    events = queries.events(connection, context.key, obligation=row.id) if full else []
    return Dossier(
        line=line,
        row=row,
        node=node,
        responsible=words.called(org, responsible_of(org, row, today)[0], language),
        reviewer=words.called(org, found.person, language) if found else "",
        policy=words.policy(rule.name, lines.locale) if rule else "",
        level=level_word(line.level, lines.locale),
        finding={
            key: value for key, value in row.facts.to_json().items() if value and key in _SHOWN
        }
        if full
        else {},
        record=_in_rows([_told(context, event, lines.locale) for event in events]),
        next=_coming(connection, context, row, lines.locale, now) if full else (),
        mails=_mails(connection, context, row, lines.locale) if full else (),
        related=tuple(related),
        about=next((lines.line(other) for other in others if other.id == row.about), None),
        open_request=next(
            (one for one in related if one.kind == "decision" and one.state == "open"), None
        ),
    )


_SHOWN = ("what", "where", "source", "severity", "plan", "issued_on", "signed_on", "listed_on",
          "checked_by", "checked_on", "struck_on", "relapses", "reason", "to")  # fmt: skip


def _related(connection: Connection, context: Context, row: Obligation) -> list[Obligation]:
    """The requests about it, and what it is about."""
    c = t.obligations.c
    where = c.about == row.id
    return lists.rows(
        connection, context.key, or_(where, c.id == row.about) if row.about else where
    )


def _told(context: Context, event: Event, locale: str) -> Told:
    when, _, text = history.event_line(event, context.org, context.frame.zone, locale).partition(
        " "
    )
    files = tuple((str(sha), str(name)) for sha, name in event.why.get("evidence", ()))
    return Told(
        when=date.fromisoformat(when),
        text=text,
        by_time=bool(event.trigger) or event.kind == "light",
        files=files,
    )


def _in_rows(told: list[Told]) -> tuple[Told, ...]:
    """The record with what time repeated told once: who comes later looks for what people did."""
    found: list[Told] = []
    for one in told:
        before = found[-1] if found else None
        if before is not None and one.by_time and one.text == before.text:
            found[-1] = replace(before, last=one.when, n=before.n + 1)
        else:
            found.append(one)
    return tuple(found)


def _coming(
    connection: Connection, context: Context, row: Obligation, locale: str, now: datetime
) -> tuple[Next, ...]:
    step, rule = step_of(row), context.policies.get(row.policy)
    if step is None or rule is None or row.state in DONE:
        return ()
    chain = queries.chains(connection, [row.chain]).get(row.chain) if row.chain else None
    found: list[Next] = []
    for moment in upcoming(step, rule, context.frame, now, MOST_NEXT):
        day = context.frame.day(moment.at)
        what = words.moment(moment.key, locale)
        to = _heard(context, chain, moment.to, day, row, locale)
        if found and (found[-1].what, found[-1].to) == (what, to):
            found[-1] = replace(found[-1], again=(*found[-1].again, day))
        else:
            found.append(Next(when=day, what=what, to=to))
    return tuple(found)


def _heard(
    context: Context,
    chain: Chain | None,
    audiences: tuple[str, ...],
    day: date,
    row: Obligation,
    locale: str,
) -> tuple[str, ...]:
    if chain is None:
        return ()
    said = [
        words.hearer(context.org, one, locale)
        for audience in audiences
        for one in hear(chain, audience, context.org, day, row.assignee).hearers
    ]
    return tuple(dict.fromkeys(said))


def _mails(
    connection: Connection, context: Context, row: Obligation, locale: str
) -> tuple[Mail, ...]:
    messages = outbox_queries.messages(connection, context.key, obligation=row.id)
    items = outbox_queries.message_items(connection, [m["id"] for m in messages])
    found = []
    for message in reversed(messages):
        mine = [i for i in items.get(message["id"], []) if i["obligation"] == row.id]
        found.append(
            Mail(
                id=message["id"],
                at=message["sent_at"] or message["not_before"],
                to=words.called(context.org, message["person"], locale),
                state=message["state"],
                subject=message["subject"],
                why=tuple(words.why(item["reasons"], locale) for item in mine),
            )
        )
    return tuple(found)
