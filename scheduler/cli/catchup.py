"""`duban catchup`: what was due while nothing ran, and what became of it."""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from notifications import outage_report
from scheduler.cli.desk import parse_day, say, to_read
from scheduler.cli.options import Lists, commands
from scheduler.cli.output import out


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
        answer = outage_report.record(scope.connection, context, context.plan.language, *days)
    if call.json:
        say(answer)
        return
    zh = answer["language"] == "zh"
    zone = context.programme.zone

    if not answer["outages"] and not answer["held_up"]:
        out("没有停机补办的事项" if zh else "nothing was missed")
    for outage in answer["outages"]:
        out(_head(outage, zone, zh), "bold")
        out(f"  {_totals(outage['totals'], zh)}")
        for matter in outage["matters"]:
            out(f"  {matter['said']}")
    for mail in answer["held_up"]:
        hour, sent = _local(mail["hour"], zone), _local(mail["sent_at"], zone)
        said = (
            f"邮件#{mail['id']}（{mail['to']}）应于{hour}发出，发信受阻，{sent}发出"
            if zh
            else f"mail #{mail['id']} to {mail['to']}: held up from {hour} to {sent}"
        )
        out(said)


def _head(outage: dict[str, Any], zone: str, zh: bool) -> str:
    first, end = _local(outage["since"], zone), _local(outage["until"], zone)
    last = _local(outage["last_before"], zone) if outage["last_before"] else ""
    if zh:
        return f"停机：{f'{last}后无记录，' if last else ''}{first}起的提醒和催办于{end}补办"
    before = f"nothing was recorded after {last}; " if last else ""
    return f"outage: {before}the first reminder missed was {first}; caught up at {end}"


def _totals(totals: dict[str, int], zh: bool) -> str:
    if zh:
        return (
            f"{totals['matters']}件事项，应提醒、应催办{totals['due']}次："
            f"通知{totals['said']}，并入{totals['merged']}，由后者代替{totals['superseded']}，不发{totals['skipped']}；"
            f"亮灯变动{totals['lights']}次；邮件{totals['mails']}封，其中迟发{totals['mails_late']}封"
        )
    return (
        f"{totals['due']} reminders of {totals['matters']} items: {totals['said']} sent, "
        f"{totals['merged']} merged, {totals['superseded']} replaced by a later one, "
        f"{totals['skipped']} skipped; {totals['lights']} changes of status; "
        f"{totals['mails']} mails, {totals['mails_late']} of them late"
    )


def _local(at: str, zone: str) -> str:
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
