"""Papers 督办单、通报: drafts to sign, what was issued; each as a page to print and as .docx."""

from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from dashboard.pages.obligation import seen
from dashboard.readmodel import papers as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web.ask import Ask, Missing
from dashboard.web.routes import Routes
from notifications import filling
from notifications.papers import docx, html
from workflows.commands.paper_views import Shown, shown
from workflows.domain.errors import NotFound

routes = Routes()
#: What a paper is called, by its colour.
NAMES = {
    "blue": "Reminder slip", "yellow": "Urging slip", "red": "Supervision slip",
    "second": "Second supervision slip", "listing": "Notice of listing", "bulletin": "Bulletin",
}  # fmt: skip
#: The page of a paper brings its own styles, and nothing else.
CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


@routes.get("/papers", may="decide")
def listing(ask: Ask) -> Response:
    lines = Lines(ask.context, ask.now, ask.language, ask.who)
    return ask.page(
        "papers.html",
        drafts=readmodel.drafts(ask.connection, ask.context, lines),
        issued=readmodel.issued(ask.connection, ask.context, lines),
        names=NAMES,
    )


def _shown(ask: Ask, number: int) -> Shown:
    lines, row = seen(ask, number)
    if row.kind not in readmodel.KINDS or lines.sight(row) != "full":
        raise Missing
    try:
        return shown(ask.connection, ask.context, number, row.kind, ask.now)
    except NotFound:
        raise Missing from None


@routes.get("/papers/{number:int}/page", may="read")
def page(ask: Ask, number: int) -> Response:
    found = _shown(ask, number)
    if found.row.kind == "slip":
        base = ask.board.options.base_url
        form = filling.slip_form(ask.context, found.row, found.body, ask.language, base)
        text = html.slip(form)
    else:
        text = html.bulletin(
            filling.bulletin_form(ask.context, found.row, found.body, ask.language)
        )
    return HTMLResponse(
        text, headers={"Content-Security-Policy": CSP, "X-Frame-Options": "SAMEORIGIN"}
    )


@routes.get("/papers/{number:int}/docx", may="read")
def document(ask: Ask, number: int) -> Response:
    found = _shown(ask, number)
    if found.row.kind == "slip":
        base = ask.board.options.base_url
        form = filling.slip_form(ask.context, found.row, found.body, ask.language, base)
        data = docx.slip(form)
    else:
        data = docx.bulletin(
            filling.bulletin_form(ask.context, found.row, found.body, ask.language)
        )
    name = str(found.row.extra.get("number") or f"{found.row.kind}-{number}")
    return attachment(data, f"{name}.docx", DOCX)


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def attachment(data: bytes, name: str, kind: str) -> Response:
    """A file to save."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=kind, headers={"Content-Disposition": disposition})
