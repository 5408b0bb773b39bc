"""A request was decided."""

from dataclasses import dataclass
from datetime import date

from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(ItemEntry):
    """`not_ours`: that the item is another unit's; `unit`: the one that gets it."""

    kind = "decided"
    not_ours: bool = False
    granted: bool = False
    unit: str = ""
    old_due: date | None = None
    new_due: date | None = None
    reason: str = lines()
    by: str = ""


def build(read: Read) -> Decided:
    item, facts = read.about_row, DecisionFacts.of(read.row)
    return Decided(
        about=read.about(),
        item=read.about_item(title=item),
        not_ours=facts.asked == "object",
        granted=read.event.kind == "agreed",
        unit=read.unit(read.why("unit") or facts.unit),
        old_due=item.due_on,
        new_due=facts.to,
        reason=read.why("reason") or read.why("note"),
        by=read.actor,
    )


KIND = MailKind(
    entry=Decided, build=build, label=N_("requests decided"), rank=50, urgency="now", stays=True
)
