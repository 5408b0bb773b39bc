"""What is counted together: items that no page of numbers tells apart are one cell.

The numbers are kept beside the rows and changed with them, so that a page of numbers costs as
much as the plan has lines and the office units, however many people owe something. Pure.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol

from workflows.domain.figures import ENDED, Fact, is_on_time
from workflows.domain.kinds import kinds_that
from workflows.domain.rows import Obligation

#: Kinds that count in the numbers by phase and unit; phases, anchors and documents frame them.
COUNTED = kinds_that("status")
#: Kinds that are kept count of: documents wait for a signature by a day, phases for an anchor.
TALLIED = COUNTED | kinds_that("document") | {"phase"}
#: Kinds that are told apart by their line of the plan; others are numbered one by one.
_OF_ITEM = ("task", "phase")


class Cell(NamedTuple):
    """Days are ISO texts, "" for none: of what is ended the days item no more, only whether it
    was done by them."""

    phase: str
    item: str
    unit: str
    kind: str
    state: str
    light: str
    due_on: str
    step_due_on: str
    waits_for: str
    on_time: int


class Change(NamedTuple):
    """How many more (or fewer) a cell counts, and how often those were returned."""

    cell: Cell
    n: int
    returned: int


class Square(NamedTuple):
    """Cells that count by phase and unit and differ in their days only."""

    phase: str
    item: str
    unit: str
    kind: str
    state: str
    light: str
    on_time: int


class Turned(Protocol):
    """What becomes of a row; the row itself, where nothing does."""

    @property
    def state(self) -> str: ...
    @property
    def light(self) -> str: ...
    @property
    def step_due_on(self) -> date | None: ...


def cell(row: Obligation, turned: Turned | None = None) -> Cell:
    """Where `row` counts, as it stands or as it is `turned`."""
    key, at = row.key, turned or row
    ended = at.state in ENDED
    due_on, step_due_on = row.due_on, at.step_due_on
    return Cell(
        row.phase,
        key.item if key.kind in _OF_ITEM else "",
        key.party.unit,
        key.kind,
        at.state,
        at.light,
        "" if ended or due_on is None else due_on.isoformat(),
        "" if ended or step_due_on is None else step_due_on.isoformat(),
        row.waits_for,
        int(ended and bool(is_on_time(at.state, due_on, row.done_on or row.reported_on))),
    )


def changes(before: Iterable[tuple[Cell, int]], after: Iterable[tuple[Cell, int]]) -> list[Change]:
    """What rows in cells, each with how often it was returned, change when they stand in others
    afterwards; in the order of the cells."""
    n: Counter[Cell] = Counter()
    returned: Counter[Cell] = Counter()
    for sign, rows in ((-1, before), (1, after)):
        for at, times in rows:
            n[at] += sign
            returned[at] += sign * times
    return [Change(at, n[at], returned[at]) for at in sorted(n) if n[at] or returned[at]]


def squares(changes: Iterable[Change]) -> list[tuple[Square, int, int]]:
    """How many more (or fewer) each square counts, and how often those were returned, where cells
    change so; in order."""
    n: Counter[Square] = Counter()
    returned: Counter[Square] = Counter()
    for at, more, times in changes:
        if at.kind in COUNTED:
            square = Square(*(getattr(at, name) for name in Square._fields))
            n[square] += more
            returned[square] += times
    return [(at, n[at], returned[at]) for at in sorted(n) if n[at] or returned[at]]


def facts(
    squares: Iterable[tuple[str, str, str, int, int, int]],
    due: Iterable[tuple[str, str, str, date, int]],
) -> list[Fact]:
    """All that counts, as the statistics want it: (unit, phase, state, on time, n, returned) of all
    of it, and (unit, phase, state, due on, n) of what is not ended and due by the reader's day.
    What is due later has no day here, and none a light: the statistics ask for neither."""
    found = []
    rest: Counter[tuple[str, str, str]] = Counter()
    for unit, phase, state, due_on, n in due:
        rest[unit, phase, state] -= n
        found.append(_fact(unit, phase, state, due_on, n, 0))
    for unit, phase, state, on_time, n, returned in squares:
        # What is ended forgets its day; one that was missed stands for it.
        missed = date.min if state in ENDED and not on_time else None
        left = n + rest.pop((unit, phase, state), 0)
        found.append(_fact(unit, phase, state, missed, left, returned))
    return found


def _fact(unit: str, phase: str, state: str, due_on: date | None, n: int, returned: int) -> Fact:
    return Fact(
        unit=unit,
        phase=phase,
        state=state,
        light="",
        due_on=due_on,
        done_on=None,
        returns=returned,
        n=n,
    )
