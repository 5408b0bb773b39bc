"""`duban messages`: what was said, to whom, why, and how it went."""

from dataclasses import dataclass
from typing import Annotated

import typer

from scheduler.cli.desk import console, say, table, to_read
from scheduler.cli.options import Lists, commands, flattened
from workflows.commands import views
from workflows.domain.errors import NotFound
from workflows.store import outbox_queries


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="List mails: to whom, about what, how it went.", invoke_without_command=True
    )
    group.callback()(flattened(list_))
    commands(group, {"show": show}, "One mail")
    app.add_typer(group, name="messages")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilters:
    to: Annotated[str, typer.Option(help="Only mails to one address.")] = ""
    kind: Annotated[str, typer.Option(help="Only mails that say this: overdue, escalated …")] = ""
    state: Annotated[
        str, typer.Option(help="Only pending, sending, sent, failed, unknown or cancelled ones.")
    ] = ""


def list_(context: typer.Context, given: MessageFilters, call: Lists) -> None:
    """List mails, the oldest first."""
    if context.invoked_subcommand:
        return
    with to_read(call) as scope:
        answer = views.messages(
            scope.connection, scope.context, to=given.to, kind=given.kind, state=given.state
        )
    if call.json:
        say(answer)
        return
    table(
        ["id", "kind", "to", "subject", "state", "sent"],
        [[m["id"], m["kind"], m["to"], m["subject"], m["state"], m["sent_at"]] for m in answer],
        title=f"{len(answer)} messages",
    )


def show(number: Annotated[int, typer.Argument(metavar="ID")], call: Lists) -> None:
    """Show one mail: why it was sent, the answer, the text as sent."""
    with to_read(call) as scope:
        connection, context = scope.connection, scope.context
        found = views.messages(connection, context, ids=[number])
        if not found:
            raise NotFound(f"there is no message {number}", "see duban messages")
        body = outbox_queries.messages(connection, context.key, ids=[number])[0]["body"]
    answer = found[0] | {"body": body}
    if call.json:
        say(answer)
        return
    for name in ("id", "kind", "to", "subject", "state", "outcome", "sent_at"):
        console.print(f"{name}: {answer[name]}", markup=False, highlight=False)
    for reason in answer["reasons"]:
        console.print(f"why: {reason}", markup=False, highlight=False)
    console.print(f"\n{body or ''}", markup=False, highlight=False)
