"""One's own account: another password, and an end to whoever else is logged in with it."""

from starlette.responses import Response

from dashboard.pages.accounts import by_whom
from dashboard.pages.login import address, give_session
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from workflows.commands import account_changes, accounts
from workflows.domain.errors import Refused
from workflows.domain.messages import N_
from workflows.store import accounts as store
from workflows.store.accounts import Session

routes = Routes()
DONE = {
    "password": N_("You have a new password; in other browsers you are logged out."),
    "sessions": N_("You were logged out in all other browsers."),
}


@routes.get("/account", may="own")
def show(ask: PageRequest) -> Response:
    return _page(ask, done=ask.given("done"))


def _page(
    ask: PageRequest, status: int = 200, /, *, field: str = "", wrong: str = "", done: str = ""
) -> Response:
    session = _session(ask)
    others = store.other_sessions(ask.connection, session.account.id, session.token, ask.wall)
    return ask.page(
        "account.html",
        status,
        account=session.account,
        others=others,
        field=field,
        wrong=wrong,
        done=ask.say(DONE[done]) if done in DONE else "",
        shortest=accounts.SHORTEST,
    )


def _session(ask: PageRequest) -> Session:
    assert ask.session is not None  # Nobody comes here without one.
    return ask.session


@routes.post("/account/password", may="own")
def change_password(ask: PageRequest) -> Response:
    """By whoever knows the one it has; it is a second factor, so a browser left open is not
    enough. This browser stays logged in, in a session of its own."""
    session, account = _session(ask), _session(ask).account
    if not account.password:
        return _page(
            ask,
            422,
            wrong=ask.say("Your account has no password yet. Ask the administrator for one."),
        )
    with ask.acting() as acting:
        connection = acting.connection
        allowed = accounts.may_try(connection, account.login, address(ask), ask.wall)
        if allowed:
            accounts.failed(connection, account.login, address(ask), ask.wall)
    if not allowed:
        return _page(ask, 429, wrong=ask.say("Too many tries. Wait a quarter of an hour."))
    if not accounts.fits(account, str(ask.form.get("now", ""))):
        return _page(ask, 422, field="now", wrong=ask.say("Incorrect password."))
    try:
        with ask.acting() as acting:
            connection = acting.connection
            given = str(ask.form.get("password", ""))
            account_changes.password(connection, account, given, by_whom(ask), ask.wall)
            token = accounts.begin(connection, account, address(ask), ask.wall)
            store.change_session(
                connection, accounts.hash_of(token), language=session.language, theme=session.theme
            )
    except Refused as error:
        ask.connection.rollback()
        return _page(ask, 422, field="password", wrong=ask.why(error))
    answer = ask.go("/account", done="password")
    give_session(ask, answer, token)
    return answer


@routes.post("/account/sessions", may="own")
def end_others(ask: PageRequest) -> Response:
    """As logging out is, but for every browser that is not this one."""
    session = _session(ask)
    with ask.acting() as acting:
        connection = acting.connection
        store.end_sessions(connection, account=session.account.id, but=session.token)
    return ask.go("/account", done="sessions")
