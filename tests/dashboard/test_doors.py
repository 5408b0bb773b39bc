"""Coming in and staying in: passwords, links, sessions, other sites, other hosts."""

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from dashboard.app import make_app
from dashboard.pages.login import inside
from dashboard.web.page_request import cookie_name
from tests.dashboard.board import BASE, KEY, SAME, Board, target, words
from workflows.commands import accounts
from workflows.domain import links
from workflows.store import accounts as store

PASSWORD = "correct horse battery"


@pytest.fixture
def clerk(board: Board) -> Board:
    with board.story.engine.begin() as connection:
        accounts.create(connection, "clerk@example.org", PASSWORD, board.story.now, person="clerk")
    return board


def login(board: Board, password: str = PASSWORD, who: str = "clerk@example.org"):
    return board.client().post("/login", data={"login": who, "password": password})


def test_the_clerk_comes_in_by_their_password_to_their_first_page(clerk):
    client = clerk.client()
    answer = client.post("/login", data={"login": "Clerk@example.org", "password": PASSWORD})
    assert answer.status_code == 303
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert target(client.get("/")) == "/today"
    assert client.get("/today").status_code == 200


def test_a_wrong_password_an_unknown_name_and_a_disabled_account_hear_the_same(clerk):
    said = {words(login(clerk, "wrong password")), words(login(clerk, who="clerk2@example.org"))}
    with clerk.story.engine.begin() as connection:
        accounts.disable(connection, accounts.found(connection, "clerk@example.org"))
    said.add(words(login(clerk)))
    assert len(said) == 1


def test_after_five_failures_not_even_the_right_password_is_asked_any_more(clerk):
    with clerk.story.engine.begin() as connection:
        for n in range(accounts.TRIES_ACCOUNT - 1):
            accounts.failed(connection, "clerk@example.org", f"10.0.0.{n}", clerk.story.now)
    assert login(clerk, "wrong password").status_code == 403
    assert login(clerk).status_code == 429


def test_an_address_that_tries_many_accounts_is_stopped(clerk):
    with clerk.story.engine.begin() as connection:
        for n in range(accounts.TRIES_ADDRESS - 1):
            accounts.failed(connection, f"x{n}@example.org", "testclient", clerk.story.now)
    found = [login(clerk, "wrong", f"y{n}@example.org").status_code for n in range(2)]
    assert found == [403, 429]


def test_an_office_behind_one_address_comes_in_in_the_morning(clerk):
    with clerk.story.engine.begin() as connection:
        for n in range(accounts.TRIES_ADDRESS - 1):
            accounts.failed(connection, f"x{n}@example.org", "testclient", clerk.story.now)
    assert [login(clerk).status_code for _ in range(3)] == [303] * 3
    found = [login(clerk, "wrong", f"y{n}@example.org").status_code for n in range(2)]
    assert found == [403, 429]


def test_who_guesses_through_the_server_before_the_board_keeps_nobody_else_out(clerk):
    with clerk.story.engine.begin() as connection:
        for n in range(accounts.TRIES_ADDRESS):
            accounts.failed(connection, f"x{n}@example.org", "203.0.113.9", clerk.story.now)
    data = {"login": "clerk@example.org", "password": PASSWORD}

    def through(app, said: str) -> int:
        client = TestClient(app, base_url=BASE, follow_redirects=False, headers=SAME)
        answer = client.post("/login", data=data, headers={"x-forwarded-for": said})
        return int(answer.status_code)

    trusting = make_app(clerk.story.engine, replace(clerk.options, proxies=("testclient",)))
    assert through(trusting, "203.0.113.9") == 429
    # What they write themselves stands before what the server adds, and is not believed.
    assert through(trusting, "198.51.100.1, 203.0.113.9") == 429
    assert through(trusting, "198.51.100.1") == 303
    assert through(clerk.app, "203.0.113.9") == 303, "nobody is believed unless the settings say so"


def test_logging_in_begins_a_new_session_and_ends_the_one_before(clerk):
    client = clerk.client("b1-head")
    old = client.cookies["duban"]
    client.post("/login", data={"login": "clerk@example.org", "password": PASSWORD})
    assert client.cookies["duban"] != old
    client.cookies.clear()
    client.cookies.set("duban", old)
    assert target(client.get("/desk")) == "/login"


@pytest.mark.parametrize("end", ["logout", "disabled", "password", "expired"])
def test_a_session_that_has_ended_opens_nothing(clerk, end):
    client = clerk.client("clerk")
    assert client.get("/today").status_code == 200
    with clerk.story.engine.begin() as connection:
        account = accounts.found(connection, "clerk@example.org")
        if end == "disabled":
            accounts.disable(connection, account)
        elif end == "password":
            accounts.set_password(connection, account, "another long one")
        elif end == "expired":
            store.end_sessions(connection, before=clerk.story.now + accounts.LASTS)
    if end == "logout":
        client.post("/logout")
    assert target(client.get("/today")) == "/login"


