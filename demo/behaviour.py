"""How people answer what comes up: events in, what they mean to do out, by the scenario.

Facts a reaction may ask for: kind, state, item, occurrence, title, place (item and unit), step,
returns, severity, colour, units, way, explained (a delay was), with_office (it is assigned to the
office), said, told and point of a reminder (again: one that comes every few days), sends_back (the
verifier will), story (the scenario knows the rectification), the habits, and every field of the
item's story.

Everything anybody does derives from the seed and the event it answers: the same seed plays the
same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from demo.scenario import (
    Act,
    AssignedTaskStory,
    Conditions,
    Delay,
    InspectionStory,
    Reaction,
    RectificationStory,
    Scenario,
)
from workflows.commands.acts import Move
from workflows.commands.context import Context
from workflows.domain.organisation import Org
from workflows.domain.rectification import Finding
from workflows.domain.rows import Event, Obligation

Facts = Mapping[str, Any]
#: What an act takes from the scenario's sentences.
_TEXTS = ("note", "reason", "cause", "goal", "measures", "unit", "person")


@dataclass(order=True, frozen=True, slots=True)
class Intent:
    """One thing somebody means to do. Ordered by time, then by obligation.

    `who`: as an act says it, or head:UNIT. With a `step`, only while that step lasts.
    """

    at: datetime
    obligation: int
    move: Move = field(compare=False)
    who: str = field(compare=False)
    step: int = field(compare=False, default=0)
    tries: int = field(compare=False, default=0)


@dataclass(frozen=True, slots=True)
class Situation:
    """One event that has come up, the row as it stands, and the moment it is answered."""

    context: Context
    event: Event
    row: Obligation
    now: datetime

    @property
    def today(self) -> date:
        return self.context.today(self.now)

    def soon(self, workdays: int) -> date:
        """So many working days from today."""
        return self.context.frame.calendar.add(self.today, workdays)

    def near(self, due: date | None, workdays: int) -> date:
        """So many working days from `due`; with 0 that day, or the last working day before."""
        calendar, due = self.context.frame.calendar, due or self.today
        return calendar.add(due, workdays) if workdays else calendar.on_or_before(due)

    @property
    def branches(self) -> list[str]:
        """The units of the kind that the plan's work is owed by."""
        context = self.context
        return [unit.key for unit in context.org.units.values() if unit.kind == context.plan.line]


