"""An item passed to somebody else."""

from dataclasses import dataclass

from notifications import words
from notifications.mail_kind import MailKind
from notifications.message import Asked, ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(ItemEntry):
    """`note`: what was last said of it before."""

    kind = "handed_over"
    asked: Asked
    reason: str = lines()
    by: str = ""
    note: str = lines()


def build(read: Read) -> HandedOver:
    return HandedOver(
        about=read.about(),
        item=read.about_item(),
        asked=read.asked(),
        reason=words.hand_over(read.why("reason"), read.language),
        by=read.actor,
        note=read.note,
    )


KIND = MailKind(
    entry=HandedOver, build=build, label=N_("handed over"), rank=40, answered=True, more_time=True
)
