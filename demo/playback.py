"""Playing the demo's calendar: into a fresh database, and later on from its board."""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine

from demo.actors import Actors
from demo.scenario import scenario
from demo.smtp_sink import Mailbox
from notifications.deliver import Courier
from notifications.mailer import Relay
from notifications.prepare import Preparer
from notifications.prepare_apart import PrepareApart
from notifications.sending import Sending
from scheduler.housekeeping import Sealer
from scheduler.rehearsal import Rehearsal
from scheduler.sweep import Sweeper
from workflows.commands.publish import Publication, publish
from workflows.definition import Source
from workflows.domain.links import demo_key as links_key
from workflows.domain.record import demo_key
from workflows.domain.roles import Who
from workflows.store import queries, schema, writes
from workflows.store.engine import connect, reading


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Where the demo leaves things."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "duban.sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.database.resolve()}"

    @property
    def head(self) -> Path:
        """The head of the sealed record."""
        return self.path / "duban.sqlite.head"

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @property
    def evidence(self) -> Path:
        return self.path / "files"

    def clear(self) -> None:
        """Remove what an earlier demo left here, and nothing else."""
        self.path.mkdir(parents=True, exist_ok=True)
        for end in ("", "-wal", "-shm", ".head"):
            self.database.with_name(f"duban.sqlite{end}").unlink(missing_ok=True)
        if self.mail.is_dir():
            shutil.rmtree(self.mail)


def play(
    folder: DemoFolder, until: date, seed: int, on_day: Callable[[date], None] = lambda day: None
) -> None:
    """Run the calendar from the scenario's start through `until`; the same seed plays the same."""
    given = scenario()
    folder.clear()
    schema.create(folder.url)
    engine = connect(folder.url, durable=False, record_key=demo_key(seed))
    office = Who(person=given.publisher, roles=frozenset({"office"}))
    try:
        with engine.begin() as connection:
            publish(connection, publication(), office, given.begins)
            writes.set_programme(connection, given.programme, virtual_now=given.begins, seed=seed)
        playback = Playback(engine, folder, seed, resumed=False)
        playback.run(given.begins, until, on_day, apart=True)
    finally:
        engine.dispose()


def days(until: date) -> int:
    """How many days are played through `until`."""
    return max((until - scenario().begins.date()) // timedelta(days=1), 1)


def publication() -> Publication:
    """The shipped programme, with the decisions and people of the demo."""
    folder = files("config") / "programmes" / scenario().programme
    plan, decisions, org = (
        Source(name, (folder / name).read_bytes())
        for name in ("programme.yaml", "decisions.yaml", "org.yaml")
    )
    return Publication(plan=plan, decisions=decisions, org=org)


class Playback:
    """Plays more of the calendar, for as many days as somebody asks."""

    def __init__(
        self, engine: Engine, folder: DemoFolder, seed: int, *, resumed: bool = True
    ) -> None:
        """`resumed`: some days were played before, by another process."""
        self.scenario = scenario()
        self.engine = engine
        self.folder = folder
        self.seed = seed
        self.mail = folder.mail
        self.cast = tuple((one.login, one.shows) for one in self.scenario.logins)
        self.written = self.scenario.base_url
        self._actors = Actors(engine, self.scenario, seed, folder.evidence, resumed=resumed)
        self._sweeper = Sweeper(engine)
        self._lock = Lock()

    def forward(self, days: int) -> None:
        """Play `days` more; two who ask at once wait for each other."""
        with self._lock:
            with reading(self.engine).connect() as connection:
                programme = queries.programme(connection, self.scenario.programme)
            now = programme.virtual_now if programme else None
            if now is not None:
                last = now.astimezone(self.scenario.tz).date() + timedelta(days=days)
                self.run(now, min(last, self.scenario.end))

    def run(
        self,
        start: datetime,
        until: date,
        on_day: Callable[[date], None] = lambda day: None,
        *,
        apart: bool = False,
    ) -> None:
        """Play from `start` through `until`. `apart`: mails are rendered in another process."""
        with Mailbox(self.mail) as mailbox:
            # Delivered to the demo's own mailbox, with links that its own board knows.
            how = Sending(
                relay=Relay(
                    host="127.0.0.1", port=mailbox.port, security="plain", helo="demo.example.org"
                ),
                sender=self.scenario.sender,
                owner="demo",
                base_url=self.scenario.base_url,
                links_key=links_key(self.seed),
            )
            here = Preparer(self.engine, how)
            elsewhere = PrepareApart(here, self.folder.url) if apart else None
            with closing(Courier(self.engine, how, elsewhere=elsewhere)) as courier:
                Rehearsal(
                    engine=self.engine,
                    programme=self.scenario.programme,
                    zone=self.scenario.zone,
                    sweeper=self._sweeper,
                    courier=courier,
                    cast=self._actors,
                    sealer=Sealer(self.engine, self.folder.head),
                ).run(start, until, on_day)
