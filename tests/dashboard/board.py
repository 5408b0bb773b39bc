"""A board over a small story: who comes in, what they ask for, what they get."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import event, func, select, text

from dashboard.app import make_app
from dashboard.web.board import Options
from demo.sample import mails_in
from tests.dashboard.visits import Visit, visits
from tests.stories import world
from tests.story import Story
from workflows.commands import accounts, signing
from workflows.domain import links
from workflows.store import accounts as store
from workflows.store import tables as t

KEY = links.derive("a secret of this test, long enough to be one")
BASE = "http://board.test"
LETTER = "0001"
SAME = {"sec-fetch-site": "same-origin"}
#: A phase with an item of each shape, so that every page has something on it.
PHASE = (
    "{id: A, title: {zh: 动员, en: Mobilise}, words: 2010年5月—6月中旬,"
    " tasks: [{id: A1, title: T, items: ["
    "{id: rally, title: {zh: 动员大会, en: The rally}, text: 召开动员大会,"
    " owes: each unit(kind=branch), verifier: parent unit, words: 5月底前, policy: firm,"
    " example: {zh: 5月31日召开，到会18人。, en: Held on 31 May with 18 present.}},"
    "{id: essay, title: {zh: 学习心得, en: An essay}, owes: each person(member),"
    " verifier: own unit, words: 6月11日前}]}]}"
)


@dataclass(frozen=True)
class Hand:
    """A demo with one mail, whose calendar nobody turns."""

    mail: Path
    cast: tuple[tuple[str, str], ...] = (("clerk@example.org", "The clerk of the office"),)

    written: str = "http://127.0.0.1:8080"

    def forward(self, days: int) -> None:
        raise AssertionError("nobody turns the calendar of a test")


def office() -> dict[str, str]:
    """What the story of a board publishes."""
    # Somebody without any post, not even as a deputy.
    people = {"b1-plain": world.person("b1-plain", "b1")}
    return {"plan": world.plan(world.OPINION, phases=(PHASE,)), "org": world.org(people=people)}


class Board:
    """The pages of one story. `client(person)` is a browser in which they are logged in."""

    def __init__(self, story: Story, folder: Path, *, base: str = BASE, **options: Any) -> None:
        self.story = story
        self.options = Options(
            base_url=base,
            links_key=KEY,
            files_dir=folder,
            clock=lambda: self.story.now,
            samples=mails_in,
            **options,
        )

    @cached_property
    def app(self) -> FastAPI:
        """The pages, once somebody looks: until then the story may be played on."""
        return make_app(self.story.engine, self.options)

    def client(self, person: str = "", roles: tuple[str, ...] = (), **headers: str) -> TestClient:
        made = TestClient(
            self.app, base_url=BASE, follow_redirects=False, headers={**SAME, **headers}
        )
        if person or roles:
            token = self.session(person, roles)
            made.cookies.set("duban", token, domain="board.test", path="/")
        return made

    def session(self, person: str, roles: tuple[str, ...] = ()) -> str:
        """What a browser holds once they have logged in."""
        login = f"{person or roles[0]}@example.org"
        with self.story.engine.begin() as connection:
            if store.account(connection, login) is None:
                store.add_account(
                    connection,
                    login=login,
                    person=person,
                    password="",
                    roles=roles,
                    now=self.story.now,
                )
            account = accounts.found(connection, login)
            return accounts.begin(connection, account, "test", self.story.now)

    def visits(self) -> dict[str, Visit]:
        """Every page by its name, about something that is there."""
        story = self.story
        facts = {
            "login": "a-token",
            "phase": "A",
            "unit": "b1",
            "person": "b1-head",
            "mail": "1",
            "rule": story.context.hashes["standard"],
            "obligation": str(story.row("rally", "b1").id),
            "letter": LETTER,
            "slip": str(next(row.id for row in story.rows(kind="slip") if row.state == "draft")),
            "bulletin": str(story.rows(kind="bulletin")[0].id),
            "act": self.token("report", story.row("essay", "b1-head").id, "b1-head"),
        }
        return {visit.name: visit for visit in visits(facts)}

    def visitor(self, visit: Visit) -> TestClient:
        """Somebody who may open it."""
        if visit.may == "accounts":
            return self.client("", ("administrator",))
        return self.client("clerk" if visit.may else "")

    def events(self) -> int:
        """How many events there are: the same number means that nothing happened."""
        with self.story.engine.connect() as connection:
            return int(connection.execute(select(func.count(t.events.c.id))).scalar() or 0)

    def token(self, purpose: str, number: int, person: str, **changes: Any) -> str:
        """A link of a mail about an obligation as it stands."""
        row = next(row for row in self.story.rows() if row.id == number)
        facts: dict[str, Any] = {
            "purpose": purpose,
            "obligation": number,
            "revision": row.revision,
            "person": person,
            "until": self.story.now.date().replace(year=2011),
        }
        return links.act_token(KEY, links.ActLink(**(facts | changes)))

    def code(self, person: str) -> str:
        """A code by mail to sign by, as the mail has it."""
        story = self.story
        with story.engine.begin() as connection:
            context = story.context
            signing.ask_code(connection, context, context.org.people[person], story.now, story.now)
            return self.newest_code(connection, person)

    def newest_code(self, connection: Any, person: str) -> str:
        found = store.newest_code(connection, person)
        assert found is not None
        return links.signing_code(KEY, found["id"], person, found["created_at"])

    def close(self) -> None:
        self.story.__exit__(None, None, None)


def words(answer: Response) -> str:
    """What a reader sees of a page."""
    text = re.sub(r"<(script|style|head)\b.*?</\1>", " ", answer.text, flags=re.S)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def target(answer: Response) -> str:
    """Where an answer leads."""
    return urlsplit(answer.headers["location"]).path


def with_a_mail(folder: Path) -> Hand:
    """A demo whose mailbox holds one mail."""
    folder.mkdir(parents=True, exist_ok=True)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "office@a.org", "b1-head@a.org", "【交办】动员大会"
    mail["Date"] = "Mon, 31 May 2010 09:00:00 +0800"
    mail.set_content("请办理。")
    mail.add_alternative(
        "<html><head></head><body><p><a href='http://127.0.0.1:8080/obligations/1'>请办理。</a></p></body></html>",
        subtype="html",
    )
    (folder / f"{LETTER}.eml").write_bytes(mail.as_bytes(policy=SMTP))
    return Hand(folder)


def multiply(board: Board, copies: int, item: str = "%") -> None:
    """Each task of `item` is owed so many times more."""
    same = ", ".join(c.name for c in t.obligations.c if c.name not in ("id", "occurrence"))
    with board.story.engine.begin() as connection:
        connection.execute(
            text(
                "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy"
                f" WHERE n < {copies})"
                f" INSERT INTO obligations (id, occurrence, {same})"
                f" SELECT id + 1000 * n, 'copy' || n, {same}"
                " FROM obligations, copy WHERE kind = 'task' AND item LIKE :item"
            ),
            {"item": item},
        )


class Counting:
    """Counts the statements an engine runs."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.n = 0

    def __enter__(self) -> "Counting":
        event.listen(self.engine, "before_cursor_execute", self._count)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self.n += 1


def form(**fields: str) -> Mapping[str, str]:
    return fields


class Steps:
    """Counts the steps SQLite takes for what an engine runs, in hundreds: how much is read."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.n = 0

    def __enter__(self) -> "Steps":
        event.listen(self.engine, "before_cursor_execute", self._count)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._count)

    def _count(self, connection: Any, *_: object) -> None:
        connection.connection.driver_connection.set_progress_handler(self._step, 100)

    def _step(self) -> int:
        self.n += 1
        return 0
