"""A post passes on: who held it, who holds it from which day. Pure.

The organisation is the only thing that changes here; what is owed follows it by `fanout.reconcile`.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflows.domain.errors import NotFound, Refused
from workflows.domain.organisation import Org, Person, Tenure
from workflows.domain.roles import find_person

#: Days back and ahead that a hand-over may be entered for: what lies further is a slip of the pen.
MOST_BACK, MOST_AHEAD = 31, 366


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """`on` is the first day of the newcomer. `to` is his key or mail address; empty: the post is
    left vacant. `before`: who is thought to hold it, by key or address; empty: not said."""

    post: str
    to: str
    on: date
    before: str = ""


def passed_on(org: Org, given: HandOver, today: date) -> Org:
    """The organisation with the post passed on; unit, role, portfolio and deputy stay with it.

    The tenure that was keeps its row with its last day. Raises NotFound and Refused.
    """
    tenures = org.posts.get(given.post)
    if tenures is None:
        raise NotFound(f"there is no post “{given.post}”", "see duban org posts")
    _check_day(given.on, today)
    held = [tenure for tenure in tenures if tenure.held(given.on)]
    to = _newcomer(org, given) if given.to else None
    _check_holder(org, given, held, to)
    found: list[Tenure] = []
    for tenure in org.tenures:
        ends = tenure in held
        found.append(
            replace(tenure, ends_on=given.on - timedelta(days=1)) if ends else tenure
        )
    if to is not None:
        pattern = held[-1] if held else _before(tenures, given.on)
        at = max(n for n, tenure in enumerate(org.tenures) if tenure.post == given.post) + 1
        found.insert(at, _tenure(pattern, to, given.on, tenures))
    return replace(org, tenures=tuple(found))


def _check_day(on: date, today: date) -> None:
    if not -MOST_BACK <= (on - today).days <= MOST_AHEAD:
        raise Refused(
            f"{on} is too far from today ({today})",
            f"give a day at most {MOST_BACK} days back or {MOST_AHEAD} days ahead",
        )


def _newcomer(org: Org, given: HandOver) -> Person:
    person = find_person(org, given.to)
    if not person.here(given.on):
        when = f"until {person.ends_on}" if person.ends_on else f"from {person.starts_on}"
        if person.ends_on and person.starts_on and given.on < person.starts_on:
            when = f"from {person.starts_on}"
        raise Refused(f"{person.name} is here {when} only", "choose somebody who is here that day")
    return person


def _check_holder(org: Org, given: HandOver, held: list[Tenure], to: Person | None) -> None:
    holder = org.holder(given.post, given.on)
    if given.before:
        thought = find_person(org, given.before)
        if holder is None or holder.key != thought.key:
            now = holder.name if holder else "nobody"
            raise Refused(
                f"{thought.name} does not hold this post on {given.on}; {now} does",
                "look at the posts again",
            )
    if to is None and holder is None:
        raise Refused(f"nobody holds this post on {given.on}", "name who takes it")
    if to is not None and holder is not None and holder.key == to.key:
        raise Refused(f"{to.name} holds this post already on {given.on}", "name somebody else")
    for tenure in held:
        if tenure.starts_on is not None and tenure.starts_on >= given.on:
            raise Refused(
                f"this post was taken on {tenure.starts_on} only",
                "give a later day, or mend the organisation file and import it",
            )


def _before(tenures: tuple[Tenure, ...], on: date) -> Tenure:
    """The tenure a vacant post is taken up from: the last one that has ended."""
    ended = [tenure for tenure in tenures if tenure.ends_on is not None and tenure.ends_on < on]
    return max(ended, key=lambda tenure: tenure.ends_on or date.min, default=tenures[0])


def _tenure(pattern: Tenure, to: Person, on: date, tenures: tuple[Tenure, ...]) -> Tenure:
    """The newcomer's; it ends where one that is settled already begins. Nobody is his own deputy."""
    later = [t.starts_on for t in tenures if t.starts_on is not None and t.starts_on > on]
    return replace(
        pattern,
        person=to.key,
        starts_on=on,
        ends_on=min(later) - timedelta(days=1) if later else None,
        deputy=None if pattern.deputy == to.key else pattern.deputy,
    )
