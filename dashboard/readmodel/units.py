"""Units with their people and numbers; one unit; one person."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from config.i18n import translator
from dashboard.readmodel import figures as numbers
from dashboard.readmodel import heat_map, lists, overview
from dashboard.readmodel.lines import Line, Lines
from dashboard.web.board import Counted
from dashboard.web.language import office_language
from notifications import figures
from workflows.commands.context import Context
from workflows.domain.figures import Numbers
from workflows.domain.organisation import Person
from workflows.domain.roles import Who

MOST = 40
#: Rows read for the three lists of a unit; what members owe alike is one line.
READ = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A post of a unit: its role in words, and who holds it today; empty while vacant."""

    role: str
    key: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    seats: list[Seat]
    people: list[Person]
    red: list[Line]
    coming: list[Line]
    waiting: list[Line]
    phases: list[tuple[str, str, heat_map.Cell]]


def seats(context: Context, unit: str, today: date, locale: str) -> list[Seat]:
    org, texts, language = context.org, translator(locale), office_language(locale)
    found = []
    for post, tenures in org.posts.items():
        if tenures[0].unit != unit:
            continue
        person = org.post_holder(post, today)
        role = texts.pgettext("audience", tenures[0].role)
        found.append(
            Seat(
                role=role,
                key=person.key if person else "",
                name=person.called(language) if person else "",
                phone=person.phone if person else "",
            )
        )
    return found


def unit(
    connection: Connection, context: Context, lines: Lines, who: Who, key: str, counted: Counted
) -> Unit:
    """Three reads: its open items, what was last said of them, its kept numbers."""
    rows = lists.open_in(connection, context.key, key, READ)
    notes = figures.explanations(connection, [row for row in rows if row.light == "red"])
    found = lines.folded(rows, notes)
    stand = overview.of_units(counted, connection, context.key, frozenset({key}))
    by_phase: dict[str, Counter[str]] = {}
    for phase, _, light, n in stand:
        by_phase.setdefault(phase, Counter())[light] += n
    done = numbers.cells(counted, connection, context, lines.today)
    names = {node.key: node.title.in_(lines.language) for node in context.plan.phases}
    full = who.sees_all or key in who.reach or key in who.units
    org = context.org
    return Unit(
        seats=seats(context, key, lines.today, lines.locale),
        people=[p for p in org.people.values() if p.here(lines.today) and key in (p.unit, *p.units)]
        if full
        else [],
        red=[line for line in found if line.key == "red" and not line.is_reported][:MOST],
        coming=[line for line in found if line.key != "red" and not line.is_reported][:MOST],
        waiting=[line for line in found if line.is_reported][:MOST],
        phases=[
            (
                phase,
                names.get(phase, ""),
                heat_map.cell(by_phase[phase], done.get((key, phase), Numbers())),
            )
            for phase in (*names, "")
            if phase in by_phase
        ],
    )


def person(connection: Connection, context: Context, lines: Lines, key: str) -> list[Line]:
    """What somebody owes or holds and is not done with."""
    rows = lists.held_by(connection, context.key, key, MOST)
    return lines.many(rows, figures.explanations(connection, rows) if rows else {})
