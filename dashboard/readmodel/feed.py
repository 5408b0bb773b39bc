"""A calendar of due days for other programs (RFC 5545): one whole day for each matter."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event
from sqlalchemy import Connection

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from dashboard.web.rights import Who
from workflows.commands.context import Context
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE
from workflows.store import tables as t

MOST = 500
#: What is over stays in the calendar for so many days, as done or cancelled.
BACK = timedelta(days=60)
KINDS = ("mine", "unit", "programme")
_CANCELLED = ("withdrawn", "waived", "lapsed")


def rows(
    connection: Connection, context: Context, who: Who, kind: str, now: datetime
) -> list[Obligation]:
    """What the calendar of `kind` shows to its owner; at most 500, the nearest first."""
    o = t.obligations.c
    since = context.today(now) - BACK
    where = [o.due_on >= since, o.kind.in_(lists.MATTERS)]
    if kind == "mine":
        where.append((o.holder == who.person) | (o.person == who.person))
    elif kind == "unit":
        where.append(o.unit.in_(sorted(who.units | who.reach)))
    else:
        where += lists.within(who.scope)
    order = [o.due_on]
    return lists.rows(connection, context.key, *where, order=order, limit=MOST)


def calendar(
    lines: Lines, found: Iterable[Obligation], name: str, base_url: str, now: datetime
) -> bytes:
    """The rows as a calendar. A matter that moved keeps its UID and gets a higher SEQUENCE."""
    made = Calendar()
    made.add("prodid", "-//Duban//Due days//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for row in found:
        line = lines.line(row)
        if line.sight != "none":
            made.add_component(_event(row, line, base_url, now))
    return bytes(made.to_ical())


def _event(row: Obligation, line: Line, base_url: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"obligation-{row.id}.{row.programme}@duban")
    event.add("dtstamp", now)
    day = row.due_on if row.state in DONE else row.leg_due_on or row.due_on
    assert day is not None
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("sequence", row.revision)
    event.add("summary", f"{line.title} ({line.light_word})")
    event.add("description", f"{line.unit} {line.person} {line.state_word}".strip())
    event.add("status", "CANCELLED" if row.state in _CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if base_url:
        event.add("url", f"{base_url}{line.href}")
    return event
