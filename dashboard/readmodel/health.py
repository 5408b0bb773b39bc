"""How the machine is: the last sweep, what waits to be sent, what was quarantined, the record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from notifications import words
from workflows.commands.context import Context
from workflows.domain.rows import Event, Obligation
from workflows.store import queries
from workflows.store import tables as t

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedRow:
    """A row quarantined. `back`: it is put back, the next sweep takes it; `again`: who tried it
    again, and when, where it failed again since."""

    line: Line
    row: Obligation
    back: bool
    again: tuple[str, datetime] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    mails: dict[str, int]
    next_check: datetime | None
    quarantined: list[QuarantinedRow]
    sealed: int
    last_event: int


def page(connection: Connection, context: Context, lines: Lines, now: datetime) -> Page:
    """Four reads, and one of what became of rows quarantined."""
    o, m = t.obligations.c, t.messages.c
    waiting = ("pending", "sending", "failed", "unknown")
    query = (
        select(m.state, func.count())
        .where(m.programme == context.key, m.state.in_(waiting))
        .group_by(m.state)
    )
    # What was closed meanwhile is not tried again.
    quarantined = lists.rows(
        connection, context.key, o.error != "", o.next_check_at.is_not(None), limit=MOST
    )
    last = select(
        select(func.max(t.seals.c.event)).scalar_subquery(),
        select(func.max(t.events.c.id)).scalar_subquery(),
    )
    sealed, event = connection.execute(last).one()
    return Page(
        mails={row[0]: row[1] for row in connection.execute(query)},
        next_check=queries.next_check(connection, context.key),
        quarantined=_quarantined(connection, lines, quarantined, now),
        sealed=sealed or 0,
        last_event=event or 0,
    )


def _quarantined(
    connection: Connection, lines: Lines, rows: list[Obligation], now: datetime
) -> list[QuarantinedRow]:
    tried = queries.last_events(connection, [row.id for row in rows], "retried")
    found = []
    for row in rows:
        back = row.next_check_at is not None and row.next_check_at <= now
        event = tried.get(row.id)
        # A trial of an earlier error, which was corrected, is another story.
        since = event is not None and (row.since is None or event.at >= row.since)
        again = (_who(lines, event), event.at) if event and since and not back else None
        found.append(QuarantinedRow(line=lines.line(row), row=row, back=back, again=again))
    return found


def _who(lines: Lines, event: Event) -> str:
    """A person of the office, or the account of whoever keeps the machine."""
    if event.actor:
        return words.called(lines.context.org, event.actor, lines.language)
    return str(event.why.get("account", ""))
