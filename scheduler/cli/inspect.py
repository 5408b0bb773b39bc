"""`duban inspect`: inspections planned or called, drawn, held, contested."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from config.language import _
from scheduler.cli.acts import Files, Note, Reason, line, make, makes, several
from scheduler.cli.desk import CommandScope, parse_day, say, to_read, to_write
from scheduler.cli.options import Invocation, Writes, commands
from scheduler.cli.output import day, out
from scheduler.cli.sheets import Row, read_file, spelled
from workflows.commands import acts, ledger, views
from workflows.commands.inspect import Inspection, plan
from workflows.domain.assignees import find_person, responsible_of
from workflows.domain.errors import BadInput, NotFound, Refused
from workflows.domain.inspection import WAYS
from workflows.domain.messages import N_, Message
from workflows.domain.rectification import Finding
from workflows.store import queries

Units = Annotated[str, typer.Option(help="The units inspected, as b1,b3.")]

_DRAW = makes(
    "draw",
    "Select the units at random; seed, list and result are recorded.",
    n=Annotated[int, typer.Option("--n", help="How many units."), 1],
    seed=Annotated[str, typer.Option(help="The seed. Default: a new one.")],
    units=Annotated[
        str, typer.Option("--among", help="The units to draw from. Default: all of the line.")
    ],
    reason=Reason,
)


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Inspections: planned, held, contested.", no_args_is_help=True)
    commands(
        group,
        {
            "plan": plan_,
            "open": open_,
            "draw": _DRAW,
            "close": close,
            "redate": makes("redate", "Move it to another day, with a reason."),
        },
        N_("Plan and hold"),
    )
    commands(
        group,
        {
            "contest": makes(
                "contest", "Contest the facts within three working days, as head or liaison."
            ),
            "answer": makes("answer", "Answer a unit that contested the facts."),
        },
        N_("Contested facts"),
    )
    app.add_typer(group, name="inspect")


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionOptions:
    way: Annotated[str, typer.Option(help=f"{', '.join(WAYS)}.")]
    by: Annotated[str, typer.Option(help="Who leads it: a mail address.")]
    team: Annotated[
        list[str] | None, typer.Option("--with", help="A member of the team; may be repeated.")
    ] = None
    units: Units = ""
    title: Annotated[str, typer.Option(help="A title. Default: the kind of inspection.")] = ""
    words: Annotated[str, typer.Option(help="What is to be inspected.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedOptions(InspectionOptions):
    on: Annotated[str, typer.Option(help="The day it is held, as 2010-06-30.")]
    every: Annotated[
        str, typer.Option(help="monthly, quarterly, an RRULE, or words as 每月25日前.")
    ] = ""


def plan_(given: PlannedOptions, call: Writes) -> None:
    """Plan an inspection; it opens ten working days before its day."""
    _put_in(given, call, given.on, given.every)


def open_(given: InspectionOptions, call: Writes) -> None:
    """Add an inspection for today."""
    _put_in(given, call)


def _put_in(given: InspectionOptions, call: Invocation, on: str = "", every: str = "") -> None:
    with to_write(call) as scope:
        context, now = scope.context, scope.now
        wanted = Inspection(
            way=given.way,
            on=parse_day(on, "--on") or context.today(now),
            lead=find_person(context.org, given.by).key,
            team=tuple(find_person(context.org, one).key for one in given.team or ()),
            units=several(given.units),
            title=given.title,
            words=given.words,
            every=every,
        )
        row = plan(scope.acting, wanted)
        told = views.obligation(context, row, now)
    if call.json:
        say(told)
    else:
        out(_("{said}, on {day}", said=line(told), day=day(told["due_on"])))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingOptions:
    note: Note = ""
    done_on: Annotated[str, typer.Option(help="The day it was held. Default: today.")] = ""
    units: Units = ""
    finding: Annotated[
        list[str] | None,
        typer.Option(
            help="What was found, as “unit=b3; what=…; severity=urgent”; may be repeated."
        ),
    ] = None
    findings: Annotated[
        Path | None, typer.Option(help="A YAML, CSV or Excel file of findings.")
    ] = None
    evidence: Files = None


def close(
    number: Annotated[int, typer.Argument(metavar="ID")], given: ClosingOptions, call: Writes
) -> None:
    """Record that it was held, and issue each finding."""
    rows = [spelled(n, words) for n, words in enumerate(given.finding or (), 1)]
    lists = [("--finding", rows)] if rows else []
    if given.findings is not None:
        lists.append((given.findings.name, read_file(given.findings)))
    move = acts.Move(
        name="close",
        note=given.note,
        units=several(given.units),
        done_on=parse_day(given.done_on, "--done-on"),
    )
    with to_read(call) as scope:
        move = replace(move, findings=_findings(scope, number, lists))
    make([number], move, call, given.evidence)


def _findings(
    scope: CommandScope, number: int, given: list[tuple[str, list[Row]]]
) -> tuple[Finding, ...]:
    """What was found; whoever led the inspection verifies unless somebody else is named."""
    org = scope.context.org
    found = queries.obligations_by_id(scope.connection, [number])
    if number not in found:
        raise NotFound(Message("there is no item {n}", n=number), "see duban obligations")
    today = scope.context.today(scope.now)
    lead = responsible_of(org, found[number], today)[0]
    read = [ledger.read(name, rows, org, today, reviewer=lead) for name, rows in given]
    if problems := [problem for one in read for problem in one.problems]:
        raise BadInput(problems)
    if twice := [row for one in read for row in one.skipped]:
        raise Refused(
            Message("“{what}” is given twice", what=twice[0][1]), "give each finding once"
        )
    return tuple(found for one in read for row, found in one.findings)
