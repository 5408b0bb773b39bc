"""Named reads of the outbox: events not noticed yet, waves, what may be sent, what was said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from workflows.domain.rows import Event
from workflows.store import snapshots
from workflows.store import tables as t


def unnoticed(connection: Connection, programme: str, limit: int) -> list[Event]:
    """Events of people that have not been turned into messages, oldest first."""
    query = (
        snapshots.EVENTS.join(t.unnoticed, t.unnoticed.c.event == t.events.c.id)
        .where(t.events.c.programme == programme)
        .order_by(t.events.c.id)
        .limit(limit)
    )
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True, of=t.unnoticed)
    return [snapshots.event(row) for row in connection.execute(query)]


def waves(connection: Connection, waves: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Wave → (message, state) of the waves that have a message already."""
    wanted = sorted(set(waves))
    m = t.messages.c
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(wanted), 5000):
        part = wanted[start : start + 5000]
        query = select(m.wave, m.id, m.state).where(m.wave.in_(part))
        if connection.dialect.name == "postgresql":
            # A sender that claims the message meanwhile would miss what we add to it.
            query = query.with_for_update()
        found.update((wave, (id_, state)) for wave, id_, state in connection.execute(query))
    return found


def claimable(connection: Connection, now: datetime, limit: int) -> list[Mapping[str, Any]]:
    """Messages to send now, oldest first: pending ones whose hour has come and those whose
    lease ran out under a sender that is gone or never learnt the outcome."""
    m = t.messages.c
    query = (
        select(t.messages)
        .where(
            or_(
                and_(
                    m.state == "pending",
                    m.not_before <= now,
                    or_(m.next_try_at.is_(None), m.next_try_at <= now),
                ),
                and_(m.state.in_(("sending", "unknown")), m.lease_until <= now),
            )
        )
        .order_by(m.not_before, m.id)
        .limit(limit)
    )
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    return [dict(row) for row in connection.execute(query).mappings()]


def versions(connection: Connection, obligations: Iterable[int]) -> dict[int, int]:
    """Obligation → its version now."""
    o = t.obligations.c
    wanted = sorted(obligations)
    query = select(o.id, o.version).where(o.id.in_(wanted))
    return {row.id: row.version for row in connection.execute(query)} if wanted else {}


def next_message(connection: Connection) -> datetime | None:
    """The earliest moment at which a message may want to be sent."""
    m = t.messages.c
    moments = [
        connection.execute(query).scalar()
        for query in (
            select(func.min(m.not_before)).where(m.state == "pending", m.next_try_at.is_(None)),
            select(func.min(m.next_try_at)).where(m.state == "pending"),
            select(func.min(m.lease_until)).where(m.state.in_(("sending", "unknown"))),
        )
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def message_items(
    connection: Connection, messages: Iterable[int]
) -> dict[int, list[Mapping[str, Any]]]:
    """Message → its items, in the order in which they were said."""
    wanted = sorted(set(messages))
    i = t.message_items.c
    query = select(t.message_items).where(i.message.in_(wanted)).order_by(i.id)
    found: dict[int, list[Mapping[str, Any]]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["message"], []).append(dict(row))
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
