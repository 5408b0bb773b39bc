"""The due day of an item changed."""

from dataclasses import dataclass
from datetime import date

from notifications import words
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(ItemEntry):
    """None: the date is pending."""

    kind = "moved"
    new_due: date | None = None
    old_due: date | None = None
    reason: str = lines()
    evidence: str = ""


def build(read: Read) -> Moved:
    event, row = read.event, read.row
    return Moved(
        about=read.about(),
        item=read.about_item(),
        new_due=row.due_on,
        old_due=words.day_of(event.old) if event.kind == "redated" else row.due_on,
        reason=read.why("reason"),
        evidence=read.evidence(),
    )


KIND = MailKind(
    entry=Moved, build=build, label=N_("date changed"), rank=41, answered=True, more_time=True
)
