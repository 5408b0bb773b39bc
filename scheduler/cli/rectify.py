"""`duban rectify`: what was found, from its issue to its striking off."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from scheduler.cli.acts import Ids, Note, drawn_seed, make, makes
from scheduler.cli.approvals import rectify_form
from scheduler.cli.desk import console, say, to_write
from scheduler.cli.ledger import import_
from scheduler.cli.options import Command, Writes, commands
from workflows.commands import acts, views
from workflows.commands.rectify import issue
from workflows.domain.errors import Refused
from workflows.domain.limits import read_limit
from workflows.domain.rectification import SEVERITIES, Finding, Severity
from workflows.domain.roles import find_person

_MOVES: Mapping[str, Command] = {
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
    own: dict[str, Command] = {
        "open": open_,
        "import": import_,
        "strike": strike,
        "form": rectify_form,
    }
    commands(group, own, _MOVES)
    app.add_typer(group, name="rectify")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingOptions:
    unit: Annotated[str, typer.Option(help="The unit that has to put it right.")]
    what: Annotated[str, typer.Option(help="What was found, in a sentence or two.")]
    verifier: Annotated[str, typer.Option(help="Who checks it: a mail address.")]
    title: Annotated[str, typer.Option(help="A short name for lists; else the beginning.")] = ""
    where: Annotated[str, typer.Option(help="Where it was found.")] = ""
    severity: Annotated[str, typer.Option(help=f"{', '.join(SEVERITIES)}.")] = "ordinary"
    person: Annotated[str, typer.Option(help="Who answers for it; else the unit's head.")] = ""
    due: Annotated[
        str, typer.Option(help="The limit: a day, 10wd, “at once”; else the severity gives one.")
    ] = ""
    source: Annotated[str, typer.Option(help="Inspection, instruction, meeting, letter…")] = ""
    needs_file: Annotated[
        bool, typer.Option("--needs-file", help="A file is asked for as evidence.")
    ] = False


def open_(given: FindingOptions, call: Writes) -> None:
    """Issue a rectification; whoever has to put it right signs for it first."""
    if given.severity not in SEVERITIES:
        raise Refused(f"“{given.severity}” is no severity", f"write one of {', '.join(SEVERITIES)}")
    with to_write(call) as scope:
        context, now = scope.context, scope.now
        finding = Finding(
            unit=given.unit,
            what=given.what,
            title=given.title,
            where=given.where,
            severity=_severity(given.severity),
            person=find_person(context.org, given.person).key if given.person else "",
            verifier=find_person(context.org, given.verifier).key,
            limit=read_limit(given.due, context.today(now), context.frame.calendar),
            source=given.source,
            needs_file=given.needs_file,
        )
        row = issue(scope.connection, context, finding, scope.actor, now)
        answer = views.obligation(context, row, now)
    if call.json:
        say(answer)
    else:
        line = f"{row.id} {answer['title']}: issued to {row.unit}, due {answer['due_on']}"
        console.print(line, markup=False, highlight=False)


def _severity(word: str) -> Severity:
    return next(one for one in SEVERITIES if one == word)


def strike(ids: Ids, call: Writes, note: Note = "") -> None:
    """Strike it off; whether it is looked at again in sixty days is drawn."""
    make(ids, acts.Move(name="strike", note=note, seed=drawn_seed()), call)
