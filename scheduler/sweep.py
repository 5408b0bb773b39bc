"""The sweep: gather what is due, decide it, write it down, in transactions of bulk size.

Safe to run at any time, twice at once, on any number of nodes: rows are claimed by locks,
written under their version, and unique keys keep a thing from being said twice. A batch that
fails is halved until the bad row is alone; that row is put aside for an hour and shown.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from notifications import outbox
from scheduler.passes import digests
from scheduler.passes.deadlines import Decider, Decision
from scheduler.passes.notices import Happening, Noticer, of_event
from workflows.commands.changes import Occasion, apply, from_said
from workflows.commands.context import Context, open_context, setting_of
from workflows.domain.chain import Chain, chain_at
from workflows.domain.fanout import owed, reconcile
from workflows.domain.orgdays import next_change
from workflows.domain.overrides import Override
from workflows.domain.rows import Obligation
from workflows.store import bulk, queries, writes
from workflows.store import tables as t
from workflows.store.engine import is_passing, reading
from workflows.store.writes import NewEvent

log = logging.getLogger(__name__)
BATCH = 1000
ASIDE = timedelta(hours=1)


@dataclass(slots=True, kw_only=True)
class Swept:
    """What one sweep did. `quarantined` are the numbers of rows that were put aside."""

    decided: int = 0
    events: int = 0
    messages: int = 0
    quarantined: list[int] = field(default_factory=list)


class Sweeper:
    """Sweeps every programme of one database; keeps what does not change between sweeps."""

    def __init__(
        self, engine: Engine, *, batch: int = BATCH, overrides: Sequence[Override] = ()
    ) -> None:
        self.engine = engine
        self.batch = batch
        self.overrides = tuple(overrides)
        self._contexts: dict[str, Context] = {}

    def run_once(self, now: datetime) -> Swept:
        """Everything that is due at `now`, written down and put into messages."""
        swept = Swept()
        with reading(self.engine).connect() as connection:
            programmes = queries.programmes(connection)
        for programme in programmes:
            if programme.swept_at and now < programme.swept_at:
                log.warning("the clock went back: %s is before the last sweep", now)
            else:
                self._programme(programme, now, swept)
        return swept

    def _programme(self, programme: queries.Programme, now: datetime, swept: Swept) -> None:
        key = programme.key
        if programme.org_check_on is not None:
            self._people_change(key, programme.org_check_on, now)
        while self._batch(key, now, swept):
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

    def _people_change(self, key: str, due: date, now: datetime) -> None:
        """On the days on which somebody comes, goes or takes a post, rows follow."""
        if self._contexts and key in self._contexts and due > self._contexts[key].today(now):
            return
        with self.engine.begin() as connection:
            context = self._context(connection, key)
            today = context.today(now)
            if due > today:
                return
            settle(connection, context, Occasion(now=now, cause=(("cause", "organisation"),)))
            on = next_change(context.org, today)
            writes.set_programme(connection, key, org_check_on=on)

    # --- deadlines ----------------------------------------------------------------------

    def _batch(self, key: str, now: datetime, swept: Swept) -> bool:
        """One batch of due rows; False when none is left."""
        try:
            with self.engine.begin() as connection:
                context = self._context(connection, key)
                rows = queries.due(connection, key, now, self.batch)
                again = bool(rows) and carry_out(connection, context, rows, now, swept)
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
                    carry_out(connection, context, due, now, swept)
            except Exception as error:
                if is_passing(error):
                    raise
                if len(part) == 1:
                    self._put_aside(key, part[0], now, error, swept)
                else:
                    self._halves(key, part, now, swept)

    def _put_aside(
        self, key: str, number: int, now: datetime, error: Exception, swept: Swept
    ) -> None:
        """The bad row alone: asked again in an hour, shown with its error."""
        said = f"{type(error).__name__}: {error}"[:500]
        log.error("obligation %d is put aside for an hour: %s", number, said)
        with self.engine.begin() as connection:
            connection.execute(
                t.obligations.update()
                .where(t.obligations.c.id == number)
                .values(next_check_at=now + ASIDE, error=said, version=t.obligations.c.version + 1)
            )
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
            events = queries.unnoticed(connection, key, self.batch)
            if not events:
                return False
            rows = queries.obligations_by_id(
                connection, [e.obligation for e in events if e.obligation is not None]
            )
            happenings = [of_event(e, rows.get(e.obligation or 0)) for e in events]
            swept.messages += speak(connection, context, happenings, now)
            writes.noticed(connection, [event.id for event in events])
            return len(events) == self.batch


def settle(connection: Connection, context: Context, occasion: Occasion) -> int:
    """Bring all rows of the programme in line with the organisation as it is today."""
    setting = setting_of(context, occasion.now)
    rows = queries.obligations(connection, context.key)
    changes = reconcile(owed(setting), rows, context.org, setting.today)
    return apply(connection, context, changes, occasion)


_LEG_COLUMNS = (
    "state", "leg", "leg_opened_at", "leg_due_on", "leg_press_from", "chain", "level", "light",
    "light_until", "next_check_at", "error", "revision",
)  # fmt: skip


def carry_out(
    connection: Connection,
    context: Context,
    rows: Sequence[Obligation],
    now: datetime,
    swept: Swept,
) -> bool:
    """Decide `rows` and write rows, events, numbers and messages in this transaction.

    Returns whether one of them has a further moment that is due already (after an outage).
    """
    decider = Decider(context.frame, context.policies, now)
    decisions = [(row, decider.decide(row)) for row in rows]
    chains = _chains(connection, context, decisions)
    bulk.update(
        connection,
        t.obligations,
        _LEG_COLUMNS,
        [
            (
                d.state, d.leg, d.leg_opened_at, d.leg_due_on, d.leg_press_from,
                chains[row.id] if d.opened else row.chain, d.level, d.light, d.light_until,
                d.next_check_at, "", row.revision + (d.state != row.state), row.id, row.version,
            )
            for row, d in decisions
        ],
    )  # fmt: skip
    _count(connection, context.key, decisions)
    happenings = _record(connection, context.key, decisions, chains, now)
    swept.decided += len(rows)
    swept.events += len(happenings)
    heard = [h for h in happenings if h.to]
    swept.messages += speak(connection, context, heard, now)
    _next_rounds(connection, context, decisions, now)
    return any(d.next_check_at is not None and d.next_check_at <= now for _, d in decisions)


def _chains(
    connection: Connection, context: Context, decisions: Sequence[tuple[Obligation, Decision]]
) -> dict[int, str]:
    """The chain of every leg that begins, frozen as the organisation stands."""
    known: dict[tuple[str, str], Chain] = {}
    frozen: dict[Chain | str, str] = {}
    found: dict[int, str] = {}
    for row, decision in decisions:
        if decision.opened:
            chain = chain_at(context.org, row.unit, row.holder_post, known)
            body = chain.body
            if body not in frozen:
                frozen[body] = writes.freeze_chain(connection, chain)
            found[row.id] = frozen[body]
    return found


def _count(
    connection: Connection, programme: str, decisions: Sequence[tuple[Obligation, Decision]]
) -> None:
    deltas: Counter[tuple[str, str, str]] = Counter()
    for row, decision in decisions:
        if decision.light != row.light and row.kind in writes.COUNTED:
            deltas[(row.phase, row.unit, row.light)] -= 1
            deltas[(row.phase, row.unit, decision.light)] += 1
    bulk.add_tallies(connection, programme, deltas.items())


def _record(
    connection: Connection,
    programme: str,
    decisions: Sequence[tuple[Obligation, Decision]],
    chains: dict[int, str],
    now: datetime,
) -> list[Happening]:
    """Time's events as rows, and as happenings for the notices pass."""
    said = [(row, d, event) for row, d in decisions for event in d.events]
    new = [from_said(row.id, d.leg, event) for row, d, event in said]
    ids = writes.events(connection, programme, new, now, unnoticed=False)
    return [
        Happening(
            event=number,
            kind=event.kind,
            at=event.at,
            leg=d.leg,
            point=event.point,
            n=event.n,
            to=event.to if event.outcome == "said" and not _quiet(event.kind) else (),
            level=event.level,
            person="",
            row=row,
            state=d.state,
            holder=row.holder,
            chain=chains.get(row.id, row.chain),
            unit=row.unit,
        )
        for number, (row, d, event) in zip(ids, said, strict=True)
    ]


