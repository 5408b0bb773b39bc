"""A code by mail 验证码, by which whoever signs shows once more who they are.

Six digits, once, within ten minutes. The code itself stands nowhere: it is worked out from the
secret key and its row when the mail is put into words, and again when it is typed. Only the
newest counts. Tries are counted by account, as those of passwords are (accounts.may_try).
"""

from datetime import datetime

from sqlalchemy import Connection

from workflows.commands.accounts import LINKS_PERSON, WINDOW
from workflows.commands.context import Context
from workflows.domain import links
from workflows.domain.errors import Refused
from workflows.domain.organisation import Person
from workflows.store import accounts as store
from workflows.store import writes
from workflows.store.writes import NewEvent


def ask_code(
    connection: Connection, context: Context, person: Person, wall: datetime, now: datetime
) -> None:
    """Have a code mailed to `person`. `wall` is the real clock's instant, `now` the programme's.
    Raises Refused where several were asked for within a quarter of an hour."""
    who = f"c:{person.key}"
    if store.tries(connection, [who], wall - WINDOW).get(who, 0) >= LINKS_PERSON:
        raise Refused(
            "a code was asked for several times already", "look into the mailbox, or wait a while"
        )
    store.add_tries(connection, [who], wall)
    number = store.add_code(connection, person.key, wall, wall + links.SIGNING_CODE_VALID_FOR)
    event = NewEvent(
        obligation=None, kind="signing_code", at=now, why={"person": person.key, "code": number}
    )
    writes.events(connection, context.key, [event], now)


def code_fits(connection: Connection, key: bytes, person: str, typed: str, wall: datetime) -> bool:
    """Whether `typed` is the newest code of `person`; it is used up then."""
    row = store.newest_code(connection, person)
    if row is None or row["used_at"] is not None or row["expires_at"] <= wall:
        return False
    code = links.signing_code(key, row["id"], person, row["created_at"])
    digits = "".join(typed.split())
    return links.same(digits, code) and store.use_code(connection, row["id"], wall)
