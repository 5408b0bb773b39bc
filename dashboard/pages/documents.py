"""Documents 督办文书: to sign, the book of numbers, a supervision notice and a bulletin each as it
will print."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from dashboard.pages.obligation import attempt, form_facts
from dashboard.readmodel import documents as readmodel
from dashboard.readmodel import obligation as one
from dashboard.readmodel import page_facts
from dashboard.readmodel.figures import COLUMNS
from dashboard.readmodel.lines import Lines
from dashboard.web import choices, offers
from dashboard.web.confirm import factors
from dashboard.web.moves import Typed
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes
from documents.options import DocumentOptions
from documents.written import written
from workflows.commands.documents.views import Shown, shown
from workflows.domain.errors import NotFound
from workflows.domain.kind_facts import BulletinFacts, SupervisionNoticeFacts
from workflows.domain.moves import MOVE_TYPES
from workflows.domain.rows import Obligation

routes = Routes()
Kind = Literal["slip", "bulletin"]
PAGES: Mapping[str, str] = {"slip": "/papers/", "bulletin": "/bulletins/"}
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Kind → the template of its page.
_TEMPLATES = {"slip": "supervision_notice.html", "bulletin": "bulletin.html"}


@routes.get("/papers", may="read")
def book(ask: PageRequest) -> Response:
    return ask.page(
        "documents.html", units=choices.units_of(ask.context, ask.language), **facts(ask)
    )


def facts(ask: PageRequest, most: int = 0) -> dict[str, Any]:
    """What the filters of the address choose: the page of the address; with `most` at most so many
    from the first on, for the sheet."""
    given = {
        "unit": ask.choice("unit", ask.context.org.units),
        "state": ask.choice("state", {"signed", "void"}),
    }
    number, size = (1, most) if most else (ask.page_number(), readmodel.PAGE)
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    found = readmodel.book(ask.connection, ask.context, lines, ask.who, given, number, size)
    return {"p": found, "given": given, "number": number}


@routes.get("/bulletins", may="read")
def bulletins(ask: PageRequest) -> Response:
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    return ask.page(
        "bulletins.html",
        bulletins=readmodel.bulletins(ask.connection, ask.context, lines),
        may_pack=ask.who.may("office"),
    )


# --- one document --------------------------------------------------------------------------------


@routes.get("/papers/{number:int}", may="read")
def supervision_notice(ask: PageRequest, number: int) -> Response:
    return _page(ask, "slip", number, Typed(), done=ask.given("done"))


@routes.get("/bulletins/{number:int}", may="read")
def bulletin(ask: PageRequest, number: int) -> Response:
    return _page(ask, "bulletin", number, Typed(), done=ask.given("done"))


def _row(ask: PageRequest, kind: Kind, number: int) -> tuple[Lines, Obligation]:
    """The document, for somebody who may see it. Raises Missing for anybody else."""
    row = one.find(ask.connection, ask.context, number)
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    if row is None or row.kind != kind or lines.sight(row) == "none":
        raise Missing
    return lines, row


def _shown(ask: PageRequest, kind: Kind, row: Obligation) -> Shown | None:
    """What it says; None while a bulletin's numbers are not taken."""
    try:
        return shown(ask.connection, ask.context, row.id, kind, ask.now)
    except NotFound:
        return None


def _readable(lines: Lines, row: Obligation) -> bool:
    """The whole document: a bulletin that was issued is everybody's."""
    return lines.sight(row) == "full" or (row.kind == "bulletin" and row.state == "signed")


def _page(
    ask: PageRequest,
    kind: Kind,
    number: int,
    typed: Typed,
    status: int = 200,
    /,
    *,
    stale: str = "",
    done: str = "",
) -> Response:
    lines, row = _row(ask, kind, number)
    facts = page_facts.Facts(ask.context, ask.locale, ask.today)
    actor = ask.who.person if ask.who.may("act") else ""
    offered = offers.offered(ask.context, row, actor, ask.today)
    found, full = _shown(ask, kind, row), lines.sight(row) == "full"
    return ask.page(
        _TEMPLATES[kind],
        status,
        p=readmodel.document(ask.context, lines, facts, row),
        full=full,
        readable=_readable(lines, row) and found is not None,
        offered=offered,
        typed=typed,
        stale=stale,
        done=ask.say(offers.form_of(row, done)[0]) if done in MOVE_TYPES else "",
        needs_file=False,
        to=PAGES[kind],
        factors=factors(ask),
        **form_facts(ask, row, offered),
        **_said(ask, kind, row, found, full),
    )


