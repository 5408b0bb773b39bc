"""A progress note is requested: by the office, or every half year of what has no due day."""

from dataclasses import dataclass
from datetime import date

from notifications import words
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAsked(ItemEntry):
    """`by`: the day the office wants it by; `note`: the last one."""

    kind = "note_asked"
    by: date | None = None
    note: str = lines()


def build(read: Read) -> NoteAsked:
    called = read.event.kind == "note_called"
    return NoteAsked(
        about=read.about(),
        item=read.about_item(),
        by=words.day_of(read.why("by")) if called else None,
        note=read.batch.notes.get(read.row.id, ""),
    )


KIND = MailKind(
    entry=NoteAsked,
    build=build,
    label=N_("progress note requested"),
    rank=32,
    of_step=True,
    answered=True,
)
