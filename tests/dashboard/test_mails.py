"""The links in mails lead to pages that act for their reader, and for nobody else."""

import re
from dataclasses import replace

from sqlalchemy import func, select

from notifications.compose import Composer
from notifications.render import render
from notifications.sending import kept
from tests.dashboard.board import BASE, KEY, LETTER, Board, with_a_mail, words
from tests.dashboard.conftest import begun
from workflows.commands import accounts
from workflows.commands.door import as_person
from workflows.commands.trial import set_trial
from workflows.domain import links
from workflows.store import outbox_queries
from workflows.store import tables as t

LINK = re.compile(rf"{BASE}/(do|login)/([\w.-]+)")


def written(board: Board, key: bytes = KEY, base: str = BASE):
    """(message, mail, text) of everything that waits to be sent."""
    story = board.story
    with story.engine.begin() as connection:
        context = story.context
        messages = outbox_queries.messages(connection, context.key)
        composer = Composer(connection, context, messages, base, story.now, links_key=key)
        for message in messages:
            reader = context.org.people[message["person"]]
            found = composer.mail(message, reader).mail
            if found is not None:
                yield message, found, render(found).text


def test_every_link_of_every_mail_opens_for_its_reader_and_changes_nothing(board):
    board.story.leap("2010-06-11T10:00")
    before, seen = board.events(), set()
    for message, _, text in list(written(board)):
        for _, token in LINK.findall(text):
            link = links.read_act(KEY, token)
            assert link is not None and link.person == message["person"]
            seen.add(link.purpose)
            answer = board.client().get(f"/do/{token}")
            assert answer.status_code in (200, 410)
    assert {"report", "note", "extend"} <= seen
    assert board.events() == before


def test_a_mail_without_a_key_or_an_address_of_ours_carries_no_link_that_acts(board):
    for key, base in ((b"", BASE), (KEY, "")):
        assert not any(LINK.search(text) for _, _, text in written(board, key, base))


def test_on_trial_no_mail_carries_a_link_that_acts_for_somebody_else(board):
    with board.story.engine.begin() as connection:
        set_trial(as_person(connection, board.story.context, "clerk", board.story.now), True)
    assert not any(LINK.search(text) for _, _, text in written(board))


def test_the_mail_log_keeps_no_link_that_lets_somebody_in_or_act(board):
    board.client().post("/login/link", data={"mail": "b1-plain@example.org"})
    board.story.tick()
    texts = [kept(mail, text) for _, mail, text in written(board)]
    assert any("/login/…" in text for text in texts)
    assert not any(LINK.search(text) for text in texts)


def test_a_login_link_goes_to_its_reader_also_on_trial_and_dies_with_its_use(board):
    with board.story.engine.begin() as connection:
        set_trial(as_person(connection, board.story.context, "clerk", board.story.now), True)
    board.client().post("/login/link", data={"mail": "b1-plain@example.org"})
    board.story.tick()
    (found,) = [(mail, text) for m, mail, text in written(board) if m["kind"] == "login"]
    mail, text = found
    assert mail.to.email == "b1-plain@example.org" and not mail.trial_for
    where, token = LINK.findall(text)[0]
    assert where == "login"
    with board.story.engine.begin() as connection:
        assert accounts.use_login(connection, KEY, token, board.story.now) == ("b1-plain", "")
    assert not [m for m, _, _ in written(board) if m["kind"] == "login"]


def test_a_link_says_exactly_what_it_is_for():
    from datetime import date

    link = links.ActLink(
        purpose="report", obligation=7, revision=3, person="p:1", until=date(2010, 7, 1)
    )
    token = links.act_token(KEY, link)
    assert links.read_act(KEY, token) == link
    for other in (replace(link, revision=4), replace(link, person="p:2")):
        assert links.act_token(KEY, other) != token
    assert links.read_act(links.derive("x" * 40), token) is None
    assert links.derive("x" * 40) != links.demo_key(1)


def test_a_mail_of_a_demo_leads_to_the_board_it_is_read_on_whatever_its_port(
    prepared_sqlite, tmp_path
):
    made = begun(prepared_sqlite, tmp_path, demo=with_a_mail(tmp_path / "mail"))
    shown = made.client("clerk").get(f"/demo/mail/{LETTER}/html").text
    assert f"href='{BASE}/obligations/1'" in shown and ":8080" not in shown
    assert "请设置" not in words(made.client("clerk").get("/health"))
    made.close()


def test_whether_somebody_was_written_to_is_one_click_from_them_and_from_any_mail(board):
    board.story.leap("2010-06-11T10:00")
    client = board.client("clerk")
    assert 'href="/mails?person=b1-head"' in client.get("/people/b1-head").text
    assert 'href="/mails?person=b1-head"' in client.get("/mails").text
    his = client.get("/mails?person=b1-head").text
    with board.story.engine.connect() as connection:
        query = select(func.count()).where(t.messages.c.person == "b1-head")
        sent = connection.scalar(query)
    assert sent and len(re.findall(r'href="/mails/\d+"', his)) == sent
    assert "/mails?person" not in board.client("b1-plain").get("/people/b1-head").text
