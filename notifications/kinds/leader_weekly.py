"""A leader's page on Monday: three numbers against last week, what is late and why."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from notifications.digests import COUNTED, MOST, WEEK, DigestItem
from notifications.mail_kind import MailKind
from notifications.message import Entry
from notifications.reading import Read
from workflows.commands.context import Context
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.messages import N_
from workflows.domain.rows import Obligation

#: A unit does well with so many items done and none late.
_WELL = 3


class Numbers(NamedTuple):
    """At the end of a day."""

    done: int
    open: int
    overdue: int


class Late(NamedTuple):
    """An item that is late; `note`: the unit's explanation."""

    title: str
    days_over: int
    note: str


class UnitLate(NamedTuple):
    """What is late in a unit: how many, and each item once."""

    unit: str
    overdue: int
    items: tuple[Late, ...]


class Request(NamedTuple):
    """What the reader has to decide: more time until a day, or that it is another unit's."""

    title: str
    unit: str
    to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderWeekly(Entry):
    kind = "leader_weekly"
    numbers: Numbers
    last: Numbers
    by_unit: tuple[UnitLate, ...] = ()
    good: tuple[str, ...] = ()
    decisions: tuple[Request, ...] = ()


def build(read: Read) -> LeaderWeekly | None:
    """None when nothing is late and nothing waits for the reader."""
    context, today, digests = read.context, read.today, read.batch.digests
    units = in_charge(context, read.reader.key, today)
    late = [row for row in digests.red if row.kind in COUNTED and row.unit in units]
    decisions = [row for row in digests.asked if row.assignee == read.reader.key]
    if not late and not decisions:
        return None
    rows = [row for row in digests.items if row.unit in units]
    done = digests.done(today + timedelta(days=1))
    by_unit: dict[str, list[Obligation]] = defaultdict(list)
    for row in late:
        by_unit[row.unit].append(row)
    return LeaderWeekly(
        about=read.about(),
        numbers=_numbers(rows, digests.done(today), today),
        last=_numbers(rows, digests.done(today - WEEK), today - WEEK),
        by_unit=tuple(
            UnitLate(read.unit(unit), len(found), _late(read, found))
            for unit in context.org.units
            if (found := by_unit.get(unit))
        ),
        good=tuple(read.unit(unit) for unit in _good(context, rows, done)),
        decisions=tuple(
            Request(read.title(row), read.unit(row.unit), DecisionFacts.of(row).to)
            for row in decisions
        ),
    )


def in_charge(context: Context, reader: str, today: date) -> set[str]:
    """The units a leader answers for; all of them for the head of the organisation."""
    units: set[str] = set()
    for tenure in context.org.tenures:
        if tenure.person == reader and tenure.held(today):
            if tenure.role == "principal":
                return set(context.org.units)
            units.update(tenure.portfolio)
    return units


def _late(read: Read, rows: Sequence[Obligation]) -> tuple[Late, ...]:
    """Items of one unit, each once however many members are late with it."""
    digests = read.batch.digests
    found: dict[str, Late] = {}
    for row in digests.worst(rows):
        title, note = read.title(row), "" if row.person else digests.notes.get(row.id, "")
        before = found.setdefault(title, Late(title, digests.over(row), note))
        found[title] = before._replace(note=before.note or note)
    return tuple(found.values())[:MOST]


def _numbers(rows: Sequence[DigestItem], done: set[int], today: date) -> Numbers:
    """At the end of the day before `today`."""
    still = [row for row in rows if row.id not in done]
    overdue = sum(1 for row in still if row.due_on is not None and row.due_on < today)
    return Numbers(len(rows) - len(still), len(still), overdue)


def _good(context: Context, rows: Sequence[DigestItem], done: set[int]) -> list[str]:
    """Units with enough items done and none late, in the office's order."""
    late = {row.unit for row in rows if row.light == "red"}
    many = Counter(row.unit for row in rows if row.id in done)
    return [unit for unit in context.org.units if many[unit] >= _WELL and unit not in late]


KIND = MailKind(
    entry=LeaderWeekly, build=build, label=N_("weekly page"), rank=71, stays=True, page=True
)
