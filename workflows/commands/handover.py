"""A post is handed over 交接: what lies with the post goes to the newcomer, on record.

The rows follow as they do when people are imported; there is no second way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import Connection

from workflows.commands.context import Context, setting_of
from workflows.commands.people import import_org
from workflows.domain.assignees import find_person, reviewer_of
from workflows.domain.fanout import Change, owed, reconcile
from workflows.domain.handover import HandOver, passed_on
from workflows.domain.organisation import Absence, Org, Person, Tenure
from workflows.domain.roles import Who
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE
from workflows.store import queries, snapshots, writes
from workflows.store.writes import NewEvent


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """What a hand-over moves, by programme: `moves` are the rows that get another assignee on the
    day, `verifies` those whose report the post will verify. `stays`: what the one who hands over
    holds beside the post. `deputy` and `absence` are the newcomer's."""

    org: Org
    before: Person | None
    to: Person | None
    tenure: Tenure
    moves: Mapping[str, tuple[Change, ...]]
    verifies: Mapping[str, tuple[Obligation, ...]]
    stays: Mapping[str, tuple[Obligation, ...]]
    deputy: Person | None
    absence: Absence | None


def hand_over(
    connection: Connection,
    contexts: list[Context],
    given: HandOver,
    who: Who,
    now: datetime,
    *,
    preview: bool = False,
) -> HandedOver:
    """Pass the post on in one transaction; with `preview` only tell what moves.

    From a later day on, the sweep lets the rows follow when the day has come. Raises NotFound
    and Refused, and then nothing was changed.
    """
    who.require("run", "hand_over")
    before = snapshots.load_org(connection, bounced=True)
    today = max((context.today(now) for context in contexts), default=now.date())
    org = passed_on(before, given, today)
    shown = _told(connection, contexts, before, org, given, max(given.on, today))
    if not preview:
        import_org(connection, contexts, org, who, now)
        for context in contexts:
            _record(connection, context, shown, given, who.actor, now)
    return shown


def _told(
    connection: Connection,
    contexts: list[Context],
    before: Org,
    org: Org,
    given: HandOver,
    day: date,
) -> HandedOver:
    assignee = before.post_holder(given.post, day)
    moves, verifies, stays = {}, {}, {}
    for context in contexts:
        rows = [r for r in queries.obligations(connection, context.key) if r.state not in DONE]
        moves[context.key] = _moves(replace(context, org=org), rows, given.post, day)
        verifies[context.key] = _verified(replace(context, org=before), rows, given.post, day)
        gone = {change.row.id for change in moves[context.key] if change.row}
        stays[context.key] = tuple(
            row for row in rows if assignee and row.assignee == assignee.key and row.id not in gone
        )
    to = find_person(org, given.to) if given.to else None
    last = org.posts[given.post]
    return HandedOver(
        org=org,
        before=assignee,
        to=to,
        tenure=next((t for t in last if t.held(day)), last[-1]),
        moves=moves,
        verifies=verifies,
        stays=stays,
        deputy=org.deputy(given.post, day),
        absence=org.absence(to.key, day) if to else None,
    )


def _moves(later: Context, rows: list[Obligation], post: str, day: date) -> tuple[Change, ...]:
    """The rows of the post that get another assignee, as the organisation stands on `day`."""
    noon = later.frame.instant(day, time(12))
    setting = setting_of(later, noon, rows)
    found = reconcile(owed(setting), rows, later.org, day)
    return tuple(
        change
        for change in found
        if change.kind == "hand_over" and change.row and change.row.assignee_post == post
    )


def _verified(
    context: Context, rows: list[Obligation], post: str, day: date
) -> tuple[Obligation, ...]:
    """The rows that are still worked on and whose report will lie with the post."""
    found = []
    for row in rows:
        verifying = reviewer_of(context.org, row, context.asked_reviewer(row), day)
        if verifying and verifying.post == post and row.assignee_post != post:
            found.append(row)
    return tuple(found)


def _record(
    connection: Connection,
    context: Context,
    shown: HandedOver,
    given: HandOver,
    actor: str,
    now: datetime,
) -> None:
    event = NewEvent(
        obligation=None,
        kind="post_handed_over",
        at=now,
        old=shown.before.key if shown.before else "",
        new=shown.to.key if shown.to else "",
        why={"post": given.post, "on": given.on.isoformat()},
        actor=actor,
    )
    writes.events(connection, context.key, [event], now)
