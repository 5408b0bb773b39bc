"""What the fields of the forms choose from: units and people, in the office's own order."""

from collections.abc import Sequence
from datetime import date

from dashboard.web.page_request import PageRequest
from workflows.commands.context import Context
from workflows.commands.objections import NOBODY
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.rows import Obligation


def units_of(context: Context, language: str) -> list[tuple[str, str]]:
    """(key, name) of the units, in the office's own order."""
    units = context.org.units.values()
    return [(u.key, u.title.in_(language)) for u in units if u.kind not in ("closed", "outside")]


def units_for(ask: PageRequest, row: Obligation) -> list[tuple[str, str]]:
    """The units a form about `row` chooses from; of an objection also nobody."""
    found = units_of(ask.context, ask.language)
    if DecisionFacts.of(row).asked == "object":
        found = [(NOBODY, ask.say("No unit: it ends without result")), *found]
    return found


def people_of(context: Context, units: Sequence[str], today: date) -> list[tuple[str, str]]:
    """(key, name) of everybody in some units, in the office's own order."""
    wanted = set(units)
    return [
        (p.key, p.name)
        for p in context.org.people.values()
        if (p.unit in wanted or not wanted.isdisjoint(p.units)) and p.here(today)
    ]


def of_objection(row: Obligation, unit: str) -> bool:
    """Whether it is said where an item goes, if `row` asks that it should (not ours)."""
    asked = DecisionFacts.of(row)
    return asked.asked != "object" or bool(unit or asked.unit)
