"""How it stands in numbers, by unit and by phase: as the bulletin and `duban status` count.

One place counts (workflows/domain/figures.py); the database groups what is alike, so the cost
grows with how many ways of standing there are to read through, and long counts are kept a while.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from dashboard.web.board import Board
from notifications import words
from workflows.commands.context import Context
from workflows.domain import figures
from workflows.domain.figures import Fact, Numbers
from workflows.store import figures as rows

#: The numbers of a row of the statistics table: what they are called, and their names.
COLUMNS = (
    ("owed", "owed"), ("done", "done"), ("on_time", "done on time"), ("rate", "on time, percent"),
    ("open", "still open"), ("behind", "behind"), ("overdue", "overdue"), ("returned", "returned"),
)  # fmt: skip


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


def facts(
    board: Board, connection: Connection, context: Context, scope: frozenset[str] | None
) -> list[Fact]:
    """One read: the matters of the units in `scope`, alike ones counted."""
    found = board.counted(("figures", context.key), lambda: rows.grouped(connection, context.key))
    return [fact for fact in found if scope is None or fact.unit in scope]


def page(found: list[Fact], context: Context, today: date, language: str) -> Page:
    """Units in the office's own order, phases in the plan's."""
    units, phases = (figures.by(found, today, of) for of in ("unit", "phase"))
    names = {node.key: node.title.in_(language) for node in context.plan.phases} | {"": ""}
    return Page(
        units=[
            Row(unit, words.unit_name(context.org, unit, language), units[unit])
            for unit in context.org.units
            if unit in units
        ],
        phases=[Row(key, names[key], phases[key]) for key in names if key in phases],
        total=figures.total(found, today),
    )
