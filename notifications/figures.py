"""The numbers and lists inside the office's and the leaders' pages and at a phase's end.

Read at the moment of speaking. Each function answers with None when there is nothing in it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, func, select

from notifications.words import called, unit_name
from workflows.commands.context import Context
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE
from workflows.store import outbox_queries, queries
from workflows.store import tables as t

MOST = 20


class Figures:
    """The figures of one batch of mails, each read once however many readers it has."""

    def __init__(self, connection: Connection, context: Context, today: date) -> None:
        self.connection = connection
        self.context = context
        self.today = today
        self._daily: dict[str, dict[str, Any] | None] = {}

    def daily(self, language: str) -> dict[str, Any] | None:
        """`office_daily` in one language."""
        if language not in self._daily:
            self._daily[language] = office_daily(
                self.connection, self.context, self.today, language
            )
        return self._daily[language]

    @cached_property
    def matters(self) -> list[Obligation]:
        """Every task that has begun."""
        rows = queries.obligations(self.connection, self.context.key, kind="task")
        return [row for row in rows if row.leg > 0]

    @cached_property
    def ended(self) -> dict[int, date]:
        """Obligation → the day on which it was closed or last reported."""
        e = t.events.c
        kinds = ("accepted", "reported", "waived", "withdrawn")
        query = select(e.obligation, e.at).where(e.programme == self.context.key, e.kind.in_(kinds))
        day = self.context.frame.day
        return {id_: day(at) for id_, at in self.connection.execute(query)}

    @cached_property
    def notes(self) -> dict[int, str]:
        """What the doers last said of what is overdue."""
        return explanations(self.connection, [row for row in self.matters if row.light == "red"])


def office_daily(
    connection: Connection, context: Context, today: date, language: str
) -> dict[str, Any] | None:
    """The office's page of the day; lists hold at most 20 lines each."""
    key = context.key
    red = queries.obligations(connection, key, light="red")
    yellow = queries.obligations(connection, key, light="yellow")
    reported = [row for row in (*red, *yellow) if row.state == "reported"]
    reported += _reported(connection, key, {row.id for row in reported})
    due_today = [row for row in yellow if row.leg_due_on == today and row.state == "open"]
    failed = outbox_queries.messages(connection, key, state="failed")
    bad = _bad(connection, key)
    white = _count_white(connection, key)
    anchors = waiting(connection, context, language)
    if not (red or reported or due_today or failed or bad):
        return None
    return {
        "numbers": {
            "to_review": len(reported),
            "due_today": len(due_today),
            "red": len(red),
            "white": white,
            "undelivered": len(failed),
        },
        "red": [_late(context, row, today, language) for row in _worst(red, today)[:MOST]],
        "due": [
            {
                "title": title(context, row, language),
                "unit": unit_name(context.org, row.unit, language),
                "due_on": row.leg_due_on,
            }
            for row in due_today[:MOST]
        ],
        "reviews": [_late(context, row, today, language) for row in reported[:MOST]],
        "alerts": [f"{row.id} {row.error}" for row in bad[:MOST]]
        + [f"{m['address']} {m['outcome']}" for m in failed[-MOST:]],
        "anchors": anchors,
    }


def leader_weekly(figures: Figures, reader: str, language: str) -> dict[str, Any] | None:
    """A leader's Monday page: three numbers against last week, what is late and why."""
    connection, context, today = figures.connection, figures.context, figures.today
    units = in_charge(context, reader, today)
    rows = [row for row in figures.matters if row.unit in units]
    held = queries.obligations(connection, context.key, kind="decision", holder=reader)
    decisions = [row for row in held if row.state == "open"]
    ended, notes = figures.ended, figures.notes
    now, last = _numbers(rows, ended, today), _numbers(rows, ended, today - timedelta(days=7))
    if not now["red"] and not decisions:
        return None
    late = [row for row in rows if row.light == "red"]
    by_unit: dict[str, list[Obligation]] = defaultdict(list)
    for row in late:
        by_unit[row.unit].append(row)
    return {
        "numbers": now,
        "last": last,
        "by_unit": [
            {
                "unit": unit_name(context.org, unit, language),
                "red": len(found),
                "items": _matters(context, found, notes, today, language),
            }
            for unit in context.org.units
            if (found := by_unit.get(unit))
        ],
        "good": [unit_name(context.org, u, language) for u in _good(context, rows, ended)],
        "decisions": [
            {
                "title": title(context, row, language),
                "who": unit_name(context.org, row.unit, language),
                "to": date.fromisoformat(row.extra["to"]),
            }
            for row in decisions
        ],
    }


def phase(connection: Connection, context: Context, key: str, language: str) -> dict[str, Any]:
    """How a phase stands: owed, done, rate in percent, overdue, and the same by unit."""
    total: Counter[str] = Counter()
    done: Counter[str] = Counter()
    red: Counter[str] = Counter()
    for of, unit, light, n in queries.tallies(connection, context.key):
        if of == key:
            total[unit] += n
            done[unit] += n if light == "grey" else 0
            red[unit] += n if light == "red" else 0
    return {
        "total": total.total(),
        "done": done.total(),
        "rate": round(100 * done.total() / total.total()) if total.total() else 100,
        "red": red.total(),
        "by_unit": [
            {
                "unit": unit_name(context.org, unit, language),
                "total": total[unit],
                "done": done[unit],
                "red": red[unit],
            }
            for unit in context.org.units
            if total[unit]
        ],
    }


