"""An item was reported and its review is late."""

from dataclasses import dataclass, fields

from notifications.kinds.review import Review, facts
from notifications.mail_kind import MailKind
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOverdue(Review):
    kind = "review_overdue"


def build(read: Read) -> ReviewOverdue:
    found = facts(read)
    return ReviewOverdue(**{one.name: getattr(found, one.name) for one in fields(found)})


KIND = MailKind(
    entry=ReviewOverdue,
    build=build,
    label=N_("overdue for your review"),
    rank=12,
    of_step=True,
    spared=True,
)
