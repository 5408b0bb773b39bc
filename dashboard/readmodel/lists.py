"""Bounded reads of obligations by what they wait for. None holds a rule about lights."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select, union_all

from workflows.domain.rows import Obligation
from workflows.store import snapshots
from workflows.store import tables as t

_o, _e = t.obligations.c, t.events.c
_ROWS = select(*(_o[name] for name in snapshots.OBLIGATION))
#: Kinds that somebody owes; phases and anchors frame them.
MATTERS = (
    "task", "rectification", "matter", "inspection", "lookback", "decision", "slip", "bulletin",
)  # fmt: skip


#: States that wait for somebody's look or signature (the index ix_obligations_waiting).
WAITING = (
    "reported", "applied", "checked", "issued", "disputed", "draft", "sent_back", "checking",
    "contested",
)  # fmt: skip
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
    programme (their number, their holder); SQLite would take such an index all the same.
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
    return [or_(units, _o.holder == person) if person else units]


def red(
    connection: Connection, programme: str, scope: frozenset[str] | None, limit: int
) -> list[Obligation]:
    """What is overdue, the longest first."""
    where = [_o.light == "red", *within(scope)]
    return rows(connection, programme, *where, order=[_o.leg_due_on], limit=limit)


def matters_of(found: Iterable[Obligation]) -> list[Obligation]:
    """Without papers and requests, which have lists of their own."""
    return [row for row in found if row.kind not in ("slip", "bulletin", "decision")]


def due_between(
    connection: Connection,
    programme: str,
    first: date,
    last: date,
    scope: frozenset[str] | None,
    limit: int,
) -> list[Obligation]:
    """What is due from `first` through `last` and not done, the nearest first."""
    where = [
        _o.light.in_(("yellow", "green")),
        _o.leg_due_on >= first,
        _o.leg_due_on <= last,
        _o.kind.in_(MATTERS),
        *within(scope),
    ]
    return rows(connection, programme, *where, order=[_o.leg_due_on], limit=limit)


def waiting() -> ColumnElement[bool]:
    """What waits for somebody's look or signature. Written out: SQLite takes a partial index only
    where it sees the very condition."""
    return _o.state.in_(bindparam("waiting", list(WAITING), expanding=True, literal_execute=True))


def attention(connection: Connection, programme: str, limit: int) -> list[Obligation]:
    """What wants a look: reported or issued and not signed for, requests nobody has decided,
    papers nobody has signed, rows put aside with an error; at most `limit` of each."""
    wanted = [
        waiting(),
        (_o.kind == "decision") & _o.state.in_(ASKED),
        _o.error != "",
    ]
    arms = [
        select(select(_o.id).where(_o.programme == programme, one).limit(limit).subquery().c.id)
        for one in wanted
    ]
    found = union_all(*arms).subquery()
    where = _o.id.in_(select(found.c.id))
    return rows(
        connection, programme, where, order=[_o.leg_due_on], limit=3 * limit, by_programme=False
    )


def held_by(connection: Connection, programme: str, person: str, limit: int) -> list[Obligation]:
    """What a person holds and is not done with, the most urgent first."""
    where = [_o.holder == person, _o.light.in_(("red", "yellow", "green", "white"))]
    order = [_o.leg_due_on.is_(None), _o.leg_due_on]
    return rows(connection, programme, *where, order=order, limit=limit, by_programme=False)


def counts(
    connection: Connection, programme: str, *columns: Any, where: Iterable[Any] = ()
) -> list[tuple[Any, ...]]:
    """Rows counted by some columns."""
    query = select(*columns, func.count()).where(_o.programme == programme, *where)
    return [tuple(row) for row in connection.execute(query.group_by(*columns))]
