"""Lists as .xlsx and as pages to print, as filtered: how any of them goes out, and the ledgers.

The ledgers and the call list are in the columns of OFFICE forms; every other list (`lists`) has
the columns of its page.
"""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from starlette.responses import HTMLResponse, Response

from dashboard.pages.ledger import filters
from dashboard.pages.papers import CSP, attachment
from dashboard.web.ask import Ask
from dashboard.web.routes import Routes
from notifications import words
from notifications.ledgers import Ledgers
from notifications.papers import html
from notifications.papers.columns import Column, Kind
from notifications.papers.forms import Cell, LedgerForm, Row
from notifications.papers.sheet import workbook
from notifications.papers.tables import Form, Listing
from workflows.domain.rows import Obligation

routes = Routes()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: As many rows as a sheet of a list that grows without end has.
MOST_ROWS = 5000
#: The head of a column in the reader's language, its share of the width, what is in it.
Head = tuple[str, int] | tuple[str, int, Kind]


def sheet(ask: Ask, title: str, forms: Sequence[Form]) -> Response:
    """One sheet for each form, to save under `title` and the day."""
    return attachment(workbook(forms), f"{title}-{ask.today.isoformat()}.xlsx", XLSX)


def listing(ask: Ask, title: str, heads: Sequence[Head], rows: Iterable[Sequence[Cell]]) -> Listing:
    """A list of the board as a form: its rows in their order, numbered, as of now."""
    at = ask.now.astimezone(ZoneInfo(ask.context.frame.zone))
    columns = [Column("no", "序号", "No.", 5, "number")]
    columns += [
        Column(str(n), head[0], head[0], head[1], head[2] if len(head) == 3 else "text")
        for n, head in enumerate(heads)
    ]
    return Listing(
        language="en" if ask.language == "en" else "zh",
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


# --- the ledgers ------------------------------------------------------------------------------


def _ledgers(ask: Ask) -> Ledgers:
    """The ledgers of what he is shown, by the filters of the address."""
    made = Ledgers(ask.connection, ask.context, ask.now, ask.language)
    given, scope = {k: v for k, v in filters(ask).items() if v}, ask.who.scope

    def fits(row: Obligation) -> bool:
        if row.state == "withdrawn" or (scope is not None and row.unit not in ask.who.reach):
            return False
        person = given.get("person")
        return (not person or person in (row.person, row.holder)) and all(
            getattr(row, name) == ("" if value == "outside" else value)
            for name, value in given.items()
            if name != "person"
        )

    made.rows = [row for row in made.rows if fits(row)]
    return made


def _form(ask: Ask, name: str) -> LedgerForm:
    ledgers = _ledgers(ask)
    wanted = name == "rectifications" or ask.given("kind") == "rectification"
    return ledgers.rectifications() if wanted else ledgers.matters()


@routes.get("/ledger/xlsx", may="sheet")
def ledger(ask: Ask) -> Response:
    return sheet(ask, ask.say("Ledger"), [_form(ask, "matters")])


@routes.get("/rectifications/xlsx", may="sheet")
def rectifications(ask: Ask) -> Response:
    return sheet(ask, ask.say("Rectifications"), [_form(ask, "rectifications")])


@routes.get("/ledger/print", may="sheet")
def print_ledger(ask: Ask) -> Response:
    return _print(_form(ask, "matters"))


@routes.get("/rectifications/print", may="sheet")
def print_rectifications(ask: Ask) -> Response:
    return _print(_form(ask, "rectifications"))


def _print(form: Form) -> Response:
    """The full ledger in all its columns, on A3."""
    return HTMLResponse(html.ledger(form), headers={"Content-Security-Policy": CSP})


@routes.get("/calls/xlsx", may="today")
def calls(ask: Ask) -> Response:
    form = Ledgers(ask.connection, ask.context, ask.now, ask.language).calls()
    return sheet(ask, ask.say("Call list"), [form])
