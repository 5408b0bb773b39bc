"""The code by which its reader signs a document."""

from dataclasses import dataclass

from notifications.mail_kind import MailKind
from notifications.message import Entry
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Entry):
    kind = "code"
    code: str


def build(read: Read) -> Code | None:
    digits = read.batch.actions.code(read.event)
    return Code(about=read.about(), code=digits) if digits else None


KIND = MailKind(
    entry=Code,
    build=build,
    label=N_("signing code"),
    rank=2,
    urgency="now",
    stays=True,
    alone=True,
)
