"""What the office does on days of its own: announces, assigns, calls inspections, issues what was
promised or instructed, and asks for progress notes."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from demo.intents import finding
from demo.scenario import (
    Announcement,
    AssignedTaskStory,
    InspectionStory,
    NoteRound,
    RectificationStory,
    Scenario,
)
from workflows.commands import acts, anchors, assigned_tasks, inspect, rectify
from workflows.commands.context import Context
from workflows.commands.door import as_person
from workflows.domain.kind_facts import RectificationFacts
from workflows.domain.workdays import Calendar
from workflows.store import queries

OfficeTask = Announcement | AssignedTaskStory | InspectionStory | RectificationStory | NoteRound


def office_days(
    scenario: Scenario, calendar: Calendar, after: datetime
) -> list[tuple[datetime, OfficeTask]]:
    """All that is still to come after an instant, in order; what falls on a day off comes on the
    next working day."""
    days = sorted(_all(scenario), key=lambda one: one[0])
    hour, zone = scenario.office_hour, scenario.tz
    timed = [(datetime.combine(calendar.on_or_after(day), hour, zone), task) for day, task in days]
    return [(at, task) for at, task in timed if at > after]


def _all(scenario: Scenario) -> Iterator[tuple[date, OfficeTask]]:
    dated: Iterable[Announcement | AssignedTaskStory | InspectionStory | RectificationStory] = (
        *scenario.announcements,
        *scenario.assigned_tasks,
        *scenario.inspections,
        *scenario.rectifications,
    )
    for one in dated:
        if one.on:
            yield one.on, one
    month = scenario.begins.date().replace(day=1)
    while month <= scenario.end:
        for ask in scenario.note_rounds:
            if month.month in ask.months and (day := month.replace(day=ask.day)) <= ask.until:
                yield day, ask
        month = (month + timedelta(days=32)).replace(day=1)


def apply_decisions(
    task: OfficeTask, now: datetime, connection: Connection, context: Context
) -> None:
    """Do it, as the person of the office. Raises Refused when it cannot be done any more."""
    today = context.today(now)
    person = context.office(today)
    acting = as_person(connection, context, person.key if person else "", now)
    match task:
        case Announcement():
            anchors.announce(acting, task.anchor, task.date)
        case AssignedTaskStory(task=assigned_tasks.AssignedTask() as given):
            assigned_tasks.assign(acting, given)
        case InspectionStory(call=inspect.Inspection() as call):
            inspect.plan(acting, call)
        case RectificationStory():
            found = finding(context.org, task, task.unit, task.reviewer)
            rectify.issue(acting, found)
        case NoteRound():
            numbers = _asked(task, connection, context, today)
            by = context.frame.calendar.add(today, task.within)
            if numbers:
                acts.act(acting, numbers, acts.Move(name="round", to=by))


def _asked(one: NoteRound, connection: Connection, context: Context, today: date) -> list[int]:
    rows = queries.obligations(connection, context.key, kind=one.kind, state=one.state)
    last = today + timedelta(days=one.days_to_go)
    return [
        row.id
        for row in rows
        if (not one.listed or RectificationFacts.of(row).listed_on)
        and (not one.days_to_go or (not row.person and row.due_on and row.due_on >= last))
    ][: one.at_most]
