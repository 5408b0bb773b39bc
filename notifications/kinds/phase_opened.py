"""A phase has started."""

from dataclasses import dataclass

from notifications import figures
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseOpened(ItemEntry):
    kind = "phase_opened"
    figures: figures.PhaseFigures


def build(read: Read) -> PhaseOpened:
    batch, key = read.batch, read.row.item
    found = figures.phase(batch.connection, batch.context, key, read.today, read.language)
    return PhaseOpened(about=read.about(), item=read.about_item(), figures=found)


KIND = MailKind(entry=PhaseOpened, build=build, label=N_("phase started"), rank=60, stays=True)
