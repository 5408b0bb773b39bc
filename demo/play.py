"""Setting the stage: a fresh database, a mailbox, the published programme, the clock."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.cast import Players
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
from workflows.store import schema, writes
from workflows.store.engine import connect

ZONE = "Asia/Shanghai"
START = datetime(2010, 5, 28, 8, 0, tzinfo=ZoneInfo(ZONE))
UNTIL = date(2011, 3, 15)
END = date(2012, 12, 31)
PROGRAMME = "shizong-2010"
SENDER = "duban@example.org"
#: Where the demo's board is served, unless the port is taken; links in its mails lead there. The
#: board's mailbox makes them lead to where it is served.
BASE_URL = "http://127.0.0.1:8080"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo leaves things."""

    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder.resolve() / 'duban.sqlite'}"

    @property
    def head(self) -> Path:
        return self.folder / "duban.sqlite.head"

    @property
    def mail(self) -> Path:
        return self.folder / "mail"


#: Who publishes.
OFFICE = Who(person="p007", roles=frozenset({"office"}))


def play(
    folder: Path, until: date, seed: int, on_day: Callable[[date], None] = lambda day: None
) -> Stage:
    """Run the calendar from 28 May 2010 through `until`; the same seed plays the same."""
    stage = Stage(folder)
    _clear(stage)
    schema.create(stage.url)
    engine = connect(stage.url, durable=False, record_key=demo_key(seed))
    try:
        with engine.begin() as connection:
            publish(
                connection, publication(), Who(person="p007", roles=frozenset({"office"})), START
            )
            writes.set_programme(connection, PROGRAMME, virtual_now=START, seed=seed)
        with Mailbox(stage.mail) as mailbox:
            how = sending(mailbox, seed)
            apart = PrepareApart(Preparer(engine, how), stage.url)
            courier = Courier(engine, how, elsewhere=apart)
            rehearsal = Rehearsal(
                engine=engine,
                programme=PROGRAMME,
                zone=ZONE,
                sweeper=Sweeper(engine),
                courier=courier,
                cast=Players(engine, PROGRAMME, seed),
                sealer=Sealer(engine, stage.head),
            )
            try:
                rehearsal.run(START, until, on_day)
            finally:
                courier.close()
    finally:
        engine.dispose()
    return stage


def days(until: date) -> int:
    return max((until - START.date()) // timedelta(days=1), 1)


def publication() -> Publication:
    """The shipped programme of 2010, with the decisions and people of the demo."""
    return Publication(
        plan=_shipped("programme.yaml"),
        decisions=_shipped("decisions.yaml"),
        org=_shipped("org.yaml"),
    )


def _shipped(name: str) -> Source:
    path = files("config") / "programmes" / PROGRAMME / name
    return Source(name, path.read_bytes())


def sending(mailbox: Mailbox, seed: int) -> Sending:
    """How the demo sends: to its own mailbox, with links that its own board knows."""
    relay = Relay(
        host="127.0.0.1",
        port=mailbox.port,
        security="plain",
        user=None,
        password=None,
        ca_file=None,
        timeout=30,
        helo="demo.example.org",
    )
    return Sending(
        relay=relay, sender=SENDER, owner="demo", base_url=BASE_URL, links_key=links_key(seed)
    )


def _clear(stage: Stage) -> None:
    """Remove what an earlier demo left in the folder, and nothing else."""
    stage.folder.mkdir(parents=True, exist_ok=True)
    for name in ("duban.sqlite", "duban.sqlite-wal", "duban.sqlite-shm", "duban.sqlite.head"):
        (stage.folder / name).unlink(missing_ok=True)
    if stage.mail.is_dir():
        shutil.rmtree(stage.mail)
