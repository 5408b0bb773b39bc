"""Events → messages. The one road for mail: whoever wrote the event, this decides who hears it.

Pure: events, the rows they are about, frozen chains and the organisation go in, outbox items
come out. The people in the posts are found at `now`, when it speaks.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from notifications.outbox import Item, reasons
from workflows.domain.assignees import responsible_of
from workflows.domain.chain import Chain, Heard, Hearer, Skipped, chain_of, hear
from workflows.domain.events import MailTo, mails_of
from workflows.domain.kind_facts import AssignedTaskFacts, InspectionFacts
from workflows.domain.organisation import Org
from workflows.domain.rows import Obligation
from workflows.domain.states import REVIEWING

_PERSON = re.compile(r"person\((.+)\)")
#: Audiences that a row names in its own facts: assisting units, inspected ones, a team.
_OF_ROW: Mapping[str, Callable[[Obligation], tuple[str, ...]]] = {
    "assist": lambda row: AssignedTaskFacts.of(row).assist,
    "inspected": lambda row: InspectionFacts.of(row).units,
    "contesting": lambda row: InspectionFacts.of(row).contesting,
    "team": lambda row: InspectionFacts.of(row).team,
}


class Happening(NamedTuple):
    """What the pass needs to know of an event."""

    event: int
    kind: str
    at: datetime
    step: int
    trigger: str | None
    n: int
    to: tuple[str, ...]
    level: int
    person: str
    row: Obligation | None
    state: str
    assignee: str
    chain: str
    unit: str


class Noticer:
    """Turns happenings of one programme into outbox items, as of one day."""

    def __init__(
        self,
        org: Org,
        today: date,
        chain: Callable[[str], Chain],
        rule: Mapping[str, str],
        pressed: Mapping[int, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self.org = org
        self.today = today
        self.chain = chain
        self.rule = rule
        self.pressed = pressed
        self._heard: dict[tuple[str, str, str, str], Heard] = {}
        self._why: dict[tuple[Any, ...], str] = {}

    def items(self, happenings: Iterable[Happening]) -> list[Item]:
        """The items of all happenings, in order; one for each person and thing said."""
        found: dict[str, Item] = {}
        for happening in happenings:
            kind = happening.row.kind if happening.row else ""
            for call in mails_of(happening.kind, kind, happening.state, happening.to):
                for item in self._said(happening, call):
                    found.setdefault(item.dedupe, item)
        return list(found.values())

    def _said(self, happening: Happening, call: MailTo) -> list[Item]:
        if call.audience == "liaison" and happening.row is not None and happening.row.person:
            return []  # What a member owes is told to them; the liaison finds it on their desk.
        if call.kind == "review" and happening.state not in REVIEWING:
            return []  # Decided, or sent back, before anybody was told of the report.
        heard = self._hear(happening, call.audience)
        return [
            self._item(happening, call, hearer, heard.skipped)
            for hearer in heard.hearers
            # The late party never gets their own escalation.
            if call.kind != "escalated" or hearer.person != happening.assignee
        ]

    def _hear(self, happening: Happening, audience: str) -> Heard:
        if audience == "person":
            hearers = (Hearer(person=happening.person, audience="person"),)
            return Heard(hearers if happening.person else ())
        if named := _PERSON.fullmatch(audience):
            return Heard((Hearer(person=named[1], audience="person"),))
        if audience == "pressed":
            return self._reminded(happening)
        if audience in _OF_ROW and happening.row is not None:
            return self._named(happening.row, audience)
        key = (happening.chain, audience, happening.assignee, happening.unit)
        if audience == "doer" and happening.row is not None:
            responsible, post = responsible_of(self.org, happening.row, self.today)
            chain = chain_of(self.org, happening.row.unit, post)
            return hear(chain, "holder", self.org, self.today, responsible)
        if key not in self._heard:
            chain = (
                self.chain(happening.chain)
                if happening.chain
                else chain_of(self.org, happening.unit)
            )
            if audience in ("heads", "own_head"):
                posts = self.org.seats("head") if audience == "heads" else chain.posts["head"][:1]
                chain = Chain({audience: posts})
            self._heard[key] = hear(chain, audience, self.org, self.today, happening.assignee)
        return self._heard[key]

    def _reminded(self, happening: Happening) -> Heard:
        """All who were reminded about an item of a unit; what each member owes of a mass task
        climbed as coverage, and is not told of one by one."""
        row = happening.row
        if row is None or (row.kind == "task" and row.person):
            return Heard()
        return Heard(
            tuple(
                Hearer(person=person, audience="pressed")
                for person in self.pressed.get(row.id, ())
                if person in self.org.people and self.org.people[person].here(self.today)
            )
        )

    def _named(self, row: Obligation, audience: str) -> Heard:
        """Whom the row itself names: people as they are, units through their heads."""
        names = _OF_ROW[audience](row)
        if audience == "team":
            people = [self.org.people[name] for name in names if name in self.org.people]
            return Heard(
                tuple(
                    Hearer(person=person.key, audience=audience)
                    for person in people
                    if person.email and person.here(self.today)
                )
            )
        heard = [hear(chain_of(self.org, unit), "head", self.org, self.today, "") for unit in names]
        return Heard(
            tuple(replace(one, audience=audience) for each in heard for one in each.hearers),
            tuple(skip for each in heard for skip in each.skipped),
        )

    def _item(
        self, happening: Happening, call: MailTo, hearer: Hearer, skipped: tuple[Skipped, ...]
    ) -> Item:
        row = happening.row
        if happening.trigger is None or row is None:
            dedupe = f"e{happening.event}:{hearer.person}"
        else:
            dedupe = f"{row.id}:{happening.step}:{happening.trigger}:{happening.n}:{hearer.person}"
        # By place, in the order of Item: it is made for each of many thousand events.
        return Item(
            hearer.person,
            call.kind,
            happening.event,
            happening.at,
            row.id if row else None,
            happening.step,
            self._reasons(happening, hearer, skipped),
            dedupe,
        )

    def _reasons(self, happening: Happening, hearer: Hearer, skipped: tuple[Skipped, ...]) -> str:
        policy = happening.row.policy if happening.row else ""
        key = (
            happening.kind,
            happening.trigger,
            happening.at,
            happening.level,
            policy,
            hearer.audience,
            hearer.post,
            hearer.deputy_for,
            skipped,
        )
        if key not in self._why:
            self._why[key] = reasons(
                event=happening.kind,
                point=happening.trigger,
                at=happening.at.isoformat(),
                level=happening.level,
                rule=self.rule.get(policy, ""),
                audience=hearer.audience,
                post=hearer.post,
                deputy_for=hearer.deputy_for,
                skipped=[[s.audience, s.post, s.person, s.reason] for s in skipped],
            )
        return self._why[key]


def of_event(event: Any, row: Obligation | None) -> Happening:
    """A stored event as a happening; the row is as it stands now."""
    why = event.why
    return Happening(
        event=event.id,
        kind=event.kind,
        at=event.at,
        # People's events are about the step that follows them.
        step=event.step if event.trigger or row is None else row.step,
        trigger=event.trigger,
        n=event.n,
        to=tuple(why.get("to", ())) if event.trigger else (),
        level=int(why.get("level", 0)),
        person=str(why.get("person", "")),
        row=row,
        state=row.state if row else "",
        assignee=row.assignee if row else "",
        chain=row.chain if row else "",
        unit=row.unit if row else "",
    )
