"""What people do to an obligation: one generic `act`, driven by the table of its kind.

One transaction; either every row named is moved or none. Nothing is sent here: the events
are queued, and the notices pass turns them into mail.
"""

from collections.abc import Sequence

from workflows.commands.ad_hoc import let_go
from workflows.commands.changes import Occasion, apply
from workflows.commands.context import setting_of
from workflows.commands.documents.bulletins import BULLETIN_MOVES
from workflows.commands.documents.supervision_notices import SUPERVISION_NOTICE_MOVES, Wanted, draft
from workflows.commands.door import Acting
from workflows.commands.facts import facts
from workflows.commands.inspect import INSPECT
from workflows.commands.move_context import Move, MoveContext
from workflows.commands.moves import MOVES
from workflows.commands.rectify import FOLLOW_UP_MOVES, RECTIFY
from workflows.domain.dates import Relative
from workflows.domain.errors import Denied, NotFound, Refused
from workflows.domain.fanout import owed, reconcile
from workflows.domain.guard_facts import Refusal
from workflows.domain.messages import Message, as_message, several
from workflows.domain.rows import Obligation
from workflows.domain.standing import BEHIND_RETURNS
from workflows.domain.states import DONE, refusal
from workflows.store import queries, writes

__all__ = ["Move", "act", "denied", "facts", "refused"]


#: Kinds with moves of their own; all others share those of a task.
_MOVES = {
    "rectification": RECTIFY,
    "inspection": INSPECT,
    "lookback": FOLLOW_UP_MOVES,
    "slip": SUPERVISION_NOTICE_MOVES,
    "bulletin": BULLETIN_MOVES,
}


def act(acting: Acting, ids: Sequence[int], move: Move) -> list[Obligation]:
    """Make `move` on the obligations `ids`; returns the rows as they stand afterwards.

    Raises NotFound for a number that is not there, Refused with every refusal otherwise; then
    nothing has been changed, and what concerns rights goes on record at the door.
    """
    connection, context = acting.connection, acting.context
    acting.who.require("act", move.name, ids)
    queries.in_turn(connection, context.key)
    rows = {row.id: row for row in queries.obligations(connection, context.key, ids=list(ids))}
    missing = [number for number in ids if number not in rows]
    if missing:
        raise NotFound(
            Message("there is no obligation {number} in {key}", number=missing[0], key=context.key),
            "see duban obligations",
        )
    doings = [MoveContext(acting, rows[number], move) for number in dict.fromkeys(ids)]
    for row in rows.values():
        if wrong := row.facts.unreadable:
            raise Refused(
                Message(
                    "{number} is faulty: {facts} on record cannot be read",
                    number=row.id,
                    facts=several(wrong),
                ),
                "it can be acted on once the data are corrected",
            )
    found = [(doing, why) for doing in doings if (why := refused(doing))]
    if found:
        raise Refused(
            several(
                (
                    Message("{n}: {why}", n=d.row.id, why=as_message(why.message))
                    for d, why in found
                ),
                "; ",
            ),
            found[0][1].cure,
            tuple(one for doing, why in found for one in denied(doing, why)),
        )
    for doing in doings:
        _one(doing)
    after = queries.obligations_by_id(connection, ids)
    return [after[number] for number in ids]


def refused(doing: MoveContext) -> Refusal | None:
    """Why the move is not made on its row, or None when it may be."""
    return refusal(doing.row.kind, doing.row.state, doing.move.name, facts(doing))


def denied(doing: MoveContext, why: Refusal | None) -> tuple[Denied, ...]:
    """What goes on record of a refusal: one that concerns rights."""
    if why is None or not why.rights:
        return ()
    about = doing.row.id
    return (
        Denied(obligation=about, what=doing.move.name, why=str(why.message), actor=doing.actor),
    )


def _one(doing: MoveContext) -> None:
    after = _MOVES.get(doing.row.kind, MOVES)[doing.move.name](doing)
    writes.save(doing.connection, doing.row, after)
    writes.events(doing.connection, doing.context.key, doing.events, doing.now)
    if doing.move.name in ("report", "close", "return", "reopen"):
        _dependents(doing)
    if after.step != doing.row.step or after.state in DONE:
        # A draft reminds the step it was drawn up for, and nobody who comes after it.
        let_go(doing.connection, doing.context.key, [after.id], doing.now, kinds=("slip",))
    if doing.move.name == "return" and after.returns == BEHIND_RETURNS:
        wanted = Wanted(about=after, colour="yellow", why={"returns": after.returns})
        draft(doing.connection, doing.context, [wanted], doing.now)


def _dependents(doing: MoveContext) -> None:
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
