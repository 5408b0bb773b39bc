"""The life of every kind of obligation, as tables: (state, move) → what follows.

Anything that is not listed is refused, with the moves that are possible instead. Guards are
names; `refusal` evaluates them from plain facts, so that page, command and mail link ask the
same question. `docs/states.md` is drawn from these tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workflows.domain.guards import GUARDS, Facts, Refusal, listed

Holder = Literal["doer", "verifier", "approver", "office", "same", "nobody"]
Role = Literal["doer", "verifier", "approver", "office", "time"]

#: States in which nothing is owed any more; their light is grey.
DONE = frozenset(
    {"accepted", "waived", "withdrawn", "closed", "announced", "agreed", "refused", "lapsed"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: who may make the move, what must come with it, who holds the matter next."""

    state: str
    move: str
    to: str
    by: tuple[Role, ...]
    holder: Holder = "same"
    needs: tuple[str, ...] = ()


def _rows(move: str, states: str, to: str, **more: object) -> list[Rule]:
    """The same move from several states; `to` "." means the state it came from."""
    return [
        Rule(state=state, move=move, to=state if to == "." else to, **more)  # type: ignore[arg-type]
        for state in states.split()
    ]


_WORKFLOWS: dict[str, list[Rule]] = {
    "task": [
        *_rows("open", "planned", "open", by=("time",), holder="doer"),
        *_rows("continue", "planned", "ongoing", by=("time",), holder="doer"),
        # A report may come before the window opens: nobody is punished for being early.
        *_rows(
            "report",
            "planned open",
            "reported",
            by=("doer", "office"),
            holder="verifier",
            needs=("predecessors", "evidence", "done_on"),
        ),
        *_rows(
            "accept",
            "reported",
            "accepted",
            by=("verifier", "office"),
            holder="nobody",
            needs=("not_own",),
        ),
        *_rows(
            "return",
            "reported",
            "open",
            by=("verifier", "office"),
            holder="doer",
            needs=("not_own", "reason"),
        ),
        *_rows("assign", "planned open ongoing", ".", by=("doer", "office"), needs=("person",)),
        *_rows(
            "note",
            "planned open ongoing reported",
            ".",
            by=("doer", "verifier", "office"),
            needs=("note",),
        ),
        *_rows(
            "extend",
            "planned open",
            ".",
            by=("doer", "office"),
            needs=("before_due", "later_date", "reason", "first_request"),
        ),
        *_rows(
            "waive",
            "planned open ongoing reported",
            "waived",
            by=("verifier", "office"),
            holder="nobody",
            needs=("not_own", "reason"),
        ),
        *_rows(
            "reopen",
            "accepted waived withdrawn",
            "open",
            by=("verifier", "office"),
            holder="doer",
            needs=("not_own", "reason"),
        ),
        *_rows(
            "withdraw",
            "planned open ongoing reported",
            "withdrawn",
            by=("time", "office"),
            holder="nobody",
            needs=("reason",),
        ),
    ],
    "phase": [
        *_rows("open", "planned", "open", by=("time",), holder="office"),
        *_rows("close", "open", "closed", by=("time",), holder="nobody"),
        *_rows("note", "planned open", ".", by=("office",), needs=("note",)),
        *_rows(
            "reopen",
            "closed withdrawn",
            "open",
            by=("time", "office"),
            holder="office",
            needs=("reason",),
        ),
        *_rows(
            "withdraw",
            "planned open closed",
            "withdrawn",
            by=("time", "office"),
            holder="nobody",
            needs=("reason",),
        ),
    ],
    "anchor": [
        *_rows("open", "planned", "open", by=("time",), holder="office"),
        *_rows("still_unknown", "open", "open", by=("office",)),
        *_rows("announce", "planned open announced", "announced", by=("office",), holder="nobody"),
        *_rows("note", "planned open announced", ".", by=("office",), needs=("note",)),
        *_rows(
            "reopen",
            "withdrawn announced",
            "open",
            by=("time", "office"),
            holder="office",
            needs=("reason",),
        ),
        *_rows(
            "withdraw",
            "planned open announced",
            "withdrawn",
            by=("time", "office"),
            holder="nobody",
            needs=("reason",),
        ),
    ],
    "decision": [
        *_rows(
            "agree",
            "open",
            "agreed",
            by=("approver", "office"),
            holder="nobody",
            needs=("not_own",),
        ),
        *_rows(
            "refuse",
            "open",
            "refused",
            by=("approver", "office"),
            holder="nobody",
            needs=("not_own", "reason"),
        ),
        # What it was asked for was closed meanwhile; there is nothing left to decide.
        *_rows("lapse", "open", "lapsed", by=("time",), holder="nobody"),
        *_rows("note", "open", "open", by=("doer", "approver", "office"), needs=("note",)),
        *_rows(
            "withdraw",
            "open",
            "withdrawn",
            by=("time", "office"),
            holder="nobody",
            needs=("reason",),
        ),
    ],
}

TABLE: Mapping[tuple[str, str, str], Rule] = {
    (kind, rule.state, rule.move): rule for kind, rules in _WORKFLOWS.items() for rule in rules
}
KINDS = tuple(_WORKFLOWS)


def states(kind: str) -> tuple[str, ...]:
    """The states of a kind, in the order of its table."""
    found = [s for rule in _WORKFLOWS[kind] for s in (rule.state, rule.to)]
    return tuple(dict.fromkeys(found))


def moves(kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.move for rule in _WORKFLOWS[kind]))


def possible(kind: str, state: str) -> tuple[str, ...]:
    """The moves people can make from `state`."""
    return tuple(
        rule.move for rule in _WORKFLOWS[kind] if rule.state == state and rule.by != ("time",)
    )


def refusal(kind: str, state: str, move: str, facts: Facts) -> Refusal | None:
    """Why `move` is refused now, or None when it is allowed.

    The table is asked first, then rights, then each guard in the order of the row.
    """
    rule = TABLE.get((kind, state, move))
    if rule is None:
        return Refusal(
            f"a {kind} that is {state} cannot be moved by “{move}”",
            f"possible now: {listed(possible(kind, state))}",
        )
    if not facts.roles.intersection(rule.by):
        return Refusal(
            f"“{move}” is for the {listed(rule.by)} of this {kind}",
            "ask one of them, or the office to enter it",
            rights=True,
        )
    for need in rule.needs:
        if found := GUARDS[need](facts):
            return found
    return None
