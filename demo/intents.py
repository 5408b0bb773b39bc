"""What an act of the scenario becomes: one move, by somebody, at an instant, with all that is drawn
for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from demo.scenario import Act, Conditions, Delay, Reaction, RectificationStory, Scenario
from workflows.commands.acts import Move
from workflows.commands.context import Context
from workflows.domain.organisation import Org
from workflows.domain.rectification import Finding
from workflows.domain.rows import Event, Obligation

Facts = Mapping[str, Any]
#: What an act takes from the scenario's sentences or from the facts.
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


def holds(facts: Facts, if_: Conditions, unless: Conditions) -> bool:
    """Whether all conditions of the one are met and none of the other."""

    def met(name: str, values: tuple[bool | int | str, ...]) -> bool:
        return any(_is(facts.get(name), value) for value in values)

    return all(met(*one) for one in if_.items()) and not any(met(*one) for one in unless.items())


def _is(fact: object, value: bool | int | str) -> bool:
    if isinstance(value, bool):
        return bool(fact) is value
    return value in fact if isinstance(fact, list | tuple) else fact == value


@dataclass(slots=True)
class Draws:
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
            if not holds(self.facts, one.if_, one.unless):
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
                    day = max(situation.near(row.step_due_on, days), situation.soon(act.soonest))
                case "who":
                    who = self._who(act.who)
                case "to":
                    given["to"] = self._to(act)
                case "done_on_due":
                    given["done_on"] = situation.near(row.step_due_on, 0)
                case "units":
                    given["units"] = self._units(act.units)
                case "findings":
                    given["findings"] = self._findings(given.get("units", ()))
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
        return Intent(at, row.id, move, who, row.step if act.same_step else 0)

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
        return self.situation.near(row.due_on or row.step_due_on, days)

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
        org, reviewers = self.situation.context.org, self.scenario.reviewers
        return tuple(
            finding(org, story, units[n % len(units)], reviewers[n % len(reviewers)])
            for n, story in enumerate(self.facts["finds"] if units else ())
        )


def finding(org: Org, story: RectificationStory, unit: str, reviewer: str) -> Finding:
    """A story as what is issued to `unit`."""
    heads = [org.posts[seat][0] for seat in org.seats("head", unit)] if story.by_deputy else []
    return Finding(
        unit=unit,
        person=next((post.deputy for post in heads if post.deputy), ""),
        what=story.what,
        title=story.title,
        where=story.where,
        severity=story.severity,
        reviewer=reviewer,
        source=story.source,
    )
