"""Items wait for a key date: is it known yet?"""

from dataclasses import dataclass

from notifications import figures
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorAsked(ItemEntry):
    """`waiting`: what waits for it, and how many of each."""

    kind = "anchor_asked"
    waiting: tuple[figures.Waiting, ...] = ()


def build(read: Read) -> AnchorAsked:
    batch = read.batch
    return AnchorAsked(
        about=read.about(),
        item=read.about_item(),
        waiting=figures.waiting(batch.connection, batch.context, read.language, read.row.item),
    )


KIND = MailKind(entry=AnchorAsked, build=build, label=N_("date pending"), rank=33, of_step=True)
