"""The ledger 督办台账: items by filters, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from notifications import figures
from workflows.commands.context import Context
from workflows.domain.kind_facts import RectificationFacts
from workflows.domain.rectification import severity_label
from workflows.domain.roles import Who
from workflows.domain.rows import Obligation
from workflows.store import tables as t

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What 整改台账 says of a rectification besides; `severity` is looked up in the catalogue."""

    source: str = ""
    severity: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    lines: list[Line]
    rows: list[Obligation]
    more: bool
    found: Mapping[int, Found]


def page(
    connection: Connection,
    context: Context,
    lines: Lines,
    who: Who,
    given: Mapping[str, str],
    number: int,
    size: int = PAGE,
) -> Page:
    """Two reads. `given`: column → value; `person` finds what somebody owes or holds."""
    o = t.obligations.c
    where: list[Any] = [o.state != "withdrawn", *lists.within(who.scope, who.person)]
    if not given.get("kind"):
        where.append(o.kind.not_in(("phase", "anchor")))
    for column in ("unit", "phase", "item", "light", "state", "kind"):
        if value := given.get(column):
            where.append(o[column] == ("" if value == "outside" else value))
    if assignee := given.get("holder"):
        where.append(o.assignee == assignee)
    if due := given.get("due"):
        where.append(o.step_due_on == date.fromisoformat(due))
    if (kind := given.get("kind", "task")) != "task":
        where.append(lists.beside())
    if person := given.get("person"):
        where.append(or_(o.person == person, o.assignee == person))
    # By the day where the index of lights gives that order, else by number.
    order = [o.step_due_on] if given.get("light") else []
    found_by = kind != "task" or any(
        given.get(name) for name in ("unit", "item", "light", "person", "holder")
    )
    rows = lists.rows(
        connection,
        context.key,
        *where,
        order=order,
        limit=size + 1,
        offset=(number - 1) * size,
        by_programme=found_by or who.scope is not None,
    )
    notes = figures.explanations(connection, rows[:size]) if rows else {}
    shown = lines.many(rows[:size], notes)
    full = {line.id for line in shown if line.sight == "full"}
    return Page(
        lines=shown,
        rows=rows[:size],
        more=len(rows) > size,
        found={row.id: _found(row) if row.id in full else Found() for row in rows[:size]},
    )


def _found(row: Obligation) -> Found:
    facts = RectificationFacts.of(row)
    return Found(
        source=facts.source,
        severity=severity_label(facts.severity),
        closed_on=facts.closed_on,
    )
