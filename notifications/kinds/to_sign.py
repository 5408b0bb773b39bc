"""A rectification was issued: the unit acknowledges it, or says that it is not its own."""

from dataclasses import dataclass
from datetime import date

from notifications import figures
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.kind_facts import RectificationFacts
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign(ItemEntry):
    """What was found, where, by whom. The item's due day is that of the acknowledgement;
    `put_right_by` that of the rectification."""

    kind = "to_sign"
    what: str = lines()
    where: str = ""
    source: str = ""
    severity: str = ""
    evidence: str = ""
    put_right_by: date | None = None
    reviewer: str = ""
    reason: str = lines()


def build(read: Read) -> ToSign:
    row, facts = read.row, RectificationFacts.of(read.row)
    return ToSign(
        about=read.about(),
        item=read.about_item(),
        what=facts.what,
        where=facts.where,
        source=facts.source,
        severity=figures.severity(facts.severity, read.language),
        evidence=read.evidence(),
        put_right_by=row.due_on,
        reviewer=read.reviewer(),
        reason=read.why("reason"),
    )


KIND = MailKind(
    entry=ToSign,
    build=build,
    label=N_("to acknowledge"),
    rank=23,
    of_step=True,
    answered=True,
    more_time=True,
)
