"""The demo's scenario (`scenario.yaml`), read into frozen data. What each key means is said in
the file itself, next to it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from workflows.commands.assigned_tasks import AssignedTask
from workflows.commands.inspect import Inspection
from workflows.domain.errors import BadInput, Problem
from workflows.domain.rectification import Severity


def _several(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (value,)


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


#: What reactions may ask of an item, besides its story and the habits.
FACTS = frozenset(
    {
        "kind", "state", "item", "occurrence", "title", "step", "returns", "severity", "colour",
        "units", "way",
        "place",  # item and unit
        "owner",  # person or unit
        "story",  # the item is, or is about, a rectification
        "explained",  # its delay was
        "with_office",  # it is assigned to the person of the office
        "said", "told", "point",  # of a reminder: that it was said, to whom, which it is
        "again",  # of a reminder: it comes every few days
        "sends_back",  # the reviewer will, this time
    }
)  # fmt: skip
_IN_SEEDS = frozenset({"seed", "item", "step", "occurrence"})
#: Working days: a number, a range from which one is drawn, or the name of a fact.
Delay = int | tuple[int, int] | str
Words = Annotated[tuple[str, ...], BeforeValidator(_several)]
#: Fact → the values one of which it has; true and false ask whether it is there at all.
Conditions = Mapping[str, Annotated[tuple[bool | int | str, ...], BeforeValidator(_several)]]


class Act(_Entry):
    """A move somebody will make: who, when, and what comes with it."""

    move: str
    who: Literal["assignee", "office", "head", "leader", "inspected", "some_head"] = "assignee"
    in_: Delay | None = Field(default=None, alias="in")
    due: Delay | None = None
    soonest: int = 0
    times: Delay = 1
    every: int = 0
    same_step: bool = False
    once: Literal["", "item", "ever"] = ""
    to: Mapping[Literal["in", "due", "day"], Delay] = {}
    done_on_due: bool = False
    note: str = ""
    reason: str = ""
    cause: str = ""
    goal: str = ""
    measures: str = ""
    unit: str = ""
    person: str = ""
    units: int = 0
    n: int = 0
    seed: str = ""
    findings: bool = False
    #: The fields in the order in which they are written: draws are made in this order.
    order: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _in_order(cls, data: Any) -> Any:
        return {**data, "order": tuple(data)} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if (self.in_ is None) == (self.due is None):
            raise ValueError("an act says when: `in` (from today) or `due` (from the due day)")
        if len(self.to) > 1:
            raise ValueError("`to` is one of in, due and day")
        return self


class Alternative(_Entry):
    """One line of a choice: taken when the number drawn is below `up_to` and its facts hold."""

    up_to: float | None = None
    if_: Conditions = Field(default={}, alias="if")
    unless: Conditions = {}
    do: tuple[Act, ...] = ()


class Reaction(_Entry):
    """What is done when one of these events comes up about such an item."""

    on: tuple[str, ...]
    kind: Words = ()
    state: Words = ()
    if_: Conditions = Field(default={}, alias="if")
    unless: Conditions = {}
    stream: str = ""
    do: tuple[Act, ...] = ()
    choose: tuple[Alternative, ...] = ()

    @cached_property
    def conditions(self) -> Conditions:
        """All that must be so, with kind and state."""
        named = {"kind": self.kind, "state": self.state}
        return {**{name: values for name, values in named.items() if values}, **self.if_}


class AssignedTaskStory(_Entry):
    """A task the office assigns beside the plan, and how late it is reported."""

    on: date | None = None
    task: AssignedTask | None = None
    lag: int = -2


class RectificationStory(_Entry):
    """A rectification: how it comes up, and what becomes of it. What its fields mean is told by
    the reactions that ask for them."""

    up_to: float = 1
    title: str = ""
    what: str = ""
    where: str = ""
    severity: Severity = "ordinary"
    on: date | None = None
    source: str = ""
    unit: str = ""
    reviewer: str = ""
    by_deputy: bool = False
    signs: int | None = 1
    objects: Literal["", "upheld", "reassigned"] = ""
    reassigned_to: str = ""
    measures: str = ""
    notes: int = 0
    lag: int | None = -2
    asks_for_time: Literal["", "granted", "refused"] = ""
    explains_delay: bool = False
    held_for: int = 0
    sent_back: int = 0
    lists: bool = False
    delists: bool = False
    ends: Literal["", "waived", "withdrawn", "reopened"] = ""
    relapses: bool = False


class InspectionStory(_Entry):
    """An inspection that is called, or a round of the plan's (its item and occurrence), and what it
    finds."""

    on: date | None = None
    call: Inspection | None = None
    round: str = ""
    late: int = 0
    moved: date | None = None
    contested: bool = False
    finds: tuple[RectificationStory, ...] = ()


class Announcement(_Entry):
    on: date
    anchor: str
    date: date


class NoteRound(_Entry):
    """Which items the office asks about on a day of the month, and by when they answer."""

    day: int = Field(ge=1, le=28)
    months: tuple[int, ...] = tuple(range(1, 13))
    until: date
    within: int
    kind: str
    state: str
    listed: bool = False
    days_to_go: int = 0
    at_most: int = 1000


class DemoLogin(_Entry):
    login: str
    shows: str
    roles: tuple[str, ...] = ()


class Retry(_Entry):
    moves: frozenset[str]
    after: int
    hour: time
    times: int
    times_of_head: int


class DemoEvidence(_Entry):
    moves: frozenset[str]
    name: str
    text: str


Sentences = tuple[str, ...] | Mapping[str, tuple[str, ...]]


class Scenario(_Entry):
    programme: str
    zone: str
    start: datetime
    until: date
    end: date
    publisher: str
    sender: str
    base_url: str
    logins: tuple[DemoLogin, ...]
    hours: tuple[time, ...]
    office_hour: time
    reviewers: tuple[str, ...]
    second: str
    retry: Retry
    evidence: DemoEvidence
    habits: Mapping[str, float]
    behaviour: tuple[Reaction, ...]
    announcements: tuple[Announcement, ...]
    note_rounds: tuple[NoteRound, ...]
    assigned_tasks: tuple[AssignedTaskStory, ...]
    inspections: tuple[InspectionStory, ...]
    rectifications: tuple[RectificationStory, ...]
    unknown_rectifications: tuple[RectificationStory, ...]
    sentences: Mapping[str, Sentences]

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def begins(self) -> datetime:
        return self.start.replace(tzinfo=self.tz)


@cache
def scenario() -> Scenario:
    """The shipped scenario."""
    return read((files("demo") / "scenario.yaml").read_text(encoding="utf-8"))


def read(text: str, name: str = "scenario.yaml") -> Scenario:
    """A scenario from YAML. BadInput names every mistake with its line."""
    yaml = YAML(typ="safe", pure=True)
    try:
        found = Scenario.model_validate(yaml.load(text))
        wrong = list(_unknown_names(found))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = Problem(name, line, error.problem or "this is not YAML", "check its signs")
        raise BadInput([problem]) from None
    except ValidationError as error:
        wrong = [(one["loc"], one["msg"]) for one in error.errors()]
    if not wrong:
        return found
    root = yaml.compose(text)
    cure = "see the comments in the file"
    raise BadInput(
        [
            Problem(name, _line(root, path), f"{'.'.join(map(str, path))}: {message}", cure)
            for path, message in wrong
        ]
    )


Where = tuple[int | str, ...]


def _unknown_names(found: Scenario) -> Iterator[tuple[Where, str]]:
    """Where the behaviour names a list of sentences, a fact or a field of a story that is not
    there. A text that is one English word is such a name."""
    stories = (AssignedTaskStory, RectificationStory, InspectionStory)
    fields = {name for story in stories for name in story.model_fields}
    for path, act in _acts(found):
        for name in ("note", "reason", "measures"):
            text = getattr(act, name)
            if re.fullmatch("[a-z_]+", text) and text not in found.sentences:
                known = ", ".join(found.sentences)
                yield (*path, name), f"“{text}” is none of the sentences: {known}"
        for name, delay in (("in", act.in_), ("due", act.due), ("times", act.times)):
            if isinstance(delay, str) and delay not in fields:
                yield (*path, name), f"“{delay}” is no field of a story"
        if strange := set(re.findall("{(.*?)}", act.seed)) - _IN_SEEDS:
            yield (*path, "seed"), f"“{min(strange)}” is none of {', '.join(sorted(_IN_SEEDS))}"
    known_facts = FACTS | fields | set(found.habits)
    for n, reaction in enumerate(found.behaviour):
        lines = [((), reaction), *((("choose", k), one) for k, one in enumerate(reaction.choose))]
        for path, line in lines:
            for name in ("if", "unless"):
                for fact in set(getattr(line, f"{name}_" if name == "if" else name)) - known_facts:
                    yield ("behaviour", n, *path, name, fact), f"“{fact}” is no fact"


def _acts(found: Scenario) -> Iterator[tuple[Where, Act]]:
    for n, reaction in enumerate(found.behaviour):
        yield from ((("behaviour", n, "do", m), act) for m, act in enumerate(reaction.do))
        for k, one in enumerate(reaction.choose):
            path = ("behaviour", n, "choose", k, "do")
            yield from (((*path, m), act) for m, act in enumerate(one.do))


def _line(node: Node, path: Where) -> int:
    """The line of what `path` leads to, as far as it leads."""
    for step in path:
        found: dict[int | str, Node] = {}
        if isinstance(node, SequenceNode):
            found = dict(enumerate(node.value))
        elif isinstance(node, MappingNode):
            found = {key.value: value for key, value in node.value}
        if step not in found:
            break
        node = found[step]
    return int(node.start_mark.line) + 1
