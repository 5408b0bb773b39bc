"""`duban messages`: what was said, to whom, why, and how it went."""

from typing import Annotated

import typer

from scheduler.cli.desk import Json, Programme, at_desk, console, say, table
from workflows.commands import views
from workflows.domain.errors import NotFound
from workflows.store import outbox_queries


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="What was said, to whom and why.", invoke_without_command=True)
    group.callback()(list_)
    group.command("show")(show)
    app.add_typer(group, name="messages")


def list_(
    context: typer.Context,
    to: Annotated[str, typer.Option(help="Only those to one address.")] = "",
    kind: Annotated[str, typer.Option(help="Only those that say this (overdue, …).")] = "",
    state: Annotated[
        str, typer.Option(help="pending, sending, sent, failed, unknown or cancelled.")
    ] = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """All messages, oldest first. `show ID` gives the text as sent."""
    if context.invoked_subcommand:
        return
    with at_desk() as desk, desk.read().connect() as connection:
        found = desk.context(connection, programme)
        answer = views.messages(connection, found, to=to, kind=kind, state=state)
    if json:
        say(answer)
        return
    table(
        ["id", "kind", "to", "subject", "state", "sent"],
        [[m["id"], m["kind"], m["to"], m["subject"], m["state"], m["sent_at"]] for m in answer],
        title=f"{len(answer)} messages",
    )


def show(
    number: Annotated[int, typer.Argument(metavar="ID")],
    programme: Programme = "",
    json: Json = False,
) -> None:
    """One message: why it was sent, the server's answer, the text as sent."""
    with at_desk() as desk, desk.read().connect() as connection:
        context = desk.context(connection, programme)
        found = views.messages(connection, context, ids=[number])
        if not found:
            raise NotFound(f"there is no message {number}", "see duban messages")
        body = outbox_queries.messages(connection, context.key, ids=[number])[0]["body"]
    answer = found[0] | {"body": body}
    if json:
        say(answer)
        return
    for name in ("id", "kind", "to", "subject", "state", "outcome", "sent_at"):
        console.print(f"{name}: {answer[name]}", markup=False, highlight=False)
    for reason in answer["reasons"]:
        console.print(f"why: {reason}", markup=False, highlight=False)
    console.print(f"\n{body or ''}", markup=False, highlight=False)
