"""`duban rectify`: rectifications, from issue to closing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from config.language import _
from scheduler.cli.acts import Ids, Note, drawn_seed, make, makes
from scheduler.cli.approvals import rectify_form
from scheduler.cli.desk import say, to_write
from scheduler.cli.ledger import import_
from scheduler.cli.options import Command, Writes, commands
from scheduler.cli.output import day, out
from workflows.commands import acts, views
from workflows.commands.rectify import issue
from workflows.domain.assignees import find_person
from workflows.domain.errors import Refused
from workflows.domain.limits import read_limit
from workflows.domain.messages import N_, Message
from workflows.domain.rectification import SEVERITIES, Finding, Severity

_ISSUED: Mapping[str, Command] = {
    "object": makes("object", "Object: it is not ours, or the facts are wrong.", "rectification"),
    "sign": makes("sign", "Acknowledge it; the time limit starts."),
    "uphold": makes("uphold", "Answer an objection: it stays with the unit."),
    "reassign": makes("reassign", "Issue it to another unit."),
}
_PUT_RIGHT: Mapping[str, Command] = {
    "plan": makes(
        "plan",
        "Record cause, goal and measures.",
        cause=Annotated[str, typer.Option(help="The cause.")],
        goal=Annotated[str, typer.Option(help="The goal: what holds when it is put right.")],
        measures=Annotated[str, typer.Option(help="The measures: what will be done.")],
    ),
    "report": makes(
        "report",
        "Report that it is put right; the head of the unit applies next.",
    ),
    "apply": makes(
        "apply",
        "Apply to have it closed, as head of the unit.",
    ),
    "explain": makes(
        "explain",
        "Explain why it is overdue, and ask for a new day.",
    ),
    "hold": makes("hold", "Put it on hold until a day."),
    "resume": makes("resume", "Resume it after a hold."),
}
_VERIFIED: Mapping[str, Command] = {
    "check": makes(
        "check",
        "Verify on site; two people where it is listed.",
        "rectification",
        person=Annotated[
            str, typer.Option("--with", help="The second person on site: a mail address.")
        ],
    ),
    "return": makes("return", "Return it with a reason."),
    "holds": makes(
        "holds",
        "Follow-up check: the result holds.",
    ),
    "relapse": makes(
        "relapse",
        "Follow-up check: the problem is back; start again.",
    ),
}
_LISTED: Mapping[str, Command] = {
    "list": makes("list", "Put it under special supervision."),
    "delist": makes("delist", "Take it off the list."),
}


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Rectifications: from the finding to closing.", no_args_is_help=True)
    commands(group, {"open": open_, "import": import_, **_ISSUED}, N_("Issue and acknowledge"))
    commands(group, _PUT_RIGHT, N_("Put right"))
    commands(group, {**_VERIFIED, "strike": strike, "form": rectify_form}, N_("Verify and close"))
    commands(group, _LISTED, N_("Special supervision"))
    app.add_typer(group, name="rectify")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingOptions:
    unit: Annotated[str, typer.Option(help="The unit that has to put it right.")]
    what: Annotated[str, typer.Option(help="What was found, in a sentence or two.")]
    reviewer: Annotated[str, typer.Option("--verifier", help="Who verifies it: a mail address.")]
    title: Annotated[str, typer.Option(help="A short title. Default: the beginning of --what.")] = (
        ""
    )
    where: Annotated[str, typer.Option(help="Where it was found.")] = ""
    severity: Annotated[str, typer.Option(help=f"{', '.join(SEVERITIES)}.")] = "ordinary"
    person: Annotated[
        str, typer.Option(help="Who is responsible: a mail address. Default: the unit's head.")
    ] = ""
    due: Annotated[
        str, typer.Option(help="The due date: a day, 10wd or “at once”. Default: by the severity.")
    ] = ""
    source: Annotated[str, typer.Option(help="Inspection, instruction, meeting, letter…")] = ""
    needs_file: Annotated[
        bool, typer.Option("--needs-file", help="A file is required as evidence.")
    ] = False


def open_(given: FindingOptions, call: Writes) -> None:
    """Issue a rectification; the unit acknowledges it first."""
    if given.severity not in SEVERITIES:
        raise Refused(
            Message("“{word}” is not a severity", word=given.severity),
            Message("one of: {choices}", choices=", ".join(SEVERITIES)),
        )
    with to_write(call) as scope:
        context, now = scope.context, scope.now
        finding = Finding(
            unit=given.unit,
            what=given.what,
            title=given.title,
            where=given.where,
            severity=_severity(given.severity),
            person=find_person(context.org, given.person).key if given.person else "",
            reviewer=find_person(context.org, given.reviewer).key,
            limit=read_limit(given.due, context.today(now), context.frame.calendar),
            source=given.source,
            needs_file=given.needs_file,
        )
        row = issue(scope.acting, finding)
        answer = views.obligation(context, row, now)
    if call.json:
        say(answer)
    else:
        out(
            _(
                "{n} {title}: issued to {unit}, due {day}",
                n=row.id,
                title=answer["title"],
                unit=row.unit,
                day=day(answer["due_on"]),
            )
        )


def _severity(word: str) -> Severity:
    return next(one for one in SEVERITIES if one == word)


def strike(ids: Ids, call: Writes, note: Note = "") -> None:
    """Close it; follow-up checks are selected at random."""
    make(ids, acts.Move(name="strike", note=note, seed=drawn_seed()), call)
