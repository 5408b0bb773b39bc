"""Inspections: planned or called, units drawn, held with what was found, facts contested."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from config.i18n import translate
from workflows.commands.ad_hoc import go, laid_out, mistakes, within
from workflows.commands.context import Context
from workflows.commands.door import Acting
from workflows.commands.move_context import MoveContext, closed
from workflows.commands.moves import MOVES
from workflows.commands.rectify import put_in as issue
from workflows.commands.rectify import wrong_with
from workflows.commands.rounds import first_round, next_rounds, rule_of
from workflows.commands.step_start import from_said, open_step, opening
from workflows.domain.assignees import in_post, responsible_of
from workflows.domain.chain import chain_of
from workflows.domain.errors import Refused
from workflows.domain.inspection import (
    ANSWER_WITHIN,
    CONTEST_WITHIN,
    OPENS_BEFORE,
    WAYS,
    Visit,
    draw,
    twice,
)
from workflows.domain.kind_facts import Drawn, InspectionFacts
from workflows.domain.messages import Message, several
from workflows.domain.organisation import Org
from workflows.domain.roles import inspected_units
from workflows.domain.rows import Obligation, Party
from workflows.store import queries, writes
from workflows.store.writes import NewEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One inspection to be held on the day `on` by `lead` (a person) and their `team`.

    `every`: how often it comes again (monthly, quarterly, an RRULE, or words such as
    每月25日前). Without `units` they are drawn, or named when it is closed.
    """

    way: str
    on: date
    lead: str
    team: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    title: str = ""
    words: str = ""
    every: str = ""


def plan(acting: Acting, given: Inspection) -> Obligation:
    """Put an inspection in; it opens ten working days before its day, or at once.

    Raises Refused with everything that is wrong.
    """
    acting.who.require("register", "inspect")
    connection, context, today = acting.connection, acting.context, acting.today
    _check(context, given, today)
    rule = rule_of(given.every, given.on) if given.every else ""
    facts = InspectionFacts(
        title=given.title,
        what=given.words,
        way=given.way,
        units=given.units,
        team=given.team,
        every=rule,
        since=given.on if rule else None,
    )
    row = laid_out(
        connection,
        context,
        kind="inspection",
        party=Party(unit=context.org.people[given.lead].unit, person=given.lead),
        due=given.on,
        today=today,
        policy="inspection",
        reviewer="",
        facts=facts,
    )
    assignee, post = responsible_of(context.org, row, today)
    row = first_round(replace(row, assignee=assignee, assignee_post=post))
    return put_in(connection, context, row, acting.actor, acting.now)


def put_in(
    connection: Connection, context: Context, row: Obligation, actor: str, now: datetime
) -> Obligation:
    """Write a new row: planned until it opens, or open at once; then its next round follows."""
    today, due = context.today(now), row.due_on
    assert due is not None
    first = row.opens_on or today
    opens = max(today, first, context.frame.calendar.add(due, -OPENS_BEFORE))
    row = replace(row, opens_on=opens, next_check_at=opening(context, opens, now))
    at_once = opens <= today
    if at_once:
        chain = writes.freeze_chain(connection, chain_of(context.org, row.unit, row.assignee_post))
        row, skipped = open_step(context, replace(row, chain=chain), "open", now, due, due)
    row = _pointed_out(connection, context, row)
    (row_id,) = writes.insert(connection, [row])
    row = replace(row, id=row_id)
    if at_once:
        passed = [from_said(row_id, row.step, said) for said in skipped]
        writes.events(connection, context.key, passed, now)
    why: dict[str, Any] = {"due": due.isoformat(), "words": row.facts.what}
    why |= {"twice": list(InspectionFacts.of(row).twice)}
    event = NewEvent(
        obligation=row_id,
        kind="opened" if at_once else "created",
        at=now,
        step=row.step,
        new=row.state,
        why={name: value for name, value in why.items() if value},
        actor=actor,
    )
    writes.events(connection, context.key, [event], now)
    if at_once:
        again(connection, context, [row], actor, now)
    return row


