"""The moves themselves: what each does to the row, and the events it leaves behind."""

from collections.abc import Callable
from dataclasses import replace

from workflows.commands.move_context import MoveContext, closed, entering, freeze
from workflows.commands.requests import agree, ask, lapse, pass_on, refuse
from workflows.commands.step_start import from_said, open_step, retimed
from workflows.domain.assignees import responsible_of, reviewer_of
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import AssignedTaskFacts, RectificationFacts, Seen, WorkFacts
from workflows.domain.kinds import kind_of
from workflows.domain.messages import Message
from workflows.domain.roles import roles_of
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE
from workflows.store import queries, writes


def _report(doing: MoveContext) -> Obligation:
    row, context, today = doing.row, doing.context, doing.today
    done = doing.move.done_on or today
    doing.say("reported", done_on=done)
    row = replace(row, reported_on=today, done_on=done, facts=_with_enterer(doing))
    found = reviewer_of(context.org, row, doing.reviewer, today)
    if found is None:
        # Nobody is asked to verify: the report itself closes the item.
        doing.say("accepted", done_on=done, verifier="none")
        doing.events = [replace(e, new="accepted") for e in doing.events if e.kind != "reported"]
        return closed(row, "accepted")
    due = context.frame.calendar.add(today, context.policies[row.policy].review_within)
    row = replace(row, assignee=found.person, assignee_post=found.post)
    row = replace(row, chain=freeze(doing, found.unit, found.post))
    row, _ = open_step(context, row, "reported", doing.now, due, due)
    return row


def _with_enterer(doing: MoveContext) -> WorkFacts:
    return replace(WorkFacts.of(doing.row), entered_by=entering(doing))


def _accept(doing: MoveContext) -> Obligation:
    lapse(doing)
    # Whoever gave the instruction hears how it ended (办结后呈报批示领导).
    asked_by = AssignedTaskFacts.of(doing.row).asked_by
    doing.say("accepted", done_on=doing.row.done_on, person=asked_by)
    return closed(doing.row, "accepted")


def _return(doing: MoveContext) -> Obligation:
    row = replace(doing.row, returns=doing.row.returns + 1)
    return _back_to_responsible(doing, row, "returned")


def _reopen(doing: MoveContext) -> Obligation:
    facts = replace(doing.row.facts, withdrawn_by="")
    row = replace(doing.row, done_on=None, reported_on=None, facts=facts)
    if row.kind in ("task", "matter"):
        return _back_to_responsible(doing, row, "reopened")
    doing.say("reopened")
    row, _ = open_step(doing.context, row, "open", doing.now, row.due_on, row.remind_from)
    return row


def _back_to_responsible(doing: MoveContext, row: Obligation, kind: str) -> Obligation:
    """A new step of the responsible party, due on the later of the old date and some days from
    today."""
    context = doing.context
    policy = context.policies[row.policy]
    # It was not accepted as entered; whoever reports it anew is asked anew.
    row = replace(row, facts=replace(WorkFacts.of(row), entered_by=""))
    grace = context.frame.calendar.add(doing.today, policy.return_within)
    due = doing.move.due or (max(row.due_on, grace) if row.due_on else None)
    assignee, post = responsible_of(context.org, row, doing.today)
    row = replace(row, assignee=assignee, assignee_post=post, chain=freeze(doing, row.unit, post))
    doing.say(kind, due=due)
    row, skipped = open_step(context, row, "open", doing.now, due, due)
    doing.events += [from_said(row.id, row.step, said) for said in skipped]
    return row


def _assign(doing: MoveContext) -> Obligation:
    row, person = doing.row, doing.context.org.people[doing.move.person]
    units = {person.unit, *person.units}
    if row.unit not in units:
        raise Refused(
            Message("{name} is not in the responsible unit", name=person.name),
            "name somebody in it",
        )
    doing.say("assigned", person=person.key)
    chain = freeze(doing, row.unit, "") if row.step else row.chain
    facts = replace(row.facts, assigned=person.key)
    return replace(row, assignee=person.key, assignee_post="", facts=facts, chain=chain)


