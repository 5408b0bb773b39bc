"""What another calendar of the office's own would change. Nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from workflows.commands.context import Context, setting_of
from workflows.domain.fanout import owed, reconcile
from workflows.domain.moments import Frame
from workflows.domain.overrides import Override
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE
from workflows.domain.workdays import Calendar, calendar
from workflows.store import queries


@dataclass(frozen=True, kw_only=True)
class OtherCalendar:
    """What a file of overrides would change, were it in place of the one that is read now.

    `days`: (day, whether it would be worked) of those that would be otherwise; `moves`: (row, its
    due day, the one it would get when the plan is published next or people change); `falls`: open
    rows that stay due on a day that would be off and is not now.
    """

    days: tuple[tuple[date, bool], ...]
    moves: tuple[tuple[Obligation, date | None, date | None], ...]
    falls: tuple[Obligation, ...]


def what_if(
    connection: Connection,
    context: Context,
    stands: Iterable[Override],
    given: Iterable[Override],
    now: datetime,
) -> OtherCalendar:
    """The effects of the overrides `given` in place of `stands`. Raises CalendarError."""
    old, new = tuple(stands), tuple(given)
    other = calendar(context.plan.calendar, new)
    later = replace(context, frame=Frame(other, context.frame.zone))
    rows = queries.obligations(connection, context.key)
    setting = setting_of(later, now, rows)
    moves = tuple(
        (change.row, change.row.due_on, change.owed.due_on)
        for change in reconcile(owed(setting), rows, context.org, setting.today)
        if change.kind == "redate" and change.row and change.owed
        if change.row.base_due_on != change.owed.due_on
    )
    days = _days(context.frame.calendar, other, {one.day for one in (*old, *new)})
    off = {day for day, works in days if not works}
    moved = {row.id for row, _, _ in moves}
    return OtherCalendar(
        days=days,
        moves=moves,
        falls=tuple(
            row
            for row in rows
            if row.state not in DONE and row.id not in moved
            if (row.step_due_on or row.due_on) in off
        ),
    )


def _days(old: Calendar, new: Calendar, named: set[date]) -> tuple[tuple[date, bool], ...]:
    """The days that are worked under one calendar and off under the other, in order."""
    return tuple(
        (day, new.is_workday(day))
        for day in sorted(named)
        if old.is_workday(day) != new.is_workday(day)
    )
