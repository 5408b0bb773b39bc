"""The call list 电话催办名单: name, phone, one line, tick “phoned”."""

from starlette.responses import Response

from dashboard.readmodel import calls as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web import moves
from dashboard.web.moves import Wrong
from dashboard.web.page_request import PageRequest, whole
from dashboard.web.routes import Routes
from workflows.commands.move_context import Move

routes = Routes()


@routes.get("/calls", may="today")
def show(ask: PageRequest) -> Response:
    return _page(ask)


def _page(ask: PageRequest, *, wrong: str = "", first: str = "", note: str = "") -> Response:
    """`first`: the first item of a call that was not entered; `note`: what was typed of it."""
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    found, more = readmodel.calls(ask.connection, ask.context, lines)
    may = ask.who.may("act") and "office" in ask.who.roles
    return ask.page(
        "calls.html",
        calls=found,
        read=readmodel.READ if more else 0,
        wrong=wrong,
        may=may,
        first=first,
        note=note,
    )


@routes.post("/calls", may="act")
def phoned(ask: PageRequest) -> Response:
    """Somebody was telephoned: an event of each of their items named in the form."""
    try:
        with ask.acting() as acting:
            for text in ask.texts("matter")[:100]:
                number, revision = map(whole, text.partition(":")[::2])
                if number is None or revision is None:
                    continue
                move = Move(name="phoned", note=ask.text("note"))
                moves.make(ask, acting, number, revision, move)
    except Wrong as wrong:
        ask.connection.rollback()
        first = next(iter(ask.texts("matter")), "").partition(":")[0]
        return _page(ask, wrong=wrong.text, first=first, note=ask.text("note"))
    return ask.go("/calls")
