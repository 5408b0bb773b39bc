"""Whoever signs shows once more who they are: by their password or by a code by mail, as they
like."""

from datetime import timedelta

import pytest

from notifications.sending import kept
from tests.dashboard.board import KEY, Board, words
from tests.dashboard.conftest import BULLETIN
from tests.dashboard.test_mails import LINK, written
from tests.stories import world
from workflows.commands import accounts, signing
from workflows.domain import links
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
        return board.newest_code(connection, row.assignee)


def test_a_code_by_mail_signs_once_where_somebody_has_no_password(board, draft):
    client = board.client(draft.assignee)
    shown = client.get(f"/papers/{draft.id}").text
    assert 'name="code"' in shown and 'name="password"' not in shown
    told = send(client, draft)
    assert told.status_code == 200 and "验证码已发往" in words(told)
    assert sign(client, draft).status_code == 422
    assert sign(client, draft, code=newest(board, draft)).status_code == 303
    assert state(board, draft) == "signed"


def test_who_has_a_password_chooses_either(board, draft):
    client = board.client(draft.assignee)
    with board.story.engine.begin() as connection:
        account = accounts.found(connection, f"{draft.assignee}@example.org")
        store.change_account(connection, account.id, password=accounts.hashed(PASSWORD))
    page = client.get("/decisions").text
    assert 'name="code"' in page and 'name="password"' in page
    send(client, draft)
    data = {"revision": str(draft.revision), "move": "sign", "code": newest(board, draft)}
    assert client.post(f"/decisions/{draft.id}", data=data).status_code == 303
    assert state(board, draft) == "signed"


def test_the_mail_names_the_code_to_its_reader_and_it_is_not_kept_as_sent(board, draft):
    send(board.client(draft.assignee), draft)
    board.story.tick()
    ((message, mail, text),) = [one for one in written(board) if one[0]["kind"] == "code"]
    assert message["person"] == draft.assignee
    digits = newest(board, draft)
    assert digits in text and digits not in kept(mail, text)
    assert sign(board.client(draft.assignee), draft, code=digits).status_code == 303
    assert not [one for one in written(board) if one[0]["kind"] == "code"]


def test_a_code_that_is_used_old_or_not_the_newest_signs_nothing(board, draft):
    client = board.client(draft.assignee)
    send(client, draft)
    first = newest(board, draft)
    send(client, draft)
    assert sign(client, draft, code=first).status_code == 422
    second = newest(board, draft)
    board.story.now += links.SIGNING_CODE_VALID_FOR + timedelta(seconds=1)
    late = sign(client, draft, code=second)
    assert late.status_code == 422 and "超过10分钟" in words(late)
    assert state(board, draft) == "draft"


def test_a_code_of_somebody_else_signs_nothing(board, draft):
    send(board.client(draft.assignee), draft)
    code = newest(board, draft)
    with board.story.engine.begin() as connection:
        assert not signing.code_fits(connection, KEY, "clerk", code, board.story.now)
        assert signing.code_fits(connection, KEY, draft.assignee, code, board.story.now)


def test_after_five_wrong_codes_not_even_the_right_one_is_asked_any_more(board, draft):
    client = board.client(draft.assignee)
    send(client, draft)
    right = newest(board, draft)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert sign(client, draft, code=wrong).status_code == 422
    closed = sign(client, draft, code=right)
    assert closed.status_code == 422 and "一刻钟" in words(closed)
    assert state(board, draft) == "draft"


def test_codes_are_sent_three_times_and_then_not_for_a_while(board, draft):
    client = board.client(draft.assignee)
    assert [send(client, draft).status_code for _ in range(4)] == [200, 200, 200, 422]
    board.story.now += accounts.WINDOW
    assert send(client, draft).status_code == 200


def test_a_link_in_the_mail_signs_on_a_phone_by_a_code_and_the_link_is_used_once(board, draft):
    link = f"/do/{board.token('sign', draft.id, draft.assignee)}"
    shown = board.client().get(link)
    assert "动员大会" in shown.text and 'name="code"' in shown.text
    assert board.client().post(link).status_code == 422
    assert board.client().post(link, data={"factor": "send"}).status_code == 200
    assert board.client().post(link, data={"code": newest(board, draft)}).status_code == 200
    assert state(board, draft) == "signed"
    assert board.client().post(link, data={"code": "123456"}).status_code == 410


# --- a bulletin -------------------------------------------------------------------------------


@pytest.fixture
def bulletin(board: Board):
    """The bulletin of June, which the office has submitted to whoever signs it."""
    board.story.to(BULLETIN)
    board.story.leap("2010-07-02T10:00")
    board.story.act("submit", row=board.story.rows(kind="bulletin")[0], by="clerk")
    return board.story.rows(kind="bulletin")[0]


def issued(board):
    return board.story.rows(kind="bulletin")[0]


