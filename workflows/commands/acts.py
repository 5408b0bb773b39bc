"""What people do to an obligation: one generic `act`, driven by the table of its kind.

One transaction; either every row named is moved or none. Nothing is sent here: the events
are queued, and the notices pass turns them into mail.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from workflows.commands.beside import let_go
from workflows.commands.changes import Occasion, apply
from workflows.commands.context import Context, setting_of
from workflows.commands.doing import Doing, Move
from workflows.commands.facts import facts
from workflows.commands.inspect import INSPECT
from workflows.commands.moves import MOVES
from workflows.commands.papers.bulletins import BULLETIN_MOVES
from workflows.commands.papers.slips import SLIP_MOVES, Wanted, draft
from workflows.commands.rectify import LOOK_BACK, RECTIFY
from workflows.domain.dates import Relative
from workflows.domain.errors import NotFound, Refused
from workflows.domain.fanout import owed, reconcile
from workflows.domain.rows import Obligation
from workflows.domain.said import Said, Several
from workflows.domain.standing import BEHIND_RETURNS
from workflows.domain.states import DONE, refusal
from workflows.store import queries, writes
from workflows.store.writes import NewEvent

__all__ = ["Move", "act", "facts"]


#: Kinds with moves of their own; all others share those of a task.
_MOVES = {
    "rectification": RECTIFY,
    "inspection": INSPECT,
    "lookback": LOOK_BACK,
    "slip": SLIP_MOVES,
    "bulletin": BULLETIN_MOVES,
}


def act(
    connection: Connection,
    context: Context,
    ids: Sequence[int],
    move: Move,
    actor: str,
    now: datetime,
) -> list[Obligation]:
    """Make `move` on the obligations `ids`; returns the rows as they stand afterwards.

    Raises NotFound for a number that is not there, Refused with every refusal otherwise;
    then nothing has been changed.
    """
    queries.in_turn(connection, context.key)
    rows = {row.id: row for row in queries.obligations(connection, context.key, ids=list(ids))}
    missing = [number for number in ids if number not in rows]
    if missing:
        raise NotFound(
            Said("there is no obligation {number} in {key}", number=missing[0], key=context.key),
            "see duban obligations",
        )
    refusals = []
    for number in dict.fromkeys(ids):
        doing = Doing(connection, context, rows[number], move, actor, now)
        if found := refusal(rows[number].kind, rows[number].state, move.name, facts(doing)):
            refusals.append((number, found))
    if refusals:
        raise Refused(
            Several(
                (Said("{n}: {why}", n=n, why=Said.of(found.reason)) for n, found in refusals), "; "
            ),
            refusals[0][1].cure,
            tuple((number, found.reason) for number, found in refusals if found.rights),
        )
    for number in dict.fromkeys(ids):
        _one(Doing(connection, context, rows[number], move, actor, now))
    after = queries.obligations_by_id(connection, ids)
    return [after[number] for number in ids]


def record_denied(
    connection: Connection,
    context: Context,
    refused: Refused,
    move: Move,
    actor: str,
    now: datetime,
) -> None:
    """Put on record what `actor` had no right to do, in a transaction of its own: that of the
    move itself has been undone."""
    writes.events(
        connection,
        context.key,
        [
            NewEvent(
                obligation=number,
                kind="denied",
                at=now,
                why={"move": move.name, "reason": reason},
                actor=actor,
            )
            for number, reason in refused.denied
        ],
        now,
        unnoticed=False,
    )


def _one(doing: Doing) -> None:
    after = _MOVES.get(doing.row.kind, MOVES)[doing.move.name](doing)
    writes.save(doing.connection, doing.row, after)
    writes.events(doing.connection, doing.context.key, doing.silent, doing.now, unnoticed=False)
    writes.events(doing.connection, doing.context.key, doing.events, doing.now)
    if doing.move.name in ("report", "close", "return", "reopen"):
        _dependents(doing)
    if after.leg != doing.row.leg or after.state in DONE:
        # A draft presses the leg it was drawn up for, and nobody who comes after it.
        let_go(doing.connection, doing.context.key, [after.id], doing.now, kinds=("slip",))
    if doing.move.name == "return" and after.returns == BEHIND_RETURNS:
        wanted = Wanted(about=after, colour="yellow", why={"returns": after.returns})
        draft(doing.connection, doing.context, [wanted], doing.now)


def _dependents(doing: Doing) -> None:
    """Dates that count from this report (“10wd after A2.1”) become known, or open again."""
    context, item = doing.context, doing.row.item
    keys = frozenset(
        node.key
        for node in context.plan.nodes
        if isinstance(node.when, Relative) and node.when.base == f"after:{item}"
    )
    if not keys:
        return
    rows = queries.obligations(doing.connection, context.key, items=keys | {item})
    setting = setting_of(context, doing.now, rows)
    waiting = [row for row in rows if row.item in keys]
    changes = reconcile(owed(setting, keys), waiting, context.org, setting.today)
    dated = [change for change in changes if change.kind == "redate"]
    cause = (("cause", "predecessor"), ("after", item))
    apply(doing.connection, context, dated, Occasion(now=doing.now, actor=doing.actor, cause=cause))
