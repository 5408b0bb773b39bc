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
from workflows.domain.documents import colour_of
from workflows.domain.figures import Numbers
from workflows.domain.kind_facts import RectificationFacts
from workflows.domain.workdays import Calendar
from workflows.store import figures as figure_rows
from workflows.store import queries
from workflows.store.figures import CountedItem

#: Overdue for more working days than this, an item is named.
LONG_OVERDUE = 10
_SUPERVISION_NOTICES = {
    "blue": "blue",
    "yellow": "yellow",
    "red": "red",
    "second": "red",
    "listing": "red",
}
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
    items = figure_rows.items(connection, context.key, day)
    facts = [item.fact for item in items]
    by_unit = figures.by(facts, day, "unit")
    units = [unit for unit in context.org.units if unit in by_unit]
    late = [item for item in items if figures.total([item.fact], day).overdue]
    over = [_overdue(item, day, calendar, context) for item in _grouped(late)]
    return {
        "month": month,
        "as_of": now.isoformat(),
        "total": figures.total(facts, day).as_dict(),
        "last_total": before["total"] if before else None,
        "units": _units(connection, context, by_unit, units, before, items, day),
        "phases": [
            {"phase": phase, **numbers.as_dict()}
            for phase, numbers in _in_order(context, figures.by(facts, day, "phase"))
        ],
        "overdue": over,
        "long_overdue": [one for one in over if one["days_over"] > LONG_OVERDUE],
        "listed": _lines(items, context, lambda m: m.fact.listed and not _closed(m)),
        "struck_off": _lines(items, context, _closed_since(context, before)),
        "relapsed": _lines(items, context, lambda m: m.fact.relapses > 0 and not _closed(m)),
        "good": [unit for unit in units if _is_good(by_unit[unit])],
    }


def _units(
    connection: Connection,
    context: Context,
    by_unit: Mapping[str, Numbers],
    units: Iterable[str],
    before: Mapping[str, Any] | None,
    items: Iterable[CountedItem],
    day: date,
) -> list[dict[str, Any]]:
    """The rows of the statistics table, in the office's own order. Where units get marks, each
    names the items its mark is made of, whose events tell the rest."""
    supervision_notices = _supervision_notices(connection, context)
    last = {one["unit"]: one["rate"] for one in before["units"]} if before else {}
    counted = _counted(items, day) if context.plan.office.marks else None
    return [
        {
            "unit": unit,
            **by_unit[unit].as_dict(),
            "slips": supervision_notices.get(unit, {"blue": 0, "yellow": 0, "red": 0}),
            "last_rate": last.get(unit),
            **(
                {"mark": figures.mark(by_unit[unit]), "counted": counted.get(unit, {})}
                if counted is not None
                else {}
            ),
        }
        for unit in units
    ]


def _counted(items: Iterable[CountedItem], day: date) -> dict[str, dict[str, list[int]]]:
    """Unit → the items done on time, done late and missing, by number."""
    found: dict[str, dict[str, list[int]]] = {}
    for item in items:
        if outcome := figures.outcome(item.fact, day):
            unit = found.setdefault(item.fact.unit, {"on_time": [], "late": [], "missing": []})
            unit[outcome].append(item.id)
    return found


def _in_order(context: Context, numbers: Mapping[str, Numbers]) -> Iterable[tuple[str, Numbers]]:
    phases = [*(phase.key for phase in context.plan.phases), ""]
    return [(phase, numbers[phase]) for phase in phases if phase in numbers]


def _is_good(numbers: Numbers) -> bool:
    """It owed something, and all of it is done in time."""
    return 0 < numbers.owed == numbers.on_time and not numbers.relapsed


def _supervision_notices(connection: Connection, context: Context) -> dict[str, dict[str, int]]:
    """Unit → how many reminders (提醒单), overdue notices and escalation notices it has been
    sent."""
    found: dict[str, dict[str, int]] = {}
    for supervision_notice in queries.obligations(
        connection, context.key, kind="slip", state="signed"
    ):
        counts = found.setdefault(supervision_notice.unit, {"blue": 0, "yellow": 0, "red": 0})
        counts[_SUPERVISION_NOTICES[colour_of(supervision_notice)]] += 1
    return found


# --- lists ------------------------------------------------------------------------------


def _closed(item: CountedItem) -> bool:
    return item.fact.state in _OVER


def _closed_since(
    context: Context, before: Mapping[str, Any] | None
) -> Callable[[CountedItem], bool]:
    """What was closed since the numbers of the bulletin before were taken, also when that
    was on the evening of that day: nothing falls between two bulletins."""
    day, named = date.min, set()
    if before is not None:
        day = context.today(datetime.fromisoformat(before["as_of"]))
        named = {one["id"] for one in before["struck_off"]}

    def wanted(item: CountedItem) -> bool:
        on = RectificationFacts.of(item).closed_on
        return on is not None and (on > day or (on == day and item.id not in named))

    return wanted


def _grouped(items: Iterable[CountedItem]) -> list[CountedItem]:
    """Of what each member owes only one for each unit, item and date: a bulletin names units,
    never persons."""
    found: dict[tuple[Any, ...], CountedItem] = {}
    for item in items:
        key: tuple[Any, ...] = (item.id,)
        if item.kind == "task" and item.person:
            fact = item.fact
            key = (item.item, fact.unit, item.occurrence, fact.due_on)
        found.setdefault(key, item)
    return list(found.values())


def _overdue(item: CountedItem, day: date, calendar: Calendar, context: Context) -> dict[str, Any]:
    due = item.fact.due_on
    assert due is not None
    return _line(item, context) | {
        "due_on": due.isoformat(),
        "days_over": calendar.count(due, day),
    }


def _lines(
    items: Iterable[CountedItem], context: Context, wanted: Callable[[CountedItem], bool]
) -> list[dict[str, Any]]:
    return [_line(item, context) for item in items if wanted(item)]


def _line(item: CountedItem, context: Context) -> dict[str, Any]:
    node = context.plan.by_key.get(item.item)
    title = item.facts.title or item.item
    round_ = f" {item.occurrence}" if item.occurrence else ""
    titles = {
        language: node.title.in_(language) + round_ if node else title for language in ("zh", "en")
    }
    return {"id": item.id, "unit": item.fact.unit, "titles": titles}
