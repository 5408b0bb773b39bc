"""Accounts, sessions, failed tries and links: named reads and writes of who may come in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from workflows.store import tables as t

_a, _s, _l = t.accounts.c, t.sessions.c, t.login_links.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`person` is empty for one that acts for nobody; `roles` are those no post gives."""

    id: int
    login: str
    person: str
    password: str
    roles: tuple[str, ...]
    disabled: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that is logged in. `token` is the hash of what it holds."""

    token: str
    created_at: datetime
    expires_at: datetime
    language: str
    theme: str
    account: Account


_ACCOUNTS = select(_a.id, _a.login, _a.person, _a.password, _a.roles, _a.disabled, _a.created_at)


def _account(row: Sequence[Any]) -> Account:
    return Account(
        id=row[0],
        login=row[1],
        person=row[2],
        password=row[3],
        roles=tuple(row[4]),
        disabled=bool(row[5]),
        created_at=row[6],
    )


def accounts(connection: Connection) -> list[Account]:
    return [_account(row) for row in connection.execute(_ACCOUNTS.order_by(_a.login))]


def account(connection: Connection, login: str) -> Account | None:
    row = connection.execute(_ACCOUNTS.where(_a.login == login)).first()
    return _account(row) if row else None


def of_person(connection: Connection, person: str) -> Account | None:
    """The account of a person; of several, as after their address changed, one that is not
    disabled."""
    query = _ACCOUNTS.where(_a.person == person).order_by(_a.disabled, _a.id)
    row = connection.execute(query).first()
    return _account(row) if row else None


def add_account(
    connection: Connection,
    *,
    login: str,
    person: str,
    password: str,
    roles: Sequence[str],
    now: datetime,
) -> int:
    values = {
        "login": login,
        "person": person,
        "password": password,
        "roles": list(roles),
        "created_at": now,
    }
    found = connection.execute(insert(t.accounts).values(values).returning(_a.id)).scalar_one()
    return int(found)


def change_account(connection: Connection, number: int, **columns: Any) -> None:
    connection.execute(update(t.accounts).where(_a.id == number).values(columns))


# --- sessions ---------------------------------------------------------------------------------

_SESSIONS = select(
    _s.token,
    _s.created_at,
    _s.expires_at,
    _s.language,
    _s.theme,
    _a.id,
    _a.login,
    _a.person,
    _a.password,
    _a.roles,
    _a.disabled,
    _a.created_at,
).join(t.accounts, _a.id == _s.account)


def session(connection: Connection, token: str, now: datetime) -> Session | None:
    """The session with this hash, while it holds and its account is not disabled."""
    row = connection.execute(
        _SESSIONS.where(_s.token == token, _s.expires_at > now, _a.disabled.is_(False))
    ).first()
    if row is None:
        return None
    return Session(
        token=row[0],
        created_at=row[1],
        expires_at=row[2],
        language=row[3],
        theme=row[4],
        account=_account(row[5:]),
    )


def add_session(connection: Connection, **columns: Any) -> None:
    connection.execute(insert(t.sessions).values(columns))


def change_session(connection: Connection, token: str, **columns: str) -> None:
    connection.execute(update(t.sessions).where(_s.token == token).values(columns))


def other_sessions(connection: Connection, account: int, token: str, now: datetime) -> int:
    """In how many other browsers somebody is logged in with the account."""
    query = select(func.count()).where(
        _s.account == account, _s.token != token, _s.expires_at > now
    )
    return int(connection.execute(query).scalar_one())


def end_sessions(
    connection: Connection,
    *,
    token: str = "",
    account: int = 0,
    before: datetime | None = None,
    but: str = "",
) -> int:
    """End one session, all of an account (`but` one), or those that ran out before an instant."""
    query = delete(t.sessions)
    if token:
        query = query.where(_s.token == token)
    if account:
        query = query.where(_s.account == account)
    if before is not None:
        query = query.where(_s.expires_at <= before)
    if but:
        query = query.where(_s.token != but)
    return connection.execute(query).rowcount


# --- failed tries -----------------------------------------------------------------------------


#: Two numbers, so that it is none of the locks of the record (store/record.py).
_ALONE = text("SELECT pg_advisory_xact_lock(7382615, hashtext(:who))")


def tries(connection: Connection, who: Sequence[str], since: datetime) -> Mapping[str, int]:
    """How often each has failed since an instant. To be asked before one is added, in the same
    transaction: until its end nobody else counts these, so that many at once are counted, too."""
    if connection.dialect.name == "postgresql":  # On SQLite whoever writes is alone.
        for name in sorted(who):
            connection.execute(_ALONE, {"who": name})
    c = t.login_tries.c
    query = select(c.who, func.count()).where(c.who.in_(who), c.at > since).group_by(c.who)
    return {row[0]: row[1] for row in connection.execute(query)}


def add_tries(connection: Connection, who: Sequence[str], now: datetime) -> None:
    connection.execute(insert(t.login_tries), [{"who": name, "at": now} for name in who])


def forget_tries(connection: Connection, *, who: str = "", before: datetime | None = None) -> None:
    query = delete(t.login_tries)
    if who:
        query = query.where(t.login_tries.c.who == who)
    if before is not None:
        query = query.where(t.login_tries.c.at <= before)
    connection.execute(query)


def forget_try(connection: Connection, who: str) -> None:
    """The last try of one: it was none that failed."""
    c = t.login_tries.c
    last = select(func.max(c.id)).where(c.who == who).scalar_subquery()
    connection.execute(delete(t.login_tries).where(c.id == last))


# --- links ------------------------------------------------------------------------------------


def add_login_link(connection: Connection, person: str, now: datetime, expires_at: datetime) -> int:
    values = {"person": person, "created_at": now, "expires_at": expires_at}
    found = connection.execute(insert(t.login_links).values(values).returning(_l.id)).scalar_one()
    return int(found)


def login_links(connection: Connection, numbers: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    rows = connection.execute(select(t.login_links).where(_l.id.in_(list(numbers)))).mappings()
    return {row["id"]: dict(row) for row in rows}


def use_login_link(connection: Connection, number: int, now: datetime) -> bool:
    """Whether it was there to be used; only the first of two at once hears yes."""
    query = update(t.login_links).where(_l.id == number, _l.used_at.is_(None), _l.expires_at > now)
    return connection.execute(query.values(used_at=now)).rowcount == 1


def add_code(connection: Connection, person: str, now: datetime, expires_at: datetime) -> int:
    values = {"person": person, "created_at": now, "expires_at": expires_at}
    found = connection.execute(
        insert(t.signing_codes).values(values).returning(t.signing_codes.c.id)
    ).scalar_one()
    return int(found)


def newest_code(connection: Connection, person: str) -> Mapping[str, Any] | None:
    c = t.signing_codes.c
    query = select(t.signing_codes).where(c.person == person).order_by(c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def code(connection: Connection, number: int) -> Mapping[str, Any] | None:
    query = select(t.signing_codes).where(t.signing_codes.c.id == number)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def use_code(connection: Connection, number: int, now: datetime) -> bool:
    """Whether it was there to be used; only the first of two at once hears yes."""
    c = t.signing_codes.c
    query = update(t.signing_codes).where(c.id == number, c.used_at.is_(None), c.expires_at > now)
    return connection.execute(query.values(used_at=now)).rowcount == 1


def link_used(connection: Connection, digest: str) -> datetime | None:
    c = t.link_uses.c
    found: datetime | None = connection.execute(
        select(c.used_at).where(c.digest == digest)
    ).scalar()
    return found


def use_link(connection: Connection, **columns: Any) -> None:
    """Raises IntegrityError for one that was used already; nothing of its act stands then."""
    connection.execute(insert(t.link_uses).values(columns))


# --- calendars --------------------------------------------------------------------------------


def feeds(connection: Connection, person: str) -> dict[str, datetime]:
    """The calendars of a person that have an address, with when it was made."""
    c = t.feeds.c
    rows = connection.execute(select(c.kind, c.created_at).where(c.person == person))
    return {row[0]: row[1] for row in rows}


def feed(connection: Connection, token: str) -> tuple[str, str] | None:
    """(person, kind) of the calendar whose address has this hash."""
    c = t.feeds.c
    row = connection.execute(select(c.person, c.kind).where(c.token == token)).first()
    return (row[0], row[1]) if row else None


def put_feed(connection: Connection, person: str, kind: str, token: str, now: datetime) -> None:
    """Another address in place of the old one; an empty token only takes the old one away."""
    c = t.feeds.c
    connection.execute(delete(t.feeds).where(c.person == person, c.kind == kind))
    if token:
        values = {"person": person, "kind": kind, "token": token, "created_at": now}
        connection.execute(insert(t.feeds).values(values))
