"""Documents as rows: what they say, and the numbers they get, without gaps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from workflows.store import queries
from workflows.store import tables as t

_p = t.documents.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a document says. `number` is None until it is signed; `body` is never changed."""

    obligation: int
    series: str
    year: int
    number: int | None
    body: Mapping[str, Any]
    frozen_at: datetime


def freeze(
    connection: Connection,
    programme: str,
    obligation: int,
    series: str,
    body: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep what the document of `obligation` says; it has no number yet."""
    connection.execute(
        t.documents.insert().values(
            obligation=obligation,
            programme=programme,
            series=series,
            year=0,
            number=None,
            body=dict(body),
            frozen_at=now,
        )
    )


def give_number(
    connection: Connection, programme: str, obligation: int, series: str, year: int
) -> int:
    """The next number of `series` in `year`, given to a frozen document.

    Whoever signs waits for whoever is signing, so a number is never given twice and none is
    left out: both end with their transactions.
    """
    queries.in_turn(connection, programme)
    same = (_p.programme == programme, _p.series == series, _p.year == year)
    highest = connection.execute(select(func.max(_p.number)).where(*same)).scalar()
    number = (highest or 0) + 1
    found = update(t.documents).where(_p.obligation == obligation)
    connection.execute(found.values(year=year, number=number))
    return number


def so_far(connection: Connection, programme: str, series: str) -> int:
    """How many documents of `series` have a number, over all years."""
    query = select(func.count()).where(
        _p.programme == programme, _p.series == series, _p.number.is_not(None)
    )
    return int(connection.execute(query).scalar() or 0)


def documents(connection: Connection, obligations: Iterable[int]) -> dict[int, Document]:
    """Obligation → its document, for those that have one."""
    query = select(_p.obligation, _p.series, _p.year, _p.number, _p.body, _p.frozen_at).where(
        _p.obligation.in_(list(obligations))
    )
    return {
        row.obligation: Document(
            obligation=row.obligation,
            series=row.series,
            year=row.year,
            number=row.number,
            body=row.body,
            frozen_at=row.frozen_at,
        )
        for row in connection.execute(query)
    }
