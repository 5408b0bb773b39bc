"""To the auditor: the last seal of the record, to keep."""

from dataclasses import dataclass
from datetime import date

from notifications.mail_kind import MailKind
from notifications.message import Entry
from notifications.reading import Read
from workflows.domain.messages import N_
from workflows.domain.record import head_of
from workflows.domain.record_text import head_line
from workflows.store import record


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead(Entry):
    """`seal`: its number; `event`: the last event under it; `line`: what to check against."""

    kind = "audit_head"
    on: date
    seal: int
    event: int
    line: str


def build(read: Read) -> AuditHead | None:
    """None while nothing is sealed."""
    last = record.last_seal(read.batch.connection)
    if last is None:
        return None
    return AuditHead(
        about=read.about(),
        on=read.today,
        seal=last.seq,
        event=last.event,
        line=head_line(head_of(last)),
    )


KIND = MailKind(
    entry=AuditHead, build=build, label=N_("seal of the record"), rank=72, stays=True, page=True
)
