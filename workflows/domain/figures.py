"""The numbers of a programme: what was owed, done, done on time, open and overdue.

One place computes them for the bulletin, `status` and the board. Items that are alike come
as one fact with a count, so that a million of them are counted as quickly as they are read.
Pure; the words are those of the statistics table of a bulletin (统计表).
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from workflows.domain.kinds import kinds_that
from workflows.domain.states import REVIEWING

#: Kinds of obligations that count; documents, requests, phases and anchors frame them.
ITEMS = kinds_that("counts")
#: An inspection whose facts are contested was held all the same.
_DONE = frozenset({"accepted", "struck_off", "held", "contested"})
_GONE = frozenset({"waived", "withdrawn"})
ENDED = _DONE | _GONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """`n` items that are alike. `done_on`: the day it was done, else the day it was reported;
    `behind`: returned twice, or a note was missed; `returns`: how often, all of them together."""

    unit: str
    phase: str
    state: str
    light: str
    due_on: date | None
    done_on: date | None
    listed: bool = False
    behind: bool = False
    returns: int = 0
    relapses: int = 0
    n: int = 1


@dataclass(slots=True, kw_only=True)
class Numbers:
    """Counts of one unit, one phase or the whole programme, as of one day.

    owed      应办: due by that day, or done before it was due
    done      办结: accepted, closed or held
    on_time   按期办结: of these, done by their date
    open      在办: not due yet, on hold, or reported and still to be verified
    behind    滞后: of the open ones, those that are behind
    overdue   逾期: due before that day and neither done nor on hold
    returned, relapsed: how often; listed: how many are listed now
    """

    owed: int = 0
    done: int = 0
    on_time: int = 0
    open: int = 0
    behind: int = 0
    overdue: int = 0
    returned: int = 0
    relapsed: int = 0
    listed: int = 0

    @property
    def rate(self) -> int | None:
        """Done on time of what was owed, in whole percent; None where nothing was owed."""
        return percent(self.on_time, self.owed)

    @property
    def done_rate(self) -> int | None:
        return percent(self.done, self.owed)

    def as_dict(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {f.name: getattr(self, f.name) for f in fields(self)}
        return found | {"rate": self.rate, "done_rate": self.done_rate}


_COUNTS = tuple(each.name for each in fields(Numbers))


def is_on_time(state: str, due_on: date | None, done_on: date | None) -> bool | None:
    """Whether what is in `state` was done by its date; None while it is not done.

    The day it was done decides, not the day of reporting or of reviewing. What has no date is never
    late. An inspection whose facts are contested was held all the same.
    """
    if state not in _DONE:
        return None
    return due_on is None or (done_on is not None and done_on <= due_on)


def percent(part: int, whole: int) -> int | None:
    """`part` of `whole` in whole percent, halves up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def add(into: Numbers, fact: Fact, day: date) -> None:
    """Count `fact` as it stands at the end of `day`."""
    if fact.state in _GONE:
        return
    into.returned += fact.returns
    into.relapsed += fact.relapses * fact.n
    if fact.state in _DONE:
        into.owed += fact.n
        into.done += fact.n
        into.on_time += fact.n if is_on_time(fact.state, fact.due_on, fact.done_on) else 0
        return
    into.listed += fact.n if fact.listed else 0
    if fact.state == "on_hold":
        # Put off by decision: taken up again, it gets a new limit.
        into.open += fact.n
        return
    late = fact.due_on is not None and fact.due_on < day
    if late and fact.state in REVIEWING:
        # With its reviewer: what the responsible party owed they have reported.
        into.owed += fact.n
        into.open += fact.n
        return
    if late:
        into.owed += fact.n
        into.overdue += fact.n
        return
    if fact.due_on is not None and fact.due_on == day:
        into.owed += fact.n
    if fact.state != "planned":
        into.open += fact.n
        into.behind += fact.n if fact.behind else 0


def by(facts: Iterable[Fact], day: date, attribute: str) -> dict[str, Numbers]:
    """Numbers by `unit` or by `phase`."""
    found: dict[str, Numbers] = {}
    for fact in facts:
        add(found.setdefault(getattr(fact, attribute), Numbers()), fact, day)
    return found


def cells(facts: Iterable[Fact], day: date) -> dict[tuple[str, str], Numbers]:
    """Numbers by unit and phase."""
    found: dict[tuple[str, str], Numbers] = {}
    for fact in facts:
        add(found.setdefault((fact.unit, fact.phase), Numbers()), fact, day)
    return found


def together(counted: Iterable[Numbers]) -> Numbers:
    """The sum of numbers that were counted apart."""
    found = Numbers()
    for one in counted:
        for name in _COUNTS:
            setattr(found, name, getattr(found, name) + getattr(one, name))
    return found


def total(facts: Iterable[Fact], day: date) -> Numbers:
    found = Numbers()
    for fact in facts:
        add(found, fact, day)
    return found


def outcome(fact: Fact, day: date) -> str:
    """How an item counts in its unit's mark: on_time, late, missing; "" where it does not."""
    one = total([fact], day)
    if not one.owed:
        return ""
    if one.done:
        return "on_time" if one.on_time else "late"
    return "missing"


def mark(numbers: Numbers) -> int | None:
    """A unit's mark: done on time counts whole, done late counts half; None where nothing was
    owed. From completion alone, never from who logged in or acknowledged what."""
    late = numbers.done - numbers.on_time
    return percent(2 * numbers.on_time + late, 2 * numbers.owed)
