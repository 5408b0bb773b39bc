"""How much of an item somebody is shown. Pure, and the only place that decides it.

Three degrees: `full` (also notes, evidence and refusals: those who did it, who review, who stand
above, the office, auditors), `public` (title, date, state: their own unit) and `none`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from workflows.domain.assignees import asked_to_verify, responsible_of, reviewer_of
from workflows.domain.inspection import RANDOM
from workflows.domain.kind_facts import AssignedTaskFacts, DecisionFacts, InspectionFacts
from workflows.domain.model import Reviewer
from workflows.domain.organisation import Org
from workflows.domain.roles import LEADERS, Who
from workflows.domain.rows import Obligation

Sight = Literal["full", "public", "none"]


def sight(who: Who, org: Org, row: Obligation, of_item: Reviewer | None, day: date) -> Sight:
    """How much of `row` somebody is shown."""
    if who.sees_all:
        return "full"
    if row.kind in _BESIDE:
        return _BESIDE[row.kind](who, row)
    if row.unit in who.reach:
        return "full"
    if who.person:
        if who.person in (row.assignee, row.person, AssignedTaskFacts.of(row).asked_by):
            return "full"
        if who.person == responsible_of(org, row, day)[0]:
            return "full"
        found = reviewer_of(org, row, asked_to_verify(row, of_item), day)
        if found is not None and found.person == who.person:
            return "full"
        if row.kind == "decision" and who.person in _asked_by(row):
            return "full"
    # What somebody asked for, and that they were refused, is no business of their colleagues.
    return "public" if row.unit in who.units and row.kind != "decision" else "none"


def _asked_by(row: Obligation) -> set[str]:
    """Whose request it is, and who entered it for them."""
    facts = DecisionFacts.of(row)
    return {facts.by, *facts.answering}


def _supervision_notice(who: Who, row: Obligation) -> Sight:
    """A draft is for whoever signs and the leaders above; signed, it is its unit's, too."""
    if who.person and who.person == row.assignee:
        return "full"
    drafted = row.state in ("draft", "sent_back", "withdrawn")
    if row.unit in who.reach and (not drafted or who.roles & LEADERS):
        return "full"
    return "public" if not drafted and row.unit in who.units else "none"


def _bulletin(who: Who, row: Obligation) -> Sight:
    """Issued, it is for all; before, heads see the rows of their units while they check them."""
    if who.person and who.person == row.assignee:
        return "full"
    if row.unit in who.reach and who.roles & LEADERS:
        return "full"
    if row.state in ("signed", "void"):
        return "public"
    return "public" if row.state == "checking" and "head" in who.roles else "none"


def _inspection(who: Who, row: Obligation) -> Sight:
    """Whoever goes, and those above them; a unit that was seen reads what was found, and is told
    beforehand, but not of a random check."""
    facts = InspectionFacts.of(row)
    going = {row.assignee, row.person, facts.assigned, *facts.team}
    if row.unit in who.reach or (who.person and who.person in going):
        return "full"
    seen = set(facts.units)
    if row.state in ("held", "contested"):
        found: Sight = "full" if seen & who.reach else "public" if seen & who.units else "none"
        return found
    drawn = facts.way == RANDOM or facts.drawn
    return "public" if not drawn and seen & (who.reach | who.units) else "none"


_BESIDE: Mapping[str, Callable[[Who, Obligation], Sight]] = {
    "slip": _supervision_notice,
    "bulletin": _bulletin,
    "inspection": _inspection,
}


def may_see_person(who: Who, org: Org, person: str) -> bool:
    """Whether the page of a person is their to open: their own, or of somebody in their reach."""
    if who.sees_all or who.person == person:
        return True
    found = org.people.get(person)
    return found is not None and bool({found.unit, *found.units} & who.reach)
