"""The shapes of the three files as pydantic models: plan, decisions, organisation.

The fields are the keys of the file, in the order in which editors show them; where a domain value
has a field of another name, that is the field and the key is its alias. A description is what
editors show, and what whoever left the key out is told.
"""

from collections.abc import Collection
from datetime import time
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)
from pydantic.fields import FieldInfo

from workflows.definition.nodes import Mapping
from workflows.definition.problems import Place
from workflows.definition.values import (
    UNREAD,
    Address,
    Bilingual,
    Clause,
    Country,
    Day,
    DocumentMark,
    Every,
    EveryTime,
    Flag,
    Hour,
    Key,
    Length,
    Line,
    Listed,
    Name,
    Named,
    Offset,
    Owing,
    Prose,
    Rows,
    Slug,
    Verifying,
    Words,
    Zone,
    count,
    one_of,
)
from workflows.domain.documents import COLOURS
from workflows.domain.inspection import WAYS
from workflows.domain.messages import Message
from workflows.domain.model import (
    AUDIENCES,
    NO_TEXT,
    ROLE_AUDIENCE,
    DayOff,
    Language,
    Repeats,
    Responsible,
)


class Shape(BaseModel):
    """One mapping of a file, with the place of each key in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    #: Cures for keys that are often written in the wrong place.
    hints: ClassVar[dict[str, Message]] = {}
    _node: Mapping = PrivateAttr(Mapping((), Place("", 0)))

    @model_validator(mode="wrap")
    @classmethod
    def _keep_places(cls, node: Any, handler: ModelWrapValidatorHandler["Shape"]) -> Any:
        if node is UNREAD:
            return None
        made = handler(node)
        if isinstance(node, Mapping):
            made._node = node
        return made

    @classmethod
    def section(cls) -> str:
        """What a mapping of this shape is called in messages and in the schema."""
        return cls.__name__.removesuffix("Shape").lower()

    @classmethod
    def by_key(cls) -> dict[str, FieldInfo]:
        """The fields by their keys in the file."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}

    @property
    def place(self) -> Place:
        """Where the mapping begins."""
        return self._node.at

    @property
    def written(self) -> Collection[str]:
        """The keys as they stand in the file, with those whose values could not be read."""
        return self._node.places.keys()

    def where(self, key: str, entry: str = "") -> Place:
        """Where a key, or an entry of its mapping, stands; else where the mapping begins."""
        inside = self._node.get(key)
        return (
            inside.where(entry) if entry and isinstance(inside, Mapping) else self._node.where(key)
        )


def nested(annotation: object) -> type[Shape] | None:
    """The shape that a field holds, alone, in a list or by names; None where it holds values."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next(filter(None, map(nested, get_args(annotation))), None)


def is_named(field: FieldInfo) -> bool:
    """Whether a field maps names of the writer's own."""
    return get_origin(field.annotation) is dict


def is_listed(field: FieldInfo) -> bool:
    """Whether a field holds several values."""
    return get_origin(field.annotation) is tuple


class OpenShape(Shape):
    """What the document may leave open, and the office may decide."""

    owes: Listed[Owing] = Field((), description="Who owes it, one or a list")
    lead: Key = Field("", description="The leading unit: the same as owes: unit(…)")
    assist: Listed[Key] = Field((), description="Units that assist; named in the mails")
    verifier: Verifying | None = Field(None, description="Who verifies")
    evidence: Bilingual | None = Field(None, description="What shows that it is done")
    example: Bilingual | None = Field(
        None, description="A report as it could read, shown beside the evidence"
    )
    evidence_file: Flag = Field(False, description="true when the evidence must be a file")
    recurs: EveryTime = Field("", description="One obligation each time: an RRULE or words")
    ongoing: Flag = Field(False, description="true: goes on for good, no due day, never red")
    policy: Name = Field("", description="When to remind and escalate; standard unless said")
    quota: Annotated[int, count(200)] = Field(
        1, description="So many pieces, each reported by itself"
    )
    after: Listed[Key] = Field((), description="What the same party must have reported first")
    answers: Listed[Key] = Field((), description="Items that a report on this one answers as well")

    @property
    def owed(self) -> tuple[Responsible, ...]:
        """Who owes it: `owes`, or `lead` as one unit."""
        return self.owes or ((Responsible("unit", name=self.lead),) if self.lead else ())


_DUE = "The office's own deadline, in words"
_PHASE = "For an item of measures: the phase it belongs to"


