"""What people do: report, accept, return, assign, note, extend, waive, reopen, withdraw."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from scheduler.cli.desk import (
    As,
    At,
    Json,
    Programme,
    actor,
    at_desk,
    console,
    instant,
    parse_day,
    say,
    stderr,
)
from workflows.commands import acts, views
from workflows.commands.evidence import keep
from workflows.domain.errors import Refused
from workflows.domain.roles import find_person
from workflows.domain.states import DONE
from workflows.store import queries

Ids = Annotated[list[int], typer.Argument(metavar="ID…", help="One or several obligations.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Note = Annotated[str, typer.Option(help="A sentence or two.")]
Due = Annotated[str, typer.Option(help="The new limit of whoever acts next, as 2010-06-30.")]
Files = Annotated[list[Path] | None, typer.Option(help="A file that shows it; may be repeated.")]


def register(app: typer.Typer) -> None:
    for name, command in (
        ("report", report),
        ("accept", accept),
        ("return", return_),
        ("assign", assign),
        ("note", note),
        ("press", press),
        ("phoned", phoned),
        ("extend", extend),
        ("waive", waive),
        ("reopen", reopen),
        ("withdraw", withdraw),
    ):
        app.command(name)(command)


def report(
    ids: Ids,
    note: Note = "",
    done_on: Annotated[
        str, typer.Option(help="The day it was done; this day decides. Today unless said.")
    ] = "",
    evidence: Files = None,
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Report that it is done; the verifier acts next."""
    move = acts.Move(name="report", note=note, done_on=parse_day(done_on, "--done-on"))
    make(ids, move, who, at, programme, json, evidence)


def accept(
    ids: Ids, note: Note = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Accept what was reported."""
    make(ids, acts.Move(name="accept", note=note), who, at, programme, json)


def return_(
    ids: Ids, reason: Reason = "", note: Note = "", due: Due = "", who: As = "", at: At = "",
    programme: Programme = "", json: Json = False,
) -> None:  # fmt: skip
    """Send it back with a reason; a new limit begins."""
    move = acts.Move(name="return", reason=reason, note=note, due=parse_day(due, "--due"))
    make(ids, move, who, at, programme, json)


def assign(
    ids: Ids,
    to: Annotated[str, typer.Option(help="The address of somebody in the unit.")] = "",
    note: Note = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Assign it to somebody within the unit."""
    make(ids, acts.Move(name="assign", person=to, note=note), who, at, programme, json)


def note(
    ids: Ids,
    note: Note = "",
    evidence: Files = None,
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Add a note on progress, or explain a delay."""
    make(ids, acts.Move(name="note", note=note), who, at, programme, json, evidence)


def press(
    ids: Ids, note: Note = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Urge whoever holds it, by mail; at most once a day."""
    make(ids, acts.Move(name="press", note=note), who, at, programme, json)


def phoned(
    ids: Ids, note: Note = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Record that whoever holds it was telephoned; it counts as urged today."""
    make(ids, acts.Move(name="phoned", note=note), who, at, programme, json)


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
    if pass_ + approve + refuse > 1:
        raise Refused("several of --pass, --approve and --refuse were given", "give one of them")
    name = "pass" if pass_ else "agree" if approve else "refuse" if refuse else "extend"
    move = acts.Move(name=name, to=parse_day(to, "--to"), reason=reason)
    make(ids, move, who, at, programme, json)


def waive(
    ids: Ids, reason: Reason = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """It need not be done; with a reason."""
    make(ids, acts.Move(name="waive", reason=reason), who, at, programme, json)


def reopen(
    ids: Ids, reason: Reason = "", due: Due = "", who: As = "", at: At = "",
    programme: Programme = "", json: Json = False,
) -> None:  # fmt: skip
    """Take up again what was closed."""
    move = acts.Move(name="reopen", reason=reason, due=parse_day(due, "--due"))
    make(ids, move, who, at, programme, json)


def withdraw(
    ids: Ids, reason: Reason = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """It was put in by mistake; with a reason."""
    make(ids, acts.Move(name="withdraw", reason=reason), who, at, programme, json)


def make(
    ids: list[int],
    move: acts.Move,
    who: str,
    at: str,
    programme: str,
    json: bool,
    evidence: list[Path] | None = None,
) -> None:
    """One move on every obligation named, or on none."""
    refused: Refused | None = None
    with at_desk() as desk:
        try:
            with desk.engine.begin() as connection:
                context = desk.context(connection, programme)
                now = instant(at, context)
                if move.person:
                    move = replace(move, person=find_person(context.org, move.person).key)
                if evidence:
                    kept = keep(connection, desk.settings.files_dir, evidence, now)
                    move = replace(move, evidence=kept)
                numbers = ids
                if move.name in ("agree", "refuse", "pass"):
                    numbers = [_request(connection, context.key, number) for number in ids]
                elif move.name in ("holds", "relapse"):
                    numbers = [_look_back(connection, context.key, number) for number in ids]
                acting = actor(context, who, now)
                acts.act(connection, context, numbers, move, acting, now)
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


def _request(connection: Connection, programme: str, number: int) -> int:
    """The open request meant by `number`: itself, or the one about that obligation."""
    for row in queries.obligations(connection, programme, ids=[number]):
        if row.kind == "decision":
            return number
    about = queries.obligations(connection, programme, kind="decision", about=number)
    waiting = [row.id for row in about if row.state not in DONE]
    if not waiting:
        raise Refused(f"nobody has asked for more time for {number}", "see duban obligations")
    return waiting[-1]


def _look_back(connection: Connection, programme: str, number: int) -> int:
    """The look-back at the rectification `number` that is to come, or `number` itself."""
    rows = queries.obligations(connection, programme, kind="lookback", about=number)
    return next((row.id for row in rows if row.state in ("planned", "open")), number)
