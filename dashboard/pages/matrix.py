"""Matrix 矩阵: what each unit owes of a phase. The filters stay in the address."""

from starlette.responses import Response

from dashboard.readmodel import matrix as readmodel
from dashboard.web.ask import Ask
from dashboard.web.routes import Routes
from workflows.domain.rows import LIGHTS

routes = Routes()
OUTSIDE = "outside"


@routes.get("/matrix", may="read")
def show(ask: Ask) -> Response:
    phases = {node.key: node.title.in_(ask.language) for node in ask.context.plan.phases}
    chosen = ask.choice("phase", {**phases, OUTSIDE: ""})
    phase = chosen or readmodel.current(ask.context, ask.today)
    light = ask.choice("light", set(LIGHTS))
    of = "" if phase == OUTSIDE else phase

    def squares() -> dict[str, readmodel.Page]:
        counted = readmodel.counted(ask.connection, ask.context, ask.who, of)
        return {"p": readmodel.page(ask.context, counted, of, ask.language, light)}

    table = ask.part("_matrix.html", (ask.who.scope, of, light), squares)
    return ask.page("matrix.html", table=table, phases=phases, phase=phase, light=light)
