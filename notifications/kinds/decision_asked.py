"""A request waits for the reader: for more time, or to give the item to somebody else."""

from dataclasses import dataclass
from datetime import date

from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAsked(ItemEntry):
    """`not_ours`: the unit says that the item is not its own, and may name another (`unit`).
    `first`: for review before the decision. `note`: the progress so far."""

    kind = "decision_asked"
    by: str = ""
    not_ours: bool = False
    first: bool = False
    unit: str = ""
    old_due: date | None = None
    new_due: date | None = None
    reason: str = lines()
    note: str = lines()


def build(read: Read) -> DecisionAsked:
    row, item, facts = read.row, read.about_row, DecisionFacts.of(read.row)
    read = read.asked_for()
    return DecisionAsked(
        about=read.about(),
        item=read.about_item(title=item),
        by=read.actor or read.name(row.person),
        not_ours=facts.asked == "object",
        first=row.state == "first_review",
        unit=read.unit(read.why("unit") or facts.unit),
        old_due=item.due_on,
        new_due=facts.to,
        reason=read.why("reason"),
        note=read.batch.notes.get(item.id, ""),
    )


KIND = MailKind(
    entry=DecisionAsked, build=build, label=N_("requests to decide"), rank=4, of_step=True
)