class Behaviour:
    """The scenario's people. Remembers which story each rectification lives by."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self._stories: dict[str, RectificationStory] = {}
        self._done: set[tuple[str, str]] = set()
        self._answered: dict[int, tuple[int, str]] = {}
        self._on: dict[str, list[Reaction]] = {}
        for reaction in scenario.behaviour:
            for event in reaction.on:
                self._on.setdefault(event, []).append(reaction)
        self._tasks = {story.title: story for story in scenario.assigned_tasks}
        self._inspections = {one.title or one.round: one for one in scenario.inspections}
        found = [story for one in scenario.inspections for story in one.finds]
        self._rectifications = {one.title: one for one in [*scenario.rectifications, *found]}

    def intents(self, situations: Iterable[Situation]) -> Iterator[Intent]:
        """What people mean to do about all that has come up, in the order of the record."""
        last: dict[int, Situation] = {}
        for situation in situations:
            last[situation.row.id] = situation
            yield from self._answer(situation, situation.event.kind)
        for situation in last.values():
            row = situation.row
            if self._answered.get(row.id) != (row.leg, row.state):
                yield from self._answer(situation, "any")

    def _answer(self, situation: Situation, event: str) -> Iterator[Intent]:
        row, facts = situation.row, self._facts(situation)
        seeded = situation.event
        ordinary = Random(f"{self.seed}:{row.id}:{seeded.kind}:{seeded.leg}:{seeded.n}")
        for reaction in self._on.get(event, ()):
            if not _fits(facts, {"kind": reaction.kind, "state": reaction.state}):
                continue
            if not _holds(facts, reaction.if_, reaction.unless):
                continue
            self._answered[row.id] = row.leg, row.state
            random = ordinary
            if reaction.stream:
                mark = f"{row.id}:{seeded.leg}:{seeded.point}:{seeded.n}"
                random = Random(f"{self.seed}:{reaction.stream}:{mark}")
            draws = _Draws(self.scenario, self.seed, situation, facts, random)
            for act in draws.acts(reaction):
                yield from self._meant(draws, act)

    def _meant(self, draws: "_Draws", act: Act) -> Iterator[Intent]:
        if act.once:
            mark = act.move, draws.situation.row.item if act.once == "item" else ""
            if mark in self._done:
                return
            self._done.add(mark)
        yield from draws.intents(act)

    # --- facts --------------------------------------------------------------------------------

    def _facts(self, situation: Situation) -> Facts:
        row, event, context = situation.row, situation.event, situation.context
        story = self._story(row)
        office = context.office(situation.today)
        node = context.plan.by_key.get(row.item)
        point = event.point or ""
        sent_back = story.sent_back if isinstance(story, RectificationStory) else 0
        party = f"{row.item}:{row.unit}:{row.person}"
        return {
            **(dict(story) if story else {}),
            **{
                name: Random(f"{self.seed}:{name}:{party}").random() >= 1 - share
                for name, share in self.scenario.habits.items()
            },
            "story": isinstance(story, RectificationStory),
            "second": self.scenario.second,
            "kind": row.kind,
            "state": row.state,
            "item": row.item,
            "occurrence": row.key.occurrence,
            "title": str(row.extra.get("title", "")),
            "place": f"{row.item} {row.unit}",
            "owner": "person" if row.person else "unit",
            "step": row.leg,
            "returns": row.returns,
            "severity": row.extra.get("severity", ""),
            "colour": row.extra.get("colour", ""),
            "units": tuple(row.extra.get("units", ())),
            "way": row.extra.get("way") or (node.inspection if node else ""),
            "explained": "explained" in row.extra,
            "with_office": office is None or office.key == row.holder,
            "said": event.why.get("outcome") == "said",
            "told": event.why.get("to", ()),
            "point": point,
            "again": point.startswith("every"),
            "sends_back": row.returns < sent_back and not row.extra.get("relapses"),
        }

    def _story(
        self, row: Obligation
    ) -> RectificationStory | InspectionStory | AssignedTaskStory | None:
        """The story an item lives by. Whatever the scenario does not know has one all the same."""
        title = str(row.extra.get("title", ""))
        match row.kind:
            case "rectification":
                if row.item not in self._stories:
                    known = self._rectifications.get(title)
                    self._stories[row.item] = known or self._unknown(row.item)
            case "inspection":
                name = title or f"{row.item} {row.key.occurrence}"
                return self._inspections.get(name) or InspectionStory()
            case "matter":
                return self._tasks.get(title) or AssignedTaskStory.unknown()
        return self._stories.get(row.item)

    def _unknown(self, item: str) -> RectificationStory:
        draw = Random(f"{self.seed}:unknown:{item}").random()
        stories = self.scenario.unknown_rectifications
        return next((one for one in stories if draw < one.up_to), RectificationStory())


def _fits(facts: Facts, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    return all(not values or facts[name] in values for name, values in wanted.items())


def _holds(facts: Facts, if_: Conditions, unless: Conditions) -> bool:
    def has(name: str, values: tuple[bool | int | str, ...]) -> bool:
        fact = facts.get(name)
        return any(
            bool(fact) is value
            if isinstance(value, bool)
            else value in fact
            if isinstance(fact, list | tuple)
            else fact == value
            for value in values
        )

    return all(has(*one) for one in if_.items()) and not any(has(*one) for one in unless.items())


@dataclass(slots=True)
class _Draws:
    """Everything that is drawn for one reaction, and the dates and texts it gives."""

    scenario: Scenario
    seed: int
    situation: Situation
    facts: Facts
    random: Random

    def acts(self, reaction: Reaction) -> Iterator[Act]:
        """What the reaction does, and of its alternatives the first that fits."""
        yield from reaction.do
        number = None
        for one in reaction.choose:
            if not _holds(self.facts, one.if_, one.unless):
                continue
            if one.up_to is not None:
                number = self.random.random() if number is None else number
                if number >= one.up_to:
                    continue
            yield from one.do
            return

    def intents(self, act: Act) -> Iterator[Intent]:
        for n in range(self._number(act.times) or 0):
            if self._has_no_day(act):
                return
            yield self._intent(act, n)

    def _has_no_day(self, act: Act) -> bool:
        when = act.in_ if act.due is None else act.due
        return isinstance(when, str) and self.facts.get(when) is None

    def _intent(self, act: Act, n: int) -> Intent:
        situation, row = self.situation, self.situation.row
        day, who, given = situation.today, str(act.who), dict[str, Any]()
        for name in act.order:
            match name:
                case "in":
                    day = situation.soon((self._number(act.in_) or 0) + n * act.every)
                case "due":
                    days = self._number(act.due) or 0
                    day = max(situation.near(row.leg_due_on, days), situation.soon(act.soonest))
                case "who":
                    who = self._who(act.who)
                case "to":
                    given["to"] = self._to(act)
                case "done_on_due":
                    given["done_on"] = situation.near(row.leg_due_on, 0)
                case "units":
                    given["units"] = self._units(act.units)
                case "findings":
                    given["findings"] = self._findings(given["units"])
                case "seed":
                    given["seed"] = act.seed.format(seed=self.seed, **self.facts)
                case "n":
                    given["n"] = act.n
                case _ if name in _TEXTS:
                    given[name] = self._text(getattr(act, name))
        at = datetime.combine(day, self.random.choice(self.scenario.hours), self.scenario.tz)
        if at <= situation.now:
            at = situation.now + timedelta(minutes=30)
        move = Move(name=act.move, **given)
        return Intent(at, row.id, move, who, row.leg if act.same_step else 0)

    def _number(self, value: Delay | None) -> int | None:
        """A number, one drawn from a range in either direction, or a fact."""
        if isinstance(value, tuple):
            first, last = value
            drawn = self.random.randint(0, abs(last - first))
            return first + (drawn if last > first else -drawn)
        return self.facts.get(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        """A fact, a sentence drawn from a list, or the text itself."""
        if self.facts.get(text):
            return str(self.facts[text])
        found = self.scenario.sentences.get(text)
        if isinstance(found, Mapping):
            names = (self.facts[name] for name in ("item", "title", "kind", "owner"))
            found = next((found[name] for name in names if name in found), None)
        return self.random.choice(found) if found else text

    def _to(self, act: Act) -> date | None:
        ((name, value),) = act.to.items()
        if name == "day":
            return self.facts.get(str(value))
        days, row = self._number(value) or 0, self.situation.row
        if name == "in":
            return self.situation.soon(days)
        return self.situation.near(row.due_on or row.leg_due_on, days)

    def _who(self, who: str) -> str:
        units = self.facts["units"] if who == "inspected" else self.situation.branches
        if who not in ("inspected", "some_head") or not units:
            return who
        return f"head:{units[0] if who == 'inspected' else self.random.choice(units)}"

    def _units(self, n: int) -> tuple[str, ...]:
        """The units it is about already, or `n` of the branches."""
        branches = self.situation.branches
        if self.facts["units"]:
            return tuple(self.facts["units"])
        chosen = set(self.random.sample(branches, min(n, len(branches))))
        return tuple(unit for unit in branches if unit in chosen)

    def _findings(self, units: tuple[str, ...]) -> tuple[Finding, ...]:
        org, verifiers = self.situation.context.org, self.scenario.verifiers
        return tuple(
            finding(org, story, units[n % len(units)], verifiers[n % len(verifiers)])
            for n, story in enumerate(self.facts["finds"] if units else ())
        )


def finding(org: Org, story: RectificationStory, unit: str, verifier: str) -> Finding:
    """A story as what is issued to `unit`."""
    heads = [org.posts[seat][0] for seat in org.seats("head", unit)] if story.by_deputy else []
    return Finding(
        unit=unit,
        person=next((post.deputy for post in heads if post.deputy), ""),
        what=story.what,
        title=story.title,
        where=story.where,
        severity=story.severity,
        verifier=verifier,
        source=story.source,
    )
