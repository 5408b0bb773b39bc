"""What the numbers are made of: the matters of a programme, as facts."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from workflows.domain.figures import ITEMS, Fact
from workflows.domain.kind_facts import KindFacts, RectificationFacts
from workflows.domain.standing import BEHIND_RETURNS
from workflows.store import snapshots
from workflows.store import tables as t

_o = t.obligations.c


class CountedItem(NamedTuple):
    """One item with its fact, for the lists of a bulletin."""

    id: int
    kind: str
    item: str
    occurrence: str
    person: str
    facts: KindFacts
    fact: Fact


def items(connection: Connection, programme: str, day: date) -> list[CountedItem]:
    """Every item of the programme as it stands on `day`, in order of their numbers."""
    query = (
        select(
            _o.id,
            _o.kind,
            _o.item,
            _o.occurrence,
            _o.person,
            _o.facts,
            _o.unit,
            _o.phase,
            _o.state,
            _o.light,
            _o.due_on,
            _o.done_on,
            _o.reported_on,
            _o.returns,
        )
        .where(_o.programme == programme, _o.kind.in_(sorted(ITEMS)))
        .order_by(_o.id)
    )
    return [_item(row, day) for row in connection.execute(query)]


def _item(row: Any, day: date) -> CountedItem:
    facts = snapshots.facts(row.kind, row.facts)
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
        # Near its date is no reason, nor is a note that is still to come, nor a slow reviewer.
        behind=row.state in ("open", "in_progress") and (missed or row.returns >= BEHIND_RETURNS),
        # What was sent back before it began anew was sent back all the same.
        returns=row.returns + put_right.returned_before,
        relapses=put_right.relapses,
    )
    return CountedItem(row.id, row.kind, row.item, row.occurrence, row.person, facts, fact)


_GOES_ON = (
    select(_o.id)
    .where(_o.programme == bindparam("programme"), _o.kind.in_(sorted(ITEMS)))
    .where(_o.light != "grey")
    .limit(1)
)


def goes_on(connection: Connection, programme: str) -> bool:
    """Whether anything of the programme is still to be done."""
    return connection.execute(_GOES_ON, {"programme": programme}).first() is not None