def test_the_cookie_of_https_belongs_to_this_host_alone():
    assert (cookie_name(True), cookie_name(False)) == ("__Host-duban", "duban")


def test_a_member_comes_in_once_by_the_link_in_their_mail(board):
    client = board.client()
    client.post("/login/link", data={"mail": "b1-deputy@example.org"})
    token = token_of(board, "b1-deputy")
    for _ in range(5):  # as scanners of mail do
        assert client.get(f"/login/{token}").status_code == 200
    answer = client.post(f"/login/{token}")
    assert target(answer) == "/"
    assert client.get("/desk").status_code == 200
    assert board.client().post(f"/login/{token}").status_code == 403


@pytest.mark.parametrize("who", ["clerk", "leader-1", "director"])
def test_whoever_reads_the_mailbox_of_the_office_or_a_leader_does_not_come_in_by_it(board, who):
    before = board.events()
    asked = board.client().post("/login/link", data={"mail": f"{who}@example.org"})
    assert asked.status_code == 200 and board.events() == before


def test_a_link_no_longer_lets_in_who_has_become_an_administrator_since(board):
    board.client().post("/login/link", data={"mail": "b1-head@example.org"})
    token = token_of(board, "b1-head")
    with board.story.engine.begin() as connection:
        store.add_account(
            connection,
            login="b1-head@example.org",
            person="b1-head",
            password="",
            roles=("administrator",),
            now=board.story.now,
        )
    before = board.events()
    asked = board.client().post("/login/link", data={"mail": "b1-head@example.org"})
    assert asked.status_code == 200 and board.events() == before
    assert board.client().post(f"/login/{token}").status_code == 403


def test_whose_old_account_was_disabled_acts_and_comes_in_by_the_one_they_have_now(board):
    with board.story.engine.begin() as connection:
        for n, name in enumerate(("old", "b1-head")):
            store.add_account(
                connection,
                login=f"{name}@example.org",
                person="b1-head",
                password="",
                roles=(),
                now=board.story.now,
            )
            if n == 0:
                accounts.disable(connection, accounts.found(connection, "old@example.org"))
    row = board.story.row("rally", "b1")
    link = f"/do/{board.token('note', row.id, 'b1-head')}"
    assert board.client().post(link, data={"note": "会场已定"}).status_code == 200
    board.client().post("/login/link", data={"mail": "b1-head@example.org"})
    answer = board.client().post(f"/login/{token_of(board, 'b1-head')}")
    assert target(answer) == "/"


def token_of(board: Board, person: str) -> str:
    with board.story.engine.begin() as connection:
        row = store.login_links(connection, [1])[1]
    assert row["person"] == person
    return links.login_token(KEY, 1, person, row["created_at"])


def test_the_link_stands_neither_in_the_record_nor_in_the_mail_log(board):
    board.client().post("/login/link", data={"mail": "b1-deputy@example.org"})
    token = token_of(board, "b1-deputy")
    with board.story.engine.connect() as connection:
        raw: list[str] = []
        for table in ("events", "login_links", "messages", "message_items"):
            raw += map(str, connection.exec_driver_sql(f"SELECT * FROM {table}"))
    assert not any(token.partition(".")[2] in row for row in raw)


def test_who_asks_for_a_link_learns_nothing_of_who_is_here(board):
    said = [
        re.sub(r'value="[^"]*"', "", board.client().post("/login/link", data={"mail": mail}).text)
        for mail in ("b1-deputy@example.org", "nobody@example.org")
    ]
    assert said[0] == said[1]


def test_an_altered_or_late_link_lets_nobody_in(board):
    board.client().post("/login/link", data={"mail": "b1-deputy@example.org"})
    token = token_of(board, "b1-deputy")
    assert board.client().post(f"/login/{token[:-1]}x").status_code == 403
    assert board.client().post("/login/99.abc").status_code == 403
    board.story.now += links.LOGIN_LINK_VALID_FOR
    assert board.client().post(f"/login/{token}").status_code == 403


# --- other sites ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": ""},
    ],
)
def test_a_form_of_another_site_does_nothing(board, headers):
    row, before = board.story.row("rally", "b1"), board.events()
    client = board.client("b1-head", **headers)
    answer = client.post(
        f"/obligations/{row.id}/note", data={"revision": row.revision, "note": "x"}
    )
    assert answer.status_code == 403
    assert board.events() == before


