"""`duban matter`: what is assigned beside the plan."""

from typing import Annotated

import typer

from scheduler.cli.acts import makes
from scheduler.cli.desk import (
    As,
    At,
    Json,
    Programme,
    at_desk,
    console,
    say,
)
from workflows.commands import views
from workflows.commands.matters import SOURCES, Matter, assign
from workflows.domain.assignees import find_person
from workflows.domain.limits import read_limit

_EXPLAIN = "Overdue: say why, and ask for a day from which pressing begins anew."


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Matters assigned beside the plan.", no_args_is_help=True)
    group.command("add")(add)
    group.command("explain")(makes("explain", _EXPLAIN, "to", "reason"))
    app.add_typer(group, name="matter")


def add(
    unit: Annotated[str, typer.Option(help="The lead unit.")],
    title: Annotated[str, typer.Option(help="What is asked, in a line.")],
    words: Annotated[str, typer.Option(help="The original words.")] = "",
    source: Annotated[str, typer.Option(help=f"{', '.join(SOURCES)}.")] = "instruction",
    asked_by: Annotated[str, typer.Option(help="Who asked: hears how it ended.")] = "",
    person: Annotated[str, typer.Option(help="Who does it; else the unit's head.")] = "",
    assist: Annotated[list[str] | None, typer.Option(help="An assisting unit.")] = None,
    due: Annotated[
        str, typer.Option(help="The limit: a day, 10wd, “at once”; else the source gives one.")
    ] = "",
    firm: Annotated[bool, typer.Option("--firm", help="Pressed as firm matters are.")] = False,
    needs_file: Annotated[
        bool, typer.Option("--needs-file", help="A file is asked for as evidence.")
    ] = False,
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Register a matter from an instruction, a meeting, a letter or the plan; it opens at once."""
    with at_desk() as desk, desk.acting(programme, who, at) as acting:
        context, now = acting.context, acting.now
        matter = Matter(
            unit=unit,
            title=title,
            words=words,
            source=source,
            asked_by=find_person(context.org, asked_by).key if asked_by else "",
            person=find_person(context.org, person).key if person else "",
            assist=tuple(assist or ()),
            due=read_limit(due, context.today(now), context.frame.calendar),
            firm=firm,
            needs_file=needs_file,
        )
        row = assign(acting, matter)
        answer = views.obligation(context, row, now)
    if json:
        say(answer)
    else:
        line = f"{row.id} {answer['title']}: assigned to {row.unit}, due {answer['due_on']}"
        console.print(line, markup=False, highlight=False)
