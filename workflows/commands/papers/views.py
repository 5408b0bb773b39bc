"""What people are shown of papers: the same facts for listings, pages and scripts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from workflows.commands.context import Context, address
from workflows.commands.papers.bulletins import ITEM
from workflows.commands.papers.slip_text import slip_text
from workflows.domain.errors import NotFound
from workflows.domain.kind_facts import BulletinFacts, SlipFacts
from workflows.domain.rows import Obligation
from workflows.domain.said import Said, Term
from workflows.store import papers, queries


def slips_of(
    connection: Connection,
    context: Context,
    abouts: Iterable[int],
) -> dict[int, list[dict[str, Any]]]:
    """Matter → the papers about it, drafts included, in the order in which they were drafted."""
    found: dict[int, list[dict[str, Any]]] = {}
    for slip in queries.obligations(connection, context.key, kind="slip", abouts=abouts):
        found.setdefault(slip.about, []).append(slip_of(context, slip))
    return found


def slip_of(context: Context, slip: Obligation) -> dict[str, Any]:
    """One paper as scripts get it."""
    facts = SlipFacts.of(slip)
    return {
        "id": slip.id,
        "about": slip.about,
        "colour": facts.colour or None,
        "state": slip.state,
        "number": facts.number or None,
        "signer": address(context, slip.holder) if slip.holder else None,
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
        "holder": address(context, row.holder) if row.holder else None,
        "due_on": row.leg_due_on.isoformat() if row.leg_due_on and row.holder else None,
        "signed_by": address(context, facts.signed_by) if facts.signed_by else None,
        "signed_on": facts.signed_on.isoformat() if facts.signed_on else None,
        "corrections": [one.to_json() for one in facts.corrections],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A paper and what it says: as frozen, or of a draft as it would be now."""

    row: Obligation
    body: Mapping[str, Any]


def shown(connection: Connection, context: Context, number: int, kind: str, now: datetime) -> Shown:
    """The paper `number`; NotFound when there is none, or its numbers are not taken yet."""
    rows = queries.obligations(connection, context.key, ids=[number], kind=kind)
    if not rows:
        raise NotFound(
            Said("{number} is no {kind}", number=number, kind=Term("kind", kind)),
            Said("see duban {kind} list", kind=Term("kind", kind)),
        )
    row = rows[0]
    paper = papers.papers(connection, [number]).get(number)
    if paper is not None:
        return Shown(row=row, body=paper.body)
    if kind == "bulletin":
        raise NotFound(
            Said("the numbers of {number} are not taken yet", number=number),
            Said(
                "they are on the last working day of {occurrence}, at 17:00",
                occurrence=row.key.occurrence,
            ),
        )
    about = queries.obligations_by_id(connection, [row.about])[row.about]
    return Shown(row=row, body=slip_text(connection, context, row, about, "", now))


def bulletins(connection: Connection, context: Context) -> list[Obligation]:
    return queries.obligations(connection, context.key, items=[ITEM], kind="bulletin")
