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
    batch, key = read.batch, read.row.item
    found = figures.phase(batch.connection, batch.context, key, read.today, read.language)
    return PhaseClosing(about=read.about(), item=read.about_item(), figures=found)


KIND = MailKind(entry=PhaseClosing, build=build, label=N_("phase ends soon"), rank=61, of_step=True)
