"""A month of due days, with days off as the office's calendar has them; and one day's list."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines, folded
from dashboard.web.rights import Who
from workflows.commands.context import Context
from workflows.store import tables as t

MOST = 100


@dataclass(slots=True, kw_only=True)
class Day:
    on: date
    inside: bool
    works: bool
    counts: dict[str, int] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)


def month(
    connection: Connection, context: Context, who: Who, first: date, language: str
) -> list[Day]:
    """One read. Whole weeks, from Monday; only what is not done yet is counted."""
    begin = first - timedelta(days=first.weekday())
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    end = last + timedelta(days=6 - last.weekday())
    o = t.obligations.c
    where = [
        o.light.in_(("red", "yellow", "green")),
        o.leg_due_on >= begin,
        o.leg_due_on <= end,
        o.kind.in_(lists.MATTERS),
        *lists.within(who.scope, who.person),
    ]
    counts: dict[date, dict[str, int]] = defaultdict(dict)
    for day, light, n in lists.counts(connection, context.key, o.leg_due_on, o.light, where=where):
        counts[day][light] = n
    marks = defaultdict(list)
    for anchor in context.plan.anchors:
        if on := context.anchors.get(anchor.key):
            marks[on].append(anchor.title.in_(language))
    works = context.frame.calendar.is_workday
    return [
        Day(on=day, inside=day.month == first.month, works=works(day), counts=counts.get(day, {}),
            marks=marks[day])
        for day in (begin + timedelta(days=n) for n in range((end - begin).days + 1))
    ]  # fmt: skip


def due_on(
    connection: Connection, context: Context, lines: Lines, who: Who, day: date
) -> list[Line]:
    o = t.obligations.c
    where = [
        o.light.in_(("red", "yellow", "green")),
        o.leg_due_on == day,
        o.kind.in_(lists.MATTERS),
        *lists.within(who.scope, who.person),
    ]
    return folded(lines.many(lists.rows(connection, context.key, *where, limit=MOST)))
