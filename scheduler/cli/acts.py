"""What people do: most commands make one move and differ only in what they ask for."""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from config.language import _
from scheduler.cli.approvals import extend_form
from scheduler.cli.desk import CommandScope, at_desk, parse_day, refusal, say
from scheduler.cli.options import Command, Invocation, Writes, commands, flag, flattened
from scheduler.cli.output import listed, out, state, status, warn
from workflows.commands import acts, views
from workflows.commands.evidence import keep
from workflows.domain.assignees import find_person
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.messages import Message
from workflows.domain.moves import move_type
from workflows.domain.states import DONE
from workflows.store import queries

Ids = Annotated[list[int], typer.Argument(metavar="ID…", help="One or several items, by number.")]
Reason = Annotated[str, typer.Option(help="The reason.")]
Note = Annotated[str, typer.Option(help="A sentence or two.")]
Due = Annotated[
    str, typer.Option(help="The new due date of the person who acts next, such as 2010-06-30.")
]
Files = Annotated[list[Path] | None, typer.Option(help="A file as evidence; may be repeated.")]

#: The fields of a move that an option gives, and how it asks for them.
_OPTIONS: Mapping[str, Any] = {
    "reason": Reason,
    "note": Note,
    "due": Due,
    "to": Annotated[str, typer.Option(help="The new day, as 2010-07-15.")],
    "done_on": Annotated[
        str, typer.Option(help="The day it was done; this day decides. Default: today.")
    ],
    "person": Annotated[str, typer.Option(help="An email address.")],
    "unit": Annotated[str, typer.Option(help="The unit it goes to.")],
    "evidence": Files,
}


def makes(move: str, says: str, kind: str = "", **asked: Any) -> Command:
    """The command that makes `move` on every obligation named; `says` is its help.

    Its options are the fields of the move (workflows/domain/moves.py), as `kind` has it; `asked`:
    those that this command asks for in its own way, each with its option (an annotated type).
    """
    options = {name: asked.get(name, _OPTIONS.get(name)) for name in _fields(move, kind)}

    def made(ids: Ids, call: Writes, **given: Any) -> None:
        evidence = given.pop("evidence", None)
        values = {
            name: _READ[name](value, flag(name, options[name])) if name in _READ else value
            for name, value in given.items()
        }
        make(ids, acts.Move(name=move, **values), call, evidence)

    made.__doc__ = says
    return flattened(made, **options)


def _fields(move: str, kind: str) -> tuple[str, ...]:
    """The fields of a move that a command asks for; a choice of reasons is for the page."""
    found = move_type(kind, move)
    named = ("evidence" if name == "file" else name for name in found.fields)
    return (*(name for name in named if name != "choice"), *found.command)


def several(words: str, option: str = "") -> tuple[str, ...]:
    """Keys given in one option, as b1,b3."""
    return tuple(one.strip() for one in words.replace("，", ",").split(",") if one.strip())


def drawn_seed(words: str = "", option: str = "") -> str:
    """The seed that was given, else a fresh one."""
    return words or secrets.token_hex(8)


#: How the words of an option become the value of a field that is no text: (words, option).
_READ: Mapping[str, Callable[[str, str], Any]] = {
    "to": parse_day,
    "due": parse_day,
    "done_on": parse_day,
    "units": several,
    "seed": drawn_seed,
}

_TO_PERSON = Annotated[str, typer.Option("--to", help="The mail address of somebody in the unit.")]
_BECAUSE = Annotated[
    int,
    typer.Option(help="The listed item it waits for; until it is closed, that one is reminded of."),
]
_MOVES: Mapping[str, Command] = {
    "report": makes(
        "report",
        "Report that an item is done; the reviewer acts next.",
    ),
    "accept": makes("accept", "Accept a report."),
    "return": makes("return", "Return a report with a reason; a new due date begins."),
    "assign": makes("assign", "Assign an item to someone in the unit.", person=_TO_PERSON),
    "note": makes("note", "Add a progress note, or explain a delay.", because=_BECAUSE),
    "explain": makes(
        "explain",
        "Explain why an item is overdue, and ask for a new day.",
    ),
    "press": makes("press", "Remind the person it is assigned to, once a day at most."),
    "phoned": makes("phoned", "Record a reminder by telephone; it counts as today's reminder."),
    "waive": makes("waive", "End an item that need not be done, with a reason."),
    "reopen": makes("reopen", "Reopen a closed item."),
    "withdraw": makes("withdraw", "Withdraw an item that was created by mistake, with a reason."),
}


def register(app: typer.Typer) -> None:
    commands(app, {**_MOVES, "extend": extend, "extend-form": extend_form, "object": object_})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendOptions:
    to: Annotated[str, typer.Option(help="The day asked for or granted, as 2010-07-15.")] = ""
    pass_: Annotated[
        bool,
        typer.Option("--pass", help="The office passes a request on to the person who decides."),
    ] = False
    approve: Annotated[bool, typer.Option("--approve", help="Approve a request.")] = False
    refuse: Annotated[bool, typer.Option("--refuse", help="Refuse a request.")] = False
    reason: Reason = ""


