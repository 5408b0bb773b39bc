"""Whether old months of the record may go. Pure: facts go in, the reasons against come out.

A month goes whole or not at all, with all months before it, and only when everything in it is
over: each obligation it tells of is done and its story ends within what goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflows.domain.messages import N_, Message, Text

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


def against(facts: Facts) -> list[Text]:
    """Why these events may not go; empty when nothing speaks against it."""
    found = [
        (facts.unsealed, N_("{n} events are not sealed ({rows})")),
        (facts.unnoticed, N_("{n} events have not been turned into mail yet ({rows})")),
        (facts.open, N_("{n} items are not done ({rows})")),
        (facts.going_on, N_("{n} items go on in the months that would be kept ({rows})")),
        (facts.asked_about, N_("an item that is not done refers to {n} items ({rows})")),
        (facts.unsent, N_("{n} mails are not sent yet ({rows})")),
    ]
    said: list[Text] = [
        Message(what, n=len(rows), rows=_some(rows)) for rows, what in found if rows
    ]
    if facts.not_exported:
        n = facts.not_exported
        said.append(Message("{n} rows are not in the export as they are in the database", n=n))
    return said


def _some(rows: Sequence[int]) -> str:
    more = ", …" if len(rows) > _NAMED else ""
    return ", ".join(str(number) for number in rows[:_NAMED]) + more
