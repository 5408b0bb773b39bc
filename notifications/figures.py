"""Numbers and lists that mails speak of: how a phase stands, what waits, who is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from notifications import words
from notifications.causes import linked
from notifications.words import called, colour, day_of, unit_name
from workflows.commands.context import Context
from workflows.domain.figures import by, total
from workflows.domain.inspection import WAYS
from workflows.domain.kind_facts import (
    AssignedTaskFacts,
    DecisionFacts,
    InspectionFacts,
    RectificationFacts,
    WorkFacts,
)
from workflows.domain.lookback import looking_back
from workflows.domain.model import Node
from workflows.domain.papers import colour_of
from workflows.domain.record import head_of
from workflows.domain.record_text import head_line
from workflows.domain.rows import Event, Obligation
from workflows.store import queries, record, tallies
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


def phase(
    connection: Connection, context: Context, key: str, today: date, language: str
) -> dict[str, Any]:
    """How a phase stands, as the statistics count (workflows/domain/figures.py): due by today, done
    of it, rate in percent, overdue, and the same by unit."""
    facts = [one for one in tallies.facts(connection, context.key, today) if one.phase == key]
    by_unit, whole = by(facts, today, "unit"), total(facts, today)
    return {
        "total": whole.owed,
        "done": whole.done,
        "rate": whole.done_rate or 0,
        "red": whole.overdue,
        "by_unit": [
            {
                "unit": unit_name(context.org, unit, language),
                "total": by_unit[unit].owed,
                "done": by_unit[unit].done,
                "red": by_unit[unit].overdue,
            }
            for unit in context.org.units
            if unit in by_unit and by_unit[unit].owed
        ],
    }


def waiting(
    connection: Connection, context: Context, language: str, anchor: str = ""
) -> list[dict[str, Any]]:
    """What waits for an anchor (or for any that is not announced): item and how many."""
    unknown = [key for key, on in context.anchors.items() if on is None]
    counts = tallies.waiting(connection, context.key, [anchor] if anchor else unknown)
    return [
        {"title": node.title.in_(language), "n": counts[node.key]}
        for node in context.plan.nodes
        if node.key in counts
    ]


def title(context: Context, row: Obligation, language: str) -> str:
    """What an obligation is called: its line of the plan, and which round of it."""
    if row.kind == "bulletin":
        month = words.month(row.key.occurrence, language)
        return f"{month}督查通报" if language == "zh" else f"Bulletin of {month}"
    if row.kind == "slip":
        about = row.facts.title or title(
            context, replace(row, key=replace(row.key, kind="task", occurrence="")), language
        )
        name = colour(colour_of(row), language)
        return f"{name}：{about}" if language == "zh" else f"{name}: {about}"
    if row.kind == "decision":
        about = row.facts.title or title(
            context, replace(row, key=replace(row.key, kind="task", occurrence="")), language
        )
        return _REQUESTS[language][DecisionFacts.of(row).asked == "object"].format(about)
    if row.kind in ("rectification", "matter", "lookback"):
        return looking_back(row, row.facts.title or row.item, language)
    if way := InspectionFacts.of(row).way:
        return row.facts.title or WAYS[way].in_(language)
    node = context.plan.by_key.get(row.item)
    if node is None:
        anchor = next((a for a in context.plan.anchors if a.key == row.item), None)
        return anchor.title.in_(language) if anchor else row.item
    found = node.title.in_(language)
    return f"{found} {row.key.occurrence}" if row.key.occurrence else found


#: What a request is called: for more time, or that it is not ours.
_REQUESTS = {
    "zh": ("延期申请：{}", "有异议：{}"),
    "en": ("More time for: {}", "Not ours: {}"),
}


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
    "zh": {"at_once": "立行立改", "urgent": "紧急", "ordinary": "一般", "hard": "较难"},
    "en": {"at_once": "at once", "urgent": "urgent", "ordinary": "ordinary", "hard": "hard"},
}


#: Said where the office asks for a file; else a sentence will do.
_FILE = {"zh": "须附文件", "en": "a file is asked for"}


def facts(context: Context, row: Obligation, event: Event, language: str) -> dict[str, Any]:
    """What was found or is to be seen: what, where, source, the severity in words; of an
    inspection its way, units and team, and once it was held how many findings, until when facts
    may be contested, and the answer to whoever did."""
    found: dict[str, Any] = _finding(row, language)
    if row.kind != "inspection":
        return found
    org, comma = context.org, "、" if language == "zh" else ", "
    answered = event.kind == "contest_answered"
    node = context.plan.by_key.get(row.item)
    known = InspectionFacts.of(row)
    way = known.way or (node.inspection if node else "")
    return found | {
        "way": WAYS[way].in_(language) if way in WAYS else "",
        "units": comma.join(unit_name(org, u, language) for u in known.units),
        "team": comma.join(called(org, p, language) for p in known.team),
        "findings": len(known.findings),
        "until": day_of(known.contest_until),
        "result": known.result,
        "contested": known.contested_for if answered else "",
        "answer": known.answer if answered else "",
    }


def severity(word: str, language: str) -> str:
    """A degree in words; empty for one there is not."""
    return _SEVERITY[language].get(word, "")


def _finding(row: Obligation, language: str) -> dict[str, str]:
    known = RectificationFacts.of(row)
    found = {"what": known.what, "where": known.where, "source": known.source}
    found["file"] = _FILE[language] if known.needs_file else ""
    return found | {"severity": severity(known.severity, language)}


def assist(row: Obligation, node: Node | None) -> tuple[str, ...]:
    """The assisting units: those of the plan's line, or of a matter assigned beside the plan."""
    return node.assist if node else AssignedTaskFacts.of(row).assist


def record_head(connection: Connection, context: Context, now: datetime) -> dict[str, Any] | None:
    """The last link of the record's chain at `now`; None while nothing is sealed."""
    last = record.last_seal(connection)
    if last is None:
        return None
    return {
        "seal": last.seq,
        "event": last.event,
        "on": context.today(now),
        "line": head_line(head_of(last)),
    }


def granted(event: Event) -> bool | None:
    """Whether a request was granted; None for any other event."""
    return {"agreed": True, "refused": False}.get(event.kind)


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
    """What the doer last said about each row."""
    found: dict[int, str] = {}
    for start in range(0, len(rows), 1000):
        ids = [row.id for row in rows[start : start + 1000]]
        said = connection.execute(_EXPLANATIONS, {"ids": ids})
        found.update((id_, w["note"]) for id_, w in said if "note" in w and not w.get("aside"))
    return found