class SuggestShape(OpenShape):
    due: Words = Field("", description=_DUE)
    phase: Key = Field("", description=_PHASE)


class LineShape(Shape):
    """One line of the plan."""

    key: Key = Field(alias="id", description="The name under which everything refers to it")
    clause: Clause = Field("", description="The clause's number; inherited when left out")
    title: Bilingual = Field(NO_TEXT, description="What pages and mails call it")
    text: Prose = Field("", description="The document's sentence, verbatim")
    words: Words = Field("", description="The window or deadline in the document's own words")


class AskingShape(OpenShape, LineShape):
    """A line that may ask for something."""

    hints = {
        "due": Message(
            "the document's deadline is `words`; the office's own `due` belongs in the decisions"
        ),
        "rrule": Message("write `recurs`"),
        "deadline": Message("write `words`"),
    }
    repeats: Annotated[Repeats, one_of(get_args(Repeats))] = Field(
        "once", description="What the document implies"
    )
    inspection: Annotated[str, one_of(WAYS)] = Field(
        "", description="What is owed is an inspection, held in this way"
    )
    note: Flag = Field(False, description="true: a goal or principle, never pressed")
    suggest: SuggestShape | None = Field(
        None, description="Answers to offer; never used unless decided"
    )


class ItemShape(AskingShape):
    hints = AskingShape.hints | {"items": Message("items do not nest; list them")}
    phase: Key = Field("", description=_PHASE)


class TaskShape(AskingShape):
    items: Rows[ItemShape] = Field((), description="What it asks for, one by one")


class MeasureShape(TaskShape):
    phase: Key = Field("", description=_PHASE)


class PhaseShape(LineShape):
    title: Bilingual = Field(description="What pages and mails call it")
    words: Words = Field(description="The phase's window, verbatim")
    tasks: Rows[TaskShape] = Field(description="What the phase asks for")


class StageShape(LineShape):
    title: Bilingual = Field(description="What pages and mails call it")
    phases: Rows[PhaseShape] = Field(description="Phases, in order")


class AnchorShape(Shape):
    title: Bilingual = Field(description="What pages and mails call it")
    words: Listed[Line] = Field((), description="Names under which the text mentions it")
    expected: Line = Field("", description="When it is expected; shown, never pressed")
    on: Day | None = Field(None, alias="date", description="Its day, once announced")


class ProgrammeShape(Shape):
    key: Slug = Field(description="Name of the programme in addresses and files")
    number: Line = Field("", description="The document's number")
    title: Bilingual = Field(description="Title")
    issuer: Bilingual = Field(description="Who issued it")
    issued_on: Day | None = Field(
        alias="issued",
        description="Date of issue; gives the year where the original wording has none",
    )
    language: Annotated[Language, one_of(get_args(Language))] = Field(
        "zh", description="Default language of mail"
    )
    zone: Zone = Field("Asia/Shanghai", description="Zone of its days")
    calendar: Country = Field("CN", description="Country of its working days")
    day_off: Annotated[DayOff, one_of(get_args(DayOff))] = Field(
        "stays", description="A due day that falls on a day off"
    )
    line: Name = Field("branch", description="The kind of unit the programme runs along")
    words: Words = Field(description="The whole programme's window, verbatim")


class TriggerShape(Shape):
    at: Offset | None = Field(None, description="Days or working days from the due day")
    every: Every | None = Field(None, description="On from the last point, for ever")
    to: Listed[Annotated[str, one_of(AUDIENCES, "role(x)", ROLE_AUDIENCE.pattern)]] = Field(
        ("holder",), description="Who hears it; the holder unless said"
    )
    min_window: Length = Field(0, alias="window", description="Only for legs at least so long")
    hour: Hour = Field(time(0, 0), description="The hour it fires at")
    slip: Annotated[str, one_of(COLOURS)] = Field("", description="The paper drafted with it")


class PolicyShape(Shape):
    points: Rows[TriggerShape] = Field(
        description="Reminder rules while the item is with the person responsible"
    )
    verify: Rows[TriggerShape] = Field((), description="Moments of the verifier's leg")
    verify_within: Length = Field(3, description="How long the verifier has")
    return_within: Length = Field(3, description="How long a returned matter has")


class PlanShape(Shape):
    hints = {
        "decisions": Message("decisions stand in a file of their own"),
        "units": Message("units stand in org.yaml"),
    }
    programme: ProgrammeShape | None = Field(description="The document as a whole")
    anchors: Named[Slug, AnchorShape] = Field({}, description="Events that dates hang on")
    policies: Named[Name, PolicyShape] = Field({}, description="Policies beside the built-in ones")
    stages: Rows[StageShape] = Field((), description="Stages, in order")
    measures: Rows[MeasureShape] = Field((), description="What stands outside the phases")


