"""An event gets its date, or another one: everything that hangs on it follows at once."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import update

from workflows.commands.changes import Occasion, apply
from workflows.commands.context import setting_of
from workflows.commands.door import Acting
from workflows.domain.errors import NotFound
from workflows.domain.fanout import Change, owed, reconcile
from workflows.domain.messages import Message, several
from workflows.domain.rows import Obligation
from workflows.store import queries, writes
from workflows.store import tables as t
from workflows.store.writes import NewEvent


@dataclass(frozen=True, kw_only=True)
class Announced:
    """What the date changes: (row, old due day, new due day), and who will be written to."""

    anchor: str
    before: date | None
    on: date
    moves: tuple[tuple[Obligation, date | None, date | None], ...]
    written_to: tuple[str, ...]


def announce(acting: Acting, anchor: str, on: date, *, what_if: bool = False) -> Announced:
    """Give `anchor` the day `on`, in one transaction; with `what_if` only tell the effects."""
    acting.who.require("run", "announce")
    connection, context, now = acting.connection, acting.context, acting.now
    if anchor not in context.anchors:
        names = several(sorted(context.anchors) or [Message("none")])
        raise NotFound(
            Message("the plan has no key date “{anchor}”", anchor=anchor),
            Message("its key dates: {names}", names=names),
        )
    later = replace(context, anchors={**context.anchors, anchor: on})
    rows = queries.obligations(connection, context.key)
    setting = setting_of(later, now, rows)
    found = reconcile(owed(setting), rows, later.org, setting.today)
    changes = [c for c in found if c.kind in ("redate", "insert", "restore")]
    if not what_if and context.anchors[anchor] != on:
        _write(acting, anchor, on)
        cause = (("cause", "anchor"), ("anchor", anchor), ("on", on.isoformat()))
        apply(connection, later, changes, Occasion(now=now, actor=acting.actor, cause=cause))
    return Announced(
        anchor=anchor,
        before=context.anchors[anchor],
        on=on,
        moves=tuple((c.row, c.row.due_on, c.owed.due_on) for c in changes if c.row and c.owed),
        written_to=_heard(changes),
    )


def _heard(changes: list[Change]) -> tuple[str, ...]:
    people = [c.row.assignee for c in changes if c.row and c.row.state == "open" and c.row.assignee]
    return tuple(dict.fromkeys(people))


def _write(acting: Acting, anchor: str, on: date) -> None:
    connection, context, now = acting.connection, acting.context, acting.now
    a = t.anchors.c
    connection.execute(
        update(t.anchors)
        .where(a.programme == context.key, a.key == anchor)
        .values(state="announced", on_date=on, revision=a.revision + 1)
    )
    watched = queries.obligations(connection, context.key, items=[anchor], kind="anchor")
    for row in watched:
        after = replace(
            row,
            state="announced",
            assignee="",
            light="grey",
            light_until=None,
            next_check_at=None,
            done_on=on,
        )
        writes.save(connection, row, after)
        event = NewEvent(
            obligation=row.id,
            kind="announced",
            at=now,
            step=row.step,
            old=str(context.anchors[anchor] or ""),
            new=on.isoformat(),
            why={"anchor": anchor},
            actor=acting.actor,
        )
        writes.events(connection, context.key, [event], now)