def _note(doing: MoveContext) -> Obligation:
    row, theirs = doing.row, _answers(doing)
    doing.say("noted", because=doing.move.because or None, aside=None if theirs else True)
    if doing.move.because:
        cause = _cause(doing)
        row = replace(row, facts=replace(WorkFacts.of(row), because=cause.id))
        # The mail that reminds the cause names what it holds up.
        known = RectificationFacts.of(cause)
        held = replace(known, holds_up=tuple(sorted({*known.holds_up, row.id})))
        writes.save(doing.connection, cause, replace(cause, facts=held))
    if row.facts.note_by is None or not theirs:
        return row
    facts = replace(row.facts, note_by=None)
    return retimed(doing.context, replace(row, facts=facts), doing.now)


def _answers(doing: MoveContext) -> bool:
    """Whether the note is the responsible party's own word, or entered for them by the office; what
    a reviewer remarks is neither their explanation nor the note that was called for."""
    roles, _ = roles_of(doing.context.org, doing.row, doing.reviewer, doing.actor, doing.today)
    return bool(doing.move.entered_for or roles & {"doer", "liaison", "head", "office"})


def _cause(doing: MoveContext) -> Obligation:
    """The listed rectification the item waits for; until it is closed, reminders are about that
    one."""
    if not kind_of(doing.row.kind).work:
        raise Refused(
            "only an open item can wait for an item under special supervision", "leave it out"
        )
    number = doing.move.because
    cause = queries.obligations_by_id(doing.connection, [number]).get(number)
    if cause is None or not RectificationFacts.of(cause).listed_on or cause.state in DONE:
        raise Refused(
            Message("{number} is not an open item under special supervision", number=number),
            "name one: duban obligations",
        )
    return cause


def _remind(doing: MoveContext) -> Obligation:
    late = doing.row.light == "red"
    doing.say("pressed_late" if late else "pressed", to_whom=doing.row.assignee)
    return doing.row


def _phoned(doing: MoveContext) -> Obligation:
    doing.say("phoned", to_whom=doing.row.assignee)
    return doing.row


def _waive(doing: MoveContext) -> Obligation:
    lapse(doing)
    doing.say("waived")
    return closed(doing.row, "waived")


def _withdraw(doing: MoveContext) -> Obligation:
    lapse(doing)
    doing.say("withdrawn")
    return closed(doing.row, "withdrawn")


def _still_unknown(doing: MoveContext) -> Obligation:
    doing.say("still_unknown")
    return doing.row


def _seen(doing: MoveContext) -> Obligation:
    """Silence for whoever says it, on this step and through that day; then it comes back."""
    row, until = doing.row, doing.move.to
    assert until is not None
    doing.say("seen", until=until)
    others = [one for one in row.facts.seen if one.by != doing.actor]
    seen = (*others, Seen(by=doing.actor, until=until, step=row.step))
    row = replace(row, facts=replace(row.facts, seen=seen))
    return retimed(doing.context, row, doing.now)


def _round(doing: MoveContext) -> Obligation:
    """The office calls for a progress note by a day (调度)."""
    doing.say("note_called", by=doing.move.to)
    row = replace(doing.row, facts=replace(doing.row.facts, note_by=doing.move.to))
    return retimed(doing.context, row, doing.now)


MOVES: dict[str, Callable[[MoveContext], Obligation]] = {
    "report": _report,
    "accept": _accept,
    "return": _return,
    "reopen": _reopen,
    "assign": _assign,
    "note": _note,
    "press": _remind,
    "phoned": _phoned,
    "seen": _seen,
    "round": _round,
    "extend": ask,
    "explain": ask,
    "object": ask,
    "pass": pass_on,
    "agree": agree,
    "refuse": refuse,
    "waive": _waive,
    "withdraw": _withdraw,
    "still_unknown": _still_unknown,
}
