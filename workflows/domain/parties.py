"""Whom an `owes` names, and who must act for a party. Pure."""

from collections.abc import Iterator
from datetime import date

from workflows.domain.model import Responsible
from workflows.domain.organisation import Org
from workflows.domain.rows import Party


def parties(org: Org, responsible: Responsible, line: str, today: date) -> Iterator[Party]:
    """The parties one `owes` names, in the office's own order."""
    match responsible.shape:
        case "each_unit":
            for unit in org.units.values():
                if unit.kind == responsible.unit_kind:
                    yield Party(unit=unit.key)
        case "each_head":
            for unit in org.units.values():
                if unit.kind == responsible.unit_kind:
                    for post in org.seats("head", unit.key)[:1]:
                        yield Party(unit=unit.key, post=post)
        case "each_person":
            for person in org.people.values():
                if responsible.tag in person.tags and person.here(today):
                    yield Party(unit=org.unit_in(person, line), person=person.key)
        case "unit":
            if responsible.name in org.units:
                yield Party(unit=responsible.name)
        case "role":
            for post in org.seats(responsible.name):
                yield Party(unit=org.posts[post][0].unit, post=post)


def assignee_of(org: Org, party: Party, today: date) -> tuple[str, str]:
    """(person, post) who must act for a party today; the person is empty while vacant."""
    if party.person:
        return party.person, ""
    post = party.post or next(iter(org.seats("head", party.unit)), "")
    person = org.post_holder(post, today) if post else None
    return (person.key if person else ""), post
