"""What is done with any document beside writing and signing it."""

from collections.abc import Callable

from workflows.commands.move_context import MoveContext, closed
from workflows.commands.moves import MOVES
from workflows.domain.rows import Obligation


def _withdraw(doing: MoveContext) -> Obligation:
    # Nobody is told: whom it would have reminded has not seen the draft.
    doing.say("withdrawn")
    return closed(doing.row, "withdrawn")


ANY_DOCUMENT: dict[str, Callable[[MoveContext], Obligation]] = {
    "note": MOVES["note"],
    "phoned": MOVES["phoned"],
    "withdraw": _withdraw,
}
