"""The forms a hand signs hold what the record holds, in the order of the office's own form."""

import pytest

from documents import approvals
from documents.options import DocumentOptions
from tests.documents.reading import lines
from tests.stories.world import RALLY, plan
from workflows.store.engine import reading

CLOSURE = (
    *("编号", "问题", "整改目标和措施", "完成情况", "佐证目录", "责任单位意见", "现场核查情况"),
    *("督查机构意见", "领导意见", "公示情况", "销号日期"),
)
MORE_TIME = (
    *("编号", "申请单位", "事项及编号", "交办日期", "原时限", "已延次数", "申请延至", "目前进展"),
    *(
        "延期理由",
        "倒排措施",
        "承办人、电话",
        "单位负责人意见",
        "督查机构初审",
        "领导审批",
        "批复延至",
    ),
)
PHOTO, OTHER = (("0" * 64, "照片.jpg"),), (("1" * 64, "旧照片.jpg"),)


@pytest.fixture
def story(tell):
    """Tuesday, 1 June 2010, ten o'clock."""
    return tell(plan(RALLY)).to("2010-06-01T10:00")


def form(story, row, language: str = "zh") -> list[str]:
    with reading(story.engine).connect() as connection:
        options = DocumentOptions(language=language)
        return lines(approvals.written(connection, story.context, row, story.now, options))


def applied(story, evidence=PHOTO):
    row = story.act("sign", row=story.find("b3"), by="b3-head")
    given = {"cause": "无处可放", "goal": "通道畅通", "measures": "另租仓库"}
    row = story.act("plan", row=row, by="b3-head", **given)
    given = {"note": "已清理", "done_on": "2010-06-04", "evidence": evidence}
    return story.act("apply", row=row, by="b3-head", at="2010-06-07T10:00", **given)


def struck_off(story):
    row = applied(story)
    row = story.act("check", row=row, by="committee-head", note="看过，畅通", person="clerk")
    return story.act("strike", row=row, by="committee-head")


def test_the_form_for_closing_has_every_field_of_the_office_in_its_order(story):
    said = form(story, struck_off(story))
    assert tuple(line for line in said if line in CLOSURE) == CLOSURE
    steps = "申请（6月7日） → 现场核查（6月7日） → 审核签字 → 公示"
    assert said[:2] == ["销号审核表", steps]
    for line in (
        "消防通道堆放种子",
        "目标：通道畅通",
        "措施：另租仓库",
        "2010年6月4日完成。已清理",
        "1. 照片.jpg",
        "系统记录：b3-head　2010年6月7日",
        "看过，畅通",
        "系统记录：committee-head、clerk　2010年6月7日",
    ):
        assert line in said, line
    assert said[-1] == "2010年6月7日"


def test_what_a_hand_signs_stays_blank_and_nothing_is_said_before_it_happened(story):
    row = story.act("sign", row=story.find("b3"), by="b3-head")
    said = form(story, row)
    assert sum(line.startswith(("签字：", "负责人签字：", "核查人签字：")) for line in said) == 4
    assert not any("b3-head" in line or "6月7日" in line for line in said)
    assert said[-1] == "销号日期"


def test_what_was_sent_back_is_not_shown_as_applied_for_and_a_new_life_begins_without_proof(story):
    row = story.act("return", row=applied(story, OTHER), by="committee-head", reason="内容不全")
    said = form(story, row)
    assert not any("已清理" in line or "b3-head" in line for line in said)
    row = story.act("apply", row=row, by="b3-head", note="再次清理", evidence=PHOTO)
    row = story.act("check", row=row, by="committee-head", note="看过")
    row = story.act("strike", row=row, by="committee-head")
    row = story.act("relapse", row=row, by="committee-head", reason="又堆了")
    assert not any("照片" in line for line in form(story, row))


def asked(story):
    row = story.assign("b3", title="专报", due="2010-06-16", words="本周内报来虫情")
    story.act("note", row=row, by="b3-head", note="已调查三个乡")
    story.act("extend", row=row, by="b3-head", to="2010-06-25", reason="连日下雨")
    return [r for r in story.rows(kind="decision") if r.assignee][-1]


def test_a_request_for_more_time_has_every_field_of_the_office_in_its_order(story):
    request = asked(story)
    said = form(story, request)
    assert tuple(line for line in said if line in MORE_TIME) == MORE_TIME
    for line in (
        f"#{request.id}",
        f"专报 #{request.about}",
        "2010年6月1日",
        "2010年6月16日",
        "0次",
        "2010年6月25日",
        "已调查三个乡",
        "连日下雨",
        "b3-head　1",
    ):
        assert line in said, line
    assert said[-1] == "批复延至"


def test_once_it_is_granted_the_form_still_has_the_limit_from_which_it_was_asked(story):
    request = story.act("pass", row=asked(story), by="clerk", note="情况属实")
    request = story.act("agree", row=request, by="leader-2", at="2010-06-02T10:00")
    said = form(story, request)
    assert said[said.index("原时限") + 1] == "2010年6月16日"
    assert said[-2:] == ["批复延至", "2010年6月25日"]
    assert {"情况属实", "系统记录：clerk　2010年6月1日", "系统记录：leader-2　2010年6月2日"} <= set(
        said
    )


def test_a_refusal_says_so_and_why_on_the_form(story):
    request = story.act("refuse", row=asked(story), by="clerk", reason="雨已停")
    said = form(story, request)
    assert said[-1] == "不同意延期" and "雨已停" in said


def test_the_forms_are_in_english_for_an_english_reader(story):
    said = form(story, struck_off(story), "en")
    assert said[0] == "Closing review form" and "Goal: 通道畅通" in said
    assert form(story, asked(story), "en")[0] == "Extension request"


def test_other_items_have_no_such_form(story):
    explained = story.rows("rally")[0]
    assert approvals.has_form(explained) == ""


def test_the_head_is_not_said_to_have_agreed_to_what_the_responsible_party_asked_for_on_their_own(
    story,
):
    row = story.assign("b3", title="专报", due="2010-06-16", person="b3-deputy")
    story.act("extend", row=row, by="b3-deputy", to="2010-06-25", reason="下雨")
    said = form(story, next(r for r in story.rows(kind="decision") if r.assignee))
    assert said[1].startswith("申请（6月1日）")
    assert not any(line.startswith("系统记录") for line in said)
    assert "系统记录：b3-head　2010年6月1日" in form(story, asked(story))
