"""`make pictures`: every page of the board over the demo, in both languages and on a phone.

The pages come from the routes (tests/dashboard/visits.py), so a page that is added has its picture.
They go into docs/pictures/board/ as WebP, small enough to be kept beside the text; what is no
page any more is removed. With names (`make pictures ARGS="today wall"`) only those are taken.
"""

import base64
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from config import clock
from dashboard.app import make_app
from dashboard.web.board import Options
from scheduler.demo import play, stagehand
from tests.dashboard.visits import Visit, visits
from tests.e2e.browser import come_in, free_port, launch, served
from workflows.commands import accounts
from workflows.commands.context import open_context
from workflows.domain import links
from workflows.domain.record import demo_key
from workflows.domain.roles import find_person
from workflows.store import accounts as store
from workflows.store import queries, snapshots
from workflows.store.engine import connect, reading

OUT = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "board"
#: The first bulletin waits for its signature, the first phase has closed.
DAY, SEED = date(2010, 7, 2), 1
CLERK, _, HEAD, LIAISON, _, _, ADMIN = (login for login, _ in stagehand.CAST)
LEADER = "sun.guyu@example.org"  # He has something to sign on that day.
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


def main(names: list[str]) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stage = play.play(Path(folder), DAY, SEED)
        engine = connect(stage.url, durable=False, record_key=demo_key(SEED))
        _let_in(engine)
        hand = stagehand.Stagehand(engine, stage, SEED)
        port = free_port()
        options = Options(
            base_url=f"http://127.0.0.1:{port}", links_key=links.demo_key(SEED), sends_mail=True,
            files_dir=Path(folder) / "files", demo=hand,
        )  # fmt: skip
        browser = launch(playwright)
        wanted = pictures(_facts(engine, stage.mail))
        with served(make_app(engine, options), port) as base:
            taken = _take(browser, base, engine, wanted, names)
        browser.close()
        engine.dispose()
    if not names:
        for path in OUT.glob("*.webp"):
            if path.name not in taken:
                path.unlink()


def _let_in(engine: Any) -> None:
    """Accounts for whoever looks."""
    stagehand.accounts(engine, clock.now())
    with engine.begin() as connection:
        leader = find_person(snapshots.load_org(connection), LEADER).key
        store.add_account(
            connection, login=LEADER, person=leader, password="", roles=(), now=clock.now()
        )


def _take(
    browser: Browser, base: str, engine: Any, wanted: list[Picture], names: list[str]
) -> set[str]:
    """Take those that are asked for, one window for each reader; returns the files."""
    windows: dict[tuple[Any, ...], Page] = {}
    taken = set()
    for one in wanted:
        if names and not any(one.name.startswith(f"{name}-") for name in names):
            continue
        key = (one.who, one.language, one.size)
        if key not in windows:
            for page in windows.values():
                page.context.close()
            windows = {key: _window(browser, base, engine, one)}
        page = windows[key]
        answer = page.goto(base + one.path)
        assert answer and answer.ok, f"{one.path} cannot be shown to {one.who or 'anybody'}"
        (OUT / f"{one.name}.webp").write_bytes(_webp(page))
        taken.add(f"{one.name}.webp")
    return taken


def _window(browser: Browser, base: str, engine: Any, one: Picture) -> Page:
    width, height = one.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce"
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
        red = queries.obligations(connection, play.PROGRAMME, light="red")
        late = next(row for row in red if not row.person and row.state == "open")
        said = connection.exec_driver_sql(
            "SELECT max(message) FROM message_items WHERE kind = 'escalated'"
        ).scalar()
        slips = queries.obligations(connection, play.PROGRAMME, kind="slip")
        bulletins = queries.obligations(connection, play.PROGRAMME, kind="bulletin")
        mine = next(
            row
            for row in queries.obligations(connection, play.PROGRAMME, holder="p046")
            if row.state == "open"
        )
        rule = open_context(connection, play.PROGRAMME).hashes["standard"]
    link = links.ActLink(
        purpose="report", obligation=mine.id, revision=mine.revision, person="p046",
        until=date(2012, 1, 1),
    )  # fmt: skip
    return {
        "phase": "A", "unit": "branch-3", "person": "p046", "obligation": str(late.id),
        "mail": str(said), "act": links.act_token(links.demo_key(SEED), link), "login": "a-token",
        "slip": str(next(row.id for row in slips if row.state == "signed")),
        "rule": rule,
        "bulletin": str(bulletins[0].id), "letter": sorted(mail.glob("*.eml"))[-1].stem,
    }  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
