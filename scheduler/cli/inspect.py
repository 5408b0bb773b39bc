"""`duban inspect`: inspections planned or called, drawn, held, contested."""

import secrets
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from scheduler.cli.acts import Files, Ids, Note, Reason, line, make, makes
from scheduler.cli.desk import (
    As,
    At,
    Json,
    Programme,
    at_desk,
    console,
    instant,
    parse_day,
    say,
)
from scheduler.cli.sheets import Row, read_file, spelled
from workflows.commands import acts, ledger, views
from workflows.commands.context import Context
from workflows.commands.inspect import Inspection, plan
from workflows.domain.assignees import doer_of, find_person
from workflows.domain.errors import BadInput, NotFound, Refused
from workflows.domain.inspection import WAYS
from workflows.store import queries

Way = Annotated[str, typer.Option(help=f"{', '.join(WAYS)}.")]
Units = Annotated[str, typer.Option(help="The units seen, as b1,b3.")]
By = Annotated[str, typer.Option(help="Who leads it: a mail address.")]
Team = Annotated[list[str] | None, typer.Option("--with", help="A member of the team.")]
Title = Annotated[str, typer.Option(help="A name of its own; else its way.")]
Words = Annotated[str, typer.Option(help="What is to be looked at.")]
Id = Annotated[int, typer.Argument(metavar="ID")]
Findings = Annotated[
    list[str] | None,
    typer.Option(help="What was found, as “unit=b3; what=…; severity=urgent”; may be repeated."),
]

_CONTEST = "The facts are not so: the head or liaison of a unit, within three working days."


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Inspections.", no_args_is_help=True)
    for name, command in (
        ("plan", plan_),
        ("open", open_),
        ("draw", draw),
        ("close", close),
        ("contest", makes("contest", _CONTEST, "reason")),
        ("answer", makes("answer", "Answer a unit that contested the facts.", "note")),
        ("redate", makes("redate", "Give it another day, with a reason.", "to", "reason")),
    ):
        group.command(name)(command)
    app.add_typer(group, name="inspect")


def plan_(
    way: Way,
    on: Annotated[str, typer.Option(help="The day it is held, as 2010-06-30.")],
    by: By,
    team: Team = None,
    units: Units = "",
    title: Title = "",
    words: Words = "",
    every: Annotated[
        str, typer.Option(help="monthly, quarterly, an RRULE, or words as 每月25日前.")
    ] = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Plan an inspection; ten working days before its day it opens for whoever leads it."""
    _put_in(way, on, by, team, units, title, words, every, who, at, programme, json)


def open_(
    way: Way,
    by: By,
    team: Team = None,
    units: Units = "",
    title: Title = "",
    words: Words = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Call an inspection for today."""
    _put_in(way, "", by, team, units, title, words, "", who, at, programme, json)


def _put_in(
    way: str,
    on: str,
    by: str,
    team: list[str] | None,
    units: str,
    title: str,
    words: str,
    every: str,
    who: str,
    at: str,
    programme: str,
    json: bool,
) -> None:
    with at_desk() as desk, desk.acting(programme, who, at) as acting:
        context, now = acting.context, acting.now
        given = Inspection(
            way=way,
            on=parse_day(on, "--on") or context.today(now),
            lead=find_person(context.org, by).key,
            team=tuple(find_person(context.org, one).key for one in team or ()),
            units=_several(units),
            title=title,
            words=words,
            every=every,
        )
        row = plan(acting, given)
        told = views.obligation(context, row, now)
    if json:
        say(told)
    else:
        console.print(f"{line(told)}, on {told['due_on']}", markup=False, highlight=False)


def draw(
    ids: Ids,
    n: Annotated[int, typer.Option("--n", help="How many units.")] = 1,
    seed: Annotated[str, typer.Option(help="The seed; drawn afresh unless given.")] = "",
    among: Annotated[str, typer.Option(help="The units to draw from; else all of the line.")] = "",
    reason: Reason = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Draw the units by a seed that is recorded with the list and the result."""
    move = acts.Move(
        name="draw", n=n, seed=seed or secrets.token_hex(8), units=_several(among), reason=reason
    )
    make(ids, move, who, at, programme, json)


def close(
    number: Id,
    note: Note = "",
    done_on: Annotated[str, typer.Option(help="The day it was held; today unless said.")] = "",
    units: Units = "",
    finding: Findings = None,
    findings: Annotated[
        Path | None, typer.Option(help="A YAML, CSV or Excel file of findings.")
    ] = None,
    evidence: Files = None,
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """It was held; each finding is issued as a rectification, all of them or none."""
    rows = [spelled(n, words) for n, words in enumerate(finding or (), 1)]
    given = [("--finding", rows)] if rows else []
    if findings is not None:
        given.append((findings.name, read_file(findings)))
    move = acts.Move(
        name="close", note=note, units=_several(units), done_on=parse_day(done_on, "--done-on")
    )
    with at_desk() as desk, desk.read().connect() as connection:
        context = desk.context(connection, programme)
        move = _with_findings(connection, context, number, move, given, at)
    make([number], move, who, at, programme, json, evidence)


def _with_findings(
    connection: Connection,
    context: Context,
    number: int,
    move: acts.Move,
    given: list[tuple[str, list[Row]]],
    at: str,
) -> acts.Move:
    """`move` with the findings read; whoever led it verifies unless somebody else is named."""
    found = queries.obligations_by_id(connection, [number])
    if number not in found:
        raise NotFound(f"there is no obligation {number}", "see duban obligations")
    today = context.today(instant(at, context))
    lead, _ = doer_of(context.org, found[number], today)
    read = [ledger.read(name, rows, context.org, today, verifier=lead) for name, rows in given]
    if problems := [problem for one in read for problem in one.problems]:
        raise BadInput(problems)
    if twice := [row for one in read for row in one.skipped]:
        raise Refused(f"“{twice[0][1]}” stands twice", "give each finding once")
    return acts.Move(
        name=move.name,
        note=move.note,
        units=move.units,
        done_on=move.done_on,
        findings=tuple(f for one in read for _, f in one.findings),
    )


def _several(words: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in words.replace("，", ",").split(",") if one.strip())
