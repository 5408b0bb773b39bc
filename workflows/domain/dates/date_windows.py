"""From what the words mean (a Reading) to days, once anchors and phases are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from workflows.domain.dates import Relative, Starts, Waits, Window
from workflows.domain.model import DayOff, Node, Plan
from workflows.domain.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A window in days. `waits_for` names the anchor or predecessor without which there is
    no due day; `opens_waits`: even the first day waits. `after`, `offset`, `unit` carry a
    date that counts from a predecessor's report."""

    opens_on: date | None = None
    due_on: date | None = None
    remind_from: date | None = None
    waits_for: str = ""
    opens_waits: bool = False
    after: str = ""
    offset: int = 0
    unit: Literal["d", "wd", "m"] = "d"


def resolve(
    node: Node, plan: Plan, anchors: Mapping[str, date | None], calendar: Calendar
) -> Resolved:
    """The window of `node` in days, as far as it is known today.

    anchors: anchor key → its day, None while nobody knows it.
    """
    found = _read(node, plan, anchors, calendar)
    if found.due_on is None:
        return found
    due = shifted(found.due_on, plan.day_off, calendar)
    press = found.remind_from or found.due_on
    return Resolved(
        opens_on=found.opens_on, due_on=due, remind_from=due if press == found.due_on else press
    )


def years_of(plan: Plan, today: date) -> range:
    """The years whose working days the plan needs, this one among them."""
    years = {plan.issued_on.year, today.year}
    years |= {node.when.end.year for node in plan.nodes if isinstance(node.when, Window)}
    return range(min(years), max(years) + 1)


def shifted(due_on: date, day_off: DayOff, calendar: Calendar) -> date:
    """A due day under the programme's switch for days off: stays, back or on."""
    if day_off == "back":
        return calendar.on_or_before(due_on)
    return calendar.on_or_after(due_on) if day_off == "on" else due_on


def _read(
    node: Node, plan: Plan, anchors: Mapping[str, date | None], calendar: Calendar
) -> Resolved:
    match node.when:
        case Window(start=start, end=end, remind_from=remind_from):
            opens = start or _phase_start(node, plan, anchors, calendar)
            return Resolved(opens_on=opens, due_on=end, remind_from=remind_from)
        case Starts(on=on):
            return Resolved(opens_on=on)
        case Waits() as waits:
            return _waiting(waits, anchors, calendar)
        case Relative() as relative:
            return _relative(relative, node, plan, anchors, calendar)
        case _:
            return Resolved(opens_on=_phase_start(node, plan, anchors, calendar))


def _phase_start(
    node: Node, plan: Plan, anchors: Mapping[str, date | None], calendar: Calendar
) -> date | None:
    """A deadline alone opens with its phase, or with the programme where it has none."""
    phase = plan.by_key.get(node.phase or "")
    if phase is None or phase.key == node.key:
        return plan.issued_on
    return resolve(phase, plan, anchors, calendar).opens_on or plan.issued_on


def _waiting(waits: Waits, anchors: Mapping[str, date | None], calendar: Calendar) -> Resolved:
    day = anchors.get(waits.anchor)
    if waits.edge == "after" and not waits.offset:
        # "After the congress": the window opens with it and has no end of its own.
        return Resolved(opens_on=day, waits_for="" if day else waits.anchor, opens_waits=not day)
    if day is None:
        return Resolved(opens_on=waits.start, waits_for=waits.anchor)
    if waits.edge == "before" and not waits.offset:
        day -= timedelta(days=1)
    due = _moved(day, waits.offset, waits.unit, calendar)
    return Resolved(opens_on=waits.start, due_on=due, remind_from=due)


def _relative(
    relative: Relative,
    node: Node,
    plan: Plan,
    anchors: Mapping[str, date | None],
    calendar: Calendar,
) -> Resolved:
    if relative.base.startswith("after:"):
        return Resolved(
            opens_on=_phase_start(node, plan, anchors, calendar),
            waits_for=relative.base,
            after=relative.base.removeprefix("after:"),
            offset=relative.offset,
            unit=relative.unit,
        )
    phase = plan.by_key.get(node.phase or "")
    window = resolve(phase, plan, anchors, calendar) if phase else Resolved()
    base = {
        "phase.start": window.opens_on,
        "phase.end": window.due_on,
        "issued": plan.issued_on,
        "notice": max(window.opens_on or plan.issued_on, plan.issued_on),
    }.get(relative.base)
    if base is None:
        return Resolved(opens_on=window.opens_on, waits_for=window.waits_for)
    due = _moved(base, relative.offset, relative.unit, calendar)
    return Resolved(opens_on=window.opens_on or plan.issued_on, due_on=due, remind_from=due)


def _moved(day: date, offset: int, unit: str, calendar: Calendar) -> date:
    if unit == "wd":
        return calendar.add(day, offset)
    if unit == "m":
        return day + relativedelta(months=offset)
    return day + timedelta(days=offset)
