"""Overview 总览: the programme on one screen. And `/wall`, for a hallway: units, no persons."""

from functools import partial

from starlette.responses import Response

from dashboard.readmodel import overview as readmodel
from dashboard.readmodel.gantt import WALL
from dashboard.readmodel.lines import Lines, level_word
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes

routes = Routes()


@routes.get("/overview", may="read")
def show(ask: PageRequest) -> Response:
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    scope = ask.who.scope
    found = readmodel.page(ask.connection, ask.context, lines, scope, ask.counted)
    return ask.page(
        "overview.html",
        p=found,
        table=ask.part("_units_by_phase.html", (scope,), lambda: {"p": found}),
        scoped=scope is not None,
        level=partial(level_word, locale=ask.locale),
    )


@routes.get("/wall", may="read")
def wall(ask: PageRequest) -> Response:
    return drawn_wall(ask)


def drawn_wall(ask: PageRequest) -> Response:
    """Numbers and units only, whoever opened it."""
    found = readmodel.numbers(
        ask.connection, ask.context, ask.today, ask.locale, ask.who.scope, ask.counted, WALL
    )
    return ask.page("wall.html", p=found)
