"""A report was returned: what was reported is not complete."""

from dataclasses import dataclass
from datetime import date

from notifications.mail_kind import MailKind
from notifications.message import Asked, ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(ItemEntry):
    """`first_due`: the due day before it was returned."""

    kind = "returned"
    asked: Asked
    reason: str = lines()
    by: str = ""
    first_due: date | None = None


def build(read: Read) -> Returned:
    return Returned(
        about=read.about(),
        item=read.about_item(),
        asked=read.asked(),
        reason=read.why("reason"),
        by=read.actor,
        first_due=read.row.due_on,
    )


KIND = MailKind(
    entry=Returned,
    build=build,
    label=N_("returned"),
    rank=20,
    urgency="now",
    answered=True,
    more_time=True,
)
