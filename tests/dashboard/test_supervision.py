"""Documents, inspections, rectifications and requests on the board: signed, sent back, on
record."""

import io
import re
import zipfile
from base64 import b64encode
from hashlib import sha256
from urllib.parse import quote

import pytest

from tests.dashboard.board import Board, Counting, target, words
from workflows.commands import views
from workflows.domain.kind_facts import InspectionFacts, RectificationFacts, SupervisionNoticeFacts
from workflows.domain.rows import Obligation
from workflows.store import queries


def post(board: Board, by: str, path: str, **data: object):
    return board.client(by).post(path, data=data)


def move(
    board: Board, by: str, row: Obligation, name: str, where: str = "obligations", **data: object
):
    """A move through its form, at the row's present revision."""
    (now,) = [one for one in board.story.rows() if one.id == row.id]
    return post(board, by, f"/{where}/{row.id}/{name}", revision=str(now.revision), **data)


def again(board: Board, row: Obligation) -> Obligation:
    return next(one for one in board.story.rows() if one.id == row.id)


@pytest.fixture
def supervision_notice(board: Board) -> Obligation:
    """The red supervision notice about the rally of b1, drafted by the policy, before leader-1."""
    board.story.to("2010-06-11T10:00")
    found = [row for row in board.story.rows(kind="slip") if row.unit == "b1"]
    assert [row.state for row in found] == ["draft"] and found[0].assignee == "leader-1"
    return found[0]


# --- documents -----------------------------------------------------------------------------------


def test_a_leader_signs_a_supervision_notice_with_one_tap_and_it_stands_in_the_book(
    board, supervision_notice
):
    leader = board.client("leader-1")
    text = leader.get("/decisions").text
    assert f'action="/decisions/{supervision_notice.id}"' in text and 'value="sign"' in text
    code = board.code("leader-1")
    data = {"revision": str(supervision_notice.revision), "move": "sign", "code": code}
    assert target(leader.post(f"/decisions/{supervision_notice.id}", data=data)) == "/decisions"
    number = SupervisionNoticeFacts.of(again(board, supervision_notice)).number
    assert again(board, supervision_notice).state == "signed" and "1号" in number
    assert number in words(board.client("clerk").get("/papers"))
    assert number in words(leader.get(f"/papers/{supervision_notice.id}"))


def test_a_draft_is_not_for_the_one_it_reminds_but_what_was_signed_is(board, supervision_notice):
    head, member = board.client("b1-head"), board.client("b1-plain")
    for where in (
        f"/papers/{supervision_notice.id}",
        f"/papers/{supervision_notice.id}/print",
        f"/obligations/{supervision_notice.id}",
    ):
        assert head.get(where).status_code == 404, where
    assert f"/papers/{supervision_notice.id}" not in head.get("/papers").text
    move(board, "leader-1", supervision_notice, "sign", "papers", code=board.code("leader-1"))
    assert head.get(f"/papers/{supervision_notice.id}").status_code == 200
    assert head.get(f"/papers/{supervision_notice.id}.docx").status_code == 200
    # Members of the unit see that there is one, not what it says; other units see nothing.
    assert member.get(f"/papers/{supervision_notice.id}").status_code == 200
    assert member.get(f"/papers/{supervision_notice.id}/print").status_code == 404
    assert board.client("b3-head").get(f"/papers/{supervision_notice.id}").status_code == 404


def test_a_supervision_notice_goes_back_to_the_office_only_with_a_sentence_and_comes_again(
    board, supervision_notice
):
    answer = move(board, "leader-1", supervision_notice, "return", "papers")
    assert answer.status_code == 422 and "请写一句理由" in answer.text
    move(board, "leader-1", supervision_notice, "return", "papers", reason="先电话了解")
    assert again(board, supervision_notice).state == "sent_back"
    assert "退回拟稿" in words(board.client("clerk").get("/papers"))
    move(board, "clerk", supervision_notice, "redraft", "papers", note="已电话了解，仍未开")
    assert (again(board, supervision_notice).state, again(board, supervision_notice).assignee) == (
        "draft",
        "leader-1",
    )


def test_a_void_supervision_notice_keeps_its_number_in_the_book_and_says_that_it_is_void(
    board, supervision_notice
):
    move(board, "leader-1", supervision_notice, "sign", "papers", code=board.code("leader-1"))
    number = SupervisionNoticeFacts.of(again(board, supervision_notice)).number
    move(board, "clerk", supervision_notice, "void", "papers", reason="事项已办结")
    shown = board.client("clerk").get("/papers?state=void")
    assert number in words(shown) and "作废" in words(shown)
    assert "作废" in board.client("clerk").get(f"/papers/{supervision_notice.id}/print").text


