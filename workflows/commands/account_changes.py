"""What is changed of an account once it is there, by whom: on the record of every programme.

Instants are of the real clock, as in `accounts`; on record it is the programme's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from workflows.commands import accounts
from workflows.store import accounts as store
from workflows.store import queries, writes
from workflows.store.accounts import Account
from workflows.store.writes import NewEvent

Change = Literal["created", "password", "roles", "sessions", "disabled", "enabled"]


@dataclass(frozen=True, slots=True)
class By:
    """Who changes it: the address of their account, and their person where it is somebody's."""

    login: str
    person: str = ""


#: Whoever can run the program on its machine; it does not know them.
MACHINE = By("duban account")


def password(connection: Connection, account: Account, given: str, by: By, now: datetime) -> None:
    """A new password; every session of the account ends. Raises Refused for a short one."""
    accounts.set_password(connection, account, given)
    put_on_record(connection, account, "password", by, now)


def roles(
    connection: Connection, account: Account, given: Sequence[str], by: By, now: datetime
) -> None:
    """Other rights beyond those of their posts, and no others than those. They hold at once."""
    accounts.known(given)
    kept = [role for role in accounts.ROLES if role in given]
    store.change_account(connection, account.id, roles=kept)
    put_on_record(connection, account, "roles", by, now, old=account.roles, new=kept)


def end_sessions(connection: Connection, account: Account, by: By, now: datetime) -> int:
    """Every browser that is logged in with it has to log in again; returns how many."""
    ended = store.end_sessions(connection, account=account.id)
    put_on_record(connection, account, "sessions", by, now)
    return ended


def disable(
    connection: Connection, account: Account, disabled: bool, by: By, now: datetime
) -> None:
    """Disable (or enable) an account; every session of it ends, on all nodes."""
    accounts.disable(connection, account, disabled)
    put_on_record(connection, account, "disabled" if disabled else "enabled", by, now)


def put_on_record(
    connection: Connection,
    account: Account,
    change: Change,
    by: By,
    now: datetime,
    *,
    old: Sequence[str] = (),
    new: Sequence[str] = (),
) -> None:
    """An event of every programme, as one account opens the boards of all."""
    for programme in queries.programmes(connection):
        at = programme.virtual_now or now
        event = NewEvent(
            obligation=None,
            kind="account_changed",
            at=at,
            old=",".join(old),
            new=",".join(new),
            why={"account": account.login, "change": change, "by_login": by.login},
            actor=by.person,
        )
        writes.events(connection, programme.key, [event], at)
