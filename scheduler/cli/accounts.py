"""`duban account`: who may log in with a password, and with which rights beyond their roles."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from config import clock
from config.language import _, ngettext, pgettext
from scheduler.cli.desk import at_desk, say, source_text, table
from scheduler.cli.options import Answers, Invocation, commands
from scheduler.cli.output import listed, out, plain
from workflows.commands import account_changes, accounts
from workflows.commands.account_changes import MACHINE, put_on_record
from workflows.domain.assignees import find_person
from workflows.domain.errors import NotFound, Refused
from workflows.domain.messages import N_
from workflows.store import accounts as store
from workflows.store import snapshots

Login = Annotated[str, typer.Argument(metavar="EMAIL", help="The mail address to log in with.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option(help="A file that holds the password; - for stdin. Default: a prompt."),
]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Accounts for logging in to the board.", no_args_is_help=True)
    commands(
        group,
        {
            "create": create,
            "list": list_,
            "password": password,
            "roles": roles,
        },
        N_("Accounts"),
    )
    commands(group, {"logout": logout, "disable": disable, "enable": enable}, N_("Access"))
    app.add_typer(group, name="account")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOptions:
    admin: Annotated[bool, typer.Option("--admin", help="An administrator of the board.")] = False
    auditor: Annotated[
        bool, typer.Option("--auditor", help="An auditor: reads all, changes nothing.")
    ] = False
    password_file: PasswordFile = None


def create(login: Login, given: AccountOptions, call: Answers) -> None:
    """Create an account; the person's roles decide what it may do."""
    wanted = (("administrator", given.admin), ("auditor", given.auditor))
    roles = [role for role, on in wanted if on]
    secret = _password(given.password_file)
    with at_desk(migrate=True) as desk, desk.engine.begin() as connection:
        try:
            person = find_person(snapshots.load_org(connection, bounced=True), login).key
        except NotFound:
            person = ""
        now = clock.now()
        made = accounts.create(connection, login, secret, now, person=person, roles=roles)
        put_on_record(connection, made, "created", MACHINE, now, new=made.roles)
    answer = {"login": made.login, "person": made.person or None, "roles": list(made.roles)}
    say(answer) if call.json else out(_("{login} may log in", login=made.login))


def list_(call: Answers) -> None:
    """List accounts with person and rights."""
    with at_desk() as desk, desk.read().connect() as connection:
        found = store.accounts(connection)
        rows = [
            {
                "login": one.login,
                "person": one.person or None,
                "roles": list(one.roles),
                "password": bool(one.password),
                "disabled": one.disabled,
                "created_at": one.created_at.isoformat(),
            }
            for one in found
        ]
    if call.json:
        say(rows)
    else:
        columns = ["login", "person", "roles", "password", "disabled"]
        heads = [_("login"), _("person"), _("rights"), _("password"), _("disabled")]
        shown = [row | {"roles": _rights(one.roles)} for row, one in zip(rows, found, strict=True)]
        table(heads, [[plain(row[c]) for c in columns] for row in shown])


def password(login: Login, call: Answers, password_file: PasswordFile = None) -> None:
    """Set another password; all sessions of the account end."""
    given = _password(password_file)
    with at_desk() as desk, desk.engine.begin() as connection:
        account = accounts.found(connection, login)
        account_changes.password(connection, account, given, MACHINE, clock.now())
    say({"login": login}) if call.json else out(_("{login} has a new password", login=login))


def roles(
    login: Login,
    call: Answers,
    give: Annotated[list[str] | None, typer.Option(help="administrator or auditor.")] = None,
    take: Annotated[list[str] | None, typer.Option(help="administrator or auditor.")] = None,
) -> None:
    """Grant or revoke rights beyond those of the person's roles."""
    with at_desk() as desk, desk.engine.begin() as connection:
        account = accounts.found(connection, login)
        wanted = {*account.roles, *(give or ())}
        accounts.known(take or ())
        account_changes.roles(
            connection, account, sorted(wanted - {*(take or ())}), MACHINE, clock.now()
        )
        kept = accounts.found(connection, login).roles
    if call.json:
        say({"login": login, "roles": kept})
    elif kept:
        out(_("{login}: {rights}", login=login, rights=_rights(kept)))
    else:
        out(_("{login} has only the rights of its roles", login=login))


def _rights(roles: Iterable[str]) -> str:
    return listed(pgettext("role", role) for role in roles)


def logout(login: Login, call: Answers) -> None:
    """End all sessions of an account; it may log in again."""
    with at_desk() as desk, desk.engine.begin() as connection:
        account = accounts.found(connection, login)
        ended = account_changes.end_sessions(connection, account, MACHINE, clock.now())
    answer = {"login": login, "ended": ended}
    if call.json:
        say(answer)
    else:
        out(
            ngettext(
                "{login}: {n} session ended", "{login}: {n} sessions ended", ended, login=login
            )
        )


def disable(login: Login, call: Answers) -> None:
    """Disable an account; all its sessions end."""
    _switch(login, True, call)


def enable(login: Login, call: Answers) -> None:
    """Enable a disabled account."""
    _switch(login, False, call)


def _switch(login: str, disabled: bool, call: Invocation) -> None:
    with at_desk() as desk, desk.engine.begin() as connection:
        account = accounts.found(connection, login)
        account_changes.disable(connection, account, disabled, MACHINE, clock.now())
    answer = {"login": login, "disabled": disabled}
    told = _("{login} is disabled") if disabled else _("{login} is enabled")
    say(answer) if call.json else out(told.format(login=login))


def _password(file: Path | None) -> str:
    """From a file or stdin, else asked twice; never from the command line, which others see."""
    if file is not None:
        raw = sys.stdin.buffer.read() if str(file) == "-" else source_text(file)
        return raw.decode("utf-8", "replace").rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Refused("no password was given", "add --password-file FILE, or - for stdin")
    found: str = typer.prompt(
        _("Password"), hide_input=True, confirmation_prompt=_("The same password again")
    )
    return found
