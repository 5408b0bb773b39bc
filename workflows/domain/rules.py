"""The rows of which the workflows' tables are made."""

from dataclasses import dataclass
from typing import Literal

NextAssignee = Literal["doer", "head", "verifier", "approver", "office", "same", "nobody"]
Role = Literal[
    "doer", "liaison", "head", "verifier", "approver", "above", "office", "inspected", "time"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: who may make the move, what must come with it, who holds the item next."""

    state: str
    move: str
    to: str
    by: tuple[Role, ...]
    assignee: NextAssignee = "same"
    needs: tuple[str, ...] = ()


def reminding(states: str) -> list[Rule]:
    """Urging by hand 催办, and by telephone: recorded, and at most once a working day."""
    return [
        *rows("press", states, ".", by=("verifier", "office"), needs=("not_own", "once_a_day")),
        *rows("phoned", states, ".", by=("verifier", "office"), needs=("not_own",)),
    ]


def hearing(pressed: str, worked_on: str) -> list[Rule]:
    """Seen 知悉 by whoever is reminded or hears of it, and a round 调度 of progress notes."""
    return [
        *rows("seen", pressed, ".", by=("doer", "verifier", "above"), needs=("seen_until",)),
        *rows("round", worked_on, ".", by=("office",), needs=("day_to_come",)),
    ]


def rows(move: str, states: str, to: str, **more: object) -> list[Rule]:
    """The same move from several states; `to` "." means the state it came from."""
    return [
        Rule(state=state, move=move, to=state if to == "." else to, **more)  # type: ignore[arg-type]
        for state in states.split()
    ]


def more_time(states: str, by: tuple[Role, ...] = ("doer", "liaison", "office")) -> list[Rule]:
    """More time 申请延期, asked for soon enough and within bounds; the office reviews it first,
    then the leader in charge decides, the second time the principal leader."""
    needs = (
        "before_due",
        "soon_enough",
        "later_date",
        "reason",
        "first_request",
        "twice_at_most",
        "within_bounds",
    )
    return rows("extend", states, ".", by=by, needs=needs)


def objecting(states: str) -> list[Rule]:
    """Not ours 有异议: the office decides; until then the responsible party's clock goes on."""
    by = ("doer", "liaison", "office")
    return rows("object", states, ".", by=by, needs=("reason", "first_request"))


def explaining(states: str, by: tuple[Role, ...]) -> list[Rule]:
    """Late already 情况说明: the reason, and a day from which reminding begins anew."""
    needs = ("after_due", "reason", "day_to_come", "first_request")
    return rows("explain", states, ".", by=by, needs=needs)
