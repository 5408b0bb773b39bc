"""Reads for the catch-up record: what time recorded late, and the mails that told of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from workflows.domain.rows import Event
from workflows.store import snapshots
from workflows.store import tables as t
from workflows.store.queries import parts

_e, _m, _i = t.events.c, t.messages.c, t.message_items.c


#: What the sweep writes by itself, of its moments and of the calendar.
_BY_TIME = (_e.actor == "", or_(_e.trigger.is_not(None), _e.kind.like("digest%")))


def recorded_later(connection: Connection, programme: str) -> list[Event]:
    """Time's events that were written after their moment, in order of their numbers; those of
    the first sweep of all left out: before it nothing was running that could have stopped."""
    first = (
        select(func.min(_e.recorded_at)).where(_e.programme == programme, *_BY_TIME)
    ).scalar_subquery()
    query = snapshots.EVENTS.where(
        _e.programme == programme, *_BY_TIME, _e.recorded_at > _e.at, _e.recorded_at > first
    )
    return [snapshots.event(row) for row in connection.execute(query.order_by(_e.id))]


def quarantined_at(connection: Connection, programme: str) -> dict[int, list[datetime]]:
    """Obligation → the instants at which its row was quarantined with an error."""
    query = select(_e.obligation, _e.recorded_at).where(
        _e.programme == programme, _e.kind == "quarantined"
    )
    found: dict[int, list[datetime]] = {}
    for obligation, at in connection.execute(query):
        found.setdefault(obligation, []).append(at)
    return found


def last_before(connection: Connection, programme: str, instant: datetime) -> datetime | None:
    """When the program last recorded something by itself before `instant`."""
    query = select(func.max(_e.recorded_at)).where(
        _e.programme == programme, _e.actor == "", _e.recorded_at < instant
    )
    found: datetime | None = connection.execute(query).scalar()
    return found


_MAILS = select(
    _i.event, _i.dropped_why, _m.id, _m.person, _m.state, _m.outcome, _m.not_before, _m.sent_at
).join(t.messages, _m.id == _i.message)


def mails_of(connection: Connection, events: Iterable[int]) -> dict[int, list[Mapping[str, Any]]]:
    """Event → the mails that said it, or would have."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    for part in parts(events):
        query = _MAILS.where(_i.event.in_(part)).order_by(_i.id)
        for row in connection.execute(query).mappings():
            found.setdefault(row["event"], []).append(dict(row))
    return found


def sent_later(connection: Connection, programme: str) -> list[Mapping[str, Any]]:
    """Mails that left after their hour, oldest first."""
    query = select(_m.id, _m.person, _m.not_before, _m.created_at, _m.sent_at).where(
        _m.programme == programme, _m.state == "sent", _m.sent_at > _m.not_before
    )
    return [dict(row) for row in connection.execute(query.order_by(_m.id)).mappings()]
