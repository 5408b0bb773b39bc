"""Who may come in is changed on the board, on record, and nobody is locked out or let in by it."""

from tests.dashboard.board import Board, target, words
from tests.dashboard.test_doors import PASSWORD, clerk, login
from workflows.commands import accounts

__all__ = ["clerk"]  # The fixture of test_doors: a clerk who has a password.
NEXT = "another one, long enough"


def number_of(board: Board, login: str) -> int:
    with board.story.engine.connect() as connection:
        return accounts.found(connection, login).id


def on_record(board: Board) -> list[tuple[str, str, str, str]]:
    found = board.story.events(None, "account_changed")
    return [(e.why["account"], e.why["change"], e.why["by_login"], e.actor) for e in found]


def test_an_administrator_gives_a_password_again_and_the_record_says_that_they_did(clerk):
    admin, session = clerk.client("", ("administrator",)), clerk.client("clerk")
    where = f"/accounts/{number_of(clerk, 'clerk@example.org')}"
    answer = admin.post(where, data={"change": "password", "password": "short"})
    assert answer.status_code == 422 and "clerk@example.org" in words(answer)
    assert session.get("/today").status_code == 200
    assert admin.post(where, data={"change": "password", "password": NEXT}).status_code == 303
    assert target(session.get("/today")) == "/login"
    assert login(clerk).status_code == 403 and login(clerk, NEXT).status_code == 303
    assert on_record(clerk) == [("clerk@example.org", "password", "administrator@example.org", "")]
    shown = words(admin.get("/accounts"))
    assert "clerk@example.org 设置新密码 administrator@example.org" in shown


def test_rights_are_changed_and_hold_at_once_but_nobody_changes_their_own(clerk):
    admin, session = clerk.client("", ("administrator",)), clerk.client("clerk")
    where = f"/accounts/{number_of(clerk, 'clerk@example.org')}"
    assert session.get("/accounts").status_code == 403
    assert admin.post(where, data={"change": "roles", "role": "administrator"}).status_code == 303
    assert session.get("/accounts").status_code == 200
    own = f"/accounts/{number_of(clerk, 'administrator@example.org')}"
    assert admin.post(own, data={"change": "roles"}).status_code == 422
    assert admin.post(where, data={"change": "roles", "role": "king"}).status_code == 422
    event = clerk.story.events(None, "account_changed")[-1]
    assert (event.old, event.new) == ("", "administrator")


def test_somebody_is_logged_out_everywhere_and_may_come_in_again(clerk):
    admin, session = clerk.client("", ("administrator",)), clerk.client("clerk")
    where = f"/accounts/{number_of(clerk, 'clerk@example.org')}"
    admin.post(where, data={"change": "sessions"})
    assert target(session.get("/today")) == "/login" and login(clerk).status_code == 303
    assert on_record(clerk)[0][1] == "sessions"


def test_whoever_knows_their_password_changes_it_and_stays_in_where_they_did(clerk):
    here, elsewhere = clerk.client("clerk"), clerk.client("clerk")
    answer = here.post("/account/password", data={"now": "not it, surely", "password": NEXT})
    assert answer.status_code == 422 and elsewhere.get("/today").status_code == 200
    answer = here.post("/account/password", data={"now": PASSWORD, "password": "short"})
    assert answer.status_code == 422 and login(clerk).status_code == 303
    answer = here.post("/account/password", data={"now": PASSWORD, "password": NEXT})
    assert answer.status_code == 303 and here.get("/account").status_code == 200
    assert target(elsewhere.get("/today")) == "/login"
    assert login(clerk).status_code == 403 and login(clerk, NEXT).status_code == 303
    assert on_record(clerk) == [("clerk@example.org", "password", "clerk@example.org", "clerk")]


def test_a_browser_left_open_does_not_find_out_a_password(clerk):
    here = clerk.client("clerk")
    data = {"now": "a guess that is none", "password": NEXT}
    found = [here.post("/account/password", data=data).status_code for _ in range(6)]
    assert found == [422] * accounts.TRIES_ACCOUNT + [429]


def test_one_ends_their_other_sessions_and_no_one_elses(clerk):
    here, elsewhere, other = (clerk.client(who) for who in ("clerk", "clerk", "b1-head"))
    assert "另有1处" in words(here.get("/account"))
    here.post("/account/sessions")
    assert target(elsewhere.get("/today")) == "/login"
    assert here.get("/today").status_code == 200 and other.get("/desk").status_code == 200


def test_whoever_comes_in_by_a_link_cannot_make_themselves_a_second_factor(board):
    here = board.client("b1-head")
    assert 'name="now"' not in here.get("/account").text
    answer = here.post("/account/password", data={"now": "", "password": NEXT})
    assert answer.status_code == 422
    with board.story.engine.connect() as connection:
        assert accounts.found(connection, "b1-head@example.org").password == ""
