"""What a bulletin says, as facts: numbers by unit and phase beside last month's, and its lists.

Everything is computed by workflows/domain/figures.py from the rows as they are at one moment,
and kept as it was then.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from workflows.commands.context import Context
from workflows.domain import figures
from workflows.domain.figures import Numbers
from workflows.domain.kind_facts import RectificationFacts
from workflows.domain.papers import colour_of
from workflows.domain.workdays import Calendar
from workflows.store import figures as figure_rows
from workflows.store import queries
from workflows.store.figures import Matter

#: Overdue for more working days than this, a matter is named.
LONG_OVERDUE = 10
_SLIPS = {"blue": "blue", "yellow": "yellow", "red": "red", "second": "red", "listing": "red"}
_OVER = frozenset({"accepted", "struck_off", "held", "waived", "withdrawn"})


def bulletin_text(
    connection: Connection,
    context: Context,
    month: str,
    before: Mapping[str, Any] | None,
    now: datetime,
) -> dict[str, Any]:
    """The facts of the bulletin of one month (2010-06), taken at `now`.

    `before` is what last month's said. Units and items are keys; days are ISO texts.
    """
    day, calendar = context.today(now), context.frame.calendar
    matters = figure_rows.matters(connection, context.key, day)
    facts = [matter.fact for matter in matters]
    by_unit = figures.by(facts, day, "unit")
    units = [unit for unit in context.org.units if unit in by_unit]
    late = [matter for matter in matters if figures.total([matter.fact], day).overdue]
    over = [_overdue(matter, day, calendar, context) for matter in _grouped(late)]
    return {
        "month": month,
        "as_of": now.isoformat(),
        "total": figures.total(facts, day).as_dict(),
        "last_total": before["total"] if before else None,
        "units": _units(connection, context, by_unit, units, before, matters, day),
        "phases": [
            {"phase": phase, **numbers.as_dict()}
            for phase, numbers in _in_order(context, figures.by(facts, day, "phase"))
        ],
        "overdue": over,
        "long_overdue": [one for one in over if one["days_over"] > LONG_OVERDUE],
        "listed": _lines(matters, context, lambda m: m.fact.listed and not _closed(m)),
        "struck_off": _lines(matters, context, _struck_off_since(context, before)),
        "relapsed": _lines(matters, context, lambda m: m.fact.relapses > 0 and not _closed(m)),
        "good": [unit for unit in units if _is_good(by_unit[unit])],
    }


def _units(
    connection: Connection,
    context: Context,
    by_unit: Mapping[str, Numbers],
    units: Iterable[str],
    before: Mapping[str, Any] | None,
    matters: Iterable[Matter],
    day: date,
) -> list[dict[str, Any]]:
    """The rows of the statistics table, in the office's own order. Where units get marks, each
    names the matters its mark is made of, whose events tell the rest."""
    slips = _slips(connection, context)
    last = {one["unit"]: one["rate"] for one in before["units"]} if before else {}
    counted = _counted(matters, day) if context.plan.office.marks else None
    return [
        {
            "unit": unit,
            **by_unit[unit].as_dict(),
            "slips": slips.get(unit, {"blue": 0, "yellow": 0, "red": 0}),
            "last_rate": last.get(unit),
            **(
                {"mark": figures.mark(by_unit[unit]), "counted": counted.get(unit, {})}
                if counted is not None
                else {}
            ),
        }
        for unit in units
    ]


def _counted(matters: Iterable[Matter], day: date) -> dict[str, dict[str, list[int]]]:
    """Unit → the matters done on time, done late and missing, by number."""
    found: dict[str, dict[str, list[int]]] = {}
    for matter in matters:
        if outcome := figures.outcome(matter.fact, day):
            unit = found.setdefault(matter.fact.unit, {"on_time": [], "late": [], "missing": []})
            unit[outcome].append(matter.id)
    return found


def _in_order(context: Context, numbers: Mapping[str, Numbers]) -> Iterable[tuple[str, Numbers]]:
    phases = [*(phase.key for phase in context.plan.phases), ""]
    return [(phase, numbers[phase]) for phase in phases if phase in numbers]


def _is_good(numbers: Numbers) -> bool:
    """It owed something, and all of it is done in time."""
    return 0 < numbers.owed == numbers.on_time and not numbers.relapsed


def _slips(connection: Connection, context: Context) -> dict[str, dict[str, int]]:
    """Unit → how many reminder slips, urging slips and supervision slips it has been sent."""
    found: dict[str, dict[str, int]] = {}
    for slip in queries.obligations(connection, context.key, kind="slip", state="signed"):
        counts = found.setdefault(slip.unit, {"blue": 0, "yellow": 0, "red": 0})
        counts[_SLIPS[colour_of(slip)]] += 1
    return found


# --- lists ------------------------------------------------------------------------------


def _closed(matter: Matter) -> bool:
    return matter.fact.state in _OVER


def _struck_off_since(
    context: Context, before: Mapping[str, Any] | None
) -> Callable[[Matter], bool]:
    """What was struck off since the numbers of the bulletin before were taken, also when that
    was on the evening of that day: nothing falls between two bulletins."""
    day, named = date.min, set()
    if before is not None:
        day = context.today(datetime.fromisoformat(before["as_of"]))
        named = {one["id"] for one in before["struck_off"]}

    def wanted(matter: Matter) -> bool:
        on = RectificationFacts.of(matter).struck_on
        return on is not None and (on > day or (on == day and matter.id not in named))

    return wanted


def _grouped(matters: Iterable[Matter]) -> list[Matter]:
    """Of what each member owes only one for each unit, item and date: a bulletin names units,
    never persons."""
    found: dict[tuple[Any, ...], Matter] = {}
    for matter in matters:
        key: tuple[Any, ...] = (matter.id,)
        if matter.kind == "task" and matter.person:
            fact = matter.fact
            key = (matter.item, fact.unit, matter.occurrence, fact.due_on)
        found.setdefault(key, matter)
    return list(found.values())


def _overdue(matter: Matter, day: date, calendar: Calendar, context: Context) -> dict[str, Any]:
    due = matter.fact.due_on
    assert due is not None
    return _line(matter, context) | {
        "due_on": due.isoformat(),
        "days_over": calendar.count(due, day),
    }


def _lines(
    matters: Iterable[Matter], context: Context, wanted: Callable[[Matter], bool]
) -> list[dict[str, Any]]:
    return [_line(matter, context) for matter in matters if wanted(matter)]


def _line(matter: Matter, context: Context) -> dict[str, Any]:
    node = context.plan.by_key.get(matter.item)
    title = matter.facts.title or matter.item
    round_ = f" {matter.occurrence}" if matter.occurrence else ""
    titles = {
        language: node.title.in_(language) + round_ if node else title for language in ("zh", "en")
    }
    return {"id": matter.id, "unit": matter.fact.unit, "titles": titles}
