"""What people do: most commands make one move and differ only in what they ask for."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from scheduler.cli.approvals import extend_form
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
    stderr,
)
from workflows.commands import acts, views
from workflows.commands.evidence import keep
from workflows.domain.assignees import find_person
from workflows.domain.errors import Refused
from workflows.domain.states import DONE
from workflows.store import queries

Ids = Annotated[list[int], typer.Argument(metavar="ID…", help="One or several obligations.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Note = Annotated[str, typer.Option(help="A sentence or two.")]
Due = Annotated[str, typer.Option(help="The new limit of whoever acts next, as 2010-06-30.")]
Files = Annotated[list[Path] | None, typer.Option(help="A file that shows it; may be repeated.")]

#: The fields of a move that an option gives, and how it asks for them.
_OPTIONS: Mapping[str, Any] = {
    "reason": Reason,
    "note": Note,
    "due": Due,
    "to": Annotated[str, typer.Option(help="A day to come, as 2010-07-15.")],
    "done_on": Annotated[
        str, typer.Option(help="The day it was done; this day decides. Today unless said.")
    ],
    "person": Annotated[str, typer.Option(help="A mail address.")],
    "unit": Annotated[str, typer.Option(help="The unit it goes to.")],
    "evidence": Files,
}
_DAYS = frozenset({"to", "due", "done_on"})
_COMMON = {"who": As, "at": At, "programme": Programme, "json": Json}


def makes(move: str, says: str, *takes: str, **asked: Any) -> Callable[..., None]:
    """The command that makes `move` on every obligation named; `says` is its help.

    `takes` are fields of the move that are asked for as everywhere, `asked` are others, each
    with the option (an annotated type) that asks for it.
    """
    options = {name: _OPTIONS[name] for name in takes} | asked

    def made(ids: list[int], **given: Any) -> None:
        common = {name: given.pop(name) for name in _COMMON}
        evidence = given.pop("evidence", None)
        for name in _DAYS & given.keys():
            given[name] = parse_day(given[name], f"--{name.replace('_', '-')}")
        make(ids, acts.Move(name=move, **given), evidence=evidence, **common)

    # Typer reads the options from here.
    defaults: dict[str, Any] = {"evidence": None, "json": False, "because": 0}
    signature = [Parameter("ids", Parameter.POSITIONAL_OR_KEYWORD, annotation=Ids)]
    signature += [
        Parameter(
            name, Parameter.KEYWORD_ONLY, default=defaults.get(name, ""), annotation=annotation
        )
        for name, annotation in (options | _COMMON).items()
    ]
    vars(made)["__signature__"] = Signature(signature)
    made.__annotations__ = {one.name: one.annotation for one in signature}
    made.__doc__ = says
    return made


_TO_PERSON = Annotated[str, typer.Option("--to", help="The address of somebody in the unit.")]
_BECAUSE = Annotated[
    int, typer.Option(help="The listed matter it waits for; until then that one is pressed.")
]
_MOVES: Mapping[str, Callable[..., None]] = {
    "report": makes(
        "report", "Report that it is done; the verifier acts next.", "note", "done_on", "evidence"
    ),
    "accept": makes("accept", "Accept what was reported.", "note"),
    "return": makes(
        "return", "Send it back with a reason; a new limit begins.", "reason", "note", "due"
    ),
    "assign": makes("assign", "Assign it to somebody within the unit.", "note", person=_TO_PERSON),
    "note": makes(
        "note", "Add a note on progress, or explain a delay.", "note", "evidence", because=_BECAUSE
    ),
    "explain": makes(
        "explain",
        "Overdue: say why, and ask for a day from which pressing begins anew.",
        "to",
        "reason",
    ),
    "press": makes("press", "Urge whoever holds it, by mail; at most once a day.", "note"),
    "phoned": makes(
        "phoned", "Record that whoever holds it was telephoned; it counts as urged today.", "note"
    ),
    "waive": makes("waive", "It need not be done; with a reason.", "reason"),
    "reopen": makes("reopen", "Take up again what was closed.", "reason", "due"),
    "withdraw": makes("withdraw", "It was put in by mistake; with a reason.", "reason"),
}


def register(app: typer.Typer) -> None:
    for name, command in _MOVES.items():
        app.command(name)(command)
    app.command("extend")(extend)
    app.command("extend-form")(extend_form)
    app.command("object")(object_)


def extend(
    ids: Ids,
    to: Annotated[str, typer.Option(help="The date asked for, as 2010-07-15.")] = "",
    pass_: Annotated[
        bool, typer.Option("--pass", help="The office passes a request on to who decides.")
    ] = False,
    approve: Annotated[bool, typer.Option("--approve", help="Agree to a request.")] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="Refuse a request.")] = False,
    reason: Reason = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Ask for more time, or decide on a request (ID: the request or what it is about)."""
    name = _deciding("extend", pass_=pass_, approve=approve, refuse=refuse)
    move = acts.Move(name=name, to=parse_day(to, "--to"), reason=reason)
    make(ids, move, who, at, programme, json)


