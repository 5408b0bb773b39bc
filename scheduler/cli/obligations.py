"""`duban obligations` and `duban status`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from config.language import _, ngettext, pgettext, reader_language, told
from notifications import history, words
from scheduler.cli import quarantine as quarantine_
from scheduler.cli.desk import say, table, to_read
from scheduler.cli.messages import mails
from scheduler.cli.options import Reads, commands, flattened
from scheduler.cli.output import (
    day,
    fact,
    heading,
    labelled,
    listed,
    named,
    names_of,
    out,
    plain,
    short_day,
    state,
)
from scheduler.cli.output import status as status_of
from workflows.commands import gaps, views
from workflows.commands.context import Context
from workflows.commands.documents.views import supervision_notices_of
from workflows.domain.assignees import find_person
from workflows.domain.errors import NotFound, Refused
from workflows.domain.messages import N_, Message
from workflows.domain.rows import LIGHTS, Event
from workflows.store import queries


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="List items: who must do what by when.", invoke_without_command=True)
    group.callback()(flattened(list_))
    commands(group, {"show": show, "retry": quarantine_.retry}, N_("One item"))
    app.add_typer(group, name="obligations")
    commands(app, {"status": status, "calls": calls})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingOptions:
    light: Annotated[
        str,
        typer.Option(
            help="green (on track), yellow (due soon, behind), red (overdue), grey (done) "
            "or white (date TBD)."
        ),
    ] = ""
    unit: Annotated[str, typer.Option(help="Only the items of one unit (its key).")] = ""
    assignee: Annotated[
        str, typer.Option("--holder", help="Only those assigned to one person (a mail address).")
    ] = ""
    item: Annotated[str, typer.Option(help="Only those of one line of the plan (its id).")] = ""
    kind: Annotated[
        str,
        typer.Option(
            help="Only one kind: task, phase, anchor, matter, inspection, rectification …"
        ),
    ] = ""
    quarantined: Annotated[
        bool, typer.Option("--aside", help="Only those whose processing failed, with the error.")
    ] = False


def list_(context: typer.Context, given: ListingOptions, call: Reads) -> None:
    """List items with status and the person each is assigned to."""
    if context.invoked_subcommand:
        return
    light, unit = given.light, given.unit
    if light and light not in LIGHTS:
        said = Message("“{light}” is not a status", light=light)
        raise Refused(said, Message("one of: {choices}", choices=", ".join(LIGHTS)))
    with to_read(call) as scope:
        found, now = scope.context, scope.now
        if unit and unit not in found.org.units:
            said = Message("there is no unit “{unit}”", unit=unit)
            raise NotFound(said, Message("one of: {choices}", choices=", ".join(found.org.units)))
        rows = queries.obligations(
            scope.connection,
            found.key,
            unit=unit,
            kind=given.kind,
            assignee=find_person(found.org, given.assignee).key if given.assignee else "",
            items=[given.item] if given.item else None,
        )
        if given.quarantined:
            # What was closed meanwhile is not tried again.
            rows = [row for row in rows if row.error and row.next_check_at]
        answer = [views.obligation(found, row, now) for row in rows]
        supervision_notices = supervision_notices_of(
            scope.connection, found, [row.id for row in rows]
        )
        for one in answer:
            if one["id"] in supervision_notices or one["kind"] == "rectification":
                one["slips"] = supervision_notices.get(one["id"], [])
    answer = [one for one in answer if not light or one["light"] == light]
    if call.json:
        say(answer)
    else:
        _errors(answer) if given.quarantined else _table(answer)


def _table(answer: list[dict[str, Any]]) -> None:
    table(
        [_("id"), _("item"), _("unit"), _("assigned to"), _("due"), _("status")],
        [
            [
                one["id"],
                _item(one),
                " + ".join((one["unit_title"], *one.get("assist", ()))),
                one["holder_name"],
                one["due_on"] or one["due_words"],
                status_of(one),
            ]
            for one in answer
        ],
        title=ngettext("{n} item", "{n} items", len(answer)),
    )


def _item(one: dict[str, Any]) -> str:
    return " ".join(filter(None, (one["clause"], one["title"], one["occurrence"])))


def _errors(answer: list[dict[str, Any]]) -> None:
    table(
        [_("id"), _("item"), _("unit"), _("error")],
        [[one["id"], _item(one), one["unit_title"], one["error"]] for one in answer],
        title=ngettext("Processing failed: {n} item", "Processing failed: {n} items", len(answer)),
    )


def show(number: Annotated[int, typer.Argument(metavar="ID")], call: Reads) -> None:
    """Show one item in full: dates, history, reminders, mail."""
    with to_read(call) as scope:
        context, now = scope.context, scope.now
        rows = queries.obligations(scope.connection, context.key, ids=[number])
        if not rows:
            raise NotFound(Message("there is no item {n}", n=number), "see duban obligations")
        answer = views.dossier(scope.connection, context, rows[0], now)
        events = queries.events(scope.connection, context.key, obligation=number)
    if call.json:
        say(answer)
    else:
        _dossier(answer, context, events)


_SHOWN = ("what", "where", "source", "severity", "way", "assist", "units", "team",
          "every", "findings", "twice", "result", "contested_for", "answer", "plan",
          "error")  # fmt: skip


def _dossier(answer: dict[str, Any], context: Context, events: Sequence[Event]) -> None:
    language = context.plan.language
    names = names_of(context.org, language)
    due = answer["holder_due_on"] if answer["holder_due_on"] != answer["due_on"] else ""
    labelled(
        [
            (_("number"), str(answer["id"])),
            (_("item"), _item(answer)),
            (_("responsible unit"), answer["unit_title"]),
            (_("person responsible"), plain(answer["person"], names)),
            (_("assigned to"), answer["holder_name"] or ""),
            (_("due"), day(answer["due_on"])),
            (_("current step due"), day(due)),
            (_("date as written"), answer["due_words"]),
            (_("waits for"), answer["waits_for"] or ""),
            (_("status"), status_of(answer)),
            (_("reported"), day(answer["reported_on"])),
            (_("done"), day(answer["done_on"])),
            (_("text"), answer["words"]),
            *((named(name), fact(name, answer.get(name), names, language)) for name in _SHOWN),
            (_("notices"), plain([one["number"] for one in answer.get("slips", ())])),
            (_("reminder rule"), words.policy(answer["policy"], reader_language())),
            (_("possible now"), listed(pgettext("move", move) for move in answer["possible"])),
        ]
    )
    heading(_("History"))
    zone = context.programme.zone
    lines = [history.event_line(event, context.org, zone, reader_language()) for event in events]
    labelled((short_day(line), line[11:]) for line in lines)
    if answer["points"]["next"]:
        heading(_("Next reminders"))
        labelled(
            (
                short_day(one["date"]),
                _(
                    "{label}: {value}",
                    label=_when(one["point"]),
                    value=listed(one["to"]) or _("nobody"),
                ),
            )
            for one in answer["points"]["next"]
        )
    if answer["messages"]:
        heading(_("Mail"))
        mails(answer["messages"], zone)


def _when(trigger: str) -> str:
    return words.moment(trigger, reader_language())


def status(call: Reads) -> None:
    """Count items by phase and status."""
    with to_read(call) as scope:
        connection, context, now = scope.connection, scope.context, scope.now
        held = "" if call.at else gaps.held(connection, context.programme, now)
        answer = views.status(connection, context, now) | {"held": str(held) or None}
    if call.json:
        say(answer)
        return
    rows = [
        [
            f"{p['id']} {p['title']} ({state(p['state'])})",
            f"{p['opens_on'] or ''} –\n{p['closes_on'] or p['words']}",
            *p["lights"].values(),
        ]
        for p in answer["phases"]
    ]
    rows.append([_("outside the phases"), "", *answer["unphased"]["lights"].values()])
    lights = [pgettext("light", light) for light in LIGHTS]
    title = f"{answer['title']}  {day(answer['as_of'])}"
    table([_("phase"), _("from – to"), *lights], rows, title=title)
    if held:
        why = _("nothing is processed: {why}", why=told(held))
        out(_("{message} — {cure}", message=why, cure=told(gaps.CURE)))


def calls(call: Reads) -> None:
    """List the people to phone today about overdue items."""
    with to_read(call) as scope:
        answer = views.calls(scope.connection, scope.context, scope.now)
    if call.json:
        say(answer)
        return
    table(
        [
            *(_("name"), _("unit"), _("phone"), _("days overdue"), _("items")),
            *(_("about"), _("called today")),
        ],
        [
            [
                one["name"] or _("(vacant)"),
                one["unit"],
                one["phone"],
                one["workdays_overdue"],
                len(one["matters"]),
                one["line"],
                _("yes") if one["phoned_today"] else "",
            ]
            for one in answer
        ],
    )
