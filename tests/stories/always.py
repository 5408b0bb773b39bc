"""What must hold after every step of every story, whatever happens in it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select

from workflows.commands.context import Context
from workflows.domain.rows import Obligation
from workflows.domain.standing import standing
from workflows.domain.states import DONE
from workflows.domain.tallies import TALLIED, Cell, Change, Square, cell, squares
from workflows.store import outbox_queries, queries
from workflows.store import tables as t

#: What nobody may change without an event that says so.
TOLD = ("state", "step", "assignee", "due_on", "step_due_on", "light", "level", "policy", "unit",
        "done_on", "revision")  # fmt: skip
Counted = dict[Cell, tuple[int, int]]
_EVENTS_AFTER = select(t.events.c.id, t.events.c.obligation).where(t.events.c.id > bindparam("id"))


def kept(connection: Connection, programme: str) -> Counted:
    """The kept numbers: cell → how many, and how often returned."""
    found = _summed(connection, t.tallies, Cell._fields, programme)
    return {Cell(*row[:-2]): (int(row[-2]), int(row[-1])) for row in found}


def lights(connection: Connection, programme: str) -> list[tuple[Square, int, int]]:
    """The same without days: how many in each square, and how often returned."""
    found = _summed(connection, t.tally_lights, Square._fields, programme)
    return sorted((Square(*row[:-2]), int(row[-2]), int(row[-1])) for row in found)


def _summed(
    connection: Connection, table: Table, names: Sequence[str], programme: str
) -> Sequence[Any]:
    n, returned = func.sum(table.c.n), func.sum(table.c.returned)
    columns = [table.c[name] for name in names]
    query = select(*columns, n, returned).where(table.c.programme == programme)
    return connection.execute(query.group_by(*columns).having((n != 0) | (returned != 0))).all()


def recounted(rows: Iterable[Obligation]) -> Counted:
    """The same from the rows themselves."""
    found: dict[Cell, tuple[int, int]] = {}
    for row in rows:
        if row.kind in TALLIED:
            n, returned = found.get(cell(row), (0, 0))
            found[cell(row)] = n + 1, returned + row.returns
    return found


class Watch:
    """Looks at all rows after each step and compares them with the step before."""

    def __init__(self) -> None:
        self._before: dict[int, Obligation] = {}
        self._told = 0

    def forget(self, rows: Iterable[Obligation]) -> None:
        """Take `rows` as they stand, however they came to be so."""
        self._before = {row.id: row for row in rows}

    def look(self, connection: Connection, context: Context) -> list[Obligation]:
        """Tallies equal a recount, every change has an event and a higher version."""
        rows = queries.obligations(connection, context.key)
        counted = recounted(rows)
        assert kept(connection, context.key) == counted
        by_square = squares(Change(cell, *numbers) for cell, numbers in counted.items())
        assert lights(connection, context.key) == by_square
        told = connection.execute(_EVENTS_AFTER, {"id": self._told}).all()
        about = {obligation for _, obligation in told}
        for row in rows:
            self._is_told(self._before.get(row.id), row, about)
        self._told = max((number for number, _ in told), default=self._told)
        self.forget(rows)
        return rows

    def after_sweep(self, connection: Connection, context: Context, now: datetime) -> None:
        """Lights are what they should be, and whatever can be late has a moment to come."""
        assert not outbox_queries.unnoticed(connection, context.key, 1), "left unsaid"
        for row in self.look(connection, context):
            if not row.error and row.policy in context.policies:
                _stands(context, row, now)

    def _is_told(self, before: Obligation | None, row: Obligation, about: set[int | None]) -> None:
        changed = before is None or any(getattr(before, f) != getattr(row, f) for f in TOLD)
        assert not changed or row.id in about, (row, "changed without an event")
        assert before is None or before == row or before.version < row.version, row
        kept = before is None or before.revision <= row.revision
        assert kept, (row, "its revision went back")


def _stands(context: Context, row: Obligation, now: datetime) -> None:
    stands = standing(row, context.policies[row.policy], context.frame, context.today(now))
    assert row.light == stands.light, (row, stands)
    dated = row.kind not in ("phase", "anchor") and row.step_due_on is not None
    watched = dated and row.state not in DONE and row.step > 0
    assert not watched or row.next_check_at is not None, (row, "is watched by nobody")
    assert row.next_check_at is None or row.next_check_at > now, (row, "was passed over")
    assert row.state not in DONE or row.next_check_at is None, row
