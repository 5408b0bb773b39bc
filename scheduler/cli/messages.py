"""`duban messages`: what was said, to whom, why, and how it went."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from notifications import history
from scheduler.cli.desk import say, table, to_read
from scheduler.cli.options import Lists, commands, flattened
from scheduler.cli.output import LANGUAGE, heading, labelled, moment, out
from workflows.commands import views
from workflows.domain.errors import NotFound
from workflows.store import outbox_queries, queries


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
    mails(answer, scope.context.programme.zone, title=f"{len(answer)} mails")


def mails(found: list[dict[str, Any]], zone: str, title: str = "") -> None:
    """A table of mails, each with how it went and when."""
    table(
        ["id", "says", "to", "subject", "state"],
        [
            [
                one["id"],
                one["kind"].replace("_", " "),
                one["to"],
                one["subject"],
                f"{one['state']} {moment(one['sent_at'], zone)}".strip(),
            ]
            for one in found
        ],
        title=title,
    )


def show(number: Annotated[int, typer.Argument(metavar="ID")], call: Lists) -> None:
    """Show one mail: why it was sent, the answer, the text as sent."""
    with to_read(call) as scope:
        connection, context = scope.connection, scope.context
        found = views.messages(connection, context, ids=[number])
        if not found:
            raise NotFound(f"there is no mail {number}", "see duban messages")
        body = outbox_queries.messages(connection, context.key, ids=[number])[0]["body"]
        rows = queries.obligations_by_id(connection, found[0]["obligations"])
    answer = found[0] | {"body": body}
    if call.json:
        say(answer)
        return
    zone = context.programme.zone
    labelled(
        [
            ("number", str(answer["id"])),
            ("says", answer["kind"].replace("_", " ")),
            ("to", answer["to"]),
            ("subject", answer["subject"] or ""),
            ("state", answer["state"]),
            ("answer of the server", answer["outcome"] or ""),
            ("sent", moment(answer["sent_at"], zone)),
        ]
    )
    titles = {n: views.title(context, row) for n, row in rows.items()}
    for title, lines in history.of_message(answer, titles, context.org, zone, LANGUAGE)[1:]:
        heading(title)
        for line in lines:
            out(line)
    heading("Text")
    out(body or "not written yet")
