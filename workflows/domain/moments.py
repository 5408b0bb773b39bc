"""What timelines are made of: a step, its moments, and the days and hours around it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from workflows.domain.workdays import Calendar

MomentKind = Literal["open", "close", "remind", "due", "press", "ask", "light"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the clock needs to know of a step. `state` decides which points apply.

    `limit`: the first limit, where reminding has begun anew from a later day (限期补办); the
    light counts from it all the same. `note_by`: the day by which the office called for a
    progress note (调度). `seen`: (audience, day) of those who have seen it and are left in
    peace through that day (知悉).
    """

    kind: str
    state: str
    opened_at: datetime
    due_on: date | None = None
    remind_from: date | None = None
    limit: date | None = None
    note_by: date | None = None
    seen: tuple[tuple[str, date], ...] = ()

    @property
    def counts_from(self) -> date | None:
        """The day lateness is counted from."""
        return min(self.limit, self.due_on) if self.limit and self.due_on else self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment: `key` and `n` name it within the step, `to` is whom it speaks to. `missed`:
    how many earlier rounds of a point that repeats it stands for."""

    key: str
    n: int
    at: datetime
    kind: MomentKind
    to: tuple[str, ...] = ()
    level: int = 0
    supervision_notice: str = ""
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The clock's surroundings: working days and the programme's zone."""

    calendar: Calendar
    zone: str

    def instant(self, day: date, hour: time = time(0, 0)) -> datetime:
        """The instant at which `hour` strikes on `day` in the programme's zone, in UTC."""
        return _instant(day, hour, self.zone)

    def day(self, at: datetime) -> date:
        """The programme day on which the instant `at` falls."""
        return at.astimezone(ZoneInfo(self.zone)).date()


@lru_cache(maxsize=65536)
def _instant(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


# --- what somebody called for -----------------------------------------------------------


def called_for(step: Step, frame: Frame) -> tuple[Moment, ...]:
    """The moments of a note that was called for, and of silence that is over."""
    return (*_noted(step, frame), *_seen(step, frame))


def _noted(step: Step, frame: Frame) -> Iterator[Moment]:
    """A note that was called for: asked for on its day, missed from the midnight after."""
    if step.note_by is None:
        return
    day = frame.calendar.on_or_before(step.note_by)
    ask = Moment(key=f"note {step.note_by}", n=0, at=frame.instant(day), kind="ask", to=("holder",))
    yield ask
    if step.due_on is not None:
        after = frame.instant(step.note_by + timedelta(days=1))
        yield Moment(
            key=f"missed {step.note_by}", n=0, at=after, kind="light", supervision_notice="yellow"
        )


def _seen(step: Step, frame: Frame) -> Iterator[Moment]:
    """Seen and forgotten comes back, on the working day after the silence."""
    for audience, until in step.seen:
        day = frame.calendar.on_or_after(until + timedelta(days=1))
        late = step.counts_from is not None and day > step.counts_from
        yield Moment(
            key=f"seen {until} {audience}",
            n=0,
            at=frame.instant(day),
            kind="press" if late else "remind",
            to=(audience,),
        )
