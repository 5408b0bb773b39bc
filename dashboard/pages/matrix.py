"""Matrix 矩阵: what each unit, or each member of one, owes of a phase; the address keeps it."""

from typing import Any

from starlette.responses import Response

from dashboard.readmodel import matrix as readmodel
from dashboard.web.ask import Ask
from dashboard.web.rights import may_see_person
from dashboard.web.routes import Routes
from workflows.domain.rows import LIGHTS

routes = Routes()
OUTSIDE = "outside"


@routes.get("/matrix", may="read")
def show(ask: Ask) -> Response:
    return ask.page("matrix.html", **facts(ask))


def facts(ask: Ask) -> dict[str, Any]:
    """What the filters of the address choose, for the page and its sheet."""
    phases = {node.key: node.title.in_(ask.language) for node in ask.context.plan.phases}
    chosen = ask.choice("phase", {**phases, OUTSIDE: ""})
    phase = chosen or readmodel.current(ask.context, ask.today)
    light = ask.choice("light", set(LIGHTS))
    scope, org = ask.who.scope, ask.context.org
    units = {
        key: one.title.in_(ask.language)
        for key, one in org.units.items()
        if scope is None or key in scope
    }
    unit = ask.choice("unit", units)
    of = "" if phase == OUTSIDE else phase
    counted = ask.board.counted(
        ("matrix", ask.context.key, scope, of, unit),
        lambda: readmodel.counted(ask.connection, ask.context, ask.who, of, unit),
    )
    return {
        "p": readmodel.page(ask.context, counted, of, ask.language, light, unit),
        "phases": phases, "phase": phase, "light": light, "units": units, "unit": unit,
        "see": lambda person: may_see_person(ask.who, org, person),
    }  # fmt: skip
