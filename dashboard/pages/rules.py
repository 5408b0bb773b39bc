"""The rules for reminders 提醒与催办规则, in sentences."""

from starlette.responses import Response

from dashboard.readmodel import rules as readmodel
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes

routes = Routes()


@routes.get("/rules", may="read")
def listing(ask: PageRequest) -> Response:
    return ask.page("rules.html", rules=readmodel.rules(ask.context, ask.locale), one=None)


@routes.get("/rules/{key}", may="read")
def one(ask: PageRequest, key: str) -> Response:
    """One rule as it was frozen, whatever the plan says today."""
    found = readmodel.rule(ask.context, key, ask.locale)
    if found is None:
        raise Missing
    return ask.page("rules.html", rules=[found], one=found)
