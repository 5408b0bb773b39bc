"""The life of every kind of obligation, as tables: (state, move) → what follows.

Anything that is not listed is refused, with the moves that are possible instead. Guards are
names; `refusal` evaluates them from plain facts, so that page, command and mail link ask the
same question. `docs/states.md` is drawn from these tables.
"""

from collections.abc import Mapping
from functools import cache

from workflows.domain.guards import GUARDS, Facts, Refusal, listed
from workflows.domain.inspection import INSPECTION
from workflows.domain.lookback import LOOKBACK
from workflows.domain.papers import BULLETIN, SLIP
from workflows.domain.rectification import RECTIFICATION
from workflows.domain.rules import Holder, Rule, explaining, hearing, more_time, rows, urging

#: States in which nothing is owed any more; their light is grey.
DONE = frozenset(
    {
        "accepted",
        "waived",
        "withdrawn",
        "closed",
        "announced",
        "agreed",
        "refused",
        "lapsed",
        "struck_off",
        "signed",
        "void",
        "held",
        "confirmed",
        "failed",
    }
)


#: The state in which a planned row opens, where that is not `open`.
OPENS_AS = {"bulletin": "checking"}
#: States in which somebody looks at what was reported.
REVIEWING = frozenset({"reported", "applied", "checked"})
#: States in which the doer is at work; in any other somebody has to sign, verify or decide.
WORKING = frozenset({"planned", "open", "ongoing", "in_progress"})

_WORKFLOWS: dict[str, list[Rule]] = {
    "task": [
        *rows("open", "planned", "open", by=("time",), holder="doer"),
        *rows("continue", "planned", "ongoing", by=("time",), holder="doer"),
        # A report may come before the window opens: nobody is punished for being early.
        *rows(
            "report",
            "planned open",
            "reported",
            by=("doer", "office"),
            holder="verifier",
            needs=("predecessors", "evidence", "done_on"),
        ),
        *rows(
            "accept",
            "reported",
            "accepted",
            by=("verifier", "office"),
            holder="nobody",
            needs=("not_own",),
        ),
        *rows(
            "return",
            "reported",
            "open",
            by=("verifier", "office"),
            holder="doer",
            needs=("not_own", "reason"),
        ),
        *rows("assign", "planned open ongoing", ".", by=("doer", "office"), needs=("person",)),
        *rows(
            "note",
            "planned open ongoing reported",
            ".",
            by=("doer", "verifier", "office"),
            needs=("note",),
        ),
        *urging("open reported"),
        *hearing("open reported", "open ongoing"),
        *rows(
            "extend",
            "planned open",
            ".",
            by=("doer", "office"),
            needs=("before_due", "later_date", "reason", "first_request"),
        ),
        *rows(
            "waive",
            "planned open ongoing reported",
            "waived",
            by=("verifier", "office"),
            holder="nobody",
            needs=("not_own", "reason"),
        ),
        *rows(
            "reopen",
            "accepted waived withdrawn",
            "open",
            by=("verifier", "office"),
            holder="doer",
            needs=("not_own", "reason"),
        ),
        *rows(
            "withdraw",
            "planned open ongoing reported",
            "withdrawn",
            by=("time", "office"),
            holder="nobody",
            needs=("reason",),
        ),
    ],
    "phase": [
        *rows("open", "planned", "open", by=("time",), holder="office"),
        *rows("close", "open", "closed", by=("time",), holder="nobody"),
        *rows("note", "planned open", ".", by=("office",), needs=("note",)),
        *rows(
            "reopen",
            "closed withdrawn",
            "open",
            by=("time", "office"),
            holder="office",
            needs=("reason",),
        ),
        *rows(
            "withdraw",
            "planned open closed",
            "withdrawn",
            by=("time", "office"),
            holder="nobody",
            needs=("reason",),
        ),
    ],
    "anchor": [
        *rows("open", "planned", "open", by=("time",), holder="office"),
        *rows("still_unknown", "open", "open", by=("office",)),
        *rows("announce", "planned open announced", "announced", by=("office",), holder="nobody"),
        *rows("note", "planned open announced", ".", by=("office",), needs=("note",)),
        *rows(
            "reopen",
            "withdrawn announced",
            "open",
            by=("time", "office"),
            holder="office",
            needs=("reason",),
        ),
        *rows(
            "withdraw",
            "planned open announced",
            "withdrawn",
            by=("time", "office"),
            holder="nobody",
            needs=("reason",),
        ),
    ],
    # What rectifications and matters ask for is first reviewed by the office 初审.
    "decision": [
        *rows(
            "pass", "first_review", "open", by=("office",), holder="approver", needs=("not_own",)
        ),
        *rows(
            "refuse",
            "first_review",
            "refused",
            by=("office",),
            holder="nobody",
            needs=("not_own", "reason"),
        ),
        *rows(
            "agree",
            "open",
            "agreed",
            by=("approver", "office"),
            holder="nobody",
            needs=("not_own", "within_bounds"),
        ),
        *rows(
            "refuse",
            "open",
            "refused",
            by=("approver", "office"),
            holder="nobody",
            needs=("not_own", "reason"),
        ),
        # What it was asked for was closed meanwhile; there is nothing left to decide.
        *rows("lapse", "first_review open", "lapsed", by=("time",), holder="nobody"),
        *rows(
            "note",
            "first_review open",
            ".",
            by=("doer", "approver", "office"),
            needs=("note",),
        ),
        *rows("phoned", "first_review open", ".", by=("office",), needs=("not_own",)),
        *rows(
            "withdraw",
            "first_review open",
            "withdrawn",
            by=("time", "office"),
            holder="nobody",
            needs=("reason",),
        ),
    ],
    "rectification": RECTIFICATION,
    "slip": SLIP,
    "bulletin": BULLETIN,
}

