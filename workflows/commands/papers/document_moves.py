"""What is done with any paper beside writing and signing it."""

from collections.abc import Callable

from workflows.commands.move_context import MoveContext, closed
from workflows.commands.moves import MOVES
from workflows.domain.rows import Obligation


def _withdraw(doing: MoveContext) -> Obligation:
    # Nobody is told: whom it would have pressed has not seen the draft.
    doing.say("withdrawn")
    return closed(doing.row, "withdrawn")


ANY_PAPER: dict[str, Callable[[MoveContext], Obligation]] = {
    "note": MOVES["note"],
    "phoned": MOVES["phoned"],
    "withdraw": _withdraw,
}
