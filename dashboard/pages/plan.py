"""The plan 方案 clause by clause, and one phase of it."""

from typing import Any

from starlette.responses import Response

from dashboard.readmodel import figures as numbers
from dashboard.readmodel import lists, overview
from dashboard.readmodel import plan as readmodel
from dashboard.readmodel.gantt import gantt
from dashboard.readmodel.lines import Lines
from dashboard.readmodel.today import MOST, READ
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes
from notifications import figures

routes = Routes()


@routes.get("/plan", may="read")
def show(ask: PageRequest) -> Response:
    return ask.page(
        "plan.html",
        clauses=ask.part("_plan.html", (ask.who.scope,), lambda: {"clauses": _clauses(ask, "")}),
        scoped=ask.who.scope is not None,
    )


@routes.get("/phases/{key}", may="read")
def phase(ask: PageRequest, key: str) -> Response:
    node = ask.context.plan.by_key.get(key)
    if node is None or node.kind != "phase":
        raise Missing
    scope = ask.who.scope
    kept = (ask.counted, ask.connection, ask.context.key, scope)
    counts: dict[str, int] = {}
    for of, _, light, n in overview.kept(*kept):
        if of == key:
            counts[light] = counts.get(light, 0) + n
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    red = lists.red(ask.connection, ask.context.key, scope, READ, phase=key)
    stand = overview.of_units(*kept)
    chart = gantt(ask.context, {key: counts}, ask.today, ask.locale)
    return ask.page(
        "phase.html",
        node=node,
        bar=next(bar for bar in chart.bars if bar.key == key),
        counts=counts,
        red=lines.folded(red, figures.explanations(ask.connection, red), MOST),
        red_count=counts.get("red", 0),
        asks=ask.part("_phase.html", (scope, key), lambda: _asks(ask, key, stand)),
    )


def _asks(ask: PageRequest, key: str, stand: list[tuple[str, str, str, int]]) -> dict[str, Any]:
    """Its units with their numbers, and what it asks for."""
    done = numbers.cells(ask.counted, ask.connection, ask.context, ask.today)
    units = overview.matrix(ask.context, stand, done, ask.language)
    return {
        "units": [(unit, title, cells[key]) for unit, title, cells, _ in units if key in cells],
        "clauses": _clauses(ask, key),
    }


def _clauses(ask: PageRequest, phase: str) -> list[readmodel.Clause]:
    counts = readmodel.counts(ask.connection, ask.context, ask.who, phase)
    return readmodel.clauses(ask.context, counts, ask.language, phase)
