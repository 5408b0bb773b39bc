"""What is not yours is neither done nor told, by whichever form or link it is tried."""

import json

import pytest

from tests.dashboard.board import Board, words
from workflows.commands import accounts
from workflows.domain.moves import MOVE_TYPES
from workflows.store import accounts as store

SECRET = "会场被抗旱会议占用"


@pytest.fixture
def foreign(board: Board):
    """What the head of b3 owes, about which they have said something."""
    return board.story.act("note", "essay", "b3-head", by="b3-head", note=SECRET)


def about(row, revision: int, move: str) -> dict[str, str]:
    """One form that names the item in each way any page does."""
    n = row.id
    entry = {"about": [[n, revision]], "language": "zh", "cells": {"progress": "x"}, "stood": {}}
    return {
        "matter": f"{n}:{revision}",
        f"{n}-move": move,
        f"{n}-note": "x",
        f"{n}-reason": "x",
        "done": str(n),
        "all-note": "x",
        "revision": str(revision),
        "move": move,
        "reason": "x",
        "note": "x",
        "row": json.dumps(entry),
    }


@pytest.mark.parametrize("person", ["b1-plain", "b1-liaison", "b1-head", "leader-1"])
@pytest.mark.parametrize("off", [0, 7], ids=["as-it-stands", "stale"])
def test_no_form_tells_what_was_said_in_another_unit_or_does_anything_there(
    board, foreign, person, off
):
    client = board.client(person)
    before = len(board.story.events(foreign, "noted"))
    forms = [
        "/desk",
        "/desk/reviews",
        "/desk/decide",
        "/desk/unit",
        "/ledger/back/enter",
        f"/decisions/{foreign.id}",
    ]
    forms += [
        f"/{page}/{foreign.id}/{move}"
        for page in ("obligations", "papers", "bulletins")
        for move in MOVE_TYPES
    ]
    for where in forms:
        for move in ("note", "report", "accept", "return", "agree", "sign"):
            answer = client.post(where, data=about(foreign, foreign.revision + off, move))
            shown = words(answer)
            assert SECRET not in shown and "b3-head" not in shown, where
            if where.count("/") == 3 and "ledger" not in where:
                break  # The move stands in the address.
    assert len(board.story.events(foreign, "noted")) == before
    assert board.story.row("essay", "b3-head").state == foreign.state


def test_what_somebody_tried_on_a_item_of_another_unit_is_on_record(board, foreign):
    before = len(board.story.events(foreign, "denied"))
    board.client("b1-head").post("/desk", data=about(foreign, foreign.revision, "note"))
    (event,) = board.story.events(foreign, "denied")[before:]
    assert (event.actor, event.why["move"]) == ("b1-head", "note")


def test_a_colleague_who_comes_second_is_told_the_state_and_not_what_was_said(board):
    row = board.story.act("note", "rally", "b1", by="b1-head", note=SECRET)
    data = {"revision": str(row.revision + 7), "note": "x"}
    answer = board.client("b1-plain").post(f"/obligations/{row.id}/note", data=data)
    assert answer.status_code == 409
    assert "已有人先办理" in words(answer) and SECRET not in words(answer)


def test_that_a_colleague_was_refused_is_told_to_whoever_asked_and_to_those_above(board):
    story = board.story
    story.act("extend", "essay", "b1-head", by="b1-head", to="2010-06-30", reason=SECRET)
    request = story.row("essay", "b1-head", kind="decision")
    story.act("refuse", row=request, by=request.assignee, reason="须按期办理")
    item = story.row("essay", "b1-head")
    for person in ("b1-head", "b1-liaison", "clerk"):
        assert board.client(person).get(f"/obligations/{request.id}").status_code == 200, person
    colleague = board.client("b1-plain")
    assert colleague.get(f"/obligations/{request.id}").status_code == 404
    for where in (f"/obligations/{item.id}", "/ledger", "/ledger?kind=decision", "/units/b1"):
        answer = colleague.get(where)
        assert answer.status_code == 200
        assert f"/obligations/{request.id}" not in answer.text, where
        assert "未同意" not in words(answer), where


def test_a_member_sees_how_their_own_request_was_decided(board):
    story = board.story
    story.act("extend", "essay", "b1-liaison", by="b1-liaison", to="2010-06-30", reason="农忙")
    request = story.row("essay", "b1-liaison", kind="decision")
    story.act("refuse", row=request, by=request.assignee, reason="须按期办理")
    assert "须按期办理" in words(board.client("b1-liaison").get(f"/obligations/{request.id}"))


def test_the_second_of_two_is_told_what_was_done_and_not_what_time_or_an_intruder_did(board):
    row = board.story.row("rally", "b1")
    board.story.act("report", "rally", "b1", by="b1-liaison", note="联络员已报")
    reported = board.story.row("rally", "b1")
    # Somebody without the right tries after it; that is on record, and not what happened.
    data = {"revision": str(reported.revision), "note": "x"}
    board.client("b1-plain").post(f"/obligations/{row.id}/accept", data=data)
    assert board.story.events(row, "denied")
    data = {"revision": str(row.revision), "note": "x", "done_on": "2010-05-31"}
    answer = board.client("b1-head").post(f"/obligations/{row.id}/report", data=data)
    assert answer.status_code == 409
    assert "联络员已报" in words(answer).partition("已有人先办理")[2][:80]


@pytest.mark.parametrize("barred", ["disabled", "auditor"])
def test_whoever_may_not_come_in_or_only_reads_does_not_act_from_their_mailbox(board, barred):
    row, before = board.story.row("rally", "b1"), board.events()
    token = board.token("report", row.id, "b1-head")
    board.session("b1-head", ("auditor",) if barred == "auditor" else ())
    if barred == "disabled":
        with board.story.engine.begin() as connection:
            accounts.disable(connection, accounts.found(connection, "b1-head@example.org"))
    assert "动员大会" not in board.client().get(f"/do/{token}").text
    answer = board.client().post(f"/do/{token}", data={"note": "x", "done_on": "2010-05-31"})
    assert answer.status_code == 410 and "不能通过邮件链接办理" in words(answer)
    assert board.events() == before
    with board.story.engine.begin() as connection:
        account = accounts.found(connection, "b1-head@example.org")
        store.change_account(connection, account.id, disabled=False, roles=())
    again = board.client().post(f"/do/{token}", data={"note": "x", "done_on": "2010-05-31"})
    assert again.status_code == 200


def test_whoever_was_taken_off_a_item_hears_its_state_and_not_what_their_successor_says(board):
    row = board.story.row("rally", "b1")
    token = board.token("report", row.id, "b1-plain")
    board.story.act("report", "rally", "b1", by="b1-liaison", note=SECRET)
    answer = board.client().post(f"/do/{token}", data={"note": "x"})
    assert answer.status_code == 410
    assert SECRET not in words(answer) and "已报结" in words(answer)
