"""`duban why`: why an item or a mail is as it is."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from config.language import reader_language
from notifications import history
from scheduler.cli.desk import CommandScope, known_language, say, to_read
from scheduler.cli.options import Reads, commands
from scheduler.cli.output import out
from workflows.commands import views
from workflows.domain.errors import NotFound
from workflows.domain.messages import Message
from workflows.store import queries


def register(app: typer.Typer) -> None:
    commands(app, {"why": why})


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyOptions:
    message: Annotated[bool, typer.Option("--message", help="ID is the number of a mail.")] = False
    language: Annotated[
        str, typer.Option(help="zh or en. Default: yours; with --json the recipient's.")
    ] = ""


def why(
    number: Annotated[int, typer.Argument(metavar="ID")], given: WhyOptions, call: Reads
) -> None:
    """Explain an item or a mail: rules, dates, what comes next."""
    # Scripts get the story in the language of its reader, as they always did.
    asked = known_language(given.language, "" if call.json else reader_language())
    told = _of_message if given.message else _of_obligation
    with to_read(call) as scope:
        language, story = told(scope, number, asked)
    if call.json:
        sections = [{"heading": heading, "lines": lines} for heading, lines in story]
        say({"id": number, "message": given.message, "language": language, "story": sections})
        return
    for heading, lines in story:
        out(heading, style="bold")
        for line in lines:
            out(f"  {line}")


def _of_message(scope: CommandScope, number: int, language: str) -> tuple[str, history.Story]:
    context = scope.context
    found = views.messages(scope.connection, context, ids=[number])
    if not found:
        raise NotFound(Message("there is no mail {n}", n=number), "see duban messages")
    facts: dict[str, Any] = found[0]
    reader = context.org.people.get(facts["person"])
    language = language or (reader.language if reader else context.plan.language)
    rows = queries.obligations_by_id(scope.connection, facts["obligations"])
    titles = {n: views.title(context, row) for n, row in rows.items()}
    zone = context.programme.zone
    return language, history.of_message(facts, titles, context.org, zone, language)


def _of_obligation(scope: CommandScope, number: int, language: str) -> tuple[str, history.Story]:
    context = scope.context
    row = queries.obligations_by_id(scope.connection, [number]).get(number)
    if row is None or row.programme != context.key:
        raise NotFound(Message("there is no item {n}", n=number), "see duban obligations")
    language = language or context.plan.language
    facts = views.dossier(scope.connection, context, row, scope.now)
    events = queries.events(scope.connection, context.key, obligation=number)
    zone = context.programme.zone
    return language, history.of_obligation(facts, row, events, context.org, zone, language)
