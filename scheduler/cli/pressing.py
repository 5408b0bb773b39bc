"""`duban seen`, `duban round`: silence until a day, and progress notes by a day."""

from typing import Annotated

import typer

from scheduler.cli.acts import Ids, make
from scheduler.cli.desk import As, At, Json, Programme, at_desk, instant, parse_day
from workflows.commands import acts, views
from workflows.domain.errors import Refused
from workflows.domain.rows import Obligation
from workflows.domain.states import TABLE
from workflows.store import queries


def register(app: typer.Typer) -> None:
    app.command("seen")(seen)
    app.command("round")(round_)


def seen(
    ids: Ids,
    until: Annotated[
        str, typer.Option(help="The last day of silence, at most ten working days off.")
    ] = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """You have seen it: no more mails to you about it until that day; others are still told."""
    make(ids, acts.Move(name="seen", to=parse_day(until, "--until")), who, at, programme, json)


def round_(
    ids: Annotated[list[int] | None, typer.Argument(metavar="ID…", help="Which matters.")] = None,
    by: Annotated[str, typer.Option(help="The day by which a note is wanted.")] = "",
    listed: Annotated[bool, typer.Option("--listed", help="All listed rectifications.")] = False,
    rectifications: Annotated[
        bool, typer.Option("--rectifications", help="All rectifications that are worked on.")
    ] = False,
    long: Annotated[
        int, typer.Option(help="All matters with so many working days left at least.")
    ] = 0,
    unit: Annotated[str, typer.Option(help="Of these, only what this unit owes.")] = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Call for a progress note by a day; who gives none is behind."""
    found = list(ids or ())
    if not found and not (listed or rectifications or long):
        raise Refused(
            "no matter was named", "give numbers, --listed, --rectifications or --long 60"
        )
    if not found:
        with at_desk() as desk, desk.read().connect() as connection:
            context = desk.context(connection, programme)
            now = instant(at, context)
            rows = queries.obligations(connection, context.key, unit=unit)

            def wanted(row: Obligation) -> bool:
                if (row.kind, row.state, "round") not in TABLE:
                    return False
                if row.kind == "rectification":
                    return rectifications or bool(listed and row.extra.get("listed_on"))
                left = views.stands(context, row, now).workdays_left
                return bool(long) and not row.person and left >= long

            found = [row.id for row in rows if wanted(row)]
        if not found:
            raise Refused("nothing of that kind is being worked on", "see duban obligations")
    make(found, acts.Move(name="round", to=parse_day(by, "--by")), who, at, programme, json)
