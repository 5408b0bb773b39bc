"""A ledger that went out as a sheet comes back filled in: shown first, with what clashes."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from dashboard.readmodel.lines import Line, Lines
from dashboard.web import moves, offers
from dashboard.web.ask import Ask
from dashboard.web.moves import Wrong
from dashboard.web.routes import Routes
from notifications import figures
from notifications.papers.sheet import KEY_HEADS
from notifications.papers.sheet_reading import read_under
from workflows.commands.doing import Move
from workflows.domain.errors import DubanError
from workflows.store import queries

routes = Routes()
MOST_BYTES = 5 * 1024 * 1024
#: How the heads of the three columns begin that a unit fills in, in both languages.
FILLED = (("进展情况", "Progress"), ("存在问题", "Obstacles"), ("下步措施", "Next steps"))
LABELS = {"zh": ("", "存在问题：", "下步措施："), "en": ("", "Obstacles: ", "Next steps: ")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """One row that says something new. `clash`: why it cannot be entered; empty when it can."""

    number: int
    revision: int
    line: Line | None
    stands: str
    says: str
    clash: str


@routes.get("/ledger/back", may="sheet")
def show(ask: Ask) -> Response:
    return ask.page("back.html", rows=None, wrong="", done=ask.given("done"))


@routes.post("/ledger/back", may="act")
def upload(ask: Ask) -> Response:
    """What the sheet says that is not on record yet; nothing is entered by this."""
    uploads = ask.files("file")
    if not uploads:
        said = ask.say("Choose the sheet that came back.")
        return ask.page("back.html", 422, rows=None, wrong=said, done="")
    name = str(uploads[0].filename)
    data = uploads[0].file.read(MOST_BYTES + 1)
    try:
        rows = _read(ask, _rows(data, "." + name.rpartition(".")[2].lower()))
    except DubanError as error:
        return ask.page("back.html", 422, rows=None, wrong=ask.why(error), done="")
    return ask.page("back.html", rows=rows, wrong="", done="")


def _rows(data: bytes, suffix: str) -> list[Mapping[str, str]]:
    """The rows under our own heads, in whichever language the sheet went out."""
    found = read_under(data, suffix, (KEY_HEADS["zh"],), (KEY_HEADS["en"],))
    return [cells for _, cells in found]


def _read(ask: Ask, cells: list[Mapping[str, str]]) -> list[Back]:
    said: dict[int, str] = {}
    for row in cells:
        key = next((row[head] for head in KEY_HEADS.values() if row.get(head)), "")
        if key[:1] == "o" and key[1:].isdigit():
            said[int(key[1:])] = _said(ask, row)
    found = queries.obligations_by_id(ask.connection, said)
    notes = figures.explanations(ask.connection, list(found.values()))
    lines = Lines(ask.context, ask.now, ask.language, ask.who)
    rows = []
    for number, text in said.items():
        obligation, stands = found.get(number), notes.get(number, "")
        if not text or text == stands:
            continue
        clash, line = "", None
        if obligation is None or lines.sight(obligation) == "none":
            clash = ask.say("There is no such matter.")
        else:
            line = lines.line(obligation)
            if "note" not in offers.offered(ask.context, obligation, ask.who.person, ask.today):
                clash = ask.say("It is closed, or not yours to enter.")
        rows.append(
            Back(
                number=number,
                revision=obligation.revision if obligation else 0,
                line=line,
                stands=stands if line is not None and line.sight == "full" else "",
                says=text,
                clash=clash,
            )
        )
    return rows


def _said(ask: Ask, row: Mapping[str, str]) -> str:
    """The three columns as one note; a label before what is not the progress itself."""
    parts = []
    for heads, label in zip(FILLED, LABELS[ask.language], strict=True):
        text = next((v.strip() for k, v in row.items() if k.startswith(heads)), "")
        if text:
            parts.append(f"{label}{text}")
    return "\n".join(parts)


@routes.post("/ledger/back/enter", may="act")
def enter(ask: Ask) -> Response:
    """What was shown is entered as progress; a matter somebody changed meanwhile is left out."""
    entered, left = 0, []
    for text in ask.texts("matter")[:2000]:
        number, _, revision = text.partition(":")
        note = ask.text(f"note-{number}")
        if not (number.isdigit() and revision.isdigit() and note):
            continue
        try:
            with ask.acting() as (connection, context):
                row = queries.obligations_by_id(connection, [int(number)]).get(int(number))
                move = Move(name="note", note=note)
                if row is not None:
                    move = moves.with_source(ask, context, row, move, "on paper")
                moves.make(ask, int(number), int(revision), move,
                           connection=connection, context=context)  # fmt: skip
            entered += 1
        except Wrong as wrong:
            left.append(f"#{number} {wrong.text}")
    if left:
        said = ask.say("{n} entered; left out: {what}", n=entered, what="；".join(left))
        ask.connection.rollback()
        return ask.page("back.html", 409, rows=None, wrong=said, done="")
    return ask.go("/ledger/back", done=str(entered))
