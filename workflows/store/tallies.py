"""The kept numbers: read as the pages need them, changed with the rows they count."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    Table,
    bindparam,
    case,
    delete,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)

from workflows.domain import tallies as domain
from workflows.domain.figures import ITEMS, Fact
from workflows.domain.states import DONE, REVIEWING
from workflows.domain.tallies import Cell, Change, Square, squares
from workflows.store import bulk
from workflows.store import tables as t

_c = t.tallies.c
_OF = (_c.programme == bindparam("programme"),)
_N = func.sum(_c.n)

_s = t.tally_lights.c
_SUM = func.sum(_s.n)
_RETURNED = func.sum(_s.returned)


def _lights(*by: ColumnElement[Any], of: Sequence[ColumnElement[bool]] = ()) -> Select[Any]:
    """How many there are by `by`; what adds up to nothing is left out."""
    wanted = (_s.programme == bindparam("programme"), *of)
    return select(*by, _SUM).where(*wanted).group_by(*by).having(_SUM != 0)


_LIGHTS = _lights(_s.phase, _s.unit, _s.light)
_LATE_REVIEWS = _lights(_s.phase, _s.unit, of=(_s.light == "red", _s.state.in_(sorted(REVIEWING))))
_IN_PLAN = (_s.kind == "task", _s.state != "withdrawn")
_ITEMS = _lights(_s.phase, _s.item, _s.unit, _s.light, of=_IN_PLAN)
_LINES = _lights(_s.phase, _s.item, _s.light, of=_IN_PLAN)
_LINES_OF = _LINES.where(_s.unit.in_(bindparam("units", expanding=True)))
#: Not done, with a date, and owed by somebody.
_TO_COME = (_c.light.in_(("red", "yellow", "green")), _c.kind != "phase")
_DUE = (
    select(_c.step_due_on, _c.unit, _c.light, _N)
    .where(*_OF, *_TO_COME, _c.step_due_on.between(bindparam("begin"), bindparam("end")))
    .group_by(_c.step_due_on, _c.unit, _c.light)
    .having(_N != 0)
)
#: Before its step begins a row has only the plan's date.
_ON = func.coalesce(func.nullif(_c.step_due_on, ""), _c.due_on)
_FALLING = (
    select(_ON, _c.kind, _c.item, _c.unit, _N)
    .where(*_OF, *_TO_COME, _ON.in_(bindparam("days", expanding=True)))
    .group_by(_ON, _c.kind, _c.item, _c.unit)
    .having(_N != 0)
    .order_by(_ON, _c.kind, _c.item, _c.unit)
    .limit(bindparam("limit", type_=Integer))
)
_WAITING = (
    select(_c.item, _N)
    .where(
        *_OF,
        _c.waits_for.in_(bindparam("anchors", expanding=True)),
        _c.state.not_in(DONE),
        _c.item != "",
    )
    .group_by(_c.item)
    .having(_N != 0)
)
#: All that the statistics count, without days; and of that what is due by their day.
_BY = ("unit", "phase", "state")
_ALL = (
    select(*(_s[name] for name in _BY), _s.on_time, literal("").label("due_on"), _SUM, _RETURNED)
    .where(_s.programme == bindparam("programme"), _s.kind.in_(sorted(ITEMS)))
    .group_by(*(_s[name] for name in _BY), _s.on_time)
    .having((_SUM != 0) | (_RETURNED != 0))
)
#: One day stands for all days before theirs.
_WHEN = case((_c.due_on == bindparam("day"), bindparam("day")), else_=bindparam("before"))
_DUE_NOW = (
    select(*(_c[name] for name in _BY), literal(0), _WHEN.label("due"), _N, literal(0))
    .where(*_OF, _c.kind.in_(sorted(ITEMS)), _c.due_on > "", _c.due_on <= bindparam("day"))
    .group_by(*(_c[name] for name in _BY), literal_column("due"))
    .having(_N != 0)
)
#: In one statement, for both to be of one moment.
_FACTS = _ALL.union_all(_DUE_NOW)


_CELL = (*Cell._fields, "n", "returned")
_SQUARE = (*Square._fields, "n", "returned")


def change(connection: Connection, programme: str, changes: Iterable[Change]) -> None:
    """Count anew."""
    changes = list(changes)
    cells = [(programme, *at, n, returned) for at, n, returned in changes]
    lights = [(programme, *at, n, returned) for at, n, returned in squares(changes)]
    bulk.insert(connection, t.tallies, ("programme", *_CELL), cells)
    bulk.insert(connection, t.tally_lights, ("programme", *_SQUARE), lights)


def lights(connection: Connection, programme: str) -> list[tuple[str, str, str, int]]:
    """(phase, unit, light, n) of what counts by phase and unit."""
    rows = connection.execute(_LIGHTS, {"programme": programme}).all()
    return [(p, u, light, int(n)) for p, u, light, n in rows]


def late_reviews(connection: Connection, programme: str) -> list[tuple[str, str, int]]:
    """(phase, unit, n) of what was reported and is late with its reviewer."""
    rows = connection.execute(_LATE_REVIEWS, {"programme": programme}).all()
    return [(p, u, int(n)) for p, u, n in rows]


def items(connection: Connection, programme: str) -> list[tuple[str, str, str, str, int]]:
    """(phase, item, unit, light, n) of the tasks of the plan that were not withdrawn."""
    rows = connection.execute(_ITEMS, {"programme": programme}).all()
    return [(p, i, u, light, int(n)) for p, i, u, light, n in rows]


def lines(
    connection: Connection, programme: str, units: frozenset[str] | None
) -> list[tuple[str, str, str, int]]:
    """(phase, item, light, n) of the same, of `units` together (None: of all)."""
    given: dict[str, Any] = {"programme": programme}
    if units is not None:
        given["units"] = sorted(units)
    rows = connection.execute(_LINES if units is None else _LINES_OF, given).all()
    return [(p, i, light, int(n)) for p, i, light, n in rows]


def due(
    connection: Connection, programme: str, begin: date, end: date
) -> list[tuple[date, str, str, int]]:
    """(day, unit, light, n) of what is not done and due from `begin` to `end`."""
    given = {"programme": programme, "begin": begin.isoformat(), "end": end.isoformat()}
    rows = connection.execute(_DUE, given).all()
    return [(date.fromisoformat(on), u, light, int(n)) for on, u, light, n in rows]


def falling(
    connection: Connection, programme: str, days: Iterable[date], limit: int
) -> list[tuple[date, str, str, str, int]]:
    """(day, kind, item, unit, n) of what is not done and due on one of `days`, in their order."""
    given = {"programme": programme, "days": [day.isoformat() for day in days], "limit": limit}
    rows = connection.execute(_FALLING, given).all()
    return [(date.fromisoformat(on), k, i, u, int(n)) for on, k, i, u, n in rows]


def waiting(connection: Connection, programme: str, anchors: Iterable[str]) -> dict[str, int]:
    """Item → how many tasks and phases of it wait for one of `anchors`."""
    rows = connection.execute(_WAITING, {"programme": programme, "anchors": list(anchors)}).all()
    return {item: int(n) for item, n in rows}


def facts(connection: Connection, programme: str, day: date) -> list[Fact]:
    """All items that count, as the statistics of `day` see them, alike ones as one fact. What
    only the facts of a row say (listed, relapses, a missed note) is left out."""
    before = day - timedelta(days=1)
    given = {"programme": programme, "day": day.isoformat(), "before": before.isoformat()}
    squares_, due_ = [], []
    rows: Iterable[Any] = connection.execute(_FACTS, given).all()
    for unit, phase, state, on_time, due_on, n, returned in rows:
        if due_on:
            due_.append((unit, phase, state, date.fromisoformat(due_on), int(n)))
        else:
            squares_.append((unit, phase, state, on_time, int(n), int(returned)))
    return domain.facts(squares_, due_)


def keep_day(connection: Connection, programme: str, day: date) -> None:
    """The lights as they stand when `day` begins, kept to be compared with later; and what was
    added to them since the day before is summed up."""
    days = t.tally_days
    _sum_up(connection, t.tally_lights, _SQUARE, programme)
    by = (_s.phase, _s.unit, _s.light)
    stand = (
        select(_s.programme, literal(day, Date), *by, _SUM)
        .where(_s.programme == programme)
        .group_by(_s.programme, *by)
        .having(_SUM != 0)
    )
    connection.execute(delete(days).where(days.c.programme == programme, days.c.day == day))
    names = ["programme", "day", "phase", "unit", "light", "n"]
    connection.execute(days.insert().from_select(names, stand))


def sum_up(connection: Connection, programme: str) -> None:
    """What was added to the cells is summed up. There are many of them, and their readers want
    those of some days only, so that once a week is enough."""
    _sum_up(connection, t.tallies, _CELL, programme)


def _sum_up(connection: Connection, table: Table, columns: Sequence[str], programme: str) -> None:
    """One row for what has several, none for what counts nothing. Whatever is added meanwhile
    stays beside it."""
    names = columns[:-2]
    of = [table.c[name] for name in names]
    nothing = (func.sum(table.c.n) == 0) & (func.sum(table.c.returned) == 0)
    several = (
        select(*of)
        .where(table.c.programme == programme)
        .group_by(*of)
        .having((func.count() > 1) | nothing)
    )
    gone = (
        delete(table)
        .where(table.c.programme == programme, tuple_(*of).in_(several))
        .returning(*of, table.c.n, table.c.returned)
    )
    n: Counter[tuple[Any, ...]] = Counter()
    returned: Counter[tuple[Any, ...]] = Counter()
    for *at, more, times in connection.execute(gone):
        n[tuple(at)] += more
        returned[tuple(at)] += times
    rows = [(programme, *at, n[at], returned[at]) for at in sorted(n) if n[at] or returned[at]]
    bulk.insert(connection, table, ("programme", *columns), rows)
