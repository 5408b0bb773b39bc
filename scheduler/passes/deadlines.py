"""Time → events. What the clock does to one row: open it, change its light, remind before and after
the due day.

Pure: a row, its policy and `now` go in, a decision comes out. Many rows share policy, dates
and moment, so what follows from those alone is worked out once and kept (`Decider`).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from scheduler.passes.outage_merging import merged_after_outage
from workflows.domain import timeline
from workflows.domain.kind_facts import TaskFacts
from workflows.domain.kinds import kind_of
from workflows.domain.model import Policy
from workflows.domain.moments import Frame, Step
from workflows.domain.rows import Light, Obligation
from workflows.domain.standing import light_of, step_of
from workflows.domain.steps import Said, said, start_step

#: What a decision follows from; rows alike in it share one.
_what_decides = attrgetter(
    "key.kind",
    "state",
    "step",
    "step_opened_at",
    "step_due_on",
    "step_remind_from",
    "due_on",
    "remind_from",
    "opens_on",
    "policy",
    "level",
    "light",
    "since",
    "next_check_at",
    "returns",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of the row. `opened` tells that a new step began with this decision."""

    state: str
    step: int
    opened: bool
    step_opened_at: datetime | None
    step_due_on: date | None
    step_remind_from: date | None
    level: int
    light: Light
    light_until: date | None
    next_check_at: datetime | None
    events: tuple[Said, ...]


class Decider:
    """Decides rows of one programme at one `now`."""

    def __init__(self, frame: Frame, policies: dict[str, Policy], now: datetime) -> None:
        self.frame = frame
        self.policies = policies
        self.now = now
        self._known: dict[Any, Decision] = {}

    def decide(self, row: Obligation) -> Decision:
        """The decision for a row whose `next_check_at` has come. Raises UnreadableFacts."""
        if row.facts:
            row.facts.check()
            return self._decide(row)
        key = _what_decides(row)
        if key not in self._known:
            self._known[key] = self._decide(row)
        return self._known[key]

    def _decide(self, row: Obligation) -> Decision:
        policy = self.policies[row.policy]
        if row.state == "planned":
            return _open(row, policy, self.frame)
        return _go_on(row, policy, self.frame, self.now)


def _open(row: Obligation, policy: Policy, frame: Frame) -> Decision:
    """A planned row whose day has come: its first step begins at that moment."""
    assert row.waiting_since is not None
    ongoing = TaskFacts.of(row).ongoing
    state = "ongoing" if ongoing else kind_of(row.kind).opens_as
    step = Step(
        kind=row.kind,
        state=state,
        opened_at=row.waiting_since,
        due_on=row.due_on,
        remind_from=row.remind_from,
    )
    light, until, following, skipped = start_step(step, policy, frame, row.returns)
    opened = Said(
        kind="continued" if ongoing else "opened",
        trigger=state,
        n=0,
        at=row.waiting_since,
        old=row.state,
        new=state,
        to=("holder",),
    )
    return Decision(
        state=state,
        step=row.step + 1,
        opened=True,
        step_opened_at=step.opened_at,
        step_due_on=step.due_on,
        step_remind_from=step.remind_from,
        level=0,
        light=light,
        light_until=until,
        next_check_at=following,
        events=(opened, *skipped),
    )


def _go_on(row: Obligation, policy: Policy, frame: Frame, now: datetime) -> Decision:
    assert row.waiting_since is not None
    step = step_of(row)
    assert step is not None
    moments = timeline.due(step, policy, frame, row.waiting_since, now)
    state, light, until = row.state, row.light, row.light_until
    events: list[Said] = []
    for moment in moments:
        if moment.kind == "close":
            state, light, until = "closed", "grey", None
            events.append(replace(said(moment), kind="closed", old=row.state, new="closed"))
        elif moment.kind == "light":
            was = light
            light, until, _ = light_of(step, policy, frame, frame.day(moment.at), row.returns)
            if light != was:
                events.append(replace(said(moment), old=was, new=light))
    events.extend(merged_after_outage([m for m in moments if m.to], closed=state == "closed"))
    level = max([row.level, *(e.level for e in events if e.outcome == "said")])
    following = None
    if state != "closed":
        moment_after = timeline.next_moment(step, policy, frame, now)
        following = moment_after.at if moment_after else None
    return Decision(
        state=state,
        step=row.step,
        opened=False,
        step_opened_at=step.opened_at,
        step_due_on=step.due_on,
        step_remind_from=step.remind_from,
        level=level,
        light=light,
        light_until=until,
        next_check_at=following,
        events=tuple(events),
    )