class DecisionShape(OpenShape):
    hints = {
        "words": Message("words are the document's; write the office's own deadline as `due`"),
        "repeats": Message(
            "what the document implies stands in the plan; write `recurs` or `ongoing`"
        ),
    }
    due: Words = Field("", description=_DUE)
    phase: Key = Field("", description=_PHASE)


class OfficeShape(Shape):
    paper_mark: DocumentMark = Field("", description="What the numbers of slips begin with")
    issue: Annotated[Literal["signed", "auto"], one_of(("signed", "auto"))] = Field(
        "signed", description="Papers wait for a signature, or go out"
    )
    bulletins: Flag = Field(True, description="true: a bulletin is drafted each month; the default")
    marks: Flag = Field(False, description="true: the bulletin gives each unit a mark")
    mails_a_day: Annotated[int, count(50)] = Field(
        4, description="Mails a person and day that do not wait"
    )


class DecisionsShape(Shape):
    programme: Slug = Field(alias="for", description="The key of the programme decided on")
    office: OfficeShape | None = Field(None, description="How the office does its papers and mails")
    decided_by: Bilingual | None = Field(None, description="Who decided")
    decided: Day | None = Field(None, description="When")
    decisions: Named[Key, DecisionShape] = Field(description="Decisions by item")


class OrganisationShape(Shape):
    title: Bilingual = Field(NO_TEXT, description="Its name")
    email: Address = Field("", description="Where answers to mails go")
    phone: Line = Field("", description="The office's phone")


class UnitShape(Shape):
    key: Key = Field(alias="id", description="The name under which everything refers to it")
    kind: Name = Field(description="bureau, committee, section, branch, outside …")
    title: Bilingual = Field(description="What pages and mails call it")
    parent: Key | None = Field(None, description="The unit above")
    phone: Line = Field("", description="Phone")


class PersonShape(Shape):
    key: Key = Field(alias="id", description="The name under which everything refers to it")
    name: Line = Field(description="Name")
    name_en: Line = Field("", description="Name in Latin letters")
    email: Address = Field("", description="Login email")
    phone: Line = Field("", description="Phone")
    unit: Key = Field(description="The line unit")
    units: Listed[Key] = Field((), description="Further units, such as the branch")
    tags: Listed[Name] = Field((), alias="is", description="member, cadre … for each person(…)")
    language: Annotated[Language, one_of(get_args(Language))] = Field(
        "zh", description="Language of mail"
    )
    zone: Zone = Field("", description="Own zone, if another")
    mail_hour: Hour = Field(time(9, 0), description="When mail may come on a working day")
    starts_on: Day | None = Field(None, alias="from", description="First day")
    ends_on: Day | None = Field(None, alias="to", description="Last day, included")


class PostShape(Shape):
    post: Key = Field(alias="id", description="The name under which everything refers to it")
    unit: Key = Field(description="The unit it belongs to")
    role: Name = Field(
        description="head, liaison, leader, principal, leading_group, office, auditor …"
    )
    person: Key = Field("", description="Who holds it; left out while it is vacant")
    starts_on: Day | None = Field(None, alias="from", description="First day")
    ends_on: Day | None = Field(None, alias="to", description="Last day, included")
    deputy: Key | None = Field(None, description="Who stands in")
    portfolio: Listed[Key] = Field((), description="Units a leader in charge answers for")


class AbsenceShape(Shape):
    person: Key = Field(description="Who is away")
    first: Day | None = Field(alias="from", description="First day")
    last: Day | None = Field(alias="to", description="Last day, included")
    deputy: Key | None = Field(None, description="Who stands in")


class OrgShape(Shape):
    organisation: OrganisationShape | None = Field(
        None, description="The office that answers for it all"
    )
    units: Rows[UnitShape] = Field(description="Units in the office's own order")
    people: Rows[PersonShape] = Field(description="People in the office's own order")
    posts: Rows[PostShape] = Field((), description="Who holds which post from when to when")
    absences: Rows[AbsenceShape] = Field((), description="Who is away, and who stands in")


#: The three files, by the shape of their root.
ROOTS: dict[str, type[Shape]] = {
    "plan": PlanShape,
    "decisions": DecisionsShape,
    "org": OrgShape,
}
