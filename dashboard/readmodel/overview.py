"""The programme on one screen: phases, units, what is coming, what is late and why."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from dashboard.readmodel import figures, lists
from dashboard.readmodel.gantt import WIDTH, Gantt, gantt
from dashboard.readmodel.heat_map import Cell, cell
from dashboard.readmodel.lines import Line, Lines
from dashboard.web.board import Counted
from dashboard.web.language import office_language
from notifications import words
from notifications.figures import explanations
from workflows.commands.context import Context
from workflows.domain.figures import Numbers as Done
from workflows.domain.figures import together
from workflows.domain.rows import LIGHTS
from workflows.store import tables as t
from workflows.store import tallies

#: Rows read for a list; what members owe alike is one line of it.
READ = 60
MOST = 8
AHEAD = 10  # working days
WEEK = timedelta(days=7)
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How the programme stands in numbers: phases, units, lights."""

    gantt: Gantt
    lights: Counts
    week_ago: Counts | None
    units: list[tuple[str, str, dict[str, Cell], Cell]]
    phases: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Numbers):
    """The numbers, and what is coming and late."""

    due: list[Line]
    due_until: date
    red: list[Line]
    #: Of what is red, how many were reported and wait for their reviewer.
    late_reviews: int


def page(
    connection: Connection,
    context: Context,
    lines: Lines,
    scope: frozenset[str] | None,
    counted: Counted,
) -> Page:
    """Six reads; numbers are the kept ones, of the units in `scope`."""
    key, today = context.key, lines.today
    until = context.frame.calendar.add(today, AHEAD)
    red = lists.items_of(lists.red(connection, key, scope, READ))
    tomorrow = today + timedelta(days=1)
    due = lists.due_between(connection, key, tomorrow, until, scope, READ)
    found = numbers(connection, context, today, lines.locale, scope, counted)
    return Page(
        **{each.name: getattr(found, each.name) for each in fields(found)},
        due=lines.folded(due, most=MOST),
        due_until=until,
        red=lines.folded(red, explanations(connection, red), MOST),
        late_reviews=sum(late_reviews(counted, connection, key, scope).values()),
    )


def numbers(
    connection: Connection,
    context: Context,
    today: date,
    locale: str,
    scope: frozenset[str] | None,
    counted: Counted,
    axis: int = WIDTH,
) -> Numbers:
    """The kept numbers of the units in `scope`; at most three reads."""
    key, language = context.key, office_language(locale)
    phases: dict[str, Counter[str]] = defaultdict(Counter)
    lights: Counter[str] = Counter()
    for phase, _, light, n in kept(counted, connection, key, scope):
        phases[phase][light] += n
        lights[light] += n
    stand = of_units(counted, connection, key, scope)
    done = figures.cells(counted, connection, context, today)
    return Numbers(
        gantt=gantt(context, phases, today, locale, axis),
        lights={light: lights[light] for light in LIGHTS},
        week_ago=before(counted, connection, key, today - WEEK, scope),
        units=counted(
            ("units", scope, today, language), lambda: matrix(context, stand, done, language)
        ),
        phases=[(node.key, node.title.in_(language)) for node in context.plan.phases]
        + ([("", "")] if phases.get("") else []),
    )


def kept(
    counted: Counted, connection: Connection, key: str, scope: frozenset[str] | None
) -> list[tuple[str, str, str, int]]:
    """(phase, unit, light, n) of the units in scope."""
    found = counted(("tallies",), lambda: tallies.lights(connection, key))
    return found if scope is None else [one for one in found if one[1] in scope]


def late_reviews(
    counted: Counted, connection: Connection, key: str, scope: frozenset[str] | None
) -> dict[str, int]:
    """Unit → items that were reported and wait too long for their reviewer. Their light is the
    reviewer's: the unit has done what it owed, and the statistics do not count them as overdue."""
    found: Counter[str] = Counter()
    for _, unit, n in _late_reviews(counted, connection, key):
        if scope is None or unit in scope:
            found[unit] += n
    return found


def _late_reviews(counted: Counted, connection: Connection, key: str) -> list[tuple[str, str, int]]:
    return counted(("late reviews",), lambda: tallies.late_reviews(connection, key))


def of_units(
    counted: Counted, connection: Connection, key: str, scope: frozenset[str] | None
) -> list[tuple[str, str, str, int]]:
    """As `kept`, as the units stand: what is late with its reviewer is not late with them."""
    found = kept(counted, connection, key, scope)
    reviews = {(p, u): n for p, u, n in _late_reviews(counted, connection, key)}
    moved = [(p, u, "green", n) for (p, u), n in reviews.items() if scope is None or u in scope]
    stays = [
        (p, u, light, n - reviews.get((p, u), 0) if light == "red" else n)
        for p, u, light, n in found
    ]
    return stays + moved


def before(
    counted: Counted, connection: Connection, key: str, day: date, scope: frozenset[str] | None
) -> Counts | None:
    """The lights as `day` began, or the last day before it that was kept; None when none was."""
    return counted(("before", day, scope), lambda: _before(connection, key, day, scope))


def _before(
    connection: Connection, key: str, day: date, scope: frozenset[str] | None
) -> Counts | None:
    c = t.tally_days.c
    last = select(func.max(c.day)).where(c.programme == key, c.day <= day).scalar_subquery()
    query: Any = select(c.unit, c.light, c.n).where(c.programme == key, c.day == last)
    rows = connection.execute(query).all()
    if not rows:
        return None
    found: Counter[str] = Counter()
    for unit, light, n in rows:
        if scope is None or unit in scope:
            found[light] += n
    return {light: found[light] for light in LIGHTS}


def matrix(
    context: Context,
    stand: list[tuple[str, str, str, int]],
    done: Mapping[tuple[str, str], Done],
    language: str,
) -> list[tuple[str, str, dict[str, Cell], Cell]]:
    """(unit, its name, phase → cell, the unit as a whole), in the office's own order."""
    by: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for phase, unit, light, n in stand:
        by[unit][phase][light] += n
    found = []
    for unit in context.org.units:
        if unit in by:
            whole: Counter[str] = Counter()
            for counts in by[unit].values():
                whole.update(counts)
            name = words.unit_name(context.org, unit, language)
            cells = {
                phase: cell(counts, done.get((unit, phase), Done()))
                for phase, counts in by[unit].items()
            }
            in_all = together(numbers for (of, _), numbers in done.items() if of == unit)
            found.append((unit, name, cells, cell(whole, in_all)))
    return found
