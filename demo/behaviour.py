"""How people answer what comes up: events in, what they mean to do out, by the scenario.

Everything anybody does derives from the seed and the event it answers: the same seed plays the
same.
"""

from collections.abc import Iterable, Iterator
from random import Random

from demo.intents import Draws, Facts, Intent, Situation, holds
from demo.scenario import (
    Act,
    AssignedTaskStory,
    InspectionStory,
    Reaction,
    RectificationStory,
    Scenario,
)
from workflows.domain.documents import colour_of
from workflows.domain.kind_facts import InspectionFacts, RectificationFacts, WorkFacts
from workflows.domain.rows import Obligation


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
        self._tasks = {one.task.title: one for one in scenario.assigned_tasks if one.task}
        self._inspections = {
            one.call.title if one.call else one.round: one for one in scenario.inspections
        }
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
            if self._answered.get(row.id) != (row.step, row.state):
                yield from self._answer(situation, "any")

    def _answer(self, situation: Situation, event: str) -> Iterator[Intent]:
        row, facts = situation.row, self._facts(situation)
        seeded = situation.event
        ordinary = Random(f"{self.seed}:{row.id}:{seeded.kind}:{seeded.step}:{seeded.n}")
        for reaction in self._on.get(event, ()):
            if not holds(facts, reaction.conditions, reaction.unless):
                continue
            self._answered[row.id] = row.step, row.state
            random = ordinary
            if reaction.stream:
                mark = f"{row.id}:{seeded.step}:{seeded.trigger}:{seeded.n}"
                random = Random(f"{self.seed}:{reaction.stream}:{mark}")
            draws = Draws(self.scenario, self.seed, situation, facts, random)
            for act in draws.acts(reaction):
                yield from self._meant(draws, act)

    def _meant(self, draws: Draws, act: Act) -> Iterator[Intent]:
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
        trigger = event.trigger or ""
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
            "title": row.facts.title,
            "place": f"{row.item} {row.unit}",
            "owner": "person" if row.person else "unit",
            "step": row.step,
            "returns": row.returns,
            "severity": RectificationFacts.of(row).severity,
            "colour": colour_of(row),
            "units": InspectionFacts.of(row).units,
            "way": InspectionFacts.of(row).way or (node.inspection if node else ""),
            "explained": WorkFacts.of(row).explained is not None,
            "with_office": office is None or office.key == row.assignee,
            "said": event.why.get("outcome") == "said",
            "told": event.why.get("to", ()),
            "point": trigger,
            "again": trigger.startswith("every"),
            "sends_back": row.returns < sent_back and not RectificationFacts.of(row).relapses,
        }

    def _story(
        self, row: Obligation
    ) -> RectificationStory | InspectionStory | AssignedTaskStory | None:
        """The story an item lives by. Whatever the scenario does not know has one all the same."""
        title = row.facts.title
        match row.kind:
            case "rectification":
                if row.item not in self._stories:
                    known = self._rectifications.get(title)
                    self._stories[row.item] = known or self._unknown(row.item)
            case "inspection":
                name = title or f"{row.item} {row.key.occurrence}"
                return self._inspections.get(name) or InspectionStory()
            case "matter":
                return self._tasks.get(title) or AssignedTaskStory()
        return self._stories.get(row.item)

    def _unknown(self, item: str) -> RectificationStory:
        draw = Random(f"{self.seed}:unknown:{item}").random()
        stories = self.scenario.unknown_rectifications
        return next((one for one in stories if draw < one.up_to), RectificationStory())
