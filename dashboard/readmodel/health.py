"""How the machine is: the last sweep, what waits to be sent, what was put aside, the record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from workflows.commands.context import Context
from workflows.domain.rows import Obligation
from workflows.store import queries
from workflows.store import tables as t

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    mails: dict[str, int]
    next_check: datetime | None
    aside: list[tuple[Line, Obligation]]
    sealed: int
    last_event: int


def page(connection: Connection, context: Context, lines: Lines) -> Page:
    """Four reads."""
    o, m = t.obligations.c, t.messages.c
    waiting = ("pending", "sending", "failed", "unknown")
    query = (
        select(m.state, func.count())
        .where(m.programme == context.key, m.state.in_(waiting))
        .group_by(m.state)
    )
    aside = lists.rows(connection, context.key, o.error != "", limit=MOST)
    last = select(
        select(func.max(t.seals.c.event)).scalar_subquery(),
        select(func.max(t.events.c.id)).scalar_subquery(),
    )
    sealed, event = connection.execute(last).one()
    return Page(
        mails={row[0]: row[1] for row in connection.execute(query)},
        next_check=queries.next_check(connection, context.key),
        aside=[(lines.line(row), row) for row in aside],
        sealed=sealed or 0,
        last_event=event or 0,
    )
