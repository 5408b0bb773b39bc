"""The people of the demo. Most are on time, some late, some never; one verifier sits.

Everything anybody does derives from the seed and the obligation's number, so that the same
seed plays the same 30 months.
"""

import heapq

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from scheduler.demo.lines import LATE, REPORTS, RETURNS, WHY_MORE
from workflows.commands import acts, anchors
from workflows.commands.context import Context, open_context
from workflows.domain.roles import doer_of, in_post
from workflows.domain.errors import DubanError
from workflows.domain.rows import Event, Obligation
from workflows.domain.states import DONE
from workflows.store import queries
from workflows.store.engine import reading

#: The story's fixed points: one branch never reports its rally; the congress gets its date.
NEVER = {("41-1", "branch-3")}
#: Held on the last day, reported on the next: on time all the same.
REPORTED_LATE = {("41-1", "branch-5")}
#: The verifier of this branch's rally sits on the report.
SITS = {("41-1", "branch-6")}
#: When people sit down to it.
HOURS = (time(10, 30), time(15, 30))
CONGRESS = ("congress-18", date(2012, 9, 28), date(2012, 11, 8))


@dataclass(order=True, slots=True)
class Intent:
    """One thing somebody means to do. Ordered by time, then by obligation."""

    at: datetime
    obligation: int
    what: str = field(compare=False)
    leg: int = field(compare=False, default=0)
    done_on: date | None = field(compare=False, default=None)
    tries: int = field(compare=False, default=0)


#: What the demo's people report on, or close.
_REPORTED = ("task", "inspection")


