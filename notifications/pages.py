"""The office's page of the day and the leaders' page of the week.

Read at the moment of speaking; None when there is nothing in it.
"""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, select

from notifications.figures import explanations, title, waiting
from notifications.words import called, unit_name
from workflows.commands.context import Context
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.kinds import kinds_that
from workflows.domain.rows import Obligation
from workflows.store import outbox_queries, queries, tallies
from workflows.store import tables as t

MOST = 20
WEEK = timedelta(days=7)
_DONE = ("reported", "accepted", "applied", "checked", "struck_off", "held", "waived", "withdrawn")
_MATTER_KINDS = tuple(sorted(kinds_that("counts")))
_o, _e = t.obligations.c, t.events.c
_PROGRAMME: BindParameter[str] = bindparam("programme")
_MATTERS = (
    select(_o.id, _o.unit, _o.due_on, _o.light, _o.state)
    .where(_o.programme == _PROGRAMME, _o.kind.in_(_MATTER_KINDS), _o.leg > 0)
    .order_by(_o.id)
)
_WRONG = select(_o.id).where(_o.programme == _PROGRAMME, _o.error != "")
_TURNS = (
    select(_e.obligation, _e.at, _e.old)
    .where(
        _e.programme == _PROGRAMME,
        _e.at >= bindparam("since"),
        _e.kind.in_((*_DONE, "inspected", "contested", "returned", "reopened", "relapsed")),
    )
    .order_by(_e.id)
)


class Matter(NamedTuple):
    """What the leaders' numbers need to know of one task."""

    id: int
    unit: str
    due_on: date | None
    light: str
    state: str


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
            self._daily[language] = office_daily(self, language)
        return self._daily[language]

    @cached_property
    def red(self) -> list[Obligation]:
        """Everything whose light is red."""
        return queries.obligations(self.connection, self.context.key, light="red")

    @cached_property
    def asked(self) -> list[Obligation]:
        """The requests for more time that nobody has decided yet."""
        key = self.context.key
        return queries.obligations(self.connection, key, kind="decision", state="open")

    @cached_property
    def matters(self) -> list[Matter]:
        """Every task that has begun."""
        return [Matter(*row) for row in self.connection.execute(_MATTERS, self._named).all()]

    @cached_property
    def turns(self) -> list[tuple[int, datetime, str]]:
        """(obligation, moment, state before it) of this week's reports, returns and ends."""
        since = self.context.frame.instant(self.today - WEEK)
        rows = self.connection.execute(_TURNS, self._named | {"since": since})
        return [(id_, at, old) for id_, at, old in rows.all()]

    def done(self, before: date) -> set[int]:
        """The tasks that were reported or closed when the day `before` began."""
        at = self.context.frame.instant(before)
        was: dict[int, str] = {}
        for number, moment, old in self.turns:
            if moment >= at:
                was.setdefault(number, old)
        return {row.id for row in self.matters if was.get(row.id, row.state) in _DONE}

    @property
    def _named(self) -> dict[str, str]:
        return {"programme": self.context.key}

    @cached_property
    def notes(self) -> dict[int, str]:
        """What the doers last said of what is overdue."""
        return explanations(self.connection, [row for row in self.red if row.kind in _MATTER_KINDS])


def office_daily(figures: Figures, language: str) -> dict[str, Any] | None:
    """The office's page of the day; lists hold at most 20 lines each."""
    connection, context, today = figures.connection, figures.context, figures.today
    key, red = context.key, figures.red
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
    context, today = figures.context, figures.today
    units = in_charge(context, reader, today)
    late = [row for row in figures.red if row.kind in _MATTER_KINDS and row.unit in units]
    decisions = [row for row in figures.asked if row.holder == reader]
    if not late and not decisions:
        return None
    rows = [row for row in figures.matters if row.unit in units]
    done = figures.done(today + timedelta(days=1))
    notes = figures.notes
    by_unit: dict[str, list[Obligation]] = defaultdict(list)
    for row in late:
        by_unit[row.unit].append(row)
    return {
        "numbers": _numbers(rows, figures.done(today), today),
        "last": _numbers(rows, figures.done(today - WEEK), today - WEEK),
        "by_unit": [
            {
                "unit": unit_name(context.org, unit, language),
                "red": len(found),
                "items": _matters(context, found, notes, today, language),
            }
            for unit in context.org.units
            if (found := by_unit.get(unit))
        ],
        "good": [unit_name(context.org, u, language) for u in _good(context, rows, done)],
        "decisions": [
            {
                "title": title(context, row, language),
                "who": unit_name(context.org, row.unit, language),
                "to": DecisionFacts.of(row).to,
            }
            for row in decisions
        ],
    }


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
    ids = list(connection.execute(_WRONG, {"programme": programme}).scalars())
    return list(queries.obligations_by_id(connection, ids).values())


def _count_white(connection: Connection, programme: str) -> int:
    return sum(n for _, _, light, n in tallies.lights(connection, programme) if light == "white")


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


def _numbers(rows: list[Matter], done: set[int], today: date) -> dict[str, int]:
    """Done, open and overdue at the end of the day before `today`."""
    still = [row for row in rows if row.id not in done]
    red = sum(1 for row in still if row.due_on is not None and row.due_on < today)
    return {"done": len(rows) - len(still), "open": len(still), "red": red}


def _good(context: Context, rows: list[Matter], done: set[int]) -> list[str]:
    """Units with at least three matters done and none late, in the office's order."""
    late = {row.unit for row in rows if row.light == "red"}
    many = Counter(row.unit for row in rows if row.id in done)
    return [unit for unit in context.org.units if many[unit] >= 3 and unit not in late]
