"""A leader's instruction becomes a rectification, is pressed by a slip that is signed on a phone,
put right, checked on site, struck off, and comes back to him closed: one walk through all of it.

Everybody uses his own window; the calendar turns between the steps.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Walk
from workflows.domain.kind_facts import RectificationFacts, SlipFacts
from workflows.domain.rows import Obligation

pytestmark = pytest.mark.e2e
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
WORDS = "查清仓库消防通道堵塞的原因，限期清理。"


def test_a_rectification_goes_from_the_instruction_to_its_closed_report(walk: Walk):
    leader, clerk, head = walk.as_("leader-1", **PHONE), walk.as_("clerk"), walk.as_("b1-head")
    matter = instructed(walk, leader)
    row = issued(walk, clerk)
    signed_for_and_planned(walk, head, row)
    walk.board.story.to("2010-06-24T10:00")  # Three working days after its limit, and one.
    clerk, head = walk.as_("clerk"), walk.as_("b1-head")  # A session lasts half a day.
    seen_as_overdue(clerk)
    slip_signed_on_the_phone(walk, row)
    put_right(walk, head, row)
    checked_and_struck_off(walk, row)
    report_closed(walk, head, clerk, matter)
    assert walk.errors == []


def instructed(walk: Walk, leader: Page) -> Obligation:
    """The leader writes his instruction on the phone; it is a matter of the unit at once."""
    leader.goto("/decisions")
    leader.get_by_label("批示内容").fill(WORDS)
    leader.get_by_label("单位", exact=True).select_option("b1")
    leader.get_by_label("时限（不填为15天）").fill("2010-07-02")
    leader.get_by_role("button", name="下达批示").click()
    expect(leader.get_by_role("status")).to_contain_text("批示已登记")
    (matter,) = walk.board.story.rows(kind="matter")
    return matter


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
    """The office finds it on its first page, overdue, and the slip that waits for a signature."""
    clerk.goto("/today")
    expect(clerk.locator("#red")).to_contain_text("消防通道堆放种子")
    expect(clerk.locator("#papers")).to_contain_text("消防通道堆放种子")


def slip_signed_on_the_phone(walk: Walk, row: Obligation) -> None:
    """The leader in charge reads the red slip and signs it; it has its number at once."""
    slip = next(each for each in walk.board.story.rows(kind="slip") if each.about == row.id)
    signer = walk.as_(slip.holder, **PHONE)
    signer.goto("/decisions")
    card = signer.locator("form.card", has_text="消防通道堆放种子")
    card.get_by_role("link", name="查看全文").click()
    expect(signer.locator("main")).to_contain_text("督办单")
    signer.go_back()
    card.get_by_role("button", name="发送验证码").click()
    expect(signer.get_by_role("status")).to_contain_text("验证码已发往")
    with walk.board.story.engine.connect() as connection:
        code = walk.board.newest_code(connection, slip.holder)
    card.get_by_label("签发须填写邮件验证码").fill(code)
    card.get_by_role("button", name="签发").click()
    expect(signer.get_by_role("status")).to_contain_text("已签发并编号")
    assert SlipFacts.of(now(walk, slip)).number


def put_right(walk: Walk, head: Page, row: Obligation) -> None:
    """The unit says why it was late, and applies to have it struck off."""
    made(head, row, "note", note="二号库已腾出，种子移库过半")
    made(head, row, "apply", note="已清理，通道畅通", done_on="2010-06-23")
    assert (now(walk, row).state, now(walk, row).holder) == ("applied", "committee-head")


def checked_and_struck_off(walk: Walk, row: Obligation) -> None:
    """Whoever verifies goes to see, writes down what he saw, and only then strikes it off."""
    verifier = walk.as_("committee-head")
    made(verifier, row, "check", note="现场看过，已清空")
    made(verifier, row, "strike")
    assert (now(walk, row).state, now(walk, row).light) == ("struck_off", "grey")


def report_closed(walk: Walk, head: Page, clerk: Page, matter: Obligation) -> None:
    """The unit reports, the office accepts, and the leader reads how his instruction ended."""
    made(head, matter, "report", note="通道已清理并销号", done_on="2010-06-24")
    made(clerk, matter, "accept")
    leader = walk.as_("leader-1", **PHONE)
    leader.goto("/decisions")
    last = leader.locator("section", has=leader.locator("#give"))
    expect(last).to_contain_text("办结")
    last.get_by_role("link").first.click()
    expect(leader.locator("main")).to_contain_text("通道已清理并销号")
    walk.board.story.tick()
    letters = walk.board.story.mails(to="leader-1", kind="completed", state="")
    assert matter.id in {item.obligation for letter in letters for item in letter.items}


def made(page: Page, row: Obligation, move: str, **fields: str) -> None:
    """One move on the page of a matter: its form unfolded, filled in, sent, and answered."""
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
