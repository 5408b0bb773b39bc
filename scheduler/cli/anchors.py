"""`duban anchor`: key dates, on which due dates depend."""

from typing import Annotated, Any

import typer

from config.language import _, pgettext
from scheduler.cli.desk import parse_day, say, table, to_read, to_write
from scheduler.cli.options import Lists, Writes, commands
from scheduler.cli.output import listed, out
from workflows.commands import acts, anchors
from workflows.commands.context import address
from workflows.commands.views import title
from workflows.domain.errors import Refused
from workflows.domain.messages import N_, Message
from workflows.store import queries

Key = Annotated[str, typer.Argument(help="The key of the key date, such as congress-18.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Key dates: events that due dates depend on.", no_args_is_help=True)
    commands(group, {"set": set_, "list": list_, "unknown": unknown}, N_("Key dates"))
    app.add_typer(group, name="anchor")


def set_(
    key: Key,
    on: Annotated[str, typer.Argument(help="The day it takes place, as 2012-11-08.")],
    call: Writes,
    what_if: Annotated[
        bool, typer.Option("--what-if", help="Only show what would move and who would be notified.")
    ] = False,
) -> None:
    """Set or move a key date; dependent due dates follow."""
    day = parse_day(on, "the date")
    if day is None:
        raise Refused("no date was given", "write it as 2012-11-08")
    with to_write(call) as scope:
        context = scope.context
        done = anchors.announce(scope.acting, key, day, what_if=what_if)
        answer = {
            "anchor": done.anchor,
            "before": str(done.before) if done.before else None,
            "on": str(done.on),
            "what_if": what_if,
            "moves": [
                {
                    "id": row.id,
                    "kind": row.kind,
                    "title": title(context, row),
                    "unit": row.unit,
                    "person": address(context, row.person) if row.person else None,
                    "from": str(old) if old else None,
                    "to": str(new) if new else None,
                }
                for row, old, new in done.moves
            ],
            "written_to": [address(context, person) for person in done.written_to],
        }
    say(answer) if call.json else _show(answer)


def _show(answer: dict[str, Any]) -> None:
    table(
        [_("id"), _("kind"), _("item"), _("unit"), _("from"), _("to")],
        [
            [m["id"], pgettext("kind", m["kind"]), m["title"], m["unit"], m["from"], m["to"]]
            for m in answer["moves"]
        ],
        title=f"{answer['anchor']}: {answer['before'] or _('unknown')} → {answer['on']}",
    )
    people = listed(answer["written_to"]) or _("nobody")
    told = (
        _("would be notified: {people}") if answer["what_if"] else _("will be notified: {people}")
    )
    out(told.format(people=people))


def list_(call: Lists) -> None:
    """List key dates and how many items wait for each."""
    with to_read(call) as scope:
        context = scope.context
        rows = queries.obligations(scope.connection, context.key)
        answer = [
            {
                "anchor": anchor.key,
                "title": anchor.title.in_(context.plan.language),
                "on": str(on) if (on := context.anchors.get(anchor.key)) else None,
                "waiting": sum(1 for row in rows if row.waits_for == anchor.key),
            }
            for anchor in context.plan.anchors
        ]
    if call.json:
        say(answer)
    else:
        table(
            [_("key date"), _("title"), _("date"), _("items waiting")],
            [[a["anchor"], a["title"], a["on"] or _("unknown"), a["waiting"]] for a in answer],
        )


def unknown(key: Key, call: Writes) -> None:
    """Record that a date is still unknown; asked again on the 1st."""
    with to_write(call) as scope:
        rows = queries.obligations(scope.connection, scope.context.key, items=[key], kind="anchor")
        if not rows:
            raise Refused(
                Message("the plan has no key date “{key}”", key=key), "see duban anchor list"
            )
        move = acts.Move(name="still_unknown")
        acts.act(scope.acting, [rows[0].id], move)
    answer = {"anchor": key, "answer": "still unknown"}
    say(answer) if call.json else out(
        _("{key}: still unknown; you are asked again on the 1st", key=key)
    )
