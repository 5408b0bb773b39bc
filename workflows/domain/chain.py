"""Who hears it: the posts above an item, frozen when its step starts, and the people found in
them when it speaks.

A vacant post, an absent person without a deputy, one who cannot be reached and the late
party themselves are skipped upward, and the reason is kept. When nobody is left on the ladder
the office is told: reminding never gives up silently.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from workflows.domain.model import LEVELS, ROLE_AUDIENCE
from workflows.domain.organisation import Org, Person

SkipReason = Literal["vacant", "absent", "unreachable", "late", "left"]


@dataclass(frozen=True, slots=True)
class Chain:
    """The posts per audience, best first. `holder` is empty where a person owes themselves."""

    posts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def body(self) -> str:
        return json.dumps(dict(self.posts), ensure_ascii=False, sort_keys=True)

    @property
    def digest(self) -> str:
        return sha256(self.body.encode()).hexdigest()[:16]

    @staticmethod
    def from_body(body: str) -> "Chain":
        return Chain({audience: tuple(posts) for audience, posts in json.loads(body).items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Somebody who should have heard it and did not, and why."""

    audience: str
    post: str
    person: str
    reason: SkipReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearer:
    """One recipient: the person, the audience they stand for, the post that brought them in,
    and whom they stand in for as a deputy."""

    person: str
    audience: str
    post: str = ""
    deputy_for: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    hearers: tuple[Hearer, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def chain_of(org: Org, unit: str, assignee_post: str = "") -> Chain:
    """The posts that answer for `unit`, rung by rung, as the organisation stands."""
    above = org.above(unit)
    return Chain(
        {
            "holder": (assignee_post,) if assignee_post else (),
            "head": _nearest(org, "head", above),
            "leader": _in_charge(org, above),
            "principal": _nearest(org, "principal", above) or org.seats("principal"),
            "leading_group": org.seats("leading_group"),
            "office": org.seats("office"),
            "liaison": org.seats("liaison", unit),
        }
    )


def chain_at(org: Org, unit: str, assignee_post: str, cache: dict[tuple[str, str], Chain]) -> Chain:
    """`chain_of` with a cache the caller keeps for one organisation."""
    key = (unit, assignee_post)
    if key not in cache:
        cache[key] = chain_of(org, unit, assignee_post)
    return cache[key]


@lru_cache(maxsize=4096)
def parse(body: str) -> Chain:
    """A frozen chain read back; the same text always gives the same chain."""
    return Chain.from_body(body)


def hear(chain: Chain, audience: str, org: Org, day: date, assignee: str) -> Heard:
    """Who hears an item of `holder` on `day` when it speaks to `audience`.

    Off the ladder (office, liaison) nobody is climbed over: the audience hears it or not.
    """
    skipped: list[Skipped] = []
    if audience == "holder":
        found = _assignee(chain, org, day, assignee, skipped)
        if found:
            return Heard(found)
    if named := ROLE_AUDIENCE.fullmatch(audience):
        chain = Chain({**chain.posts, audience: org.seats(named[1])})
    climb = LEVELS[max(LEVELS.index(audience), 1) :] if audience in LEVELS else (audience,)
    for rung in climb:
        late = assignee if audience != "office" else ""
        found = _on_rung(chain, rung, org, day, late, skipped)
        if found:
            return Heard(found, tuple(skipped))
    if audience == "liaison":
        return Heard((), tuple(skipped))
    found = _on_rung(chain, "office", org, day, "", skipped)
    return Heard(found, tuple(skipped))


def _assignee(
    chain: Chain, org: Org, day: date, assignee: str, skipped: list[Skipped]
) -> tuple[Hearer, ...]:
    posts = chain.posts.get("holder", ())
    # A post is spoken to through whoever holds it today; an item that was assigned to a
    # person within the unit, or that is owed personally, is their own.
    if posts and (not assignee or assignee == _name(org.post_holder(posts[0], day))):
        return _on_rung(chain, "holder", org, day, "", skipped)
    person = org.people.get(assignee)
    if person is None or not person.here(day):
        skipped.append(Skipped(audience="holder", post="", person=assignee, reason="left"))
        return ()
    if not person.email:
        skipped.append(Skipped(audience="holder", post="", person=assignee, reason="unreachable"))
        return ()
    return (Hearer(person=assignee, audience="holder"),)


def _on_rung(
    chain: Chain, rung: str, org: Org, day: date, late: str, skipped: list[Skipped]
) -> tuple[Hearer, ...]:
    """The people on one rung; several only where the rung has several posts of one body."""
    found: list[Hearer] = []
    posts = chain.posts.get(rung, ())
    if rung in ("head", "leader", "principal"):
        posts = posts[:1]
    for post in posts:
        hearer, skip = _in_post(org, post, rung, day, late)
        if hearer and all(hearer.person != other.person for other in found):
            found.append(hearer)
        if skip:
            skipped.append(skip)
    return tuple(found)


def _in_post(
    org: Org, post: str, rung: str, day: date, late: str
) -> tuple[Hearer | None, Skipped | None]:
    person = org.post_holder(post, day)
    absence = org.absence(person.key, day) if person else None
    stand_in = org.people.get(absence.deputy or "") if absence else None
    stand_in = stand_in or org.deputy(post, day)
    if person and person.key == late:
        return None, Skipped(audience=rung, post=post, person=late, reason="late")
    if person and not absence and person.email:
        return Hearer(person=person.key, audience=rung, post=post), None
    reason: SkipReason = "unreachable" if person else "vacant"
    if absence:
        reason = "absent"
    skip = Skipped(audience=rung, post=post, person=_name(person), reason=reason)
    away = stand_in and person and org.absence(stand_in.key, day)
    if stand_in and stand_in.email and stand_in.here(day) and stand_in.key != late and not away:
        hearer = Hearer(person=stand_in.key, audience=rung, post=post, deputy_for=_name(person))
        return hearer, skip
    return None, skip


def _nearest(org: Org, role: str, above: Iterable[str]) -> tuple[str, ...]:
    """The posts with `role` in the nearest unit, going upward, that has any."""
    for unit in above:
        if seats := org.seats(role, unit):
            return seats
    return ()


def _in_charge(org: Org, above: Iterable[str]) -> tuple[str, ...]:
    """The leader whose portfolio names the unit, else the nearest unit above it."""
    return next((org.in_charge[unit] for unit in above if unit in org.in_charge), ())


def _name(person: Person | None) -> str:
    return person.key if person else ""