def test_a_document_prints_under_a_policy_of_its_own_that_runs_and_fetches_nothing(
    board, supervision_notice
):
    answer = board.client("clerk").get(f"/papers/{supervision_notice.id}/print")
    policy = answer.headers["content-security-policy"]
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, flags=re.DOTALL)
    fits = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{fits}';" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy and "script" not in policy
    assert "<script" not in answer.text and "督办单" in answer.text
    assert not re.search(r"https?://|src=|@import|url\(", answer.text)


def test_what_a_supervision_notice_says_on_the_page_is_what_it_prints(board, supervision_notice):
    shown = words(board.client("leader-1").get(f"/papers/{supervision_notice.id}"))
    printed = words(board.client("leader-1").get(f"/papers/{supervision_notice.id}/print"))
    for said in ("请立即组织办理，尽快办结。", "个工作日（截至", "主送"):
        assert said in shown and said in printed


def test_what_somebody_had_no_right_to_do_is_on_record_and_nothing_else_of_it(
    board, supervision_notice
):
    row = board.story.row("rally", "b1")
    answer = move(board, "leader-2", row, "waive", reason="不必办")
    assert answer.status_code in (404, 422)
    answer = move(board, "b1-liaison", row, "waive", reason="不必办")
    assert answer.status_code == 422
    (event,) = board.story.events(row, "denied")
    assert (event.actor, event.why["move"]) == ("b1-liaison", "waive")
    assert board.story.row("rally", "b1").state == "open"


# --- bulletins --------------------------------------------------------------------------------


@pytest.fixture
def bulletin(board: Board) -> Obligation:
    """The bulletin of June, its numbers taken, shown to the units."""
    board.story.to("2010-06-30T18:00")
    return next(row for row in board.story.rows(kind="bulletin") if row.state == "checking")


def test_a_head_sees_the_rows_of_their_unit_while_they_are_checked_and_says_what_is_wrong(
    board, bulletin
):
    page = board.client("b1-head").get(f"/bulletins/{bulletin.id}")
    rows = re.findall(r'<th scope="row">([^<]+)</th>', page.text)
    assert rows[:2] == ["b1", "合计"]
    assert board.client("b1-head").get(f"/bulletins/{bulletin.id}/print").status_code == 404
    move(board, "b1-head", bulletin, "correct", "bulletins", note="应为5件")
    assert "应为5件" in words(board.client("clerk").get(f"/bulletins/{bulletin.id}"))
    assert board.client("b1-plain").get(f"/bulletins/{bulletin.id}").status_code == 404


def test_a_bulletin_is_submitted_after_the_units_looked_and_signed_by_a_leader(board, bulletin):
    early = move(board, "clerk", bulletin, "submit", "bulletins")
    assert early.status_code == 422 and "7月2日" in words(early)
    board.story.to("2010-07-02T10:00")
    move(board, "clerk", bulletin, "submit", "bulletins")
    assignee = again(board, bulletin).assignee
    assert f"/bulletins/{bulletin.id}" in board.client(assignee).get("/decisions").text
    move(board, assignee, bulletin, "sign", "bulletins", code=board.code(assignee))
    assert again(board, bulletin).state == "signed"
    member = board.client("b1-plain")
    assert "第1期" in words(member.get("/bulletins"))
    assert member.get(f"/bulletins/{bulletin.id}/print").status_code == 200
    assert member.get(f"/bulletins/{bulletin.id}.docx").content[:2] == b"PK"


def test_the_month_end_pack_is_one_file_for_the_office(board, bulletin):
    answer = board.client("clerk").get("/pack.zip")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert {
        "督办台账和整改台账.xlsx",
        "电话催办清单.xlsx",
        "呈阅.docx",
        "督查通报2010-06（草稿）.docx",
    } == set(names)
    assert board.client("leader-1").get("/pack.zip").status_code == 403


def test_the_form_for_closing_is_for_those_who_see_the_record_and_stands_on_its_page(board):
    row = board.story.find("b1")
    where = f"/obligations/{row.id}/form.docx"
    page = board.client("b1-head").get(f"/obligations/{row.id}")
    assert f'href="{where}"' in page.text and "销号审核表" in words(page)
    answer = board.client("b1-head").get(where)
    assert answer.content[:2] == b"PK" and quote("销号审核表") in str(answer.headers)
    english = board.client("b1-head", **{"accept-language": "en"}).get(f"/obligations/{row.id}")
    assert "Closing review form" in words(english)
    assert where not in board.client("b1-plain").get(f"/obligations/{row.id}").text
    rally = board.story.row("rally", "b1").id
    other = f"/obligations/{rally}/form.docx"
    for person, path in (("b1-plain", where), ("b3-head", where), ("clerk", other)):
        assert board.client(person).get(path).status_code == 404, (person, path)


