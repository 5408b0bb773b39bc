"""An item was reported: its reviewer is asked to accept or return it."""

from dataclasses import dataclass
from datetime import date

from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(ItemEntry):
    """`was_due`: the due day of whoever is responsible; the item's own is the reviewer's.
    `reported_by`: empty when it was the responsible person themselves."""

    kind = "review"
    was_due: date | None = None
    done_on: date | None = None
    reported_by: str = ""
    note: str = lines()
    evidence: str = ""


def facts(read: Read) -> Review:
    """What a reviewer must know, also when the review is late."""
    row = read.row
    read = read.told(read.batch.reports.get(row.id))
    node = read.node
    return Review(
        about=read.about(),
        # A reviewer reads their own name as the assignee; whom they may ask is the responsible one.
        item=read.about_item(assignee=read.responsible()),
        was_due=row.due_on,
        done_on=row.done_on,
        reported_by=read.actor if read.event.actor != row.person else "",
        note=read.note,
        evidence=node.evidence.in_(read.language) if node and node.evidence else "",
    )


KIND = MailKind(
    entry=Review, build=facts, label=N_("to review"), rank=14, of_step=True, spared=True
)
