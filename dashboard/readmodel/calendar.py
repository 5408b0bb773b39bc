"""A month of due days, with days off as the office's calendar has them; and one day's list."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from workflows.commands.context import Context
from workflows.domain.roles import Who
from workflows.domain.rows import Obligation
from workflows.store import tables as t
from workflows.store import tallies

MOST = 60
#: As many of what somebody holds for units that they do not see.
MOST_HELD = 500


@dataclass(slots=True, kw_only=True)
class Day:
    on: date
    inside: bool
    works: bool
    counts: dict[str, int] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)


Counts = dict[date, dict[str, int]]


def weeks(first: date) -> tuple[date, date]:
    """The Monday before the month that begins on `first`, and the Sunday after it."""
    begin = first - timedelta(days=first.weekday())
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return begin, last + timedelta(days=6 - last.weekday())


def counts(connection: Connection, context: Context, who: Who, first: date) -> Counts:
    """Two reads at most: day → light → how many are due; only what is not done yet. Of the units
    the reader sees, and what they hold themselves elsewhere."""
    begin, end = weeks(first)
    found: Counts = defaultdict(dict)
    for day, unit, light, n in tallies.due(connection, context.key, begin, end):
        if who.scope is None or unit in who.scope:
            found[day][light] = found[day].get(light, 0) + n
    if who.scope is not None and who.person:
        for row in _held_elsewhere(connection, context, who, begin, end):
            assert row.step_due_on is not None
            held = found[row.step_due_on]
            held[row.light] = held.get(row.light, 0) + 1
    return found


def _held_elsewhere(
    connection: Connection, context: Context, who: Who, begin: date, end: date
) -> list[Obligation]:
    o = t.obligations.c
    where = [
        o.assignee == who.person,
        o.unit.not_in(sorted(who.scope or ())),
        o.light.in_(("red", "yellow", "green")),
        o.step_due_on.between(begin, end),
        o.kind.in_(lists.ITEMS),
    ]
    return lists.rows(connection, context.key, *where, limit=MOST_HELD)


def month(context: Context, counted: Counts, first: date, language: str) -> list[Day]:
    """Whole weeks, from Monday."""
    begin, end = weeks(first)
    marks = defaultdict(list)
    for anchor in context.plan.anchors:
        if on := context.anchors.get(anchor.key):
            marks[on].append(anchor.title.in_(language))
    works = context.frame.calendar.is_workday
    return [
        Day(
            on=day,
            inside=day.month == first.month,
            works=works(day),
            counts=counted.get(day, {}),
            marks=marks[day],
        )
        for day in (begin + timedelta(days=n) for n in range((end - begin).days + 1))
    ]


def due_on(
    connection: Connection, context: Context, lines: Lines, who: Who, day: date
) -> list[Line]:
    o = t.obligations.c
    where = [
        o.programme == context.key,
        o.step_due_on == day,
        o.kind.in_(lists.ITEMS),
        *lists.within(who.scope, who.person),
    ]
    query = lists.urgent(("red", "yellow", "green"), *where)
    return lines.folded(lists.made(connection, query, {"limit": MOST}))
