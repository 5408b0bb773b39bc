"""`duban check` and `duban publish`."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Connection

from config import clock
from config.i18n import translate
from config.language import _, ngettext, pgettext, reader_language
from scheduler.cli.desk import (
    at_desk,
    calendar_overrides,
    configure,
    machine,
    parse_day,
    parse_instant,
    say,
    source_text,
    table,
)
from scheduler.cli.options import Answers, WritesAll, commands
from scheduler.cli.output import listed, named, out, warn
from workflows.commands import publish as publishing
from workflows.commands.context import address
from workflows.commands.door import writing
from workflows.definition import Checked, Source, check, counts
from workflows.domain import roles
from workflows.domain.assignees import find_person
from workflows.domain.errors import BadInput, Refused
from workflows.domain.fanout import Setting, owed
from workflows.domain.messages import N_, Message, terms
from workflows.domain.model import Plan
from workflows.domain.organisation import Org
from workflows.domain.overrides import Override
from workflows.domain.roles import Who
from workflows.domain.workdays import calendar
from workflows.store import queries, snapshots

_COUNTS = terms("count", "stages", "phases", "tasks", "items", "parties")
#: Why another publication changes an item.
_REASONS = {
    "owed again": N_("required again"),
    "transfer": N_("transfer to another unit"),
    "post": N_("role handed over"),
    "left": N_("has left"),
    "plan": N_("the plan"),
}
PlanFile = Annotated[Path, typer.Argument(help="The plan, a YAML file.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class BesidePlan:
    """The files that belong to a plan."""

    decisions: Annotated[Path | None, typer.Option(help="The office's decisions, a YAML file.")] = (
        None
    )
    org: Annotated[Path | None, typer.Option(help="The organisation, a YAML file.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions(BesidePlan):
    confirm: Annotated[
        str, typer.Option(help="Apply the changes that were shown with this code.")
    ] = ""
    apply_to_open: Annotated[
        bool,
        typer.Option("--apply-to-open", help="Apply the new reminder rules to open items too."),
    ] = False
    take_over: Annotated[
        str, typer.Option(help="The programme runs already: list items due before this day.")
    ] = ""
    trial: Annotated[
        bool,
        typer.Option(
            "--trial", help="Trial mode: all mail goes to the office, until switched off."
        ),
    ] = False


def register(app: typer.Typer) -> None:
    commands(app, {"check": checking, "publish": publish})


def checking(plan: PlanFile, given: BesidePlan, call: Answers) -> None:
    """Check a plan: mistakes, warnings and open questions."""
    overrides = calendar_overrides(configure())
    found = check(_source(plan), _maybe(given.decisions), _maybe(given.org))
    if call.json:
        say(_report(found, overrides))
    elif found.problems:
        raise BadInput(list(found.problems))
    else:
        _show(found, _report(found, overrides, reader_language()))
    if found.problems:
        raise typer.Exit(1)


def _report(found: Checked, overrides: tuple[Override, ...], language: str = "") -> dict[str, Any]:
    """The answer in `language`, else in that of the plan."""
    language = language or (found.plan.language if found.plan else "en")
    numbers: dict[str, Any] = {}
    if found.plan is not None:
        numbers = counts(found.plan, found.org, lambda p, o: parties(p, o, overrides))
    return {
        "errors": [
            {"file": p.file, "line": p.line, "message": p.message, "cure": p.cure}
            for p in found.problems
        ],
        "warnings": [
            {
                "code": w.code,
                "clause": w.clause,
                "message": translate(w.message, language, on_page=False),
            }
            for w in found.warnings
        ],
        "notes": [translate(note, language, on_page=False) for note in found.notes],
        "questions": [
            {
                "clause": q.clause,
                "item": q.item,
                "field": q.field,
                "question": translate(q.question, language, on_page=False),
                "suggestion": q.suggestion,
            }
            for q in found.questions
        ],
        "counts": numbers,
    }


def parties(plan: Plan, org: Org, overrides: tuple[Override, ...] = ()) -> int:
    """How many obligations the plan makes on the day it is issued."""
    setting = Setting(
        plan=plan,
        org=org,
        calendar=calendar(plan.calendar, overrides),
        since=plan.issued_on,
        today=plan.issued_on,
        anchors={anchor.key: anchor.on for anchor in plan.anchors},
    )
    return sum(1 for one in owed(setting) if one.key.kind in ("task", "inspection"))


def _show(found: Checked, answer: dict[str, Any]) -> None:
    for warning in answer["warnings"]:
        said = " ".join(filter(None, (warning["clause"], warning["message"])))
        out(_("warning: {message}", message=said), "yellow")
    for note in answer["notes"]:
        out(_("note: {message}", message=note))
    if found.questions:
        table(
            [_("clause"), _("item"), _("open"), _("question"), _("suggestion")],
            [
                [q["clause"], q["item"], q["field"], q["question"], q["suggestion"]]
                for q in answer["questions"]
            ],
            title=ngettext(
                "{n} question the document leaves open",
                "{n} questions the document leaves open",
                len(found.questions),
            ),
        )
    counts = {name: n for name, n in answer["counts"].items() if n is not None}
    numbers = listed(f"{pgettext('count', name)} {n}" for name, n in counts.items())
    n = len(answer["warnings"])
    out(_("{one}; {other}", one=numbers, other=ngettext("{n} warning", "{n} warnings", n)))


def publish(plan: PlanFile, given: PublishOptions, call: WritesAll) -> None:
    """Publish a plan, or show what another publication would change."""
    with at_desk(migrate=True) as desk:
        source, decisions, org = _source(plan), _maybe(given.decisions), _maybe(given.org)
        checked = check(source, decisions, org)
        if checked.problems or checked.plan is None:
            if call.json:
                say(_report(checked, desk.overrides))
            raise BadInput(list(checked.problems))
        with writing(desk.engine, clock.now) as connection:
            now = _instant(connection, checked.plan, call.at)
            org_now = checked.org or snapshots.load_org(connection)
            who = _author(org_now, call.who, now.astimezone(ZoneInfo(checked.plan.zone)).date())
            publication = publishing.Publication(
                plan=source,
                decisions=decisions,
                org=org,
                overrides=desk.overrides,
                trial=given.trial,
                take_over=parse_day(given.take_over, "--take-over"),
                apply_to_open=given.apply_to_open,
                confirm=given.confirm,
            )
            done = publishing.publish(connection, publication, who, now)
    _published(done, call.json)


def _instant(connection: Connection, plan: Plan, at: str) -> datetime:
    """The instant of publishing; a demo database holds its own clock."""
    before = queries.programme(connection, plan.key)
    virtual = before.virtual_now if before else None
    now = parse_instant(at, plan.zone) if at else virtual or clock.now()
    if before and before.swept_at and now < before.swept_at:
        said = Message("{at} is before the last update", at=at or now.isoformat())
        raise Refused(said, "give a later time")
    return now


def _author(org: Org, who: str, today: date) -> Who:
    """Who publishes: `who`, else whoever holds the office's first role, else whoever can run the
    program on its machine."""
    if who:
        return roles.who(org, today, find_person(org, who).key)
    for post in org.seats("office"):
        if person := org.post_holder(post, today):
            return roles.who(org, today, person.key)
    return machine()


def _published(done: publishing.Published, json: bool) -> None:
    kinds: dict[str, int] = {}
    for change in done.changes:
        kinds[change.kind] = kinds.get(change.kind, 0) + 1
    answer = {
        "programme": done.context.key,
        "published": not done.confirm,
        "confirm": done.confirm or None,
        "changes": kinds,
        "difference": [_line(done, change) for change in done.changes] if done.confirm else [],
        "policies": len(done.policies),
        "questions": done.questions,
        "to_mark": [row.id for row in done.listed],
    }
    if json:
        say(answer)
        return
    if done.questions:
        warn(
            ngettext(
                "{n} question is open: duban check lists it",
                "{n} questions are open: duban check lists them",
                done.questions,
            )
        )
    if done.confirm:
        for line in answer["difference"][:40]:  # type: ignore[index]
            out(listed(f"{named(k)} {_change(k, v)}" for k, v in line.items() if v is not None))
        out(
            _(
                "{n} changes, {rules} reminder rules; nothing was changed yet. To carry it out: "
                "--confirm {code}",
                n=sum(kinds.values()),
                rules=len(done.policies),
                code=done.confirm,
            )
        )
        return
    numbers = listed(f"{pgettext('change', kind)} {n}" for kind, n in kinds.items())
    out(
        _(
            "published {programme}: {changes}",
            programme=done.context.key,
            changes=numbers or _("no changes"),
        )
    )
    if done.listed:
        ids = " ".join(str(row.id) for row in done.listed)
        out(_("due before the day of taking over, to be marked by the office: {items}", items=ids))


def _change(name: str, value: Any) -> str:
    if name == "change":
        return pgettext("change", value)
    return _(_REASONS.get(value, value)) if name == "reason" else str(value)


def _line(done: publishing.Published, change: Any) -> dict[str, Any]:
    key = change.owed.key if change.owed else change.row.key
    context = done.context
    return {
        "change": change.kind,
        "id": change.row.id if change.row else None,
        "item": key.item,
        "unit": key.party.unit,
        "person": address(context, key.party.person) if key.party.person else None,
        "from": str(change.row.due_on) if change.row and change.row.due_on else None,
        "to": str(change.owed.due_on) if change.owed and change.owed.due_on else None,
        "reason": change.reason or None,
    }


def _source(path: Path) -> Source:
    return Source(str(path), source_text(path))


def _maybe(path: Path | None) -> Source | None:
    return _source(path) if path else None
