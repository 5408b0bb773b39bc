"""The office's own pages: posts handed over, rules in words, mails to look at, days off."""

import re

import pytest

from notifications.kinds import KINDS
from tests.dashboard.board import Board, words


def post(board: Board, person: str, path: str, **data: str):
    return board.client(person).post(path, data=data)


def hidden(answer, name: str) -> str:
    found = re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', answer.text)
    assert found, name
    return str(found[-1])


# --- posts --------------------------------------------------------------------------------

GIVEN = {"post": "b1-post", "to": "b1-liaison", "on": "2010-06-10"}


def test_what_moves_with_a_post_is_shown_before_it_is_handed_over(board):
    row, before = board.story.row("rally", "b1"), board.events()
    answer = post(board, "clerk", "/posts", **GIVEN)
    assert answer.status_code == 200 and f"/obligations/{row.id}" in answer.text
    assert "动员大会" in words(answer) and "2010年6月10日" in words(answer)
    assert board.events() == before
    post(board, "clerk", "/posts", **GIVEN, before=hidden(answer, "before"), confirm="yes")
    assert board.story.row("rally", "b1").assignee == "b1-liaison"
    assert "b1-liaison" in words(board.client("clerk").get("/posts"))


def test_a_post_that_somebody_else_handed_over_meanwhile_is_not_handed_over_again(board):
    post(board, "clerk", "/posts", **GIVEN, before="b1-head", confirm="yes")
    before = board.events()
    given = GIVEN | {"to": "b1-deputy"}
    answer = post(board, "clerk", "/posts", **given, before="b1-head", confirm="yes")
    assert answer.status_code == 422 and "期间已有人办理交接" in words(answer)
    assert board.events() == before


def test_a_post_can_be_left_vacant_and_the_page_says_so(board):
    given = GIVEN | {"to": "-"}
    assert "空缺期间" in words(post(board, "clerk", "/posts", **given))
    post(board, "clerk", "/posts", **given, before="b1-head", confirm="yes")
    assert board.story.row("rally", "b1").assignee == ""
    assert "空缺" in words(board.client("clerk").get("/posts"))


def test_what_is_wrong_with_a_hand_over_stands_beside_its_field_and_keeps_what_was_typed(board):
    before = board.events()
    for wrong, field, said in (
        ({"to": "b1-head"}, "to", "该日此人已任此职"),
        ({"to": ""}, "to", "请选择接任人"),
        ({"on": "2009-01-01"}, "on", "日期过远"),
        ({"on": "someday"}, "on", "2010-06-30"),
        ({"post": "nowhere"}, "post", "请选择职务"),
    ):
        answer = post(board, "clerk", "/posts", **GIVEN | wrong, before="b1-head", confirm="yes")
        assert answer.status_code == 422 and said in words(answer), wrong
        assert f'id="{field}-wrong"' in answer.text
    assert board.events() == before


def test_nobody_but_the_office_hands_over_a_post(board):
    for person in ("b1-head", "leader-1", "director"):
        answer = post(board, person, "/posts", **GIVEN, before="b1-head", confirm="yes")
        assert answer.status_code == 403, person
    assert board.story.row("rally", "b1").assignee == "b1-head"


# --- rules --------------------------------------------------------------------------------


def test_a_items_own_rule_is_one_click_away_in_sentences(standing):
    client = standing.client("b1-plain")
    answer = client.get(f"/obligations/{standing.story.row('rally', 'b1').id}")
    (href,) = set(re.findall(r'href="(/rules/[0-9a-f]{16})"', answer.text))
    shown = words(client.get(href))
    assert "逾期第1个工作日：通知承办人、单位负责人。" in shown and "动员大会" in shown


