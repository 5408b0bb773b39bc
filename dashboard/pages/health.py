"""Health 运行状况: sweep, mail, record, and the rows quarantined with an error, to be tried
again."""

from starlette.responses import Response

from dashboard.readmodel import health as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web.moves import Wrong
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from workflows.commands import quarantine
from workflows.domain.errors import DubanError

routes = Routes()


@routes.get("/health", may="office")
def show(ask: PageRequest) -> Response:
    return _page(ask, done=bool(ask.given("done")))


def _page(
    ask: PageRequest, status: int = 200, /, *, wrong: str = "", done: bool = False
) -> Response:
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    return ask.page(
        "health.html",
        status,
        p=readmodel.page(ask.connection, ask.context, lines, ask.now),
        stale=ask.is_stale,
        options=ask.board.options,
        may=ask.who.may("run"),
        wrong=wrong,
        done=done,
    )


@routes.post("/health/aside", may="run")
def try_again(ask: PageRequest) -> Response:
    """Put back one row, or all of them; the next sweep takes it."""
    text = ask.text("matter", 12)
    number = int(text) if text.isascii() and text.isdigit() else 0
    try:
        with ask.acting() as acting:
            numbers = None if text == "all" else [number]
            try:
                quarantine.try_again(acting, numbers)
            except DubanError as error:
                denied = getattr(error, "denied", ())
                raise Wrong(ask.why(error), stale=True, denied=denied) from None
    except Wrong as wrong:
        ask.connection.rollback()
        return _page(ask, wrong.status, wrong=wrong.text)
    return ask.go("/health", done="aside")
