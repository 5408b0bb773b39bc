"""The ledgers say what the rows, the events and the requests say, column by column."""

from typing import Any

import pytest

from documents import registers
from documents.ledgers import Ledgers
from documents.row_key import read_key
from tests.stories.world import ESSAY, OPINION, RALLY, plan
from workflows.store.engine import reading


@pytest.fixture
def story(tell):
    """Tuesday, 1 June 2010, ten o'clock."""
    return tell(plan(RALLY)).to("2010-06-01T10:00")


def line(story, kind: str, row) -> Any:
    with reading(story.engine).connect() as connection:
        ledgers = Ledgers(connection, story.context, story.now, "zh")
        form = getattr(ledgers, kind)()
    return next(one.cells for one in form.rows if row.id in ids(one))


def ids(line) -> tuple[int, ...]:
    """The items a line is about, by its key."""
    key = read_key(line.key)
    return key.ids if key else ()


def struck_off(story):
    row = story.find("b3")
    row = story.act("sign", row=row, by="b3-head")
    given = {"note": "已清理，通道畅通", "evidence": (("0" * 64, "照片.jpg"),)}
    row = story.act("apply", row=row, by="b3-head", at="2010-06-07T10:00", **given)
    row = story.act("check", row=row, by="committee-head", note="看过")
    return story.act("strike", row=row, by="committee-head")


def test_a_rectification_shows_its_evidence_and_what_the_look_back_found(story):
    row = struck_off(story)
    cells = line(story, "rectifications", row)
    assert (cells["evidence"], cells["completion"]) == ("照片.jpg", "done")
    assert cells["follow_up"] == "2010-08-06，待回头看"
    story.to("2010-08-09T10:00")
    story.act("holds", row=story.row(row.item, kind="lookback"), by="committee-head", note="畅通")
    assert line(story, "rectifications", row)["follow_up"] == "2010-08-09，未反弹"


def test_what_lies_with_its_reviewer_is_not_called_overdue_and_what_is_waived_not_done(story):
    row = story.act("sign", row=story.find("b3", limit="2010-06-04"), by="b3-head")
    row = story.act("apply", row=row, by="b3-head", at="2010-06-04T10:00")
    story.to("2010-06-21T10:00")
    assert story.row(row.item).light == "red"
    assert line(story, "rectifications", row)["completion"] == "under_way"
    row = story.act("waive", row=row, by="committee-head", reason="已拆除")
    assert line(story, "rectifications", row)["completion"] == ""


def test_a_item_shows_the_original_words_and_who_did_it_while_it_is_being_verified(story):
    row = story.assign("b3", title="专报", words="本周内报来虫情", assist=("b1",))
    row = story.act("report", row=row, by="b3-head", note="已报", at="2010-06-03T10:00")
    cells = line(story, "items", row)
    assert row.assignee == "clerk" and cells["responsible"].startswith("b3-head")
    assert (cells["asked"], cells["progress"]) == ("本周内报来虫情", "已报")


def test_more_time_is_counted_and_its_reason_stands_as_the_obstacle(story):
    row = story.assign("b3", title="专报", due="2010-06-16")
    for to in ("2010-06-25", "2010-07-05"):
        story.act("extend", row=row, by="b3-head", to=to, reason=f"雨到{to}")
        for move, by in (
            ("pass", "clerk"),
            ("agree", "leader-2" if to < "2010-07" else "director"),
        ):
            request = next(r for r in story.rows(kind="decision") if r.assignee)
            story.act(move, row=request, by=by)
    cells = line(story, "items", row)
    assert cells["extension"] == "2次，延至2010-07-05"
    assert (cells["obstacles"], cells["next_steps"]) == ("雨到2010-07-05", "拟于2010-07-05前办结")


def test_the_leaders_page_lists_what_waits_for_their_decision(story):
    row = story.assign("b3", title="专报", due="2010-06-16")
    for to, leader in (("2010-06-25", "leader-2"), ("2010-07-05", "")):
        story.act("extend", row=row, by="b3-head", to=to, reason="下雨")
        request = next(r for r in story.rows(kind="decision") if r.assignee)
        request = story.act("pass", row=request, by="clerk")
        if leader:
            story.act("agree", row=request, by=leader)
    with reading(story.engine).connect() as connection:
        page = Ledgers(connection, story.context, story.now, "zh").leader_page(None)
    (wanted,) = page.decisions
    assert (wanted.asks, wanted.answers) == ("申请延至2010-07-05：下雨", ("同意", "不同意"))


def listed(story, kind: str) -> list[Any]:
    """The cells of each row of one of the other lists."""
    with reading(story.engine).connect() as connection:
        ledgers = Ledgers(connection, story.context, story.now, "zh")
        return [one.cells for one in getattr(registers, kind)(ledgers).rows]


def test_the_register_of_instructions_has_what_leaders_wrote_and_how_it_was_answered(story):
    story.assign("b2", title="会议议定事项", source="meeting")
    given = {"title": "报虫情", "words": "请三支部报来虫情。", "assist": ("b1",)}
    row = story.assign("b3", asked_by="leader-2", due="2010-06-16", **given)
    (cells,) = listed(story, "instructions")
    assert (cells["leader"], cells["instructed_on"]) == ("leader-2", None)
    assert (cells["words"], cells["proposal"]) == ("请三支部报来虫情。", "报虫情")
    assert (cells["units"], cells["result"]) == ("b3（配合：b1）", "办理中")
    assert (str(cells["came_on"]), str(cells["due_on"])) == ("2010-06-01", "2010-06-16")
    row = story.act("report", row=row, by="b3-head", note="已报", at="2010-06-03T10:00")
    story.act("accept", row=row, by="clerk", at="2010-06-04T10:00")
    (cells,) = listed(story, "instructions")
    assert (cells["result"], str(cells["told_on"])) == ("办结：已报", "2010-06-04")


def test_what_a_leader_entered_themselves_bears_the_day_on_which_he_wrote_it(story):
    story.assign("b3", title="报虫情", asked_by="leader-2", by="leader-2")
    (cells,) = listed(story, "instructions")
    assert str(cells["instructed_on"]) == "2010-06-01"


def test_the_breakdown_has_each_line_of_the_plan_in_its_order_with_those_who_owe_it(tell):
    given = "{id: rally, owes: each unit(kind=branch), words: 5月底前, text: 全体参加, clause: 四1,"
    given += " assist: [office], evidence: 会议记录, verifier: parent unit}"
    story = tell(plan(given, ESSAY, OPINION)).to("2010-06-01T10:00")
    rally, essay, opinion = listed(story, "breakdown")
    assert (rally["clause"], rally["goal"], rally["assisting"]) == ("四1", "全体参加", "office")
    assert (rally["lead_unit"], rally["due_words"]) == ("b1、b2、b3", "5月底前")
    assert (rally["leader"], rally["evidence"]) == ("leader-1、leader-2", "会议记录")
    assert (essay["due_words"], opinion["due_words"]) == ("6月11日前", "大会召开前")


def test_the_short_form_for_leaders_has_what_is_under_way_and_nothing_else(tell):
    story = tell(plan(RALLY)).to("2010-06-01T10:00")
    row = story.act("report", "rally", "b1", by="b1-head", note="已开")
    story.act("accept", row=row, by=row.assignee)
    story.act("note", "rally", "b2", by="b2-head", note="会场已借到")
    b2, b3 = listed(story, "short")
    assert (b2["lead_unit"], b2["progress"], b2["light"]) == ("b2", "会场已借到", "red")
    assert (b3["lead_unit"], b3["leader"], str(b3["due_on"])) == ("b3", "leader-2", "2010-05-31")
