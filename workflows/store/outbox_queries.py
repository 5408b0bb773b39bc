"""Named reads of the outbox: events not noticed yet, mailings, what may be sent, what was said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, and_, bindparam, func, or_, select

from workflows.domain.rows import Event
from workflows.store import bulk, snapshots
from workflows.store import tables as t
from workflows.store.queries import PART, held, parts

_m = t.messages.c
_NOW: BindParameter[Any] = bindparam("now")
_MOST: BindParameter[Any] = bindparam("most")

_OLDEST = (
    snapshots.EVENTS.where(t.events.c.programme == bindparam("programme"))
    .order_by(t.events.c.id)
    .limit(_MOST)
)
_UNNOTICED = {
    # SQLite asks the queue first; joined, it would walk through the whole history instead.
    "sqlite": _OLDEST.where(t.events.c.id.in_(select(t.unnoticed.c.event))),
    "postgresql": _OLDEST.join(t.unnoticed, t.unnoticed.c.event == t.events.c.id).with_for_update(
        skip_locked=True, of=t.unnoticed
    ),
}


def unnoticed(connection: Connection, programme: str, limit: int) -> list[Event]:
    """Events of people that have not been turned into messages, oldest first."""
    query = _UNNOTICED[connection.dialect.name]
    rows = connection.execute(query, {"programme": programme, "most": limit})
    return [snapshots.event(row) for row in rows.all()]


_MAILINGS = select(_m.mailing, _m.id, _m.state).where(
    _m.mailing.in_(bindparam("waves", expanding=True))
)
_MAILINGS_HELD = _MAILINGS.with_for_update()


def mailings(connection: Connection, mailings: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Mailing → (message, state) of the mailings that have a message already."""
    wanted = sorted(set(mailings))
    # A sender that claims the message meanwhile would miss what we add to it.
    query = _MAILINGS_HELD if connection.dialect.name == "postgresql" else _MAILINGS
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(wanted), PART):
        rows = connection.execute(query, {"waves": wanted[start : start + PART]})
        found.update((mailing, (id_, state)) for mailing, id_, state in rows.all())
    return found


_CLAIMABLE = held(
    select(t.messages)
    .where(
        or_(
            and_(
                _m.state == "pending",
                _m.not_before <= _NOW,
                or_(_m.next_try_at.is_(None), _m.next_try_at <= _NOW),
            ),
            and_(_m.state.in_(("sending", "unknown")), _m.lease_until <= _NOW),
        )
    )
    .order_by(_m.not_before, _m.id)
    .limit(_MOST)
)


def claimable(connection: Connection, now: datetime, limit: int) -> list[Mapping[str, Any]]:
    """Messages to send now, oldest first: pending ones whose hour has come and those whose
    lease ran out under a sender that is gone or never learnt the outcome."""
    query = _CLAIMABLE[connection.dialect.name]
    rows = connection.execute(query, {"now": now, "most": limit})
    return [dict(row) for row in rows.mappings().all()]


def versions(connection: Connection, obligations: Iterable[int]) -> dict[int, int]:
    """Obligation → its version now."""
    found: dict[int, int] = {}
    for part in parts(obligations):
        rest = "WHERE id = ANY(%s)"
        found.update(bulk.select(connection, t.obligations, ("id", "version"), rest, part))
    return found


_NEXT_MESSAGE = select(
    select(func.min(_m.not_before))
    .where(_m.state == "pending", _m.next_try_at.is_(None))
    .scalar_subquery(),
    select(func.min(_m.next_try_at)).where(_m.state == "pending").scalar_subquery(),
    select(func.min(_m.lease_until)).where(_m.state.in_(("sending", "unknown"))).scalar_subquery(),
)


def next_message(connection: Connection) -> datetime | None:
    """The earliest moment at which a message may want to be sent."""
    moments = connection.execute(_NEXT_MESSAGE).one()
    return min((moment for moment in moments if moment is not None), default=None)


