"""One browser for all; a fresh board, served, for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.dashboard.board import Board, Hand, with_a_mail
from tests.e2e.browser import come_in, free_port, launch, served
from tests.prepared import Prepared


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


class Walk:
    """People at the board: `as_(person)` is a window of their own."""

    def __init__(self, browser: Browser, board: Board, base: str) -> None:
        self.browser = browser
        self.board = board
        self.base = base
        self.errors: list[str] = []
        self._windows: dict[str, Page] = {}

    def window(self, person: str = "", **more: object) -> Page:
        """The window of somebody, the same one each time."""
        if person not in self._windows:
            self._windows[person] = self.as_(person, **more)  # type: ignore[arg-type]
        return self._windows[person]

    def as_(self, person: str = "", *, language: str = "zh", **more: object) -> Page:
        context = self.browser.new_context(base_url=self.base, **more)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        if person:
            roles = (person,) if person in ("auditor", "administrator") else ()
            token = self.board.session("" if roles else person, roles)
            come_in(page, self.base, token, language)
        return page


@pytest.fixture
def walk(browser: Browser, prepared_sqlite: Prepared, tmp_path: Path) -> Iterator[Walk]:
    """The board of tests/dashboard on 10 June 2010, at a port of its own."""
    yield from _walked(browser, prepared_sqlite, tmp_path, None)


@pytest.fixture
def demo_walk(browser: Browser, prepared_sqlite: Prepared, tmp_path: Path) -> Iterator[Walk]:
    """The same with what only a demo has: its mailbox, its buttons, no second factor."""
    yield from _walked(browser, prepared_sqlite, tmp_path, with_a_mail(tmp_path / "mail"))


def _walked(
    browser: Browser, prepared: Prepared, folder: Path, demo: Hand | None
) -> Iterator[Walk]:
    from tests.dashboard.conftest import begun

    port = free_port()
    board = begun(prepared, folder, base=f"http://127.0.0.1:{port}", demo=demo)
    with served(board.app, port) as base:
        yield Walk(browser, board, base)
    board.close()
