"""The moves of the workflows as forms: their fields, who is offered them, and what was wrong.

What is allowed stands in `workflows.domain.states` alone; here a refusal gets its place beside
a field and its words in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from dashboard.web import choices, supervision
from dashboard.web.ask import Ask
from dashboard.web.conflicts import overtaken, sight_of
from workflows.commands import acts
from workflows.commands.context import Context
from workflows.commands.door import Acting
from workflows.commands.move_context import Move, MoveContext
from workflows.domain.assignees import doer_of
from workflows.domain.errors import Denied, DubanError, Refused
from workflows.domain.guards import GUARDS
from workflows.domain.kinds import kinds_that
from workflows.domain.moves import MOVE_TYPES
from workflows.domain.rows import Obligation
from workflows.domain.states import TABLE
from workflows.store import queries
from workflows.store.bulk import Conflict

#: What is chosen before the sentence when something is sent back.
RETURNS = ("Incomplete", "Material is missing", "Does not fit the matter")
#: Kinds that are signed by a person who shows once more who he is (dashboard/web/confirm.py).
PAPERS = kinds_that("document")
#: Within so long the same note is one whose button was pressed twice.
TWICE = timedelta(minutes=1)
#: Kinds that can be said to wait for a listed matter.
WAITS = kinds_that("work")
#: How an answer came that is entered for somebody else.
CAME_BY = ("by telephone", "on paper", "in person")

#: Guard → (field it stands beside, what is said).
_SAID: Mapping[str, tuple[str, str]] = {
    "not_own": ("", "Nobody decides on what he owes himself; the next above decides."),
    "evidence": ("file", "The plan asks for a file here. Please attach it."),
    "done_on": ("done_on", "This day lies in the future. Give the day on which it was done."),
    "predecessors": ("", "Something that comes before it has not been reported yet."),
    "before_due": (
        "",
        "The date has passed. Explain the delay instead, and say by when it will be done.",
    ),
    "later_date": ("to", "Give a day later than the date it has now."),
    "first_request": ("", "A request about this waits for its decision already."),
    "reason": ("reason", "A sentence that says why is needed."),
    "note": ("note", "Please write a sentence."),
    "person": ("person", "Choose somebody."),
    "first_press": ("", "It was urged today already; nobody is urged twice a day."),
    "after_due": ("", "It is not overdue. Ask for more time instead."),
    "day_to_come": ("to", "Give a day to come."),
    "unit": ("unit", "Choose a unit."),
    "measures": ("measures", "Name at least one measure."),
    "planned": ("", "A matter of this severity needs its measures planned first."),
    "two_if_listed": ("person", "A listed matter is checked by two; choose the second."),
    "in_time_to_object": ("", "The days for objections are over. Sign for it, and add a note."),
    "listed": ("", "It is not listed."),
    "not_listed": ("", "It is listed already."),
    **supervision.SAID,
}


#: The field of what is no mistake, only told: that a code is on its way.
TOLD = "told"


class Wrong(Exception):
    """Why a move was not made. `field` is where it is said; `stale`: somebody was first.
    `denied` is what goes on record."""

    @property
    def status(self) -> int:
        return 409 if self.stale else 200 if self.field == TOLD else 422

    def __init__(
        self, text: str, field: str = "", *, stale: bool = False, denied: tuple[Denied, ...] = ()
    ) -> None:
        super().__init__(text)
        self.denied = denied
        self.text = text
        self.field = field
        self.stale = stale


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form of one matter, to be shown again when something is wrong."""

    values: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    move: str = ""

    def of(self, name: str) -> str:
        return self.values.get(name, "")

    def error(self, name: str) -> str:
        return self.wrong.get(name, "")

    def for_move(self, name: str) -> "Typed":
        """What was typed, where it was typed for this move."""
        return self if self.move == name else Typed()


def for_whom(context: Context, row: Obligation, actor: str, today: date) -> str:
    """Whom `actor` would be entering for (代填): the doer, unless that is himself."""
    doer, _ = doer_of(context.org, row, today)
    return "" if doer == actor else doer


