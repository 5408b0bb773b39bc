"""On the due day, or on the last working day before it."""

from dataclasses import dataclass

from notifications.mail_kind import MailKind
from notifications.message import Asked, ItemEntry
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class DueToday(ItemEntry):
    kind = "due_today"
    asked: Asked


def build(read: Read) -> DueToday:
    return DueToday(about=read.about(), item=read.about_item(), asked=read.asked())


KIND = MailKind(
    entry=DueToday,
    build=build,
    label=N_("due today"),
    rank=25,
    of_step=True,
    waits_behind=True,
    spared=True,
    answered=True,
    more_time=True,
)
