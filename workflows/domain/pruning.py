"""Whether old months of the record may go. Pure: facts go in, the reasons against come out.

A month goes whole or not at all, with all months before it, and only when everything in it is
over: each obligation it tells of is done and its story ends within what goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: Months that stay in any case unless said otherwise.
KEEP_MONTHS = 24
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the events that would go. Lists are numbers of rows, in order."""

    unsealed: Sequence[int] = ()
    unnoticed: Sequence[int] = ()
    #: Obligations they tell of that are not done, or go on in what stays, or that an
    #: obligation asks about which is not done.
    open: Sequence[int] = ()
    going_on: Sequence[int] = ()
    asked_about: Sequence[int] = ()
    #: Messages that have not been sent, failed or been cancelled.
    unsent: Sequence[int] = ()
    #: Rows that are not in the export as they stand in the database.
    not_exported: int = 0


def latest(today: date, keep_months: int) -> date:
    """The first day that must stay: the month `keep_months` before that of `today`."""
    months = today.year * 12 + today.month - 1 - keep_months
    return date(months // 12, months % 12 + 1, 1)


def against(facts: Facts) -> list[str]:
    """Why these events may not go; empty when nothing speaks against it."""
    found = [
        (facts.unsealed, "events are not sealed"),
        (facts.unnoticed, "events have not been turned into mail yet"),
        (facts.open, "obligations are not done"),
        (facts.going_on, "obligations go on in the months that would stay"),
        (facts.asked_about, "obligations are what one that is not done is about"),
        (facts.unsent, "messages are not sent yet"),
    ]
    said = [f"{len(rows)} {what} ({_some(rows)})" for rows, what in found if rows]
    if facts.not_exported:
        said.append(f"{facts.not_exported} rows are not in the export as they stand here")
    return said


def _some(rows: Sequence[int]) -> str:
    more = ", …" if len(rows) > _NAMED else ""
    return ", ".join(str(number) for number in rows[:_NAMED]) + more
