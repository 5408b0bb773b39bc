"""What an outage left undone, worked out afterwards from what was recorded late. Pure.

Nothing is written while the program is down. The sweep that catches up records every missed
moment with the instant it should have come (`at`) and its own (`recorded_at`), and what
became of it: said, merged, superseded or skipped. An outage is one such sweep.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from workflows.domain.rows import Event

#: Later than a sweep every minute, or one that met a busy database, explains.
LATE = timedelta(minutes=15)
#: A catching-up sweep that was cut off goes on with the next one; both are one outage.
SAME = timedelta(hours=1)

Outcome = Literal["said", "merged", "superseded", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """One moment that came while nothing ran. `aside`: it came late because its row had been
    quarantined with an error, not because of the outage."""

    event: Event
    outcome: Outcome
    quarantined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """`since`: the first moment that was missed; `until`: the sweep that caught up."""

    since: datetime
    until: datetime
    missed: tuple[Missed, ...]
    #: Changes of lights that came late; they are told nobody, so they are only counted.
    lights: int = 0

    def count(self, outcome: Outcome) -> int:
        return sum(1 for one in self.missed if one.outcome == outcome)


def outages(
    events: Iterable[Event], quarantined: Mapping[int, Iterable[datetime]], late: timedelta = LATE
) -> list[Outage]:
    """The outages told by time's own `events` (in order of their numbers).

    aside: obligation → the instants at which its row was quarantined.
    """
    sweeps: dict[datetime, list[Event]] = {}
    for event in events:
        if not event.actor and event.recorded_at - event.at > late:
            sweeps.setdefault(event.recorded_at, []).append(event)
    found: list[Outage] = []
    for until in sorted(sweeps):
        one = _outage(until, sweeps[until], quarantined)
        if one is None:
            continue
        last = found[-1] if found else None
        if last is not None and one.until - last.until <= SAME and one.since < last.until:
            found[-1] = Outage(
                since=min(last.since, one.since),
                until=one.until,
                missed=last.missed + one.missed,
                lights=last.lights + one.lights,
            )
        else:
            found.append(one)
    return found


def _outage(
    until: datetime, events: list[Event], quarantined: Mapping[int, Iterable[datetime]]
) -> Outage | None:
    # Points before a step began are skipped whenever a step begins: no outage by themselves.
    told = [event for event in events if event.why.get("outcome") != "skipped"]
    if not told:
        return None
    since = min(event.at for event in told)
    missed = [event for event in events if event.kind != "light" and event.at >= since]
    return Outage(
        since=since,
        until=until,
        missed=tuple(
            Missed(
                event=event,
                outcome=_outcome(event),
                quarantined=_was_quarantined(event, quarantined),
            )
            for event in missed
        ),
        lights=sum(1 for event in told if event.kind == "light"),
    )


def _outcome(event: Event) -> Outcome:
    match event.why.get("outcome", "said"):
        case "merged":
            return "merged"
        case "superseded" if event.why.get("into"):
            return "superseded"
        case "superseded" | "skipped":
            return "skipped"
        case _:
            return "said"


def _was_quarantined(event: Event, quarantined: Mapping[int, Iterable[datetime]]) -> bool:
    instants = quarantined.get(event.obligation or 0, ())
    return any(event.at <= instant < event.recorded_at for instant in instants)
