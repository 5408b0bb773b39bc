"""A closed item was reopened."""

from dataclasses import dataclass

from notifications.mail_kind import MailKind
from notifications.message import Asked, ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(ItemEntry):
    kind = "reopened"
    asked: Asked
    reason: str = lines()
    by: str = ""


def build(read: Read) -> Reopened:
    return Reopened(
        about=read.about(),
        item=read.about_item(),
        asked=read.asked(),
        reason=read.why("reason"),
        by=read.actor,
    )


KIND = MailKind(
    entry=Reopened,
    build=build,
    label=N_("reopened"),
    rank=21,
    urgency="now",
    answered=True,
    more_time=True,
)
