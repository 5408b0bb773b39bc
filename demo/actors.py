"""The people of the demo: they note what comes up, and act when the time they meant has come.

They act on every item by the same rules, whoever put it in. What the tables of the workflow do
not allow any more is left; who is refused tries again or lets it be, as people do.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine

from demo.behaviour import Behaviour
from demo.intents import Intent, Situation
from demo.office_days import OfficeTask, apply_decisions, office_days
from demo.scenario import Scenario
from workflows.commands import acts, evidence
from workflows.commands.context import Context, open_context
from workflows.commands.door import as_person
from workflows.domain.assignees import in_post, responsible_of
from workflows.domain.chain import chain_of
from workflows.domain.errors import Denied, DubanError, Refused
from workflows.domain.kind_facts import WorkFacts
from workflows.domain.organisation import Org
from workflows.domain.rows import Obligation
from workflows.domain.states import possible
from workflows.store import queries
from workflows.store.engine import reading


class Actors:
    """Plans what people do as items come to them, and does it when the time comes."""

    def __init__(
        self, engine: Engine, scenario: Scenario, seed: int, files: Path, *, resumed: bool = False
    ) -> None:
        """`files`: the folder of evidence. `resumed`: others have played so far, and did what was
        to be done until now."""
        self.engine = engine
        self.scenario = scenario
        self._behaviour = Behaviour(scenario, seed)
        self._files = files
        self._resumed = resumed
        self._intents: list[Intent] = []
        self._office_days: list[tuple[datetime, OfficeTask]] | None = None
        self._context: Context | None = None
        self._seen = 0

    def next(self) -> datetime | None:
        moments = [at for at, _ in (self._office_days or [])[:1]]
        return min([*moments, *(one.at for one in self._intents[:1])], default=None)

    def act(self, now: datetime) -> None:
        """Do what is due by `now`."""
        while self._office_days and self._office_days[0][0] <= now:
            _, task = self._office_days.pop(0)
            self._do(partial(apply_decisions, task, now))
        while self._intents and self._intents[0].at <= now:
            intent = heapq.heappop(self._intents)
            if refused := self._do(partial(self._attempt, intent, now)):
                self._try_again(intent, refused, now)

    def plan(self, now: datetime) -> None:
        """Decide what to do about everything that has come up since the last time."""
        with reading(self.engine).connect() as connection:
            context = self._refresh(connection)
            key = self.scenario.programme
            events = queries.events_since(connection, key, self._seen)
            numbers = [event.obligation for event in events if event.obligation]
            rows = queries.obligations_by_id(connection, numbers)
        if self._office_days is None:
            self._office_days = office_days(self.scenario, context.frame.calendar, now)
        self._seen = max([self._seen, *(event.id for event in events)])
        situations = (
            Situation(context, event, row, event.recorded_at if self._resumed else now)
            for event in events
            if (row := rows.get(event.obligation or 0)) is not None
        )
        for intent in self._behaviour.intents(situations):
            if not self._resumed or intent.at > now:
                heapq.heappush(self._intents, intent)
        self._resumed = False

    def _refresh(self, connection: Connection) -> Context:
        self._context = open_context(connection, self.scenario.programme, before=self._context)
        return self._context

    # --- acting -------------------------------------------------------------------------------

    def _do(self, attempt: Callable[[Connection, Context], object]) -> DubanError | None:
        """Act in a transaction of its own; returns why it was refused, as people are."""
        try:
            with self.engine.begin() as connection:
                attempt(connection, self._refresh(connection))
        except DubanError as error:
            return error
        return None

    def _attempt(
        self, intent: Intent, now: datetime, connection: Connection, context: Context
    ) -> None:
        """Make the move, unless it is not possible any more."""
        row = queries.obligations_by_id(connection, [intent.obligation])[intent.obligation]
        over = intent.step not in (0, row.step)
        if over or intent.move.name not in possible(row.kind, row.state):
            return
        who = _person(context, row, intent.who, now)
        if not who:
            nobody = Denied(obligation=row.id, what=intent.move.name, why="", actor="")
            raise Refused("nobody holds the post", denied=(nobody,))
        move = self._with_evidence(connection, context, row, intent.move, now)
        acts.act(as_person(connection, context, who, now), [row.id], move)

    def _try_again(self, intent: Intent, refused: DubanError, now: datetime) -> None:
        """Some moves are tried again. When nobody is left who may make them, the office does."""
        retry, context, who = self.scenario.retry, self._context, intent.who
        most = retry.times_of_head if who == "head" else retry.times
        if intent.move.name not in retry.moves or context is None or intent.tries > most:
            return
        if intent.tries == most:
            if who == "office" or not (isinstance(refused, Refused) and refused.denied):
                return
            who = "office"
        day = context.frame.calendar.add(context.today(now), retry.after)
        at = datetime.combine(day, retry.hour, self.scenario.tz)
        heapq.heappush(self._intents, replace(intent, at=at, who=who, tries=intent.tries + 1))

    def _with_evidence(
        self,
        connection: Connection,
        context: Context,
        row: Obligation,
        move: acts.Move,
        now: datetime,
    ) -> acts.Move:
        """The move with a file, where one is asked for."""
        node, given = context.plan.by_key.get(row.item), self.scenario.evidence
        needed = node.evidence_file if node else WorkFacts.of(row).needs_file
        if not needed or move.name not in given.moves:
            return move
        with TemporaryDirectory() as folder:
            path = Path(folder) / given.name
            path.write_text(given.text, encoding="utf-8")
            return replace(move, evidence=evidence.keep(connection, self._files, [path], now))


def _person(context: Context, row: Obligation, who: str, now: datetime) -> str:
    """The person who acts, or their deputy while they are away; empty while nobody is found."""
    org, today = context.org, context.today(now)
    match who:
        case "office":
            return _office(context, now)
        case "leader":
            return _in_one_of(org, chain_of(org, row.unit).posts["leader"], today)
        case "assignee":
            return _assignee(org, row, today)
    return _head(org, row.unit if who == "head" else who.removeprefix("head:"), today)


def _office(context: Context, now: datetime) -> str:
    office = context.office(context.today(now))
    return office.key if office else ""


def _head(org: Org, unit: str, today: date) -> str:
    return _present(org, _in_one_of(org, org.seats("head", unit), today), today)


def _in_one_of(org: Org, posts: Iterable[str], today: date) -> str:
    return next((person for post in posts if (person := in_post(org, post, today))), "")


def _present(org: Org, person: str, today: date) -> str:
    absence = org.absence(person, today) if person else None
    return (absence.deputy or "") if absence else person


def _assignee(org: Org, row: Obligation, today: date) -> str:
    """Who it is assigned to, their deputy while they are away; else the unit's liaison."""
    person = row.assignee or responsible_of(org, row, today)[0]
    if not person:
        return _in_one_of(org, org.seats("liaison", row.unit), today)
    return person if row.person else _present(org, person, today)
