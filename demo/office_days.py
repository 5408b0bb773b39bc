"""What the office does on days of its own: announces, assigns, calls inspections, issues what was
promised or instructed, and asks for progress notes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from demo.behaviour import finding
from demo.scenario import (
    Announcement,
    AssignedTaskStory,
    InspectionStory,
    NoteRound,
    RectificationStory,
    Scenario,
)
from workflows.commands import acts, anchors, inspect, matters, rectify
from workflows.commands.context import Context
from workflows.domain.workdays import Calendar
from workflows.store import queries

#: What is done by the person of the office, at an instant.
Task = Callable[[Connection, Context, str, datetime], object]


def office_days(
    scenario: Scenario, calendar: Calendar, after: datetime
) -> list[tuple[datetime, Task]]:
    """All that is still to come after an instant, in order; what falls on a day off comes on the
    next working day."""
    days = sorted(_all(scenario), key=lambda one: one[0])
    hour, zone = scenario.office_hour, scenario.tz
    timed = [(datetime.combine(calendar.on_or_after(day), hour, zone), do) for day, do in days]
    return [(at, do) for at, do in timed if at > after]


def _all(scenario: Scenario) -> Iterator[tuple[date, Task]]:
    yield from ((one.on, _announces(one)) for one in scenario.announcements)
    yield from ((one.on, _assigns(one)) for one in scenario.assigned_tasks)
    yield from ((one.called, _calls(one)) for one in scenario.inspections if one.called)
    for n, story in enumerate(scenario.rectifications):
        verifier = scenario.verifiers[n % len(scenario.verifiers)]
        yield story.on or scenario.begins.date(), _issues(story, verifier)
    month = scenario.begins.date().replace(day=1)
    while month <= scenario.end:
        for one in scenario.note_rounds:
            if month.month in one.months and (day := month.replace(day=one.day)) <= one.until:
                yield day, _asks(one)
        month = (month + timedelta(days=32)).replace(day=1)


def _announces(one: Announcement) -> Task:
    def do(connection: Connection, context: Context, office: str, now: datetime) -> object:
        return anchors.announce(connection, context, one.anchor, one.date, office, now)

    return do


def _assigns(one: AssignedTaskStory) -> Task:
    matter = matters.Matter(**one.model_dump(exclude={"on", "lag"}))

    def do(connection: Connection, context: Context, office: str, now: datetime) -> object:
        return matters.assign(connection, context, matter, office, now)

    return do


def _calls(one: InspectionStory) -> Task:
    given = inspect.Inspection(
        **one.model_dump(include={"way", "on", "lead", "team", "units", "title"})
    )

    def do(connection: Connection, context: Context, office: str, now: datetime) -> object:
        return inspect.plan(connection, context, given, office, now)

    return do


def _issues(story: RectificationStory, verifier: str) -> Task:
    def do(connection: Connection, context: Context, office: str, now: datetime) -> object:
        found = finding(context.org, story, story.unit, verifier)
        return rectify.issue(connection, context, found, office, now)

    return do


def _asks(one: NoteRound) -> Task:
    def do(connection: Connection, context: Context, office: str, now: datetime) -> object:
        today = context.today(now)
        rows = queries.obligations(connection, context.key, kind=one.kind, state=one.state)
        last = today + timedelta(days=one.days_to_go)
        asked = [
            row.id
            for row in rows
            if (not one.listed or row.extra.get("listed_on"))
            and (not one.days_to_go or (not row.person and row.due_on and row.due_on >= last))
        ][: one.at_most]
        by = context.frame.calendar.add(today, one.within)
        move = acts.Move(name="round", to=by)
        return asked and acts.act(connection, context, asked, move, office, now)

    return do
