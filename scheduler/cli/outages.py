"""`duban catchup`: what was due while nothing ran, and what became of it."""

from typing import Annotated, Any

import typer

from config.language import _, reader_language
from notifications import outage_report
from scheduler.cli.desk import parse_day, say, to_read
from scheduler.cli.options import Lists, commands
from scheduler.cli.output import moment, out


def register(app: typer.Typer) -> None:
    commands(app, {"catchup": catchup})


def catchup(
    call: Lists,
    since: Annotated[str, typer.Option(help="Outages that ended on this day or later.")] = "",
    until: Annotated[str, typer.Option(help="Outages that ended on this day or before.")] = "",
) -> None:
    """After an outage: what was due, and what became of it."""
    days = parse_day(since, "--since"), parse_day(until, "--until")
    with to_read(call) as scope:
        context = scope.context
        language = context.plan.language if call.json else reader_language()
        answer = outage_report.record(scope.connection, context, language, *days)
    if call.json:
        say(answer)
        return
    zone = context.programme.zone
    if not answer["outages"] and not answer["held_up"]:
        out(_("nothing was missed"))
    for outage in answer["outages"]:
        out(_head(outage, zone), "bold")
        out(f"  {_totals(outage['totals'])}")
        for item in outage["matters"]:
            out(f"  {item['said']}")
    for mail in answer["held_up"]:
        out(
            _(
                "mail #{n} to {person}: due at {due}, delayed, sent at {sent}",
                n=mail["id"],
                person=mail["to"],
                due=moment(mail["hour"], zone),
                sent=moment(mail["sent_at"], zone),
            )
        )


def _head(outage: dict[str, Any], zone: str) -> str:
    first, end = moment(outage["since"], zone), moment(outage["until"], zone)
    if not outage["last_before"]:
        return _(
            "outage: the first reminder missed was at {first}; made up at {end}",
            first=first,
            end=end,
        )
    return _(
        "outage: nothing was recorded after {last}; the first reminder missed was at {first}; "
        "made up at {end}",
        last=moment(outage["last_before"], zone),
        first=first,
        end=end,
    )


def _totals(totals: dict[str, int]) -> str:
    return _(
        "{matters} items, {due} reminders: {said} sent, {merged} merged, {superseded} replaced by "
        "a later one, {skipped} skipped; {lights} changes of status; {mails} mails, {mails_late} "
        "of them late",
        **totals,
    )
