"""A screen in a hallway, which nobody touches: it goes on, or says since when it does not."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from tests.e2e.conftest import Walk
from workflows.store import tables as t

pytestmark = pytest.mark.e2e


def opened(walk: Walk) -> Page:
    page = walk.as_("clerk")
    page.clock.install()
    page.goto("/wall")
    expect(page.locator("[data-stopped]")).to_be_hidden()
    return page


def test_a_screen_whose_session_ended_keeps_its_last_picture_and_says_since_when(walk: Walk):
    page = opened(walk)
    with walk.board.story.engine.begin() as connection:
        connection.execute(delete(t.sessions))
    page.clock.fast_forward(61_000)
    expect(page.locator("[data-stopped]")).to_have_text(
        "2010-06-10 10:00起未再更新：以下为最后一次画面。"
    )
    expect(page.locator("h1")).to_contain_text("小方案")


def test_a_screen_that_gets_no_answer_says_so_and_goes_on_when_there_is_one(walk: Walk):
    page = opened(walk)
    page.route("**/wall", lambda route: route.abort())
    page.clock.fast_forward(61_000)
    expect(page.locator("[data-stopped]")).to_be_visible()
    page.unroute("**/wall")
    page.clock.fast_forward(61_000)
    expect(page.locator("[data-stopped]")).to_be_hidden()
