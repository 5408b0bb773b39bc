"""A phase has ended."""

from dataclasses import dataclass

from notifications import figures
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseClosed(ItemEntry):
    kind = "phase_closed"
    figures: figures.PhaseFigures


def build(read: Read) -> PhaseClosed:
    found = figures.phase(read.batch.connection, read.context, read.row.item, read.today)
    return PhaseClosed(about=read.about(), item=read.about_item(), figures=found.named(read.unit))


KIND = MailKind(entry=PhaseClosed, build=build, label=N_("phase ended"), rank=62, stays=True)
