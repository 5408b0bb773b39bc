"""What people do, walked through in a browser: no script error, no step that needs explaining."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.test_ledger_back import filled
from tests.e2e.conftest import Walk
from workflows.domain.kind_facts import AssignedTaskFacts

pytestmark = pytest.mark.e2e


def test_a_member_reports_from_the_link_in_their_mail(walk: Walk):
    row = walk.board.story.row("essay", "b1-head")
    page = walk.as_()
    page.goto(f"/do/{walk.board.token('report', row.id, 'b1-head')}")
    page.get_by_label("一两句情况").fill("心得已写好，交支部。")
    page.get_by_role("button", name="报结").click()
    expect(page.get_by_role("status")).to_contain_text("已登记：报结")
    assert walk.board.story.row("essay", "b1-head").state == "reported"
    assert walk.errors == []


def test_a_reviewer_returns_the_member_repairs_and_it_is_accepted_with_the_others(walk: Walk):
    story = walk.board.story
    story.act("report", "essay", "b1-liaison", by="b1-liaison", note="写了")
    one = story.row("essay", "b1-liaison")
    head = walk.as_("b1-head")
    head.goto("/desk")
    head.locator(f"[name='{one.id}-move']").select_option("return")
    other = story.row("essay", "b1-deputy")
    head.locator(f"[name='{other.id}-move']").select_option("")
    head.locator("details", has=head.locator(f"[name='{one.id}-reason']")).locator(
        "summary"
    ).click()
    head.locator(f"[name='{one.id}-reason']").fill("请写明学了什么")
    head.get_by_role("button", name="全部审核通过").click()
    expect(head.get_by_role("status").first).to_contain_text("退回补办")
    member = walk.as_("b1-liaison")
    member.goto("/desk")
    member.locator(f"[name='{one.id}-move']").select_option("report")
    member.locator(f"[name='{one.id}-note']").fill("学了方案第三部分，结合岗位谈了打算。")
    member.get_by_role("button", name="报送所选事项").click()
    expect(member.get_by_role("status").first).to_contain_text("报结")
    head.goto("/desk")
    head.get_by_role("button", name="全部审核通过").click()
    expect(head.get_by_role("status").first).to_contain_text("审核通过")
    states = {story.row("essay", who).state for who in ("b1-liaison", "b1-deputy")}
    assert states == {"accepted"}
    assert walk.errors == []


def test_a_liaison_enters_for_the_unit_in_one_table(walk: Walk):
    page = walk.as_("b1-liaison")
    page.goto("/desk")
    page.get_by_label("全部办结，勾选的除外").check()
    page.get_by_label("共用说明").fill("5月31日召开，到会18人。")
    page.locator("#all-done_on").fill("2010-05-31")
    page.get_by_label("答复来源").select_option("on paper")
    page.get_by_role("button", name="代填报送").click()
    expect(page.get_by_role("status").first).to_contain_text("动员大会")
    assert walk.board.story.row("rally", "b1").state == "reported"
    assert walk.errors == []


def test_the_clerk_sees_what_an_anchor_changes_before_they_enter_it(walk: Walk):
    page = walk.as_("clerk")
    page.goto("/today")
    page.get_by_role("link", name="大会", exact=True).click()
    page.get_by_label("日期", exact=True).fill("2010-11-08")
    page.get_by_role("button", name="查看影响").click()
    expect(page.get_by_role("status")).to_contain_text("3件事项时限将变动")
    page.get_by_role("button", name="确定此日期").click()
    expect(page.get_by_role("status")).to_contain_text("日期已确定")
    assert str(walk.board.story.row("opinion", "b1").due_on) == "2010-11-07"
    assert walk.errors == []


def test_the_clerk_publishes_again_after_seeing_the_difference(walk: Walk):
    page = walk.as_("clerk")
    page.goto("/publish")
    plan = page.get_by_label("方案（YAML）")
    plan.fill(plan.input_value().replace("6月11日前", "6月18日前"))
    page.get_by_role("button", name="查看差异").click()
    expect(page.get_by_role("status")).to_contain_text("时限变动")
    page.get_by_role("button", name="确认下达").click()
    expect(page.get_by_role("status")).to_contain_text("已发布")
    assert str(walk.board.story.row("essay", "b1-head").due_on) == "2010-06-18"
    assert walk.errors == []


def test_a_leader_decides_and_instructs_on_their_phone(walk: Walk):
    story = walk.board.story
    page = walk.as_("leader-1", viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/")
    expect(page).to_have_url(re.compile("/decisions$"))
    page.get_by_label("批示内容").fill("查清仓库消防通道堵塞的原因，限期清理。")
    page.get_by_label("单位", exact=True).select_option("b1")
    page.get_by_role("button", name="下达批示").click()
    expect(page.get_by_role("status")).to_contain_text("批示已登记")
    (item,) = story.rows(kind="matter")
    assert AssignedTaskFacts.of(item).asked_by == "leader-1"
    assert walk.errors == []


def test_a_leader_signs_a_supervision_notice_on_their_phone(walk: Walk):
    story = walk.board.story
    supervision_notice = next(row for row in story.rows(kind="slip") if row.state == "draft")
    page = walk.as_(
        supervision_notice.assignee, viewport={"width": 390, "height": 844}, has_touch=True
    )
    page.goto("/decisions")
    page.get_by_role("link", name="查看全文").first.click()
    expect(page.locator("body")).to_contain_text("督办单")
    page.go_back()
    page.get_by_role("button", name="发送验证码").first.click()
    expect(page.get_by_role("status")).to_contain_text("验证码已发往")
    with story.engine.connect() as connection:
        code = walk.board.newest_code(connection, supervision_notice.assignee)
    page.get_by_label("签发须填写邮件验证码").first.fill(code)
    page.get_by_role("button", name="签发").first.click()
    expect(page.get_by_role("status")).to_contain_text("已签发并编号")
    assert walk.errors == []


def test_a_ledger_goes_out_is_filled_in_and_comes_back(walk: Walk, tmp_path: Path):
    row = walk.board.story.row("rally", "b1")
    page = walk.as_("b1-liaison")
    page.goto("/ledger?unit=b1")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出表格").click()
    out, back = tmp_path / "out.xlsx", tmp_path / "back.xlsx"
    download.value.save_as(out)
    back.write_bytes(filled(out.read_bytes(), "动员大会", 进展情况="会议改在6月18日"))
    page.get_by_role("link", name="台账回收").click()
    page.locator("input[type=file]").set_input_files(back)
    page.get_by_role("button", name="查看新内容").click()
    expect(page.locator("main")).to_contain_text("会议改在6月18日")
    assert walk.board.story.events(row, "noted") == []
    page.get_by_role("button", name="登记为进展").click()
    expect(page.get_by_role("status")).to_contain_text("1")
    (event,) = walk.board.story.events(row, "noted")
    assert event.why["note"] == "会议改在6月18日" and event.why["entered_for"] == "b1-head"
    assert walk.errors == []


def test_who_is_late_with_what_and_why_takes_two_clicks(demo_walk: Walk):
    demo_walk.board.story.act("note", "rally", "b1", by="b1-head", note="会场被抗旱会议占用")
    demo_walk.board.session("clerk")
    page = demo_walk.as_(locale="zh-CN")
    page.goto("/")
    page.get_by_role("button", name="办公室经办人").click()
    expect(page.locator("#red")).to_contain_text("会场被抗旱会议占用")
    page.locator("#red").get_by_role("link", name="动员大会").first.click()
    expect(page.locator("main")).to_contain_text("b1-head")


def test_the_language_is_switched_on_any_page_and_stays(walk: Walk):
    page = walk.as_("clerk")
    page.goto("/ledger?unit=b1")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/ledger\?unit=b1$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ledger")
    page.goto("/today")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    assert walk.errors == []


def test_everything_works_without_scripts(walk: Walk):
    row = walk.board.story.row("rally", "b1")
    page = walk.as_("b1-head", java_script_enabled=False)
    page.goto("/desk")
    page.locator(f"[name='{row.id}-move']").select_option("report")
    page.locator(f"[name='{row.id}-note']").fill("5月31日召开。")
    page.locator(f"[name='{row.id}-done_on']").fill("2010-05-31")
    page.get_by_role("button", name="报送所选事项").click()
    assert walk.board.story.row("rally", "b1").state == "reported"


def test_a_page_is_used_by_keyboard_alone(walk: Walk):
    page = walk.as_("clerk")
    page.goto("/today")
    page.keyboard.press("Tab")
    assert _focused(page) == "跳到正文"
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_what_is_wrong_with_a_long_text_is_in_sight_although_one_stands_at_its_end(walk: Walk):
    page = walk.as_("clerk", viewport={"width": 900, "height": 600})
    page.goto("/publish")
    page.locator("textarea[name=plan]").last.fill("programme: 3")
    page.get_by_role("button", name="查看差异").click()
    expect(page.get_by_role("alert").first).to_be_in_viewport()
    expect(page.locator("textarea[name=plan]").last).to_have_value("programme: 3")