def test_the_statistics_count_as_the_bulletin_and_status_do(board, bulletin):
    client = board.client("clerk")
    with board.story.engine.connect() as connection:
        told = views.status(connection, board.story.context, board.story.now)
    (numbers,) = [one["numbers"] for one in told["phases"] if one["id"] == "A"]
    row = re.search(r'<a href="/phases/A">[^<]*</a></th>(.*?)</tr>', client.get("/figures").text)
    assert row
    cells = [int(cell) if cell.isdigit() else 0 for cell in re.findall(r">([\d–]+)<", row[1])]
    assert cells[:3] == [numbers["owed"], numbers["done"], numbers["on_time"]]
    assert cells[5] == numbers["overdue"] > 0
    # Whoever sees some units is shown the numbers of these.
    assert "/units/b3" not in board.client("b1-head").get("/figures").text


@pytest.mark.parametrize("page", ["/papers", "/bulletins"])
def test_a_document_is_opened_in_few_queries(board, supervision_notice, bulletin, page):
    client = board.client("clerk")
    where = f"{page}/{supervision_notice.id if page == '/papers' else bulletin.id}"
    client.get(where)
    with Counting(board.story.engine) as counting:
        assert client.get(where).status_code == 200
    assert counting.n <= 8, where


# --- inspections ------------------------------------------------------------------------------


def planned(board: Board, **more: object) -> Obligation:
    data = {"way": "round_visit", "lead": "leader-1", "on": "2010-06-11"} | more
    answer = post(board, "clerk", "/inspections", **data)
    assert answer.status_code == 303, words(answer)
    return board.story.rows(kind="inspection")[-1]


def test_an_inspection_is_planned_held_and_what_it_found_is_issued(board):
    row = planned(board, units=["b1", "b3"], title="备耕督查")
    assert "备耕督查" in words(board.client("b1-head").get("/inspections"))
    data = {
        "note": "台账不全",
        "done_on": "2010-06-10",
        "f1-unit": "b1",
        "f1-what": "通道堆物",
        "f1-severity": "urgent",
        "f2-unit": "b3",
        "f2-what": "台账缺页",
        "f2-limit": "10wd",
    }
    wrong = move(board, "leader-1", row, "close", **data | {"f2-limit": "随便"})
    assert wrong.status_code == 422 and "台账缺页" in wrong.text and "6月20日前" in wrong.text
    assert not board.story.rows(kind="rectification")
    move(board, "leader-1", row, "close", **data)
    first, second = board.story.rows(kind="rectification")
    assert (first.unit, RectificationFacts.of(first).severity) == ("b1", "urgent")
    assert (second.unit, str(second.due_on)) == ("b3", "2010-06-25")
    shown = board.client("clerk").get("/inspections").text
    assert f"/obligations/{first.id}" in shown and f"/obligations/{second.id}" in shown


def test_units_are_drawn_by_a_seed_that_is_shown_and_a_random_check_tells_nobody(board):
    row = planned(board, way="random_check")
    early = move(board, "leader-1", row, "close", note="看过")
    assert early.status_code == 422 and "尚未抽取" in words(early)
    move(board, "leader-1", row, "draw", n="2", seed="abc")
    found = InspectionFacts.of(again(board, row))
    assert found.drawn.seed == "abc" and len(found.units) == 2
    assert "abc" in words(board.client("clerk").get(f"/obligations/{row.id}"))
    move(board, "leader-1", row, "draw", n="3", reason="再抽一个")
    assert len(InspectionFacts.of(again(board, row)).drawn.seed) == 16
    for unit in InspectionFacts.of(again(board, row)).units:
        # leader-1 goes themselves; heads of the units that were drawn are told nothing before.
        assert board.client(f"{unit}-head").get(f"/obligations/{row.id}").status_code == 404
    assert move(board, "leader-1", row, "draw", n="x", reason="再抽").status_code == 422


def test_a_unit_that_was_inspected_contests_the_facts_and_is_answered(board):
    row = planned(board, units="b3")
    move(board, "leader-1", row, "close", note="会议记录缺失", done_on="2010-06-10")
    move(board, "b3-head", row, "contest", reason="记录在档案室")
    assert again(board, row).state == "contested"
    assert "记录在档案室" in words(board.client("clerk").get("/inspections"))
    assert f"/obligations/{row.id}" in board.client("clerk").get("/today").text
    move(board, "clerk", row, "answer", note="已核对，记录齐全")
    assert InspectionFacts.of(again(board, row)).answer == "已核对，记录齐全"


# --- rectifications, items, requests --------------------------------------------------------


