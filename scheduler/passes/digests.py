"""Calendar → "digest due" events: the office's page each working day, the leaders' on the
first working day of the week, the head of the record to the auditor on the same
day. Whether there is anything in it is seen when it is put into words; an empty one is not
sent.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from workflows.commands.context import Context
from workflows.commands.documents.bulletins import plan_next
from workflows.domain.organisation import Org
from workflows.domain.workdays import Calendar
from workflows.store import record, tallies, writes
from workflows.store.engine import record_key
from workflows.store.writes import NewEvent


def write(connection: Connection, context: Context, now: datetime) -> int:
    """The digests of the days since the last sweep; of several missed days only the latest."""
    today = context.today(now)
    until = context.programme.digests_until
    if until is not None and until >= today:
        return 0
    since = until or context.frame.day(context.programme.published_at)
    calendar = context.frame.calendar
    new: list[NewEvent] = []
    office = _latest(since, today, calendar.is_workday)
    if office is not None:
        new += _events(context, "digest_office", "office", office)
    monday = _latest(since, today, lambda day: starts_week(day, calendar))
    if monday is not None:
        for role in ("leader", "principal"):
            new += _events(context, "digest_leader", role, monday)
        # Without a key, or before anything is sealed, there is no head to keep.
        if record_key(connection) and record.last_seal(connection) is not None:
            new += _events(context, "digest_audit", "auditor", monday)
    plan_next(connection, context, now)
    writes.events(connection, context.key, new, now)
    tallies.keep_day(connection, context.key, today)
    if monday is not None:
        tallies.sum_up(connection, context.key)
    writes.set_programme(connection, context.key, digests_until=today)
    return len(new)


def starts_week(day: date, calendar: Calendar) -> bool:
    """Whether `day` is the first working day of its week (Monday to Sunday)."""
    monday = day - timedelta(days=day.weekday())
    return calendar.is_workday(day) and calendar.count(monday - timedelta(days=1), day) == 1


def _latest(since: date, today: date, wanted: object) -> date | None:
    """The last day after `since` through `today` that is wanted; at most two weeks back."""
    day = today
    while day > since and (today - day).days < 14:
        if callable(wanted) and wanted(day):
            return day
        day -= timedelta(days=1)
    return None


def _events(context: Context, kind: str, role: str, day: date) -> list[NewEvent]:
    at = context.frame.instant(day)
    return [
        NewEvent(obligation=None, kind=kind, at=at, why={"person": person, "day": str(day)})
        for person in _in_role(context.org, role, day)
    ]


def _in_role(org: Org, role: str, day: date) -> list[str]:
    people = [org.post_holder(post, day) for post in org.seats(role)]
    return list(dict.fromkeys(p.key for p in people if p is not None and p.email))
