"""An item is not asked for any more."""

from dataclasses import dataclass

from notifications import words
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(ItemEntry):
    """`state`: withdrawn or waived, in words."""

    kind = "withdrawn"
    state: str
    reason: str = lines()
    by: str = ""


def build(read: Read) -> Withdrawn:
    return Withdrawn(
        about=read.about(next=False),
        item=read.about_item(),
        state=words.state(read.row.state, read.language),
        reason=read.why("reason"),
        by=read.actor,
    )


KIND = MailKind(entry=Withdrawn, build=build, label=N_("no longer required"), rank=52, stays=True)
