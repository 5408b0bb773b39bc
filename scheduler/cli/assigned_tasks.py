"""`duban matter`: tasks assigned outside the plan."""

from dataclasses import dataclass
from typing import Annotated

import typer

from config.language import _
from scheduler.cli.acts import makes
from scheduler.cli.desk import say, to_write
from scheduler.cli.options import Writes, commands
from scheduler.cli.output import day, out
from workflows.commands import views
from workflows.commands.assigned_tasks import SOURCES, AssignedTask, assign
from workflows.domain.assignees import find_person
from workflows.domain.limits import read_limit
from workflows.domain.messages import N_


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Assigned tasks, outside the plan.", no_args_is_help=True)
    explain = makes("explain", "Explain why an assigned task is overdue, and ask for a new day.")
    commands(group, {"add": add, "explain": explain}, N_("Assigned tasks"))
    app.add_typer(group, name="matter")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedTaskOptions:
    unit: Annotated[str, typer.Option(help="The lead unit.")]
    title: Annotated[str, typer.Option(help="The task, in one line.")]
    words: Annotated[str, typer.Option(help="The original words.")] = ""
    source: Annotated[str, typer.Option(help=f"{', '.join(SOURCES)}.")] = "instruction"
    asked_by: Annotated[
        str, typer.Option(help="Who assigned it and is notified of the result: an email address.")
    ] = ""
    person: Annotated[
        str, typer.Option(help="Who is responsible: a mail address. Default: the unit's head.")
    ] = ""
    assist: Annotated[
        list[str] | None, typer.Option(help="An assisting unit; may be repeated.")
    ] = None
    due: Annotated[
        str, typer.Option(help="The due date: a day, 10wd or “at once”. Default: by the source.")
    ] = ""
    firm: Annotated[
        bool, typer.Option("--firm", help="It has a fixed deadline: reminders are stricter.")
    ] = False
    needs_file: Annotated[
        bool, typer.Option("--needs-file", help="A file is required as evidence.")
    ] = False


def add(given: AssignedTaskOptions, call: Writes) -> None:
    """Register an assigned task; it opens at once."""
    with to_write(call) as scope:
        context, now = scope.context, scope.now
        item = AssignedTask(
            unit=given.unit,
            title=given.title,
            words=given.words,
            source=given.source,
            asked_by=find_person(context.org, given.asked_by).key if given.asked_by else "",
            person=find_person(context.org, given.person).key if given.person else "",
            assist=tuple(given.assist or ()),
            due=read_limit(given.due, context.today(now), context.frame.calendar),
            firm=given.firm,
            needs_file=given.needs_file,
        )
        row = assign(scope.acting, item)
        answer = views.obligation(context, row, now)
    if call.json:
        say(answer)
    else:
        out(
            _(
                "{n} {title}: assigned to {unit}, due {day}",
                n=row.id,
                title=answer["title"],
                unit=row.unit,
                day=day(answer["due_on"]),
            )
        )
