"""Before the due day: the item is due soon."""

from dataclasses import dataclass

from notifications.mail_kind import MailKind
from notifications.message import Asked, ItemEntry
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(ItemEntry):
    kind = "reminder"
    asked: Asked


def build(read: Read) -> Reminder:
    return Reminder(about=read.about(), item=read.about_item(), asked=read.asked())


KIND = MailKind(
    entry=Reminder,
    build=build,
    label=N_("due soon"),
    rank=31,
    of_step=True,
    waits_behind=True,
    spared=True,
    answered=True,
    more_time=True,
)