def test_a_form_that_does_not_say_where_it_comes_from_does_nothing(board):
    client = board.client("b1-head")
    del client.headers["sec-fetch-site"]
    assert client.post("/desk", data={}).status_code == 403
    assert client.post("/desk", data={}, headers={"origin": BASE}).status_code in (200, 422)
    for origin in ("https://evil.example", "null", f"{BASE}.evil.example", "http://sub.board.test"):
        assert client.post("/desk", data={}, headers={"origin": origin}).status_code == 403


def test_a_form_that_hides_how_large_it_is_is_not_taken(board):
    def endless():
        yield b"note=x"

    assert board.client("b1-head").post("/desk", content=endless()).status_code == 403


@pytest.mark.parametrize(
    "target_",
    [
        *("https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "a\nb"),
        *("//[", "/\t/evil.example", "///evil.example", "http:evil.example", "evil.example"),
    ],
)
def test_after_logging_in_nobody_is_led_elsewhere(target_):
    assert inside(target_) == "/"
    assert inside("/ledger?unit=b1") == "/ledger?unit=b1"


@pytest.mark.parametrize("where", ["/today", "/login", "/nowhere", "/obligations/1"])
def test_every_page_is_kept_by_nobody_and_framed_by_nobody(standing, where):
    board = standing
    headers = board.client("clerk").get(where).headers
    assert headers["cache-control"] == "no-store"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_no_page_has_inline_script_or_style(standing):
    board = standing
    for where in ("/today", "/overview", "/desk", "/matrix", "/obligations/1", "/login", "/wall"):
        text = board.client("clerk").get(where).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text), where
        assert "http://" not in re.sub(r'xmlns="[^"]*"', "", text), where


def test_links_in_mails_come_from_the_settings_never_from_the_host_of_a_request(board):
    client = board.client(host="evil.example")
    client.post("/login/link", data={"mail": "b1-deputy@example.org"})
    with board.story.engine.connect() as connection:
        raw = str(connection.exec_driver_sql("SELECT why FROM events ORDER BY id DESC").first())
    assert "evil" not in raw


def test_an_error_is_a_page_with_a_number_that_is_in_the_log(board, caplog, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("dashboard.pages.today.readmodel.page", broken)
    answer = board.client("clerk").get("/today")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text and "Traceback" not in answer.text
    number = re.search(r"<b>([0-9a-f]{8})</b>", answer.text)
    assert number and number[1] in caplog.text


@pytest.mark.parametrize(
    "where", ["/login/7.abc", "/do/abc.def", "/calendars/abc.ics", "/wall/abc"]
)
def test_the_log_does_not_let_in_whoever_reads_it(board, caplog, monkeypatch, where):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("dashboard.app._answer", broken)
    assert board.client().get(where).status_code == 500
    assert board.client(**{"sec-fetch-site": "cross-site"}).post(where, data={}).status_code == 403
    assert len(caplog.records) == 2 and "abc" not in "".join(r.getMessage() for r in caplog.records)


@pytest.mark.parametrize("text", ["²", "9" * 20, "9" * 5000, "-1", "1e3", "\x00", "//["])
def test_what_is_no_number_or_address_is_no_error_of_ours(standing, text):
    clerk, head = standing.client("clerk"), standing.client("b1-head")
    asked = {"page": text, "due": text, "day": text, "month": text, "year": text, "next": text}
    for where in ("/login", "/ledger", "/papers", "/mails", "/calendar", "/holidays", "/matrix"):
        # A browser that is logged in goes on from /login.
        assert clerk.get(where, params=asked).status_code in (200, 303, 422), where
    assert standing.client().get("/login", params=asked).status_code == 200
    sent = {
        "matter": f"{text}:{text}",
        f"{text}-move": "note",
        "done": text,
        "revision": text,
        "back": text,
        "language": "zh",
        "mark": "done",
    }
    for where in (
        "/desk",
        "/desk/unit",
        "/calls",
        "/take-over",
        "/language",
        "/obligations/1/note",
    ):
        for client in (clerk, head):
            assert client.post(where, data=sent).status_code < 500, where
    link = f"/login/{text.encode().hex() if text in ('//[', chr(0)) else text}.abc"
    assert standing.client().post(link).status_code == 403


def test_there_are_no_pages_of_the_framework(standing):
    board = standing
    for where in ("/docs", "/redoc", "/openapi.json"):
        assert board.client("clerk").get(where).status_code == 404


def test_ready_turns_red_when_the_last_good_sweep_is_older_than_three_intervals(board):
    assert board.client().get("/readyz").status_code == 200
    board.story.now = board.story.now.replace(minute=59)
    assert board.client().get("/readyz").status_code == 503
    assert board.client().get("/healthz").status_code == 200
