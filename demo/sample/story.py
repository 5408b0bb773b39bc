"""The small story, played on a database in memory: the real commands, the real sweep and the real
outbox, from one moment that matters to the next. Where mails would be handed to the relay, each
is composed for its reader in every language that is asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from sqlalchemy import Connection

from demo.sample.steps import STEPS, Scene
from notifications import outbox
from notifications.compose import Composed, Composer
from notifications.message import Mail
from notifications.sending import undelivered
from scheduler.housekeeping import Sealer
from scheduler.sweep import Sweeper
from workflows.commands.context import Context, open_context
from workflows.commands.door import as_person
from workflows.commands.publish import Publication, publish
from workflows.definition import Source
from workflows.domain import links, record
from workflows.domain.organisation import Person
from workflows.domain.roles import Who
from workflows.store import outbox_queries, queries, schema, writes
from workflows.store.engine import connect, reading

BASE_URL = "https://duban.example.org"
ZONE = ZoneInfo("Asia/Shanghai")
_SEED = 1
_FOLDER = files("demo") / "sample"
_OFFICE = Who(person="clerk", roles=frozenset({"office"}))

Step = Mapping[str, Any]


def sample_mails(languages: Sequence[str]) -> dict[str, list[Mail]]:
    """Language → every mail of the story, in the order in which they are sent."""
    with TemporaryDirectory() as folder:
        story = Story(languages, Path(folder) / "head")
        try:
            story.play(script())
        finally:
            story.close()
    return story.mails


@cache
def script() -> tuple[Step, ...]:
    text = (_FOLDER / "story.yaml").read_text(encoding="utf-8")
    return tuple(YAML(typ="safe", pure=True).load(text))


class Story:
    """One programme from its publication on."""

    def __init__(self, languages: Sequence[str], head: Path) -> None:
        self.mails: dict[str, list[Mail]] = {language: [] for language in languages}
        #: (item, why) of what was queued and not said.
        self.dropped: list[tuple[int, str]] = []
        self.engine = connect("sqlite://", durable=False, record_key=record.demo_key(_SEED))
        schema.upgrade(self.engine)
        self._sweeper = Sweeper(self.engine)
        self._sealer = Sealer(self.engine, head)
        #: Person → what the relay answers to the next mail to them, where that is not “sent”.
        self._answers: dict[str, str] = {}
        self._names: dict[str, int] = {}
        self._known: Context | None = None
        self._now = datetime.min.replace(tzinfo=ZONE)

    def close(self) -> None:
        self.engine.dispose()

    def play(self, script: Iterable[Step]) -> None:
        for at, steps in groupby(script, key=lambda step: _instant(step["at"])):
            for step in steps:
                if not step.get("down"):
                    self._until(at)
                self._now = at
                self._do(step)
            self._tick(at)

    # --- time -----------------------------------------------------------------------------

    def _until(self, end: datetime) -> None:
        """All that is due before `end`."""
        while (moment := self._following()) is not None and moment < end:
            self._tick(moment)

    def _following(self) -> datetime | None:
        with reading(self.engine).connect() as connection:
            moments = [
                queries.next_check(connection, "sample"),
                outbox_queries.next_message(connection),
            ]
        return min((at for at in moments if at is not None and at > self._now), default=None)

    def _tick(self, now: datetime) -> None:
        self._now = now
        self._sweeper.run_once(now)
        self._deliver()

    # --- what people do -------------------------------------------------------------------

    def _do(self, step: Step) -> None:
        given = {k: v for k, v in step.items() if k not in ("at", "down", "do", "by")}
        match step.get("do", ""):
            case "":
                pass
            case "publish":
                plan, decisions, org = (_source(given[n]) for n in ("plan", "decisions", "org"))
                what = Publication(plan=plan, decisions=decisions, org=org)
                with self.engine.begin() as connection:
                    publish(connection, what, _OFFICE, self._now)
            case "seal":
                self._sealer.run_once(self._now)
            case "bounce" | "unknown" as answer:
                self._answers[given["person"]] = answer
            case verb:
                with self.engine.begin() as connection:
                    acting = as_person(
                        connection, self._open(connection), step.get("by", ""), self._now
                    )
                    STEPS.get(verb, partial(Scene.move, verb=verb))(
                        Scene(acting, self._names), **given
                    )

    def _open(self, connection: Connection) -> Context:
        self._known = open_context(connection, "sample", before=self._known)
        return self._known

    # --- the mails ------------------------------------------------------------------------

    def _deliver(self) -> None:
        """Everything that is to be sent now, composed and marked as sent."""
        with self.engine.begin() as connection:
            outbox.fold(connection, self._now)
            claimed = outbox.claim(connection, "sample", self._now, 1000)
        if not claimed:
            return
        before = len(self.dropped)
        with reading(self.engine).connect() as connection:
            context = self._open(connection)
            key = links.demo_key(_SEED)
            composer = Composer(connection, context, claimed, BASE_URL, self._now, links_key=key)
            ends = [(message, *self._compose(composer, message)) for message in claimed]
        with self.engine.begin() as connection:
            outbox.drop(connection, self.dropped[before:])
            for message, state, outcome in ends:
                self._mark(connection, message, state, outcome)

    def _compose(self, composer: Composer, message: Mapping[str, Any]) -> tuple[str, str]:
        """Put a message into every language; returns how it ends, and why."""
        reader = composer.context.org.people[message["person"]]
        if not outbox.reachable(reader):
            return "failed", "no mail address"
        match self._answers.pop(reader.key, ""):
            case "bounce":
                return "failed", "550 no such mailbox"
            case "unknown":
                return "unknown", "no answer"
        composed = {one: _composed(composer, message, reader, one) for one in self.mails}
        self.dropped += next(iter(composed.values())).dropped
        for language, made in composed.items():
            if made.mail is not None:
                self.mails[language].append(made.mail)
        said = any(made.mail for made in composed.values())
        return ("sent", "250 OK") if said else ("cancelled", "nothing left to say")

    def _mark(
        self, connection: Connection, message: Mapping[str, Any], state: str, outcome: str
    ) -> None:
        columns: dict[str, Any] = {"state": state, "outcome": outcome}
        if state == "sent":
            columns["sent_at"] = self._now
        elif state == "unknown":
            columns["lease_until"] = self._now + outbox.LEASE
        outbox.mark(connection, message, columns)
        if state == "failed":
            event = undelivered(message, columns, self._now)
            writes.events(connection, "sample", [event], self._now)
            if message["address"]:
                writes.flag_bounce(connection, message["address"], outcome)


def _composed(
    composer: Composer, message: Mapping[str, Any], reader: Person, language: str
) -> Composed:
    return composer.mail(message, replace(reader, language=language))  # type: ignore[arg-type]


def _source(file: str) -> Source:
    return Source(file, (_FOLDER / file).read_bytes())


def _instant(at: str | date) -> datetime:
    """An instant of the script, in programme time."""
    return datetime.fromisoformat(str(at)).replace(tzinfo=ZONE)
