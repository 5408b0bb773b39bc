"""Ledgers and the call list as .xlsx, as filtered, in the office's columns and order."""

from starlette.responses import Response

from dashboard.pages.ledger import filters
from dashboard.pages.papers import attachment
from dashboard.web.ask import Ask
from dashboard.web.routes import Routes
from notifications.ledgers import Ledgers
from notifications.papers.sheet import workbook
from workflows.domain.rows import Obligation

routes = Routes()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _ledgers(ask: Ask) -> Ledgers:
    """The ledgers of what he is shown, by the filters of the address."""
    made = Ledgers(ask.connection, ask.context, ask.now, ask.language)
    given, scope = {k: v for k, v in filters(ask).items() if v}, ask.who.scope

    def fits(row: Obligation) -> bool:
        if scope is not None and row.unit not in ask.who.reach:
            return False
        person = given.get("person")
        return (not person or person in (row.person, row.holder)) and all(
            getattr(row, name) == ("" if value == "outside" else value)
            for name, value in given.items()
            if name != "person"
        )

    made.rows = [row for row in made.rows if fits(row)]
    return made


def _sheet(ask: Ask, name: str) -> Response:
    ledgers = _ledgers(ask)
    form = ledgers.rectifications() if name == "rectifications" else ledgers.matters()
    title = ask.say("Rectifications" if name == "rectifications" else "Ledger")
    return attachment(workbook([form]), f"{title}-{ask.today.isoformat()}.xlsx", XLSX)


@routes.get("/ledger/xlsx", may="sheet")
def ledger(ask: Ask) -> Response:
    return _sheet(ask, "matters")


@routes.get("/rectifications/xlsx", may="sheet")
def rectifications(ask: Ask) -> Response:
    return _sheet(ask, "rectifications")


@routes.get("/calls/xlsx", may="today")
def calls(ask: Ask) -> Response:
    form = Ledgers(ask.connection, ask.context, ask.now, ask.language).calls()
    name = f"{ask.say('Call list')}-{ask.today.isoformat()}.xlsx"
    return attachment(workbook([form]), name, XLSX)
