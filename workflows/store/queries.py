"""Named reads. Each returns frozen snapshots or plain dictionaries; none holds a rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select, text

from workflows.domain.chain import Chain, parse
from workflows.domain.rows import Event, Obligation
from workflows.store import bulk, snapshots
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
    clock_back_to: datetime | None = None


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

#: As many numbers as one statement asks for at once.
PART = 5000
_o, _e = t.obligations.c, t.events.c
_KEY: BindParameter[Any] = bindparam("programme")
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


def parts(ids: Iterable[int]) -> list[list[int]]:
    """The distinct `ids` in order, in parts that fit into one statement."""
    wanted = sorted(set(ids))
    return [wanted[start : start + PART] for start in range(0, len(wanted), PART)]


def held(query: Select[Any], of: Any = None) -> dict[str, Select[Any]]:
    """`query` for rows that are taken, by dialect: locked where several nodes may work."""
    return {"sqlite": query, "postgresql": query.with_for_update(skip_locked=True, of=of)}


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


_ANCHORS = (
    select(t.anchors.c.key, t.anchors.c.on_date)
    .where(t.anchors.c.programme == _KEY)
    .order_by(t.anchors.c.key)
)


def anchors(connection: Connection, programme: str) -> dict[str, date | None]:
    """Anchor key → its day, None while it is not announced."""
    return {row[0]: row[1] for row in connection.execute(_ANCHORS, {"programme": programme})}


def in_turn(connection: Connection, programme: str) -> None:
    """Wait for whoever else acts in `programme`, until their transaction ends. What people do comes
    one after another, so that a move sees the one before it, and no name or number is given twice;
    the sweep's own writes are not held up."""
    lock = select(t.programmes.c.key).where(t.programmes.c.key == programme)
    connection.execute(lock.with_for_update(key_share=True))


def obligations(
    connection: Connection,
    programme: str,
    *,
    ids: Iterable[int] | None = None,
    items: Iterable[str] | None = None,
    light: str = "",
    unit: str = "",
    assignee: str = "",
    kind: str = "",
    state: str = "",
    about: int = 0,
    abouts: Iterable[int] | None = None,
) -> list[Obligation]:
    """The obligations of a programme by the given filters, in order of their numbers."""
    given: dict[str, Any] = {
        "light": light,
        "unit": unit,
        "assignee": assignee,
        "kind": kind,
        "state": state,
        "about": about,
    }
    where = {f"{name} = %s": value for name, value in given.items() if value}
    lists = {"id": ids, "item": items, "about": abouts}
    where |= {f"{name} = ANY(%s)": list(v) for name, v in lists.items() if v is not None}
    few = ids is not None or about or abouts is not None
    # Without statistics SQLite takes an index of the programme for these, and walks through it.
    where["programme || '' = %s" if few else "programme = %s"] = programme
    return _obligations(connection, f"WHERE {' AND '.join(where)} ORDER BY id", *where.values())


def _obligations(connection: Connection, rest: str, *given: Any) -> list[Obligation]:
    rows = bulk.select(connection, t.obligations, snapshots.OBLIGATION, rest, *given)
    return [snapshots.obligation(row) for row in rows]


_LAST_NAMED = (
    select(_o.item)
    .where(_o.programme == _KEY, _o.kind == bindparam("kind"))
    .where(_o.item.startswith(bindparam("letter"), autoescape=False))
    .order_by(func.length(_o.item).desc(), _o.item.desc())
    .limit(1)
)


def last_named(connection: Connection, programme: str, kind: str, letter: str) -> str:
    """The highest name of `kind` that is `letter` and a number (R9, then R10); "" at first."""
    given = {"programme": programme, "kind": kind, "letter": letter}
    return str(connection.execute(_LAST_NAMED, given).scalar() or "")


def obligations_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Obligation]:
    return {
        row.id: row
        for part in parts(ids)
        for row in _obligations(connection, "WHERE id = ANY(%s) ORDER BY id", part)
    }


_DUE = "WHERE next_check_at <= %s AND programme = %s ORDER BY next_check_at, id LIMIT %s"


def due(connection: Connection, programme: str, now: datetime, limit: int) -> list[Obligation]:
    """Rows whose moment has come, oldest first; locked where several nodes may sweep."""
    held = " FOR UPDATE SKIP LOCKED" if connection.dialect.name == "postgresql" else ""
    return _obligations(connection, _DUE + held, now, programme, limit)


_NEXT_CHECK = select(func.min(_o.next_check_at)).where(
    _o.next_check_at.is_not(None), _o.programme == _KEY
)


