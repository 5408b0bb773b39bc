"""Lists as .xlsx and as pages to print, as filtered: how any of them goes out, and the ledgers.

The ledgers and the call list are in the columns of OFFICE forms; every other list (`lists`) has
the columns of its page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from starlette.responses import Response

from dashboard.pages.documents import DOCX, attachment, document
from dashboard.pages.ledger import KINDS, filters, unit_asked
from dashboard.readmodel import ledger as ledger_model
from dashboard.readmodel.lines import Line, Lines
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from documents import docx, html, registers
from documents.columns import NUMBER, Column, Kind
from documents.forms import Cell, LedgerForm, Row
from documents.ledgers import Ledgers
from documents.sheet import workbook
from documents.tables import Form, Listing
from notifications import dates_words, words
from workflows.domain.rows import Obligation

routes = Routes()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: As many rows as a sheet of a list that grows without end has.
MOST_ROWS = 5000
#: Kinds of the ledger's page that stand in no ledger.
#: Filter of the address → column, where they differ.
_COLUMNS = {"holder": "assignee"}
_OTHERS = ("decision", "lookback", "slip", "bulletin")
#: Forms of the ledger's items beside the full one: what each is called, and what makes it.
_FORMS: Mapping[str, tuple[str, Callable[[Ledgers], LedgerForm]]] = {
    "short": ("Summary", registers.short),
    "instructions": ("Register of instructions", registers.instructions),
}
#: The head of a column in the reader's language, its share of the width, what is in it.
Head = tuple[str, int] | tuple[str, int, Kind]


def sheet(ask: PageRequest, title: str, forms: Sequence[Form]) -> Response:
    """One sheet for each form, to save under `title` and the day."""
    return attachment(workbook(forms), f"{title}-{ask.today.isoformat()}.xlsx", XLSX)


def listing(
    ask: PageRequest, title: str, heads: Sequence[Head], rows: Iterable[Sequence[Cell]]
) -> Listing:
    """A list of the board as a form: its rows in their order, numbered, as of now."""
    at = ask.now.astimezone(ZoneInfo(ask.context.frame.zone))
    columns = [NUMBER]
    columns += [
        Column(str(n), head[0], head[1], head[2] if len(head) == 3 else "text")
        for n, head in enumerate(heads)
    ]
    return Listing(
        language=ask.locale,
        title=title,
        unit=words.office_name(ask.context.org, ask.language),
        as_of=at.date(),
        as_of_time=at.time().replace(second=0, microsecond=0),
        phone=ask.context.org.phone,
        columns=tuple(columns),
        rows=tuple(
            Row(key="", cells={str(n): value for n, value in enumerate(row)}) for row in rows
        ),
    )


def items(ask: PageRequest, title: str, lines: Iterable[Line]) -> Listing:
    """Items of any kind in the columns of the pages."""
    say = ask.say
    heads: list[Head] = [
        (say("Number"), 8),
        (say("Item"), 30),
        (say("Clause"), 14),
        (say("Unit"), 16),
        (say("Person"), 18),
        (say("Assigned to"), 12),
        (say("Phone"), 15),
        (say("Date"), 12, "date"),
        (say("Original wording"), 16),
        (say("Progress"), 30),
        (say("State"), 12),
        (say("Status light"), 9, "light"),
    ]
    return listing(
        ask,
        title,
        heads,
        (
            (
                line.id,
                line.title,
                line.clause,
                line.unit,
                dates_words.joined(line.names, ask.locale) if line.names else line.person,
                line.assignee,
                line.phone,
                line.due_on,
                line.words,
                line.note,
                line.state_word,
                line.light,
            )
            for line in lines
        ),
    )


# --- the ledgers ------------------------------------------------------------------------------


def _ledgers(ask: PageRequest, language: str = "") -> Ledgers:
    """The ledgers of what they are shown, by the filters of the address."""
    made = Ledgers(ask.connection, ask.context, ask.now, language or ask.locale)
    given, scope = {k: v for k, v in filters(ask).items() if v}, ask.who.scope

    def fits(row: Obligation) -> bool:
        if row.state == "withdrawn" or (scope is not None and row.unit not in ask.who.reach):
            return False
        person, due = given.get("person"), given.get("due")
        if person and person not in (row.person, row.assignee):
            return False
        return (not due or str(row.step_due_on) == due) and all(
            getattr(row, _COLUMNS.get(name, name)) == ("" if value == "outside" else value)
            for name, value in given.items()
            if name not in ("person", "due")
        )

    made.rows = [row for row in made.rows if fits(row)]
    made.unit = unit_asked(ask, given)
    return made


@routes.get("/ledger/xlsx", may="sheet")
def ledger(ask: PageRequest) -> Response:
    """督办台账, and where there are any 整改台账 and a sheet for each other kind of the page.
    By `form`: the leaders' short form of it, or the 批示件登记."""
    ledgers, kind = _ledgers(ask), ask.given("kind")
    if made := _FORMS.get(ask.choice("form", _FORMS)):
        name, form = made
        return sheet(ask, ask.say(name), [form(ledgers)])
    forms: list[Form] = []
    if kind not in ("rectification", *_OTHERS):
        forms.append(ledgers.items())
    found = ledgers.rectifications()
    if found.rows or kind == "rectification":
        forms.append(found)
    others: Iterable[Form] = _others(ask, kind)
    if ledgers.unit:
        name = words.unit_name(ask.context.org, ledgers.unit, ask.language)
        others = (replace(form, unit=name) for form in others)
    return sheet(ask, ask.say("Ledger"), [*forms, *others])


