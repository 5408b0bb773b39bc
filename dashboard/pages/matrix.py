"""Matrix 矩阵: what each unit, or each member of one, owes of a phase; the address keeps it."""

from typing import Any

from starlette.responses import Response

from dashboard.readmodel import matrix as readmodel
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from workflows.domain.rows import LIGHTS
from workflows.domain.sight import may_see_person

routes = Routes()
OUTSIDE = "outside"


@routes.get("/matrix", may="read")
def show(ask: PageRequest) -> Response:
    given = _given(ask)
    # By members it says whom the reader may look at, so it is theirs alone.
    mine = ask.who.person if given["unit"] else ""
    key = (ask.who.scope, given["of"], given["light"], given["unit"], mine)
    table = ask.part("_matrix.html", key, lambda: _squares(ask, given))
    return ask.page("matrix.html", table=table, **given)


@routes.get("/matrix/one", may="read")
def one(ask: PageRequest) -> Response:
    """The one item of a square; the list of them where it has become several."""
    item, unit, person = ask.given("item"), ask.given("unit"), ask.given("person")
    number = readmodel.only(ask.connection, ask.context, ask.who, item, unit, person)
    if number:
        return ask.go(f"/obligations/{number}")
    return ask.go("/ledger", item=item, unit=unit, person=person)


def facts(ask: PageRequest) -> dict[str, Any]:
    """What the filters of the address choose, for its sheet."""
    given = _given(ask)
    return given | _squares(ask, given)


def _given(ask: PageRequest) -> dict[str, Any]:
    phases = {node.key: node.title.in_(ask.language) for node in ask.context.plan.phases}
    chosen = ask.choice("phase", {**phases, OUTSIDE: ""})
    phase = chosen or readmodel.current(ask.context, ask.today)
    units = {
        key: one.title.in_(ask.language)
        for key, one in ask.context.org.units.items()
        if ask.who.scope is None or key in ask.who.scope
    }
    return {
        "phases": phases,
        "phase": phase,
        "of": "" if phase == OUTSIDE else phase,
        "light": ask.choice("light", set(LIGHTS)),
        "units": units,
        "unit": ask.choice("unit", units),
    }


def _squares(ask: PageRequest, given: dict[str, Any]) -> dict[str, Any]:
    of, unit, org = given["of"], given["unit"], ask.context.org
    counted = readmodel.counted(ask.connection, ask.context, ask.who, of, unit)
    return {
        "p": readmodel.page(ask.context, counted, of, ask.language, given["light"], unit),
        "unit": unit,
        "see": lambda person: may_see_person(ask.who, org, person),
    }