def test_a_rectification_is_issued_after_its_limit_was_shown_and_what_is_wrong_stands_beside(board):
    data = {"what": "消防通道堆放种子", "unit": "b1", "verifier": "committee-head", "due": "10wd"}
    before = board.events()
    shown = post(board, "clerk", "/findings/new", go="preview", **data)
    assert shown.status_code == 200 and "6月25日" in words(shown) and board.events() == before
    for field, value in (("unit", ""), ("verifier", "b1-head"), ("due", "有空时"), ("what", "")):
        wrong = post(board, "clerk", "/findings/new", go="enter", **data | {field: value})
        assert wrong.status_code == 422 and f'id="{field}-wrong"' in wrong.text, field
    assert board.events() == before
    post(board, "clerk", "/findings/new", go="enter", **data)
    (row,) = board.story.rows(kind="rectification")
    assert (row.state, row.assignee, str(row.due_on)) == ("issued", "b1-head", "2010-06-25")
    assert "消防通道堆放种子" in words(board.client("clerk").get("/today"))
    assert board.client("leader-1").get("/findings/new").status_code == 403


def test_a_listed_rectification_goes_through_to_closing_on_the_board(board):
    row = board.story.find("b1", severity="hard", reviewer="leader-2", limit="2010-07-01")
    move(board, "b1-head", row, "sign")
    early = move(board, "b1-head", row, "apply", note="好了", done_on="2010-06-10")
    assert early.status_code == 422 and "整改措施" in words(early)
    move(board, "b1-head", row, "plan", cause="没有仓库", goal="通道畅通", measures="清运、划线")
    move(board, "clerk", row, "round", to="2010-06-18")
    assert "6月18日" in words(board.client("clerk").get(f"/obligations/{row.id}"))
    move(board, "clerk", row, "list", reason="多次反映")
    move(board, "leader-1", row, "seen", to="2010-06-15")
    far = move(board, "director", row, "seen", to="2010-09-15")
    assert far.status_code == 422 and 'id="seen-to-wrong"' in far.text
    move(board, "b1-head", row, "apply", note="清完了", done_on="2010-06-10")
    alone = move(board, "leader-2", row, "check", note="现场已清")
    assert alone.status_code == 422 and "第二人" in words(alone)
    move(board, "leader-2", row, "check", note="现场已清", person="clerk")
    move(board, "leader-2", row, "strike")
    after = again(board, row)
    assert after.state == "struck_off" and RectificationFacts.of(after).checked_by == (
        "leader-2",
        "clerk",
    )
    (look,) = board.story.rows(kind="lookback")
    assert 'action="/obligations' in board.client("leader-2").get(f"/obligations/{look.id}").text
    move(board, "leader-2", look, "holds", note="仍畅通")
    assert again(board, look).state == "confirmed"


def test_a_item_is_registered_with_its_source_and_its_unit_hears_of_it(board):
    data = {
        "title": "查清仓库消防",
        "words": "请尽快查清",
        "source": "meeting",
        "unit": "b2",
        "asked_by": "director",
        "units": "b3",
    }
    assert post(board, "clerk", "/matters/new", **data | {"title": ""}).status_code == 422
    post(board, "clerk", "/matters/new", **data)
    (row,) = board.story.rows(kind="matter")
    assert row.facts.assist == ("b3",) and str(row.due_on) == "2010-06-30"
    assert f"/obligations/{row.id}" in board.client("b2-head").get("/desk").text


def test_more_time_for_a_item_is_reviewed_by_the_office_and_decided_by_a_leader(board):
    row = board.story.assign("b1", title="查清仓库", due="2010-06-25")
    long = move(board, "b1-head", row, "extend", to="2010-12-01", reason="农忙")
    assert long.status_code == 422 and 'id="extend-to-wrong"' in long.text
    move(board, "b1-head", row, "extend", to="2010-06-30", reason="农忙")
    (request,) = [one for one in board.story.rows(kind="decision") if one.about == row.id]
    assert request.state == "first_review"
    assert 'value="pass"' in board.client("clerk").get("/decisions").text
    data = {"revision": str(request.revision), "move": "pass"}
    board.client("clerk").post(f"/decisions/{request.id}", data=data)
    request = again(board, request)
    assert (request.state, request.assignee) == ("open", "leader-1")
    data = {"revision": str(request.revision), "move": "agree"}
    board.client("leader-1").post(f"/decisions/{request.id}", data=data)
    assert str(again(board, row).due_on) == "2010-06-30"


def test_the_same_names_stand_on_no_list_for_another_unit(board, supervision_notice):
    text = board.client("b3-head").get("/papers").text + board.client("b3-head").get("/ledger").text
    assert (
        f"/papers/{supervision_notice.id}" not in text
        and f"/obligations/{supervision_notice.id}" not in text
    )
    with board.story.engine.connect() as connection:
        assert (
            queries.obligations_by_id(connection, [supervision_notice.id])[
                supervision_notice.id
            ].unit
            == "b1"
        )