def extend(ids: Ids, given: ExtendOptions, call: Writes) -> None:
    """Request more time, or decide on a request.

    ID is the item; to decide, the request or the item it is about."""
    name = _deciding("extend", passed=given.pass_, approve=given.approve, refuse=given.refuse)
    make(ids, acts.Move(name=name, to=parse_day(given.to, "--to"), reason=given.reason), call)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectOptions:
    unit: Annotated[
        str,
        typer.Option(
            help="The unit it belongs to; with --approve the unit it goes to, - for nobody."
        ),
    ] = ""
    approve: Annotated[
        bool, typer.Option("--approve", help="Approve: it goes to the unit, or is waived.")
    ] = False
    refuse: Annotated[bool, typer.Option("--refuse", help="Refuse: it stays with the unit.")] = (
        False
    )
    reason: Reason = ""


def object_(ids: Ids, given: ObjectOptions, call: Writes) -> None:
    """Say that an item is not yours, or decide on that.

    ID is the item; to decide, the request or the item it is about."""
    name = _deciding("object", approve=given.approve, refuse=given.refuse)
    move = acts.Move(name=name, unit=given.unit, reason=given.reason)
    make(ids, move, call, asked=("object",))


def _deciding(asks: str, *, approve: bool, refuse: bool, passed: bool = False) -> str:
    """The move that is meant; `asks` where nothing is decided."""
    if passed + approve + refuse > 1:
        raise Refused("several of --pass, --approve and --refuse were given", "give one of them")
    return "pass" if passed else "agree" if approve else "refuse" if refuse else asks


def make(
    ids: list[int],
    move: acts.Move,
    call: Invocation,
    evidence: list[Path] | None = None,
    asked: Collection[str] = ("extend", "explain"),
) -> None:
    """One move on every obligation named, or on none. `asked`: what a request that is decided
    on was for."""
    refused: Refused | None = None
    with at_desk() as desk:
        try:
            with desk.writing(call) as scope:
                _act(scope, ids, move, evidence, asked)
        except Refused as error:
            refused = error
        with desk.reading(call) as scope:
            shown = queries.obligations(scope.connection, scope.context.key, ids=ids)
            answer = [views.obligation(scope.context, row, scope.now) for row in shown]
    if call.json:
        say(answer[0] if len(ids) == 1 and answer else answer)
    elif refused is None:
        for one in answer:
            out(line(one))
    if refused is not None:
        warn(refusal(refused))
        raise typer.Exit(1)


def _act(
    scope: CommandScope,
    ids: list[int],
    move: acts.Move,
    evidence: list[Path] | None,
    asked: Collection[str],
) -> None:
    connection, context, now = scope.connection, scope.context, scope.now
    if move.person:
        move = replace(move, person=find_person(context.org, move.person).key)
    if evidence:
        move = replace(
            move, evidence=keep(connection, scope.desk.settings.files_dir, evidence, now)
        )
    numbers = ids
    if move.name in ("agree", "refuse", "pass"):
        numbers = [_request(connection, context.key, each, asked) for each in ids]
    elif move.name in ("holds", "relapse"):
        numbers = [_follow_up(connection, context.key, number) for number in ids]
    acts.act(scope.acting, numbers, move)


def line(one: dict[str, Any]) -> str:
    """One obligation in a line; of an inspection, its units and whom it sees twice a month."""
    said = f"{one['id']} {one['title']}: {state(one['state'])}"
    if one["light"] != "grey":
        said = listed((said, status(one | {"state": "open"})))
    if one.get("units"):
        said = _("{said}; units: {units}", said=said, units=listed(one["units"]))
    if one.get("twice"):
        said = _("{said}; twice this month: {units}", said=said, units=listed(one["twice"]))
    return said


def _request(connection: Connection, programme: str, number: int, asked: Collection[str]) -> int:
    """The open request meant by `number`: itself, or the one about that obligation."""
    for row in queries.obligations(connection, programme, ids=[number]):
        if row.kind == "decision":
            return number
    about = queries.obligations(connection, programme, kind="decision", about=number)
    waiting = [
        row.id for row in about if row.state not in DONE and DecisionFacts.of(row).asked in asked
    ]
    if not waiting:
        said = (
            Message("nobody has objected to {n}", n=number)
            if "object" in asked
            else Message("nobody has asked for more time for {n}", n=number)
        )
        raise Refused(said, "see duban obligations")
    return waiting[-1]


def _follow_up(connection: Connection, programme: str, number: int) -> int:
    """The follow-up check at the rectification `number` that is to come, or `number` itself."""
    rows = queries.obligations(connection, programme, kind="lookback", about=number)
    return next((row.id for row in rows if row.state in ("planned", "open")), number)
