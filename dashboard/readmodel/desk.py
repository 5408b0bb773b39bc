"""What one person holds: what they owe, what they verify, what they decide, and their unit's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam

from dashboard.readmodel import lists
from dashboard.readmodel.documents import Document, documents
from dashboard.readmodel.lines import Line, Lines
from notifications import words
from workflows.commands.context import Context
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.kinds import kind_of, kinds_that
from workflows.domain.roles import Who
from workflows.domain.rows import Event, Obligation
from workflows.domain.states import REVIEWING
from workflows.store import queries
from workflows.store import tables as t

o = t.obligations.c
#: Items on one desk, and of a unit that somebody enters for.
MOST = 40
MOST_UNIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing held, with the row its forms are made from."""

    line: Line
    row: Obligation
    evidence: str = ""
    example: str = ""
    needs_file: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One line of the unit's table: one item, or what several members owe alike."""

    line: Line
    #: (the row, whose it is).
    members: tuple[tuple[Obligation, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What was reported: by whom, when it was done, what they say, their files."""

    line: Line
    row: Obligation
    by: str
    done_on: str
    note: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that waits for a decision: what it is about, what is asked for, and why."""

    line: Line
    row: Obligation
    to: str
    #: That it is not ours to do, and whose it is.
    not_ours: bool
    unit: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    owed: list[Owed]
    #: Not begun yet, or without a date: nothing is to be done about these now.
    later: list[Owed]
    reviews: list[Review]
    asked: list[Asked]
    documents: list[Document]
    unit: list[Entered]
    more: bool
    #: The unit has more than are shown.
    more_unit: bool

    @property
    def unit_count(self) -> int:
        return sum(len(each.members) for each in self.unit)

    @property
    def numbers(self) -> list[int]:
        """The items on the page."""
        found = [each.row.id for each in (*self.owed, *self.later)]
        found += [each.row.id for each in self.reviews]
        found += [each.row.id for each in self.asked]
        return [*found, *(row.id for each in self.unit for row, _ in each.members)]


def page(connection: Connection, context: Context, lines: Lines, who: Who, now: datetime) -> Page:
    """Three reads: what they hold, what the units hold they enter for, the reports they look at."""
    held = lists.held_by(connection, context.key, who.person, MOST + 1)
    more, held = len(held) > MOST, held[:MOST]
    entering = _units_entered_for(context, who, lines)
    unit = _of_units(connection, context, entering, who) if entering else []
    looked = [row.id for row in held if row.state in REVIEWING]
    reports = _reports(connection, looked)
    apart = {"decision"} | kinds_that("document")
    mine = [row for row in held if row.kind not in apart and row.state not in REVIEWING]
    late = [row for row in mine if row.state in ("planned", "ongoing") or row.step_due_on is None]
    later = {row.id for row in late}
    return Page(
        owed=[owed(context, lines, row) for row in mine if row.id not in later],
        later=[owed(context, lines, row) for row in late],
        reviews=[
            _review(context, lines, row, reports.get(row.id))
            for row in held
            if row.state in REVIEWING
        ],
        asked=[asked(context, lines, row) for row in held if row.kind == "decision"],
        documents=documents(context, lines, [r for r in held if kind_of(r.kind).document]),
        unit=_entered(lines, unit[:MOST_UNIT]),
        more=more,
        more_unit=len(unit) > MOST_UNIT,
    )


def owed(context: Context, lines: Lines, row: Obligation) -> Owed:
    node = context.plan.by_key.get(row.item)
    language = lines.language
    return Owed(
        line=lines.line(row),
        row=row,
        evidence=node.evidence.in_(language) if node and node.evidence else "",
        example=node.example.in_(language) if node and node.example else "",
        needs_file=bool(node and node.evidence_file),
        text=row.facts.what or (node.text if node else ""),
    )


def asked(context: Context, lines: Lines, row: Obligation) -> Asked:
    facts = DecisionFacts.of(row)
    by = context.org.people.get(facts.by)
    return Asked(
        line=lines.line(row),
        row=row,
        to=str(facts.to or ""),
        not_ours=facts.asked == "object",
        unit=words.unit_name(context.org, facts.unit, lines.language),
        reason=facts.reason,
        by=by.called(lines.language) if by else "",
    )


def _review(context: Context, lines: Lines, row: Obligation, event: Event | None) -> Review:
    why: Mapping[str, Any] = event.why if event else {}
    by = context.org.people.get(event.actor) if event else None
    return Review(
        line=lines.line(row),
        row=row,
        by=by.called(lines.language) if by else "",
        done_on=str(why.get("done_on", "")),
        note=str(why.get("note", "")),
        files=tuple((str(sha), str(name)) for sha, name in why.get("evidence", ())),
    )


def _reports(connection: Connection, ids: list[int]) -> dict[int, Event]:
    if not ids:
        return {}
    found = queries.last_events(connection, ids, "reported")
    missing = [number for number in ids if number not in found]
    return found | (queries.last_events(connection, missing, "applied") if missing else {})


def _units_entered_for(context: Context, who: Who, lines: Lines) -> list[str]:
    """The units they are the liaison of today."""
    org = context.org
    found = []
    for unit in org.units:
        for post in org.seats("liaison", unit):
            assignee = org.post_holder(post, lines.today)
            if assignee is not None and assignee.key == who.person:
                found.append(unit)
    return found


def _of_units(
    connection: Connection, context: Context, units: list[str], who: Who
) -> list[Obligation]:
    """What the units and their members owe and others hold, the most urgent first; a liaison
    may enter it. Their own stands with what they owe themselves."""
    given = {"programme": context.key, "person": who.person, "limit": MOST_UNIT + 1}
    many = lists.how_many(frozenset(units))
    return lists.made(connection, _enterable(many), given | lists.given_units(frozenset(units)))


@cache
def _enterable(units: int | None) -> Select[Any]:
    where = (
        o.programme == bindparam("programme"),
        o.assignee != bindparam("person"),
        o.person != bindparam("person"),
        o.kind.in_(sorted(kinds_that("work"))),
        lists.at_work(),
        o.state != "ongoing",  # It stands in the same index.
    )
    return lists.urgent(lists.NOT_DONE[:3], *where, dated=False, units=units)


def _entered(lines: Lines, rows: Iterable[Obligation]) -> list[Entered]:
    """The lines of the table: what members of a unit owe alike is one, with a tick for each."""
    groups: dict[tuple[object, ...], list[Obligation]] = {}
    for row in rows:
        alike = (row.item, row.unit, row.light, row.state, row.step_due_on)
        groups.setdefault(alike if row.person else (row.id,), []).append(row)
    org, language = lines.context.org, lines.language
    return [
        Entered(
            line=lines.line(group[0]),
            members=tuple((row, words.called(org, row.person, language)) for row in group),
        )
        for group in groups.values()
    ]