def _others(ask: PageRequest, kind: str) -> Iterable[Form]:
    """Requests, follow-up checks and documents, which no ledger of the office has a form for."""
    given = {name: value for name, value in filters(ask).items() if value}
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    for one in _OTHERS:
        if kind in ("", one):
            found = ledger_model.page(
                ask.connection, ask.context, lines, ask.who, given | {"kind": one}, 1, MOST_ROWS
            ).lines
            if found or kind:
                yield items(ask, ask.say(KINDS[one]), found)


@routes.get("/plan/xlsx", may="read")
def breakdown(ask: PageRequest) -> Response:
    """任务分解表; of the units that owe a line, those they are shown."""
    return sheet(ask, ask.say("Breakdown of tasks"), [registers.breakdown(_ledgers(ask))])


@routes.get("/rectifications/xlsx", may="sheet")
def rectifications(ask: PageRequest) -> Response:
    return sheet(ask, ask.say("Rectifications"), [_ledgers(ask).rectifications()])


@routes.get("/ledger/print", may="sheet")
def print_ledger(ask: PageRequest) -> Response:
    return _print(_ledgers(ask).items())


@routes.get("/rectifications/print", may="sheet")
def print_rectifications(ask: PageRequest) -> Response:
    return _print(_ledgers(ask).rectifications())


def _print(form: Form) -> Response:
    """The full ledger in all its columns, on A3."""
    return document(html.ledger(form))


@routes.get("/ledger/docx", may="sheet")
def ledger_docx(ask: PageRequest) -> Response:
    return _docx(ask, "Ledger", _ledgers(ask, ask.language).items())


@routes.get("/rectifications/docx", may="sheet")
def rectifications_docx(ask: PageRequest) -> Response:
    return _docx(ask, "Rectifications", _ledgers(ask, ask.language).rectifications())


def _docx(ask: PageRequest, name: str, form: LedgerForm) -> Response:
    data = docx.ledger(form, ask.board.options.templates_dir)
    return attachment(data, f"{ask.say(name)}-{ask.today}.docx", DOCX)


@routes.get("/calls/xlsx", may="today")
def calls(ask: PageRequest) -> Response:
    form = Ledgers(ask.connection, ask.context, ask.now, ask.locale).calls()
    return sheet(ask, ask.say("Call list"), [form])
