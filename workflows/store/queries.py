"""Named reads. Each returns frozen snapshots or plain dictionaries; none holds a rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from workflows.domain.chain import Chain, parse
from workflows.domain.rows import Event, Obligation
from workflows.store import snapshots
from workflows.store import tables as t


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A published programme as its row says."""

    key: str
    titles: Mapping[str, str]
    language: str
    zone: str
    digest: str
    revision: int
    published_at: datetime
    trial: bool
    swept_at: datetime | None
    org_check_on: date | None
    digests_until: date | None
    virtual_now: datetime | None
    seed: int | None


_PROGRAMME_FIELDS = [f.name for f in fields(Programme)]
_PROGRAMME_COLUMNS = [t.programmes.c[name] for name in _PROGRAMME_FIELDS]
_PROGRAMMES = select(*_PROGRAMME_COLUMNS).order_by(t.programmes.c.key)
# Beside each programme everything else a context is made of, as one number each.
_STAMPED = select(
    *_PROGRAMME_COLUMNS,
    select(func.coalesce(func.max(t.offices.c.revision), 0)).scalar_subquery(),
    select(func.coalesce(func.sum(t.anchors.c.revision), 0)).scalar_subquery(),
    select(func.count(t.policies.c.hash)).scalar_subquery(),
).order_by(t.programmes.c.key)
_WIDTH = len(_PROGRAMME_COLUMNS)
Stamp = tuple[int, int, int]


def programmes(connection: Connection) -> list[Programme]:
    return [_programme(row) for row in connection.execute(_PROGRAMMES)]


def stamped(connection: Connection) -> list[tuple[Programme, Stamp]]:
    """Programmes with a stamp (organisation, anchors, policies): while it is the same, none
    of these has changed."""
    return [
        (_programme(row[:_WIDTH]), (int(row[_WIDTH]), int(row[_WIDTH + 1]), int(row[_WIDTH + 2])))
        for row in connection.execute(_STAMPED)
    ]


def _programme(row: Sequence[Any]) -> Programme:
    return Programme(**dict(zip(_PROGRAMME_FIELDS, row, strict=True)))


def plan_texts(connection: Connection, programme: str) -> tuple[str, str]:
    """(plan, decisions) as published, word for word."""
    p = t.programmes.c
    row = connection.execute(select(p.plan_text, p.decisions_text).where(p.key == programme)).one()
    return row[0], row[1]


def programme(connection: Connection, key: str) -> Programme | None:
    return next((p for p in programmes(connection) if p.key == key), None)


def anchors(connection: Connection, programme: str) -> dict[str, date | None]:
    """Anchor key → its day, None while it is not announced."""
    rows = connection.execute(
        select(t.anchors.c.key, t.anchors.c.on_date)
        .where(t.anchors.c.programme == programme)
        .order_by(t.anchors.c.key)
    )
    return {row[0]: row[1] for row in rows}


def obligations(
    connection: Connection,
    programme: str,
    *,
    ids: Sequence[int] | None = None,
    items: Iterable[str] | None = None,
    light: str = "",
    unit: str = "",
    holder: str = "",
    kind: str = "",
    state: str = "",
    about: int = 0,
) -> list[Obligation]:
    """The obligations of a programme by the given filters, in order of their numbers."""
    o = t.obligations.c
    where = [o.programme == programme]
    if ids is not None:
        where.append(o.id.in_(ids))
    if items is not None:
        where.append(o.item.in_(list(items)))
    for column, value in (
        (o.light, light),
        (o.unit, unit),
        (o.holder, holder),
        (o.kind, kind),
        (o.state, state),
    ):
        if value:
            where.append(column == value)
    if about:
        where.append(o.about == about)
    query = snapshots.select_obligations(*where).order_by(o.id)
    return [snapshots.obligation(row) for row in connection.execute(query)]


def obligations_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Obligation]:
    found: dict[int, Obligation] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 5000):
        part = wanted[start : start + 5000]
        query = snapshots.select_obligations(t.obligations.c.id.in_(part))
        found.update((row[0], snapshots.obligation(row)) for row in connection.execute(query))
    return found


def due(connection: Connection, programme: str, now: datetime, limit: int) -> list[Obligation]:
    """Rows whose moment has come, oldest first; locked where several nodes may sweep."""
    o = t.obligations.c
    query = (
        snapshots.select_obligations(o.next_check_at <= now, o.programme == programme)
        .order_by(o.next_check_at, o.id)
        .limit(limit)
    )
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    return [snapshots.obligation(row) for row in connection.execute(query)]


def next_check(connection: Connection, programme: str) -> datetime | None:
    """The earliest moment any obligation waits for."""
    o = t.obligations.c
    query = select(func.min(o.next_check_at)).where(
        o.next_check_at.is_not(None), o.programme == programme
    )
    found: datetime | None = connection.execute(query).scalar()
    return found


def policies(connection: Connection, known: Iterable[str] = ()) -> dict[str, str]:
    """Hash → body of every frozen policy that is not in `known`."""
    p = t.policies.c
    query = select(p.hash, p.body).where(p.hash.not_in(list(known)))
    return snapshots.bodies(connection.execute(query))


def chains(connection: Connection, hashes: Iterable[str]) -> dict[str, Chain]:
    wanted = sorted(set(hashes))
    query = select(t.chains.c.hash, t.chains.c.body).where(t.chains.c.hash.in_(wanted))
    return {row[0]: parse(row[1]) for row in connection.execute(query)}


def events(
    connection: Connection, programme: str, *, obligation: int | None = None, kind: str = ""
) -> list[Event]:
    query = snapshots.EVENTS.where(t.events.c.programme == programme)
    if obligation is not None:
        query = query.where(t.events.c.obligation == obligation)
    if kind:
        query = query.where(t.events.c.kind == kind)
    rows = connection.execute(query.order_by(t.events.c.id))
    return [snapshots.event(row) for row in rows]


def events_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Event]:
    query = snapshots.EVENTS.where(t.events.c.id.in_(sorted(set(ids))))
    return {row.id: snapshots.event(row) for row in connection.execute(query)}


def last_events(connection: Connection, obligations: Iterable[int], kind: str) -> dict[int, Event]:
    """Obligation → its last event of one kind."""
    e = t.events.c
    wanted = sorted(set(obligations))
    query = snapshots.EVENTS.where(e.obligation.in_(wanted), e.kind == kind).order_by(e.id)
    return {row.obligation: snapshots.event(row) for row in connection.execute(query)}


def tallies(connection: Connection, programme: str) -> list[tuple[str, str, str, int]]:
    """(phase, unit, light, n), the numbers kept beside the lights."""
    c = t.tallies.c
    query = select(c.phase, c.unit, c.light, c.n).where(c.programme == programme, c.n != 0)
    return [(p, u, light, n) for p, u, light, n in connection.execute(query)]


def events_since(connection: Connection, programme: str, after: int) -> list[Event]:
    """Events with a higher number than `after`, in order."""
    e = t.events.c
    query = snapshots.EVENTS.where(e.id > after, e.programme == programme).order_by(e.id)
    return [snapshots.event(row) for row in connection.execute(query)]


def upcoming(connection: Connection, programme: str, now: datetime, limit: int) -> list[Obligation]:
    """The rows whose moment comes next, in order."""
    o = t.obligations.c
    query = (
        snapshots.select_obligations(o.next_check_at > now, o.programme == programme)
        .order_by(o.next_check_at, o.id)
        .limit(limit)
    )
    return [snapshots.obligation(row) for row in connection.execute(query)]
