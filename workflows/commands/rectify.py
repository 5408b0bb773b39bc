"""Rectifications: a finding is issued, and what each move of its table does to the row."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from workflows.commands import follow_up
from workflows.commands.ad_hoc import go as _go
from workflows.commands.ad_hoc import laid_out, mistakes
from workflows.commands.ad_hoc import within as _in
from workflows.commands.door import Acting
from workflows.commands.move_context import Move, MoveContext, closed, entering
from workflows.commands.moves import MOVES
from workflows.commands.requests import ask, lapse
from workflows.commands.step_start import open_step
from workflows.domain.assignees import responsible_of
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import FollowUpResult, Measures, RectificationFacts
from workflows.domain.messages import Message, several
from workflows.domain.organisation import Org
from workflows.domain.parties import assignee_of
from workflows.domain.rectification import (
    ANSWER_WITHIN,
    SEVERITIES,
    SIGN_WITHIN,
    Finding,
    limit,
)
from workflows.domain.rows import Obligation, Party
from workflows.store import queries, writes
from workflows.store.writes import NewEvent

__all__ = ["FOLLOW_UP_MOVES", "RECTIFY", "Finding", "issue", "wrong_with"]
_NOTHING = Move(name="issue")


def issue(acting: Acting, finding: Finding) -> Obligation:
    """Issue a rectification; it waits to be signed for. Raises Refused with what is wrong."""
    acting.who.require("register", "issue")
    return put_in(acting, finding)


def put_in(acting: Acting, finding: Finding) -> Obligation:
    """As `issue`, for whoever may: whoever closes the inspection that found it."""
    connection, context, today = acting.connection, acting.context, acting.today
    calendar = context.frame.calendar
    _check(context.org, finding, today)
    due = finding.limit or limit(finding.severity, today, calendar)
    facts = RectificationFacts(
        title=finding.title or finding.what[:40],
        what=finding.what,
        where=finding.where,
        severity=finding.severity,
        source=finding.source,
        reviewer=finding.reviewer,
        issued_on=today,
        plan=Measures.of_json(finding.plan),
        needs_file=finding.needs_file,
        inspection=finding.inspection,
    )
    row = laid_out(
        connection,
        context,
        kind="rectification",
        party=Party(unit=finding.unit, person=finding.person),
        due=due,
        today=today,
        policy="rectification_firm" if finding.severity == "at_once" else "rectification",
        reviewer=f"person({finding.reviewer})",
        facts=facts,
    )
    doing = MoveContext(acting, row, _NOTHING)
    row = _go(doing, row, "issued", "doer", calendar.add(today, SIGN_WITHIN))
    (row_id,) = writes.insert(connection, [row])
    why = {"due": due.isoformat(), "what": finding.what, "severity": finding.severity}
    event = NewEvent(
        obligation=row_id,
        kind="issued",
        at=acting.now,
        step=row.step,
        new="issued",
        why=why,
        actor=acting.actor,
    )
    writes.events(connection, context.key, [event], acting.now)
    return replace(row, id=row_id)


def wrong_with(org: Org, finding: Finding, today: date) -> list[Message]:
    """Everything that is wrong with a finding."""
    wrong = mistakes(
        org,
        today,
        units=[finding.unit],
        unit=finding.unit,
        person=finding.person,
        others={Message("verifier"): finding.reviewer},
        due=finding.limit,
    )
    if not finding.what:
        wrong.append(Message("it is not said what has to be put right"))
    if finding.severity not in SEVERITIES:
        wrong.append(
            Message("“{what}” is none of {known}", what=finding.severity, known=several(SEVERITIES))
        )
    if not finding.reviewer:
        wrong.append(Message("nobody is named to verify it"))
    elif not wrong and _answers(org, finding, today) == finding.reviewer:
        wrong.append(Message("the verifier is the responsible party: name someone else"))
    return wrong


def _answers(org: Org, finding: Finding, today: date) -> str:
    return assignee_of(org, Party(unit=finding.unit, person=finding.person), today)[0]


def _check(org: Org, finding: Finding, today: date) -> None:
    if wrong := wrong_with(org, finding, today):
        raise Refused(several(wrong, "; "), "see duban rectify open --help")


# --- moves ------------------------------------------------------------------------------


def _policy_days(doing: MoveContext, name: str) -> date:
    return _in(doing, getattr(doing.context.policies[doing.row.policy], name))


def _facts(doing: MoveContext) -> RectificationFacts:
    return RectificationFacts.of(doing.row)


def _sign(doing: MoveContext) -> Obligation:
    doing.say("signed")
    row = replace(doing.row, facts=replace(_facts(doing), signed_on=doing.today))
    return _go(doing, row, "in_progress", "doer", row.due_on)


def _object(doing: MoveContext) -> Obligation:
    doing.say("objected", detail=doing.move.reason)
    return _go(doing, doing.row, "disputed", "office", _in(doing, ANSWER_WITHIN))


def _uphold(doing: MoveContext) -> Obligation:
    doing.say("upheld")
    return _go(doing, doing.row, "issued", "doer", _in(doing, SIGN_WITHIN))


def _reassign(doing: MoveContext) -> Obligation:
    move, reviewer = doing.move, _facts(doing).reviewer
    row = replace(doing.row, facts=replace(_facts(doing), assigned=""))
    org, today = doing.context.org, doing.today
    given = Finding(unit=move.unit, person=move.person, what="-", reviewer=reviewer)
    _check(org, given, today)
    doing.say("reassigned", unit=move.unit, from_unit=row.unit)
    row = replace(row, key=replace(row.key, party=Party(unit=move.unit, person=move.person)))
    if responsible_of(org, row, today)[0] == reviewer:
        raise Refused("its verifier would be the responsible party", "choose another unit")
    return _go(doing, row, "issued", "doer", _in(doing, SIGN_WITHIN))


def _plan(doing: MoveContext) -> Obligation:
    move = doing.move
    doing.say("measures", cause=move.cause, goal=move.goal, measures=move.measures)
    plan = Measures(cause=move.cause, goal=move.goal, measures=move.measures)
    return replace(doing.row, facts=replace(_facts(doing), plan=plan))


def _report(doing: MoveContext) -> Obligation:
    row = _done(doing, "reported", entered_by=entering(doing))
    return _go(doing, row, "reported", "head", _policy_days(doing, "review_within"))


def _apply(doing: MoveContext) -> Obligation:
    row = _done(doing, "applied", entered_by=_facts(doing).entered_by)
    return _go(doing, row, "applied", "verifier", _policy_days(doing, "review_within"))


def _done(doing: MoveContext, event: str, *, entered_by: str) -> Obligation:
    row, facts = doing.row, _facts(doing)
    given = facts.file_given or bool(doing.move.evidence)
    facts = replace(facts, file_given=given, entered_by=entered_by)
    done = doing.move.done_on or row.done_on or doing.today
    doing.say(event, done_on=done)
    return replace(row, done_on=done, reported_on=row.reported_on or doing.today, facts=facts)


def _checked(doing: MoveContext) -> Obligation:
    eyes = tuple(person for person in (doing.actor, doing.move.person) if person)
    doing.say("checked", by=list(eyes))
    facts = replace(_facts(doing), checked_by=eyes, checked_on=doing.today)
    row = replace(doing.row, facts=facts)
    due = _policy_days(doing, "review_within")
    row, _ = open_step(doing.context, row, "checked", doing.now, due, due)
    return row


def _close(doing: MoveContext) -> Obligation:
    lapse(doing)
    row = follow_up.planned(doing)
    facts = replace(RectificationFacts.of(row), closed_on=doing.today)
    return closed(replace(row, facts=facts), "struck_off")


def _return(doing: MoveContext) -> Obligation:
    # What comes back is shown anew.
    facts = replace(_facts(doing), file_given=False, entered_by="")
    row = replace(doing.row, facts=facts, returns=doing.row.returns + 1, done_on=None)
    grace = _policy_days(doing, "return_within")
    due = doing.move.due or max(row.due_on or grace, grace)
    doing.say("returned", due=due)
    return _go(doing, row, "in_progress", "doer", due)


def _hold(doing: MoveContext) -> Obligation:
    doing.say("held", to=doing.move.to)
    return _go(doing, doing.row, "on_hold", "office", doing.move.to)


def _resume(doing: MoveContext) -> Obligation:
    grace = _policy_days(doing, "return_within")
    due = doing.move.due or max(doing.row.due_on or grace, grace)
    doing.say("resumed", due=due)
    row = replace(doing.row, due_on=due, remind_from=due)
    return _go(doing, row, "in_progress", "doer", due)


def _list(doing: MoveContext) -> Obligation:
    doing.say("listed")
    return replace(doing.row, facts=replace(_facts(doing), listed_on=doing.today))


def _delist(doing: MoveContext) -> Obligation:
    doing.say("delisted")
    facts = replace(_facts(doing), listed_on=None, was_listed=True)
    return replace(doing.row, facts=facts)


def _reopen(doing: MoveContext) -> Obligation:
    follow_up.settle(doing, "failed" if doing.move.name == "relapse" else "lapsed")
    return _anew(doing)


def _anew(doing: MoveContext) -> Obligation:
    """A new life with a new limit, as for something found today."""
    row, facts, relapsed = doing.row, _facts(doing), doing.move.name == "relapse"
    calendar = doing.context.frame.calendar
    due = doing.move.due or limit(facts.severity or "ordinary", doing.today, calendar)
    doing.say("relapsed" if relapsed else "reopened", due=due)
    facts = replace(
        facts,
        closed_on=None,
        withdrawn_by="",
        checked_by=(),
        checked_on=None,
        file_given=False,
        follow_up=FollowUpResult(on=doing.today, result="relapsed")
        if relapsed
        else FollowUpResult(),
        returned_before=facts.returned_before + row.returns,
        relapses=facts.relapses + relapsed,
    )
    row = replace(
        row, facts=facts, due_on=due, remind_from=due, done_on=None, reported_on=None, returns=0
    )
    return _go(doing, row, "in_progress", "doer", due)


RECTIFY: dict[str, Callable[[MoveContext], Obligation]] = {
    "sign": _sign,
    "object": _object,
    "uphold": _uphold,
    "reassign": _reassign,
    "assign": MOVES["assign"],
    "plan": _plan,
    "report": _report,
    "apply": _apply,
    "check": _checked,
    "strike": _close,
    "return": _return,
    "note": MOVES["note"],
    "press": MOVES["press"],
    "phoned": MOVES["phoned"],
    "seen": MOVES["seen"],
    "round": MOVES["round"],
    "extend": ask,
    "explain": ask,
    "hold": _hold,
    "resume": _resume,
    "list": _list,
    "delist": _delist,
    "waive": MOVES["waive"],
    "withdraw": MOVES["withdraw"],
    "reopen": _reopen,
    "relapse": _reopen,
}


def _failed(doing: MoveContext) -> Obligation:
    """The follow-up check found that it did not hold: what it looked at begins again, as
    relapsed."""
    connection, about = doing.connection, doing.row.about
    before = queries.obligations_by_id(connection, [about])[about]
    again = MoveContext(doing.acting, before, doing.move)
    writes.save(connection, before, _anew(again))
    writes.events(connection, doing.context.key, again.events, doing.now)
    doing.say("failed")
    return closed(doing.row, "failed")


FOLLOW_UP_MOVES: dict[str, Callable[[MoveContext], Obligation]] = {
    "holds": follow_up.holds,
    "relapse": _failed,
    "note": MOVES["note"],
    "press": MOVES["press"],
    "phoned": MOVES["phoned"],
    "waive": MOVES["waive"],
    "withdraw": MOVES["withdraw"],
}
