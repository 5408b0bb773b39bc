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

from sqlalchemy import Engine

from notifications import mime, outbox
from notifications.compose import Composer
from notifications.mailer import Mailer, Result
from notifications.message import Mail
from notifications.render import Rendered, render
from notifications.retry import Breaker, Outcome, answered, asked, may_ask, next_try
from notifications.sending import Delivered, Sending, letter, undelivered
from workflows.commands.context import Context, open_context
from workflows.domain.overrides import Override
from workflows.store import writes
from workflows.store.engine import reading

log = logging.getLogger(__name__)
CLAIM = 50
MINUTE = timedelta(minutes=1)
#: Answers to RCPT that say the mailbox is not there (RFC 5321 §4.2.3).
NO_MAILBOX = (550, 551, 553)


@dataclass(frozen=True, slots=True)
class _Ready:
    message: Mapping[str, Any]
    mail: Mail
    said: Rendered
    raw: bytes


@dataclass(slots=True)
class Courier:
    """Sends what is due. Keeps its connections, its breaker and what it knows of programmes."""

    engine: Engine
    sending: Sending
    overrides: Sequence[Override] = ()
    breaker: Breaker = field(default_factory=Breaker)
    stop: threading.Event = field(default_factory=threading.Event)
    _contexts: dict[str, Context] = field(default_factory=dict)
    _local: threading.local = field(default_factory=threading.local)
    _mailers: list[Mailer] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pool: ThreadPoolExecutor | None = None
    _handed: list[tuple[datetime, int]] = field(default_factory=list)

    def run_once(self, now: datetime, *, most: int | None = None) -> Delivered:
        """Send everything that is due at `now` (at most `most` messages)."""
        delivered = Delivered()
        if self.sending.relay is None:
            delivered.waiting = True
            return delivered
        with self.engine.begin() as connection:
            outbox.fold(connection, now)
        left = self._allowed(now) if most is None else most
        while left > 0 and not self.stop.is_set():
            if not may_ask(self.breaker, now):
                delivered.halted = "the relay's settings are refused; waiting for the next try"
                break
            self.breaker = asked(self.breaker, now)
            batch = 1 if self.breaker.state == "half-open" else min(CLAIM, left)
            count = self._batch(now, batch, delivered)
            left -= count
            self._handed.append((now, count))
            if count == 0 or delivered.halted:
                break
        return delivered

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
        for mailer in self._mailers:
            mailer.close()
        self._mailers.clear()

    def _batch(self, now: datetime, limit: int, delivered: Delivered) -> int:
        with self.engine.begin() as connection:
            claimed = outbox.claim(connection, self.sending.owner, now, limit)
        if not claimed:
            return 0
        ready = self._prepare(claimed, now, delivered)
        if self.sending.connections == 1 or len(ready) == 1:
            for one in ready:
                self._send(one, now, delivered)
        else:
            # All mails of one person go over one connection, so that none overtakes another.
            lines: dict[str, list[_Ready]] = {}
            for one in ready:
                lines.setdefault(one.message["person"], []).append(one)
            list(self._threads().map(lambda line: self._line(line, now, delivered), lines.values()))
        return len(claimed)

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.sending.connections, "duban-mail")
        return self._pool

    # --- before the relay ---------------------------------------------------------------

    def _prepare(
        self, claimed: list[Mapping[str, Any]], now: datetime, delivered: Delivered
    ) -> list[_Ready]:
        ready: list[_Ready] = []
        ended: list[tuple[Mapping[str, Any], str, str]] = []
        dropped: list[tuple[int, str]] = []
        with reading(self.engine).connect() as connection:
            for programme in dict.fromkeys(m["programme"] for m in claimed):
                context = open_context(
                    connection,
                    programme,
                    before=self._contexts.get(programme),
                    overrides=self.overrides,
                )
                self._contexts[programme] = context
                mine = [m for m in claimed if m["programme"] == programme]
                composer = Composer(connection, context, mine, self.sending.base_url, now)
                for message in mine:
                    try:
                        one = self._one(composer, context, message, now, dropped)
                    except Exception as error:
                        log.exception("message %d cannot be put into words", message["id"])
                        one = ("failed", f"{type(error).__name__}: {error}"[:500])
                    if isinstance(one, _Ready):
                        ready.append(one)
                    else:
                        ended.append((message, *one))
        self._end(ended, dropped, now, delivered)
        return ready

    def _one(
        self,
        composer: Composer,
        context: Context,
        message: Mapping[str, Any],
        now: datetime,
        dropped: list[tuple[int, str]],
    ) -> _Ready | tuple[str, str]:
        reader = context.org.people.get(message["person"])
        if reader is None or not outbox.reachable(reader):
            return "failed", "no mail address"
        composed = composer.mail(message, reader)
        dropped.extend(composed.dropped)
        if composed.mail is None:
            return "cancelled", "nothing left to say"
        said = render(composed.mail)
        raw = mime.build(letter(self.sending, composed.mail, said, reader, context, now))
        return _Ready(message, composed.mail, said, raw)

    # --- at the relay -------------------------------------------------------------------

    def _line(self, line: list[_Ready], now: datetime, delivered: Delivered) -> None:
        for one in line:
            self._send(one, now, delivered)

    def _send(self, ready: _Ready, now: datetime, delivered: Delivered) -> None:
        message = ready.message
        if self.stop.is_set() or delivered.halted:
            self._release(message)
            return
        with reading(self.engine).connect() as connection:
            if not outbox.is_mine(connection, message):
                return  # The lease ran out in this batch; another sender has it now.
        result = self._mailer().send(
            sender=self.sending.sender, recipient=ready.mail.to.email, raw=ready.raw
        )
        with self._lock:
            self.breaker = answered(self.breaker, result.outcome, now, result.answer)
        self._mark(ready, result, now, delivered)

    def _mailer(self) -> Mailer:
        mailer: Mailer | None = getattr(self._local, "mailer", None)
        if mailer is None:
            assert self.sending.relay is not None
            mailer = self._local.mailer = Mailer(self.sending.relay)
            with self._lock:
                self._mailers.append(mailer)
        return mailer

    def _mark(self, ready: _Ready, result: Result, now: datetime, delivered: Delivered) -> None:
        message = ready.message
        outcome = f"{result.code or ''} {result.answer}".strip()
        columns: dict[str, Any] = {
            "outcome": outcome,
            "lease_until": None,
            "address": ready.mail.to.email,
        }
        if result.outcome is Outcome.sent:
            twice = " (may have been sent twice)" if message["unknowns"] else ""
            columns |= {
                "state": "sent",
                "sent_at": now,
                "subject": ready.said.subject,
                "body": ready.said.text,
                "outcome": outcome + twice,
            }
            self._written(message, columns, now)
            with self._lock:
                delivered.sent += 1
            return
        if result.outcome is Outcome.halted:
            log.error("mail is halted, check the relay's settings: %s", outcome)
            with self._lock:
                delivered.halted = outcome
            self._release(message)
            return
        again = next_try(
            result.outcome,
            message["attempt"],
            message["not_before"],
            now,
            str(message["id"]),
            unknowns=message["unknowns"] + 1,
        )
        name = "failed" if again is None else result.outcome.value
        if again is None:
            columns |= {"state": "failed", "subject": ready.said.subject}
        elif result.outcome is Outcome.unknown:
            columns |= {"state": "unknown", "lease_until": again}
        else:
            columns |= {"state": "pending", "next_try_at": again}
        # “Relaying denied” and the like (5.7.x) say something about us, not the mailbox.
        bounced = (
            result.outcome is Outcome.failed
            and result.phase == "rcpt"
            and result.code in NO_MAILBOX
            and "5.7." not in result.answer
        )
        self._written(message, columns, now, bounced=bounced)
        with self._lock:
            setattr(delivered, name, getattr(delivered, name) + 1)

    def _written(
        self, message: Mapping[str, Any], columns: dict[str, Any], now: datetime,
        *, bounced: bool = False,
    ) -> None:  # fmt: skip
        with self.engine.begin() as connection:
            mine = outbox.mark(
                connection, message["id"], message["owner"], message["attempt"], columns
            )
            if not mine or columns["state"] != "failed":
                return
            writes.events(connection, message["programme"], [undelivered(message, columns, now)],
                          now)  # fmt: skip
            if bounced:
                # The address is flagged: the chain passes over whoever cannot be reached.
                address = columns.get("address", message["address"])
                writes.flag_bounce(connection, address, columns["outcome"])

    def _release(self, message: Mapping[str, Any]) -> None:
        """Give a claimed message back as it was; it has spent no attempt."""
        with self.engine.begin() as connection:
            outbox.mark(
                connection,
                message["id"],
                message["owner"],
                message["attempt"],
                {
                    "state": "pending",
                    "attempt": message["held"],
                    "owner": "",
                    "lease_until": None,
                },
            )

    def _end(
        self,
        ended: list[tuple[Mapping[str, Any], str, str]],
        dropped: list[tuple[int, str]],
        now: datetime,
        delivered: Delivered,
    ) -> None:
        """Messages that are not sent: cancelled, or failed before the relay was asked."""
        if dropped:
            with self.engine.begin() as connection:
                outbox.drop(connection, dropped)
        for message, state, why in ended:
            columns = {"state": state, "outcome": why, "lease_until": None}
            self._written(message, columns, now)
            setattr(delivered, state, getattr(delivered, state) + 1)
