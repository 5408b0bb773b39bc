"""An item was accepted and is done; or an inspection was held late."""

from dataclasses import dataclass
from datetime import date

from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.kind_facts import InspectionFacts
from workflows.domain.messages import N_
from workflows.domain.standing import on_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed(ItemEntry):
    """`held`: it is an inspection; `result`: what was found. `in_time`: None where it is not
    counted."""

    kind = "completed"
    held: bool = False
    done_on: date | None = None
    in_time: bool | None = None
    by: str = ""
    result: str = lines()
    remark: str = lines()


def build(read: Read) -> Completed:
    row = read.row
    return Completed(
        about=read.about(next=False),
        item=read.about_item(),
        held=row.kind == "inspection",
        done_on=row.done_on,
        in_time=on_time(row) if read.event.kind in ("accepted", "struck_off") else None,
        by=read.actor,
        result=InspectionFacts.of(row).result,
        remark=read.why("reason") or read.why("note"),
    )


KIND = MailKind(entry=Completed, build=build, label=N_("completed"), rank=51, stays=True)
