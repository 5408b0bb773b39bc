"""The people of the demo: they answer what comes up, as their parts have it, and act later.

Their parts: tasks, rectifications, inspections, papers, urging, explaining; and the errands of
the office.
"""

from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from demo import explaining, inspecting, paperwork, rectifying, tasks, urging
from demo.agenda import Agenda, Intent, Scene
from demo.errands import Errand, errands
from workflows.commands import acts
from workflows.commands.context import Context, open_context
from workflows.commands.door import as_person
from workflows.domain.assignees import doer_of, in_post
from workflows.domain.chain import chain_of
from workflows.domain.errors import DubanError
from workflows.domain.organisation import Org
from workflows.domain.rows import Obligation
from workflows.domain.states import TABLE
from workflows.store import queries
from workflows.store.engine import reading

#: What somebody tries again after he was refused, or while nobody holds the post, and how often;
#: what a head has to apply for waits for the next head.
_AGAIN = frozenset({"report", "accept", "close", "sign", "apply", "check", "strike", "submit"})
_TRIES, _TRIES_OF_HEAD = 4, 40
#: Kinds that the doer's liaison enters while nobody holds the post.
_OWED = frozenset({"task", "matter", "inspection", "rectification"})


class Players:
    """Plans what people do as matters come to them, and does it when the time comes."""

    def __init__(self, engine: Engine, programme: str, seed: int, *, resumed: bool = False) -> None:
        """`resumed`: others have played so far, and did what was to be done until now."""
        self.engine = engine
        self._resumed = resumed
        self.programme = programme
        self.agenda = Agenda(seed)
        self._context: Context | None = None
        self._errands: list[Errand] | None = None
        self._seen = 0

    def next(self) -> datetime | None:
        moments = [one.at for one in (self._errands or [])[:1]]
        moments += [one.at for one in self.agenda.intents[:1]]
        return min(moments, default=None)

    def act(self, now: datetime) -> None:
        """Do what is due by `now`."""
        while self._errands and self._errands[0].at <= now:
            self._run(self._errands.pop(0), now)
        while self.agenda.intents and self.agenda.intents[0].at <= now:
            self._do(self.agenda.pop(), now)

    def plan(self, now: datetime) -> None:
        """Decide what to do about everything that has come up since the last time."""
        with reading(self.engine).connect() as connection:
            context = self._refresh(connection)
            events = queries.events_since(connection, self.programme, self._seen)
            rows = queries.obligations_by_id(
                connection, [e.obligation for e in events if e.obligation]
            )
        if self._errands is None:
            frame = context.frame
            self._errands = errands(context.today(now), frame.calendar, frame.zone)
        for event in events:
            self._seen = event.id
            row = rows.get(event.obligation or 0)
            if row is None:
                continue
            seed = f"{self.agenda.seed}:{row.id}:{event.kind}:{event.leg}:{event.n}"
            at = event.recorded_at if self._resumed else now
            scene = Scene(self.agenda, context, event, row, Random(seed), at)
            beside = row.item in self.agenda.cases or row.kind == "rectification"
            (rectifying if beside else tasks).plan(scene)
            inspecting.plan(scene)
            paperwork.plan(scene)
            urging.plan(scene)
            explaining.plan(scene)
        if self._resumed:
            self.agenda.drop(now)
            self._resumed = False

    def _refresh(self, connection: Connection) -> Context:
        self._context = open_context(connection, self.programme, before=self._context)
        return self._context

    # --- acting ---------------------------------------------------------------------------

    def _run(self, errand: Errand, now: datetime) -> None:
        with self.engine.begin() as connection:
            context = self._refresh(connection)
            errand.do(as_person(connection, context, _office(context, now), now))

    def _do(self, intent: Intent, now: datetime) -> None:
        move = intent.move
        try:
            with self.engine.begin() as connection:
                context = self._refresh(connection)
                found = queries.obligations_by_id(connection, [intent.obligation])
                row = found[intent.obligation]
                if (row.kind, row.state, move.name) not in TABLE:
                    return
                if intent.leg and intent.leg != row.leg:
                    return
                if who := _who(context, row, intent.who, now):
                    acts.act(as_person(connection, context, who, now), [row.id], move)
                    return
        except DubanError:
            pass  # He was refused, as people are, and tries again or lets it be.
        tries = _TRIES_OF_HEAD if intent.who == "head" else _TRIES
        if intent.tries < tries and move.name in _AGAIN:
            calendar, zone = context.frame.calendar, ZoneInfo(context.frame.zone)
            at = datetime.combine(calendar.add(context.today(now), 2), time(11, 0), zone)
            self.agenda.push(
                Intent(at, intent.obligation, move, intent.who, intent.leg, intent.tries + 1)
            )


def _who(context: Context, row: Obligation, who: str, now: datetime) -> str:
    """The person who acts, or his deputy while he is away; empty while nobody can be found."""
    org, today = context.org, context.today(now)
    match who:
        case "office":
            return _office(context, now)
        case "head":
            return _present(org, _headed(org, row.unit, today), today)
        case "leader":
            posts = chain_of(org, row.unit).posts["leader"]
            return next((p for post in posts if (p := in_post(org, post, today))), "")
        case "holder":
            return _holder(context, row, today)
    unit = who.removeprefix("unit:")
    return _present(org, _headed(org, unit, today), today) if unit != who else who


def _office(context: Context, now: datetime) -> str:
    office = context.office(context.today(now))
    return office.key if office else ""


def _headed(org: Org, unit: str, today: date) -> str:
    return next((p for seat in org.seats("head", unit) if (p := in_post(org, seat, today))), "")


def _present(org: Org, person: str, today: date) -> str:
    absence = org.absence(person, today) if person else None
    return (absence.deputy or "") if absence else person


def _holder(context: Context, row: Obligation, today: date) -> str:
    """Who holds it, his deputy while he is away, else the doer's liaison."""
    org, holder = context.org, row.holder
    if not holder and row.kind in _OWED:
        holder, _ = doer_of(org, row, today)
    absence = org.absence(holder, today) if holder else None
    if absence and not row.person:
        return absence.deputy or ""
    if not holder:
        seats = org.seats("liaison", row.unit)
        return in_post(org, seats[0], today) if seats else ""
    return holder
