"""A leader's instruction becomes a rectification, is reminded by a supervision notice that is
signed on a phone,
put right, checked on site, closed, and comes back to them closed: one walk through all of it.

Everybody uses their own window; the calendar turns between the steps.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Walk
from workflows.domain.kind_facts import RectificationFacts, SupervisionNoticeFacts
from workflows.domain.rows import Obligation

pytestmark = pytest.mark.e2e
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
WORDS = "查清仓库消防通道堵塞的原因，限期清理。"


def test_a_rectification_goes_from_the_instruction_to_its_closed_report(walk: Walk):
    leader, clerk, head = walk.as_("leader-1", **PHONE), walk.as_("clerk"), walk.as_("b1-head")
    item = instructed(walk, leader)
    row = issued(walk, clerk)
    signed_for_and_planned(walk, head, row)
    walk.board.story.to("2010-06-24T10:00")  # Three working days after its limit, and one.
    clerk, head = walk.as_("clerk"), walk.as_("b1-head")  # A session lasts half a day.
    seen_as_overdue(clerk)
    supervision_notice_signed_on_the_phone(walk, row)
    put_right(walk, head, row)
    checked_and_struck_off(walk, row)
    report_closed(walk, head, clerk, item)
    assert walk.errors == []


def instructed(walk: Walk, leader: Page) -> Obligation:
    """The leader writes their instruction on the phone; it is an item of the unit at once."""
    leader.goto("/decisions")
    leader.get_by_label("批示内容").fill(WORDS)
    leader.get_by_label("单位", exact=True).select_option("b1")
    leader.get_by_label("时限（不填为15天）").fill("2010-07-02")
    leader.get_by_role("button", name="下达批示").click()
    expect(leader.get_by_role("status")).to_contain_text("批示已登记")
    (item,) = walk.board.story.rows(kind="matter")
    return item


def issued(walk: Walk, clerk: Page) -> Obligation:
    """The office issues what is to be put right, and sees the limit before it does."""
    clerk.goto("/findings/new")
    for name, value in {
        "what": "消防通道堆放种子",
        "source": "领导批示",
        "due": "6月18日前",
    }.items():
        clerk.locator(f"[name='{name}']").fill(value)
    for name, value in {"unit": "b1", "verifier": "committee-head", "severity": "hard"}.items():
        clerk.locator(f"[name='{name}']").select_option(value)
    clerk.locator("button[value='preview']").click()
    expect(clerk.get_by_role("status")).to_contain_text("6月18日")
    clerk.locator("button[value='enter']").click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("消防通道")
    (row,) = walk.board.story.rows(kind="rectification")
    return row


def signed_for_and_planned(walk: Walk, head: Page, row: Obligation) -> None:
    """The head signs for it, and plans the measures that its severity asks for."""
    made(head, row, "sign")
    made(head, row, "plan", cause="库房小", goal="通道畅通", measures="腾出二号库，种子移库")
    assert RectificationFacts.of(now(walk, row)).plan.measures == "腾出二号库，种子移库"


def seen_as_overdue(clerk: Page) -> None:
    """The office finds it on its first page, overdue, and the supervision notice that waits for a
    signature."""
    clerk.goto("/today")
    expect(clerk.locator("#red")).to_contain_text("消防通道堆放种子")
    expect(clerk.locator("#papers")).to_contain_text("消防通道堆放种子")


def supervision_notice_signed_on_the_phone(walk: Walk, row: Obligation) -> None:
    """The leader in charge reads the red supervision notice and signs it; it has its number at
    once."""
    supervision_notice = next(
        each for each in walk.board.story.rows(kind="slip") if each.about == row.id
    )
    signer = walk.as_(supervision_notice.assignee, **PHONE)
    signer.goto("/decisions")
    card = signer.locator("form.card", has_text="消防通道堆放种子")
    card.get_by_role("link", name="查看全文").click()
    expect(signer.locator("main")).to_contain_text("督办单")
    signer.go_back()
    card.get_by_role("button", name="发送验证码").click()
    expect(signer.get_by_role("status")).to_contain_text("验证码已发往")
    with walk.board.story.engine.connect() as connection:
        code = walk.board.newest_code(connection, supervision_notice.assignee)
    card.get_by_label("签发须填写邮件验证码").fill(code)
    card.get_by_role("button", name="签发").click()
    expect(signer.get_by_role("status")).to_contain_text("已签发并编号")
    assert SupervisionNoticeFacts.of(now(walk, supervision_notice)).number


def put_right(walk: Walk, head: Page, row: Obligation) -> None:
    """The unit says why it was late, and applies to have it closed."""
    made(head, row, "note", note="二号库已腾出，种子移库过半")
    made(head, row, "apply", note="已清理，通道畅通", done_on="2010-06-23")
    assert (now(walk, row).state, now(walk, row).assignee) == ("applied", "committee-head")


def checked_and_struck_off(walk: Walk, row: Obligation) -> None:
    """Whoever verifies goes to see, writes down what he saw, and only then strikes it off."""
    reviewer = walk.as_("committee-head")
    made(reviewer, row, "check", note="现场看过，已清空")
    made(reviewer, row, "strike")
    assert (now(walk, row).state, now(walk, row).light) == ("struck_off", "grey")


def report_closed(walk: Walk, head: Page, clerk: Page, item: Obligation) -> None:
    """The unit reports, the office accepts, and the leader reads how their instruction ended."""
    made(head, item, "report", note="通道已清理并销号", done_on="2010-06-24")
    made(clerk, item, "accept")
    leader = walk.as_("leader-1", **PHONE)
    leader.goto("/decisions")
    last = leader.locator("section", has=leader.locator("#give"))
    expect(last).to_contain_text("办结")
    last.get_by_role("link").first.click()
    expect(leader.locator("main")).to_contain_text("通道已清理并销号")
    walk.board.story.tick()
    letters = walk.board.story.mails(to="leader-1", kind="completed", state="")
    assert item.id in {item.obligation for letter in letters for item in letter.items}


def made(page: Page, row: Obligation, move: str, **fields: str) -> None:
    """One move on the page of an item: its form unfolded, filled in, sent, and answered."""
    page.goto(f"/obligations/{row.id}")
    form = page.locator(f"form[action$='/{move}']")
    page.locator("details", has=form).evaluate("each => { each.open = true }")
    for name, value in fields.items():
        form.locator(f"[name='{name}']").fill(value)
    label = form.locator("button").inner_text()
    form.locator("button").click()
    expect(page.get_by_role("status")).to_contain_text(label)


def now(walk: Walk, row: Obligation) -> Obligation:
    return next(each for each in walk.board.story.rows() if each.id == row.id)
