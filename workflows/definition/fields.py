"""Every field of the three files in one table: it drives both reading and the JSON Schema."""

from workflows.definition.kinds import (
    Address,
    Bilingual,
    Choice,
    Count,
    Flag,
    Keyed,
    Kind,
    Line,
    Many,
    Prose,
)
from workflows.definition.notations import (
    CLAUSE,
    COUNTRY,
    DAY,
    EVERY,
    EVERY_TIME,
    HOUR,
    KEY,
    LENGTH,
    NAME,
    OFFSET,
    OWES,
    PAPER_MARK,
    SLUG,
    VERIFIER,
    WORDS,
    ZONE,
)
from workflows.definition.records import Field, Section
from workflows.domain.inspection import WAYS
from workflows.domain.model import AUDIENCES, ROLE_AUDIENCE
from workflows.domain.papers import COLOURS

#: Whom a point may speak to.
AUDIENCE = Choice(AUDIENCES, "role(x)", ROLE_AUDIENCE.pattern)


def _required(name: str, kind: Kind, help_: str) -> Field:
    return Field(name, kind, help_, required=True)


_TEXT = Field("text", Prose(), "The document's sentence, verbatim")
_CLAUSE = Field("clause", CLAUSE, "The clause's number; inherited when left out")
_PLAN_WORDS = Field("words", WORDS, "The window or deadline in the document's own words")
_ID = _required("id", KEY, "The name under which everything refers to it")
_TITLE = Field("title", Bilingual(), "What pages and mails call it")
_TITLED = _required("title", Bilingual(), "What pages and mails call it")

#: What the document may leave open, and the office may decide.
_OPEN = (
    Field("owes", Many(OWES, or_one=True), "Who owes it, one or a list"),
    Field("lead", KEY, "The leading unit: the same as owes: unit(…)"),
    Field("assist", Many(KEY, or_one=True), "Units that assist; named in the mails"),
    Field("verifier", VERIFIER, "Who verifies"),
    Field("evidence", Bilingual(), "What shows that it is done"),
    Field("example", Bilingual(), "A report as it could read, shown beside the evidence"),
    Field("evidence_file", Flag(), "true when the evidence must be a file"),
    Field("recurs", EVERY_TIME, "One obligation each time: an RRULE or words"),
    Field("ongoing", Flag(), "true: goes on for good, no due day, never red"),
    Field("policy", NAME, "When to remind and escalate; standard unless said"),
    Field("quota", Count(200), "So many pieces, each reported by itself"),
    Field("after", Many(KEY, or_one=True), "What the same party must have reported first"),
    Field("answers", Many(KEY, or_one=True), "Items that a report on this one answers as well"),
)
_DUE = Field("due", WORDS, "The office's own deadline, in words")
_PHASE = Field("phase", KEY, "For an item of measures: the phase it belongs to")
SUGGEST = Section("suggest", (*_OPEN, _DUE, _PHASE))

_ASKING = (
    _ID,
    _CLAUSE,
    _TITLE,
    _TEXT,
    _PLAN_WORDS,
    *_OPEN,
    Field("repeats", Choice(("once", "times", "continuing")), "What the document implies"),
    Field("inspection", Choice(tuple(WAYS)), "What is owed is an inspection, held in this way"),
    Field("note", Flag(), "true: a goal or principle, never pressed"),
    Field("suggest", SUGGEST, "Answers to offer; never used unless decided"),
)
_ASKING_HINTS = {
    "due": "the document's deadline is `words`; the office's own `due` belongs in the decisions",
    "rrule": "write `recurs`",
    "deadline": "write `words`",
}
_FROM = Field("from", DAY, "First day")
_TO = Field("to", DAY, "Last day, included")

ITEM = Section(
    "item", (*_ASKING, _PHASE), _ASKING_HINTS | {"items": "items do not nest; list them"}
)

_ITEMS = Field("items", Many(ITEM), "What it asks for, one by one")

TASK = Section("task", (*_ASKING, _ITEMS), _ASKING_HINTS)

PHASE = Section(
    "phase",
    (
        _ID,
        _CLAUSE,
        _TITLED,
        _TEXT,
        _required("words", WORDS, "The phase's window, verbatim"),
        _required("tasks", Many(TASK), "What the phase asks for"),
    ),
)

STAGE = Section(
    "stage",
    (
        _ID,
        _CLAUSE,
        _TITLED,
        _TEXT,
        _PLAN_WORDS,
        _required("phases", Many(PHASE), "Phases, in order"),
    ),
)

MEASURE = Section("measure", (*_ASKING, _PHASE, _ITEMS), _ASKING_HINTS)

ANCHOR = Section(
    "anchor",
    (
        _TITLED,
        Field("words", Many(Line(), or_one=True), "Names under which the text mentions it"),
        Field("expected", Line(), "When it is expected; shown, never pressed"),
        Field("date", DAY, "Its day, once announced"),
    ),
)