def link_of(board, bulletin, **changes):
    person = changes.pop("person", bulletin.assignee)
    return f"/do/{board.token('sign', bulletin.id, person, **changes)}"


def by_code(board, link, row):
    """Asks for a code on the page of the link, and signs by it."""
    assert board.client().post(link, data={"factor": "send"}).status_code == 200
    return board.client().post(link, data={"code": newest(board, row)})


def test_the_mail_that_asks_a_leader_to_sign_a_bulletin_carries_the_link_to_do_it(board, bulletin):
    board.story.tick()
    (text,) = [
        text
        for message, mail, text in written(board)
        if message["person"] == bulletin.assignee
        and any(s.kind == "paper_to_sign" and "通报" in text for s in mail.sections)
    ]
    found = [link for _, token in LINK.findall(text) if (link := links.read_act(KEY, token))]
    (link,) = [link for link in found if link.obligation == bulletin.id]
    assert (link.purpose, link.person, link.revision) == ("sign", bulletin.assignee, 2)
    answer = by_code(board, f"/do/{links.act_token(KEY, link)}", bulletin)
    assert answer.status_code == 200 and "印发通报" in words(answer)
    assert issued(board).state == "signed" and issued(board).facts.number == 1


def test_whoever_takes_over_the_post_may_sign_from_the_mail_that_hands_it_to_them(board, bulletin):
    board.story.tick()
    board.story.import_org(world.org(posts={"in-charge-2": {"person": "leader-1"}}))
    board.story.tick()
    assert issued(board).assignee == "leader-1"
    texts = [text for m, _, text in written(board) if m["person"] == "leader-1"]
    purposes = [
        link.purpose
        for text in texts
        for _, token in LINK.findall(text)
        if (link := links.read_act(KEY, token)) and link.obligation == bulletin.id
    ]
    assert "sign" in purposes


def test_the_page_of_the_link_shows_the_bulletin_as_it_goes_out_and_changes_nothing(
    board, bulletin
):
    link, before = link_of(board, bulletin), board.events()
    shown = [words(board.client().get(link)) for _ in range(5)][-1]
    printed = words(board.client(bulletin.assignee).get(f"/bulletins/{bulletin.id}/print"))
    body = printed[printed.index("一、总体情况") : printed.index("附件：")]
    assert body.strip() in shown
    for annex in ("统计表", "未办结事项清单", "（联系人：", "报：领导小组", "待签发"):
        assert annex in shown, annex
    assert board.events() == before and issued(board).state == "draft"


def test_a_link_signs_no_bulletin_without_the_second_factor_and_stays_good(board, bulletin):
    link = link_of(board, bulletin)
    for data in ({}, {"code": "123456"}, {"password": "a guess"}):
        assert board.client().post(link, data=data).status_code == 422
    assert issued(board).state == "draft"
    assert by_code(board, link, bulletin).status_code == 200


def test_a_password_signs_a_bulletin_from_the_mail_as_well(board, bulletin):
    board.client(bulletin.assignee)
    with board.story.engine.begin() as connection:
        account = accounts.found(connection, f"{bulletin.assignee}@example.org")
        store.change_account(connection, account.id, password=accounts.hashed(PASSWORD))
    link = link_of(board, bulletin)
    assert 'name="password"' in board.client().get(link).text
    assert board.client().post(link, data={"password": PASSWORD}).status_code == 200
    assert issued(board).facts.signed_by == bulletin.assignee


def test_a_used_link_of_a_bulletin_says_that_it_was_issued_and_issues_nothing_again(
    board, bulletin
):
    link = link_of(board, bulletin)
    by_code(board, link, bulletin)
    before = board.events()
    for again in (board.client().get(link), board.client().post(link, data={"code": "123456"})):
        assert again.status_code == 410
        assert "只能办理一次" in words(again) and "印发通报" in words(again)
    assert board.events() == before


def test_a_bulletin_that_went_back_to_the_office_is_not_signed_by_the_link_of_before(
    board, bulletin
):
    link = link_of(board, bulletin)
    board.story.act("return", row=bulletin, by=bulletin.assignee, reason="第三项与实际不符")
    answer = board.client().get(link)
    assert answer.status_code == 410 and "第三项与实际不符" in words(answer)
    board.story.act("submit", row=issued(board), by="clerk")
    again = board.client().post(link, data={"code": "123456"})
    assert again.status_code == 410 and "通报送签" in words(again)
    assert issued(board).state == "draft"


def test_an_altered_an_old_and_a_foreign_link_of_a_bulletin_do_nothing(board, bulletin):
    past = link_of(board, bulletin, until=board.story.now.date() - timedelta(days=1))
    other = link_of(board, bulletin, person="b1-head")
    before = board.events()
    for bad in (link_of(board, bulletin)[:-2], past, other):
        for answer in (board.client().get(bad), board.client().post(bad)):
            assert answer.status_code == 410
            assert "总体情况" not in words(answer)
    assert board.events() == before