def test_a_rule_the_plan_has_changed_is_still_read_as_it_was_frozen(board):
    key = board.story.row("rally", "b1").policy
    plan = str(board.story._files["plan"])
    own = "policies:\n  firm:\n    points: [{at: 0}, {every: 2wd, to: [holder, head]}]\nstages:"
    again = plan.replace("stages:", own, 1)
    board.story.publish(confirm=board.story.publish(plan=again).confirm)
    shown = words(board.client("clerk").get(f"/rules/{key}"))
    assert "逾期第1个工作日" in shown and "方案现已改用同名的另一规则" in shown
    assert "此后每2个工作日：通知承办人、单位负责人。" in words(board.client("clerk").get("/rules"))


# --- mails to look at ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_mail_can_be_looked_at_in_both_languages_and_nothing_is_sent(standing, kind):
    client, before = standing.client("clerk"), (standing.events(), standing.story.mails(state=""))
    answer = client.get(f"/previews?kind={kind}")
    assert answer.status_code == 200
    zh, en = (client.get(f"/previews/{kind}/{language}") for language in ("zh", "en"))
    assert re.search("[\u4e00-\u9fff]", zh.text) and "</html>" in en.text
    assert "script-src" not in zh.headers["content-security-policy"]
    assert zh.headers["content-security-policy"].endswith("; sandbox")
    assert (standing.events(), standing.story.mails(state="")) == before


def test_a_preview_tells_of_the_programmes_own_item_where_one_is_open(standing):
    client = standing.client("clerk")
    assert "动员大会" in words(client.get("/previews?kind=overdue"))
    assert "The rally" in client.get("/previews/overdue/en").text
    assert "示例" in words(client.get("/previews?kind=audit_head"))


def test_a_link_in_a_preview_acts_for_nobody(board):
    text = board.client("clerk").get("/previews/overdue/zh").text
    links = re.findall(r'href="http://board.test(/do/[^"]+)"', text)
    assert links
    before = board.events()
    for link in links:
        answer = board.client().post(link, data={"note": "x", "done_on": "2010-05-31"})
        assert answer.status_code in (404, 410, 422)
    assert board.events() == before


def test_nobody_but_the_office_and_auditors_looks_at_mails(standing):
    for person in ("b1-head", "leader-1", "b1-plain"):
        assert standing.client(person).get("/previews/overdue/zh").status_code == 403


# --- days off -----------------------------------------------------------------------------


def test_a_year_shows_its_days_off_and_the_saturdays_worked_for_them(standing):
    shown = words(standing.client("clerk").get("/holidays?year=2010"))
    assert "10月1日（周五） – 10月7日（周四）" in shown and "9月26日（周日）" in shown
    assert "暂定：" not in shown


def test_a_year_nobody_has_announced_is_flagged(standing):
    client = standing.client("clerk")
    assert "暂定：" in words(client.get("/holidays?year=2031"))
    assert "“20x0”不是年份" in words(client.get("/holidays?year=20x0"))


def test_another_calendar_shows_which_items_would_be_due_on_a_day_off_and_keeps_nothing(board):
    row, before = board.story.row("essay", "b1-head"), board.events()
    answer = post(board, "clerk", "/holidays", text="2010-06-11,off,建局纪念日", year="2010")
    shown = words(answer)
    assert answer.status_code == 200 and "将有1天与现在不同" in shown and "学习心得" in shown
    assert (board.story.row("essay", "b1-head"), board.events()) == (row, before)
    assert "建局纪念日" not in words(board.client("clerk").get("/holidays"))


def test_every_bad_line_of_a_calendar_is_named_and_what_was_pasted_is_kept(board):
    text = "2010-06-11,off,x\n2010-06-31,off,y\n2010-06-14,holiday,z"
    answer = post(board, "clerk", "/holidays", text=text)
    shown = words(answer)
    assert answer.status_code == 422 and "第2行" in shown and "第3行" in shown
    assert "2010-06-14,holiday,z" in answer.text


# --- publishing: taking over, trial -------------------------------------------------------

OLD = (
    "{id: roll, title: {zh: 建立台账, en: Make a roll}, owes: each unit(kind=branch),"
    " verifier: parent unit, words: 6月1日前}"
)


