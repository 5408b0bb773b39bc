"""Who somebody is with regard to one obligation. Pure; the guards of `states.py` ask it."""

from dataclasses import dataclass
from datetime import date

from workflows.domain.addresses import normal_address
from workflows.domain.chain import chain_of
from workflows.domain.errors import NotFound
from workflows.domain.model import Verifier
from workflows.domain.organisation import Org, Person
from workflows.domain.parties import holder_of
from workflows.domain.rows import Obligation
from workflows.domain.rules import Holder
from workflows.domain.said import Said

#: States of a paper in which it lies with the office, not with whoever signs.
_WITH_OFFICE = frozenset({"checking", "sent_back"})
#: The rungs whose people hear of a matter that is late.
_ABOVE = ("head", "leader", "principal", "leading_group", "office", "liaison")
#: Kinds that a liaison enters for members of his unit (代填).
_ENTERED = frozenset({"task", "matter", "rectification"})


def find_person(org: Org, who: str) -> Person:
    """The person with the key or the mail address `who`."""
    address = normal_address(who)
    for person in org.people.values():
        if who and (who == person.key or address == normal_address(person.email)):
            return person
    raise NotFound(
        Said("there is nobody with the address “{who}”", who=who), "see duban org people"
    )


def in_post(org: Org, post: str, day: date) -> str:
    person = org.holder(post, day) if post else None
    return person.key if person else ""


def with_post(org: Org, row: Obligation, day: date) -> str:
    """Whoever holds the post a row lies with, nobody while it is vacant; else its holder."""
    return in_post(org, row.holder_post, day) if row.holder_post in org.posts else row.holder


def doer_of(org: Org, row: Obligation, day: date) -> tuple[str, str]:
    """(person, post) of the one who owes it, also while a verifier or nobody holds it."""
    assigned = org.people.get(str(row.extra.get("assigned", "")))
    if assigned is not None and (row.kind in ("task", "matter") or assigned.here(day)):
        return assigned.key, ""
    person = org.people.get(row.person)
    if person is not None and not person.here(day):
        # A leaver's matter is his head's.
        post = next((p for u in org.above(row.unit) for p in org.seats("head", u)), "")
        return in_post(org, post, day), post
    return holder_of(org, row.key.party, day)


@dataclass(frozen=True, slots=True)
class Verifying:
    """Who verifies: the person, the post he does it from, the unit whose chain is above him."""

    person: str
    post: str
    unit: str


def verifier_of(
    org: Org, row: Obligation, verifier: Verifier | None, day: date, but: str = ""
) -> Verifying | None:
    """Who verifies `row` on `day`; None when the plan asks nobody to.

    Nobody verifies what he owes himself, or entered for whoever owes it (`but` is one more who
    does not): then, and while a post is vacant, the next above does, and in the end the office.
    """
    if verifier is None or verifier.shape == "none":
        return None
    apart = {doer_of(org, row, day)[0], str(row.extra.get("entered_by", "")), but}
    named = org.people.get(verifier.name) if verifier.shape == "person" else None
    if named is not None and named.here(day) and named.key not in apart:
        return Verifying(named.key, "", named.unit)
    for post in _candidates(org, row, verifier):
        person = in_post(org, post, day)
        if person and person not in apart:
            return Verifying(person, post, org.posts[post][0].unit)
    return None


def _candidates(org: Org, row: Obligation, verifier: Verifier) -> list[str]:
    unit = row.unit
    found: list[str] = []
    if verifier.shape == "role":
        found += org.seats(verifier.name)
    elif verifier.shape == "unit":
        unit = verifier.name
    elif verifier.shape in ("parent_unit", "person") or not row.person:
        # A unit's own head answers for it, so `own unit` means the unit above.
        unit = (org.units[unit].parent or unit) if unit in org.units else unit
    for above in org.above(unit):
        found += org.seats("head", above)
    chain = chain_of(org, unit)
    for rung in ("leader", "principal", "office"):
        found += chain.posts[rung]
    return list(dict.fromkeys(found))


def asked_to_verify(row: Obligation, of_item: Verifier | None) -> Verifier | None:
    """Who is to verify: the one the plan's item names, of a rectification its own, and of a
    matter assigned beside the plan the office."""
    if row.kind == "matter":
        return Verifier(shape="role", name="office")
    if row.kind != "rectification":
        return of_item
    return Verifier(shape="person", name=str(row.extra.get("verifier", "")))