def _said(
    ask: PageRequest, kind: Kind, row: Obligation, found: Shown | None, full: bool
) -> dict[str, Any]:
    """The words of the document."""
    context, language, base = ask.context, ask.locale, ask.board.options.base_url
    if kind == "slip":
        text = readmodel.text(context, row, found.body, language, base) if found else None
        explained = str(found.body["explained"]) if found else ""
        return {"text": text if full else None, "explained": explained if full else ""}
    facts = page_facts.Facts(context, ask.locale, ask.today)
    corrections = BulletinFacts.of(row).corrections if full else ()
    told: dict[str, Any] = {
        "text": None,
        "now": {},
        "last": None,
        "numbers": COLUMNS,
        "corrections": [(facts.day(c.on), facts.people([c.by]), c.note) for c in corrections],
    }
    if found is None:
        return told
    body = readmodel.for_reader(row, found.body, ask.who, full)
    text_ = readmodel.text(context, row, body, language, base)
    return told | {"text": text_, "now": body["total"], "last": body["last_total"]}


@routes.post("/papers/{number:int}/{name}", may="act")
def act_on_supervision_notice(ask: PageRequest, number: int, name: str) -> Response:
    return _act(ask, "slip", number, name)


@routes.post("/bulletins/{number:int}/{name}", may="act")
def act_on_bulletin(ask: PageRequest, number: int, name: str) -> Response:
    return _act(ask, "bulletin", number, name)


def _act(ask: PageRequest, kind: Kind, number: int, name: str) -> Response:
    _, row = _row(ask, kind, number)
    typed, wrong = attempt(ask, row, name, signs=True)
    if wrong is not None:
        stale = wrong.text if wrong.stale else ""
        return _page(ask, kind, number, typed, wrong.status, stale=stale)
    return ask.go(f"{PAGES[kind]}{number}", done=name)


# --- as it prints -----------------------------------------------------------------------------


@routes.get("/papers/{number:int}/print", may="read")
def print_supervision_notice(ask: PageRequest, number: int) -> Response:
    return _print(ask, "slip", number)


@routes.get("/bulletins/{number:int}/print", may="read")
def print_bulletin(ask: PageRequest, number: int) -> Response:
    return _print(ask, "bulletin", number)


def _print(ask: PageRequest, kind: Kind, number: int) -> Response:
    _, data = _file(ask, kind, number, ".html")
    return document(data.decode())


def document(html: str) -> Response:
    """A document of its own: nothing runs, nothing is fetched, and no style is applied but the
    one it was written with."""
    sums = (b64encode(sha256(text.encode()).digest()).decode() for text in _STYLE.findall(html))
    styles = " ".join(f"'sha256-{one}'" for one in sums) or "'none'"
    policy = (
        f"default-src 'none'; style-src {styles}; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'none'"
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})


@routes.get("/papers/{number:int}.docx", may="read")
def docx_supervision_notice(ask: PageRequest, number: int) -> Response:
    return _docx(ask, "slip", number)


@routes.get("/bulletins/{number:int}.docx", may="read")
def docx_bulletin(ask: PageRequest, number: int) -> Response:
    return _docx(ask, "bulletin", number)


def _docx(ask: PageRequest, kind: Kind, number: int) -> Response:
    row, data = _file(ask, kind, number, ".docx")
    given = (
        SupervisionNoticeFacts.of(row).number if kind == "slip" else BulletinFacts.of(row).number
    )
    name = f"{row.facts.title or kind}-{given or number}.docx"
    return attachment(data, name, DOCX)


def _file(ask: PageRequest, kind: Kind, number: int, suffix: str) -> tuple[Obligation, bytes]:
    lines, row = _row(ask, kind, number)
    found = _shown(ask, kind, row) if _readable(lines, row) else None
    if found is None:
        raise Missing
    # A page is in any language; a Word document in one that has templates.
    locale = ask.locale if suffix == ".html" else ask.language
    options = replace(document_options(ask), language=locale)
    return row, written(ask.context, row, found.body, suffix, options)


def document_options(ask: PageRequest) -> DocumentOptions:
    """What documents for this reader need of the settings."""
    options = ask.board.options
    return DocumentOptions(
        language=ask.language,
        base_url=options.base_url,
        files_dir=options.files_dir,
        templates_dir=options.templates_dir,
    )


def attachment(data: bytes, name: str, kind: str) -> Response:
    """A file to save under `name`."""
    return Response(data, media_type=kind, headers=attached(name))


def attached(name: str) -> dict[str, str]:
    """The header that has a browser save an answer under `name`."""
    safe = quote(name.replace("/", "-"))
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{safe}"}