def taken_over(board: Board) -> None:
    """The plan gets an item that was due before, and that is taken over."""
    plan = str(board.story._files["plan"])
    data = {"plan": plan + f"      - {OLD}\n", "take_over": "2010-06-10"}
    answer = post(board, "clerk", "/publish", **data)
    assert answer.status_code == 200 and hidden(answer, "take_over") == "2010-06-10"
    post(board, "clerk", "/publish", **data, confirm=hidden(answer, "confirm"))
    board.story.tick()


def marks(board: Board, *units: str) -> dict[str, str | list[str]]:
    rows = [board.story.row("roll", unit) for unit in units]
    found: dict[str, str | list[str]] = {"matter": [f"{row.id}:{row.revision}" for row in rows]}
    return found | {f"{row.id}-was": "2010-06-01" for row in rows}


def test_what_is_taken_over_past_its_date_is_listed_and_reminds_nobody(board):
    taken_over(board)
    assert {row.light for row in board.story.rows("roll")} == {"white"}
    shown = words(board.client("clerk").get("/take-over"))
    assert shown.count("建立台账") >= 3 and "2010年6月1日" in shown


def test_what_was_taken_over_is_marked_done_due_or_over_each_in_its_own_right(board):
    taken_over(board)
    b1, b2, b3 = (board.story.row("roll", unit) for unit in ("b1", "b2", "b3"))
    data = marks(board, "b1", "b2", "b3") | {
        f"{b1.id}-mark": "done",
        f"{b1.id}-day": "2010-05-30",
        f"{b2.id}-mark": "due",
        f"{b2.id}-day": "2010-06-30",
        f"{b3.id}-mark": "over",
        f"{b3.id}-note": "已并入其他事项",
    }
    answer = board.client("clerk").post("/take-over", data=data)
    assert answer.status_code == 303
    b1, b2, b3 = (board.story.row("roll", unit) for unit in ("b1", "b2", "b3"))
    assert (b1.state, str(b1.done_on)) == ("accepted", "2010-05-30")
    assert (b2.state, str(b2.due_on), b2.light) == ("open", "2010-06-30", "green")
    assert b3.state == "withdrawn"
    assert "没有待标注的事项" in words(board.client("clerk").get("/take-over"))


def test_the_rest_can_be_marked_done_by_their_own_date_at_once(board):
    taken_over(board)
    board.client("clerk").post("/take-over", data=marks(board, "b1", "b2") | {"rest": "done"})
    assert str(board.story.row("roll", "b2").done_on) == "2010-06-01"
    assert board.story.row("roll", "b3").state == "open"


def test_a_mark_that_cannot_be_keeps_its_fields_while_the_others_are_made(board):
    taken_over(board)
    b1, b2 = (board.story.row("roll", unit) for unit in ("b1", "b2"))
    data = marks(board, "b1", "b2") | {
        f"{b1.id}-mark": "done",
        f"{b1.id}-day": "2010-12-30",
        f"{b1.id}-note": "待查",
        f"{b2.id}-mark": "done",
        f"{b2.id}-day": "2010-05-30",
    }
    answer = board.client("clerk").post("/take-over", data=data)
    assert answer.status_code == 422 and 'value="待查"' in answer.text
    assert f'id="m{b1.id}-wrong"' in answer.text
    assert board.story.row("roll", "b2").state == "accepted"


def test_trial_mode_is_switched_where_the_plan_is_published(board):
    answer = post(board, "clerk", "/trial", switch="on", back="/publish")
    assert answer.headers["location"] == "/publish"
    assert "试运行" in words(board.client("clerk").get("/publish"))
    assert board.story.context.programme.trial


def test_what_the_keeper_of_the_machine_does_is_not_put_down_to_the_office(board):
    keeper = board.client("", ("administrator",))
    assert keeper.post("/trial", data={"switch": "on", "back": "/publish"}).status_code == 303
    (event,) = board.story.events(None, "trial")
    assert "@" in event.actor and event.actor not in board.story.context.org.people
    assert keeper.get("/matters/new").status_code == 403
    assert keeper.get("/publish").status_code == 200
