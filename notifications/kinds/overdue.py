"""The due day has passed and nothing was reported."""

from dataclasses import dataclass

from notifications.mail_kind import MailKind
from notifications.message import Asked, ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue(ItemEntry):
    """`note`: what whoever is responsible wrote last."""

    kind = "overdue"
    asked: Asked
    note: str = lines()


def build(read: Read) -> Overdue:
    return Overdue(about=read.about(), item=read.about_item(), asked=read.asked(), note=read.note)


KIND = MailKind(
    entry=Overdue,
    build=build,
    label=N_("overdue"),
    rank=11,
    of_step=True,
    waits_behind=True,
    spared=True,
    answered=True,
    late_notice=True,
)
