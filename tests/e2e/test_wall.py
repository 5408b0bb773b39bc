"""A screen in a hallway, which nobody touches: it goes on, or says since when it does not."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, insert, select

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


@pytest.mark.parametrize("units", [20, 42, 72])
def test_nobody_has_to_scroll_for_their_unit(walk: Walk, units: int):
    with walk.board.story.engine.begin() as connection:
        programme = connection.scalar(select(t.programmes.c.key))
        for n in range(units - 4):
            connection.execute(
                insert(t.units).values(
                    key=f"more-{n}",
                    kind="unit",
                    parent="",
                    phone="",
                    place=100 + n,
                    titles={"zh": f"第{n}党支部委员会", "en": f"Branch {n}"},
                )
            )
            connection.execute(
                insert(t.tally_lights).values(
                    programme=programme,
                    phase="A",
                    item="rally",
                    unit=f"more-{n}",
                    kind="task",
                    state="open",
                    light="red",
                    n=1,
                )
            )
    page = walk.as_("clerk", viewport={"width": 1920, "height": 1080})
    page.goto("/wall")
    assert page.locator("tbody tr").count() >= units - 4
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    assert page.evaluate("document.documentElement.scrollWidth") <= 1920
