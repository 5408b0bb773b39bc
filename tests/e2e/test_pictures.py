"""Pictures of every page of the board over the demo, in both languages and on a phone.

The pages come from the routes (tests/dashboard/visits.py), so a page that is added has its picture.
They are kept in docs/pictures/board/ as WebP, small enough to stand beside the text. `make
pictures` takes them anew and removes what is no page any more; without it they are taken and
thrown away, and it is seen that each is kept.
"""

import base64
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from config import clock
from dashboard.app import make_app
from dashboard.web.board import Options
from demo.logins import make_accounts
from demo.playback import DemoFolder, Playback, play
from demo.scenario import scenario
from tests.dashboard.visits import Visit, visits
from tests.e2e.browser import come_in, free_port, served
from workflows.commands import accounts
from workflows.commands.context import open_context
from workflows.domain import links
from workflows.domain.assignees import find_person
from workflows.domain.record import demo_key
from workflows.store import accounts as store
from workflows.store import queries, snapshots
from workflows.store.engine import connect, reading

pytestmark = pytest.mark.e2e
KEPT = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "board"
#: Whether they are to be kept; set by `make pictures`.
ANEW = os.environ.get("DUBAN_PICTURES") == "anew"
#: The first bulletin waits for its signature, the first phase has closed.
DAY, SEED = date(2010, 7, 2), 1
CLERK, _, HEAD, LIAISON, _, _, ADMIN = (one.login for one in scenario().logins)
LEADER = "sun.guyu@example.org"  # They have something to sign on that day.
#: Right → who looks, where it is not the clerk; and pages that are somebody else's.
BY_RIGHT = {"": "", "accounts": ADMIN, "decide": LEADER}
BY_NAME = {"desk": HEAD, "calendars": HEAD, "ledger-back": LIAISON}
#: Pages that show more when they are asked for less.
ASKED = {"matrix": "?phase=A", "ledger": "?light=red"}
MORE = (("desk-liaison", LIAISON, "/desk"),)
#: On the phone every page in Chinese, and these in English as well.
PHONE = ("today", "overview", "decisions", "desk", "obligation", "link", "login")
WIDE, NARROW = (1200, 820), (390, 844)


@dataclass(frozen=True, slots=True)
class Picture:
    """One file: who looks, where, in which language, on a screen of which size."""

    name: str
    who: str
    path: str
    language: str
    size: tuple[int, int]


def pictures(facts: dict[str, str]) -> list[Picture]:
    """All of them; those of one reader follow each other."""
    pages = [_page(visit) for visit in visits(facts)] + list(MORE)
    found = []
    for name, who, path in pages:
        for language in ("zh", "en"):
            found.append(Picture(f"{name}-{language}", who, path, language, WIDE))
            if language == "zh" or name in PHONE:
                found.append(Picture(f"{name}-{language}-phone", who, path, language, NARROW))
    return sorted(found, key=lambda one: (one.who, one.language, one.size))


def _page(visit: Visit) -> tuple[str, str, str]:
    who = BY_NAME.get(visit.name) or BY_RIGHT.get(visit.may, CLERK)
    return visit.name, who, visit.path + ASKED.get(visit.name, "")


#: Their names; what is in the addresses is known when the demo has been played.
NAMES = [one.name for one in pictures(defaultdict(str))]


@pytest.fixture(scope="module")
def take(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], bytes]]:
    """Takes the picture of a name, one window for each reader."""
    folder = DemoFolder(tmp_path_factory.mktemp("demo"))
    play(folder, DAY, SEED)
    engine = connect(folder.url, durable=False, record_key=demo_key(SEED))
    _let_in(engine)
    port = free_port()
    options = Options(
        base_url=f"http://127.0.0.1:{port}",
        links_key=links.demo_key(SEED),
        sends_mail=True,
        files_dir=folder.evidence,
        demo=Playback(engine, folder, SEED),
    )
    wanted = {one.name: one for one in pictures(_facts(engine, folder.mail))}
    windows: dict[tuple[Any, ...], Page] = {}
    with served(make_app(engine, options), port) as base:
        yield lambda name: _taken(wanted[name], windows, partial(_window, browser, base, engine))
        for page in windows.values():
            page.context.close()
    engine.dispose()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_can_be_looked_at_in_the_documents(take: Callable[[str], bytes], name: str):
    found, kept = take(name), KEPT / f"{name}.webp"
    if ANEW:
        kept.write_bytes(found)
    assert kept.exists(), "there is no picture of it: make pictures"


def test_the_documents_show_no_page_that_is_gone():
    gone = [path for path in KEPT.glob("*.webp") if path.stem not in NAMES]
    for path in gone if ANEW else ():
        path.unlink()
    assert ANEW or gone == []


def _let_in(engine: Any) -> None:
    """Accounts for whoever looks."""
    make_accounts(engine, clock.now())
    with engine.begin() as connection:
        leader = find_person(snapshots.load_org(connection), LEADER).key
        store.add_account(
            connection, login=LEADER, person=leader, password="", roles=(), now=clock.now()
        )


def _taken(
    one: Picture, windows: dict[tuple[Any, ...], Page], opened: Callable[[Picture], Page]
) -> bytes:
    """The picture, in the window of whoever looks; those of others are closed."""
    key = (one.who, one.language, one.size)
    if key not in windows:
        for page in windows.values():
            page.context.close()
        windows.clear()
        windows[key] = opened(one)
    page = windows[key]
    answer = page.goto(one.path)
    assert answer and answer.ok, f"{one.path} cannot be shown to {one.who or 'anybody'}"
    return _webp(page)


def _window(browser: Browser, base: str, engine: Any, one: Picture) -> Page:
    width, height = one.size
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": height},
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    token = ""
    if one.who:
        with engine.begin() as connection:
            account = accounts.found(connection, one.who)
            token = accounts.begin(connection, account, "pictures", clock.now())
    come_in(page, base, token, one.language)
    return page


def _webp(page: Page) -> bytes:
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    session = page.context.new_cdp_session(page)
    found = session.send("Page.captureScreenshot", {"format": "webp", "quality": 40})
    session.detach()
    return base64.b64decode(found["data"])


def _facts(engine: Any, mail: Path) -> dict[str, str]:
    """Numbers of what is shown: something late, a mail about it, a link that acts."""
    with reading(engine).connect() as connection:
        red = queries.obligations(connection, scenario().programme, light="red")
        late = next(row for row in red if not row.person and row.state == "open")
        said = connection.exec_driver_sql(
            "SELECT max(message) FROM message_items WHERE kind = 'escalated'"
        ).scalar()
        supervision_notices = queries.obligations(connection, scenario().programme, kind="slip")
        bulletins = queries.obligations(connection, scenario().programme, kind="bulletin")
        mine = next(
            row
            for row in queries.obligations(connection, scenario().programme, assignee="p046")
            if row.state == "open"
        )
        rule = open_context(connection, scenario().programme).hashes["standard"]
    link = links.ActLink(
        purpose="report",
        obligation=mine.id,
        revision=mine.revision,
        person="p046",
        until=date(2012, 1, 1),
    )
    return {
        "phase": "A",
        "unit": "branch-3",
        "person": "p046",
        "obligation": str(late.id),
        "mail": str(said),
        "act": links.act_token(links.demo_key(SEED), link),
        "login": "a-token",
        "slip": str(next(row.id for row in supervision_notices if row.state == "signed")),
        "rule": rule,
        "bulletin": str(bulletins[0].id),
        "letter": sorted(mail.glob("*.eml"))[-1].stem,
    }
