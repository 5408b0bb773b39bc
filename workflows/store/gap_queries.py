"""Reads that tell whether a gap between two sweeps can be believed."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from workflows.store import tables as t

_o, _e = t.obligations.c, t.events.c


def due(connection: Connection, programme: str, now: datetime) -> int:
    """How many rows' moments have come."""
    query = select(func.count()).where(_o.programme == programme, _o.next_check_at <= now)
    return int(connection.execute(query.select_from(t.obligations)).scalar_one())


def spoken(connection: Connection, programme: str, since: datetime, days: int) -> int:
    """How many moments were recorded in the `days` before `since`."""
    query = select(func.count()).where(
        _e.programme == programme,
        _e.trigger.is_not(None),
        _e.recorded_at > since - timedelta(days=days),
        _e.recorded_at <= since,
    )
    return int(connection.execute(query.select_from(t.events)).scalar_one())
