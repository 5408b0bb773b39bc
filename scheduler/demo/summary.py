"""What the demo ends with: lights, what is overdue, mails by kind, what happens next."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from workflows.commands import views
from workflows.commands.context import Context, address
from workflows.store import queries
from workflows.store import tables as t

MOST = 10


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that will happen: the day, what, for how many, and who hears it."""

    on: date
    what: str
    n: int
    to: str


def overdue(connection: Connection, context: Context, now: datetime) -> list[dict[str, Any]]:
    """What is red, the highest level and the longest overdue first."""
    rows = queries.obligations(connection, context.key, light="red")
    found = [views.obligation(context, row, now) for row in rows]
    return sorted(
        found, key=lambda one: (-one["escalation_level"], -one["workdays_overdue"], one["id"])
    )


def mails(connection: Connection, programme: str) -> list[tuple[str, int, int]]:
    """(kind, things said of it, of these dropped before sending), the most frequent first."""
    i, m = t.message_items.c, t.messages.c
    query = (
        select(i.kind, i.dropped_why != "", func.count())
        .join(t.messages, m.id == i.message)
        .where(m.programme == programme)
        .group_by(i.kind, i.dropped_why != "")
    )
    said: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for kind, gone, n in connection.execute(query):
        (dropped if gone else said)[kind] += n
    return [(kind, said[kind], dropped[kind]) for kind, _ in (said + dropped).most_common()]


def coming(
    connection: Connection, context: Context, now: datetime, most: int = MOST
) -> list[Coming]:
    """The next things that will happen if nobody does anything."""
    found: dict[tuple[str, str, str], list[str]] = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in queries.upcoming(connection, context.key, now, 400):
        if row.state == "planned":
            opens = context.frame.day(row.next_check_at or now).isoformat()
            key = (opens, views.title(context, row), "opens")
            counts[key] += 1
            found.setdefault(key, []).append(address(context, row.holder))
            continue
        for point in views.coming(connection, context, row, now, most=1):
            key = (point["date"], views.title(context, row), point["point"])
            counts[key] += 1
            found.setdefault(key, []).extend(point["to"])
    ordered = sorted(found)[:most]
    return [
        Coming(
            on=date.fromisoformat(key[0]),
            what=f"{key[1]}: {key[2]}",
            n=counts[key],
            to=_few(list(dict.fromkeys(found[key]))),
        )
        for key in ordered
    ]


def _few(people: list[str]) -> str:
    people = [person for person in people if person]
    shown = ", ".join(people[:3])
    return f"{shown} and {len(people) - 3} more" if len(people) > 3 else shown
