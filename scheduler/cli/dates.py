"""`duban date`: what the words of a plan mean as days."""

from typing import Annotated

import typer

from config import clock
from scheduler.cli.desk import parse_day, say
from scheduler.cli.options import Answers, commands
from scheduler.cli.output import labelled, named, plain
from workflows.domain import dates
from workflows.domain.errors import Refused
from workflows.domain.workdays import calendar


def register(app: typer.Typer) -> None:
    commands(app, {"date": read})


def read(
    words: Annotated[str, typer.Argument(help="A date as people write it.")],
    call: Answers,
    issued: Annotated[
        str, typer.Option(help="The document's date, for a missing year. Default: today.")
    ] = "",
    country: Annotated[str, typer.Option(help="The country whose holidays are meant.")] = "CN",
) -> None:
    """Show which days the words of a date mean."""
    day = parse_day(issued, "--issued") or clock.now().date()
    days = calendar(country)
    found = dates.read(words, dates.Context(issued=day, holidays=days.holiday_start))
    answer = {"words": words, **dates.describe(found)}
    if call.json:
        say(answer)
    elif not isinstance(found, dates.Refused):
        rows: list[tuple[str, str]] = []
        for name, value in answer.items():
            if value is not None:
                rows.append((named(name), plain(value)))
        labelled(rows)
    if isinstance(found, dates.Refused):
        if call.json:
            raise typer.Exit(1)
        raise Refused(found.reason, found.cure)
