"""Accounts: who may come in, and with what beyond his posts."""

from starlette.responses import Response

from dashboard.web.ask import Ask, Missing
from dashboard.web.routes import Routes
from workflows.commands import accounts
from workflows.domain.errors import DubanError
from workflows.store import accounts as store

routes = Routes()


@routes.get("/accounts", may="accounts")
def show(ask: Ask) -> Response:
    return _page(ask)


def _page(ask: Ask, status: int = 200, /, *, wrong: str = "", login: str = "") -> Response:
    return ask.page(
        "accounts.html", status, accounts=store.accounts(ask.connection),
        people=ask.context.org.people, roles=accounts.ROLES, wrong=wrong, login=login,
    )  # fmt: skip


@routes.post("/accounts", may="accounts")
def create(ask: Ask) -> Response:
    login, password = ask.text("login", 254), str(ask.form.get("password", ""))
    person = accounts.by_address(ask.context, login.lower(), ask.now)
    try:
        with ask.acting() as (connection, _):
            accounts.create(
                connection, login, password, ask.wall,
                person=person.key if person else "", roles=ask.texts("role"),
            )  # fmt: skip
    except DubanError as error:
        return _page(ask, 422, wrong=ask.why(error), login=login)
    return ask.go("/accounts")


@routes.post("/accounts/{number:int}", may="accounts")
def change(ask: Ask, number: int) -> Response:
    """Disable or enable one; all its sessions end. Nobody locks himself out."""
    found = {one.id: one for one in store.accounts(ask.connection)}
    if number not in found:
        raise Missing
    if number == ask.who.account:
        return _page(ask, 422, wrong=ask.say("Nobody disables his own account."))
    with ask.acting() as (connection, _):
        accounts.disable(connection, found[number], ask.text("switch") != "on")
    return ask.go("/accounts")
