"""`duban org posts`, `duban org hand-over`: who holds which role, and handing one over."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer

from config import clock
from config.language import _, pgettext
from scheduler.cli.desk import acting_person, at_desk, instant, parse_day, say, table
from scheduler.cli.options import ReadsAll, WritesAll
from scheduler.cli.output import few, names_of, out, plain
from workflows.commands import handover
from workflows.commands.context import Context, address
from workflows.commands.door import writing
from workflows.commands.handover import HandedOver
from workflows.commands.people import all_contexts
from workflows.domain.errors import Refused
from workflows.domain.handover import HandOver
from workflows.domain.organisation import Org
from workflows.store import snapshots


def posts(call: ReadsAll) -> None:
    """List roles, who holds each and since when."""
    with at_desk() as desk, desk.read().connect() as connection:
        contexts = all_contexts(connection, desk.overrides)
        today = _first(contexts).today(instant(call.at, _first(contexts)))
        org = snapshots.load_org(connection)
        answer = _posts(org, today)
        names = names_of(org, contexts[0].plan.language)
    if call.json:
        say(answer)
    else:
        table(
            [_("role"), _("unit"), _("kind"), _("held by"), _("term"), _("deputy")],
            [
                [
                    one["post"],
                    plain(one["unit"], names),
                    pgettext("audience", one["role"]),
                    plain(one["holder"], names) or _("(vacant)"),
                    f"{one['from'] or ''} –\n{one['to'] or ''}" if one["from"] else "",
                    plain(one["deputy"], names),
                ]
                for one in answer
            ],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverOptions:
    to: Annotated[str, typer.Option("--to", help="Who takes it: a mail address.")] = ""
    vacant: Annotated[bool, typer.Option("--vacant", help="Leave the role vacant for now.")] = False
    on: Annotated[str, typer.Option("--on", help="The newcomer's first day. Default: today.")] = ""
    before: Annotated[
        str,
        typer.Option("--from", help="Refuse if somebody else holds it that day: a mail address."),
    ] = ""
    preview: Annotated[bool, typer.Option("--preview", help="Only show what moves.")] = False


def hand_over(
    post: Annotated[str, typer.Argument(help="The role's key: see duban org posts.")],
    given: HandOverOptions,
    call: WritesAll,
) -> None:
    """Hand over a role; its open items go to the successor."""
    if bool(given.to) == given.vacant:
        raise Refused(
            "say who takes the role over, or that nobody does", "give --to EMAIL or --vacant"
        )
    with at_desk() as desk, writing(desk.engine, clock.now) as connection:
        contexts = all_contexts(connection, desk.overrides)
        first = _first(contexts)
        now = instant(call.at, first)
        day = parse_day(given.on, "--on") or first.today(now)
        wanted = HandOver(post=post, to=given.to, on=day, before=given.before or None)
        acting, preview = acting_person(first, call.who, now), given.preview
        done = handover.hand_over(connection, contexts, wanted, acting, now, preview=preview)
    answer = _answer(done, wanted, first, preview)
    say(answer) if call.json else _show(answer)


def _first(contexts: list[Context]) -> Context:
    if not contexts:
        raise Refused("nothing has been published here", "publish a plan: duban publish PLAN")
    return contexts[0]


def _posts(org: Org, today: date) -> list[dict[str, Any]]:
    found = []
    for post, tenures in org.posts.items():
        now = next((tenure for tenure in tenures if tenure.held(today)), None)
        assignee = org.post_holder(post, today)
        found.append(
            {
                "post": post,
                "unit": tenures[-1].unit,
                "role": tenures[-1].role,
                "holder": (assignee.email or assignee.key) if assignee else None,
                "from": now.starts_on.isoformat() if now and now.starts_on else None,
                "to": now.ends_on.isoformat() if now and now.ends_on else None,
                "deputy": now.deputy if now else None,
                "portfolio": list(tenures[-1].portfolio),
            }
        )
    return found


def _answer(done: HandedOver, given: HandOver, context: Context, preview: bool) -> dict[str, Any]:
    rows = [change.row.id for found in done.moves.values() for change in found if change.row]
    return {
        "preview": preview,
        "post": given.post,
        "from": address(context, done.before.key) if done.before else None,
        "to": address(context, done.to.key) if done.to else None,
        "on": given.on.isoformat(),
        "moves": rows,
        "verifies": [row.id for found in done.verifies.values() for row in found],
        "stays": [row.id for found in done.stays.values() for row in found],
    }


def _show(answer: dict[str, Any]) -> None:
    said = (
        _("{role} would pass from {one} to {other} on {day}")
        if answer["preview"]
        else _("{role} passes from {one} to {other} on {day}")
    )
    one, other = answer["from"] or _("nobody"), answer["to"] or _("nobody")
    out(said.format(role=answer["post"], one=one, other=other, day=answer["on"]))
    for name, label in (
        ("moves", _("items that pass to the newcomer")),
        ("verifies", _("items the newcomer will review once they are reported")),
        ("stays", _("items that stay with the person who hands over")),
    ):
        out(_("{label}: {value}", label=label, value=few(answer[name]) or _("none")))
