"""Not ours 有异议: what is agreed to goes to another unit, or is waived; refused, it goes on."""

from dataclasses import replace

from workflows.commands.ad_hoc import let_go
from workflows.commands.move_context import MoveContext, closed, freeze
from workflows.commands.step_start import from_said, open_step
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import DecisionFacts, ResponsibleParty, TaskFacts, WorkFacts
from workflows.domain.messages import Message
from workflows.domain.parties import assignee_of
from workflows.domain.rows import Obligation, Party
from workflows.store import queries, writes
from workflows.store.writes import NewEvent

#: Given as the unit: nobody, although the request named one; then it is waived.
NOBODY = "-"


def relieve(doing: MoveContext, before: Obligation) -> Obligation:
    """Agree that `before` is not for the unit that owes it: it goes to the unit the move names,
    else to the one the request named, and is waived where neither does. Returns the request."""
    unit = doing.move.unit or DecisionFacts.of(doing.row).unit
    unit = "" if unit == NOBODY else unit
    if unit:
        _check(doing, before, unit)
    doing.say("agreed", unit=unit)
    key = doing.context.key
    let_go(doing.connection, key, [before.id], doing.now, but=doing.row.id)
    after, events = _passed_on(doing, before, unit) if unit else _waived(doing, before)
    writes.save(doing.connection, before, after)
    writes.events(doing.connection, key, events, doing.now)
    return closed(doing.row, "agreed")


def _check(doing: MoveContext, before: Obligation, unit: str) -> None:
    if unit not in doing.context.org.units:
        raise Refused(Message("there is no unit “{one}”", one=unit), "choose another unit")
    if before.state == "reported":
        raise Refused("it was reported meanwhile", "look at the report first, or refuse this")
    there = queries.obligations(
        doing.connection, doing.context.key, items={before.item}, unit=unit, kind=before.kind
    )
    same = (before.kind, before.item, unit, before.key.occurrence, "u")
    if any(row.key.identity == same for row in there):
        raise Refused(
            Message("{unit} is responsible for the same item already", unit=unit),
            "choose another unit, or nobody: then it is waived",
        )


def _passed_on(
    doing: MoveContext, before: Obligation, unit: str
) -> tuple[Obligation, list[NewEvent]]:
    """In the new unit's hands, with some days at least; the plan's own party is kept, so that
    publishing again does not ask for it anew."""
    context, was, party = doing.context, before.key.party, Party(unit=unit)
    assignee, post = assignee_of(context.org, party, doing.today)
    # What was said of the item by or to the unit that it leaves goes.
    facts = replace(WorkFacts.of(before), assigned="", seen=(), because=0, note_by=None)
    if isinstance(facts, TaskFacts) and not facts.responsible:
        by = ResponsibleParty(unit=was.unit, person=was.person, post=was.post)
        facts = replace(facts, responsible=by)
    after = replace(
        before,
        key=replace(before.key, party=party),
        assignee=assignee,
        assignee_post=post,
        facts=facts,
    )
    passed: list[NewEvent] = []
    if before.step:
        after, passed = _anew(doing, replace(after, chain=freeze(doing, unit, post)))
    event = NewEvent(
        obligation=before.id,
        kind="handed_over",
        at=doing.now,
        step=after.step,
        old=before.assignee,
        new=assignee,
        actor=doing.actor,
        why={"reason": "not_ours", "unit": unit, "from_unit": was.unit, "request": doing.row.id},
    )
    return after, [*passed, event]


def _anew(doing: MoveContext, row: Obligation) -> tuple[Obligation, list[NewEvent]]:
    """A new step with as many days at least as after a return."""
    context = doing.context
    grace = context.frame.calendar.add(doing.today, context.policies[row.policy].return_within)
    if row.due_on is not None and row.due_on < grace:
        row = replace(row, due_on=grace, remind_from=grace)
    row, skipped = open_step(context, row, row.state, doing.now, row.due_on, row.remind_from)
    return row, [from_said(row.id, row.step, said) for said in skipped]


def _waived(doing: MoveContext, before: Obligation) -> tuple[Obligation, list[NewEvent]]:
    event = NewEvent(
        obligation=before.id,
        kind="waived",
        at=doing.now,
        step=before.step,
        old=before.state,
        new="waived",
        actor=doing.actor,
        why={"reason": DecisionFacts.of(doing.row).reason, "request": doing.row.id},
    )
    return closed(before, "waived"), [event]