class Players:
    """Plans what people do as matters come to them, and does it when the time comes."""

    def __init__(self, engine: Engine, programme: str, seed: int) -> None:
        self.engine = engine
        self.programme = programme
        self.seed = seed
        self._context: Context | None = None
        self._intents: list[Intent] = []
        self._seen = 0
        self._announced = False

    def next(self) -> datetime | None:
        return self._intents[0].at if self._intents else None

    def act(self, now: datetime) -> None:
        """Do what is due by `now`."""
        while self._intents and self._intents[0].at <= now:
            self._do(heapq.heappop(self._intents), now)
        self._congress(now)

    def plan(self, now: datetime) -> None:
        """Decide what to do about everything that has come up since the last time."""
        with reading(self.engine).connect() as connection:
            context = self._refresh(connection)
            events = queries.events_since(connection, self.programme, self._seen)
            rows = queries.obligations_by_id(
                connection, [e.obligation for e in events if e.obligation]
            )
        for event in events:
            self._seen = event.id
            row = rows.get(event.obligation or 0)
            if row is not None:
                self._plan(context, event, row, now)

    def _refresh(self, connection: object) -> Context:
        self._context = open_context(connection, self.programme, before=self._context)  # type: ignore[arg-type]
        return self._context

    # --- planning -------------------------------------------------------------------------

    def _plan(self, context: Context, event: Event, row: Obligation, now: datetime) -> None:
        random = Random(f"{self.seed}:{event.obligation}:{event.kind}:{event.leg}:{event.n}")
        if event.kind in ("opened", "returned", "reopened") and row.kind in _REPORTED:
            self._plan_report(context, row, random, now)
        elif event.kind == "redated" and row.state == "open" and row.due_on:
            self._plan_report(context, row, random, now)
        elif event.kind == "reported":
            self._plan_verifying(context, row, random, now)
        elif event.kind == "opened" and row.state == "first_review":
            self._mean(context, row, "pass", now, 1, random)
        elif event.kind in ("opened", "passed") and row.kind == "decision":
            what = "agree" if random.random() < 0.75 else "refuse"
            self._mean(context, row, what, now, random.randint(1, 2), random)
        elif event.kind == "ask":
            what = "still_unknown" if row.kind == "anchor" else "note"
            self._mean(context, row, what, now, random.randint(1, 4), random)

    def _plan_report(
        self, context: Context, row: Obligation, random: Random, now: datetime
    ) -> None:
        due = row.leg_due_on
        if due is None or (row.item, row.unit) in NEVER:
            return
        calendar, draw = context.frame.calendar, random.random()
        if (row.item, row.unit) in REPORTED_LATE:
            self._on(context, row, "report", calendar.add(due, 1), random, now, done_on=due)
        elif draw < 0.80:
            first = max(context.today(now), calendar.add(due, -random.randint(1, 9)))
            self._on(context, row, "report", min(calendar.on_or_before(due), first), random, now)
        elif draw < 0.90:
            day = calendar.add(due, random.randint(1, 8))
            self._on(context, row, "report", day, random, now)
        elif draw < 0.94:
            day = calendar.add(due, random.randint(1, 3))
            self._on(context, row, "report", day, random, now, done_on=calendar.on_or_before(due))
        elif draw < 0.98 and row.leg == 1:
            self._on(context, row, "extend", calendar.add(due, -2), random, now)
            self._on(context, row, "report", calendar.add(due, 9), random, now)
        elif draw < 0.99:
            self._on(context, row, "explain", calendar.add(due, 4), random, now)
            self._on(context, row, "report", calendar.add(due, 25), random, now)
        elif draw < 0.998:
            self._on(context, row, "waive", calendar.add(due, 28), random, now)
        # The rest never report.

    def _plan_verifying(
        self, context: Context, row: Obligation, random: Random, now: datetime
    ) -> None:
        draw = random.random()
        if (row.item, row.unit) in SITS or draw < 0.03:
            self._mean(context, row, "accept", now, random.randint(8, 12), random)
        elif draw < 0.09 and row.returns < 2:
            self._mean(context, row, "return", now, random.randint(1, 2), random)
        else:
            self._mean(context, row, "accept", now, random.randint(1, 3), random)

    def _mean(
        self,
        context: Context,
        row: Obligation,
        what: str,
        now: datetime,
        days: int,
        random: Random,
    ) -> None:
        day = context.frame.calendar.add(context.today(now), days)
        self._on(context, row, what, day, random, now)

    def _on(
        self,
        context: Context,
        row: Obligation,
        what: str,
        day: date,
        random: Random,
        now: datetime,
        done_on: date | None = None,
    ) -> None:
        hour = random.choice(HOURS)
        at = datetime.combine(day, hour, ZoneInfo(context.frame.zone))
        if at <= now:
            at = now + timedelta(minutes=30)
        heapq.heappush(self._intents, Intent(at, row.id, what, row.leg, done_on))

    # --- acting ---------------------------------------------------------------------------

    def _do(self, intent: Intent, now: datetime) -> None:
        random = Random(f"{self.seed}:{intent.obligation}:{intent.what}:{intent.tries}")
        try:
            with self.engine.begin() as connection:
                context = self._refresh(connection)
                found = queries.obligations_by_id(connection, [intent.obligation])
                row = found[intent.obligation]
                if row.state in DONE or (intent.what in ("accept", "return")
                                         and row.state != "reported"):  # fmt: skip
                    return
                move = self._move(intent, row, random, context)
                who = self._who(context, row, context.today(now))
                if intent.what == "waive":
                    office = context.office(context.today(now))
                    who = office.key if office else ""
                if who:
                    acts.act(connection, context, [row.id], move, who, now)
                    return
        except DubanError:
            pass  # He was refused, as people are, and tries again or lets it be.
        if intent.tries < 4 and intent.what in ("report", "accept"):
            later = datetime.combine(
                context.frame.calendar.add(context.today(now), 2),
                time(11, 0),
                ZoneInfo(context.frame.zone),
            )
            again = Intent(
                later, intent.obligation, intent.what, intent.leg, intent.done_on,
                intent.tries + 1,
            )  # fmt: skip
            heapq.heappush(self._intents, again)

    def _move(
        self, intent: Intent, row: Obligation, random: Random, context: Context
    ) -> acts.Move:
        match intent.what:
            case "report":
                # An inspection of the plan is closed by whoever held it; nothing was found.
                name = "close" if row.kind == "inspection" else "report"
                return acts.Move(name=name, note=random.choice(REPORTS), done_on=intent.done_on)
            case "return":
                return acts.Move(name="return", reason=random.choice(RETURNS))
            case "extend":
                due = row.due_on or context.today(intent.at)
                to = context.frame.calendar.add(due, 10)
                return acts.Move(name="extend", to=to, reason=random.choice(WHY_MORE))
            case "refuse":
                return acts.Move(name="refuse", reason="请按原时限办理，人手由单位统筹。")
            case "waive":
                return acts.Move(name="waive", reason="情况变化，经领导小组研究不再办理。")
            case "explain" | "note":
                return acts.Move(name="note", note=random.choice(LATE))
            case other:
                return acts.Move(name=other)

    def _who(self, context: Context, row: Obligation, today: date) -> str:
        """Who acts: the holder, his deputy while he is away, the doer's liaison."""
        org = context.org
        holder = row.holder
        if not holder and row.kind in _REPORTED:
            holder, _ = doer_of(org, row, today)
        absence = org.absence(holder, today) if holder else None
        if absence and not row.person:
            return absence.deputy or ""
        if not holder:
            seats = org.seats("liaison", row.unit)
            return in_post(org, seats[0], today) if seats else ""
        return holder

    def _congress(self, now: datetime) -> None:
        """The office enters the congress's day on the day it becomes known."""
        key, told, on = CONGRESS
        context = self._context
        if self._announced or context is None or context.today(now) < told:
            return
        self._announced = True
        office = context.office(context.today(now))
        with self.engine.begin() as connection:
            context = self._refresh(connection)
            anchors.announce(connection, context, key, on, office.key if office else "", now)
