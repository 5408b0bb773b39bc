"""Who must act on one obligation: who owes it, who reviews it, who holds it in each state. Pure."""

from dataclasses import dataclass
from datetime import date

from workflows.domain.addresses import normal_address
from workflows.domain.chain import chain_of
from workflows.domain.errors import NotFound
from workflows.domain.kind_facts import DocumentFacts, RectificationFacts, WorkFacts
from workflows.domain.messages import Message
from workflows.domain.model import Reviewer
from workflows.domain.organisation import Org, Person
from workflows.domain.parties import assignee_of
from workflows.domain.rows import Obligation
from workflows.domain.rules import NextAssignee


def find_person(org: Org, who: str) -> Person:
    """The person with the key or the mail address `who`."""
    address = normal_address(who)
    for person in org.people.values():
        if who and (who == person.key or address == normal_address(person.email)):
            return person
    raise NotFound(
        Message("there is nobody with the address “{who}”", who=who), "see duban org people"
    )


def in_post(org: Org, post: str, day: date) -> str:
    person = org.post_holder(post, day) if post else None
    return person.key if person else ""


def with_post(org: Org, row: Obligation, day: date) -> str:
    """Whoever holds the post a row lies with, nobody while it is vacant; else its assignee."""
    return in_post(org, row.assignee_post, day) if row.assignee_post in org.posts else row.assignee


def responsible_of(org: Org, row: Obligation, day: date) -> tuple[str, str]:
    """(person, post) of the one who owes it, also while a reviewer or nobody holds it."""
    assigned = org.people.get(row.facts.assigned)
    if assigned is not None and (row.kind in ("task", "matter") or assigned.here(day)):
        return assigned.key, ""
    person = org.people.get(row.person)
    if person is not None and not person.here(day):
        # A leaver's item is their head's.
        post = next((p for u in org.above(row.unit) for p in org.seats("head", u)), "")
        return in_post(org, post, day), post
    return assignee_of(org, row.key.party, day)


@dataclass(frozen=True, slots=True)
class Verifying:
    """Who verifies: the person, the post they do it from, the unit whose chain is above them."""

    person: str
    post: str
    unit: str


def reviewer_of(
    org: Org, row: Obligation, reviewer: Reviewer | None, day: date, but: str = ""
) -> Verifying | None:
    """Who verifies `row` on `day`; None when the plan asks nobody to.

    Nobody verifies what they owe themselves, or entered for whoever owes it (`but` is one more who
    does not): then, and while a post is vacant, the next above does, and in the end the office.
    """
    if reviewer is None or reviewer.shape == "none":
        return None
    apart = {responsible_of(org, row, day)[0], WorkFacts.of(row).entered_by, but}
    named = org.people.get(reviewer.name) if reviewer.shape == "person" else None
    if named is not None and named.here(day) and named.key not in apart:
        return Verifying(named.key, "", named.unit)
    for post in _candidates(org, row, reviewer):
        person = in_post(org, post, day)
        if person and person not in apart:
            return Verifying(person, post, org.posts[post][0].unit)
    return None


def _candidates(org: Org, row: Obligation, reviewer: Reviewer) -> list[str]:
    unit = row.unit
    found: list[str] = []
    if reviewer.shape == "role":
        found += org.seats(reviewer.name)
    elif reviewer.shape == "unit":
        unit = reviewer.name
    elif reviewer.shape in ("parent_unit", "person") or not row.person:
        # A unit's own head answers for it, so `own unit` means the unit above.
        unit = (org.units[unit].parent or unit) if unit in org.units else unit
    for above in org.above(unit):
        found += org.seats("head", above)
    chain = chain_of(org, unit)
    for rung in ("leader", "principal", "office"):
        found += chain.posts[rung]
    return list(dict.fromkeys(found))


def asked_to_verify(row: Obligation, of_item: Reviewer | None) -> Reviewer | None:
    """Who is to verify: the one the plan's item names, of a rectification its own, and of a
    item assigned beside the plan the office."""
    if row.kind == "matter":
        return Reviewer(shape="role", name="office")
    if row.kind != "rectification":
        return of_item
    return Reviewer(shape="person", name=RectificationFacts.of(row).reviewer)


def holding(
    org: Org, row: Obligation, assignee: NextAssignee, of_item: Reviewer | None, day: date
) -> Verifying:
    """Who holds `row` when the table says `holder`, with the post and the unit above which
    the item climbs. The person is empty while nobody can be found."""
    match assignee:
        case "verifier":
            found = reviewer_of(org, row, asked_to_verify(row, of_item), day)
            if found is not None:
                return found
        case "head":
            for unit in org.above(row.unit):
                for post in org.seats("head", unit):
                    if person := in_post(org, post, day):
                        return Verifying(person, post, unit)
        case "doer":
            person, post = responsible_of(org, row, day)
            return Verifying(person, post, row.unit)
        case "approver":
            post = DocumentFacts.of(row).signer_post or row.assignee_post
            unit = org.posts[post][0].unit if post in org.posts else row.unit
            return Verifying(in_post(org, post, day) or row.assignee, post, unit)
    post = next(iter(org.seats("office")), "")
    unit = org.posts[post][0].unit if post else row.unit
    return Verifying(in_post(org, post, day), post, unit)