def next_check(connection: Connection, programme: str) -> datetime | None:
    """The earliest moment any obligation waits for."""
    found: datetime | None = connection.execute(_NEXT_CHECK, {"programme": programme}).scalar()
    return found


def policies(connection: Connection, known: Iterable[str] = ()) -> dict[str, str]:
    """Hash → body of every frozen policy that is not in `known`."""
    p = t.policies.c
    query = select(p.hash, p.body).where(p.hash.not_in(list(known)))
    return snapshots.bodies(connection.execute(query))


_CHAINS = select(t.chains.c.hash, t.chains.c.body).where(
    t.chains.c.hash.in_(bindparam("hashes", expanding=True))
)


def chains(connection: Connection, hashes: Iterable[str]) -> dict[str, Chain]:
    wanted = sorted(set(hashes))
    found = connection.execute(_CHAINS, {"hashes": wanted}).all() if wanted else ()
    return {row[0]: parse(row[1]) for row in found}


def events(
    connection: Connection, programme: str, *, obligation: int | None = None, kind: str = ""
) -> list[Event]:
    query = snapshots.EVENTS.where(_e.programme == programme)
    if obligation is not None:
        query = query.where(_e.obligation == obligation)
    if kind:
        query = query.where(_e.kind == kind)
    rows = connection.execute(query.order_by(_e.id))
    return [snapshots.event(row) for row in rows]


def last_of_none(connection: Connection, programme: str, kind: str, limit: int) -> list[Event]:
    """The newest events of a kind that are about no obligation, the newest first. They are few,
    and an index finds them."""
    none = _e.obligation.is_(None), _e.programme == programme, _e.kind == kind
    rows = connection.execute(snapshots.EVENTS.where(*none).order_by(_e.id.desc()).limit(limit))
    return [snapshots.event(row) for row in rows]


def events_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Event]:
    rest = "WHERE id = ANY(%s) ORDER BY id"
    return {
        row[0]: snapshots.event(row)
        for part in parts(ids)
        for row in bulk.select(connection, t.events, snapshots.EVENT, rest, part)
    }


_OF_KIND = snapshots.EVENTS.where(_e.obligation.in_(_IDS), _e.kind == bindparam("kind")).order_by(
    _e.id
)


def last_events(connection: Connection, obligations: Iterable[int], kind: str) -> dict[int, Event]:
    """Obligation → its last event of one kind."""
    return {
        row.obligation: snapshots.event(row)
        for part in parts(obligations)
        for row in connection.execute(_OF_KIND, {"ids": part, "kind": kind}).all()
    }


_BY_PEOPLE = snapshots.EVENTS.where(_e.obligation.in_(_IDS), _e.actor != "").order_by(_e.id)


def events_by_people(connection: Connection, obligations: Iterable[int]) -> dict[int, list[Event]]:
    """Obligation → what people did to it, in order; nothing that time did."""
    found: dict[int, list[Event]] = {}
    for part in parts(obligations):
        for row in connection.execute(_BY_PEOPLE, {"ids": part}).all():
            found.setdefault(row.obligation, []).append(snapshots.event(row))
    return found


class Written(NamedTuple):
    """How far the record has been written: the last event, and the transactions (PostgreSQL) that
    may still put events with lower numbers before it."""

    event: int
    under_way: str


_LAST_EVENT = "SELECT coalesce(max(id), 0), {} FROM events"
_WRITTEN = {
    "sqlite": text(_LAST_EVENT.format("''")),
    "postgresql": text(
        _LAST_EVENT.format("array(SELECT pg_snapshot_xip(pg_current_snapshot()))::text")
    ),
}


def written(connection: Connection) -> Written:
    """Nothing about an obligation changes without an event: while this is the same, all are."""
    event, under_way = connection.execute(_WRITTEN[connection.dialect.name]).one()
    return Written(event, under_way)


def events_since(connection: Connection, programme: str, after: int) -> list[Event]:
    """Events with a higher number than `after`, in order."""
    rest = "WHERE id > %s AND programme = %s ORDER BY id"
    rows = bulk.select(connection, t.events, snapshots.EVENT, rest, after, programme)
    return [snapshots.event(row) for row in rows]


def upcoming(connection: Connection, programme: str, now: datetime, limit: int) -> list[Obligation]:
    """The rows whose moment comes next, in order."""
    rest = "WHERE next_check_at > %s AND programme = %s ORDER BY next_check_at, id LIMIT %s"
    return _obligations(connection, rest, now, programme, limit)
