"""`duban obligations retry`: what a sweep put aside with an error is tried again now."""

from typing import Annotated

import typer

from scheduler.cli.desk import As, At, Json, Programme, actor, at_desk, console, instant, say
from workflows.commands import acts, aside, views
from workflows.domain.errors import Refused


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
    with at_desk() as desk:
        try:
            with desk.engine.begin() as connection:
                context = desk.context(connection, programme)
                now = instant(at, context)
                by = aside.By(person=actor(context, who, now))
                rows = aside.try_again(connection, context, ids or None, by, now)
                answer = [views.obligation(context, row, now) for row in rows]
        except Refused as error:
            if error.denied:
                move = acts.Move(name=aside.MOVE)
                with desk.engine.begin() as connection:
                    acts.record_denied(connection, context, error, move, by.person, now)
            raise
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
