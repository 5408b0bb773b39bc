"""A ledger that went out as a sheet comes back filled in: shown first, with what clashes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from starlette.responses import Response

from dashboard.readmodel import ledger_import as readmodel
from dashboard.readmodel.ledger_import import PLAN, Entry
from dashboard.readmodel.lines import Lines
from dashboard.web import moves
from dashboard.web.moves import Wrong
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from dashboard.web.views import LONGEST
from documents.answers import LEDGER_OF
from documents.columns import FILLED
from documents.sheet_back import returned
from workflows.commands.move_context import Move
from workflows.definition import Source
from workflows.definition.sheets.grid import MOST_BYTES
from workflows.domain.errors import DubanError
from workflows.domain.messages import N_
from workflows.domain.rows import Obligation
from workflows.store import queries

routes = Routes()
MOST_ROWS = 2000
#: What stands before a part of an answer that is not the progress itself, in the note of it.
LABELS = {"obstacles": N_("Obstacles: {text}"), "next_steps": N_("Next steps: {text}")}


@routes.get("/ledger/back", may="sheet")
def show(ask: PageRequest) -> Response:
    return _page(ask, done=ask.given("done"))


def _page(
    ask: PageRequest,
    status: int = 200,
    /,
    *,
    rows: list[readmodel.Back] | None = None,
    out: list[str] | None = None,
    wrong: str = "",
    done: str = "",
) -> Response:
    return ask.page("back.html", status, rows=rows, out=out or [], wrong=wrong, done=done)


@routes.post("/ledger/back", may="act")
def upload(ask: PageRequest) -> Response:
    """What the sheet says that is not on record yet; nothing is entered by this."""
    given = next(iter(ask.files("file")), None)
    if given is None:
        return _page(ask, 422, wrong=ask.say("Choose the updated sheet."))
    try:
        found, left = returned(Source(str(given.filename), given.file.read(MOST_BYTES + 1)))
    except DubanError as error:
        return _page(ask, 422, wrong=ask.why(error))
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    rows = readmodel.backs(ask.connection, ask.context, lines, found, LONGEST)
    out = [
        ask.say(
            "{sheet}, line {n}: {why}",
            sheet=one.sheet or ask.say("the file"),
            n=one.line,
            why=ask.told(one.why),
        )
        for one in left
    ]
    return _page(ask, rows=rows, out=out)


@routes.post("/ledger/back/enter", may="act")
def enter(ask: PageRequest) -> Response:
    """What was shown is entered; a line that somebody changed meanwhile is left out."""
    entered, left = 0, []
    for text in ask.texts("row")[:MOST_ROWS]:
        entry = readmodel.read_entry(text, LONGEST)
        if entry is None:
            continue
        try:
            _enter(ask, entry)
            entered += 1
        except Wrong as wrong:
            left.append(f"#{entry.about[0][0]} {wrong.text}")
    if left:
        said = ask.say(
            "{n} entered; left out: {what}", n=entered, what=ask.pgettext("mark", "; ").join(left)
        )
        ask.connection.rollback()
        return _page(ask, 409, wrong=said)
    return ask.go("/ledger/back", done=str(entered))


def _enter(ask: PageRequest, entry: Entry) -> None:
    """One line, for each whom it is about, or for none."""
    with ask.acting() as acting:
        connection, context = acting.connection, acting.context
        found = queries.obligations_by_id(connection, [number for number, _ in entry.about])
        rows = [found[number] for number, _ in entry.about if number in found]
        if len(rows) < len(entry.about) or not all(_fits(entry, row) for row in rows):
            raise Wrong(ask.say("There is no such item."))
        answers = readmodel.answers_of(connection, context, rows, entry.language)
        if readmodel.stood(answers, rows, entry.cells) != entry.stood:
            raise Wrong(ask.say("The record was changed after this page was shown."), stale=True)
        for number, revision in entry.about:
            for move in _moves(ask, entry, answers.of(found[number])):
                move = moves.with_source(ask, context, found[number], move, "on paper")
                moves.make(ask, acting, number, revision, move)


def _fits(entry: Entry, row: Obligation) -> bool:
    return row.kind in LEDGER_OF and entry.cells.keys() <= set(FILLED[LEDGER_OF[row.kind]])


def _moves(ask: PageRequest, entry: Entry, stands: Mapping[str, str]) -> Iterator[Move]:
    """The plan of a rectification, what of it is not new as it stands; and the answer."""
    if any(name in entry.cells for name in PLAN):
        cause, goal, measures = (entry.cells.get(name, stands.get(name, "")) for name in PLAN)
        yield Move(name="plan", cause=cause, goal=goal, measures=measures)
    said = {name: text for name, text in entry.cells.items() if name not in PLAN}
    if said:
        note = "\n".join(
            ask.say(LABELS.get(name, "{text}"), text=said[name])
            for name in FILLED["matters"]
            if name in said
        )
        move = Move(name="note", note=note)
        # Progress alone is a note like any other.
        yield move if said.keys() == {"progress"} else replace(move, parts=tuple(said.items()))
