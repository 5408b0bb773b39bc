"""Time → events. What the clock does to one row: open it, change its light, remind, press.

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
from workflows.domain.legs import Said, said, start_leg
from workflows.domain.model import Policy
from workflows.domain.moments import Frame, Leg
from workflows.domain.rows import Light, Obligation
from workflows.domain.standing import leg_of, light_of

#: What a decision follows from; rows alike in it share one.
_what_decides = attrgetter(
    "key.kind",
    "state",
    "leg",
    "leg_opened_at",
    "leg_due_on",
    "leg_press_from",
    "due_on",
    "press_from",
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
    """What becomes of the row. `opened` tells that a new leg began with this decision."""

    state: str
    leg: int
    opened: bool
    leg_opened_at: datetime | None
    leg_due_on: date | None
    leg_press_from: date | None
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
    """A planned row whose day has come: its first leg begins at that moment."""
    assert row.waiting_since is not None
    ongoing = TaskFacts.of(row).ongoing
    state = "ongoing" if ongoing else kind_of(row.kind).opens_as
    leg = Leg(
        kind=row.kind,
        state=state,
        opened_at=row.waiting_since,
        due_on=row.due_on,
        press_from=row.press_from,
    )
    light, until, following, skipped = start_leg(leg, policy, frame, row.returns)
    opened = Said(
        kind="continued" if ongoing else "opened",
        point=state,
        n=0,
        at=row.waiting_since,
        old=row.state,
        new=state,
        to=("holder",),
    )
    return Decision(
        state=state,
        leg=row.leg + 1,
        opened=True,
        leg_opened_at=leg.opened_at,
        leg_due_on=leg.due_on,
        leg_press_from=leg.press_from,
        level=0,
        light=light,
        light_until=until,
        next_check_at=following,
        events=(opened, *skipped),
    )


def _go_on(row: Obligation, policy: Policy, frame: Frame, now: datetime) -> Decision:
    assert row.waiting_since is not None
    leg = leg_of(row)
    assert leg is not None
    moments = timeline.due(leg, policy, frame, row.waiting_since, now)
    state, light, until = row.state, row.light, row.light_until
    events: list[Said] = []
    for moment in moments:
        if moment.kind == "close":
            state, light, until = "closed", "grey", None
            events.append(replace(said(moment), kind="closed", old=row.state, new="closed"))
        elif moment.kind == "light":
            was = light
            light, until, _ = light_of(leg, policy, frame, frame.day(moment.at), row.returns)
            if light != was:
                events.append(replace(said(moment), old=was, new=light))
    events.extend(merged_after_outage([m for m in moments if m.to], closed=state == "closed"))
    level = max([row.level, *(e.level for e in events if e.outcome == "said")])
    following = None
    if state != "closed":
        moment_after = timeline.next_moment(leg, policy, frame, now)
        following = moment_after.at if moment_after else None
    return Decision(
        state=state,
        leg=row.leg,
        opened=False,
        leg_opened_at=leg.opened_at,
        leg_due_on=leg.due_on,
        leg_press_from=leg.press_from,
        level=level,
        light=light,
        light_until=until,
        next_check_at=following,
        events=tuple(events),
    )