def _quiet(kind: str) -> bool:
    return kind == "light"


def speak(
    connection: Connection, context: Context, happenings: Sequence[Happening], now: datetime
) -> int:
    """The notices pass over `happenings`; returns the number of new messages."""
    frozen = queries.chains(connection, {h.chain for h in happenings if h.chain})
    rule = {hash_: policy.name for hash_, policy in context.policies.items()}
    noticer = Noticer(context.org, context.today(now), frozen.__getitem__, rule)
    items = noticer.items(happenings)
    return outbox.post(connection, context.key, items, context.org, context.frame, now)


def _next_rounds(
    connection: Connection,
    context: Context,
    decisions: Sequence[tuple[Obligation, Decision]],
    now: datetime,
) -> None:
    """A round of a recurring item has opened: the one after it is put in."""
    nodes = context.plan.by_key
    items = {row.item for row, d in decisions if d.opened and row.key.occurrence}
    recurring = frozenset(item for item in items if item in nodes and nodes[item].recurs)
    if not recurring:
        return
    wanted = owed(setting_of(context, now), recurring)
    rows = queries.obligations(connection, context.key, items=recurring)
    changes = reconcile(wanted, rows, context.org, context.today(now))
    fresh = [change for change in changes if change.kind == "insert"]
    apply(connection, context, fresh, Occasion(now=now, cause=(("cause", "next round"),)))
