"""A calendar of due days for other programs (RFC 5545): one whole day for each item, and one for
what the members of a unit owe alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import Connection, case, func, select

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from notifications import dates_words
from workflows.commands.context import Context
from workflows.domain.roles import Who
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE
from workflows.store import tables as t

#: Entries of a calendar, and rows read for them.
MOST, READ = 500, 2000
#: What is over stays in the calendar for so many days, as done or cancelled.
BACK = timedelta(days=60)
KINDS = ("mine", "unit", "programme")
#: Members who are named in an entry.
NAMED = 6
_CANCELLED = ("withdrawn", "waived", "lapsed")
#: (item, unit, occurrence): what members owe alike.
Alike = tuple[str, str, str]
_o = t.obligations.c


@dataclass(frozen=True, slots=True)
class Members:
    """How many owe it, how many of them still do, and a number that grows with every change."""

    owing: int
    open: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One item; or what several members owe alike, `rows` being those that were read, those
    that are open first."""

    rows: tuple[Obligation, ...]
    members: Members | None = None


def entries(
    connection: Connection, context: Context, who: Who, kind: str, now: datetime
) -> list[Entry]:
    """What the calendar of `kind` shows to its owner, in three reads and at most 500 entries: what
    is open, the nearest first, and then what is over, the latest first."""
    where: list[Any] = [_o.kind.in_(lists.ITEMS)]
    if kind == "mine":
        where.append((_o.assignee == who.person) | (_o.person == who.person))
    elif kind == "unit":
        where.append(_o.unit.in_(sorted(who.units | who.reach)))
    else:
        where += lists.within(who.scope)
    day = func.coalesce(_o.step_due_on, _o.due_on)
    is_open = [_o.light.in_(lists.NOT_DONE), day.is_not(None)]
    is_over = [_o.light == "grey", _o.due_on >= context.today(now) - BACK]
    over = func.coalesce(_o.done_on, _o.due_on).desc()
    found = lists.rows(connection, context.key, *where, *is_open, order=[day], limit=READ)
    found += lists.rows(connection, context.key, *where, *is_over, order=[over], limit=READ)
    groups: dict[tuple[Any, ...], list[Obligation]] = {}
    for row in found:
        # What lies with somebody themselves has an entry of its own.
        one = (row.id,) if kind == "mine" or not row.person else _alike(row)
        groups.setdefault(one, []).append(row)
    shown = list(groups.items())[:MOST]
    members = _members(connection, context.key, [key for key, _ in shown if len(key) > 1])
    return [Entry(tuple(rows), members.get(key)) for key, rows in shown]


def _alike(row: Obligation) -> Alike:
    return (row.item, row.unit, row.key.occurrence)


def _members(
    connection: Connection, key: str, groups: Sequence[tuple[Any, ...]]
) -> dict[tuple[Any, ...], Members]:
    """Counted through all their members: whoever is done long since is read no more."""
    if not groups:
        return {}
    owing = func.sum(case((_o.state.in_(_CANCELLED), 0), else_=1))
    still = func.sum(case((_o.light == "grey", 0), else_=1))
    alike = (_o.item, _o.unit, _o.occurrence)
    query = select(*alike, owing, still, func.sum(_o.revision + 1)).where(
        _o.programme == key,
        _o.person != "",
        _o.item.in_({item for item, _, _ in groups}),
        _o.unit.in_({unit for _, unit, _ in groups}),
    )
    rows = connection.execute(query.group_by(*alike))
    return {tuple(row[:3]): Members(*(int(n) for n in row[3:])) for row in rows}


def calendar(
    lines: Lines, found: Iterable[Entry], name: str, base_url: str, now: datetime
) -> bytes:
    """The entries as a calendar. One that moved keeps its UID and gets a higher SEQUENCE."""
    made = Calendar()
    made.add("prodid", "-//Duban//Due days//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for entry in found:
        shown = [row for row in entry.rows if lines.sight(row) != "none"]
        if not shown:
            continue
        line, href = lines.line(shown[0]), f"/obligations/{shown[0].id}"
        if entry.members is None:
            event = _one(shown[0], line)
        else:
            event = _of_members(lines, shown, line, entry.members)
            href = f"/ledger?item={line.item}&unit={line.unit_key}"
        event.add("dtstamp", now)
        event.add("transp", "TRANSPARENT")
        if base_url:
            event.add("url", f"{base_url}{href}")
        made.add_component(event)
    return bytes(made.to_ical())


def _one(row: Obligation, line: Line) -> Event:
    event = _on(row)
    event.add("uid", f"obligation-{row.id}.{row.programme}@duban")
    event.add("sequence", row.revision)
    event.add("summary", f"{line.title} ({line.light_word})")
    event.add("description", f"{line.unit} {line.person} {line.state_word}".strip())
    event.add("status", "CANCELLED" if row.state in _CANCELLED else "CONFIRMED")
    return event


def _of_members(lines: Lines, rows: list[Obligation], line: Line, members: Members) -> Event:
    """One entry for all: on the first day on which one of them is still to do it."""
    first = rows[0]
    event = _on(first)
    item, unit, occurrence = _alike(first)
    of = ".".join(part for part in (item, unit, occurrence) if part)
    event.add("uid", f"members-{of}.{first.programme}@duban")
    event.add("sequence", members.sequence)
    event.add("summary", f"{line.title} ({line.light_word})")
    told = lines.texts.gettext(
        "{n} of {all} members not done yet", n=members.open, all=members.owing
    )
    org = lines.context.org
    still = [
        org.people[row.person].called(lines.language)
        for row in rows
        if row.state not in DONE and row.person in org.people
    ]
    more = "…" if len(still) > NAMED else ""
    names = dates_words.joined(still[:NAMED], lines.locale) + more
    event.add("description", " ".join(part for part in (line.unit, told, names) if part))
    event.add("status", "CONFIRMED" if members.owing else "CANCELLED")
    return event


def _on(row: Obligation) -> Event:
    """A whole day: the one that counts now, or of what is over the one on which it was due."""
    day = row.due_on if row.state in DONE else row.step_due_on or row.due_on
    assert day is not None
    event = Event()
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    return event