def object_(
    ids: Ids,
    unit: Annotated[
        str, typer.Option(help="Whose it is; with --approve the unit it goes to, - for nobody.")
    ] = "",
    approve: Annotated[
        bool, typer.Option("--approve", help="Agree: it goes to the unit, or is waived.")
    ] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="Refuse: it goes on.")] = False,
    reason: Reason = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Say that it is not yours to do, or decide on that (ID: the request or what it is about)."""
    name = _deciding("object", approve=approve, refuse=refuse)
    move = acts.Move(name=name, unit=unit, reason=reason)
    make(ids, move, who, at, programme, json, asked=("object",))


def _deciding(asks: str, *, approve: bool, refuse: bool, pass_: bool = False) -> str:
    """The move that is meant; `asks` where nothing is decided."""
    if pass_ + approve + refuse > 1:
        raise Refused("several of --pass, --approve and --refuse were given", "give one of them")
    return "pass" if pass_ else "agree" if approve else "refuse" if refuse else asks


def make(
    ids: list[int],
    move: acts.Move,
    who: str,
    at: str,
    programme: str,
    json: bool,
    evidence: list[Path] | None = None,
    asked: Collection[str] = ("extend", "explain"),
) -> None:
    """One move on every obligation named, or on none. `asked`: what a request that is decided
    on was for."""
    refused: Refused | None = None
    with at_desk() as desk:
        try:
            with desk.acting(programme, who, at) as acting:
                connection, context = acting.connection, acting.context
                if move.person:
                    move = replace(move, person=find_person(context.org, move.person).key)
                if evidence:
                    kept = keep(connection, desk.settings.files_dir, evidence, acting.now)
                    move = replace(move, evidence=kept)
                numbers = ids
                if move.name in ("agree", "refuse", "pass"):
                    numbers = [_request(connection, context.key, each, asked) for each in ids]
                elif move.name in ("holds", "relapse"):
                    numbers = [_look_back(connection, context.key, number) for number in ids]
                acts.act(acting, numbers, move)
        except Refused as error:
            refused = error
        with desk.read().connect() as connection:
            context = desk.context(connection, programme)
            shown = queries.obligations(connection, context.key, ids=ids)
            moment = instant(at, context)
            answer = [views.obligation(context, row, moment) for row in shown]
    if json:
        say(answer[0] if len(ids) == 1 and answer else answer)
    elif refused is None:
        for one in answer:
            console.print(line(one), markup=False, highlight=False)
    if refused is not None:
        stderr.print(str(refused), markup=False, highlight=False)
        raise typer.Exit(1)


def line(one: dict[str, Any]) -> str:
    """One obligation in a line; of an inspection, its units and whom it sees twice a month."""
    said = f"{one['id']} {one['title']}: {one['state']}, {one['light']}"
    if one.get("units"):
        said += f", units {', '.join(one['units'])}"
    if one.get("twice"):
        said += f"; twice this month: {'; '.join(one['twice'])}"
    return said


def _request(connection: Connection, programme: str, number: int, asked: Collection[str]) -> int:
    """The open request meant by `number`: itself, or the one about that obligation."""
    for row in queries.obligations(connection, programme, ids=[number]):
        if row.kind == "decision":
            return number
    about = queries.obligations(connection, programme, kind="decision", about=number)
    waiting = [
        row.id
        for row in about
        if row.state not in DONE and row.extra.get("asked", "extend") in asked
    ]
    if not waiting:
        what = "said that it is not his:" if "object" in asked else "asked for more time for"
        raise Refused(f"nobody has {what} {number}", "see duban obligations")
    return waiting[-1]


def _look_back(connection: Connection, programme: str, number: int) -> int:
    """The look-back at the rectification `number` that is to come, or `number` itself."""
    rows = queries.obligations(connection, programme, kind="lookback", about=number)
    return next((row.id for row in rows if row.state in ("planned", "open")), number)
