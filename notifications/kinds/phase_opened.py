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
    found = figures.phase(read.batch.connection, read.context, read.row.item, read.today)
    return PhaseOpened(about=read.about(), item=read.about_item(), figures=found.named(read.unit))


KIND = MailKind(entry=PhaseOpened, build=build, label=N_("phase started"), rank=60, stays=True)
