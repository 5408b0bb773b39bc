"""Rows that a sweep quarantined with an error (scheduler/sweep.py)."""

from sqlalchemy import Connection, select

from workflows.domain.rows import Obligation
from workflows.store import snapshots
from workflows.store import tables as t

_o = t.obligations.c
_ROWS = select(*(_o[name] for name in snapshots.OBLIGATION)).order_by(_o.id)


def rows(connection: Connection, programme: str) -> list[Obligation]:
    """Those of a programme that wait to be tried again, in the order of their numbers."""
    query = _ROWS.where(_o.programme == programme, _o.error != "", _o.next_check_at.is_not(None))
    return [snapshots.obligation(row) for row in connection.execute(query)]
