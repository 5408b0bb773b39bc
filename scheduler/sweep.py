"""The sweep: gather what is due, decide it, write it down, in transactions of bulk size.

Safe to run at any time, twice at once, on any number of nodes: rows are claimed by locks,
written under their version, and unique keys keep a thing from being said twice. A batch that
fails is halved until the bad row is alone; that row is quarantined for an hour and shown.
"""

import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, func

from scheduler.passes import digests
from scheduler.passes.apply import Swept, apply_decisions, settle, speak
from scheduler.passes.notices import of_event
from workflows.commands import gaps
from workflows.commands.changes import Occasion
from workflows.commands.context import Context, open_context
from workflows.domain.messages import Text
from workflows.domain.orgdays import next_change
from workflows.domain.overrides import Override
from workflows.domain.quarantine import is_told
from workflows.store import bulk, outbox_queries, queries, writes
from workflows.store import tables as t
from workflows.store.engine import is_passing, reading
from workflows.store.writes import NewEvent

log = logging.getLogger(__name__)
BATCH = 1000
QUARANTINED = timedelta(hours=1)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cyclic collector: all that a batch makes lives until its end, so looking
    through it again and again frees nothing and costs a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Sweeper:
    """Sweeps every programme of one database; keeps what does not change between sweeps."""

    def __init__(
        self,
        engine: Engine,
        *,
        batch: int = BATCH,
        overrides: Sequence[Override] = (),
        by_clock: bool = False,
    ) -> None:
        """by_clock: the instants are the machine's own, so a gap that is hard to believe waits
        until somebody confirms it. Whoever names an instant has confirmed it."""
        self.engine = engine
        self.batch = batch
        self.overrides = tuple(overrides)
        self.by_clock = by_clock
        self._told: set[tuple[str, datetime | None]] = set()
        self._contexts: dict[str, Context] = {}

    def run_once(self, now: datetime) -> Swept:
        """Everything that is due at `now`, written down and put into messages."""
        swept = Swept()
        with reading(self.engine).connect() as connection:
            programmes = queries.programmes(connection)
            moments = {p.key: queries.next_check(connection, p.key) for p in programmes}
        for programme in programmes:
            if programme.swept_at and now < programme.swept_at:
                self.went_back(programme, now)
            elif self.by_clock and (why := self._held(programme, now)):
                swept.held[programme.key] = why
            else:
                following = moments[programme.key]
                due = following is not None and following <= now
                self._programme(programme, now, swept, due=due)
        return swept

    # --- the clock ------------------------------------------------------------------------

    def went_back(self, programme: queries.Programme, now: datetime) -> None:
        """The clock stands before the last sweep: nothing is swept, so nothing is said twice."""
        with self.engine.begin() as connection:
            news = gaps.went_back(connection, programme, now)
        level = logging.ERROR if news else logging.WARNING
        log.log(level, "the clock went back: %s is before the last sweep of %s", now, programme.key)

    def _held(self, programme: queries.Programme, now: datetime) -> Text:
        with reading(self.engine).connect() as connection:
            why = gaps.held(connection, programme, now)
        if why and (programme.key, programme.swept_at) not in self._told:
            self._told.add((programme.key, programme.swept_at))
            log.error("%s is not swept: %s. %s", programme.key, why, gaps.CURE)
        return why

    def _programme(
        self, programme: queries.Programme, now: datetime, swept: Swept, *, due: bool
    ) -> None:
        key = programme.key
        if programme.clock_back_to is not None:
            with self.engine.begin() as connection:
                gaps.is_right_again(connection, programme, now)
        if programme.org_check_on is not None:
            due |= self._people_change(key, programme.org_check_on, now)
        # Where nothing is due, nothing is locked.
        while due and self._batch(key, now, swept):
            pass
        while self._notice(key, now, swept):
            pass

    def _context(self, connection: Connection, key: str) -> Context:
        context = open_context(
            connection, key, before=self._contexts.get(key), overrides=self.overrides
        )
        self._contexts[key] = context
        return context

    # --- people and posts that change by themselves -------------------------------------

    def _people_change(self, key: str, due: date, now: datetime) -> bool:
        """On the days on which somebody comes, goes or takes a post, rows follow. Returns
        whether it is such a day."""
        if self._contexts and key in self._contexts and due > self._contexts[key].today(now):
            return False
        with self.engine.begin() as connection:
            context = self._context(connection, key)
            today = context.today(now)
            if due > today:
                return False
            settle(connection, context, Occasion(now=now, cause=(("cause", "organisation"),)))
            on = next_change(context.org, today)
            writes.set_programme(connection, key, org_check_on=on)
        return True

    # --- deadlines ----------------------------------------------------------------------

    def _batch(self, key: str, now: datetime, swept: Swept) -> bool:
        """One batch of due rows; False when none is left."""
        try:
            with _uncollected(), self.engine.begin() as connection:
                context = self._context(connection, key)
                rows = queries.due(connection, key, now, self.batch)
                again = bool(rows) and apply_decisions(connection, context, rows, now, swept)
            return again or len(rows) == self.batch
        except bulk.Conflict as conflict:
            # Somebody was first; what is left of it is due at the next sweep.
            log.info("sweep: %s", conflict)
            return False
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("a batch of the sweep failed; halving it to find the bad row")
        with self.engine.begin() as connection:
            ids = [row.id for row in queries.due(connection, key, now, self.batch)]
        self._halves(key, ids, now, swept)
        return True

    def _halves(self, key: str, ids: list[int], now: datetime, swept: Swept) -> None:
        middle = max(len(ids) // 2, 1)
        for part in (ids[:middle], ids[middle:]):
            if not part:
                continue
            try:
                with self.engine.begin() as connection:
                    context = self._context(connection, key)
                    rows = queries.obligations(connection, key, ids=part)
                    due = [r for r in rows if r.next_check_at and r.next_check_at <= now]
                    apply_decisions(connection, context, due, now, swept)
            except Exception as error:
                if is_passing(error):
                    raise
                if len(part) == 1:
                    self._quarantined_at(key, part[0], now, error, swept)
                else:
                    self._halves(key, part, now, swept)

    def _quarantined_at(
        self, key: str, number: int, now: datetime, error: Exception, swept: Swept
    ) -> None:
        """The bad row alone: asked again in an hour, shown with its error; while it goes on failing
        alike the office hears of it once a day."""
        said = f"{type(error).__name__}: {error}"[:500]
        log.error("obligation %d is put aside for an hour: %s", number, said)
        with self.engine.begin() as connection:
            connection.execute(
                t.obligations.update()
                .where(t.obligations.c.id == number)
                .values(
                    since=func.coalesce(t.obligations.c.since, t.obligations.c.next_check_at),
                    next_check_at=now + QUARANTINED,
                    error=said,
                    version=t.obligations.c.version + 1,
                )
            )
            told, retried = (
                queries.last_events(connection, [number], kind).get(number)
                for kind in ("quarantined", "retried")
            )
            if is_told(said, told, retried, now):
                event = NewEvent(obligation=number, kind="quarantined", at=now, why={"error": said})
                writes.events(connection, key, [event], now)
        swept.quarantined.append(number)

    # --- notices of what people did -----------------------------------------------------

    def _notice(self, key: str, now: datetime, swept: Swept) -> bool:
        """Digests that are due, and what people did since; False when nothing is left."""
        with self.engine.begin() as connection:
            context = self._context(connection, key)
            swept.events += digests.write(connection, context, now)
            if context.programme.swept_at != now:
                writes.set_programme(connection, key, swept_at=now)
            events = outbox_queries.unnoticed(connection, key, self.batch)
            if not events:
                return False
            rows = queries.obligations_by_id(
                connection, [e.obligation for e in events if e.obligation is not None]
            )
            happenings = [of_event(e, rows.get(e.obligation or 0)) for e in events]
            swept.messages += speak(connection, context, happenings, now)
            writes.noticed(connection, [event.id for event in events])
            return len(events) == self.batch
