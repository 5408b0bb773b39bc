"""`duban obligations retry`: what a sweep put aside with an error is tried again now."""

from typing import Annotated

import typer

from scheduler.cli.desk import As, At, Json, Programme, at_desk, console, say
from workflows.commands import aside, views


def retry(
    ids: Annotated[
        list[int] | None,
        typer.Argument(metavar="ID…", help="Which ones; all that are put aside unless said."),
    ] = None,
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Try again now what was put aside with an error: the next sweep takes it."""
    with at_desk() as desk, desk.acting(programme, who, at) as acting:
        rows = aside.try_again(acting, ids or None)
        answer = [views.obligation(acting.context, row, acting.now) for row in rows]
    if json:
        say(answer)
        return
    for one in answer:
        console.print(
            f"{one['id']} {one['title']}: taken by the next sweep; it was put aside with "
            f"{one['error']}",
            markup=False,
            highlight=False,
        )
