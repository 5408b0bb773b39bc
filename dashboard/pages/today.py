"""Today 今日: the clerk's first page. Everything on it is one or two clicks from done."""

from functools import partial
from typing import Any

from starlette.responses import Response

from dashboard.readmodel import today as readmodel
from dashboard.readmodel.lines import Lines, level_word
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes

routes = Routes()


@routes.get("/today", may="today")
def show(ask: PageRequest) -> Response:
    return ask.page(
        "today.html",
        **facts(ask),
        most=readmodel.MOST,
        read=readmodel.READ,
        decides=ask.who.may("run"),
        level=partial(level_word, locale=ask.locale),
        stale=ask.is_stale,
        sends=ask.board.options.sends_mail or ask.board.options.demo is not None,
    )


def facts(ask: PageRequest) -> dict[str, Any]:
    """The lists of the page, for it and its sheet."""
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    return {"p": readmodel.page(ask.connection, ask.context, lines, ask.counted)}