_ITEM = tuple(t.message_items.c.keys())


def message_items(
    connection: Connection, messages: Iterable[int]
) -> dict[int, list[Mapping[str, Any]]]:
    """Message → its items, in the order in which they were said."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    rest = "WHERE message = ANY(%s) ORDER BY id"
    for part in parts(messages):
        for row in bulk.select(connection, t.message_items, _ITEM, rest, part):
            item = dict(zip(_ITEM, row, strict=True))
            found.setdefault(item["message"], []).append(item)
    return found


def messages(
    connection: Connection,
    programme: str,
    *,
    to: str = "",
    kind: str = "",
    state: str = "",
    obligation: int | None = None,
    ids: Sequence[int] | None = None,
) -> list[Mapping[str, Any]]:
    m = t.messages.c
    query = select(t.messages).where(m.programme == programme).order_by(m.id)
    if to:
        query = query.where(or_(m.address == to, m.person == to))
    if kind:
        of_kind = select(t.message_items.c.message).where(t.message_items.c.kind == kind)
        query = query.where(or_(m.kind == kind, m.id.in_(of_kind)))
    if state:
        query = query.where(m.state == state)
    if obligation is not None:
        about = select(t.message_items.c.message).where(t.message_items.c.obligation == obligation)
        query = query.where(m.id.in_(about))
    if ids is not None:
        query = query.where(m.id.in_(ids))
    return [dict(row) for row in connection.execute(query).mappings()]


#: So many of the latest items are looked through for one of a kind: the table has no other bound.
_LOOKED_THROUGH = 20_000


def latest_of_kind(connection: Connection, programme: str, kind: str, limit: int) -> list[int]:
    """Numbers of the latest messages that say something of `kind`, among what was said lately."""
    i, m = t.message_items.c, t.messages.c
    newest = select(func.max(i.id)).scalar_subquery()
    query = (
        select(i.message)
        .distinct()
        .join(t.messages, m.id == i.message)
        .where(i.id > newest - _LOOKED_THROUGH, i.kind == kind, m.programme == programme)
        .order_by(i.message.desc())
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def message_counts(connection: Connection, programme: str) -> list[tuple[str, str, int]]:
    """(kind, state, number) of all messages."""
    m = t.messages.c
    query = (
        select(m.kind, m.state, func.count())
        .where(m.programme == programme)
        .group_by(m.kind, m.state)
        .order_by(m.kind, m.state)
    )
    return [(kind, state, n) for kind, state, n in connection.execute(query)]


def heard(
    connection: Connection, obligations: Sequence[int], kinds: Iterable[str]
) -> dict[int, list[str]]:
    """Obligation → the people who were sent something of `kinds` about it, in that order."""
    found: dict[int, list[str]] = {}
    if not obligations:
        return found
    query = (
        select(t.message_items.c.obligation, t.messages.c.person)
        .join(t.messages, t.messages.c.id == t.message_items.c.message)
        .where(
            t.message_items.c.obligation.in_(obligations),
            t.message_items.c.kind.in_(list(kinds)),
            t.message_items.c.dropped_why == "",
            t.messages.c.state == "sent",
        )
        .order_by(t.message_items.c.id)
    )
    for obligation, person in connection.execute(query):
        people = found.setdefault(obligation, [])
        if person not in people:
            people.append(person)
    return found


def at_once_since(
    connection: Connection, programme: str, people: Iterable[str], sign: str, since: datetime
) -> dict[str, int]:
    """Person → how many messages that do not wait were made for them from `since` on; `sign`
    marks their mailings."""
    m = t.messages.c
    query = (
        select(m.person, func.count().label("n"))
        .where(
            m.programme == programme,
            m.person.in_(sorted(people)),
            m.created_at >= since,
            m.mailing.contains(sign, autoescape=True),
        )
        .group_by(m.person)
    )
    return {row.person: row.n for row in connection.execute(query)}
