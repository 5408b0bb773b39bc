"""An inspection was held; or the office answered a unit that contested its facts."""

from dataclasses import dataclass
from datetime import date

from notifications import figures
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.kind_facts import InspectionFacts
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected(ItemEntry):
    """`findings`: how many rectifications follow; `until`: the facts may be contested."""

    kind = "inspected"
    held_on: date | None = None
    way: str = ""
    units: str = ""
    result: str = lines()
    findings: int = 0
    contested: str = lines()
    answer: str = lines()
    until: date | None = None


def build(read: Read) -> Inspected:
    row, facts = read.row, InspectionFacts.of(read.row)
    answered = read.event.kind == "contest_answered"
    return Inspected(
        about=read.about(),
        item=read.about_item(),
        held_on=row.done_on,
        way=figures.way(row, read.node, read.language),
        units=read.list(map(read.unit, facts.units)),
        result=facts.result,
        findings=len(facts.findings),
        contested=facts.contested_for if answered else "",
        answer=facts.answer if answered else "",
        until=None if answered else facts.contest_until,
    )


KIND = MailKind(entry=Inspected, build=build, label=N_("inspected"), rank=53, stays=True)
