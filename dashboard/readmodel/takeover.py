"""What was past its date when a running programme was taken over, and is not marked yet."""

from datetime import date

from sqlalchemy import Connection

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from workflows.store import tables as t

#: So many items without a date are looked through, and so many shown at once.
READ, MOST = 5_000, 200


def unmarked(connection: Connection, key: str, lines: Lines) -> list[tuple[Line, date]]:
    """The items with the day each was due on first, in the order in which they were due."""
    o = t.obligations.c
    where = [o.light == "white", o.state == "open"]
    found = [
        (row, row.facts.taken_over)
        for row in lists.rows(connection, key, *where, limit=READ)
        if row.facts.taken_over
    ]
    found.sort(key=lambda one: (one[1], one[0].id))
    return [(lines.line(row), day) for row, day in found[:MOST]]
