"""Whoever signs shows once more who he is: by his password or by a code by mail, as he likes."""

from datetime import timedelta

import pytest

from notifications.sending import kept
from tests.dashboard.board import KEY, Board, words
from tests.dashboard.test_mails import written
from workflows.commands import accounts, signing
from workflows.store import accounts as store

PASSWORD = "correct horse battery"


@pytest.fixture
def draft(board: Board):
    """The draft about the rally of b1, which lies with whoever signs it."""
    return next(row for row in board.story.rows(kind="slip") if row.state == "draft")


def send(client, row):
    data = {"revision": str(row.revision), "factor": "send"}
    return client.post(f"/papers/{row.id}/sign", data=data)


def sign(client, row, **data):
    return client.post(f"/papers/{row.id}/sign", data={"revision": str(row.revision)} | data)


def state(board, row):
    return next(one for one in board.story.rows(kind="slip") if one.id == row.id).state


def newest(board, row):
    """The digits of the newest code, as the mail had them."""
    with board.story.engine.connect() as connection:
        return board.newest_code(connection, row.holder)


def test_a_code_by_mail_signs_once_where_somebody_has_no_password(board, draft):
    client = board.client(draft.holder)
    shown = client.get(f"/papers/{draft.id}").text
    assert 'name="code"' in shown and 'name="password"' not in shown
    told = send(client, draft)
    assert told.status_code == 200 and "验证码已发往" in words(told)
    assert sign(client, draft).status_code == 422
    assert sign(client, draft, code=newest(board, draft)).status_code == 303
    assert state(board, draft) == "signed"


def test_who_has_a_password_chooses_either(board, draft):
    client = board.client(draft.holder)
    with board.story.engine.begin() as connection:
        account = accounts.found(connection, f"{draft.holder}@example.org")
        store.change_account(connection, account.id, password=accounts.hashed(PASSWORD))
    page = client.get("/decisions").text
    assert 'name="code"' in page and 'name="password"' in page
    send(client, draft)
    data = {"revision": str(draft.revision), "move": "sign", "code": newest(board, draft)}
    assert client.post(f"/decisions/{draft.id}", data=data).status_code == 303
    assert state(board, draft) == "signed"


def test_the_mail_names_the_code_to_its_reader_and_it_is_not_kept_as_sent(board, draft):
    send(board.client(draft.holder), draft)
    board.story.tick()
    ((message, mail, text),) = [one for one in written(board) if one[0]["kind"] == "code"]
    assert message["person"] == draft.holder
    digits = newest(board, draft)
    assert digits in text and digits not in kept(mail, text)
    assert sign(board.client(draft.holder), draft, code=digits).status_code == 303
    assert not [one for one in written(board) if one[0]["kind"] == "code"]


def test_a_code_that_is_used_old_or_not_the_newest_signs_nothing(board, draft):
    client = board.client(draft.holder)
    send(client, draft)
    first = newest(board, draft)
    send(client, draft)
    assert sign(client, draft, code=first).status_code == 422
    second = newest(board, draft)
    board.story.now += signing.LASTS + timedelta(seconds=1)
    late = sign(client, draft, code=second)
    assert late.status_code == 422 and "超过10分钟" in words(late)
    assert state(board, draft) == "draft"


def test_a_code_of_somebody_else_signs_nothing(board, draft):
    send(board.client(draft.holder), draft)
    code = newest(board, draft)
    with board.story.engine.begin() as connection:
        assert not signing.code_fits(connection, KEY, "clerk", code, board.story.now)
        assert signing.code_fits(connection, KEY, draft.holder, code, board.story.now)


def test_after_five_wrong_codes_not_even_the_right_one_is_asked_any_more(board, draft):
    client = board.client(draft.holder)
    send(client, draft)
    right = newest(board, draft)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert sign(client, draft, code=wrong).status_code == 422
    closed = sign(client, draft, code=right)
    assert closed.status_code == 422 and "一刻钟" in words(closed)
    assert state(board, draft) == "draft"


def test_codes_are_sent_three_times_and_then_not_for_a_while(board, draft):
    client = board.client(draft.holder)
    assert [send(client, draft).status_code for _ in range(4)] == [200, 200, 200, 422]
    board.story.now += accounts.WINDOW
    assert send(client, draft).status_code == 200


def test_a_link_in_the_mail_signs_on_a_phone_by_a_code_and_the_link_is_used_once(board, draft):
    link = f"/do/{board.token('sign', draft.id, draft.holder)}"
    shown = board.client().get(link)
    assert "动员大会" in shown.text and 'name="code"' in shown.text
    assert board.client().post(link).status_code == 422
    assert board.client().post(link, data={"factor": "send"}).status_code == 200
    assert board.client().post(link, data={"code": newest(board, draft)}).status_code == 200
    assert state(board, draft) == "signed"
    assert board.client().post(link, data={"code": "123456"}).status_code == 410
