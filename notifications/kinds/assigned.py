"""An item is to be done: it has started, or was assigned to somebody."""

from dataclasses import dataclass

from notifications import figures
from notifications.mail_kind import MailKind
from notifications.message import Asked, ItemEntry, lines
from notifications.reading import Read
from workflows.domain.kind_facts import InspectionFacts
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(ItemEntry):
    """Of an assigned task: the instruction and its source; of an
    inspection: how it is held, of which units, by whom."""

    kind = "assigned"
    asked: Asked
    what: str = lines()
    source: str = ""
    way: str = ""
    units: str = ""
    team: str = ""


def build(read: Read) -> Assigned:
    row, node, facts = read.row, read.node, InspectionFacts.of(read.row)
    return Assigned(
        about=read.about(),
        item=read.about_item(),
        asked=read.asked(),
        what=facts.what,
        source=facts.source,
        way=figures.way(row, node, read.language),
        units=read.list(map(read.unit, facts.units)),
        team=read.list(map(read.name, facts.team)),
    )


KIND = MailKind(
    entry=Assigned, build=build, label=N_("assigned"), rank=42, answered=True, more_time=True
)
