"""The demo plays by itself: a newcomer sees the days go by, lights change and mails arrive."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from dashboard.app import make_app
from tests.dashboard.board import Board
from tests.dashboard.conftest import begun
from tests.e2e.browser import free_port, served
from tests.e2e.conftest import Walk
from workflows.store import tables as t

pytestmark = pytest.mark.e2e
DAYS = 2


class Hand:
    """A calendar of two more days; each brings a mail. `breaks`: the day that cannot be played."""

    cast = ()
    written = "http://127.0.0.1:8080"

    def __init__(self, board: Board, mail: Path) -> None:
        self.board, self.mail, self.played, self.breaks = board, mail, 0, -1
        self._stand()

    def forward(self, days: int) -> None:
        if self.played == self.breaks:
            raise RuntimeError("this day cannot be played")
        if self.played < DAYS:
            self.played += days
            self.board.story.leap((self.board.story.now + timedelta(days=days)).isoformat())
            self._stand()
            (self.mail / f"a.{self.played}.eml").write_bytes(b"Subject: x\r\n\r\n")

    def _stand(self) -> None:
        """A demo's calendar is its own; the clock of the sessions goes on beside it."""
        with self.board.story.engine.begin() as connection:
            connection.execute(update(t.programmes).values(virtual_now=self.board.story.now))


@pytest.fixture
def demo(browser, prepared_sqlite, tmp_path):
    port = free_port()
    board = begun(prepared_sqlite, tmp_path, base=f"http://127.0.0.1:{port}")
    hand = Hand(board, tmp_path)
    wall = board.story.now
    options = replace(board.options, demo=hand, clock=lambda: wall)
    app = make_app(board.story.engine, options)
    with served(app, port) as base:
        yield Walk(browser, board, base), hand
    board.close()


def test_the_days_go_by_lights_change_mails_arrive_and_it_stops_at_the_end(demo):
    walk, hand = demo
    page = walk.as_("clerk")
    page.goto("/units/b1")
    before = page.locator("main .l-red").count()
    page.get_by_role("button", name="自动播放").click()
    expect(page.get_by_role("button", name="停止")).to_be_visible()
    expect(page.locator("[data-played]")).to_have_text("演示到此为止。", timeout=15_000)
    assert hand.played == DAYS and page.url.endswith("/units/b1")
    expect(page.locator("main a[href='/demo/mail']")).to_contain_text("2")
    assert page.locator("main .l-red").count() > before
    assert page.locator("time[data-today]").get_attribute("datetime") == "2010-06-12"
    expect(page.get_by_role("button", name="自动播放")).to_be_visible()


def test_it_goes_on_while_one_looks_around_and_stands_when_it_is_stopped(demo):
    walk, hand = demo
    page = walk.as_("clerk")
    page.goto("/today")
    page.get_by_role("button", name="自动播放").click()
    page.goto("/overview")
    page.get_by_role("button", name="停止").click()
    expect(page.get_by_role("button", name="自动播放")).to_be_visible()
    page.goto("/today")
    expect(page.get_by_role("button", name="自动播放")).to_be_visible()
    assert hand.played < DAYS


def test_a_day_that_fails_stops_it_and_says_so(demo):
    walk, hand = demo
    hand.breaks = 0
    page = walk.as_("clerk")
    page.goto("/today")
    page.get_by_role("button", name="自动播放").click()
    expect(page.locator("[data-played]")).to_contain_text("已停止", timeout=15_000)


def test_without_scripts_there_is_no_such_button(demo):
    walk, _ = demo
    page = walk.as_("clerk", java_script_enabled=False)
    page.goto("/today")
    expect(page.get_by_role("button", name="下一天")).to_be_visible()
    expect(page.locator("[data-play]")).to_be_hidden()
