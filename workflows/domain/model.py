"""The frozen values everything else passes around: a plan, an organisation, a policy.

Nothing here reads a clock, a file or a database. Days are `date`s in the programme's
zone, instants are aware datetimes. Keys (`A1.1`, `branch-3`, `p017`) are the words people
write in the plan and in the organisation file; database numbers appear in `store` only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Literal

from workflows.domain.dates import Reading

Language = Literal["zh", "en"]
DayOff = Literal["stays", "back", "on"]
NodeKind = Literal["stage", "phase", "task", "group", "item", "note"]
Repeats = Literal["once", "times", "continuing"]
#: What a line may leave open: who owes it, who verifies it, by when, how often.
Asked = Literal["owes", "verifier", "due", "often"]
Unit = Literal["d", "wd"]

#: Audiences in the order in which an item climbs; the index is the escalation level.
LEVELS = ("holder", "head", "leader", "principal", "leading_group")
#: Audiences that stand beside the ladder.
BESIDE = ("liaison", "office", "doer", "verifier")
AUDIENCES = LEVELS + BESIDE
#: Besides these, `role(x)` speaks to every post with a role of the organisation's own.
ROLE_AUDIENCE = re.compile(r"role\(([a-z][a-z0-9_-]*)\)")
#: Roles of posts that the program itself looks for. An organisation may add its own.
ROLES = ("head", "liaison", "leader", "principal", "leading_group", "office", "auditor")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages of the office."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.in_("en")

    def in_(self, language: str) -> str:
        """The text for a reader of `language`: English ones but for "zh", or the one there is."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


NO_TEXT = Text("", "")


# --- who owes, who verifies -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who owes an item, as the plan writes it.

    shape `each_unit`   every unit of `unit_kind` owes it once
          `each_person` every person tagged `tag` (member, cadre …) owes it themselves
          `each_head`   the head of every unit of `unit_kind` owes it themselves
          `unit`        the unit `name` owes it
          `role`        whoever holds a post with the role `name` owes it, one for each post
    """

    shape: Literal["each_unit", "each_person", "each_head", "unit", "role"]
    name: str = ""
    unit_kind: str = ""
    tag: str = ""

    def __str__(self) -> str:
        match self.shape:
            case "each_unit":
                return f"each unit(kind={self.unit_kind})"
            case "each_head":
                return f"each unit head(kind={self.unit_kind})"
            case "each_person":
                return f"each person({self.tag})"
            case _:
                return f"{self.shape}({self.name})"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who verifies, seen from the one who owes.

    shape `own_unit`     the head of the responsible party's own unit (a branch assesses its
    members)
          `parent_unit`  the head of the unit above (the committee assesses its branches)
          `unit`         the head of the unit `name`
          `role`         the first post with the role `name`
          `person`       the person `name`, named for this one item
          `none`         nobody: the report itself closes the item
    """

    shape: Literal["own_unit", "parent_unit", "unit", "role", "person", "none"]
    name: str = ""

    def __str__(self) -> str:
        if self.shape in ("unit", "role", "person"):
            return f"{self.shape}({self.name})"
        return self.shape.replace("_", " ")


# --- policies ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One moment of a step: `offset` days (d) or working days (wd) from its due day.

    Negative offsets count back from `press_from`, zero is the due day, positive ones count
    on from it. `every` > 0: the last offset is repeated every so many units, for ever.
    `min_window`: only for steps of at least so many working days. `hour`: when on that day,
    00:00 programme time unless said. `slip`: the document drafted with it (supervision).
    """

    offset: int
    unit: Unit = "wd"
    to: tuple[str, ...] = ("holder",)
    every: int = 0
    min_window: int = 0
    hour: time = time(0, 0)
    supervision_notice: str = ""

    @property
    def key(self) -> str:
        """The point's name in events, unique within its policy: `-3wd`, `0`, `+10wd`,
        `every 5wd`."""
        if self.every:
            return f"every {self.every}{self.unit}"
        return f"{self.offset:+d}{self.unit}" if self.offset else "0"

    @property
    def level(self) -> int:
        """The highest level this trigger speaks to; 0 is the assignee themselves."""
        return max((LEVELS.index(a) for a in self.to if a in LEVELS), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When to remind, flag and escalate; frozen into an obligation by the hash of its body.

    `triggers` hold for the step of the responsible party, `review` for that of the reviewer,
    which is due `review_within` working days after the report. `asks_every` months: an item
    without end (长期坚持) is asked for a note that often.
    """

    name: str
    triggers: tuple[Trigger, ...]
    review: tuple[Trigger, ...] = ()
    review_within: int = 3
    return_within: int = 3
    asks_every: int = 6


# --- the plan ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRules:
    """How this office does its documents and mails.

    `paper_mark` begins the numbers of documents (师农督〔2011〕17号). `issue`: documents wait for a
    signature, or go out by themselves ("auto"). `bulletins`: one is drafted each month;
    `marks`: it gives each unit a mark. `mails_a_day`: how many mails that do not wait for the
    mail hour one person gets in a day; what comes beyond them goes with their next mail.
    """

    paper_mark: str = ""
    issue: Literal["signed", "auto"] = "signed"
    bulletins: bool = True
    marks: bool = False
    mails_a_day: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """An event that dates hang on. `on` is None until it is announced; `expected` is
    shown, never reminded."""

    key: str
    title: Text
    words: tuple[str, ...] = ()
    expected: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One line of the plan, in document order: a stage, phase, task, group, item or note.

    `words` are the document's own words for the time, verbatim; `when` is what they mean
    for this node (its own words, else its phase's). `decided` are the office's words where
    it filled in what the document leaves open. `asks` is true when somebody owes it; `open`
    is what neither the document nor the office has settled.
    """

    key: str
    kind: NodeKind
    clause: str
    title: Text
    parent: str | None = None
    phase: str | None = None
    text: str = ""
    words: str = ""
    decided: str = ""
    when: Reading | None = None
    repeats: Repeats = "once"
    recurs: str = ""
    ongoing: bool = False
    asks: bool = False
    open: tuple[Asked, ...] = ()
    responsible: tuple[Responsible, ...] = ()
    assist: tuple[str, ...] = ()
    reviewer: Reviewer | None = None
    evidence: Text | None = None
    #: A report as it could read.
    example: Text | None = None
    evidence_file: bool = False
    quota: int = 1
    policy: str = "standard"
    #: One of the ways of domain/inspection.py: what is owed is an inspection, not a task.
    inspection: str = ""
    after: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    answered_by: str | None = None
    line: int = 0

    @property
    def due_words(self) -> str:
        """The words the deadline is shown in: the office's decision, else the document's."""
        return self.decided or self.words


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole programme as decided: document order is kept in `nodes`."""

    key: str
    number: str
    title: Text
    issuer: Text
    issued_on: date
    language: Language
    zone: str
    calendar: str
    day_off: DayOff
    line: str
    words: str
    nodes: tuple[Node, ...]
    anchors: tuple[Anchor, ...] = ()
    policies: Mapping[str, Policy] = field(default_factory=dict)
    office: OfficeRules = OfficeRules()
    digest: str = ""

    @cached_property
    def by_key(self) -> Mapping[str, Node]:
        return {node.key: node for node in self.nodes}

    @property
    def phases(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind == "phase")

    @property
    def asking(self) -> tuple[Node, ...]:
        """The nodes somebody owes, in document order."""
        return tuple(node for node in self.nodes if node.asks)
