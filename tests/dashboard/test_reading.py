"""What somebody looks for stands where they look, told once, with whom to telephone."""

from collections import Counter

from dashboard.readmodel import overview
from tests.dashboard.board import PHASE, target, words
from tests.stories import world
from workflows.domain.states import REVIEWING
from workflows.store.engine import reading


def test_the_record_tells_once_what_time_repeated_so_that_what_people_did_is_found(board):
    story = board.story
    story.act("note", "rally", "b1", by="b1-head", note="会场被占用")
    story.to("2010-07-15T10:00")
    row = story.row("rally", "b1")
    shown = words(board.client("clerk").get(f"/obligations/{row.id}"))
    assert shown.count("此后每5个工作日：通知") == 1
    assert "共4次" in shown and "会场被占用" in shown


def test_what_comes_next_names_its_later_days_and_its_hearers_once(board):
    row = board.story.row("rally", "b1")
    shown = words(board.client("clerk").get(f"/obligations/{row.id}"))
    assert "此后同样通知" in shown
    assert shown.count("此后每5个工作日：") == 1


def test_several_people_of_a_unit_are_called_through_its_liaison(board):
    board.story.to("2010-06-17T10:00")
    shown = words(board.client("clerk").get("/today"))
    assert "b1-liaison（联络员）" in shown
    assert "尚未说明情况" in shown


def test_an_auditor_begins_with_the_programme_and_not_with_what_others_decide(board):
    answer = board.client("", ("auditor",)).get("/")
    assert target(answer) == "/overview"


def test_what_the_plan_leaves_open_stands_on_the_first_page_of_the_office(board):
    assert "方案待明确事项" not in words(board.client("clerk").get("/today"))
    phase = PHASE.replace(" verifier: own unit,", "")
    plan = world.plan(world.OPINION, phases=(phase,))
    board.story.publish(plan=plan, confirm=board.story.publish(plan=plan).confirm)
    shown = words(board.client("clerk").get("/today"))
    assert "方案待明确事项" in shown and "尚未明确审核人" in shown


ONCE = "{id: visit, title: 走访, text: 开展走访, owes: unit(b1), verifier: none}"
AGAIN = (
    "{id: brief, title: {zh: 通报情况, en: Briefing}, text: 定期通报活动情况, owes: unit(b1),"
    " verifier: none, repeats: continuing, words: programme}"
)


def test_dates_and_recurrences_that_the_plan_leaves_open_stand_there_too_with_its_words(board):
    plan = world.plan(world.OPINION, ONCE, AGAIN, phases=(PHASE,))
    board.story.publish(plan=plan, confirm=board.story.publish(plan=plan).confirm)
    page = board.client("clerk").get("/today")
    shown = words(page)
    assert "走访 四 “开展走访” 尚未明确完成时限。" in shown
    assert "原文 “2010年5月到大会召开前” “定期通报活动情况” 尚未明确多久一次、何时完成" in shown
    assert 'href="/plan#brief"' in page.text and 'href="/publish#decisions"' in page.text
    english = words(board.client("clerk", **{"accept-language": "en"}).get("/today"))
    assert "The due date is not set yet." in english and "decided how often, by when" in english
    clause = words(board.client("clerk").get("/plan"))
    assert "尚未明确完成时限。" in clause and "尚未明确多久一次" in clause


def test_what_the_office_has_settled_is_open_no_more(board):
    plan = world.plan(world.OPINION, ONCE, AGAIN, phases=(PHASE,))
    decisions = "for: small\ndecisions: {visit: {due: 6月底前}, brief: {recurs: 每季度末}}"
    given = {"plan": plan, "decisions": decisions}
    board.story.publish(**given, confirm=board.story.publish(**given).confirm)
    assert "方案待明确事项" not in words(board.client("clerk").get("/today"))
    assert "尚未明确" not in words(board.client("clerk").get("/plan"))


def test_the_ledger_of_rectifications_says_where_each_came_from_and_how_grave_it_is(board):
    board.story.find("b1", source="安全检查", severity="hard")
    shown = words(board.client("clerk").get("/rectifications"))
    assert "R1" in shown and "安全检查" in shown and "较难" in shown
    assert "安全检查" not in words(board.client("b1-plain").get("/rectifications"))


def test_rules_for_reminders_have_words_in_the_readers_language(board):
    row = board.story.row("rally", "b1")
    shown = words(board.client("clerk").get(f"/obligations/{row.id}"))
    assert "限时事项" in shown and "firm" not in shown


def test_the_matrix_shows_the_members_of_one_unit_each_with_their_own_light(board):
    shown = words(board.client("clerk").get("/matrix?phase=A&unit=b1"))
    assert "b1-deputy" in shown and "学习心得" in shown and "动员大会" not in shown
    answer = board.client("b1-head").get("/matrix?phase=A&unit=b3")
    assert "b3-head" not in words(answer) and answer.status_code == 200


def test_a_unit_that_reported_in_time_is_not_red_for_a_reviewer_who_is_late(board):
    story = board.story
    for unit in ("b1", "b2", "b3"):
        if story.row("rally", unit).state == "open":
            story.act("report", "rally", unit, by=f"{unit}-head", note="开过了")
    story.leap("2010-06-21T09:00")
    assert story.row("rally", "b1").light == "red"
    with reading(story.engine).connect() as connection:
        key = story.context.key
        found = [
            {unit: n for _, unit, light, n in rows if light == "red"}
            for rows in (
                overview.kept(lambda _, count: count(), connection, key, None),
                overview.of_units(lambda _, count: count(), connection, key, None),
            )
        ]
    late = Counter(r.unit for r in story.rows() if r.light == "red" and r.state in REVIEWING)
    assert late["b1"] >= 1 and late["b2"] >= 1
    assert {unit: found[0][unit] - found[1].get(unit, 0) for unit in late} == dict(late)


def test_why_something_is_late_stands_beside_it_on_every_list_of_what_is_late(board):
    said = "场地在修，定于十二日召开"
    board.story.act("note", "rally", "b1", by="b1-head", note=said)
    client = board.client("clerk")
    for where in ("/today", "/overview", "/phases/A", "/units/b1", "/ledger?light=red"):
        assert said in words(client.get(where)), where
    assert said in words(board.client("leader-1").get("/decisions"))
