"""How mail leaves: the settings of a courier, what it did, the letter it hands over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from notifications import mime
from notifications.kinds.code import Code
from notifications.mailer import Relay, Result
from notifications.message import Mail
from notifications.render import Rendered
from notifications.retry import Outcome, next_try
from workflows.commands.context import Context
from workflows.domain.messages import Text
from workflows.domain.organisation import Person
from workflows.store.writes import NewEvent

#: Answers to RCPT that say the mailbox is not there (RFC 5321 §4.2.3).
NO_MAILBOX = (550, 551, 553)


@dataclass(slots=True, kw_only=True)
class Delivered:
    """What one delivery run did; `waiting` tells that there is no relay to send to."""

    sent: int = 0
    retry: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    halted: Text = ""
    waiting: bool = False

    def count(self, state: str) -> None:
        setattr(self, state, getattr(self, state) + 1)


class Ended(NamedTuple):
    """How one message ended this time: its name in Delivered, what is written, and whether
    the relay says that there is no such mailbox."""

    name: str
    columns: dict[str, Any]
    bounced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How mail leaves this office. `relay` None: nothing is sent, messages stay pending."""

    relay: Relay | None
    sender: str
    base_url: str = ""
    #: Signs the links people act with; without it mails carry none of these.
    links_key: bytes = b""
    connections: int = 1
    owner: str = "duban"
    rate: int | None = None


def letter(
    sending: Sending, mail: Mail, said: Rendered, reader: Person, context: Context, now: datetime
) -> mime.Letter:
    """The letter on the wire. Its Message-ID is the row's, so a repeat has the same one."""
    host = sending.sender.rpartition("@")[2] or "localhost"
    ids = {entry.number for entry in mail.entries}
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


def ended(
    message: Mapping[str, Any], mail: Mail, said: Rendered, result: Result, now: datetime
) -> Ended:
    """What follows from the relay's answer. Not for a halted relay: that is not the message's."""
    columns: dict[str, Any] = {"outcome": result.said, "address": mail.to.email}
    if result.outcome is Outcome.sent:
        twice = " (may have been sent twice)" if message["unknowns"] else ""
        columns |= {
            "state": "sent",
            "sent_at": now,
            "subject": said.subject,
            "body": kept(mail, said.text),
            "outcome": result.said + twice,
        }
        return Ended("sent", columns)
    again = next_try(
        result.outcome,
        message["attempt"],
        message["not_before"],
        now,
        str(message["id"]),
        unknowns=message["unknowns"] + 1,
    )
    # “Relaying denied” and the like (5.7.x) say something about us, not the mailbox.
    bounced = (
        result.outcome is Outcome.failed
        and result.phase == "rcpt"
        and result.code in NO_MAILBOX
        and "5.7." not in result.answer
    )
    if again is None:
        return Ended("failed", columns | {"state": "failed", "subject": said.subject}, bounced)
    if result.outcome is Outcome.unknown:
        return Ended("unknown", columns | {"state": "unknown", "lease_until": again})
    return Ended("retry", columns | {"state": "pending", "next_try_at": again})


def kept(mail: Mail, text: str) -> str:
    """The text as it is kept: a link that lets somebody in, or act, and a code to sign by, are
    the reader's alone."""
    for entry in mail.entries:
        for _, link in entry.about.acts:
            text = text.replace(link, f"{link.rpartition('/')[0]}/…")
        if isinstance(entry, Code):
            text = text.replace(entry.code, "……")
    return text


def undelivered(message: Mapping[str, Any], columns: Mapping[str, Any], now: datetime) -> NewEvent:
    """The event that tells the office of a mail that did not arrive."""
    address = columns.get("address", message["address"])
    why = {
        "message": message["id"],
        "person": message["person"],
        "detail": f"{address}: {columns['outcome']}",
    }
    return NewEvent(obligation=None, kind="undelivered", at=now, why=why)
