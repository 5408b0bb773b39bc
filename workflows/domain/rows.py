"""Frozen snapshots of rows: what the store hands to the pure rules and takes back from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from workflows.domain.kind_facts import KindFacts, TaskFacts, WorkFacts

Light = Literal["white", "green", "yellow", "red", "grey"]
LIGHTS: tuple[Light, ...] = ("white", "green", "yellow", "red", "grey")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who owes: a unit, a person in a unit, or a post in a unit. Unused parts are empty."""

    unit: str
    person: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What makes an obligation the same one when the plan is published again."""

    item: str
    kind: str
    party: Party
    occurrence: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str, str]:
        """A person's obligation stays their when they change units."""
        party = self.party
        owner = party.person or party.post or party.unit
        return self.kind, self.item, owner, self.occurrence, "p" if party.person else "u"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One obligation as it stands, with its current step; one that is not written yet has `id` 0.
    Days are programme days."""

    id: int
    programme: str
    key: Key
    phase: str = ""
    state: str = "planned"
    step: int = 0
    assignee: str = ""
    assignee_post: str = ""
    reviewer: str = ""
    opens_on: date | None = None
    due_on: date | None = None
    remind_from: date | None = None
    base_due_on: date | None = None
    due_words: str = ""
    waits_for: str = ""
    step_opened_at: datetime | None = None
    step_due_on: date | None = None
    step_remind_from: date | None = None
    done_on: date | None = None
    reported_on: date | None = None
    policy: str = ""
    chain: str = ""
    level: int = 0
    light: Light = "green"
    light_until: date | None = None
    next_check_at: datetime | None = None
    returns: int = 0
    error: str = ""
    version: int = 0
    revision: int = 0
    #: The obligation a request is about; 0 for anything else.
    about: int = 0
    #: The moment it waited for when it was quarantined with an error.
    since: datetime | None = None
    #: What is on record of its kind; `TaskFacts.of(row)` has it as those of a task.
    facts: KindFacts = field(default_factory=KindFacts.nothing)

    @property
    def waiting_since(self) -> datetime | None:
        """The first moment that has not been dealt with."""
        return self.since or self.next_check_at

    @property
    def limit(self) -> date | None:
        """The first limit of a rectification that is worked on, or of a task or item whose
        delay was explained; lateness counts from it."""
        explained = self.state == "open" and WorkFacts.of(self).explained is not None
        return self.due_on if self.state == "in_progress" or explained else None

    @property
    def planned(self) -> Key:
        """What the plan knows it by, also where another unit was given it (not ours)."""
        by = TaskFacts.of(self).responsible
        if not by:
            return self.key
        return replace(self.key, party=Party(unit=by.unit, person=by.person, post=by.post))

    @property
    def kind(self) -> str:
        return self.key.kind

    @property
    def item(self) -> str:
        return self.key.item

    @property
    def unit(self) -> str:
        return self.key.party.unit

    @property
    def person(self) -> str:
        return self.key.party.person


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of history. `at` is when it counts, `recorded_at` when it was written.
    `mac`: see workflows/domain/record.py; empty when it was written without a key."""

    id: int
    programme: str
    obligation: int | None
    step: int
    kind: str
    trigger: str | None
    n: int
    old: str
    new: str
    why: Mapping[str, Any]
    actor: str
    at: datetime
    recorded_at: datetime
    mac: str = ""
