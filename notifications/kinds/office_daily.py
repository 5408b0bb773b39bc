"""The office's page of the day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from notifications import figures, words
from notifications.digests import MOST
from notifications.mail_kind import MailKind
from notifications.message import Entry
from notifications.reading import Read
from workflows.domain.messages import N_
from workflows.domain.model import LEVELS
from workflows.domain.rows import Obligation


class Line(NamedTuple):
    """An item: whose, and how late. `level`: who was told of it, in words."""

    title: str
    unit: str
    assignee: str = ""
    phone: str = ""
    days_over: int = 0
    level: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDaily(Entry):
    """Numbers, and lists of at most 20 lines each."""

    kind = "office_daily"
    to_review: int
    due_today: int
    overdue: int
    date_pending: int
    undelivered: int
    late: tuple[Line, ...] = ()
    due: tuple[Line, ...] = ()
    reviews: tuple[Line, ...] = ()
    alerts: tuple[str, ...] = ()
    anchors: tuple[figures.Waiting, ...] = ()


def build(read: Read) -> OfficeDaily | None:
    """None when there is nothing to tell."""
    found = read.batch.digests.once(("daily", read.language), lambda: _read(read))
    return replace(found, about=read.about()) if found else None


def _read(read: Read) -> OfficeDaily | None:
    batch, digests = read.batch, read.batch.digests
    failed, wrong = digests.undelivered, digests.quarantined
    if not (digests.red or digests.reported or digests.due_today or failed or wrong):
        return None
    return OfficeDaily(
        about=read.about(),
        to_review=len(digests.reported),
        due_today=len(digests.due_today),
        overdue=len(digests.red),
        date_pending=digests.date_pending,
        undelivered=len(failed),
        late=_lines(read, digests.worst(digests.red)),
        due=_lines(read, digests.due_today),
        reviews=_lines(read, digests.reported),
        alerts=(
            *(f"{row.id} {row.error}" for row in wrong[:MOST]),
            *(f"{message['address']} {message['outcome']}" for message in failed[-MOST:]),
        ),
        anchors=figures.waiting(batch.connection, batch.context, read.language),
    )


def _lines(read: Read, rows: Iterable[Obligation]) -> tuple[Line, ...]:
    return tuple(
        Line(
            title=read.title(row),
            unit=read.unit(row.unit),
            assignee=words.called(read.org, row.assignee, read.language),
            phone=read.phone(row.assignee),
            days_over=read.batch.digests.over(row),
            level=words.audience(LEVELS[row.level], read.language) if row.level else "",
            due_on=row.step_due_on,
        )
        for row in list(rows)[:MOST]
    )


KIND = MailKind(
    entry=OfficeDaily, build=build, label=N_("daily page"), rank=70, stays=True, page=True
)
