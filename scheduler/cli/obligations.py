"""`duban obligations` and `duban status`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from notifications import history, words
from scheduler.cli import quarantine as aside_
from scheduler.cli.desk import say, table, to_read
from scheduler.cli.messages import mails
from scheduler.cli.options import Reads, commands, flattened
from scheduler.cli.output import (
    LANGUAGE,
    day,
    heading,
    labelled,
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
from workflows.commands.papers.views import slips_of
from workflows.domain.assignees import find_person
from workflows.domain.errors import NotFound, Refused
from workflows.domain.rows import LIGHTS, Event
from workflows.store import queries


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="List items: who must do what by when.", invoke_without_command=True)
    group.callback()(flattened(list_))
    commands(group, {"show": show, "retry": aside_.retry}, "One item")
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
    holder: Annotated[
        str, typer.Option(help="Only those assigned to one person (a mail address).")
    ] = ""
    item: Annotated[str, typer.Option(help="Only those of one line of the plan (its id).")] = ""
    kind: Annotated[
        str,
        typer.Option(
            help="Only one kind: task, phase, anchor, matter, inspection, rectification …"
        ),
    ] = ""
    aside: Annotated[
        bool, typer.Option("--aside", help="Only those whose processing failed, with the error.")
    ] = False


def list_(context: typer.Context, given: ListingOptions, call: Reads) -> None:
    """List items with status and the person each is assigned to."""
    if context.invoked_subcommand:
        return
    light, unit = given.light, given.unit
    if light and light not in LIGHTS:
        raise Refused(f"“{light}” is no status", f"one of: {', '.join(LIGHTS)}")
    with to_read(call) as scope:
        found, now = scope.context, scope.now
        if unit and unit not in found.org.units:
            raise NotFound(f"there is no unit “{unit}”", f"one of: {', '.join(found.org.units)}")
        rows = queries.obligations(
            scope.connection,
            found.key,
            unit=unit,
            kind=given.kind,
            holder=find_person(found.org, given.holder).key if given.holder else "",
            items=[given.item] if given.item else None,
        )
        if given.aside:
            # What was closed meanwhile is not tried again.
            rows = [row for row in rows if row.error and row.next_check_at]
        answer = [views.obligation(found, row, now) for row in rows]
        slips = slips_of(scope.connection, found, [row.id for row in rows])
        for one in answer:
            if one["id"] in slips or one["kind"] == "rectification":
                one["slips"] = slips.get(one["id"], [])
    answer = [one for one in answer if not light or one["light"] == light]
    if call.json:
        say(answer)
    else:
        _errors(answer) if given.aside else _table(answer)


def _table(answer: list[dict[str, Any]]) -> None:
    table(
        ["id", "item", "unit", "assigned to", "due", "status"],
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
        title=f"{len(answer)} items",
    )


def _item(one: dict[str, Any]) -> str:
    return " ".join(filter(None, (one["clause"], one["title"], one["occurrence"])))


def _errors(answer: list[dict[str, Any]]) -> None:
    table(
        ["id", "item", "unit", "error"],
        [[one["id"], _item(one), one["unit_title"], one["error"]] for one in answer],
        title=f"Processing failed: {len(answer)} items",
    )


def show(number: Annotated[int, typer.Argument(metavar="ID")], call: Reads) -> None:
    """Show one item in full: dates, history, reminders, mail."""
    with to_read(call) as scope:
        context, now = scope.context, scope.now
        rows = queries.obligations(scope.connection, context.key, ids=[number])
        if not rows:
            raise NotFound(f"there is no item {number}", "see duban obligations")
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
            ("number", str(answer["id"])),
            ("item", _item(answer)),
            ("responsible unit", answer["unit_title"]),
            ("person responsible", plain(answer["person"], names)),
            ("assigned to", answer["holder_name"] or ""),
            ("due", day(answer["due_on"])),
            ("current step due", day(due)),
            ("date as written", answer["due_words"]),
            ("waits for", answer["waits_for"] or ""),
            ("status", status_of(answer)),
            ("reported", day(answer["reported_on"])),
            ("done", day(answer["done_on"])),
            ("text", answer["words"]),
            *((named(name), plain(answer.get(name), names, language)) for name in _SHOWN),
            ("notices", plain([one["number"] for one in answer.get("slips", ())])),
            ("reminder rule", words.policy(answer["policy"], LANGUAGE)),
            ("possible now", ", ".join(answer["possible"])),
        ]
    )
    heading("History")
    zone = context.programme.zone
    lines = [history.event_line(event, context.org, zone, LANGUAGE) for event in events]
    labelled((short_day(line), line[11:]) for line in lines)
    if answer["points"]["next"]:
        heading("Next reminders")
        labelled(
            (short_day(one["date"]), f"{_when(one['point'])}: {', '.join(one['to']) or 'nobody'}")
            for one in answer["points"]["next"]
        )
    if answer["messages"]:
        heading("Mail")
        mails(answer["messages"], zone)


def _when(trigger: str) -> str:
    return words.moment(trigger, LANGUAGE)


def status(call: Reads) -> None:
    """Count items by phase and status."""
    with to_read(call) as scope:
        connection, context, now = scope.connection, scope.context, scope.now
        held = "" if call.at else gaps.held(connection, context.programme, now)
        answer = views.status(connection, context, now) | {"held": held or None}
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
    rows.append(["outside the phases", "", *answer["unphased"]["lights"].values()])
    lights = [words.light(light, LANGUAGE) for light in LIGHTS]
    title = f"{answer['title']}  {day(answer['as_of'])}"
    table(["phase", "from – to", *lights], rows, title=title)
    if held:
        out(f"nothing is swept: {held} — {gaps.CURE}")


def calls(call: Reads) -> None:
    """List whom to telephone today about overdue items."""
    with to_read(call) as scope:
        answer = views.calls(scope.connection, scope.context, scope.now)
    if call.json:
        say(answer)
        return
    table(
        ["name", "unit", "phone", "days overdue", "items", "about", "called today"],
        [
            [
                one["name"] or "(vacant)",
                one["unit"],
                one["phone"],
                one["workdays_overdue"],
                len(one["matters"]),
                one["line"],
                "yes" if one["phoned_today"] else "",
            ]
            for one in answer
        ],
    )
