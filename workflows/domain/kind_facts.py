"""What is on record about an obligation beside its columns: the facts of each kind. Pure.

`kinds.py` names the facts of each kind. Fields are the keys of the stored object; a key that has
been written stays, and `keys` says where a field has another. How they are read and written is in
`json_facts.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol, Self

from workflows.domain.json_facts import JsonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(JsonFacts):
    """`by` has seen the step `leg` and hears nothing of it until the day after `until`."""

    written: ClassVar[frozenset[str]] = frozenset({"by", "until", "step"})
    keys: ClassVar[Mapping[str, str]] = {"step": "leg"}

    by: str = ""
    until: date = date.min
    step: int = 0


class WithFacts(Protocol):
    @property
    def facts(self) -> "KindFacts": ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFacts(JsonFacts):
    """What any obligation may have.

    title, what, source  of one that is not from the plan: what it is called, in full, and where it
                         comes from
    assigned      the person of the unit to whom it was given
    seen          who has seen its step
    note_by       the day by which a progress note is wanted
    taken_over    the due date that was past when the running programme was taken over
    withdrawn_by  “plan”: nobody asked for it any more; it comes back when somebody does
    """

    title: str = ""
    what: str = ""
    source: str = ""
    assigned: str = ""
    seen: tuple[Seen, ...] = ()
    note_by: date | None = None
    taken_over: date | None = None
    withdrawn_by: str = ""

    @classmethod
    def of(cls, row: WithFacts) -> Self:
        """The facts of `row` as those of this kind; of another kind, what both have."""
        return cls.of_facts(row.facts)

    @classmethod
    def of_facts(cls, found: "KindFacts") -> Self:
        if isinstance(found, cls):
            return found
        return cls.of_json(found.to_json()) if found else cls.nothing()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFacts(KindFacts):
    """What a unit or a member does: tasks, assigned tasks, rectifications.

    because     the listed rectification it waits for
    explained   the day until which an explained delay is granted
    entered_by  whoever reported it for the one who owes it
    needs_file  whether a file is asked for as evidence; else a sentence will do
    """

    because: int = 0
    explained: date | None = None
    entered_by: str = ""
    needs_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibleParty(JsonFacts):
    """The party the plan names."""

    written: ClassVar[frozenset[str]] = frozenset({"unit", "person", "post"})

    unit: str = ""
    person: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts(WorkFacts):
    """ongoing   it has no due date and goes on until the programme ends
    owed_by   who owed it before it was given to another unit
    """

    keys: ClassVar[Mapping[str, str]] = {"responsible": "owed_by"}

    ongoing: bool = False
    responsible: ResponsibleParty = ResponsibleParty()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedTaskFacts(WorkFacts):
    """asked_by  the person who asked for it and hears how it ended
    assist    the units that assist
    """

    asked_by: str = ""
    assist: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures(JsonFacts):
    cause: str = ""
    goal: str = ""
    measures: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpResult(JsonFacts):
    """The day of the follow-up check, why it was chosen, and once it was held what was found."""

    on: date | None = None
    why: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing(JsonFacts):
    """That it was number `n` of its unit in the quarter when follow-up checks were drawn by
    `seed`."""

    written: ClassVar[frozenset[str]] = frozenset({"quarter", "n", "seed"})

    quarter: str = ""
    n: int = 0
    seed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationFacts(WorkFacts):
    """where, severity, reviewer, issued_on, inspection  as it was issued
    plan          cause, goal and measures
    file_given    whether a file came with a report since it began or came back
    checked_by    whoever checked it on site, on the day `checked_on`
    listed_on     the day it was listed; `was_listed`: it was once and is no more
    follow-up check      its follow-up check, and `drawing`: how that was drawn
    relapses      how often it relapsed; `returned_before`: returns before it began anew
    holds_up      what waits for it
    """

    keys: ClassVar[Mapping[str, str]] = {
        "reviewer": "verifier",
        "closed_on": "struck_on",
        "follow_up": "lookback",
    }

    where: str = ""
    severity: str = ""
    reviewer: str = ""
    issued_on: date | None = None
    inspection: int = 0
    signed_on: date | None = None
    plan: Measures = Measures()
    file_given: bool = False
    checked_by: tuple[str, ...] = ()
    checked_on: date | None = None
    listed_on: date | None = None
    was_listed: bool = False
    closed_on: date | None = None
    follow_up: FollowUpResult = FollowUpResult()
    drawing: Drawing = Drawing()
    relapses: int = 0
    returned_before: int = 0
    holds_up: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFacts(KindFacts):
    """where, severity  of the rectification it looks back at; `of_unit`: whose that is
    chosen           why it is looked at again
    answered         whoever answered for it and so does not judge it
    """

    where: str = ""
    severity: str = ""
    of_unit: str = ""
    chosen: str = ""
    answered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn(JsonFacts):
    """How units were drawn: `n` of the units `of`, by `seed`."""

    written: ClassVar[frozenset[str]] = frozenset({"seed", "n", "of"})

    seed: str = ""
    n: int = 0
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionFacts(KindFacts):
    """way, units, team   how, whom, with whom; the way of one from the plan is in the plan
    every, since       the rule by which it comes again, and the day of its first round
    drawn              how its units were drawn
    twice              other inspections of the same units in the same month
    findings           the rectifications it issued; `result`: what was noted of it
    contest_until      the day until which its facts may be contested; `contested_by` a person,
                       for the units `contesting`, with what they said in `contested_for`
    answer             what the office answered
    """

    way: str = ""
    units: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    every: str = ""
    since: date | None = None
    drawn: Drawn = Drawn()
    twice: tuple[str, ...] = ()
    findings: tuple[int, ...] = ()
    closed_on: date | None = None
    result: str = ""
    contest_until: date | None = None
    contested_by: str = ""
    contested_for: str = ""
    contesting: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts(KindFacts):
    """asked      the move: extend, explain or object
    to, until  the day asked for, and the last one that may be
    unit       the unit that is said to owe it
    by         whose request it is; `answering`: whoever answers for it and so does not decide it
    earlier    how often more time was granted before
    """

    # Other versions expect them.
    written: ClassVar[frozenset[str]] = frozenset(
        {"asked", "title", "to", "until", "unit", "reason", "by", "answering", "earlier"}
    )

    asked: str = "extend"
    to: date | None = None
    until: date | None = None
    unit: str = ""
    reason: str = ""
    by: str = ""
    answering: tuple[str, ...] = ()
    earlier: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts(KindFacts):
    """signer_post  the post that is to sign; `signed_by`: the person who did"""

    signer_post: str = ""
    signed_by: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNoticeFacts(DocumentFacts):
    """colour  which of the documents about an item; `of_leg`: the step of that it was drafted in
    number  as it is written: 师农督〔2011〕17号
    """

    keys: ClassVar[Mapping[str, str]] = {"of_step": "of_leg"}

    colour: str = ""
    of_step: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(JsonFacts):
    """An error that `by` found in a bulletin."""

    written: ClassVar[frozenset[str]] = frozenset({"by", "on", "note"})

    by: str = ""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinFacts(DocumentFacts):
    """number  in its year; `in_all`: since the programme began"""

    number: int = 0
    in_all: int = 0
    corrections: tuple[Correction, ...] = ()
