"""How mail leaves: the settings of a courier, what it did, the letter it hands over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from notifications import mime
from notifications.mailer import Relay
from notifications.message import Mail
from notifications.render import Rendered
from workflows.commands.context import Context
from workflows.domain.organisation import Person
from workflows.store.writes import NewEvent


@dataclass(slots=True, kw_only=True)
class Delivered:
    """What one delivery run did; `waiting` tells that there is no relay to send to."""

    sent: int = 0
    retry: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    halted: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How mail leaves this office. `relay` None: nothing is sent, messages stay pending."""

    relay: Relay | None
    sender: str
    base_url: str = ""
    connections: int = 1
    owner: str = "duban"
    rate: int | None = None


def letter(
    sending: Sending, mail: Mail, said: Rendered, reader: Person, context: Context, now: datetime
) -> mime.Letter:
    """The letter on the wire. Its Message-ID is the row's, so a repeat has the same one."""
    host = sending.sender.rpartition("@")[2] or "localhost"
    ids = {entry.obligation for entry in mail.entries}
    one = next(iter(ids)) if len(ids) == 1 else None
    about = f"o.{one}" if one else f"p.{reader.key}"
    office = mail.office_email or sending.sender
    return mime.Letter(
        message_id=f"<duban.{mail.programme}.{mail.id}@{host}>",
        at=now.astimezone(ZoneInfo(reader.zone or context.frame.zone)),
        sender=mime.Address(name=mail.office, email=sending.sender),
        to=mail.to,
        reply_to=mime.Address(name=mail.office, email=office),
        subject=said.subject,
        text=said.text,
        html=said.html,
        language=mail.language,
        thread=f"<duban.{mail.programme}.{about}@{host}>",
        boundary=f"duban-{mail.programme}-{mail.id}"[:60],
    )


def undelivered(message: Mapping[str, Any], columns: Mapping[str, Any], now: datetime) -> NewEvent:
    """The event that tells the office of a mail that did not arrive."""
    address = columns.get("address", message["address"])
    why = {
        "message": message["id"],
        "person": message["person"],
        "detail": f"{address}: {columns['outcome']}",
    }
    return NewEvent(obligation=None, kind="undelivered", at=now, why=why)
