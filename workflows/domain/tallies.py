"""What is counted together: matters that no page of numbers tells apart are one cell.

The numbers are kept beside the rows and changed with them, so that a page of numbers costs as
much as the plan has lines and the office units, however many people owe something. Pure.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol

from workflows.domain.figures import ENDED, Fact, is_on_time
from workflows.domain.rows import Obligation

#: Kinds that count in the numbers by phase and unit; phases, anchors and papers frame them.
COUNTED = frozenset({"task", "decision", "rectification", "matter", "inspection", "lookback"})
#: Kinds that are kept count of: papers wait for a signature by a day, phases for an anchor.
TALLIED = COUNTED | {"slip", "bulletin", "phase"}
#: Kinds that are told apart by their line of the plan; others are numbered one by one.
_OF_ITEM = ("task", "phase")


class Cell(NamedTuple):
    """Days are ISO texts, "" for none: of what is ended the days matter no more, only whether it
    was done by them."""

    phase: str
    item: str
    unit: str
    kind: str
    state: str
    light: str
    due_on: str
    leg_due_on: str
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


class Turned(Protocol):
    """What becomes of a row; the row itself, where nothing does."""

    @property
    def state(self) -> str: ...
    @property
    def light(self) -> str: ...
    @property
    def leg_due_on(self) -> date | None: ...


def cell(row: Obligation, turned: Turned | None = None) -> Cell:
    """Where `row` counts, as it stands or as it is `turned`."""
    key, at = row.key, turned or row
    ended = at.state in ENDED
    due_on, leg_due_on = row.due_on, at.leg_due_on
    return Cell(
        row.phase,
        key.item if key.kind in _OF_ITEM else "",
        key.party.unit,
        key.kind,
        at.state,
        at.light,
        "" if ended or due_on is None else due_on.isoformat(),
        "" if ended or leg_due_on is None else leg_due_on.isoformat(),
        row.waits_for,
        int(ended and is_on_time(at.state, due_on, row.done_on or row.reported_on)),
    )


def changes(before: Iterable[tuple[Cell, int]], after: Iterable[tuple[Cell, int]]) -> list[Change]:
    """What rows in cells, each with how often it was returned, change when they stand in others
    afterwards; in the order of the cells, so that nobody waits for somebody who waits for him."""
    n: Counter[Cell] = Counter()
    returned: Counter[Cell] = Counter()
    for sign, rows in ((-1, before), (1, after)):
        for at, times in rows:
            n[at] += sign
            returned[at] += sign * times
    return [Change(at, n[at], returned[at]) for at in sorted(n) if n[at] or returned[at]]


def squares(changes: Iterable[tuple[Cell, int]]) -> list[tuple[Square, int]]:
    """How many more (or fewer) each square counts where cells count so many more, in order."""
    n: Counter[Square] = Counter()
    for at, more in changes:
        if at.kind in COUNTED:
            n[Square(at.phase, at.item, at.unit, at.kind, at.state, at.light)] += more
    return [(at, n[at]) for at in sorted(n) if n[at]]


#: What the statistics tell apart, in the order in which `fact` takes it.
OF_FACT = ("unit", "phase", "state", "due_on", "on_time")


def fact(
    unit: str, phase: str, state: str, due_on: str, on_time: int, n: int, returned: int
) -> Fact:
    """`n` matters of some cells as one fact; its light is none, for the numbers ask for none."""
    due = date.fromisoformat(due_on) if due_on else None
    if state in ENDED:
        # Its day is forgotten; one that was missed stands for it.
        due = None if on_time else date.min
    return Fact(
        unit=unit, phase=phase, state=state, light="", due_on=due, done_on=None, returns=returned,
        n=n,
    )  # fmt: skip
