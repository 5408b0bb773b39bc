"""To the office: something that the system cannot solve by itself."""

from dataclasses import dataclass

from notifications.mail_kind import MailKind
from notifications.message import Entry, Item, lines
from notifications.reading import Read
from workflows.domain.messages import N_

#: What happened → what it is called, and what to do.
ALERTS: dict[str, tuple[str, str]] = {
    "undelivered": (
        N_("A message was not delivered"),
        N_("Check the address, and phone the person."),
    ),
    "unheard": (
        N_("No one left to escalate to"),
        N_("Fill the vacant role, name a deputy or add an address, and phone the unit."),
    ),
    "quarantined": (
        N_("Processing of one record failed"),
        N_(
            "Other items are not affected. Send the details below to the administrator. Duban "
            "tries again every hour. After the repair, you can try again at once on the page "
            "“Health”."
        ),
    ),
    "objected": (
        N_("A unit says that an item is not its responsibility"),
        N_("Answer within one working day: assign it to another unit, or say why it stays."),
    ),
    "sent_back": (
        N_("The signer returned a draft"),
        N_("Correct it and submit it again, or withdraw it."),
    ),
    "corrected": (
        N_("A unit found an error in the bulletin"),
        N_(
            "Check it. If the unit is right, correct the source before the bulletin is submitted,"
            " and say so in the bulletin."
        ),
    ),
    "contested": (
        N_("A unit contests the facts of an inspection"),
        N_("Check the facts and answer within one working day. Withdraw what proves wrong."),
    ),
    "clock_back": (
        N_("The system clock went back"),
        N_(
            "The clock is right again, and nothing was sent twice. Ask the administrator to check"
            " the time service and the times of what was entered meanwhile."
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeAlert(Entry):
    kind = "office_alert"
    what: str
    cure: str
    detail: str = lines()


def build(read: Read) -> OfficeAlert:
    title, cure = ALERTS[read.event.kind]
    row = read.maybe_row
    return OfficeAlert(
        about=read.about(next=False),
        # The row may be one that cannot be processed: what it is called is all that is asked of it.
        item=Item(
            number=row.id,
            title=read.title(row),
            unit=read.unit(row.unit),
            assignee=read.name(row.assignee),
            phone=read.phone(row.assignee),
        )
        if row
        else None,
        what=read.texts.gettext(title),
        cure=read.texts.gettext(cure),
        detail=read.why("detail") or read.why("error") or read.why("reason") or read.why("note"),
    )


KIND = MailKind(
    entry=OfficeAlert, build=build, label=N_("for the office to solve"), rank=5, stays=True
)
