"""Every kind of obligation, and the facts about it that others need. Pure.

A kind adds a row here, a table of moves (`states.py`), a policy and some templates, never a
mechanism. Whoever needs a set of kinds asks for a flag (`kinds_that`), so that a new kind is not
forgotten anywhere. What a kind is called stands in the catalogues, in the context `kind`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from workflows.domain.kind_facts import (
    AssignedTaskFacts,
    BulletinFacts,
    DecisionFacts,
    FollowUpFacts,
    InspectionFacts,
    KindFacts,
    RectificationFacts,
    SupervisionNoticeFacts,
    TaskFacts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The facts and flags of one kind.

    facts       what is on record about it beside its columns
    work        a unit or a member does it: a liaison may enter it for members, it can wait for a
                listed rectification, the head is told when it becomes late
    counts      in the figures, rates, bulletins and ledgers
    status      counted by status (green, yellow, red) of phase and unit
    from_plan   the plan says who owes it: publishing, people and key dates keep it in line
    reviewed    more time is asked for within bounds, and the office reviews the request first
    document    a person signs it; it gets a number
    opens_as    the state in which its first step begins
    reminder    state → the kind of mail that reminds whoever it is assigned to; "" for any state.
                Without one the state decides (`events.reminder_mail`)
    reminds_all the kind of mail that everybody gets, whichever level the policy names
    """

    facts: type[KindFacts] = KindFacts
    work: bool = False
    counts: bool = False
    status: bool = False
    from_plan: bool = False
    reviewed: bool = False
    document: bool = False
    opens_as: str = "open"
    reminder: Mapping[str, str] = field(default_factory=dict)
    reminds_all: str = ""


KINDS: Mapping[str, Kind] = {
    "task": Kind(facts=TaskFacts, work=True, counts=True, status=True, from_plan=True),
    "phase": Kind(from_plan=True, reminds_all="phase_closing"),
    "anchor": Kind(from_plan=True),
    "decision": Kind(facts=DecisionFacts, status=True, reminder={"": "decision_asked"}),
    "rectification": Kind(
        facts=RectificationFacts, work=True, counts=True, status=True, reviewed=True
    ),
    "slip": Kind(facts=SupervisionNoticeFacts, document=True, reminder={"": "paper_to_sign"}),
    "bulletin": Kind(
        facts=BulletinFacts,
        document=True,
        opens_as="checking",
        reminder={"": "paper_to_sign", "checking": "bulletin_check"},
    ),
    "inspection": Kind(facts=InspectionFacts, counts=True, status=True, from_plan=True),
    "lookback": Kind(facts=FollowUpFacts, status=True),
    "matter": Kind(
        facts=AssignedTaskFacts,
        work=True,
        counts=True,
        status=True,
        reviewed=True,
    ),
}

#: A kind that another version of the program wrote: shown with its title and state, no more.
_UNKNOWN = Kind()


def kind_of(name: str) -> Kind:
    """The flags of a kind; none for one that is not known here."""
    return KINDS.get(name, _UNKNOWN)


@cache
def kinds_that(flag: str) -> frozenset[str]:
    """The names of the kinds with `flag`."""
    return frozenset(name for name, kind in KINDS.items() if getattr(kind, flag))