_WORKFLOWS["inspection"] = INSPECTION
_WORKFLOWS["lookback"] = LOOKBACK
# A matter assigned beside the plan lives as a task of the plan does; more time is bounded.
_WORKFLOWS["matter"] = [
    *(rule for rule in _WORKFLOWS["task"] if rule.move != "extend"),
    *more_time("planned open"),
    *explaining("open", by=("doer", "office")),
]

TABLE: Mapping[tuple[str, str, str], Rule] = {
    (kind, rule.state, rule.move): rule for kind, rules in _WORKFLOWS.items() for rule in rules
}
KINDS = tuple(_WORKFLOWS)


#: What people try on a kind that has another move for it, and what to do instead.
_INSTEAD = {
    ("rectification", "holds"): "no look-back at it is to come",
    ("inspection", "report"): "close it with what it found: duban inspect close ID --note TEXT",
    ("inspection", "extend"): "the office gives it another day: duban inspect redate ID --to DAY",
}


def states(kind: str) -> tuple[str, ...]:
    """The states of a kind, in the order of its table."""
    found = [s for rule in _WORKFLOWS[kind] for s in (rule.state, rule.to)]
    return tuple(dict.fromkeys(found))


def moves(kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.move for rule in _WORKFLOWS[kind]))


@cache
def possible(kind: str, state: str) -> tuple[str, ...]:
    """The moves people can make from `state`."""
    return tuple(
        rule.move for rule in _WORKFLOWS[kind] if rule.state == state and rule.by != ("time",)
    )


def holder_in(kind: str, state: str) -> Holder:
    """Whom the table lets hold a row of `kind` in `state`; before any move its doer."""
    found = (rule.holder for rule in _WORKFLOWS[kind] if rule.to == state)
    return next((holder for holder in found if holder != "same"), "doer")


def refusal(kind: str, state: str, move: str, facts: Facts) -> Refusal | None:
    """Why `move` is refused now, or None when it is allowed.

    The table is asked first, then rights, then each guard in the order of the row.
    """
    rule = TABLE.get((kind, state, move))
    if rule is None:
        instead = _INSTEAD.get((kind, move), "")
        return Refusal(
            f"a {kind} that is {state} cannot be moved by “{move}”",
            f"{instead + '; ' if instead else ''}possible now: {listed(possible(kind, state))}",
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
