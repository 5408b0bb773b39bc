"""How a step begins, and how its moments are called in the record."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from workflows.domain import timeline
from workflows.domain.model import Policy
from workflows.domain.moments import Frame, Moment, Step
from workflows.domain.rows import Light
from workflows.domain.standing import light_of

_EVENT = {"remind": "reminder", "due": "due", "press": "overdue", "ask": "ask", "light": "light"}
_EARLIEST = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One event of time, before it has a row. `outcome` is `said` when people hear it,
    `merged`, `superseded` or `skipped` when they do not, with the point that took its place.
    `missed`: how many earlier rounds of a point that repeats it stands for."""

    kind: str
    trigger: str
    n: int
    at: datetime
    old: str = ""
    new: str = ""
    to: tuple[str, ...] = ()
    level: int = 0
    outcome: str = "said"
    into: str = ""
    supervision_notice: str = ""
    missed: int = 0


def start_step(
    step: Step, policy: Policy, frame: Frame, returns: int = 0
) -> tuple[Light, date | None, datetime | None, tuple[Said, ...]]:
    """(light, until, next moment, points that lie before the step and are skipped).

    The one place where a step begins, whether time, a person or an anchor opened it.
    """
    passed = timeline.due(step, policy, frame, _EARLIEST, step.opened_at)
    skipped = tuple(said(moment, outcome="skipped") for moment in passed if moment.to)
    following = timeline.next_moment(step, policy, frame, step.opened_at)
    until: date | None = None
    light: Light
    if step.state == "ongoing":
        light = "green"
    elif step.due_on is None:
        light = "white"
    else:
        light, until, _ = light_of(step, policy, frame, frame.day(step.opened_at), returns)
    return light, until, following.at if following else None, skipped


def said(moment: Moment, outcome: str = "said", into: str = "") -> Said:
    """A moment as the event that records it."""
    return Said(
        kind=_EVENT.get(moment.kind, moment.kind),
        trigger=moment.key,
        n=moment.n,
        at=moment.at,
        to=moment.to,
        level=moment.level,
        outcome=outcome,
        into=into,
        supervision_notice=moment.supervision_notice,
        missed=moment.missed,
    )
