"""`make pictures`: every page of the board over the demo, in both languages and on a phone.

They go into docs/pictures/board/ as WebP, small enough to be kept beside the text.
"""

import base64
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from config import clock
from dashboard.app import make_app
from dashboard.web.board import Options
from scheduler.demo import play, stagehand
from tests.e2e.browser import come_in, free_port, launch, served
from workflows.commands import accounts
from workflows.domain import links
from workflows.domain.record import demo_key
from workflows.store import queries
from workflows.store.engine import connect, reading

OUT = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "board"
DAY, SEED = date(2010, 6, 23), 1
CLERK, LEADER, HEAD, LIAISON, MEMBER, _, ADMIN = (login for login, _ in stagehand.CAST)
#: (name, who, path); {late} and {mail} are numbers found in the demo.
PAGES = (
    ("today", CLERK, "/today"),
    ("overview", CLERK, "/overview"),
    ("decisions", LEADER, "/decisions"),
    ("desk", HEAD, "/desk"),
    ("desk-liaison", LIAISON, "/desk"),
    ("obligation", CLERK, "/obligations/{late}"),
    ("plan", CLERK, "/plan"),
    ("phase", CLERK, "/phases/A"),
    ("matrix", CLERK, "/matrix?phase=A"),
    ("ledger", CLERK, "/ledger?light=red"),
    ("rectifications", CLERK, "/rectifications"),
    ("papers", CLERK, "/papers"),
    ("paper", CLERK, "/papers/{slip}/print"),
    ("dossier", CLERK, "/obligations/{late}/dossier"),
    ("inspection-pack", CLERK, "/inspection-pack"),
    ("calendars", HEAD, "/calendars"),
    ("ledger-back", LIAISON, "/ledger/back"),
    ("calendar", CLERK, "/calendar"),
    ("units", CLERK, "/units"),
    ("unit", CLERK, "/units/branch-3"),
    ("person", CLERK, "/people/p046"),
    ("calls", CLERK, "/calls"),
    ("mails", CLERK, "/mails"),
    ("mail", CLERK, "/mails/{mail}"),
    ("anchors", CLERK, "/anchors"),
    ("people", CLERK, "/people"),
    ("posts", CLERK, "/posts"),
    ("rules", CLERK, "/rules"),
    ("previews", CLERK, "/previews?kind=overdue"),
    ("holidays", CLERK, "/holidays"),
    ("publish", CLERK, "/publish"),
    ("health", CLERK, "/health"),
    ("accounts", ADMIN, "/accounts"),
    ("wall", CLERK, "/wall"),
    ("mailbox", CLERK, "/demo/mail"),
    ("login", "", "/login"),
    ("link", "", "/do/{link}"),
)
PHONE = ("today", "overview", "decisions", "desk", "obligation", "link", "login")
WIDE, NARROW = (1200, 820), (390, 844)


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stage = play.play(Path(folder), DAY, SEED)
        engine = connect(stage.url, durable=False, record_key=demo_key(SEED))
        stagehand.accounts(engine, clock.now())
        hand = stagehand.Stagehand(engine, stage, SEED)
        port = free_port()
        options = Options(
            base_url=f"http://127.0.0.1:{port}", links_key=links.demo_key(SEED), sends_mail=True,
            files_dir=Path(folder) / "files", demo=hand,
        )  # fmt: skip
        browser = launch(playwright)
        with served(make_app(engine, options), port) as base:
            for language in ("zh", "en"):
                _take(browser, base, engine, language)
        browser.close()
        engine.dispose()


def _take(browser: Browser, base: str, engine: Any, language: str) -> None:
    facts = _facts(engine)
    for name, who, path in PAGES:
        where = base + path.format(**facts)
        _one(browser, base, engine, who, language, where, WIDE, f"{name}-{language}")
        if name in PHONE:
            _one(browser, base, engine, who, language, where, NARROW, f"{name}-{language}-phone")


def _one(
    browser: Browser, base: str, engine: Any, who: str, language: str, where: str,
    size: tuple[int, int], name: str,
) -> None:  # fmt: skip
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    token = ""
    if who:
        with engine.begin() as connection:
            account = accounts.found(connection, who)
            token = accounts.begin(connection, account, "pictures", clock.now())
    come_in(page, base, token, language)
    page.goto(where)
    (OUT / f"{name}.webp").write_bytes(_webp(page))
    context.close()


def _webp(page: Page) -> bytes:
    session = page.context.new_cdp_session(page)
    found = session.send("Page.captureScreenshot", {"format": "webp", "quality": 55})
    return base64.b64decode(found["data"])


def _facts(engine: Any) -> dict[str, str]:
    """Numbers of what is shown: something late, a mail about it, a link that acts."""
    with reading(engine).connect() as connection:
        red = queries.obligations(connection, play.PROGRAMME, light="red")
        late = next(row for row in red if not row.person and row.state == "open")
        mail = connection.exec_driver_sql(
            "SELECT max(message) FROM message_items WHERE kind = 'escalated'"
        ).scalar()
        slips = queries.obligations(connection, play.PROGRAMME, kind="slip")
        mine = next(
            row
            for row in queries.obligations(connection, play.PROGRAMME, holder="p046")
            if row.state == "open"
        )
    link = links.ActLink(
        purpose="report", obligation=mine.id, revision=mine.revision, person="p046",
        until=date(2012, 1, 1),
    )  # fmt: skip
    token = links.act_token(links.demo_key(SEED), link)
    return {"late": str(late.id), "mail": str(mail), "link": token, "slip": str(slips[0].id)}


if __name__ == "__main__":
    main()