def again(
    connection: Connection,
    context: Context,
    rows: Iterable[Obligation],
    actor: str,
    now: datetime,
) -> None:
    """Of `rows` that opened or were held, those that come again: their next round is put in."""
    for row in next_rounds(connection, context, rows):
        put_in(connection, context, row, actor, now)


def pointed_out(connection: Connection, context: Context, row: Obligation) -> list[Visit]:
    """The other inspections that see a unit of `row` in the same calendar month."""
    mine = _visits(row)
    if not mine:
        return []
    others = queries.obligations(connection, context.key, kind="inspection")
    seen = [v for other in others if other.id != row.id for v in _visits(other)]
    return twice(mine, seen)


def _pointed_out(connection: Connection, context: Context, row: Obligation) -> Obligation:
    """`row` with the other inspections of its units in the same month."""
    others = pointed_out(connection, context, row)
    names = tuple(f"{visit.unit}: {visit.item} {visit.on}" for visit in others)
    return replace(row, facts=replace(InspectionFacts.of(row), twice=names))


def _visits(row: Obligation) -> list[Visit]:
    on = row.done_on or row.due_on
    if row.kind != "inspection" or row.state == "withdrawn" or on is None:
        return []
    return [Visit(row.item, unit, on) for unit in InspectionFacts.of(row).units]


def _check(context: Context, given: Inspection, today: date) -> None:
    org, lead = context.org, context.org.people.get(given.lead)
    others = {Message("member {n} of the team", n=n): one for n, one in enumerate(given.team, 1)}
    wrong = mistakes(
        org,
        today,
        units=given.units,
        unit=lead.unit if lead else "",
        person=given.lead,
        others=others,
        due=given.on,
    )
    if given.way not in WAYS:
        wrong.append(Message("“{what}” is none of {known}", what=given.way, known=several(WAYS)))
    if lead is None and not given.lead:
        wrong.append(Message("nobody is named to go"))
    for unit in given.units:
        if heads := _heads(org, unit, today) & {given.lead, *given.team}:
            name = org.people[min(heads)].name
            wrong.append(
                Message("{name} heads {unit}: nobody inspects himself", name=name, unit=unit)
            )
    if wrong:
        raise Refused(several(wrong, "; "), "see duban inspect plan --help")


def _heads(org: Org, unit: str, day: date) -> set[str]:
    return {in_post(org, seat, day) for seat in org.seats("head", unit)}


def way_of(context: Context, row: Obligation) -> str:
    """Its way: its own, or that of the plan's line."""
    node = context.plan.by_key.get(row.item)
    return InspectionFacts.of(row).way or (node.inspection if node else "")


# --- moves ------------------------------------------------------------------------------


def _draw(doing: MoveContext) -> Obligation:
    move, row, context = doing.move, doing.row, doing.context
    facts = InspectionFacts.of(row)
    going = {row.assignee, *facts.team}
    pool = move.units or tuple(
        unit.key for unit in context.org.units.values() if unit.kind == context.plan.line
    )
    pool = tuple(u for u in pool if not going & _heads(context.org, u, doing.today))
    unknown = [unit for unit in pool if unit not in context.org.units]
    if unknown:
        raise Refused(
            Message("there is no unit “{one}”", one=unknown[0]),
            "see duban org people, or the plan",
        )
    if not 1 <= move.n <= len(pool):
        raise Refused(
            Message("{n} of {all} units cannot be drawn", n=move.n, all=len(pool)),
            Message("draw 1 to {n} with --n", n=len(pool)),
        )
    found = draw(pool, move.n, move.seed)
    drawn = Drawn(seed=move.seed, n=move.n, of=tuple(sorted(pool)))
    row = replace(row, facts=replace(facts, units=tuple(found), drawn=drawn))
    row = _pointed_out(doing.connection, context, row)
    twice = list(InspectionFacts.of(row).twice)
    doing.say("drawn", **drawn.to_json(), units=list(found), twice=twice)
    return row


