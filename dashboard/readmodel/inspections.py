"""Inspections: to come, held; their way, units, team, what they found, what was contested."""

from dataclasses import dataclass

from sqlalchemy import Connection, and_

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from dashboard.readmodel.page_facts import Facts
from workflows.commands.context import Context
from workflows.domain.kind_facts import InspectionFacts
from workflows.domain.rows import Obligation
from workflows.store import tables as t

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    line: Line
    on: str
    way: str
    units: str
    team: str
    to_draw: bool
    findings: tuple[int, ...]
    twice: tuple[str, ...]
    contested: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    coming: list[Visit]
    held: list[Visit]


def page(connection: Connection, context: Context, lines: Lines) -> Page:
    """Two reads: what is to come, the nearest first; what was held, the latest first. Whose they
    are to see is asked of each, since a unit that is seen is none that goes."""
    o = t.obligations.c
    mine = and_(lists.beside(), o.kind == "inspection")
    coming = o.state.in_(("planned", "open", "contested"))
    first = lists.rows(connection, context.key, mine, coming, order=[o.due_on], limit=MOST)
    held = lists.rows(
        connection, context.key, mine, o.state == "held", order=[o.due_on.desc()], limit=MOST
    )
    return Page(coming=_visits(context, lines, first), held=_visits(context, lines, held))


def _visits(context: Context, lines: Lines, rows: list[Obligation]) -> list[Visit]:
    facts = Facts(context, lines.locale, lines.today)
    found = [_visit(lines.line(row), row, facts) for row in rows]
    return [visit for visit in found if visit.line.sight != "none"]


def _visit(line: Line, row: Obligation, facts: Facts) -> Visit:
    known, full = InspectionFacts.of(row), line.sight == "full"
    return Visit(
        line=line,
        on=facts.day(row.done_on) if row.done_on else line.due,
        way=facts.way(row),
        units=facts.units(known.units),
        team=facts.people(known.team),
        to_draw=known.way == "random_check" and not known.units,
        findings=known.findings if full else (),
        twice=known.twice if full else (),
        contested=known.contested_for if full else "",
    )
