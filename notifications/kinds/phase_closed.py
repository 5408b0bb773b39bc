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
    batch, key = read.batch, read.row.item
    found = figures.phase(batch.connection, batch.context, key, read.today, read.language)
    return PhaseClosed(about=read.about(), item=read.about_item(), figures=found)


KIND = MailKind(entry=PhaseClosed, build=build, label=N_("phase ended"), rank=62, stays=True)