def _close(doing: MoveContext) -> Obligation:
    """Held: what was found is issued in the same transaction, or nothing is."""
    move, row, context, today = doing.move, doing.row, doing.context, doing.today
    facts = InspectionFacts.of(row)
    units = move.units or facts.units
    strange = [unit for unit in units if unit not in context.org.units]
    wrong = [Message("there is no unit “{one}”", one=unit) for unit in strange]
    for n, finding in enumerate(move.findings, 1):
        found = wrong_with(context.org, finding, today)
        if units and finding.unit in context.org.units and finding.unit not in units:
            found.append(
                Message(
                    "{unit} was not inspected ({units})", unit=finding.unit, units=several(units)
                )
            )
        wrong += [Message("finding {n}: {one}", n=n, one=one) for one in found]
    if wrong:
        raise Refused(several(wrong, "; "), "nothing was recorded; see duban inspect close --help")
    done = move.done_on or today
    named = translate(WAYS[way_of(context, row)], context.plan.language)
    source = f"{facts.title or named}（{done}）"
    issued = []
    for finding in move.findings:
        told = replace(finding, source=finding.source or source, inspection=row.id)
        issued.append(issue(doing.acting, told).id)
    until = within(doing, CONTEST_WITHIN)
    doing.say(
        "inspected",
        done_on=done,
        units=list(units),
        findings=issued,
        until=until,
    )
    facts = replace(
        facts,
        units=units,
        findings=tuple(issued),
        closed_on=today,
        contest_until=until,
        result=move.note,
    )
    row = replace(closed(row, "held"), done_on=done, reported_on=today, facts=facts)
    row = _pointed_out(doing.connection, context, row)
    again(doing.connection, context, [row], doing.actor, doing.now)
    return row


def _contest(doing: MoveContext) -> Obligation:
    row = doing.row
    doing.say("contested", detail=doing.move.reason)
    facts = replace(
        InspectionFacts.of(row),
        contested_by=doing.actor,
        contested_for=doing.move.reason,
        contesting=tuple(inspected_units(doing.context.org, row, doing.actor, doing.today)),
    )
    row = replace(row, facts=facts)
    return go(doing, row, "contested", "office", within(doing, ANSWER_WITHIN))


def _answer(doing: MoveContext) -> Obligation:
    facts = InspectionFacts.of(doing.row)
    doing.say("contest_answered", person=facts.contested_by)
    facts = replace(facts, answer=doing.move.note)
    return closed(replace(doing.row, facts=facts), "held")


def _redate(doing: MoveContext) -> Obligation:
    """The office gives it another day; the reason stays in the record."""
    row, to, context = doing.row, doing.move.to, doing.context
    assert to is not None
    event = NewEvent(
        obligation=row.id,
        kind="redated",
        at=doing.now,
        step=row.step,
        old=str(row.due_on or ""),
        new=to.isoformat(),
        why={"reason": doing.move.reason},
        actor=doing.actor,
    )
    row = replace(row, due_on=to, remind_from=to)
    if row.state == "planned":
        doing.events.append(replace(event, heard=False))
        opens = max(doing.today, context.frame.calendar.add(to, -OPENS_BEFORE))
        return replace(row, opens_on=opens, next_check_at=opening(context, opens, doing.now))
    doing.events.append(event)
    row, skipped = open_step(context, row, "open", doing.now, to, to)
    doing.events += [from_said(row.id, row.step, said) for said in skipped]
    return row


INSPECT: dict[str, Callable[[MoveContext], Obligation]] = {
    "draw": _draw,
    "close": _close,
    "contest": _contest,
    "answer": _answer,
    "redate": _redate,
    "assign": MOVES["assign"],
    "note": MOVES["note"],
    "press": MOVES["press"],
    "phoned": MOVES["phoned"],
    "withdraw": MOVES["withdraw"],
}
