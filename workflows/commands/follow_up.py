"""Follow-up checks are put in when something is closed, and settled with what was seen."""

from dataclasses import replace
from datetime import timedelta

from workflows.commands.ad_hoc import laid_out
from workflows.commands.move_context import MoveContext, closed
from workflows.commands.step_start import opening
from workflows.domain.assignees import holding, responsible_of
from workflows.domain.follow_up import OPENS_AFTER, RETURNS, WITHIN, chosen, quarter
from workflows.domain.kind_facts import Drawing, FollowUpFacts, FollowUpResult, RectificationFacts
from workflows.domain.rows import Key, Obligation, Party
from workflows.store import queries, writes
from workflows.store.writes import NewEvent


def planned(doing: MoveContext) -> Obligation:
    """The rectification of `doing`, just closed, with its follow-up check put in where policy or
    draw ask for one. What was drawn, from which seed, stays with the row and in its event."""
    row, today = doing.row, doing.today
    facts = RectificationFacts.of(row)
    listed = bool(facts.listed_on or facts.was_listed)
    drawing = Drawing()
    if not listed and row.returns < RETURNS:
        drawing = _drawing(doing)
    why = chosen(
        listed=listed,
        returns=row.returns,
        n=drawing.n or 1,
        unit=row.unit,
        of=quarter(today),
        seed=drawing.seed,
    )
    on = today + timedelta(days=OPENS_AFTER)
    found = FollowUpResult(on=on, why=why) if why else FollowUpResult()
    doing.say(
        "struck_off",
        done_on=row.done_on,
        lookback=found.on,
        chosen=why,
        drawing=drawing.to_json() if drawing else "",
    )
    if why:
        _put_in(doing, why)
    return replace(row, facts=replace(facts, follow_up=found, drawing=drawing))


def _drawing(doing: MoveContext) -> Drawing:
    """Which of its unit in the quarter it is, and the seed that its first one brought."""
    row, of = doing.row, quarter(doing.today)
    rows = queries.obligations(
        doing.connection, doing.context.key, kind="rectification", unit=row.unit
    )
    drawn = [RectificationFacts.of(other).drawing for other in rows]
    before = [one for one in drawn if one.quarter == of]
    seed = before[0].seed if before else doing.move.seed or str(row.id)
    return Drawing(quarter=of, n=max((one.n for one in before), default=0) + 1, seed=seed)


def _put_in(doing: MoveContext, why: str) -> None:
    """A follow-up check of the verifier's: planned, it opens by itself sixty days from now."""
    context, about, today = doing.context, doing.row, doing.today
    found = holding(context.org, about, "verifier", None, today)
    opens = today + timedelta(days=OPENS_AFTER)
    due = context.frame.calendar.add(opens, WITHIN)
    party = Party(unit=found.unit, post=found.post)
    if not found.post:
        party = Party(unit=found.unit, person=found.person)
    known, responsible = RectificationFacts.of(about), responsible_of(context.org, about, today)[0]
    row = laid_out(
        doing.connection,
        context,
        kind="lookback",
        party=party,
        due=due,
        today=today,
        policy="lookback",
        reviewer="",
        facts=FollowUpFacts(
            title=known.title,
            what=known.what,
            where=known.where,
            source=known.source,
            severity=known.severity,
            chosen=why,
            of_unit=about.unit,
            answered=(responsible,) if responsible else (),
        ),
    )
    earlier = queries.obligations(doing.connection, context.key, kind="lookback", about=about.id)
    row = replace(
        row,
        key=Key(item=about.item, kind="lookback", party=party, occurrence=str(len(earlier) + 1)),
        about=about.id,
        assignee=found.person,
        assignee_post=found.post,
        opens_on=opens,
        next_check_at=opening(context, opens, doing.now),
    )
    (number,) = writes.insert(doing.connection, [row])
    doing.events.append(
        NewEvent(
            obligation=number,
            kind="created",
            at=doing.now,
            new="planned",
            actor=doing.actor,
            why={"due": due.isoformat(), "about": about.id, "chosen": why},
        )
    )


def settle(doing: MoveContext, state: str) -> None:
    """The follow-up checks at the rectification of `doing` that are still to come are over."""
    rows = queries.obligations(
        doing.connection, doing.context.key, kind="lookback", about=doing.row.id
    )
    for row in rows:
        if row.state in ("planned", "open"):
            writes.save(doing.connection, row, closed(row, state))
            doing.events.append(
                NewEvent(
                    obligation=row.id,
                    kind=state,
                    at=doing.now,
                    step=row.step,
                    old=row.state,
                    new=state,
                    why={"reason": doing.move.reason},
                    actor=doing.actor,
                )
            )


def holds(doing: MoveContext) -> Obligation:
    """It holds: said of the follow-up check and of what it looked at."""
    doing.say("confirmed")
    about = queries.obligations_by_id(doing.connection, [doing.row.about])[doing.row.about]
    found = FollowUpResult(on=doing.today, result="holds")
    facts = replace(RectificationFacts.of(about), follow_up=found)
    writes.save(doing.connection, about, replace(about, facts=facts))
    doing.events.append(
        NewEvent(
            obligation=about.id,
            kind="looked_back",
            at=doing.now,
            step=about.step,
            old=about.state,
            new=about.state,
            why={"note": doing.move.note},
            actor=doing.actor,
        )
    )
    return closed(doing.row, "confirmed")
