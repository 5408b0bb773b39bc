"""What the people of the demo mean to do, in order of time.

Everything anybody does derives from the seed and the obligation's number, so that the same
seed plays the same 30 months.
"""

import heapq
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo.cases import Case
from workflows.commands.context import Context
from workflows.commands.move_context import Move
from workflows.domain.rows import Event, Obligation

#: When people sit down to it.
HOURS = (time(10, 30), time(15, 30))


@dataclass(order=True, slots=True)
class Intent:
    """One thing somebody means to do. Ordered by time, then by obligation.

    `who`: holder, office, head or leader (of the unit that owes it), unit:KEY (the head of that
    unit), or a person. With a `leg`, only while that leg lasts.
    """

    at: datetime
    obligation: int
    move: Move = field(compare=False)
    who: str = field(compare=False, default="holder")
    leg: int = field(compare=False, default=0)
    tries: int = field(compare=False, default=0)


@dataclass(slots=True)
class Agenda:
    """All intents, and what the cast remembers of the matters it has met."""

    seed: int
    intents: list[Intent] = field(default_factory=list)
    #: A rectification's name (R3) → its story.
    cases: dict[str, Case] = field(default_factory=dict)
    #: Rectifications that have been reopened once.
    reopened: set[str] = field(default_factory=set)
    #: One slip that was signed does not hold; its number stays in the book.
    voided: bool = False

    def push(self, intent: Intent) -> None:
        heapq.heappush(self.intents, intent)

    def pop(self) -> Intent:
        return heapq.heappop(self.intents)

    def drop(self, until: datetime) -> None:
        """Forget what was to be done by `until`."""
        self.intents = [intent for intent in self.intents if intent.at > until]
        heapq.heapify(self.intents)


@dataclass(frozen=True, slots=True)
class Scene:
    """One event that has come up, the row as it stands, and how to answer it."""

    agenda: Agenda
    context: Context
    event: Event
    row: Obligation
    random: Random
    now: datetime

    @property
    def today(self) -> date:
        return self.context.today(self.now)

    def after(self, day: date, workdays: int) -> date:
        return self.context.frame.calendar.add(day, workdays)

    def soon(self, workdays: int) -> date:
        """So many working days from today."""
        return self.after(self.today, workdays)

    def mean(self, move: Move, workdays: int, who: str = "holder", leg: int = 0) -> None:
        """Somebody means to make `move` so many working days from now."""
        self.on(move, self.soon(workdays), who, leg)

    def on(self, move: Move, day: date, who: str = "holder", leg: int = 0) -> None:
        """Somebody means to make `move` on `day`, or at once when that is past."""
        at = datetime.combine(day, self.random.choice(HOURS), ZoneInfo(self.context.frame.zone))
        if at <= self.now:
            at = self.now + timedelta(minutes=30)
        self.agenda.push(Intent(at, self.row.id, move, who, leg))
