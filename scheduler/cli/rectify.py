"""`duban rectify`: what was found, from its issue to its striking off."""

import secrets
from typing import Annotated

import typer

from scheduler.cli.acts import Due, Files, Ids, Note, Reason, make
from scheduler.cli.desk import (
    As,
    At,
    Json,
    Programme,
    actor,
    at_desk,
    console,
    instant,
    parse_day,
    say,
)
from scheduler.cli.ledger import import_
from workflows.commands import acts, views
from workflows.commands.rectify import issue
from workflows.domain.errors import Refused
from workflows.domain.rectification import SEVERITIES, Finding, Severity
from workflows.domain.roles import find_person

To = Annotated[str, typer.Option(help="A day to come, as 2010-07-15.")]
Person = Annotated[str, typer.Option(help="A mail address.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="What is to be put right within a limit.", no_args_is_help=True)
    for name, command in (
        ("open", open_),
        ("sign", sign),
        ("object", object_),
        ("uphold", uphold),
        ("reassign", reassign),
        ("plan", plan),
        ("report", report),
        ("apply", apply),
        ("check", check),
        ("strike", strike),
        ("return", return_),
        ("explain", explain),
        ("hold", hold),
        ("resume", resume),
        ("list", list_),
        ("delist", delist),
        ("import", import_),
        ("holds", holds),
        ("relapse", relapse),
    ):
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
    due: Annotated[str, typer.Option(help="The limit; else the severity gives one.")] = "",
    source: Annotated[str, typer.Option(help="Inspection, instruction, meeting, letter…")] = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Issue a rectification; whoever has to put it right signs for it first."""
    if severity not in SEVERITIES:
        raise Refused(f"“{severity}” is no severity", f"write one of {', '.join(SEVERITIES)}")
    with at_desk() as desk, desk.engine.begin() as connection:
        context = desk.context(connection, programme)
        now = instant(at, context)
        finding = Finding(
            unit=unit,
            what=what,
            title=title,
            where=where,
            severity=_severity(severity),
            person=find_person(context.org, person).key if person else "",
            verifier=find_person(context.org, verifier).key,
            limit=parse_day(due, "--due"),
            source=source,
        )
        row = issue(connection, context, finding, actor(context, who, now), now)
        answer = views.obligation(context, row, now)
    if json:
        say(answer)
    else:
        line = f"{row.id} {answer['title']}: issued to {row.unit}, due {answer['due_on']}"
        console.print(line, markup=False, highlight=False)


def _severity(word: str) -> Severity:
    return next(one for one in SEVERITIES if one == word)


def sign(
    ids: Ids, who: As = "", at: At = "", programme: Programme = "", json: Json = False
) -> None:
    """Sign for it; the limit runs."""
    make(ids, acts.Move(name="sign"), who, at, programme, json)


def object_(
    ids: Ids, reason: Reason = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """It is not ours, or not so: the office answers within a working day."""
    make(ids, acts.Move(name="object", reason=reason), who, at, programme, json)


def uphold(
    ids: Ids, reason: Reason = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Answer an objection: it stays with the unit."""
    make(ids, acts.Move(name="uphold", reason=reason), who, at, programme, json)


def reassign(
    ids: Ids,
    unit: Annotated[str, typer.Option(help="The unit it goes to.")] = "",
    person: Person = "",
    reason: Reason = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Issue it to another unit."""
    move = acts.Move(name="reassign", unit=unit, person=person, reason=reason)
    make(ids, move, who, at, programme, json)


def plan(
    ids: Ids,
    cause: Annotated[str, typer.Option(help="Why it came to this.")] = "",
    goal: Annotated[str, typer.Option(help="What will be so when it is put right.")] = "",
    measures: Annotated[str, typer.Option(help="What will be done.")] = "",
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Cause, goal and measures."""
    move = acts.Move(name="plan", cause=cause, goal=goal, measures=measures)
    make(ids, move, who, at, programme, json)


DoneOn = Annotated[str, typer.Option(help="The day it was done; this day decides.")]


def report(
    ids: Ids, note: Note = "", done_on: DoneOn = "", evidence: Files = None, who: As = "",
    at: At = "", programme: Programme = "", json: Json = False,
) -> None:  # fmt: skip
    """Report that it is put right; the head of the unit applies next."""
    move = acts.Move(name="report", note=note, done_on=parse_day(done_on, "--done-on"))
    make(ids, move, who, at, programme, json, evidence)


def apply(
    ids: Ids, note: Note = "", done_on: DoneOn = "", evidence: Files = None, who: As = "",
    at: At = "", programme: Programme = "", json: Json = False,
) -> None:  # fmt: skip
    """Apply to have it struck off: the head of the unit answers for it."""
    move = acts.Move(name="apply", note=note, done_on=parse_day(done_on, "--done-on"))
    make(ids, move, who, at, programme, json, evidence)


def check(
    ids: Ids,
    note: Note = "",
    second: Annotated[
        str, typer.Option("--with", help="The second person on site: a mail address.")
    ] = "",
    evidence: Files = None,
    who: As = "",
    at: At = "",
    programme: Programme = "",
    json: Json = False,
) -> None:
    """Checked on site, with what was seen; two people where it is listed."""
    move = acts.Move(name="check", note=note, person=second)
    make(ids, move, who, at, programme, json, evidence)


def strike(
    ids: Ids, note: Note = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Strike it off; whether it is looked at again in sixty days is drawn."""
    move = acts.Move(name="strike", note=note, seed=secrets.token_hex(8))
    make(ids, move, who, at, programme, json)


def return_(
    ids: Ids, reason: Reason = "", due: Due = "", who: As = "", at: At = "",
    programme: Programme = "", json: Json = False,
) -> None:  # fmt: skip
    """Send it back with a reason."""
    move = acts.Move(name="return", reason=reason, due=parse_day(due, "--due"))
    make(ids, move, who, at, programme, json)


def explain(
    ids: Ids, to: To = "", reason: Reason = "", who: As = "", at: At = "",
    programme: Programme = "", json: Json = False,
) -> None:  # fmt: skip
    """Overdue: say why, and ask for a day from which pressing begins anew."""
    move = acts.Move(name="explain", to=parse_day(to, "--to"), reason=reason)
    make(ids, move, who, at, programme, json)


def hold(
    ids: Ids, to: To = "", reason: Reason = "", who: As = "", at: At = "",
    programme: Programme = "", json: Json = False,
) -> None:  # fmt: skip
    """Put it on hold until a day on which it is looked at again."""
    move = acts.Move(name="hold", to=parse_day(to, "--to"), reason=reason)
    make(ids, move, who, at, programme, json)


def resume(
    ids: Ids, due: Due = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Take up again what was on hold."""
    make(ids, acts.Move(name="resume", due=parse_day(due, "--due")), who, at, programme, json)


def list_(
    ids: Ids, reason: Reason = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """List it for special supervision (挂牌)."""
    make(ids, acts.Move(name="list", reason=reason), who, at, programme, json)


def delist(
    ids: Ids, reason: Reason = "", who: As = "", at: At = "", programme: Programme = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Take it off the list (摘牌)."""
    make(ids, acts.Move(name="delist", reason=reason), who, at, programme, json)


def holds(
    ids: Ids, note: Note = "", evidence: Files = None, who: As = "", at: At = "",
    programme: Programme = "", json: Json = False,
) -> None:  # fmt: skip
    """The look-back found that it holds (ID: the look-back, or what it looks at)."""
    make(ids, acts.Move(name="holds", note=note), who, at, programme, json, evidence)


def relapse(
    ids: Ids, reason: Reason = "", due: Due = "", who: As = "", at: At = "",
    programme: Programme = "", json: Json = False,
) -> None:  # fmt: skip
    """The look-back found that it did not hold: it begins again, and is counted."""
    move = acts.Move(name="relapse", reason=reason, due=parse_day(due, "--due"))
    make(ids, move, who, at, programme, json)
