"""Behind the demo's board: its accounts, its mailbox, and the hand that turns the calendar."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine

from demo import play
from demo.cast import Players
from demo.smtp_sink import Mailbox
from notifications.deliver import Courier
from scheduler.housekeeping import Sealer
from scheduler.rehearsal import Rehearsal
from scheduler.sweep import Sweeper
from workflows.commands import accounts as commands
from workflows.domain.assignees import find_person
from workflows.store import accounts as store
from workflows.store import queries, snapshots
from workflows.store.engine import reading

#: (login, what it shows): one for each way of looking at the board.
CAST = (
    ("zheng.boye@example.org", "The clerk of the office"),
    ("zhao.chunpu@example.org", "The principal leader"),
    ("ma.lianba@example.org", "A head of a branch"),
    ("fang.zhiting@example.org", "A liaison of a branch"),
    ("yu.anmei@example.org", "A member"),
    ("auditor@example.org", "An auditor"),
    ("admin@example.org", "An administrator"),
)
_ROLES = {"auditor@example.org": ["auditor"], "admin@example.org": ["administrator"]}


def accounts(engine: Engine, now: datetime) -> str:
    """Make the accounts of the cast, or give those that are there a new password; returns it.

    It is kept nowhere, so whoever serves the board makes one and prints it. Playing makes none:
    the same seed leaves the same database.
    """
    password = secrets.token_urlsafe(9)
    kept = commands.hashed(password)
    with engine.begin() as connection:
        org = snapshots.load_org(connection, bounced=True)
        for login, _ in CAST:
            if there := store.account(connection, login):
                store.change_account(connection, there.id, password=kept)
                continue
            roles = _ROLES.get(login, [])
            person = "" if roles else find_person(org, login).key
            store.add_account(
                connection, login=login, person=person, password=kept, roles=roles, now=now
            )
    return password


class Stagehand:
    """Plays more of the calendar, for as many days as somebody asks."""

    cast = CAST
    written = play.BASE_URL

    def __init__(self, engine: Engine, stage: play.Stage, seed: int) -> None:
        self.engine = engine
        self.stage = stage
        self.seed = seed
        self.mail: Path = stage.mail
        self._players = Players(engine, play.PROGRAMME, seed, resumed=True)
        self._sweeper = Sweeper(engine)
        self._lock = Lock()

    def forward(self, days: int) -> None:
        """Play `days` more; two who ask at once wait for each other."""
        with self._lock, Mailbox(self.stage.mail) as mailbox:
            with reading(self.engine).connect() as connection:
                programme = queries.programme(connection, play.PROGRAMME)
            now = programme.virtual_now if programme else None
            if now is None:
                return
            courier = Courier(self.engine, play.sending(mailbox, self.seed))
            rehearsal = Rehearsal(
                engine=self.engine,
                programme=play.PROGRAMME,
                zone=play.ZONE,
                sweeper=self._sweeper,
                courier=courier,
                cast=self._players,
                sealer=Sealer(self.engine, self.stage.head),
            )
            last = min(now.astimezone(play.START.tzinfo).date() + timedelta(days=days), play.END)
            try:
                rehearsal.run(now, last)
            finally:
                courier.close()
