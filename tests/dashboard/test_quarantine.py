"""Rows quarantined with an error: the office sees them and has them tried again, on record."""

import pytest

from tests.dashboard.board import Board, words
from workflows.commands import quarantine
from workflows.commands.door import as_person, writing
from workflows.domain.errors import Refused

NO_POLICY = "no-such-policy"


@pytest.fixture
def bad(board: Board):
    """The rally of b1, on which a sweep has just failed."""
    return failed(board, "b1")


def failed(board: Board, unit: str):
    row = board.story.row("rally", unit)
    board.story.damage(row, policy=NO_POLICY, next_check_at=board.story.now)
    assert board.story.sweeper.run_once(board.story.now).quarantined == [row.id]
    return row


def corrected(board: Board, row) -> None:
    board.story.damage(row, policy=row.policy)


def now(board: Board, row):
    return next(one for one in board.story.rows() if one.id == row.id)


def press(client, row):
    return client.post("/health/aside", data={"matter": str(row.id)})


def test_pages_that_show_a_row_whose_rule_is_missing_go_on_showing_it_and_all_others(board, bad):
    client = board.client("clerk")
    where = ("/health", "/today", "/overview", "/ledger", "/units/b1", f"/obligations/{bad.id}")
    for one in where:
        answer = client.get(one)
        assert answer.status_code == 200 and "动员大会" in words(answer), one
    assert client.get("/calls").status_code == 200
    assert NO_POLICY in words(client.get("/health"))


def test_a_supervision_notice_about_such_a_row_says_so_and_is_not_signed_until_it_is_corrected(
    board, bad
):
    supervision_notice = next(row for row in board.story.rows(kind="slip") if row.state == "draft")
    assert supervision_notice.about == bad.id
    link = f"/do/{board.token('sign', supervision_notice.id, supervision_notice.assignee)}"
    signer = board.client(supervision_notice.assignee)
    for answer in (signer.get(f"/papers/{supervision_notice.id}"), board.client().get(link)):
        assert answer.status_code == 200 and "文书暂无法显示" in words(answer)
    refused = board.client().post(link, data={"code": board.code(supervision_notice.assignee)})
    assert refused.status_code == 422 and "缺少提醒与催办规则" in words(refused)
    assert now(board, supervision_notice).state == "draft"
    corrected(board, bad)
    assert (
        board.client()
        .post(link, data={"code": board.code(supervision_notice.assignee)})
        .status_code
        == 200
    )


def test_what_was_corrected_is_taken_by_the_next_sweep_and_who_had_it_tried_is_on_record(
    board, bad
):
    corrected(board, bad)
    client = board.client("clerk")
    assert "立即重试" in words(client.get("/health"))
    assert press(client, bad).status_code == 303
    shown = words(client.get("/health?done=aside"))
    assert "下次运行时处理" in shown and "立即重试" not in shown
    (event,) = board.story.events(bad, "retried")
    assert event.actor == "clerk" and NO_POLICY in event.why["error"]
    board.story.sweeper.run_once(board.story.now)
    assert now(board, bad).error == ""
    assert "动员大会" not in words(client.get("/health"))
    record = words(client.get(f"/obligations/{bad.id}"))
    assert "重新处理" in record and "clerk" in record


def test_what_fails_again_is_quarantined_again_and_says_who_had_tried_it(board, bad):
    client = board.client("clerk")
    press(client, bad)
    swept = board.story.sweeper.run_once(board.story.now)
    assert swept.quarantined == [bad.id]
    assert [e.kind for e in board.story.events(bad)][-2:] == ["retried", "quarantined"]
    shown = words(client.get("/health"))
    assert "clerk已于" in shown and "仍然出错" in shown and "立即重试" in shown


def test_an_english_reader_is_told_it_all_in_english(board, bad):
    client = board.client("clerk")
    client.cookies.set("duban-language", "en", domain="board.test", path="/")
    assert "Try again now" in words(client.get("/health"))
    press(client, bad)
    assert "processed in the next run" in words(client.get("/health"))
    assert "will be processed in the next run already" in words(press(client, bad))
    board.story.sweeper.run_once(board.story.now)
    shown = words(client.get("/health"))
    assert "clerk had it tried again at" in shown and "it failed again" in shown
    assert "processed again" in words(client.get(f"/obligations/{bad.id}"))


def test_a_second_remind_before_the_sweep_is_told_that_it_waits_already(board, bad):
    client = board.client("clerk")
    press(client, bad)
    before = board.events()
    again = press(client, bad)
    assert again.status_code == 409 and "下次运行时处理" in words(again)
    assert board.events() == before


def test_all_that_was_quarantined_is_tried_again_by_one_button(board, bad):
    other = failed(board, "b2")
    client = board.client("clerk")
    assert "全部立即重试" in words(client.get("/health"))
    assert client.post("/health/aside", data={"matter": "all"}).status_code == 303
    for row in (bad, other):
        assert now(board, row).next_check_at == board.story.now
        assert len(board.story.events(row, "retried")) == 1
    empty = client.post("/health/aside", data={"matter": "all"})
    assert empty.status_code == 409 and "目前没有" in words(empty)


@pytest.mark.parametrize("item", ["", "x", "0", "999999", "٣"])
def test_a_number_that_is_none_changes_nothing(board, bad, item):
    before = board.events()
    answer = board.client("clerk").post("/health/aside", data={"matter": item})
    assert answer.status_code == 409
    assert board.events() == before


def test_what_no_sweep_failed_on_is_not_put_forward(board, bad):
    sound = board.story.row("rally", "b2")
    answer = press(board.client("clerk"), sound)
    assert answer.status_code == 409 and "没有处理失败" in words(answer)
    assert now(board, sound).next_check_at == sound.next_check_at


def test_whoever_keeps_the_machine_may_and_the_record_names_their_account(board, bad):
    client = board.client("", ("administrator",))
    assert press(client, bad).status_code == 303
    (event,) = board.story.events(bad, "retried")
    assert (event.actor, event.why["account"]) == ("", "administrator@example.org")
    board.story.sweeper.run_once(board.story.now)
    assert "administrator@example.org已于" in words(client.get("/health"))


@pytest.mark.parametrize(
    ("person", "roles", "sees"),
    [("", ("auditor",), 200), ("clerk", ("auditor",), 200), ("b1-head", (), 403),
     ("leader-1", (), 403), ("director", (), 403), ("b1-plain", (), 403)],
)  # fmt: skip
def test_nobody_else_has_a_row_tried_again(board, bad, person, roles, sees):
    before = board.events()
    client = board.client(person, roles)
    page = client.get("/health")
    assert page.status_code == sees and "立即重试" not in words(page)
    assert press(client, bad).status_code == 403
    assert board.events() == before and now(board, bad).next_check_at > board.story.now


def test_the_act_itself_refuses_whoever_is_not_of_the_office(board, bad):
    story = board.story
    with pytest.raises(Refused), writing(story.engine, lambda: story.now) as connection:
        quarantine.try_again(as_person(connection, story.context, "b1-head", story.now), [bad.id])
    assert story.events(bad, "denied")[0].why["move"] == "retry"


def test_what_the_office_ends_keeps_no_error_that_somebody_would_look_for(board, bad):
    board.story.act("withdraw", "rally", "b1", by="clerk", reason="已并入其他事项")
    assert now(board, bad).state == "withdrawn" and now(board, bad).error == ""
