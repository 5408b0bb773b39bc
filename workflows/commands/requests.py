"""Requests, for more time or that it is not ours: asked, agreed, refused, of no use any more."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from workflows.commands.ad_hoc import about_row, let_go
from workflows.commands.move_context import MoveContext, closed, entering, freeze
from workflows.commands.objections import relieve
from workflows.commands.step_start import from_said, open_step
from workflows.domain.assignees import Verifying, in_post, responsible_of, reviewer_of
from workflows.domain.chain import chain_of
from workflows.domain.kind_facts import DecisionFacts, RectificationFacts, WorkFacts
from workflows.domain.kinds import kinds_that
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE
from workflows.domain.workdays import Calendar
from workflows.store import queries, writes
from workflows.store.writes import NewEvent

#: Kinds whose requests are reviewed first and bounded; working days to review and to decide.
BOUNDED = kinds_that("reviewed")
REVIEW, DECIDE = 1, 2
#: Working days before the date by which more time is asked for; of what is listed.
AHEAD, AHEAD_LISTED = 1, 5
MOST = timedelta(days=30)


#: What a move that asks is called in the record.
_ASKED = {"extend": "extension_asked", "explain": "extension_asked", "object": "objected"}


def requests(doing: MoveContext) -> list[Obligation]:
    """The requests about this row for the same as is asked now that wait for a decision."""
    rows = queries.obligations(
        doing.connection, doing.context.key, kind="decision", about=doing.row.id
    )
    objects = doing.move.name == "object"
    return [
        row
        for row in rows
        if row.state not in DONE and (DecisionFacts.of(row).asked == "object") == objects
    ]


def ask(doing: MoveContext) -> Obligation:
    """A request is an obligation of its own, held by the one who decides; the responsible party's
    clock goes on meanwhile."""
    row, context, today = doing.row, doing.context, doing.today
    responsible, _ = responsible_of(context.org, row, today)
    answering = _answering(doing)
    if by := entering(doing):
        answering = list(dict.fromkeys([*answering, by]))
    state, found, within = _first_step(doing, answering)
    due = context.frame.calendar.add(today, within)
    earlier = queries.obligations(doing.connection, context.key, kind="decision", about=row.id)
    request = about_row(
        row,
        kind="decision",
        occurrence=str(len(earlier) + 1),
        found=found,
        today=today,
        due=due,
        policy=context.hashes["decision"],
        facts=DecisionFacts(
            asked=doing.move.name,
            title=row.facts.title,
            to=doing.move.to,
            unit=doing.move.unit,
            reason=doing.move.reason,
            by=responsible,
            answering=tuple(answering),
            earlier=granted(doing),
            until=extend_until(row) if doing.move.name == "extend" else None,
        ),
    )
    request = replace(request, chain=freeze(doing, found.unit, found.post))
    request, _ = open_step(context, request, state, doing.now, due, due)
    (number,) = writes.insert(doing.connection, [request])
    asked = {"to": doing.move.to, "unit": doing.move.unit, "request": number}
    doing.say(_ASKED[doing.move.name], **asked)
    doing.events.append(
        NewEvent(
            obligation=number,
            kind="opened",
            at=doing.now,
            step=request.step,
            new=state,
            why={"about": row.id, "reason": doing.move.reason}
            | ({"to": str(doing.move.to)} if doing.move.to else {}),
            actor=doing.actor,
        )
    )
    return row


def _first_step(doing: MoveContext, answering: list[str]) -> tuple[str, Verifying, int]:
    """(state, who holds it, working days) of a new request."""
    row = doing.row
    if row.kind in BOUNDED and doing.move.name == "extend":
        if (office := _above(doing)).person not in answering:
            return "first_review", office, REVIEW
        # Nobody reviews their own.
        return "open", _deciding(doing, row, granted(doing), answering), DECIDE
    if doing.move.name == "object":
        # Whose an item is, the office decides, unless it is its own.
        if (office := _above(doing)).person not in answering:
            return "open", office, DECIDE
        return "open", _deciding(doing, row, 0, answering), DECIDE
    but = doing.actor if doing.actor in answering else ""
    found = reviewer_of(doing.context.org, row, doing.reviewer, doing.today, but)
    return "open", found or _above(doing), DECIDE


def granted(doing: MoveContext) -> int:
    """How often more time has been granted for this row."""
    rows = queries.obligations(
        doing.connection, doing.context.key, kind="decision", about=doing.row.id, state="agreed"
    )
    return sum(1 for row in rows if DecisionFacts.of(row).asked == "extend")


def extend_until(row: Obligation) -> date | None:
    """The last day that may be asked for: the first length again, at most 30 days more; None where
    nothing is bounded."""
    if row.kind not in BOUNDED or not (row.due_on and row.base_due_on and row.opens_on):
        return None
    length = row.base_due_on - row.opens_on
    return row.due_on + min(length, MOST)


def ask_until(row: Obligation, calendar: Calendar) -> str:
    """The last day on which more time may be asked for; "" where the date itself decides. Nobody
    is too late on the day on which they were given it."""
    if row.kind not in BOUNDED or not (row.due_on and row.opens_on):
        return ""
    ahead = AHEAD_LISTED if RectificationFacts.of(row).listed_on else AHEAD
    return max(calendar.add(row.due_on, -ahead), row.opens_on).isoformat()


def _answering(doing: MoveContext) -> list[str]:
    """Whoever answers for the row: its responsible party, and the heads of its unit where it is
    bounded or the unit says that it is not its own."""
    org, row, day = doing.context.org, doing.row, doing.today
    whole = row.kind in BOUNDED or doing.move.name == "object"
    heads = org.seats("head", row.unit) if whole else ()
    found = [responsible_of(org, row, day)[0], *(in_post(org, seat, day) for seat in heads)]
    return [person for person in dict.fromkeys(found) if person]


def _deciding(
    doing: MoveContext, row: Obligation, earlier: int, answering: Collection[str]
) -> Verifying:
    """The leader in charge of the unit decides, the second time the principal leader; whoever
    answers for it is passed over."""
    org = doing.context.org
    posts = chain_of(org, row.unit).posts
    for rung in ("principal", "leading_group") if earlier else ("leader", "principal"):
        for post in posts[rung]:
            person = in_post(org, post, doing.today)
            if person and person not in answering:
                return Verifying(person, post, org.posts[post][0].unit)
    return _above(doing)


def pass_on(doing: MoveContext) -> Obligation:
    """The office has reviewed the request; now the leader decides 审批."""
    row, context = doing.row, doing.context
    facts = DecisionFacts.of(row)
    found = _deciding(doing, row, facts.earlier, facts.answering)
    due = context.frame.calendar.add(doing.today, DECIDE)
    doing.say("passed")
    row = replace(
        row,
        assignee=found.person,
        assignee_post=found.post,
        due_on=due,
        remind_from=due,
        chain=freeze(doing, found.unit, found.post),
    )
    row, _ = open_step(context, row, "open", doing.now, due, due)
    return row


def _above(doing: MoveContext) -> Verifying:
    """Where nobody verifies, the office decides on more time."""
    office = doing.context.office(doing.today)
    post = next(iter(doing.context.org.seats("office")), "")
    unit = doing.context.org.posts[post][0].unit if post else doing.row.unit
    return Verifying(office.key if office else "", post, unit)


def agree(doing: MoveContext) -> Obligation:
    connection, context = doing.connection, doing.context
    before = queries.obligations_by_id(connection, [doing.row.about])[doing.row.about]
    request = DecisionFacts.of(doing.row)
    if request.asked == "object":
        return relieve(doing, before)
    to = doing.move.to or request.to
    assert to is not None
    doing.say("agreed", to=to)
    facts = replace(WorkFacts.of(before), taken_over=None)
    # Explained after the date, reminding begins anew; lateness counts from the first limit.
    late = request.asked == "explain"
    after = (
        replace(before, facts=replace(facts, explained=to))
        if late
        else replace(before, due_on=to, remind_from=to, facts=facts)
    )
    events = [
        NewEvent(
            obligation=before.id,
            kind="extended",
            at=doing.now,
            step=before.step,
            old=str(before.due_on or ""),
            new=str(to),
            actor=doing.actor,
            why={"request": doing.row.id, "asked": request.asked},
        )
    ]
    if before.state in ("open", "in_progress"):
        after, skipped = open_step(context, after, before.state, doing.now, to, to)
        events += [from_said(before.id, after.step, said) for said in skipped]
        let_go(connection, context.key, [before.id], doing.now, kinds=("slip",))
    writes.save(connection, before, after)
    writes.events(connection, context.key, events, doing.now)
    return closed(doing.row, "agreed")


def refuse(doing: MoveContext) -> Obligation:
    doing.say("refused")
    return closed(doing.row, "refused")


def lapse(doing: MoveContext) -> None:
    """Requests and drafts about an item that is closed have nothing left to decide."""
    let_go(doing.connection, doing.context.key, [doing.row.id], doing.now)
