"""The same jobs under a virtual clock: from one moment that matters to the next.

What is due decides how far the clock moves: the next midnight, the next moment of any
obligation, the next mail hour, the next thing somebody does. Nothing here reads a clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from notifications.deliver import Courier
from scheduler.housekeeping import Sealer
from scheduler.sweep import Sweeper
from workflows.store import outbox_queries, queries, writes
from workflows.store.engine import reading


class Cast(Protocol):
    """The people of a rehearsal."""

    def next(self) -> datetime | None:
        """When somebody does something next."""

    def act(self, now: datetime) -> None:
        """Do what is due."""

    def plan(self, now: datetime) -> None:
        """Take note of what has come up, and decide what to do about it later."""


@dataclass(slots=True, kw_only=True)
class Rehearsal:
    """One programme of a demo database, driven from instant to instant."""

    engine: Engine
    programme: str
    zone: str
    sweeper: Sweeper
    courier: Courier
    cast: Cast | None = None
    #: Seals the record once a day, and at the end.
    sealer: Sealer | None = None

    def run(
        self, start: datetime, until: date, on_day: Callable[[date], None] = lambda day: None
    ) -> datetime:
        """From `start` through the last second of `until`; returns where the clock stands."""
        now = start
        end = datetime.combine(until, time(23, 59, 59), ZoneInfo(self.zone))
        day = now.astimezone(ZoneInfo(self.zone)).date()
        while now <= end:
            self.step(now)
            reached = now.astimezone(ZoneInfo(self.zone)).date()
            if reached != day:
                day = reached
                self._seal(now)
                on_day(day)
            now = self._following(now)
        with self.engine.begin() as connection:
            writes.set_programme(connection, self.programme, virtual_now=end)
        self._seal(end)
        return end

    def _seal(self, now: datetime) -> None:
        if self.sealer is not None:
            self.sealer.run_once(now)

    def step(self, now: datetime) -> None:
        """Everything that is due at `now`."""
        if self.cast is not None:
            self.cast.act(now)
        self.sweeper.run_once(now)
        if self.cast is not None:
            self.cast.plan(now)
        self.courier.run_once(now)

    def _following(self, now: datetime) -> datetime:
        tomorrow = now.astimezone(ZoneInfo(self.zone)).date() + timedelta(days=1)
        with reading(self.engine).connect() as connection:
            moments = [
                datetime.combine(tomorrow, time(), ZoneInfo(self.zone)),
                queries.next_check(connection, self.programme),
                outbox_queries.next_message(connection),
                self.cast.next() if self.cast else None,
            ]
        return min(moment for moment in moments if moment is not None and moment > now)
