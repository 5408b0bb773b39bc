"""The mail log: what was said to whom, how it went, and why."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from notifications import figures, words
from workflows.commands.context import Context
from workflows.store import outbox_queries, queries
from workflows.store import tables as t

PAGE = 50
STATES = ("pending", "sending", "sent", "failed", "unknown", "cancelled")


def page(
    connection: Connection,
    key: str,
    state: str,
    person: str,
    number: int,
    size: int = PAGE,
) -> list[Mapping[str, Any]]:
    """The newest first; one more than a page, to know whether there are more."""
    m = t.messages.c
    query = select(
        m.id,
        m.person,
        m.address,
        m.kind,
        m.state,
        m.subject,
        m.outcome,
        m.attempt,
        m.not_before,
        m.sent_at,
    ).where(m.programme == key)
    if state:
        query = query.where(m.state == state)
    if person:
        query = query.where(m.person == person)
    query = query.order_by(m.id.desc()).limit(size + 1).offset((number - 1) * size)
    return [dict(row) for row in connection.execute(query).mappings()]


def one(
    connection: Connection, context: Context, number: int, language: str
) -> tuple[Mapping[str, Any], list[dict[str, Any]]] | None:
    """A message and its items: what each was about, and why it was said or left out."""
    rows = outbox_queries.messages(connection, context.key, ids=[number])
    if not rows:
        return None
    items = outbox_queries.message_items(connection, [number]).get(number, [])
    about = queries.obligations_by_id(
        connection, [item["obligation"] for item in items if item["obligation"]]
    )
    return rows[0], [
        {
            "obligation": item["obligation"],
            "title": figures.title(context, about[item["obligation"]], language)
            if item["obligation"] in about
            else "",
            "why": words.why(item["reasons"], language),
            "dropped": item["dropped_why"],
        }
        for item in items
    ]
