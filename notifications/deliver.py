"""Sending: claim, look again, put into words, hand over, mark. No transaction is open while
we talk to the relay, and every mark is fenced by owner and attempt.
"""

import logging
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from notifications import outbox
from notifications.mailer import Mailer
from notifications.prepare import Prepared, Preparer, Preparing, Ready
from notifications.retry import Breaker, Outcome, answered, asked, may_ask
from notifications.sending import Delivered, Ended, Sending, ended, undelivered
from workflows.commands import gaps
from workflows.domain.messages import N_
from workflows.domain.overrides import Override
from workflows.store import outbox_queries, writes
from workflows.store.engine import reading

log = logging.getLogger(__name__)
CLAIM = 50
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Courier:
    """Sends what is due. Keeps its connections and its breaker."""

    engine: Engine
    sending: Sending
    overrides: Sequence[Override] = ()
    #: Where mails are put into words; here, unless said.
    elsewhere: Preparing | None = None
    #: The instants are the machine's own: no mail leaves while a gap waits for a confirmation.
    by_clock: bool = False
    breaker: Breaker = field(default_factory=Breaker)
    stop: threading.Event = field(default_factory=threading.Event)
    _local: threading.local = field(default_factory=threading.local)
    _mailers: list[Mailer] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pool: ThreadPoolExecutor | None = None
    _handed: list[tuple[datetime, int]] = field(default_factory=list)
    _preparing: Preparing = field(init=False)

    def __post_init__(self) -> None:
        here = Preparer(self.engine, self.sending, self.overrides)
        self._preparing = self.elsewhere or here

    def run_once(self, now: datetime, *, most: int | None = None) -> Delivered:
        """Send everything that is due at `now` (at most `most` messages)."""
        delivered = Delivered()
        if self.sending.relay is None:
            delivered.waiting = True
            return delivered
        if self.by_clock:
            with reading(self.engine).connect() as connection:
                delivered.halted = gaps.nothing_may_be_sent(connection, now)
            if delivered.halted:
                return delivered
        if not self._waits(now):
            return delivered
        with self.engine.begin() as connection:
            outbox.fold(connection, now)
        left = self._allowed(now) if most is None else most
        while left > 0 and not self.stop.is_set() and self._waits(now):
            if not may_ask(self.breaker, now):
                delivered.halted = N_(
                    "the mail server refuses the settings; waiting for the next try"
                )
                break
            before = self.breaker
            self.breaker = asked(before, now)
            batch = 1 if self.breaker.state == "half-open" else min(CLAIM, left)
            taken, handed = self._batch(now, batch, delivered)
            if not handed:
                self.breaker = before  # A probe that met nothing to send has not been made.
            left -= taken
            self._handed.append((now, handed))
            if taken == 0 or delivered.halted:
                break
        return delivered

    def _waits(self, now: datetime) -> bool:
        """Whether a message may want to be sent; where none does, no lock is taken."""
        with reading(self.engine).connect() as connection:
            following = outbox_queries.next_message(connection)
        return following is not None and following <= now

    def _allowed(self, now: datetime) -> int:
        """How many mails the office's rate still allows within this minute."""
        if self.sending.rate is None:
            return 1_000_000
        self._handed = [(at, n) for at, n in self._handed if now - at < MINUTE]
        return self.sending.rate - sum(n for _, n in self._handed)

    def close(self) -> None:
        """Finish what is being sent and hang up."""
        self.stop.set()
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None
        self._preparing.close()
        for mailer in self._mailers:
            mailer.close()
        self._mailers.clear()

    def _batch(self, now: datetime, limit: int, delivered: Delivered) -> tuple[int, int]:
        """(claimed, handed to the relay)."""
        with self.engine.begin() as connection:
            claimed = outbox.claim(connection, self.sending.owner, now, limit)
        if not claimed:
            return 0, 0
        handed = 0
        for prepared in self._preparing.parts(claimed, now):
            handed += self._hand_over(self._settled(prepared, now, delivered), now, delivered)
        return len(claimed), handed

    def _hand_over(self, ready: list[Ready], now: datetime, delivered: Delivered) -> int:
        """Send what is ready; returns how many the relay was asked for."""
        if self.sending.connections == 1 or len(ready) == 1:
            return self._line(ready, now, delivered)
        # All mails of one person go over one connection, so that none overtakes another.
        lines: dict[str, list[Ready]] = {}
        for one in ready:
            lines.setdefault(one.message["person"], []).append(one)
        return sum(
            self._threads().map(lambda line: self._line(line, now, delivered), lines.values())
        )

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.sending.connections, "duban-mail")
        return self._pool

    # --- before the relay ---------------------------------------------------------------

    def _settled(self, prepared: Prepared, now: datetime, delivered: Delivered) -> list[Ready]:
        """What is left to hand over, once what is not said is on record."""
        if prepared.dropped or prepared.ended:
            with self.engine.begin() as connection:
                outbox.drop(connection, prepared.dropped)
                for message, state, why in prepared.ended:
                    end = Ended(state, {"state": state, "outcome": why})
                    self._write(connection, message, end, now)
                    delivered.count(state)
        return prepared.ready

    # --- at the relay -------------------------------------------------------------------

    def _line(self, line: list[Ready], now: datetime, delivered: Delivered) -> int:
        """Send one after the other; returns how many the relay was asked for.

        What came of one is written where the next begins: one transaction for each mail.
        """
        asked_for = 0
        last: tuple[Mapping[str, Any], Ended] | None = None
        with self.engine.connect() as connection:
            for ready in line:
                with connection.begin():
                    if last is not None:
                        self._write(connection, *last, now)
                        last = None
                    begun = self._begin(connection, ready, delivered)
                if begun:
                    last = ready.message, self._send(ready, now, delivered)
                    asked_for += 1
            if last is not None:
                with connection.begin():
                    self._write(connection, *last, now)
        return asked_for

    def _begin(self, connection: Connection, ready: Ready, delivered: Delivered) -> bool:
        """Whether the relay is to be asked now: the lease may have run out in this batch, or
        the item have changed since."""
        if self.stop.is_set() or delivered.halted:
            outbox.release(connection, ready.message)
            return False
        return outbox.begin(connection, ready.message, ready.versions)

    def _send(self, ready: Ready, now: datetime, delivered: Delivered) -> Ended:
        result = self._mailer().send(
            sender=self.sending.sender, recipient=ready.mail.to.email, raw=ready.raw
        )
        with self._lock:
            self.breaker = answered(self.breaker, result.outcome, now, result.answer)
            if result.outcome is Outcome.halted:
                log.error("mail is halted, check the relay's settings: %s", result.said)
                delivered.halted = result.said
                return Ended("halted", outbox.given_back(ready.message))
            end = ended(ready.message, ready.mail, ready.said, result, now)
            delivered.count(end.name)
            return end

    def _mailer(self) -> Mailer:
        mailer: Mailer | None = getattr(self._local, "mailer", None)
        if mailer is None:
            assert self.sending.relay is not None
            mailer = self._local.mailer = Mailer(self.sending.relay)
            with self._lock:
                self._mailers.append(mailer)
        return mailer

    def _write(
        self, connection: Connection, message: Mapping[str, Any], end: Ended, now: datetime
    ) -> None:
        columns = end.columns
        mine = outbox.mark(connection, message, columns)
        if not mine or columns["state"] != "failed":
            return
        event = undelivered(message, columns, now)
        writes.events(connection, message["programme"], [event], now)
        if end.bounced:
            # The address is flagged: the chain passes over whoever cannot be reached.
            address = columns.get("address", message["address"])
            writes.flag_bounce(connection, address, columns["outcome"])
