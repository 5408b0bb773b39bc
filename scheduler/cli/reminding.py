"""`duban seen`, `duban round`: no mail until a day, and progress notes by a day."""

from dataclasses import dataclass
from typing import Annotated

import typer

from scheduler.cli.acts import make, makes
from scheduler.cli.desk import CommandScope, parse_day, to_read
from scheduler.cli.options import Writes, commands
from workflows.commands import acts, views
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import RectificationFacts
from workflows.domain.rows import Obligation
from workflows.domain.states import TABLE
from workflows.store import queries

_SEEN = makes(
    "seen",
    "Mark as noted: no mail to you about it until a day.",
    to=Annotated[
        str,
        typer.Option(
            "--until", help="The last day without mail, at most ten working days from now."
        ),
    ],
)


def register(app: typer.Typer) -> None:
    commands(app, {"seen": _SEEN, "round": round_})


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOptions:
    by: Annotated[str, typer.Option(help="The day by which a note is wanted.")] = ""
    listed: Annotated[
        bool, typer.Option("--listed", help="All rectifications under special supervision.")
    ] = False
    rectifications: Annotated[
        bool, typer.Option("--rectifications", help="All rectifications in progress.")
    ] = False
    long: Annotated[
        int, typer.Option(help="All items with at least this many working days left.")
    ] = 0
    unit: Annotated[str, typer.Option(help="Of these, only the items of this unit.")] = ""


def round_(
    given: RoundOptions,
    call: Writes,
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID…", help="The items, by number.")
    ] = None,
) -> None:
    """Request progress notes by a date."""
    found = list(ids or ())
    if not found and not (given.listed or given.rectifications or given.long):
        raise Refused("no item was named", "give numbers, --listed, --rectifications or --long 60")
    if not found:
        with to_read(call) as scope:
            rows = queries.obligations(scope.connection, scope.context.key, unit=given.unit)
            found = [row.id for row in rows if _wanted(scope, given, row)]
        if not found:
            raise Refused("no item of that kind is open", "see duban obligations")
    make(found, acts.Move(name="round", to=parse_day(given.by, "--by")), call)


def _wanted(scope: CommandScope, given: RoundOptions, row: Obligation) -> bool:
    if (row.kind, row.state, "round") not in TABLE:
        return False
    if row.kind == "rectification":
        listed = RectificationFacts.of(row).listed_on is not None
        return given.rectifications or (given.listed and listed)
    left = views.stands(scope.context, row, scope.now).workdays_left
    return bool(given.long) and not row.person and left >= given.long
