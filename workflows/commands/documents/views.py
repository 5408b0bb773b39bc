"""What people are shown of documents: the same facts for listings, pages and scripts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from workflows.commands.context import Context, address
from workflows.commands.documents.bulletins import ITEM
from workflows.commands.documents.supervision_notice_text import supervision_notice_text
from workflows.domain.errors import NotFound
from workflows.domain.kind_facts import BulletinFacts, SupervisionNoticeFacts
from workflows.domain.messages import Message, term
from workflows.domain.rows import Obligation
from workflows.store import documents, queries


def supervision_notices_of(
    connection: Connection,
    context: Context,
    abouts: Iterable[int],
) -> dict[int, list[dict[str, Any]]]:
    """Item → the documents about it, drafts included, in the order in which they were drafted."""
    found: dict[int, list[dict[str, Any]]] = {}
    for supervision_notice in queries.obligations(
        connection, context.key, kind="slip", abouts=abouts
    ):
        found.setdefault(supervision_notice.about, []).append(
            supervision_notice_of(context, supervision_notice)
        )
    return found


def supervision_notice_of(context: Context, supervision_notice: Obligation) -> dict[str, Any]:
    """One document as scripts get it."""
    facts = SupervisionNoticeFacts.of(supervision_notice)
    return {
        "id": supervision_notice.id,
        "about": supervision_notice.about,
        "colour": facts.colour or None,
        "state": supervision_notice.state,
        "number": facts.number or None,
        "signer": address(context, supervision_notice.assignee)
        if supervision_notice.assignee
        else None,
        "signed_by": address(context, facts.signed_by) if facts.signed_by else None,
        "signed_on": facts.signed_on.isoformat() if facts.signed_on else None,
    }


def bulletin_of(context: Context, row: Obligation) -> dict[str, Any]:
    """One bulletin as scripts get it."""
    facts = BulletinFacts.of(row)
    return {
        "id": row.id,
        "month": row.key.occurrence,
        "state": row.state,
        "number": facts.number or None,
        "in_all": facts.in_all or None,
        "holder": address(context, row.assignee) if row.assignee else None,
        "due_on": row.step_due_on.isoformat() if row.step_due_on and row.assignee else None,
        "signed_by": address(context, facts.signed_by) if facts.signed_by else None,
        "signed_on": facts.signed_on.isoformat() if facts.signed_on else None,
        "corrections": [one.to_json() for one in facts.corrections],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A document and what it says: as frozen, or of a draft as it would be now."""

    row: Obligation
    body: Mapping[str, Any]


def shown(connection: Connection, context: Context, number: int, kind: str, now: datetime) -> Shown:
    """The document `number`; NotFound when there is none, or its numbers are not taken yet."""
    rows = queries.obligations(connection, context.key, ids=[number], kind=kind)
    if not rows:
        raise NotFound(
            Message("{number} is no {kind}", number=number, kind=term("kind", kind)),
            Message("see duban {kind} list", kind=term("kind", kind)),
        )
    row = rows[0]
    document = documents.documents(connection, [number]).get(number)
    if document is not None:
        return Shown(row=row, body=document.body)
    if kind == "bulletin":
        raise NotFound(
            Message("the numbers of {number} are not taken yet", number=number),
            Message(
                "they are on the last working day of {occurrence}, at 17:00",
                occurrence=row.key.occurrence,
            ),
        )
    about = queries.obligations_by_id(connection, [row.about])[row.about]
    return Shown(row=row, body=supervision_notice_text(connection, context, row, about, "", now))


def bulletins(connection: Connection, context: Context) -> list[Obligation]:
    return queries.obligations(connection, context.key, items=[ITEM], kind="bulletin")
