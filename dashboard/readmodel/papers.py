"""Papers: drafts that wait for a signature, and the last ones that were issued."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from workflows.commands.context import Context
from workflows.domain.rows import Obligation
from workflows.store import queries
from workflows.store import tables as t

MOST = 60
KINDS = ("slip", "bulletin")
DRAFTS = ("draft", "sent_back", "checking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`colour` is a slip's; `number` is given when it is signed."""

    line: Line
    row: Obligation
    colour: str
    number: str


def drafts(connection: Connection, context: Context, lines: Lines) -> list[Paper]:
    """Drafts that wait to be signed, checked or drafted again."""
    o = t.obligations.c
    where = [o.state.in_(DRAFTS), o.kind.in_(KINDS)]
    rows = lists.rows(connection, context.key, *where, order=[o.leg_due_on], limit=MOST)
    return [paper(lines, row) for row in rows if lines.sight(row) != "none"]


def issued(connection: Connection, context: Context, lines: Lines) -> list[Paper]:
    """The last ones with a number, the newest first."""
    p = t.papers.c
    query = (
        select(p.obligation)
        .where(p.programme == context.key, p.number.is_not(None))
        .order_by(p.obligation.desc())
        .limit(MOST)
    )
    ids = [row[0] for row in connection.execute(query)]
    rows = queries.obligations_by_id(connection, ids)
    found = [paper(lines, rows[number]) for number in ids if number in rows]
    return [one for one in found if one.line.sight != "none"]


def paper(lines: Lines, row: Obligation) -> Paper:
    return Paper(
        line=lines.line(row),
        row=row,
        colour=str(row.extra.get("colour", "")) or row.kind,
        number=str(row.extra.get("number", "")),
    )
