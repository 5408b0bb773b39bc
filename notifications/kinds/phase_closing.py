"""A phase ends soon."""

from dataclasses import dataclass

from notifications import figures
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseClosing(ItemEntry):
    kind = "phase_closing"
    figures: figures.PhaseFigures


def build(read: Read) -> PhaseClosing:
    found = figures.phase(read.batch.connection, read.context, read.row.item, read.today)
    return PhaseClosing(about=read.about(), item=read.about_item(), figures=found.named(read.unit))


KIND = MailKind(entry=PhaseClosing, build=build, label=N_("phase ends soon"), rank=61, of_step=True)
