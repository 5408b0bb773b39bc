"""`duban obligations` and `duban status`."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from scheduler.cli import aside as aside_
from scheduler.cli.desk import console, say, table, to_read
from scheduler.cli.options import Reads, commands, flattened
from workflows.commands import gaps, views
from workflows.commands.papers.views import slips_of
from workflows.domain.errors import NotFound, Refused
from workflows.domain.roles import find_person
from workflows.domain.rows import LIGHTS
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
        raise Refused(f"“{light}” is no light", f"one of: {', '.join(LIGHTS)}")
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
        ["id", "clause", "what", "unit", "holder", "due", "state", "light", "over", "level"],
        [
            [
                one["id"],
                one["clause"],
                f"{one['title']} {one['occurrence']}".strip(),
                " + ".join((one["unit_title"], *one.get("assist", ()))),
                one["holder_name"] or "",
                one["due_on"] or one["due_words"],
                one["state"],
                one["light"],
                one["workdays_overdue"] or "",
                one["escalation_level"] or "",
            ]
            for one in answer
        ],
        title=f"{len(answer)} obligations",
    )


def _errors(answer: list[dict[str, Any]]) -> None:
    table(
        ["id", "what", "unit", "error"],
        [
            [
                one["id"],
                f"{one['title']} {one['occurrence']}".strip(),
                one["unit_title"],
                one["error"],
            ]
            for one in answer
        ],
        title=f"{len(answer)} put aside",
    )


def show(number: Annotated[int, typer.Argument(metavar="ID")], call: Reads) -> None:
    """Show one item in full: dates, history, reminders, mail."""
    with to_read(call) as scope:
        context, now = scope.context, scope.now
        rows = queries.obligations(scope.connection, context.key, ids=[number])
        if not rows:
            raise NotFound(f"there is no obligation {number}", "see duban obligations")
        answer = views.dossier(scope.connection, context, rows[0], now)
    say(answer) if call.json else _dossier(answer)


_SHOWN = (
    "id", "clause", "title", "words", "what", "where", "source", "unit_title", "assist", "units",
    "team", "twice", "result", "holder_name", "due_on", "due_words", "state", "light",
    "workdays_overdue", "escalation_level", "error",
)  # fmt: skip


def _dossier(answer: dict[str, Any]) -> None:
    for name in _SHOWN:
        if answer.get(name) not in (None, "", 0, []):
            value = answer[name]
            said = ", ".join(map(str, value)) if isinstance(value, list) else value
            console.print(f"{name}: {said}", markup=False, highlight=False)
    table(
        ["at", "event", "point", "from", "to", "by", "why"],
        [
            [e["at"][:16], e["kind"], e["point"], e["old"], e["new"], e["actor"], e["why"]]
            for e in answer["events"]
        ],
    )
    table(
        ["next", "point", "to"],
        [[p["date"], p["point"], ", ".join(p["to"])] for p in answer["points"]["next"]],
    )
    table(
        ["message", "kind", "to", "subject", "state"],
        [[m["id"], m["kind"], m["to"], m["subject"], m["state"]] for m in answer["messages"]],
    )


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
            p["id"],
            p["title"],
            p["opens_on"],
            p["closes_on"] or p["words"],
            p["state"],
            *p["lights"].values(),
        ]
        for p in answer["phases"]
    ]
    rows.append(["", "outside the phases", "", "", "", *answer["unphased"]["lights"].values()])
    columns = ["phase", "title", "opens", "closes", "state", *LIGHTS]
    table(columns, rows, title=f"{answer['title']}  {answer['as_of'][:16]}")
    if held:
        console.print(f"nothing is swept: {held} — {gaps.CURE}", markup=False)


def calls(call: Reads) -> None:
    """List whom to telephone today about overdue items."""
    with to_read(call) as scope:
        answer = views.calls(scope.connection, scope.context, scope.now)
    if call.json:
        say(answer)
        return
    table(
        ["name", "unit", "phone", "over", "matters", "what", "phoned today"],
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
