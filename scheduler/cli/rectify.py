"""`duban rectify`: what was found, from its issue to its striking off."""

import secrets
from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from scheduler.cli.acts import Ids, Note, make, makes
from scheduler.cli.approvals import rectify_form
from scheduler.cli.desk import (
    As,
    At,
    Json,
    Programme,
    at_desk,
    console,
    say,
)
from scheduler.cli.ledger import import_
from workflows.commands import acts, views
from workflows.commands.rectify import issue
from workflows.domain.assignees import find_person
from workflows.domain.errors import Refused
from workflows.domain.limits import read_limit
from workflows.domain.rectification import SEVERITIES, Finding, Severity

_MOVES: Mapping[str, Callable[..., None]] = {
    "sign": makes("sign", "Sign for it; the limit runs."),
    "object": makes(
        "object", "It is not ours, or not so: the office answers within a working day.", "reason"
    ),
    "uphold": makes("uphold", "Answer an objection: it stays with the unit.", "reason"),
    "reassign": makes("reassign", "Issue it to another unit.", "unit", "person", "reason"),
    "plan": makes(
        "plan",
        "Cause, goal and measures.",
        cause=Annotated[str, typer.Option(help="Why it came to this.")],
        goal=Annotated[str, typer.Option(help="What will be so when it is put right.")],
        measures=Annotated[str, typer.Option(help="What will be done.")],
    ),
    "report": makes(
        "report",
        "Report that it is put right; the head of the unit applies next.",
        *("note", "done_on", "evidence"),
    ),
    "apply": makes(
        "apply",
        "Apply to have it struck off: the head of the unit answers for it.",
        *("note", "done_on", "evidence"),
    ),
    "check": makes(
        "check",
        "Checked on site, with what was seen; two people where it is listed.",
        *("note", "evidence"),
        person=Annotated[
            str, typer.Option("--with", help="The second person on site: a mail address.")
        ],
    ),
    "return": makes("return", "Send it back with a reason.", "reason", "due"),
    "explain": makes(
        "explain",
        "Overdue: say why, and ask for a day from which pressing begins anew.",
        *("to", "reason"),
    ),
    "hold": makes(
        "hold", "Put it on hold until a day on which it is looked at again.", "to", "reason"
    ),
    "resume": makes("resume", "Take up again what was on hold.", "due"),
    "list": makes("list", "List it for special supervision (挂牌).", "reason"),
    "delist": makes("delist", "Take it off the list (摘牌).", "reason"),
    "holds": makes(
        "holds",
        "The look-back found that it holds (ID: the look-back, or what it looks at).",
        *("note", "evidence"),
    ),
    "relapse": makes(
        "relapse",
        "The look-back found that it did not hold: it begins again, and is counted.",
        *("reason", "due"),
    ),
}


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="What is to be put right within a limit.", no_args_is_help=True)
    own: dict[str, Callable[..., None]] = {
        "open": open_,
        "import": import_,
        "strike": strike,
        "form": rectify_form,
    }
    for name, command in (own | {**_MOVES}).items():
        group.command(name)(command)
    app.add_typer(group, name="rectify")


def open_(
    unit: Annotated[str, typer.Option(help="The unit that has to put it right.")],
    what: Annotated[str, typer.Option(help="What was found, in a sentence or two.")],
    verifier: Annotated[str, typer.Option(help="Who checks it: a mail address.")],
    title: Annotated[str, typer.Option(help="A short name for lists; else the beginning.")] = "",
    where: Annotated[str, typer.Option(help="Where it was found.")] = "",
    severity: Annotated[str, typer.Option(help=f"{', '.join(SEVERITIES)}.")] = "ordinary",
    person: Annotated[str, typer.Option(help="Who answers for it; else the unit's head.")] = "",
    due: Annotated[
        str, typer.Option(help="The limit: a day, 10wd, “at once”; else the severity gives one.")
    ] = "",
    source: Annotated[str, typer.Option(help="Inspection, instruction, meeting, letter…")] = "",
    needs_file: Annotated[
        bool, typer.Option("--needs-file", help="A file is asked for as evidence.")
    ] = False,
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Issue a rectification; whoever has to put it right signs for it first."""
    if severity not in SEVERITIES:
        raise Refused(f"“{severity}” is no severity", f"write one of {', '.join(SEVERITIES)}")
    with at_desk() as desk, desk.acting(programme, who, at) as acting:
        context, now = acting.context, acting.now
        finding = Finding(
            unit=unit,
            what=what,
            title=title,
            where=where,
            severity=_severity(severity),
            person=find_person(context.org, person).key if person else "",
            verifier=find_person(context.org, verifier).key,
            limit=read_limit(due, context.today(now), context.frame.calendar),
            source=source,
            needs_file=needs_file,
        )
        row = issue(acting, finding)
        answer = views.obligation(context, row, now)
    if json:
        say(answer)
    else:
        line = f"{row.id} {answer['title']}: issued to {row.unit}, due {answer['due_on']}"
        console.print(line, markup=False, highlight=False)


def _severity(word: str) -> Severity:
    return next(one for one in SEVERITIES if one == word)


def strike(
    ids: Ids,
    note: Note = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Strike it off; whether it is looked at again in sixty days is drawn."""
    move = acts.Move(name="strike", note=note, seed=secrets.token_hex(8))
    make(ids, move, who, at, programme, json)
