"""`duban obligations retry`: what a sweep put aside with an error is tried again now."""

from typing import Annotated

import typer

from scheduler.cli.desk import at_desk, say
from scheduler.cli.options import Writes
from scheduler.cli.output import out
from workflows.commands import acts, aside, views
from workflows.domain.errors import Refused


def retry(
    call: Writes,
    ids: Annotated[
        list[int] | None,
        typer.Argument(
            metavar="ID…", help="The items, by number. Default: all whose processing failed."
        ),
    ] = None,
) -> None:
    """Process failed items again, at the next sweep."""
    with at_desk() as desk:
        try:
            with desk.writing(call) as scope:
                context, now = scope.context, scope.now
                by = aside.By(person=scope.actor)
                rows = aside.try_again(scope.connection, context, ids or None, by, now)
                answer = [views.obligation(context, row, now) for row in rows]
        except Refused as error:
            if error.denied:
                move = acts.Move(name=aside.MOVE)
                with desk.engine.begin() as connection:
                    acts.record_denied(connection, context, error, move, by.person, now)
            raise
    if call.json:
        say(answer)
        return
    for one in answer:
        out(
            f"{one['id']} {one['title']}: taken by the next sweep; it had failed with "
            f"{one['error']}"
        )