def waiting(
    connection: Connection, context: Context, language: str, anchor: str = ""
) -> list[dict[str, Any]]:
    """What waits for an anchor (or for any that is not announced): item and how many."""
    o = t.obligations.c
    unknown = [key for key, on in context.anchors.items() if on is None]
    query = (
        select(o.item, func.count())
        .where(
            o.programme == context.key,
            o.waits_for.in_([anchor] if anchor else unknown),
            o.state.not_in(DONE),
            o.kind != "anchor",
        )
        .group_by(o.item)
    )
    counts = {row[0]: row[1] for row in connection.execute(query)}
    return [
        {"title": node.title.in_(language), "n": counts[node.key]}
        for node in context.plan.nodes
        if node.key in counts
    ]


def coverage(connection: Connection, rows: Iterable[Obligation]) -> dict[tuple[str, str, str], int]:
    """(item, unit, occurrence) → how many members of the unit owe it."""
    items = {row.item for row in rows if row.person}
    if not items:
        return {}
    o = t.obligations.c
    query = (
        select(o.item, o.unit, o.occurrence, func.count())
        .where(o.item.in_(items), o.person != "", o.kind == "task", o.state != "withdrawn")
        .group_by(o.item, o.unit, o.occurrence)
    )
    return {(item, unit, round_): n for item, unit, round_, n in connection.execute(query)}


def title(context: Context, row: Obligation, language: str) -> str:
    """What an obligation is called: its line of the plan, and which round of it."""
    node = context.plan.by_key.get(row.item)
    if node is None:
        anchor = next((a for a in context.plan.anchors if a.key == row.item), None)
        return anchor.title.in_(language) if anchor else row.item
    found = node.title.in_(language)
    if row.kind == "decision":
        return f"延期申请：{found}" if language == "zh" else f"More time for: {found}"
    return f"{found} {row.key.occurrence}" if row.key.occurrence else found


def in_charge(context: Context, reader: str, today: date) -> set[str]:
    """The units a leader answers for; all of them for a principal leader."""
    units: set[str] = set()
    for tenure in context.org.tenures:
        if tenure.person == reader and tenure.held(today):
            if tenure.role == "principal":
                return set(context.org.units)
            units.update(tenure.portfolio)
    return units


def _reported(connection: Connection, programme: str, known: set[int]) -> list[Obligation]:
    green = queries.obligations(connection, programme, light="green", state="reported")
    return [row for row in green if row.id not in known]


def _bad(connection: Connection, programme: str) -> list[Obligation]:
    o = t.obligations.c
    query = select(o.id).where(o.programme == programme, o.error != "")
    ids = [row[0] for row in connection.execute(query)]
    return list(queries.obligations_by_id(connection, ids).values())


def _count_white(connection: Connection, programme: str) -> int:
    return sum(n for _, _, light, n in queries.tallies(connection, programme) if light == "white")


def _worst(rows: list[Obligation], today: date) -> list[Obligation]:
    return sorted(rows, key=lambda row: (-row.level, row.leg_due_on or today, row.id))


def _late(context: Context, row: Obligation, today: date, language: str) -> dict[str, Any]:
    holder = context.org.people.get(row.holder)
    due = row.leg_due_on or today
    return {
        "title": title(context, row, language),
        "unit": unit_name(context.org, row.unit, language),
        "days_over": context.frame.calendar.count(due, today),
        "level": row.level,
        "holder": called(context.org, row.holder, language),
        "phone": holder.phone if holder else "",
    }


def _matters(
    context: Context,
    rows: list[Obligation],
    notes: dict[int, str],
    today: date,
    language: str,
) -> list[dict[str, Any]]:
    """Matters of one unit, each once however many members are late with it."""
    found: dict[str, dict[str, Any]] = {}
    for row in _worst(rows, today):
        name = title(context, row, language)
        due = row.leg_due_on or today
        over = context.frame.calendar.count(due, today)
        entry = found.setdefault(name, {"title": name, "days_over": over, "note": ""})
        entry["note"] = entry["note"] or ("" if row.person else notes.get(row.id, ""))
    return list(found.values())[:MOST]


def explanations(connection: Connection, rows: list[Obligation]) -> dict[int, str]:
    """What the doer last said about each row."""
    e = t.events.c
    found: dict[int, str] = {}
    for start in range(0, len(rows), 1000):
        ids = [row.id for row in rows[start : start + 1000]]
        query = (
            select(e.obligation, e.why)
            .where(e.obligation.in_(ids), e.kind.in_(("noted", "reported")))
            .order_by(e.id)
        )
        found.update((id_, why["note"]) for id_, why in connection.execute(query) if "note" in why)
    return found


def _numbers(rows: list[Obligation], ended: dict[int, date], today: date) -> dict[str, int]:
    """Done, open and overdue at the end of the day before `today`."""
    done = sum(1 for row in rows if row.id in ended and ended[row.id] < today)
    still = [row for row in rows if row.id not in ended or ended[row.id] >= today]
    red = sum(1 for row in still if row.due_on is not None and row.due_on < today)
    return {"done": done, "open": len(still), "red": red}


def _good(context: Context, rows: list[Obligation], ended: dict[int, date]) -> list[str]:
    """Units with at least three matters done and none late, in the office's order."""
    late = {row.unit for row in rows if row.light == "red"}
    done = Counter(row.unit for row in rows if row.id in ended)
    return [unit for unit in context.org.units if done[unit] >= 3 and unit not in late]
