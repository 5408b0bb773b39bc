"""Statistics 统计表: owed, done, done on time, by unit and by phase, as of today."""

from typing import Any

from starlette.responses import Response

from dashboard.readmodel import figures as readmodel
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes

routes = Routes()


@routes.get("/figures", may="read")
def show(ask: PageRequest) -> Response:
    return ask.page("figures.html", **facts(ask))


def facts(ask: PageRequest) -> dict[str, Any]:
    """The numbers of what the reader is shown, for the page and its sheet."""
    return {
        "p": readmodel.page(
            ask.counted, ask.connection, ask.context, ask.who.scope, ask.today, ask.language
        ),
        # Who is behind is known of each item only, not of those counted together.
        "columns": [one for one in readmodel.COLUMNS if one[0] != "behind"],
        "scoped": ask.who.scope is not None,
    }
