"""`duban org`: units, people, roles."""

from pathlib import Path
from typing import Annotated, Any

import typer

from config import clock
from config.language import _, pgettext
from scheduler.cli import posts
from scheduler.cli.desk import (
    Desk,
    acting_person,
    at_desk,
    instant,
    machine,
    say,
    source_text,
    table,
)
from scheduler.cli.options import Answers, WritesAll, commands
from scheduler.cli.output import few, listed, out
from workflows.commands.door import writing
from workflows.commands.people import Imported, all_contexts, import_org
from workflows.definition import Source
from workflows.definition.csv_people import given_org
from workflows.domain.assignees import find_person
from workflows.domain.messages import N_
from workflows.store import snapshots, writes


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Units, people and roles.", no_args_is_help=True)
    commands(
        group,
        {
            "import": import_,
            "people": people,
            "reachable": reachable,
        },
        N_("Units and people"),
    )
    commands(group, {"posts": posts.posts, "hand-over": posts.hand_over}, N_("Roles"))
    app.add_typer(group, name="org")


def import_(
    file: Annotated[Path, typer.Argument(help="The organisation (YAML) or people (CSV, XLSX).")],
    call: WritesAll,
    preview: Annotated[
        bool, typer.Option("--preview", help="Only show what would change.")
    ] = False,
) -> None:
    """Import units and people, all or nothing; their items follow."""
    with at_desk(migrate=True) as desk, writing(desk.engine, clock.now) as connection:
        stands = snapshots.load_org(connection, bounced=True)
        given = given_org(stands, Source(str(file), source_text(file)))
        contexts = all_contexts(connection, desk.overrides)
        now = instant(call.at, contexts[0]) if contexts else clock.now()
        acting = acting_person(contexts[0], call.who, now) if contexts else machine()
        done = import_org(connection, contexts, given, acting, now, preview=preview)
    answer = _answer(done, preview)
    say(answer) if call.json else _show(answer)


def _answer(done: Imported, preview: bool) -> dict[str, Any]:
    rows: dict[str, int] = {}
    for changes in done.changes.values():
        for change in changes:
            rows[change.kind] = rows.get(change.kind, 0) + 1
    return {
        "preview": preview,
        "joined": list(done.joined),
        "left": list(done.left),
        "changed": list(done.changed),
        "units": list(done.units),
        "obligations": rows,
    }


def _show(answer: dict[str, Any]) -> None:
    heads = {"units": _("units"), "joined": _("new"), "left": _("left"), "changed": _("changed")}
    for name, head in heads.items():
        if answer[name]:
            out(_("{label}: {value}", label=head, value=few(answer[name])))
    kinds = answer["obligations"].items()
    rows = listed(f"{pgettext('change', kind)} {n}" for kind, n in kinds) or _("none")
    told = _("items that would change: {rows}") if answer["preview"] else _("items changed: {rows}")
    out(told.format(rows=rows))


def reachable(
    address: Annotated[str, typer.Argument(help="An email address that works again.")],
    call: Answers,
) -> None:
    """Send mail again to an address that mail servers had refused."""
    with at_desk() as desk, desk.engine.begin() as connection:
        person = find_person(snapshots.load_org(connection, bounced=True), address)
        writes.clear_bounce(connection, person.key)
    answer = {"person": person.key}
    say(answer) if call.json else out(_("mail is sent to {address} again", address=address))


def people(call: Answers) -> None:
    """List all people with unit, address and phone."""
    with at_desk() as desk:
        answer = _people(desk)
    if call.json:
        say(answer)
    else:
        columns = ["key", "name", "unit", "email", "phone"]
        heads = [_("key"), _("name"), _("unit"), _("mail address"), _("phone")]
        table(heads, [[p[c] for c in columns] for p in answer])


def _people(desk: Desk) -> list[dict[str, Any]]:
    with desk.read().connect() as connection:
        org = snapshots.load_org(connection)
    return [
        {
            "key": p.key,
            "name": p.name,
            "unit": p.unit,
            "units": list(p.units),
            "email": p.email,
            "phone": p.phone,
            "language": p.language,
        }
        for p in org.people.values()
    ]
