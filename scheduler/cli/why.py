"""`duban why`: the whole story of one matter or one mail, in the reader's language."""

from typing import Annotated, Any

import typer

from notifications import telling
from scheduler.cli.desk import At, Json, Programme, at_desk, console, instant, say
from workflows.commands import views
from workflows.domain.errors import NotFound, Refused
from workflows.store import queries

LANGUAGES = ("zh", "en")


def register(app: typer.Typer) -> None:
    app.command("why")(why)


def why(
    number: Annotated[int, typer.Argument(metavar="ID")],
    message: Annotated[bool, typer.Option("--message", help="ID is a message's.")] = False,
    language: Annotated[str, typer.Option(help="zh or en; the reader's own unless said.")] = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Tell the story of an obligation or a message: rule, dates, what happened, what comes next."""
    if language and language not in LANGUAGES:
        raise Refused(f"“{language}” is no language of Duban", "write zh or en")
    with at_desk() as desk, desk.read().connect() as connection:
        context = desk.context(connection, programme)
        zone = context.programme.zone
        facts: dict[str, Any]
        if message:
            found = views.messages(connection, context, ids=[number])
            if not found:
                raise NotFound(f"there is no message {number}", "see duban messages")
            facts = found[0]
            reader = context.org.people.get(facts["person"])
            language = language or (reader.language if reader else context.plan.language)
            rows = queries.obligations_by_id(connection, facts["obligations"])
            titles = {n: views.title(context, row) for n, row in rows.items()}
            story = telling.of_message(facts, titles, context.org, zone, language)
        else:
            row = queries.obligations_by_id(connection, [number]).get(number)
            if row is None or row.programme != context.key:
                raise NotFound(f"there is no obligation {number}", "see duban obligations")
            language = language or context.plan.language
            facts = views.dossier(connection, context, row, instant(at, context))
            events = queries.events(connection, context.key, obligation=number)
            story = telling.of_obligation(facts, row, events, context.org, zone, language)
    if json:
        sections = [{"heading": heading, "lines": lines} for heading, lines in story]
        say({"id": number, "message": message, "language": language, "story": sections})
        return
    for heading, lines in story:
        console.print(heading, style="bold", markup=False, highlight=False)
        for line in lines:
            console.print(f"  {line}", markup=False, highlight=False)
