"""A form about several items: each stands or falls by itself, and what was typed is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from dashboard.pages.obligation import with_files
from dashboard.readmodel import desk as readmodel
from dashboard.readmodel import obligation as one
from dashboard.readmodel.lines import Line, Lines
from dashboard.web import moves
from dashboard.web.moves import Typed, Wrong
from dashboard.web.page_request import PageRequest, whole
from notifications import dates_words
from workflows.commands.move_context import Move
from workflows.domain.moves import MOVE_TYPES
from workflows.domain.rows import Obligation
from workflows.store import queries


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was entered of one item, and what comes next: who has it now, and until when."""

    number: int
    title: str
    what: str
    next: str


@dataclass(frozen=True, slots=True)
class Lost:
    """What could not be entered of an item that the page does not show any more."""

    number: int
    title: str
    why: str
    text: str


@dataclass(slots=True)
class Sent:
    """What came of a form about several items: receipts, what was typed where it is wrong.
    `kept`: what was typed into a table whose fields stand for several."""

    done: list[Receipt] = field(default_factory=list)
    typed: dict[int, Typed] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)

    def lost(self, ask: PageRequest, shown: Iterable[int]) -> list[Lost]:
        """What stands beside no matter, because somebody else was first: told above them all."""
        gone = self.typed.keys() - set(shown)
        rows = queries.obligations_by_id(ask.connection, sorted(gone)) if gone else {}
        lines = Lines(ask.context, ask.now, ask.locale, ask.who)
        found = []
        for number in sorted(gone):
            typed, row = self.typed[number], rows.get(number)
            line = lines.line(row) if row and row.programme == ask.context.key else None
            title = line.title if line and line.sight != "none" else str(number)
            text = typed.of("note") or typed.of("reason")
            found.append(Lost(number, title, "; ".join(typed.wrong.values()), text))
        return found


def named(ask: PageRequest) -> list[tuple[int, int]]:
    """(number, revision) of the items the form was about."""
    found = []
    for text in ask.texts("matter")[: 2 * readmodel.MOST]:
        number, revision = map(whole, text.partition(":")[::2])
        if number is not None and revision is not None:
            found.append((number, revision))
    return found


def chosen(ask: PageRequest, sent: Sent, among: Iterable[str], texts: Iterable[str]) -> None:
    """Make what was chosen for each item. What was typed where nothing was chosen is kept, and
    said beside it."""
    for number, revision in named(ask):
        name = ask.text(f"{number}-move", 20)
        if name in among:
            enter(ask, sent, number, revision, name)
            continue
        values = {each: ask.text(f"{number}-{each}") for each in texts}
        if any(values.values()) or ask.files(f"{number}-file"):
            said = ask.say("Nothing was chosen here, so this was not sent. Choose what to do.")
            values |= {"done_on": ask.text(f"{number}-done_on")}
            sent.typed[number] = Typed(values=values, wrong={"move": said})


def enter(
    ask: PageRequest,
    sent: Sent,
    number: int,
    revision: int,
    name: str,
    *,
    prefix: str = "",
    own: str = "",
    file: str | None = None,
) -> bool:
    """One move on one item; whether it was made. `prefix` of its fields, where several share
    them; `own` is a note of its own; `file` the field of its files."""
    p = prefix or f"{number}-"
    values = {f: ask.text(f"{p}{f}") for f in (*MOVE_TYPES[name].fields, "came_by")}
    if own:
        values["note"] = own
    try:
        move, _ = moves.read(ask, name, p)
        move = moves.with_note(move, own) if own else move
        files = f"{p}file" if file is None else file
        row, request = _make(ask, number, revision, move, ask.text(f"{p}came_by"), files)
    except Wrong as wrong:
        sent.typed[number] = Typed(values=values, wrong={wrong.field: wrong.text}, move=name)
        return False
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    line, what = lines.line(row), ask.say(MOVE_TYPES[name].label)
    held = lines.line(request) if request else line
    sent.done.append(Receipt(number, line.title, what, _next(ask, held)))
    return True


def _next(ask: PageRequest, line: Line) -> str:
    """Who has it now and until when; how it stands where nobody has."""
    if line.assignee and line.due_on:
        day = dates_words.day(line.due_on, ask.locale, ask.today)
        return ask.say("Next: {who}, by {day}.", who=line.assignee, day=day)
    return line.state_word


def _make(
    ask: PageRequest, number: int, revision: int, move: Move, came_by: str, files: str
) -> tuple[Obligation, Obligation | None]:
    """The item afterwards, and the request that was made about it."""
    with ask.acting() as acting:
        connection, context = acting.connection, acting.context
        row = one.find(connection, context, number)
        if row is None:
            raise Wrong(ask.say("There is no such item."))
        move = moves.with_source(ask, context, row, move, came_by)
        move = with_files(ask, connection, move, ask.files(files) if files else [])
        after = moves.make(ask, acting, number, revision, move)
        return after, _request(connection, after) if MOVE_TYPES[move.name].asks else None


def _request(connection: Connection, row: Obligation) -> Obligation | None:
    """The newest request about an item; a rectification that is objected to has none."""
    rows = queries.obligations(connection, row.programme, kind="decision", about=row.id)
    return max(rows, key=lambda each: each.id, default=None)
