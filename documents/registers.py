"""What else an office lists in columns of its own, from the rows of its ledgers: 批示件登记, the
leaders' short form of the 督办台账, 任务分解表.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from documents.forms import Cell, LedgerForm, Row
from documents.ledgers import Ledgers
from notifications import words
from notifications.figures import assist
from workflows.domain.kind_facts import AssignedTaskFacts
from workflows.domain.model import Node
from workflows.domain.rows import Event, Obligation
from workflows.domain.states import DONE
from workflows.store import queries

#: As many units as are named one by one; of more, these and how many there are.
_MOST_UNITS = 8


def short(ledgers: Ledgers) -> LedgerForm:
    """督办事项简表 for leaders: what is under way, in eight columns."""
    kept = ("item", "lead_unit", "leader", "due_on", "progress", "light", "remarks")
    full = ledgers.items()
    # It has no room for an answer, and does not come back: its lines carry no key.
    rows = tuple(
        Row(key="", cells={name: row.cells[name] for name in kept})
        for fold, row in zip(ledgers.folds(), full.rows, strict=True)
        if fold.first.state not in (*DONE, "planned")
    )
    return replace(full, kind="short", rows=rows)


def instructions(ledgers: Ledgers) -> LedgerForm:
    """批示件登记: every item that came from a leader's instruction, in the order of coming in.
    What the record does not have (title and number of the letter …) stays blank for a hand."""
    items = [row for row in ledgers.rows if row.kind == "matter"]
    numbers = [row.id for row in items]
    opened = queries.last_events(ledgers.connection, numbers, "opened")
    accepted = queries.last_events(ledgers.connection, numbers, "accepted")
    rows = tuple(
        _instruction(ledgers, row, opened[row.id], accepted.get(row.id))
        for row in sorted(items, key=lambda row: row.id)
        if row.id in opened and opened[row.id].why.get("source") == "instruction"
    )
    return LedgerForm(**ledgers.common, kind="instructions", rows=rows)


def _instruction(ledgers: Ledgers, row: Obligation, opened: Event, accepted: Event | None) -> Row:
    context, language = ledgers.context, ledgers.language
    came, leader = context.today(opened.at), AssignedTaskFacts.of(row).asked_by
    closed = accepted is not None and row.state == "accepted"
    cells: dict[str, Cell] = {
        "came_on": came,
        "leader": words.called(context.org, leader, language),
        # Only what they entered themselves says on which day they wrote it.
        "instructed_on": came if leader and opened.actor == leader else None,
        "words": row.facts.what,
        "proposal": row.facts.title,
        "units": _with_assisting(ledgers, row),
        "due_on": row.due_on,
        "result": _result(ledgers, row),
        "told_on": context.today(accepted.at) if accepted and closed and leader else None,
    }
    return Row(key=f"o{row.id}", cells=cells)


def _with_assisting(ledgers: Ledgers, row: Obligation) -> str:
    lead = ledgers.units([row.unit])
    assisting = ledgers.units(assist(row, None))
    if not assisting:
        return lead
    return ledgers.texts.gettext("{lead} (assisting: {units})", lead=lead, units=assisting)


def _result(ledgers: Ledgers, row: Obligation) -> str:
    """The state, and the last word on how it stands."""
    state = words.state(row.state, ledgers.language)
    said = ledgers.told.progress.get(row.id, "")
    return (
        ledgers.texts.gettext("{state}: {progress}", state=state, progress=said) if said else state
    )


# --- the plan ---------------------------------------------------------------------------


def breakdown(ledgers: Ledgers) -> LedgerForm:
    """任务分解表: every line of the plan that somebody owes or that is answered with another, in
    the order of the plan, with the units that owe it."""
    owing: defaultdict[str, set[str]] = defaultdict(set)
    for row in ledgers.rows:
        if row.state != "withdrawn":
            owing[row.item].add(row.unit)
    lines = (n for n in ledgers.context.plan.nodes if n.asks or n.answered_by)
    rows = tuple(_line(ledgers, node, owing) for node in lines)
    return LedgerForm(**ledgers.common, kind="breakdown", rows=rows)


def _line(ledgers: Ledgers, node: Node, owing: Mapping[str, set[str]]) -> Row:
    plan, language = ledgers.context.plan, ledgers.language
    found = owing.get(node.answered_by or node.key, set())
    units = [unit for unit in ledgers.context.org.units if unit in found]
    phase = plan.by_key.get(node.phase or "")
    cells: dict[str, Cell] = {
        "clause": node.clause,
        "task": node.title.in_(language),
        "goal": node.text,
        "leader": ledgers.leaders(units),
        "lead_unit": _named(ledgers, units),
        "assisting": ledgers.units(node.assist),
        "due_words": node.words or (phase.words if phase else ""),
        "evidence": node.evidence.in_(language) if node.evidence else "",
        "remarks": _remarks(ledgers, node),
    }
    return Row(key=node.key, cells=cells)


def _named(ledgers: Ledgers, units: list[str]) -> str:
    if len(units) <= _MOST_UNITS:
        return ledgers.units(units)
    first = ledgers.units(units[:3])
    return ledgers.texts.gettext("{units} and others, {n} units in all", units=first, n=len(units))


def _remarks(ledgers: Ledgers, node: Node) -> str:
    texts, language = ledgers.texts, ledgers.language
    other = ledgers.context.plan.by_key.get(node.answered_by or "")
    parts = (
        texts.gettext("decided by the office: {decision}", decision=node.decided)
        if node.decided
        else "",
        texts.gettext("completed together with “{item}”", item=other.title.in_(language))
        if other
        else "",
    )
    return "\n".join(filter(None, parts))
