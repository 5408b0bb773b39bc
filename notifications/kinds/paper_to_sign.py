"""A document was drafted and waits for the reader's signature."""

from dataclasses import dataclass
from datetime import date

from notifications import words
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.documents import colour_of
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentToSign(ItemEntry):
    """A bulletin has a month; any other document is about an item that was due on a day, and of
    which the unit said something (`note`). `remark`: of the office, with the draft."""

    kind = "paper_to_sign"
    name: str
    month: str = ""
    due_on: date | None = None
    note: str = lines()
    remark: str = lines()


def build(read: Read) -> DocumentToSign:
    row, item = read.row, read.about_row
    bulletin = row.kind == "bulletin"
    return DocumentToSign(
        about=read.about(),
        item=read.about_item(title=item),
        name=words.colour("bulletin" if bulletin else colour_of(row), read.language),
        month=words.month(row.key.occurrence, read.language) if bulletin else "",
        due_on=item.due_on if item is not row else None,
        note=read.batch.notes.get(item.id, "") if item is not row else "",
        remark=read.why("note") or read.why("reason"),
    )


KIND = MailKind(entry=DocumentToSign, build=build, label=N_("to sign"), rank=3, of_step=True)
