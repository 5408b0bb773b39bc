"""What an office takes along as one .zip: the month-end pack, and the pack for an inspection."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO

from starlette.responses import Response, StreamingResponse

from dashboard.pages.documents import attached, attachment, document_options
from dashboard.web import choices
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from documents import inspection, packs
from documents.inspection_evidence import Choice
from workflows.domain.errors import Refused

routes = Routes()
ZIP = "application/zip"
PIECE = 1 << 16


@routes.get("/pack.zip", may="office")
def month_end(ask: PageRequest) -> Response:
    """Ledgers, the latest bulletin, the leader's page and the call list, all of one instant."""
    found = packs.files(ask.connection, ask.context, ask.now, document_options(ask))
    stem = ask.pgettext("file", "month-end-pack")
    return attachment(packs.archive(found), f"{stem}-{ask.today}.zip", ZIP)


@routes.get("/inspection-pack", may="office")
def choose(ask: PageRequest) -> Response:
    return _page(ask)


def _page(ask: PageRequest, wrong: str = "", status: int = 200) -> Response:
    plan, language = ask.context.plan, ask.language
    return ask.page(
        "inspection_pack.html",
        status,
        wrong=wrong,
        given={name: ask.given(name) for name in ("phase", "unit", "from", "to")},
        phases=[(node.key, node.title.in_(language)) for node in plan.phases],
        units=choices.units_of(ask.context, language),
        clauses=[
            (node.key, f"{node.clause} {node.title.in_(language)}".strip())
            for node in plan.nodes
            if node.asks or node.kind == "task"
        ],
    )


@routes.get("/inspection-pack.zip", may="office")
def for_inspection(ask: PageRequest) -> Response:
    """The evidence by clause; what is too large or does not fit is said on the page."""
    choice = Choice(
        phase=ask.given("phase"),
        unit=ask.given("unit"),
        first=ask.given("from"),
        last=ask.given("to"),
    )
    with ExitStack() as closing:
        made = closing.enter_context(tempfile.TemporaryFile())
        try:
            inspection.write(
                ask.connection, ask.context, choice, ask.now, document_options(ask), made
            )
        except Refused as error:
            return _page(ask, ask.why(error), 422)
        closing.pop_all()
    stem = ask.pgettext("file", "inspection-pack")
    return streamed(made, f"{stem}-{ask.today}.zip", ZIP)


def streamed(made: IO[bytes], name: str, kind: str) -> Response:
    """A temporary file to save under `name`, piece by piece; it goes when it has been sent."""
    size = made.seek(0, 2)
    made.seek(0)

    def pieces() -> Iterator[bytes]:
        with made:
            while piece := made.read(PIECE):
                yield piece

    headers = {**attached(name), "Content-Length": str(size)}
    return StreamingResponse(pieces(), media_type=kind, headers=headers)
