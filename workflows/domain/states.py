"""The life of every kind of obligation, as tables: (state, move) → what follows.

Anything that is not listed is refused, with the moves that are possible instead. Guards are
names; `refusal` evaluates them from plain facts, so that page, command and mail link ask the
same question. `docs/states.md` is drawn from these tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from workflows.domain.deciding import DECISION
from workflows.domain.documents import BULLETIN, SUPERVISION_NOTICE
from workflows.domain.follow_up import FOLLOW_UP
from workflows.domain.guard_facts import Facts, Refusal
from workflows.domain.guards import GUARDS
from workflows.domain.inspection import INSPECTION
from workflows.domain.messages import Message, several, term
from workflows.domain.rectification import RECTIFICATION
from workflows.domain.rules import (
    NextAssignee,
    Rule,
    explaining,
    hearing,
    more_time,
    objecting,
    reminding,
    rows,
)

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


#: States in which somebody looks at what was reported.
REVIEWING = frozenset({"reported", "applied", "checked"})
#: States in which the responsible party is at work; in any other somebody has to sign, verify or
#: decide.
WORKING = frozenset({"planned", "open", "ongoing", "in_progress"})

_WORKFLOWS: dict[str, list[Rule]] = {
    "task": [
        *rows("open", "planned", "open", by=("time",), assignee="doer"),
        *rows("continue", "planned", "ongoing", by=("time",), assignee="doer"),
        # A report may come before the window opens: nobody is punished for being early.
        *rows(
            "report",
            "planned open",
            "reported",
            by=("doer", "liaison", "office"),
            assignee="verifier",
            needs=("predecessors", "evidence", "done_on"),
        ),
        *rows(
            "accept",
            "reported",
            "accepted",
            by=("verifier", "office"),
            assignee="nobody",
            needs=("not_own",),
        ),
        *rows(
            "return",
            "reported",
            "open",
            by=("verifier", "office"),
            assignee="doer",
            needs=("not_own", "reason"),
        ),
        *rows("assign", "planned open ongoing", ".", by=("doer", "office"), needs=("person",)),
        *rows(
            "note",
            "planned open ongoing reported",
            ".",
            by=("doer", "liaison", "verifier", "office"),
            needs=("note",),
        ),
        *reminding("open reported"),
        *hearing("open reported", "open ongoing"),
        *rows(
            "extend",
            "planned open",
            ".",
            by=("doer", "liaison", "office"),
            needs=("before_due", "later_date", "reason", "first_request"),
        ),
        *explaining("open", by=("doer", "liaison", "office")),
        *objecting("planned open ongoing"),
        *rows(
            "waive",
            "planned open ongoing reported",
            "waived",
            by=("verifier", "office"),
            assignee="nobody",
            needs=("not_own", "reason"),
        ),
        *rows(
            "reopen",
            "accepted waived withdrawn",
            "open",
            by=("verifier", "office"),
            assignee="doer",
            needs=("not_own", "reason"),
        ),
        *rows(
            "withdraw",
            "planned open ongoing reported",
            "withdrawn",
            by=("time", "office"),
            assignee="nobody",
            needs=("reason",),
        ),
    ],
    "phase": [
        *rows("open", "planned", "open", by=("time",), assignee="office"),
        *rows("close", "open", "closed", by=("time",), assignee="nobody"),
        *rows("note", "planned open", ".", by=("office",), needs=("note",)),
        *rows(
            "reopen",
            "closed withdrawn",
            "open",
            by=("time", "office"),
            assignee="office",
            needs=("reason",),
        ),
        *rows(
            "withdraw",
            "planned open closed",
            "withdrawn",
            by=("time", "office"),
            assignee="nobody",
            needs=("reason",),
        ),
    ],
    "anchor": [
        *rows("open", "planned", "open", by=("time",), assignee="office"),
        *rows("still_unknown", "open", "open", by=("office",)),
        *rows("announce", "planned open announced", "announced", by=("office",), assignee="nobody"),
        *rows("note", "planned open announced", ".", by=("office",), needs=("note",)),
        *rows(
            "reopen",
            "withdrawn announced",
            "open",
            by=("time", "office"),
            assignee="office",
            needs=("reason",),
        ),
        *rows(
            "withdraw",
            "planned open announced",
            "withdrawn",
            by=("time", "office"),
            assignee="nobody",
            needs=("reason",),
        ),
    ],
    "decision": DECISION,
    "rectification": RECTIFICATION,
    "slip": SUPERVISION_NOTICE,
    "bulletin": BULLETIN,
}

_WORKFLOWS["inspection"] = INSPECTION
_WORKFLOWS["lookback"] = FOLLOW_UP
# An item assigned beside the plan lives as a task of the plan does; more time is bounded.
_WORKFLOWS["matter"] = [
    *(rule for rule in _WORKFLOWS["task"] if rule.move != "extend"),
    *more_time("planned open"),
]

TABLE: Mapping[tuple[str, str, str], Rule] = {
    (kind, rule.state, rule.move): rule for kind, rules in _WORKFLOWS.items() for rule in rules
}
KINDS = tuple(_WORKFLOWS)


#: What people try on a kind that has another move for it, and what to do instead.
_INSTEAD = {
    ("rectification", "holds"): Message("no follow-up check of it is planned"),
    ("inspection", "report"): Message(
        "close it with what it found: duban inspect close ID --note TEXT"
    ),
    ("inspection", "extend"): Message(
        "the office gives it another day: duban inspect redate ID --to DAY"
    ),
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


def assignee_in(kind: str, state: str) -> NextAssignee:
    """Whom the table lets hold a row of `kind` in `state`; before any move its responsible
    party."""
    found = (rule.assignee for rule in _WORKFLOWS[kind] if rule.to == state)
    return next((assignee for assignee in found if assignee != "same"), "doer")


def listed(kind: str, words: Iterable[str]) -> Message:
    """Words of the tables in a sentence."""
    return several([term(kind, word) for word in words] or [Message("nothing")])


def refusal(kind: str, state: str, move: str, facts: Facts) -> Refusal | None:
    """Why `move` is refused now, or None when it is allowed.

    The table is asked first, then rights, then each guard in the order of the row.
    """
    rule = TABLE.get((kind, state, move))
    if rule is None:
        instead = _INSTEAD.get((kind, move), "")
        now = Message("possible now: {moves}", moves=listed("move", possible(kind, state)))
        return Refusal(
            Message(
                "a {kind} that is {state} cannot be moved by “{move}”",
                kind=term("kind", kind),
                state=term("state", state),
                move=term("move", move),
            ),
            several((instead, now) if instead else (now,), "; "),
        )
    if not facts.roles.intersection(rule.by):
        return Refusal(
            Message(
                "“{move}” is for the {by} of this {kind}",
                move=term("move", move),
                by=listed("role", rule.by),
                kind=term("kind", kind),
            ),
            "ask one of them, or the office to enter it",
            rights=True,
        )
    for need in rule.needs:
        if found := GUARDS[need].refuses(facts):
            return replace(found, field=GUARDS[need].field)
    return None
