"""The moves of the workflows as forms: their fields, who is offered them, and what was wrong.

What is allowed stands in `workflows.domain.states` alone; here a refusal gets its place beside
a field and its words in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from dashboard.web import choices, supervision
from dashboard.web.conflicts import overtaken, sight_of
from dashboard.web.page_request import PageRequest
from workflows.commands import acts
from workflows.commands.context import Context
from workflows.commands.door import Acting
from workflows.commands.move_context import Move, MoveContext
from workflows.domain.assignees import responsible_of
from workflows.domain.errors import Denied, DubanError
from workflows.domain.kinds import kinds_that
from workflows.domain.messages import N_
from workflows.domain.moves import MOVE_TYPES
from workflows.domain.rows import Obligation
from workflows.store import queries
from workflows.store.bulk import Conflict

#: What is chosen before the sentence when something is sent back.
RETURNS = (N_("Incomplete"), N_("Material is missing"), N_("Does not match the item"))
#: Kinds that are signed by a person who shows once more who they are (dashboard/web/confirm.py).
DOCUMENTS = kinds_that("document")
#: Within so long the same note is one whose button was pressed twice.
TWICE = timedelta(minutes=1)
#: Kinds that can be said to wait for a listed item.
WAITS = kinds_that("work")
#: How an answer came that is entered for somebody else.
CAME_BY = (N_("by telephone"), N_("on paper"), N_("in person"))

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
    """What was typed into the form of one item, to be shown again when something is wrong."""

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
    """Whom `actor` would be entering for (代填): the responsible party, unless that is
    themselves."""
    responsible, _ = responsible_of(context.org, row, today)
    return "" if responsible == actor else responsible


def make(
    ask: PageRequest,
    acting: Acting,
    number: int,
    revision: int,
    move: Move,
    *,
    confirmed: bool = False,
) -> Obligation:
    """Make one move in a transaction that is open. Raises Wrong when it is refused, or when the
    item is no longer as the form showed it. `confirmed`: who signs a document has shown once
    more who they are."""
    connection, context = acting.connection, acting.context
    row = queries.obligations_by_id(connection, [number]).get(number)
    if row is None or row.programme != context.key:
        raise Wrong(ask.say("There is no such item."))
    doing = MoveContext(acting, row, move)
    if sight_of(ask, context, row) == "none":
        raise _not_theirs(ask, doing)
    if row.revision != revision:
        raise Wrong(overtaken(ask, connection, context, row), stale=True)
    if found := acts.refused(doing):
        raise Wrong(ask.why(found), found.field, denied=acts.denied(doing, found))
    if row.kind in DOCUMENTS and move.name == "sign" and not confirmed:
        raise Wrong(
            ask.say("Documents are signed on their own page, on “For decision” or from the mail.")
        )
    if move.name == "agree" and not choices.of_objection(row, move.unit):
        raise Wrong(ask.say("Choose a unit, or “No unit”."), "unit")
    if long := ask.too_long({"note": move.note}):
        raise Wrong(long[1], long[0])
    if move.name == "note" and _entered_already(connection, row, move, acting.actor, ask.now):
        raise Wrong(ask.say("The same was entered a moment ago; it is not entered twice."))
    try:
        return acts.act(acting, [number], move)[0]
    except Conflict:
        raise Wrong(overtaken(ask, connection, context, row), stale=True) from None
    except DubanError as error:
        beside = "because" if move.because else ""
        raise Wrong(ask.why(error), beside, denied=getattr(error, "denied", ())) from None


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


def _not_theirs(ask: PageRequest, doing: MoveContext) -> Wrong:
    """A refusal that says nothing about the item, for a person who may not see it; the attempt is
    on record."""
    said = ask.say("This item is not assigned to you, or not any more; nothing was changed.")
    return Wrong(said, denied=acts.denied(doing, acts.refused(doing)))


def read(ask: PageRequest, name: str, prefix: str = "", lead: str = "") -> tuple[Move, Typed]:
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
    if (chosen := values.get("choice", "")) and chosen in RETURNS and reason:
        reason = ask.say("{what}: {why}", what=ask.say(chosen), why=reason)
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


def with_source(
    ask: PageRequest, context: Context, row: Obligation, move: Move, came_by: str = ""
) -> Move:
    """`move` with whom it is entered for (代填) and how their answer came, where it is."""
    if not MOVE_TYPES[move.name].entered:
        return move
    responsible = for_whom(context, row, ask.who.person, ask.today)
    if not responsible or responsible not in context.org.people:
        return move
    came_by = came_by or ask.text("came_by")
    person = context.org.people[responsible]
    return replace(
        move,
        entered_for=person.called(ask.language),
        came_by=ask.say(came_by) if came_by in CAME_BY else "",
    )


def with_note(move: Move, note: str) -> Move:
    return replace(move, note=note)


def with_evidence(move: Move, kept: tuple[tuple[str, str], ...]) -> Move:
    return replace(move, evidence=kept)