def holding(
    org: Org, row: Obligation, holder: Holder, of_item: Verifier | None, day: date
) -> Verifying:
    """Who holds `row` when the table says `holder`, with the post and the unit above which
    the matter climbs. The person is empty while nobody can be found."""
    match holder:
        case "verifier":
            found = verifier_of(org, row, asked_to_verify(row, of_item), day)
            if found is not None:
                return found
        case "head":
            for unit in org.above(row.unit):
                for post in org.seats("head", unit):
                    if person := in_post(org, post, day):
                        return Verifying(person, post, unit)
        case "doer":
            person, post = doer_of(org, row, day)
            return Verifying(person, post, row.unit)
        case "approver":
            post = str(row.extra.get("signer_post", "")) or row.holder_post
            unit = org.posts[post][0].unit if post in org.posts else row.unit
            return Verifying(in_post(org, post, day) or row.holder, post, unit)
    post = next(iter(org.seats("office")), "")
    unit = org.posts[post][0].unit if post else row.unit
    return Verifying(in_post(org, post, day), post, unit)


def roles_of(
    org: Org, row: Obligation, verifier: Verifier | None, actor: str, day: date
) -> tuple[frozenset[str], bool]:
    """(roles of `actor` with regard to `row`, whether he answers for it himself)."""
    roles = set()
    doer, post = doer_of(org, row, day)
    own = actor == doer
    if own or (post and _acts_for(org, post, actor, day)):
        roles.add("doer")
    if actor in {in_post(org, post, day) for post in org.seats("liaison", row.unit)}:
        # What members owe stays theirs: he enters it for them, and gives it to nobody else.
        if not row.person:
            roles.add("doer")
        elif row.kind in _ENTERED and not own:
            roles.add("liaison")
    if actor and actor == row.extra.get("entered_by"):
        own = True
    if row.kind == "rectification" and any(
        _acts_for(org, seat, actor, day) for seat in org.seats("head", row.unit)
    ):
        # The head answers for what his unit puts right, whoever does it.
        roles.add("head")
        own = True
    if row.kind == "lookback":
        # Whoever answered for what is looked back at is no judge of it; the verifier is.
        seats = org.seats("head", str(row.extra.get("of_unit", "")))
        own = actor in row.extra.get("answered", ()) or any(
            _acts_for(org, seat, actor, day) for seat in seats
        )
    if inspected_units(org, row, actor, day):
        roles.add("inspected")
    if row.kind in ("decision", "slip", "bulletin"):
        own = own or actor in row.extra.get("answering", ())
        post = str(row.extra.get("signer_post", "")) or row.holder_post
        if row.state not in _WITH_OFFICE and (
            actor == row.holder or _acts_for(org, post, actor, day)
        ):
            roles.add("approver")
    elif row.state == "reported" and row.kind != "rectification":
        if actor == row.holder or _acts_for(org, row.holder_post, actor, day):
            roles.add("verifier")
    else:
        found = verifier_of(org, row, verifier, day)
        if found and (actor == found.person or _acts_for(org, found.post, actor, day)):
            roles.add("verifier")
    if row.kind == "bulletin" and any(
        _acts_for(org, seat, actor, day) for seat in org.seats("head")
    ):
        roles.add("head")
    if holds_office(org, actor, day):
        roles.add("office")
    return frozenset(roles), own


def holds_office(org: Org, actor: str, day: date) -> bool:
    """Whether `actor` is of the office: holds one of its posts, or stands in for who does."""
    return any(_acts_for(org, seat, actor, day) for seat in org.seats("office"))


def roles_on(org: Org, actor: str, day: date) -> frozenset[str]:
    """The roles of all posts `actor` holds, or stands in for, on `day`."""
    return frozenset(
        next((t for t in tenures if t.held(day)), tenures[0]).role
        for post, tenures in org.posts.items()
        if _acts_for(org, post, actor, day)
    )


def stands_above(org: Org, row: Obligation, actor: str, day: date) -> bool:
    """Whether `actor` is one of those who hear of `row` when it is late."""
    posts = chain_of(org, row.unit).posts
    return any(_acts_for(org, seat, actor, day) for rung in _ABOVE for seat in posts[rung])


def inspected_units(org: Org, row: Obligation, actor: str, day: date) -> list[str]:
    """The units an inspection saw for which `actor` speaks, as head or liaison."""
    return [
        unit
        for unit in (row.extra.get("units", ()) if row.kind == "inspection" else ())
        if any(
            _acts_for(org, seat, actor, day)
            for role in ("head", "liaison")
            for seat in org.seats(role, unit)
        )
    ]


def _acts_for(org: Org, post: str, actor: str, day: date) -> bool:
    """Whether `actor` holds `post` or is the deputy of whoever holds it."""
    if not post:
        return False
    person = org.holder(post, day)
    if person and person.key == actor:
        return True
    deputy = org.deputy(post, day)
    absence = org.absence(person.key, day) if person else None
    return (deputy is not None and deputy.key == actor) or (
        absence is not None and absence.deputy == actor
    )
