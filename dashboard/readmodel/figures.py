"""How it stands in numbers, by unit and by phase: as the bulletin and `duban status` count.

One place counts (workflows/domain/figures.py), from the numbers kept beside the items. What was
counted is kept until something is written.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from dashboard.web.board import Counted
from notifications import words
from workflows.commands.context import Context
from workflows.domain import figures
from workflows.domain.figures import Numbers, together
from workflows.domain.messages import N_
from workflows.store import tallies

#: The numbers of a row of the statistics table: what they are called, and their names.
COLUMNS = (
    ("owed", N_("owed")),
    ("done", N_("done")),
    ("on_time", N_("done on time")),
    ("rate", N_("on time, percent")),
    ("open", N_("still open")),
    ("behind", N_("behind")),
    ("overdue", N_("overdue")),
    ("returned", N_("returned")),
)


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    name: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Page:
    units: list[Row]
    phases: list[Row]
    total: Numbers


def cells(
    counted: Counted, connection: Connection, context: Context, today: date
) -> Mapping[tuple[str, str], Numbers]:
    """The numbers by unit and phase, kept while nothing is written. Every page that says what was
    done of what was due reads them here."""
    return counted(
        ("figures", today),
        lambda: figures.cells(tallies.facts(connection, context.key, today), today),
    )


def page(
    counted: Counted,
    connection: Connection,
    context: Context,
    scope: frozenset[str] | None,
    today: date,
    language: str,
) -> Page:
    """One read, of the units in `scope`. Units in the office's own order, phases in the plan's."""
    units, phases = defaultdict[str, list[Numbers]](list), defaultdict[str, list[Numbers]](list)
    for (unit, phase), numbers in cells(counted, connection, context, today).items():
        if scope is None or unit in scope:
            units[unit].append(numbers)
            phases[phase].append(numbers)
    names = {node.key: node.title.in_(language) for node in context.plan.phases} | {"": ""}
    return Page(
        units=[
            Row(unit, words.unit_name(context.org, unit, language), together(units[unit]))
            for unit in context.org.units
            if unit in units
        ],
        phases=[Row(key, names[key], together(phases[key])) for key in names if key in phases],
        total=together(one for some in units.values() for one in some),
    )
