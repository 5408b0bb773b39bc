"""How rows and steps begin, and how time's moments are put on record. Pure."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from workflows.commands.context import Context
from workflows.domain import timeline
from workflows.domain.fanout import Owed
from workflows.domain.kind_facts import TaskFacts
from workflows.domain.kinds import kind_of
from workflows.domain.rows import Obligation
from workflows.domain.standing import light_of, step_of
from workflows.domain.steps import Said, start_step
from workflows.store.writes import NewEvent


def planned(context: Context, one: Owed, now: datetime) -> Obligation:
    """A new row as publishing puts it in: planned, waiting for the day it opens."""
    node = context.plan.by_key.get(one.key.item)
    undated = one.due_on is None and not one.ongoing
    return Obligation(
        id=0,
        programme=context.key,
        key=one.key,
        phase=one.phase,
        assignee=one.assignee,
        assignee_post=one.assignee_post,
        reviewer=str(node.reviewer) if node and node.reviewer else "",
        opens_on=one.opens_on,
        due_on=one.due_on,
        remind_from=one.remind_from,
        base_due_on=one.due_on,
        due_words=one.due_words,
        waits_for=one.waits_for,
        policy=context.hashes[one.policy],
        light="white" if undated else "green",
        next_check_at=opening(context, one.opens_on, now),
        facts=TaskFacts(ongoing=True) if one.ongoing else kind_of(one.key.kind).facts.nothing(),
    )


def opening(context: Context, opens_on: date | None, now: datetime) -> datetime | None:
    """The moment a planned row opens: never before it was put in."""
    return None if opens_on is None else max(context.frame.instant(opens_on), now)


def open_step(
    context: Context,
    row: Obligation,
    state: str,
    at: datetime,
    due_on: date | None,
    remind_from: date | None,
) -> tuple[Obligation, tuple[Said, ...]]:
    """`row` with a new step in `state` from `at`, due `due_on`, and the points it skips."""
    after = replace(
        row,
        state=state,
        step=row.step + 1,
        step_opened_at=at,
        step_due_on=due_on,
        step_remind_from=remind_from,
        level=0,
    )
    step = step_of(after)
    assert step is not None
    policy = context.policies[row.policy]
    light, until, following, skipped = start_step(step, policy, context.frame, row.returns)
    return replace(after, light=light, light_until=until, next_check_at=following), skipped


def retimed(context: Context, row: Obligation, now: datetime) -> Obligation:
    """`row` with the light and the next moment of its current step, after something that its
    clock depends on has changed within the step. No moment it still waits for is lost."""
    step = step_of(row)
    if step is None:
        return row
    policy = context.policies[row.policy]
    following = timeline.next_moment(step, policy, context.frame, now)
    moments = [m for m in (row.next_check_at, following.at if following else None) if m]
    after = replace(row, next_check_at=min(moments, default=None))
    if step.due_on is None:
        return after
    light, until, _ = light_of(step, policy, context.frame, context.today(now), row.returns)
    return replace(after, light=light, light_until=until)


def from_said(obligation: int | None, step: int, said: Said) -> NewEvent:
    """One of time's events for the record."""
    why: dict[str, Any] = {"outcome": said.outcome}
    if said.into:
        why["into"] = said.into
    if said.to:
        why["to"] = list(said.to)
    if said.level:
        why["level"] = said.level
    if said.missed:
        why["missed"] = said.missed
    return NewEvent(
        obligation=obligation,
        kind="skipped" if said.outcome == "skipped" else said.kind,
        at=said.at,
        step=step,
        trigger=said.trigger,
        n=said.n,
        old=said.old,
        new=said.new,
        why=why,
    )
