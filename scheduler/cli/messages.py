"""`duban messages`: mails, their recipients, reasons and states."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from config.language import _, ngettext, pgettext, reader_language
from notifications import history
from notifications.render import kind_name
from scheduler.cli.desk import say, table, to_read
from scheduler.cli.options import Lists, commands, flattened
from scheduler.cli.output import heading, labelled, moment, out
from workflows.commands import views
from workflows.domain.errors import NotFound
from workflows.domain.messages import N_, Message
from workflows.store import outbox_queries, queries


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="List mails: recipient, subject, state.", invoke_without_command=True)
    group.callback()(flattened(list_))
    commands(group, {"show": show}, N_("One mail"))
    app.add_typer(group, name="messages")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilters:
    to: Annotated[str, typer.Option(help="Only mails to one address.")] = ""
    kind: Annotated[str, typer.Option(help="Only mails of this kind: overdue, escalated …")] = ""
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
    title = ngettext("{n} mail", "{n} mails", len(answer))
    mails(answer, scope.context.programme.zone, title=title)


def mails(found: list[dict[str, Any]], zone: str, title: str = "") -> None:
    """A table of mails, each with its state and when it was sent."""
    table(
        [_("id"), _("about"), _("to"), _("subject"), _("state")],
        [
            [
                one["id"],
                kind_name(one["kind"], reader_language()),
                one["to"],
                one["subject"],
                f"{pgettext('mail', one['state'])} {moment(one['sent_at'], zone)}".strip(),
            ]
            for one in found
        ],
        title=title,
    )


def show(number: Annotated[int, typer.Argument(metavar="ID")], call: Lists) -> None:
    """Show one mail: reasons, the server's answer, the text as sent."""
    with to_read(call) as scope:
        connection, context = scope.connection, scope.context
        found = views.messages(connection, context, ids=[number])
        if not found:
            raise NotFound(Message("there is no mail {n}", n=number), "see duban messages")
        body = outbox_queries.messages(connection, context.key, ids=[number])[0]["body"]
        rows = queries.obligations_by_id(connection, found[0]["obligations"])
    answer = found[0] | {"body": body}
    if call.json:
        say(answer)
        return
    zone = context.programme.zone
    labelled(
        [
            (_("number"), str(answer["id"])),
            (_("about"), kind_name(answer["kind"], reader_language())),
            (_("to"), answer["to"]),
            (_("subject"), answer["subject"] or ""),
            (_("state"), pgettext("mail", answer["state"])),
            (_("answer of the mail server"), answer["outcome"] or ""),
            (_("sent"), moment(answer["sent_at"], zone)),
        ]
    )
    titles = {n: views.title(context, row) for n, row in rows.items()}
    story = history.of_message(answer, titles, context.org, zone, reader_language())
    for title, lines in story[1:]:
        heading(title)
        for line in lines:
            out(line)
    heading(_("Text"))
    out(body or _("not written yet"))
