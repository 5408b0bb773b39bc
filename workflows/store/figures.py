"""What the numbers are made of: the matters of a programme, as facts."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from workflows.domain.figures import MATTERS, Fact
from workflows.domain.kind_facts import KindFacts, RectificationFacts
from workflows.domain.standing import BEHIND_RETURNS
from workflows.store import snapshots
from workflows.store import tables as t

_o = t.obligations.c


class Matter(NamedTuple):
    """One matter with its fact, for the lists of a bulletin."""

    id: int
    kind: str
    item: str
    occurrence: str
    person: str
    facts: KindFacts
    fact: Fact


def matters(connection: Connection, programme: str, day: date) -> list[Matter]:
    """Every matter of the programme as it stands on `day`, in order of their numbers."""
    query = (
        select(
            _o.id,
            _o.kind,
            _o.item,
            _o.occurrence,
            _o.person,
            _o.extra,
            _o.unit,
            _o.phase,
            _o.state,
            _o.light,
            _o.due_on,
            _o.done_on,
            _o.reported_on,
            _o.returns,
        )
        .where(_o.programme == programme, _o.kind.in_(sorted(MATTERS)))
        .order_by(_o.id)
    )
    return [_matter(row, day) for row in connection.execute(query)]


def _matter(row: Any, day: date) -> Matter:
    facts = snapshots.facts(row.kind, row.extra)
    put_right = RectificationFacts.of_facts(facts)
    missed = facts.note_by is not None and facts.note_by < day
    fact = Fact(
        unit=row.unit,
        phase=row.phase,
        state=row.state,
        light=row.light,
        due_on=row.due_on,
        done_on=row.done_on or row.reported_on,
        listed=put_right.listed_on is not None,
        # Near its date is no reason, nor is a note that is still to come, nor a slow verifier.
        behind=row.state in ("open", "in_progress") and (missed or row.returns >= BEHIND_RETURNS),
        # What was sent back before it began anew was sent back all the same.
        returns=row.returns + put_right.returned_before,
        relapses=put_right.relapses,
    )
    return Matter(row.id, row.kind, row.item, row.occurrence, row.person, facts, fact)


_GOES_ON = (
    select(_o.id)
    .where(_o.programme == bindparam("programme"), _o.kind.in_(sorted(MATTERS)))
    .where(_o.light != "grey")
    .limit(1)
)


def goes_on(connection: Connection, programme: str) -> bool:
    """Whether anything of the programme is still to be done."""
    return connection.execute(_GOES_ON, {"programme": programme}).first() is not None
