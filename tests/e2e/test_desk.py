"""A long desk, sent as a browser sends it: with an empty part for every file not chosen."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from tests.dashboard.board import multiply
from tests.e2e.conftest import Walk

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("scripts", [True, False])
def test_a_desk_of_more_than_twenty_items_is_sent(walk: Walk, scripts: bool):
    multiply(walk.board, 30, "rally")
    row = walk.board.story.row("essay", "b1-head")
    page = walk.as_("b1-head", java_script_enabled=scripts)
    page.goto("/desk")
    assert page.locator("input[type=file]").count() > 20
    card = page.locator("details.card", has=page.locator(f"[name='{row.id}-move']"))
    if card.get_attribute("open") is None:
        card.locator("summary").first.click()
    page.locator(f"[name='{row.id}-move']").select_option("report")
    page.locator(f"[name='{row.id}-note']").fill("心得已写好，交支部。")
    page.get_by_role("button", name="报送所选事项").click()
    expect(page.get_by_role("status").first).to_contain_text("报结")
    assert walk.board.story.row("essay", "b1-head").state == "reported"
    assert walk.errors == []


def test_what_was_typed_outlives_a_database_that_does_not_answer(walk: Walk):
    row = walk.board.story.row("essay", "b1-head")
    page = walk.as_("b1-head")
    page.goto("/desk")
    page.locator(f"[name='{row.id}-move']").select_option("report")
    page.locator(f"[name='{row.id}-note']").fill("心得已写好，交支部。")
    _rename(walk, "sessions", "gone")
    page.get_by_role("button", name="报送所选事项").click()
    expect(page.locator(".alone")).to_contain_text("督办系统暂时无法使用")
    assert walk.board.story.row("essay", "b1-head").state == "open"
    _rename(walk, "gone", "sessions")
    page.get_by_role("button", name="报送所选事项").click()
    expect(page.get_by_role("status").first).to_contain_text("报结")
    assert walk.board.story.row("essay", "b1-head").state == "reported"


def _rename(walk: Walk, before: str, after: str) -> None:
    with walk.board.story.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))
