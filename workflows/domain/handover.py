"""A post passes on: who held it, who holds it from which day. Pure.

The organisation is the only thing that changes here; what is owed follows it by `fanout.reconcile`.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from workflows.domain.assignees import find_person
from workflows.domain.errors import NotFound, Refused
from workflows.domain.messages import Message
from workflows.domain.organisation import Org, Person, Tenure

#: Days back and ahead that a hand-over may be entered for: what lies further is a supervision
#: notice of the pen.
MOST_BACK, MOST_AHEAD = 31, 366


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """`on` is the first day of the newcomer. `to` is their key or mail address; empty: the post is
    left vacant. `before`: who is thought to hold it, by key or address ("" for nobody); None: it is
    not said, and whoever holds it hands it over."""

    post: str
    to: str
    on: date
    before: str | None = None


class NotHandedOver(Refused):
    """A post that cannot pass on so. `field` is what has to be given otherwise."""

    def __init__(self, field: Literal["post", "to", "on"], message: Message, cure: Message) -> None:
        super().__init__(message, cure)
        self.field = field


def passed_on(org: Org, given: HandOver, today: date) -> Org:
    """The organisation with the post passed on; unit, role, portfolio and deputy stay with it.

    The tenure that was keeps its row with its last day. Raises NotFound and NotHandedOver.
    """
    tenures = org.posts.get(given.post)
    if tenures is None:
        raise NotFound(Message("there is no role “{post}”", post=given.post), "see duban org posts")
    _check_day(given.on, today)
    held = [tenure for tenure in tenures if tenure.held(given.on)]
    to = _newcomer(org, given) if given.to else None
    _check_assignee(org, given, held, to)
    last = given.on - timedelta(days=1)
    found = [replace(t, ends_on=last) if t in held else t for t in org.tenures]
    if to is not None:
        pattern = held[-1] if held else _before(tenures, given.on)
        at = max(n for n, tenure in enumerate(org.tenures) if tenure.post == given.post) + 1
        found.insert(at, _tenure(pattern, to, given.on, tenures))
    return replace(org, tenures=tuple(found))


def _check_day(on: date, today: date) -> None:
    if not -MOST_BACK <= (on - today).days <= MOST_AHEAD:
        raise NotHandedOver(
            "on",
            Message("{on} is too far from today ({today})", on=on, today=today),
            Message(
                "give a day at most {back} days back or {ahead} days ahead",
                back=MOST_BACK,
                ahead=MOST_AHEAD,
            ),
        )


def _newcomer(org: Org, given: HandOver) -> Person:
    person = find_person(org, given.to)
    if not person.here(given.on):
        said = Message("{name} is here until {day} only", name=person.name, day=person.ends_on)
        if person.starts_on is not None and given.on < person.starts_on:
            said = Message("{name} is here from {day} only", name=person.name, day=person.starts_on)
        raise NotHandedOver("to", said, Message("choose somebody who is here that day"))
    return person


def _check_assignee(org: Org, given: HandOver, held: list[Tenure], to: Person | None) -> None:
    assignee = org.post_holder(given.post, given.on)
    if given.before is not None:
        thought = find_person(org, given.before) if given.before else None
        if (assignee and assignee.key) != (thought and thought.key):
            now, then = (one.name if one else Message("nobody") for one in (assignee, thought))
            raise NotHandedOver(
                "post",
                Message(
                    "{now} has this role on {day}, not {then}", now=now, day=given.on, then=then
                ),
                Message("look at the roles again"),
            )
    if to is None and assignee is None:
        vacant = Message("nobody has this role on {day}", day=given.on)
        raise NotHandedOver("to", vacant, Message("name who takes it"))
    if to is not None and assignee is not None and assignee.key == to.key:
        same = Message("{name} has this role already on {day}", name=to.name, day=given.on)
        raise NotHandedOver("to", same, Message("name somebody else"))
    for tenure in held:
        if tenure.starts_on is not None and tenure.starts_on >= given.on:
            raise NotHandedOver(
                "on",
                Message("this role was taken on {day} only", day=tenure.starts_on),
                Message("give a later day, or correct the organisation file and import it"),
            )


def _before(tenures: tuple[Tenure, ...], on: date) -> Tenure:
    """The tenure a vacant post is taken up from: the last one that has ended."""
    ended = [tenure for tenure in tenures if tenure.ends_on is not None and tenure.ends_on < on]
    return max(ended, key=lambda tenure: tenure.ends_on or date.min, default=tenures[0])


def _tenure(pattern: Tenure, to: Person, on: date, tenures: tuple[Tenure, ...]) -> Tenure:
    """The newcomer's, until one that is settled already begins. Nobody is their own deputy."""
    later = [t.starts_on for t in tenures if t.starts_on is not None and t.starts_on > on]
    return replace(
        pattern,
        person=to.key,
        starts_on=on,
        ends_on=min(later) - timedelta(days=1) if later else None,
        deputy=None if pattern.deputy == to.key else pattern.deputy,
    )
