"""`duban obligations retry`: process items again whose processing failed."""

from typing import Annotated

import typer

from config.language import _
from scheduler.cli.desk import say, to_write
from scheduler.cli.options import Writes
from scheduler.cli.output import out
from workflows.commands import quarantine, views


def retry(
    call: Writes,
    ids: Annotated[
        list[int] | None,
        typer.Argument(
            metavar="ID…", help="The items, by number. Default: all whose processing failed."
        ),
    ] = None,
) -> None:
    """Process failed items again, in the next run."""
    with to_write(call) as scope:
        rows = quarantine.try_again(scope.acting, ids or None)
        answer = [views.obligation(scope.context, row, scope.now) for row in rows]
    if call.json:
        say(answer)
        return
    for one in answer:
        out(
            _(
                "{n} {title}: the next run processes it again; the error was {error}",
                n=one["id"],
                title=one["title"],
                error=one["error"],
            )
        )