def make(
    ask: Ask, acting: Acting, number: int, revision: int, move: Move, *, confirmed: bool = False
) -> Obligation:
    """Make one move in a transaction that is open. Raises Wrong when it is refused, or when the
    matter is no longer as the form showed it. `confirmed`: who signs a paper has shown once
    more who he is."""
    connection, context = acting.connection, acting.context
    row = queries.obligations_by_id(connection, [number]).get(number)
    if row is None or row.programme != context.key:
        raise Wrong(ask.say("There is no such matter."))
    doing = MoveContext(acting, row, move)
    if sight_of(ask, context, row) == "none":
        raise _not_his(ask, doing)
    if row.revision != revision:
        raise Wrong(overtaken(ask, connection, context, row), stale=True)
    rule = TABLE.get((row.kind, row.state, move.name))
    if rule is None:
        raise Wrong(_impossible(ask, doing))
    if row.kind in PAPERS and move.name == "sign" and not confirmed:
        raise Wrong(ask.say("Papers are signed on their page, on For decision or from the mail."))
    if move.name == "agree" and not choices.of_objection(row, move.unit):
        raise Wrong(ask.say("Choose a unit, or nobody."), "unit")
    if long := ask.too_long({"note": move.note}):
        raise Wrong(long[1], long[0])
    facts, on_record = acts.facts(doing), acts.denied(doing, acts.refused(doing))
    if not facts.roles.intersection(rule.by):
        said = ask.say("This is not yours to do here. Ask whoever holds it, or the office.")
        raise Wrong(said, denied=on_record)
    for need in rule.needs:
        if GUARDS[need](facts) is not None:
            beside, text = _SAID.get(need, ("", "It is refused."))
            day = supervision.day_of(need, facts, ask.locale, ask.today)
            raise Wrong(ask.say(text, day=day), beside, denied=on_record)
    if move.name == "note" and _entered_already(connection, row, move, acting.actor, ask.now):
        raise Wrong(ask.say("The same was entered a moment ago; it is not entered twice."))
    try:
        return acts.act(acting, [number], move)[0]
    except Conflict:
        raise Wrong(overtaken(ask, connection, context, row), stale=True) from None
    except DubanError as error:
        beside = "because" if move.because else ""
        said = ask.say("It was refused: {why}", why=ask.why(error))
        raise Wrong(said, beside, denied=getattr(error, "denied", ())) from None


def _entered_already(
    connection: Connection, row: Obligation, move: Move, actor: str, now: datetime
) -> bool:
    """Whether a button was pressed twice: the same words and files, by the same, within a minute.
    A note moves nothing, so its revision does not tell."""
    last = queries.last_events(connection, [row.id], "noted").get(row.id)
    if last is None or last.actor != actor or now - last.at >= TWICE:
        return False
    files = [tuple(one) for one in last.why.get("evidence", ())]
    return last.why.get("note") == move.note and files == list(move.evidence)


def _impossible(ask: Ask, doing: MoveContext) -> str:
    """Why a move that no form offered is not made: nobody was first, it never was possible."""
    found = acts.refused(doing)
    why = ask.why(Refused(found.reason, found.cure)) if found else ""
    return ask.say("It was refused: {why}", why=why)


def _not_his(ask: Ask, doing: MoveContext) -> Wrong:
    """Of what he may not see, he who tries something hears nothing; what he tried is on record."""
    said = ask.say("It is not yours, or not any more; nothing was changed.")
    return Wrong(said, denied=acts.denied(doing, acts.refused(doing)))


def read(ask: Ask, name: str, prefix: str = "", lead: str = "") -> tuple[Move, Typed]:
    """The move `name` from the form; fields may carry a prefix where one page has several.
    `lead` verifies what an inspection found.

    Raises Wrong, with what was typed kept by the caller, for a day that is none.
    """
    fields = MOVE_TYPES[name].fields
    values = supervision.values_of(ask, (*fields, "came_by"), prefix)
    if long := ask.too_long(values):
        raise Wrong(long[1], long[0])
    days: dict[str, date | None] = {}
    for each in ("to", "due", "done_on"):
        text = values.get(each, "")
        try:
            days[each] = date.fromisoformat(text) if text else None
        except ValueError:
            raise Wrong(
                ask.say("“{day}” is no day; write it as 2010-06-30.", day=text), each
            ) from None
    reason = values.get("reason", "")
    if chosen := values.get("choice", ""):
        colon = "：" if ask.language == "zh" else ": "
        reason = f"{ask.say(chosen)}{colon}{reason}" if chosen in RETURNS and reason else reason
    try:
        n = supervision.number_of(ask, values["n"]) if "n" in values else 0
        because = supervision.cause_of(ask, values.get("because", ""))
        findings = supervision.findings_of(ask, values, lead) if "findings" in fields else ()
    except supervision.Bad as bad:
        raise Wrong(bad.text, bad.field) from None
    units = tuple(unit for unit in values.get("units", "").split(",") if unit)
    move = Move(
        name=name,
        reason=reason,
        note=values.get("note", ""),
        person=values.get("person", ""),
        n=n,
        units=units,
        findings=findings,
        seed=supervision.seed_of(ask, name, prefix),
        to=days["to"],
        due=days["due"],
        done_on=days["done_on"],
        unit=values.get("unit", ""),
        cause=values.get("cause", ""),
        goal=values.get("goal", ""),
        measures=values.get("measures", ""),
        because=because,
    )
    return move, Typed(values=values, move=name)


def with_source(ask: Ask, context: Context, row: Obligation, move: Move, came_by: str = "") -> Move:
    """`move` with whom it is entered for (代填) and how his answer came, where it is."""
    if not MOVE_TYPES[move.name].entered:
        return move
    doer = for_whom(context, row, ask.who.person, ask.today)
    if not doer or doer not in context.org.people:
        return move
    came_by = came_by or ask.text("came_by")
    person = context.org.people[doer]
    return replace(
        move,
        entered_for=person.called(ask.language),
        came_by=ask.say(came_by) if came_by in CAME_BY else "",
    )


def with_note(move: Move, note: str) -> Move:
    return replace(move, note=note)


def with_evidence(move: Move, kept: tuple[tuple[str, str], ...]) -> Move:
    return replace(move, evidence=kept)
