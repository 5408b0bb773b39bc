"""What mails, pages and documents say of items: titles, how a phase stands, what waits, who is
missing, what was explained."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from config.i18n import translate, translator
from notifications import words
from notifications.causes import linked
from notifications.words import unit_name
from workflows.commands.context import Context
from workflows.domain.documents import colour_of
from workflows.domain.figures import Numbers, by, total
from workflows.domain.follow_up import following_up
from workflows.domain.inspection import WAYS
from workflows.domain.kind_facts import (
    AssignedTaskFacts,
    DecisionFacts,
    InspectionFacts,
    RectificationFacts,
    WorkFacts,
)
from workflows.domain.messages import N_
from workflows.domain.model import Node
from workflows.domain.rows import Obligation
from workflows.store import queries, tallies
from workflows.store import tables as t

_o, _e = t.obligations.c, t.events.c
_COVERAGE = (
    select(_o.item, _o.unit, _o.occurrence, _o.person, _o.state)
    .where(
        _o.item.in_(bindparam("items", expanding=True)),
        _o.person != "",
        _o.kind == "task",
        _o.state != "withdrawn",
    )
    .order_by(_o.id)
)
_EXPLANATIONS = (
    select(_e.obligation, _e.why)
    .where(_e.obligation.in_(bindparam("ids", expanding=True)), _e.kind.in_(("noted", "reported")))
    .order_by(_e.id)
)


class Waiting(NamedTuple):
    """An item of the plan, and how many obligations of it wait."""

    title: str
    n: int


class PhaseFigures(NamedTuple):
    """How a phase stands, as the statistics count (workflows/domain/figures.py): due by today, done
    of it, rate in percent, overdue; and the same by unit."""

    unit: str
    owed: int
    done: int
    rate: int
    overdue: int
    units: tuple["PhaseFigures", ...] = ()


def phase(
    connection: Connection, context: Context, key: str, today: date, language: str
) -> PhaseFigures:
    facts = [one for one in tallies.facts(connection, context.key, today) if one.phase == key]
    by_unit = by(facts, today, "unit")
    units = (
        _phase_figures(unit_name(context.org, unit, language), by_unit[unit])
        for unit in context.org.units
        if unit in by_unit and by_unit[unit].owed
    )
    return _phase_figures("", total(facts, today))._replace(units=tuple(units))


def _phase_figures(unit: str, found: Numbers) -> PhaseFigures:
    return PhaseFigures(unit, found.owed, found.done, found.done_rate or 0, found.overdue)


def waiting(
    connection: Connection, context: Context, language: str, anchor: str = ""
) -> tuple[Waiting, ...]:
    """What waits for an anchor (or for any that is not announced)."""
    unknown = [key for key, on in context.anchors.items() if on is None]
    counts = tallies.waiting(connection, context.key, [anchor] if anchor else unknown)
    return tuple(
        Waiting(node.title.in_(language), counts[node.key])
        for node in context.plan.nodes
        if node.key in counts
    )


def title(context: Context, row: Obligation, language: str) -> str:
    """What an obligation is called: its line of the plan, and which round of it."""
    texts = translator(language)
    if row.kind == "bulletin":
        return texts.gettext("Bulletin of {month}", month=words.month(row.key.occurrence, language))
    if row.kind in ("slip", "decision"):
        about = row.facts.title or title(
            context, replace(row, key=replace(row.key, kind="task", occurrence="")), language
        )
        if row.kind == "decision":
            ours = DecisionFacts.of(row).asked != "object"
            request = N_("Request for more time: {title}") if ours else N_("Not ours: {title}")
            return texts.gettext(request, title=about)
        return texts.gettext(
            "{label}: {title}", label=words.colour(colour_of(row), language), title=about
        )
    if row.kind in ("rectification", "matter", "lookback"):
        return translate(following_up(row, row.facts.title or row.item), language)
    node = context.plan.by_key.get(row.item)
    if InspectionFacts.of(row).way:
        return row.facts.title or way(row, node, language)
    if node is None:
        anchor = next((a for a in context.plan.anchors if a.key == row.item), None)
        return anchor.title.in_(language) if anchor else row.item
    found = node.title.in_(language)
    return f"{found} {row.key.occurrence}" if row.key.occurrence else found


def way(row: Obligation, node: Node | None, language: str) -> str:
    """How an inspection is held; empty for anything else."""
    if row.kind != "inspection":
        return ""
    found = InspectionFacts.of(row).way or (node.inspection if node else "")
    return translator(language).gettext(WAYS[found]) if found in WAYS else ""


def related(
    connection: Connection, context: Context, rows: Iterable[Obligation]
) -> dict[int, Obligation]:
    """`rows` with what they may wait behind and what may wait behind them, by number: by the
    plan's order (“after A2.1”) within their units, and by what people said they wait for."""
    found = {row.id: row for row in rows}
    nodes = context.plan.by_key
    tasks = [row for row in found.values() if row.kind == "task"]
    if items := linked(nodes, {row.item for row in tasks}):
        units = {row.unit for row in tasks}
        for row in queries.obligations(connection, context.key, items=items, kind="task"):
            if row.unit in units:
                found.setdefault(row.id, row)
    named = {WorkFacts.of(row).because for row in found.values()} - {0}
    named |= {n for row in found.values() for n in RectificationFacts.of(row).holds_up}
    found |= queries.obligations_by_id(connection, named - found.keys())
    return found


_SEVERITY = {
    "at_once": N_("at once"),
    "urgent": N_("urgent"),
    "ordinary": N_("ordinary"),
    "hard": N_("hard"),
}


def severity(word: str, language: str) -> str:
    """A degree in words; empty for one there is not."""
    return translator(language).gettext(_SEVERITY[word]) if word in _SEVERITY else ""


def assist(row: Obligation, node: Node | None) -> tuple[str, ...]:
    """The assisting units: those of the plan's line, or of an item assigned beside the plan."""
    return node.assist if node else AssignedTaskFacts.of(row).assist


def coverage(
    connection: Connection, rows: Iterable[Obligation]
) -> dict[tuple[str, str, str], tuple[int, tuple[str, ...]]]:
    """(item, unit, occurrence) → how many members owe it, and who has not reported."""
    items = {row.item for row in rows if row.person}
    if not items:
        return {}
    owed: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for item, unit, round_, person, state in connection.execute(
        _COVERAGE, {"items": sorted(items)}
    ):
        owed[item, unit, round_].append((person, state))
    return {
        key: (len(found), tuple(p for p, state in found if state in ("planned", "open")))
        for key, found in owed.items()
    }


def explanations(connection: Connection, rows: list[Obligation]) -> dict[int, str]:
    """What the responsible party last said about each row."""
    found: dict[int, str] = {}
    for start in range(0, len(rows), 1000):
        ids = [row.id for row in rows[start : start + 1000]]
        said = connection.execute(_EXPLANATIONS, {"ids": ids})
        found.update((id_, w["note"]) for id_, w in said if "note" in w and not w.get("aside"))
    return found
