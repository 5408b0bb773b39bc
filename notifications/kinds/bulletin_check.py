"""The numbers of a month's bulletin are taken: the units check theirs before it is issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from notifications import words
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry
from notifications.reading import Read
from workflows.domain.messages import N_


class UnitNumbers(NamedTuple):
    """A unit's month; `rate`: on time, in percent, None where nothing was done."""

    unit: str
    owed: int
    done: int
    on_time: int
    rate: int | None
    open: int
    overdue: int


class LongOverdue(NamedTuple):
    unit: str
    title: str
    days_over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinCheck(ItemEntry):
    """`total` and `last_total`: the numbers of the month and of the one before."""

    kind = "bulletin_check"
    month: str
    as_of: date
    total: UnitNumbers
    last_total: UnitNumbers | None = None
    units: tuple[UnitNumbers, ...] = ()
    long_overdue: tuple[LongOverdue, ...] = ()


def build(read: Read) -> BulletinCheck | None:
    """While it is being checked, a head sees the rows of their units; None where the reader
    answers for no unit in it."""
    row, document = read.row, read.batch.documents.get(read.row.id)
    if document is None:
        return None
    body, checking = document.body, row.state == "checking"

    def seen(one: Mapping[str, Any]) -> bool:
        return not checking or read.in_office() or read.heads(one["unit"])

    units = tuple(_numbers(read, one) for one in body["units"] if seen(one))
    if checking and not units:
        return None
    last = body["last_total"]
    return BulletinCheck(
        about=read.about(to_all=True),
        item=read.about_item(),
        month=words.month(body["month"], read.language),
        as_of=read.context.frame.day(document.frozen_at),
        total=_numbers(read, body["total"]),
        last_total=_numbers(read, last) if last else None,
        units=units,
        long_overdue=tuple(
            LongOverdue(
                read.unit(one["unit"]),
                titles.get(read.language) or titles["en"] or titles["zh"],
                one["days_over"],
            )
            for one in body["long_overdue"]
            if seen(one) and (titles := one["titles"])
        ),
    )


def _numbers(read: Read, one: Mapping[str, Any]) -> UnitNumbers:
    return UnitNumbers(
        unit=read.unit(one.get("unit", "")),
        **{name: one[name] for name in ("owed", "done", "on_time", "rate", "open", "overdue")},
    )


KIND = MailKind(
    entry=BulletinCheck, build=build, label=N_("figures to check"), rank=63, of_step=True
)
