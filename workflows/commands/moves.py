"""The moves themselves: what each does to the row, and the events it leaves behind."""

from collections.abc import Callable
from dataclasses import replace

from workflows.commands.move_context import MoveContext, closed, entering, freeze
from workflows.commands.requests import agree, ask, lapse, pass_on, refuse
from workflows.commands.step_start import from_said, open_leg, retimed
from workflows.domain.assignees import doer_of, verifier_of
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import AssignedTaskFacts, RectificationFacts, Seen, WorkFacts
from workflows.domain.kinds import kind_of
from workflows.domain.roles import roles_of
from workflows.domain.rows import Obligation
from workflows.domain.said import Said
from workflows.domain.states import DONE
from workflows.store import queries, writes


def _report(doing: MoveContext) -> Obligation:
    row, context, today = doing.row, doing.context, doing.today
    done = doing.move.done_on or today
    doing.say("reported", done_on=done)
    row = replace(row, reported_on=today, done_on=done, facts=_with_enterer(doing))
    found = verifier_of(context.org, row, doing.verifier, today)
    if found is None:
        # Nobody is asked to verify: the report itself closes the matter.
        doing.say("accepted", done_on=done, verifier="none")
        doing.events = [replace(e, new="accepted") for e in doing.events if e.kind != "reported"]
        return closed(row, "accepted")
    due = context.frame.calendar.add(today, context.policies[row.policy].verify_within)
    row = replace(row, holder=found.person, holder_post=found.post)
    row = replace(row, chain=freeze(doing, found.unit, found.post))
    row, _ = open_leg(context, row, "reported", doing.now, due, due)
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
    return _back_to_doer(doing, row, "returned")


def _reopen(doing: MoveContext) -> Obligation:
    facts = replace(doing.row.facts, withdrawn_by="")
    row = replace(doing.row, done_on=None, reported_on=None, facts=facts)
    if row.kind in ("task", "matter"):
        return _back_to_doer(doing, row, "reopened")
    doing.say("reopened")
    row, _ = open_leg(doing.context, row, "open", doing.now, row.due_on, row.press_from)
    return row


def _back_to_doer(doing: MoveContext, row: Obligation, kind: str) -> Obligation:
    """A new leg of the doer, due on the later of the old date and some days from today."""
    context = doing.context
    policy = context.policies[row.policy]
    # It was not accepted as entered; whoever reports it anew is asked anew.
    row = replace(row, facts=replace(WorkFacts.of(row), entered_by=""))
    grace = context.frame.calendar.add(doing.today, policy.return_within)
    due = doing.move.due or (max(row.due_on, grace) if row.due_on else None)
    holder, post = doer_of(context.org, row, doing.today)
    row = replace(row, holder=holder, holder_post=post, chain=freeze(doing, row.unit, post))
    doing.say(kind, due=due)
    row, skipped = open_leg(context, row, "open", doing.now, due, due)
    doing.events += [from_said(row.id, row.leg, said) for said in skipped]
    return row


def _assign(doing: MoveContext) -> Obligation:
    row, person = doing.row, doing.context.org.people[doing.move.person]
    units = {person.unit, *person.units}
    if row.unit not in units:
        raise Refused(
            Said("{name} is not in the unit that owes it", name=person.name), "name somebody in it"
        )
    doing.say("assigned", person=person.key)
    chain = freeze(doing, row.unit, "") if row.leg else row.chain
    facts = replace(row.facts, assigned=person.key)
    return replace(row, holder=person.key, holder_post="", facts=facts, chain=chain)


def _note(doing: MoveContext) -> Obligation:
    row, theirs = doing.row, _answers(doing)
    doing.say("noted", because=doing.move.because or None, aside=None if theirs else True)
    if doing.move.because:
        cause = _cause(doing)
        row = replace(row, facts=replace(WorkFacts.of(row), because=cause.id))
        # The mail that presses the cause names what it holds up.
        known = RectificationFacts.of(cause)
        held = replace(known, holds_up=tuple(sorted({*known.holds_up, row.id})))
        writes.save(doing.connection, cause, replace(cause, facts=held))
    if row.facts.note_by is None or not theirs:
        return row
    facts = replace(row.facts, note_by=None)
    return retimed(doing.context, replace(row, facts=facts), doing.now)


def _answers(doing: MoveContext) -> bool:
    """Whether the note is the doer's own word, or entered for him by the office; what a verifier
    remarks is neither his explanation nor the note that was called for."""
    roles, _ = roles_of(doing.context.org, doing.row, doing.verifier, doing.actor, doing.today)
    return bool(doing.move.entered_for or roles & {"doer", "liaison", "head", "office"})


def _cause(doing: MoveContext) -> Obligation:
    """The listed rectification the matter waits for; until it is closed that one is pressed."""
    if not kind_of(doing.row.kind).work:
        raise Refused("only what is to be done can wait for a listed matter", "leave it out")
    number = doing.move.because
    cause = queries.obligations_by_id(doing.connection, [number]).get(number)
    if cause is None or not RectificationFacts.of(cause).listed_on or cause.state in DONE:
        raise Refused(
            Said("{number} is no listed matter that is open", number=number),
            "name one: duban obligations",
        )
    return cause


def _press(doing: MoveContext) -> Obligation:
    late = doing.row.light == "red"
    doing.say("pressed_late" if late else "pressed", to_whom=doing.row.holder)
    return doing.row


def _phoned(doing: MoveContext) -> Obligation:
    doing.say("phoned", to_whom=doing.row.holder)
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
    """Silence for whoever says it, on this leg and through that day; then it comes back."""
    row, until = doing.row, doing.move.to
    assert until is not None
    doing.say("seen", until=until)
    others = [one for one in row.facts.seen if one.by != doing.actor]
    seen = (*others, Seen(by=doing.actor, until=until, leg=row.leg))
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
    "press": _press,
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