PROGRAMME = Section(
    "programme",
    (
        _required("key", SLUG, "Name of the programme in addresses and files"),
        Field("number", Line(), "The document's number"),
        _required("title", Bilingual(), "Title"),
        _required("issuer", Bilingual(), "Who issued it"),
        _required("issued", DAY, "Day of issue; supplies years that the words leave out"),
        Field("language", Choice(("zh", "en")), "Default language of mail"),
        Field("zone", ZONE, "Zone of its days"),
        Field("calendar", COUNTRY, "Country of its working days"),
        Field("day_off", Choice(("stays", "back", "on")), "A due day that falls on a day off"),
        Field("line", NAME, "The kind of unit the programme runs along"),
        _required("words", WORDS, "The whole programme's window, verbatim"),
    ),
)

POINT = Section(
    "point",
    (
        Field("at", OFFSET, "Days or working days from the due day"),
        Field("every", EVERY, "On from the last point, for ever"),
        Field("to", Many(AUDIENCE, or_one=True), "Who hears it; the holder unless said"),
        Field("window", LENGTH, "Only for legs at least so long"),
        Field("hour", HOUR, "The hour it fires at"),
        Field("slip", Choice(COLOURS), "The paper drafted with it"),
    ),
)

POLICY = Section(
    "policy",
    (
        _required("points", Many(POINT), "Moments of the doer's leg"),
        Field("verify", Many(POINT), "Moments of the verifier's leg"),
        Field("verify_within", LENGTH, "How long the verifier has"),
        Field("return_within", LENGTH, "How long a returned matter has"),
    ),
)

PLAN = Section(
    "plan",
    (
        _required("programme", PROGRAMME, "The document as a whole"),
        Field("anchors", Keyed(ANCHOR, SLUG), "Events that dates hang on"),
        Field("policies", Keyed(POLICY, NAME), "Policies beside the built-in ones"),
        Field("stages", Many(STAGE), "Stages, in order"),
        Field("measures", Many(MEASURE), "What stands outside the phases"),
    ),
    {"decisions": "decisions stand in a file of their own", "units": "units stand in org.yaml"},
)

DECISION = Section(
    "decision",
    (*_OPEN, _DUE, _PHASE),
    {
        "words": "words are the document's; write the office's own deadline as `due`",
        "repeats": "what the document implies stands in the plan; write `recurs` or `ongoing`",
    },
)

OFFICE = Section(
    "office",
    (
        Field("paper_mark", PAPER_MARK, "What the numbers of slips begin with"),
        Field("issue", Choice(("signed", "auto")), "Papers wait for a signature, or go out"),
        Field("bulletins", Flag(), "true: a bulletin is drafted each month; the default"),
        Field("marks", Flag(), "true: the bulletin gives each unit a mark"),
        Field("mails_a_day", Count(50), "Mails a person and day that do not wait"),
    ),
)

DECISIONS = Section(
    "decisions",
    (
        _required("for", SLUG, "The key of the programme decided on"),
        Field("office", OFFICE, "How the office does its papers and mails"),
        Field("decided_by", Bilingual(), "Who decided"),
        Field("decided", DAY, "When"),
        _required("decisions", Keyed(DECISION, KEY), "Decisions by item"),
    ),
)

ORGANISATION = Section(
    "organisation",
    (
        Field("title", Bilingual(), "Its name"),
        Field("email", Address(), "Where answers to mails go"),
        Field("phone", Line(), "The office's phone"),
    ),
)

UNIT = Section(
    "unit",
    (
        _ID,
        _required("kind", NAME, "bureau, committee, section, branch, outside …"),
        _TITLED,
        Field("parent", KEY, "The unit above"),
        Field("phone", Line(), "Phone"),
    ),
)

PERSON = Section(
    "person",
    (
        _ID,
        _required("name", Line(), "Name"),
        Field("name_en", Line(), "Name in Latin letters"),
        Field("email", Address(), "Address"),
        Field("phone", Line(), "Phone"),
        _required("unit", KEY, "The line unit"),
        Field("units", Many(KEY, or_one=True), "Further units, such as the branch"),
        Field("is", Many(NAME, or_one=True), "member, cadre … for each person(…)"),
        Field("language", Choice(("zh", "en")), "Language of mail"),
        Field("zone", ZONE, "Own zone, if another"),
        Field("mail_hour", HOUR, "When mail may come on a working day"),
        _FROM,
        _TO,
    ),
)

POST = Section(
    "post",
    (
        _ID,
        _required("unit", KEY, "The unit it belongs to"),
        _required(
            "role", NAME, "head, liaison, leader, principal, leading_group, office, auditor …"
        ),
        Field("person", KEY, "Who holds it; left out while it is vacant"),
        _FROM,
        _TO,
        Field("deputy", KEY, "Who stands in"),
        Field("portfolio", Many(KEY, or_one=True), "Units a leader in charge answers for"),
    ),
)

ABSENCE = Section(
    "absence",
    (
        _required("person", KEY, "Who is away"),
        _required("from", DAY, "First day"),
        _required("to", DAY, "Last day, included"),
        Field("deputy", KEY, "Who stands in"),
    ),
)

ORG = Section(
    "org",
    (
        Field("organisation", ORGANISATION, "The office that answers for it all"),
        _required("units", Many(UNIT), "Units in the office's own order"),
        _required("people", Many(PERSON), "People in the office's own order"),
        Field("posts", Many(POST), "Who holds which post from when to when"),
        Field("absences", Many(ABSENCE), "Who is away, and who stands in"),
    ),
)


#: The three files, by the section that is their root.
ROOTS = {"plan": PLAN, "decisions": DECISIONS, "org": ORG}
