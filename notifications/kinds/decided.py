"""A request was decided."""

from dataclasses import dataclass
from datetime import date

from notifications import words
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(ItemEntry):
    """`not_ours`: that the item is another unit's; `unit`: the one that gets it."""

    kind = "decided"
    not_ours: bool = False
    granted: bool = False
    unit: str = ""
    old_due: date | None = None
    new_due: date | None = None
    reason: str = lines()
    by: str = ""


def build(read: Read) -> Decided:
    row, item = read.row, read.about_row
    return Decided(
        about=read.about(),
        item=read.about_item(title=item),
        not_ours=row.extra.get("asked") == "object",
        granted=read.event.kind == "agreed",
        unit=read.unit(read.why("unit") or str(row.extra.get("unit", ""))),
        old_due=item.due_on,
        new_due=words.day_of(row.extra.get("to")),
        reason=read.why("reason") or read.why("note"),
        by=read.actor,
    )


KIND = MailKind(
    entry=Decided, build=build, label=N_("requests decided"), rank=50, urgency="now", stays=True
)
