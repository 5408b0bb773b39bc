"""Who may come in: accounts, passwords, sessions, links that let somebody in once.

Instants here are of the real clock, also in a demo: a browser knows no other.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection

from workflows.commands.context import Context
from workflows.domain import links
from workflows.domain.errors import NotFound, Refused
from workflows.domain.messages import Message, several
from workflows.domain.organisation import Org, Person
from workflows.domain.roles import roles_on
from workflows.store import accounts as store
from workflows.store import writes
from workflows.store.accounts import Account, Session
from workflows.store.writes import NewEvent

#: Roles no post gives: an administrator keeps the machine, an auditor reads all.
ROLES = ("administrator", "auditor")
LASTS = timedelta(hours=12)
#: Within `WINDOW` so many failed tries; then nobody is asked any more until it has passed.
WINDOW = timedelta(minutes=15)
TRIES_ACCOUNT = 5
TRIES_ADDRESS = 30
LINKS_PERSON = 3
SHORTEST = 10
LONGEST = 200

_hasher = PasswordHasher()
#: A hash takes 64 MB and a core; a flood of tries must not take them all.
_hashing = BoundedSemaphore(2)


@cache
def _nobody() -> str:
    """Checked where there is no such account, so that both answers take the same time."""
    return _hasher.hash(secrets.token_urlsafe(16))


def create(
    connection: Connection,
    login: str,
    password: str,
    now: datetime,
    *,
    person: str = "",
    roles: Sequence[str] = (),
) -> Account:
    """A new account. Raises Refused for a login that is taken or a password that is too short."""
    login = login.strip().lower()
    if "@" not in login or len(login) > 254 or not login.isprintable():
        raise Refused(
            Message("“{login}” is no mail address", login=login),
            "give one, such as name@example.org",
        )
    known(roles)
    if store.account(connection, login) is not None:
        raise Refused(
            Message("there is an account {login} already", login=login), "see duban account list"
        )
    check(password)
    store.add_account(
        connection, login=login, person=person, password=hashed(password), roles=roles, now=now
    )
    return found(connection, login)


def found(connection: Connection, login: str) -> Account:
    account = store.account(connection, login.strip().lower())
    if account is None:
        raise NotFound(
            Message("there is no account {login}", login=login), "see duban account list"
        )
    return account


def known(roles: Sequence[str]) -> None:
    """Raises Refused for one that accounts do not have."""
    if unknown := [role for role in roles if role not in ROLES]:
        raise Refused(
            Message("“{unknown}” is no role of accounts", unknown=unknown[0]),
            Message("one of: {roles}", roles=several(ROLES)),
        )


def check(password: str) -> None:
    if len(password) < SHORTEST:
        raise Refused(
            Message("the password has {n} characters", n=len(password)),
            Message("take at least {shortest}", shortest=SHORTEST),
        )
    if len(password) > LONGEST:
        raise Refused(
            "the password is too long",
            Message("take at most {longest} characters", longest=LONGEST),
        )


def hashed(password: str) -> str:
    with _hashing:
        return _hasher.hash(password)


def set_password(connection: Connection, account: Account, password: str) -> None:
    """A new password; every session of the account ends."""
    check(password)
    store.change_account(connection, account.id, password=hashed(password))
    store.end_sessions(connection, account=account.id)


def disable(connection: Connection, account: Account, disabled: bool = True) -> None:
    """Disable (or enable) an account; every session of it ends, on all nodes."""
    store.change_account(connection, account.id, disabled=disabled)
    store.end_sessions(connection, account=account.id)


# --- logging in -------------------------------------------------------------------------------


def may_try(connection: Connection, login: str, address: str, now: datetime) -> bool:
    """Whether a try is allowed, by what has failed of late for this account and address."""
    by_account, by_address = _names(login, address)
    tries = store.tries(connection, (by_account, by_address), now - WINDOW)
    return tries.get(by_account, 0) < TRIES_ACCOUNT and tries.get(by_address, 0) < TRIES_ADDRESS


def fits(account: Account | None, password: str) -> bool:
    """Whether the password is the account's; as slow for an account that is not there."""
    kept = account.password if account and account.password and not account.disabled else _nobody()
    with _hashing:
        try:
            _hasher.verify(kept, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return kept is not _nobody()


def failed(connection: Connection, login: str, address: str, now: datetime) -> None:
    store.forget_tries(connection, before=now - WINDOW)
    store.add_tries(connection, _names(login, address), now)


def passed(connection: Connection, login: str, address: str) -> None:
    """The last try was no failure: those of the account are forgotten, and of its address, from
    which a whole office may come in the morning, this one."""
    by_account, by_address = _names(login, address)
    store.forget_tries(connection, who=by_account)
    store.forget_try(connection, by_address)


def _names(login: str, address: str) -> tuple[str, str]:
    return f"a:{login.strip().lower()[:254]}", f"i:{address}"


def begin(connection: Connection, account: Account, address: str, now: datetime) -> str:
    """A new session; returns the token for the browser, which is kept nowhere else."""
    token = secrets.token_urlsafe(32)
    store.end_sessions(connection, before=now)
    passed(connection, account.login, address)
    store.add_session(
        connection,
        token=hash_of(token),
        account=account.id,
        created_at=now,
        expires_at=now + LASTS,
        address=address,
    )
    return token


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def session(connection: Connection, token: str, now: datetime) -> Session | None:
    return store.session(connection, hash_of(token), now) if token else None


# --- links that let somebody in ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking for a link came to; `number` is 0 where none was made."""

    number: int = 0


def ask_link(
    connection: Connection,
    context: Context,
    email: str,
    address: str,
    wall: datetime,
    now: datetime,
) -> Asked:
    """Have a one-time link mailed to the person with this address, if there is one.

    Whoever asks learns nothing of whether there is. `wall` is the real clock's instant, `now`
    the programme's. Asking counts as a try, so that nobody's mailbox is flooded.
    """
    email = email.strip().lower()
    tries = store.tries(connection, [f"l:{email}", f"i:{address}"], wall - WINDOW)
    if tries.get(f"l:{email}", 0) >= LINKS_PERSON or tries.get(f"i:{address}", 0) >= TRIES_ADDRESS:
        raise Refused(
            "a link was asked for several times already", "look into the mailbox, or wait a while"
        )
    store.add_tries(connection, [f"l:{email}", f"i:{address}"], wall)
    person = by_address(context, email, now)
    if person is None:
        return Asked()
    account = store.of_person(connection, person.key)
    if not opens_by_link(context.org, person.key, account, context.today(now)):
        return Asked()
    number = store.add_login_link(connection, person.key, wall, wall + links.LOGIN_LINK_VALID_FOR)
    event = NewEvent(
        obligation=None, kind="login_link", at=now, why={"person": person.key, "link": number}
    )
    writes.events(connection, context.key, [event], now)
    return Asked(number)


def by_address(context: Context, email: str, now: datetime) -> Person | None:
    today = context.today(now)
    for person in context.org.people.values():
        if person.email and person.email.lower() == email and person.here(today):
            return person
    return None


def use_login(connection: Connection, key: bytes, token: str, now: datetime) -> tuple[str, str]:
    """(person, why not): whom the link lets in, once."""
    number = links.login_number(key, token)
    row = store.login_links(connection, [number]).get(number)
    if row is None or not links.same(
        token, links.login_token(key, number, row["person"], row["created_at"])
    ):
        return "", "altered"
    if row["used_at"] is not None:
        return "", "used"
    if row["expires_at"] <= now or not store.use_login_link(connection, number, now):
        return "", "expired"
    return str(row["person"]), ""


def of_person(
    connection: Connection, org: Org, person: Person, today: date, wall: datetime
) -> Account | None:
    """The person's account, made without a password when they come in first; None while no link
    opens it."""
    account = store.of_person(connection, person.key)
    if account is None:
        login = person.email.lower()
        if store.account(connection, login) is not None:
            return None  # Somebody else's by now; only an administrator can tell whose it is.
        store.add_account(
            connection, login=login, person=person.key, password="", roles=(), now=wall
        )
        account = found(connection, login)
    return account if opens_by_link(org, person.key, account, today) else None


#: Roles of posts with which, or without any, somebody comes in by a link from their mailbox.
BY_LINK = frozenset({"head", "liaison"})


def opens_by_link(org: Org, person: str, account: Account | None, today: date) -> bool:
    """Whether a link lets somebody in: members, heads and liaisons. For whoever sees or decides
    more, or keeps the machine, a mailbox alone is not enough."""
    if account is not None and (account.disabled or account.roles):
        return False
    return roles_on(org, person, today) <= BY_LINK
