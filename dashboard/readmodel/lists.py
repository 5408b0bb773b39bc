"""Bounded reads of obligations by what they wait for. None holds a rule about lights."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    bindparam,
    false,
    func,
    or_,
    select,
    union_all,
)

from workflows.domain.kinds import kind_of, kinds_that
from workflows.domain.rows import Obligation
from workflows.store import snapshots
from workflows.store import tables as t

_o, _e = t.obligations.c, t.events.c
#: Statements are built once: building one costs several times what running it does.
_PROGRAMME: Any = bindparam("programme")
_LIMIT: Any = bindparam("limit", type_=Integer)
_ROWS = select(*(_o[name] for name in snapshots.OBLIGATION))
#: Kinds that somebody owes; phases and anchors frame them.
ITEMS = tuple(sorted(kinds_that("status") | kinds_that("document")))


#: States that wait for somebody's look or signature (the index ix_obligations_waiting).
WAITING = (
    "reported", "applied", "checked", "issued", "disputed", "draft", "sent_back", "checking",
    "contested",
)  # fmt: skip
#: States in which its responsible party is at it (the index ix_obligations_at_work).
AT_WORK = ("open", "in_progress", "ongoing")
#: As many units are read one by one.
FEW = 8
#: The lights of what is not done.
NOT_DONE = ("red", "yellow", "green", "white")
#: A request that nobody has decided.
ASKED = ("first_review", "open")


def rows(
    connection: Connection,
    programme: str,
    *where: ColumnElement[bool],
    order: Iterable[Any] = (),
    limit: int = 21,
    offset: int = 0,
    by_programme: bool = True,
) -> list[Obligation]:
    """At most `limit` rows of a programme that fit, in the given order.

    by_programme False: they are found by something else than an index that begins with the
    programme (their number); SQLite would take such an index all the same.
    """
    of = _o.programme if by_programme else func.coalesce(_o.programme, "")
    query = _ROWS.where(of == programme, *where)
    query = query.order_by(*order, _o.id).limit(limit).offset(offset)
    return [snapshots.obligation(row) for row in connection.execute(query).all()]


def within(scope: frozenset[str] | None, person: str = "") -> list[ColumnElement[bool]]:
    """Only rows of the units in `scope` (None: all), or held by `person`."""
    if scope is None:
        return []
    units = _o.unit.in_(sorted(scope))
    return [or_(units, _o.assignee == person) if person else units]


def red(
    connection: Connection,
    programme: str,
    scope: frozenset[str] | None,
    limit: int,
    phase: str = "",
) -> list[Obligation]:
    """What is overdue (of one phase), the longest first."""
    given = {"programme": programme, "limit": limit, **given_units(scope)}
    given |= {"phase": phase} if phase else {}
    return made(connection, _red(how_many(scope), bool(phase)), given)


@cache
def _red(units: int | None, of_phase: bool) -> Select[Any]:
    phase = [_o.phase == bindparam("phase")] if of_phase else []
    return urgent(("red",), _o.programme == _PROGRAMME, *phase, units=units)


def items_of(found: Iterable[Obligation]) -> list[Obligation]:
    """Without documents and requests, which have lists of their own."""
    return [row for row in found if row.kind != "decision" and not kind_of(row.kind).document]


def due_between(
    connection: Connection,
    programme: str,
    first: date,
    last: date,
    scope: frozenset[str] | None,
    limit: int,
) -> list[Obligation]:
    """What is due from `first` through `last` and not done, the nearest first."""
    given = {
        "programme": programme,
        "first": first,
        "last": last,
        "limit": limit,
        **given_units(scope),
    }
    return made(connection, _due_between(how_many(scope)), given)


@cache
def _due_between(units: int | None) -> Select[Any]:
    first: Any = bindparam("first", type_=Date)
    last: Any = bindparam("last", type_=Date)
    where = [_o.programme == _PROGRAMME, _o.step_due_on >= first, _o.step_due_on <= last]
    return urgent(("yellow", "green"), *where, _o.kind.in_(ITEMS), units=units)


def how_many(scope: frozenset[str] | None) -> int | None:
    """How many units are read one by one; None: all. More than a few are all read and left out."""
    return None if scope is None else len(scope) if len(scope) <= FEW else -1


def given_units(scope: frozenset[str] | None) -> dict[str, Any]:
    """The units as the statements want them."""
    found = sorted(scope or ())
    if scope is None or len(found) > FEW:
        return {"units": found}
    return {f"unit_{n}": unit for n, unit in enumerate(found)}


def urgent(
    lights: Iterable[str],
    *where: ColumnElement[bool],
    dated: bool = True,
    units: int | None = None,
    undated: Iterable[ColumnElement[bool]] = (),
) -> Select[Any]:
    """At most `limit` rows of some lights that fit, by their days; with dated False also those
    without a day that fit `undated` as well, last. Each light (and each unit) is read in the order
    of its index, so that no more are read than may be shown."""
    days: list[tuple[Any, ...]] = [(_o.step_due_on.is_not(None),)]
    days += [] if dated else [(_o.step_due_on.is_(None), *undated)]
    places: list[list[Any]] = [[]]
    if units == -1:
        places = [[_o.unit.in_(bindparam("units", expanding=True))]]
    elif units is not None:
        places = [[_o.unit == bindparam(f"unit_{n}")] for n in range(units)] or [[false()]]
    arms = [
        select(_o.id).where(_o.light == light, *day, *place, *where).order_by(_o.step_due_on, _o.id)
        for light in lights
        for day in days
        for place in places
    ]
    return of_arms(arms).order_by(_o.step_due_on.is_(None), _o.step_due_on, _o.id).limit(_LIMIT)


def of_arms(arms: Iterable[Any]) -> Select[Any]:
    """The rows whose numbers the arms find, at most `limit` by every one."""
    bounded = [select(arm.limit(_LIMIT).subquery().c.id) for arm in arms]
    return _ROWS.where(_o.id.in_(select(union_all(*bounded).subquery().c.id)))


def made(connection: Connection, query: Select[Any], given: Mapping[str, Any]) -> list[Obligation]:
    """The rows a query made here finds."""
    return [snapshots.obligation(row) for row in connection.execute(query, given).all()]


def waiting() -> ColumnElement[bool]:
    """What waits for somebody's look or signature. Written out: SQLite takes a partial index only
    where it sees the very condition."""
    return _o.state.in_(bindparam("waiting", list(WAITING), expanding=True, literal_execute=True))


def at_work() -> ColumnElement[bool]:
    """What its responsible parties are at; written out as `waiting` is."""
    return _o.state.in_(bindparam("at_work", list(AT_WORK), expanding=True, literal_execute=True))


def beside() -> ColumnElement[bool]:
    """What is no task of the plan, as `waiting` written out for the index of these."""
    return _o.kind != bindparam("task", "task", literal_execute=True)


def attention(connection: Connection, programme: str, limit: int) -> list[Obligation]:
    """What wants a look: reported or issued and not signed for, requests nobody has decided,
    documents nobody has signed, rows quarantined with an error; at most `limit` in each state, so
    that many in one keep nothing of another from being seen."""
    return made(connection, _attention(), {"programme": programme, "limit": limit})


@cache
def _attention() -> Select[Any]:
    # In the order of their index, the nearest first.
    arms = [
        select(_o.id)
        .where(_o.programme == _PROGRAMME, waiting(), _o.state == state)
        .order_by(_o.step_due_on, _o.id)
        for state in WAITING
    ]
    asked = [(_o.kind == "decision") & (_o.state == state) for state in ASKED]
    arms += [
        select(_o.id).where(_o.programme == _PROGRAMME, one) for one in (*asked, _o.error != "")
    ]
    return of_arms(arms).order_by(_o.step_due_on, _o.id)


def held_by(connection: Connection, programme: str, person: str, limit: int) -> list[Obligation]:
    """What a person holds and is not done with, the most urgent first."""
    given = {"programme": programme, "person": person, "limit": limit}
    return made(connection, _held_by(), given)


@cache
def _held_by() -> Select[Any]:
    where = (_o.programme == _PROGRAMME, _o.assignee == bindparam("person"))
    return urgent(NOT_DONE, *where, dated=False)


def to_decide(connection: Connection, programme: str, person: str, limit: int) -> list[Obligation]:
    """The requests that wait for a person, and the documents they are to sign; at most `limit`
    each."""
    given = {"programme": programme, "person": person, "limit": limit}
    return made(connection, _to_decide(), given)


@cache
def _to_decide() -> Select[Any]:
    # Few wait in the whole programme, while one may hold a thousand of other kinds.
    his = func.coalesce(_o.assignee, "") == bindparam("person")
    asked = (_o.kind == "decision") & _o.state.in_(ASKED)
    drafted = waiting() & (_o.state == "draft")
    arms = [select(_o.id).where(_o.programme == _PROGRAMME, his, one) for one in (asked, drafted)]
    return of_arms(arms).order_by(_o.step_due_on, _o.id)


def open_in(connection: Connection, programme: str, unit: str, limit: int) -> list[Obligation]:
    """What has begun in a unit and is not done, the most urgent first."""
    given = {"programme": programme, "unit": unit, "limit": limit}
    return made(connection, _open_in(), given)


@cache
def _open_in() -> Select[Any]:
    # What has begun has a day, unless it goes on and on; what has not begun has none.
    where = (_o.programme == _PROGRAMME, _o.unit == bindparam("unit"), _o.step > 0)
    return urgent(NOT_DONE[:3], *where, dated=False, undated=(at_work(),))
