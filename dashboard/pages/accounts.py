"""Accounts: who may come in, and with what beyond their posts."""

from collections.abc import Mapping

from sqlalchemy import Connection
from starlette.responses import Response

from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes
from workflows.commands import account_changes, accounts
from workflows.commands.account_changes import By, Change, put_on_record
from workflows.domain.errors import DubanError
from workflows.domain.messages import N_
from workflows.store import accounts as store
from workflows.store import queries
from workflows.store.accounts import Account

routes = Routes()
#: Changes that are shown of the record.
MOST_RECORD = 30
#: What was changed, as the record has it → as it is said.
CHANGED: Mapping[Change, str] = {
    "created": N_("created"), "password": N_("a new password"), "roles": N_("other rights"),
    "sessions": N_("logged out everywhere"), "disabled": N_("disabled"), "enabled": N_("enabled"),
}  # fmt: skip
#: What is said once something was changed.
DONE = {
    "switch": N_("{login}: switched; nobody is logged in with it any more."),
    "password": N_("{login}: a new password; nobody is logged in with it any more."),
    "roles": N_("{login}: other rights, from now on."),
    "sessions": N_("{login}: nobody is logged in with it any more."),
}


@routes.get("/accounts", may="accounts")
def show(ask: PageRequest) -> Response:
    said = DONE.get(ask.given("done"))
    return _page(ask, done=ask.say(said, login=ask.given("of")) if said else "")


def _page(
    ask: PageRequest, status: int = 200, /, *, wrong: str = "", login: str = "", done: str = ""
) -> Response:
    record = queries.last_of_none(ask.connection, ask.context.key, "account_changed", MOST_RECORD)
    return ask.page(
        "accounts.html",
        status,
        accounts=store.accounts(ask.connection),
        people=ask.context.org.people,
        roles=accounts.ROLES,
        wrong=wrong,
        login=login,
        done=done,
        record=record,
        changed=CHANGED,
    )


@routes.post("/accounts", may="accounts")
def create(ask: PageRequest) -> Response:
    login, password = ask.text("login", 254), str(ask.form.get("password", ""))
    person = accounts.by_address(ask.context, login.lower(), ask.now)
    try:
        with ask.acting() as acting:
            connection = acting.connection
            made = accounts.create(
                connection,
                login,
                password,
                ask.wall,
                person=person.key if person else "",
                roles=ask.texts("role"),
            )
            put_on_record(connection, made, "created", by_whom(ask), ask.wall, new=made.roles)
    except DubanError as error:
        return _page(ask, 422, wrong=ask.why(error), login=login)
    return ask.go("/accounts")


@routes.post("/accounts/{number:int}", may="accounts")
def change(ask: PageRequest, number: int) -> Response:
    """Disable or enable one, give it a new password or other rights, or end its sessions; on
    record. Nobody locks themselves out."""
    found = {one.id: one for one in store.accounts(ask.connection)}
    if number not in found:
        raise Missing
    what = ask.text("change", 20) or "switch"
    if number == ask.who.account and what in ("switch", "roles"):
        said = {
            "switch": N_("You cannot disable your own account."),
            "roles": N_("You cannot change your own rights."),
        }[what]
        return _page(ask, 422, wrong=ask.say(said))
    try:
        with ask.acting() as acting:
            connection = acting.connection
            _change(ask, connection, found[number], what)
    except DubanError as error:
        said = ask.say("{login}: {why}", login=found[number].login, why=ask.why(error))
        return _page(ask, 422, wrong=said)
    return ask.go("/accounts", done=what, of=found[number].login)


def _change(ask: PageRequest, connection: Connection, account: Account, what: str) -> None:
    by, now = by_whom(ask), ask.wall
    match what:
        case "switch":
            account_changes.disable(connection, account, ask.text("switch") != "on", by, now)
        case "password":
            given = str(ask.form.get("password", ""))
            account_changes.password(connection, account, given, by, now)
        case "roles":
            account_changes.roles(connection, account, ask.texts("role"), by, now)
        case "sessions":
            account_changes.end_sessions(connection, account, by, now)
        case _:
            raise Missing


def by_whom(ask: PageRequest) -> By:
    return By(login=ask.who.login, person=ask.who.person)
