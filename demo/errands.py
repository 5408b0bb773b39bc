"""What the office does on a day of its own: registers instructions, issues promises carried
over, calls inspections and rounds of progress notes, enters the congress's day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.cases import CASES, Case
from demo.matters import CALLED, MATTERS, Assigned, Called
from workflows.commands import acts, anchors, inspect, matters, rectify
from workflows.commands.door import Acting
from workflows.domain.rows import Obligation
from workflows.domain.workdays import Calendar
from workflows.store import queries

CONGRESS = ("congress-18", date(2012, 9, 28), date(2012, 11, 8))
#: The office comes to it before the others come to theirs.
_HOUR = time(9, 30)
#: A note called for is to come within so many working days; a task is long when it has so many
#: days still to go; of these so many are asked about at a time.
_NOTE_WITHIN = 5
_LONG = timedelta(days=150)
_AT_A_TIME = 8
#: No round is called after this day.
_LAST = date(2012, 12, 31)
#: Months in which long tasks are asked about.
_QUARTERLY = (3, 6, 9, 12)

Do = Callable[[Acting], None]


@dataclass(order=True, frozen=True, slots=True)
class Errand:
    """One thing the office does at `at`; `place` keeps the order of what falls together."""

    at: datetime
    place: int
    do: Do = field(compare=False)


def errands(first: date, calendar: Calendar, zone: str) -> list[Errand]:
    """Everything from `first` on, in order."""
    days = sorted(_all(first), key=lambda one: one[0])
    return [
        Errand(datetime.combine(calendar.on_or_after(day), _HOUR, ZoneInfo(zone)), place, do)
        for place, (day, do) in enumerate(days)
        if first <= day
    ]


def _all(first: date) -> Iterator[tuple[date, Do]]:
    yield CONGRESS[1], _congress
    yield from ((one.on, _assigns(one)) for one in MATTERS)
    yield from ((one.told, _calls(one)) for one in CALLED)
    yield from ((one.on, _issues(one, n)) for n, one in enumerate(CASES) if one.on)
    month = first.replace(day=1)
    while month <= _LAST:
        yield month.replace(day=20), _listed_round
        if month.month in _QUARTERLY:
            yield month.replace(day=20), _long_round
        month = (month + timedelta(days=32)).replace(day=1)


def _congress(acting: Acting) -> None:
    key, _, on = CONGRESS
    anchors.announce(acting, key, on)


def _assigns(one: Assigned) -> Do:
    def do(acting: Acting) -> None:
        matter = matters.Matter(
            unit=one.unit,
            title=one.title,
            words=one.words,
            source=one.source,
            asked_by=one.asked_by,
            assist=one.assist,
            due=one.due,
        )
        matters.assign(acting, matter)

    return do


def _calls(one: Called) -> Do:
    def do(acting: Acting) -> None:
        given = inspect.Inspection(
            way=one.way,
            on=one.on,
            lead=one.lead,
            team=one.team,
            units=one.units,
            title=one.title,
        )
        inspect.plan(acting, given)

    return do


def _issues(case: Case, n: int) -> Do:
    def do(acting: Acting) -> None:
        org = acting.context.org
        head = org.posts[org.seats("head", case.unit)[0]][0]
        finding = rectify.Finding(
            unit=case.unit,
            person=head.deputy or "" if case.by_deputy else "",
            what=case.what,
            title=case.title,
            where=case.where,
            severity=case.severity,
            verifier=("p006", "p017")[n % 2],
            source=case.source,
        )
        rectify.issue(acting, finding)

    return do


def _listed_round(acting: Acting) -> None:
    """What is listed is asked about every month."""
    rows = queries.obligations(
        acting.connection, acting.context.key, kind="rectification", state="in_progress"
    )
    listed = [row for row in rows if row.extra.get("listed_on")]
    _round(acting, listed)


def _long_round(acting: Acting) -> None:
    """What has months still to go is asked about every quarter, a few units at a time."""
    today = acting.today
    rows = queries.obligations(acting.connection, acting.context.key, kind="task", state="open")
    long = [r for r in rows if not r.person and r.due_on and r.due_on - today >= _LONG]
    _round(acting, long[:_AT_A_TIME])


def _round(acting: Acting, rows: list[Obligation]) -> None:
    by = acting.context.frame.calendar.add(acting.today, _NOTE_WITHIN)
    if rows:
        acts.act(acting, [row.id for row in rows], acts.Move(name="round", to=by))
