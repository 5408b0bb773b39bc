"""`/healthz` and `/readyz` for whoever watches the machine, and the way to one's first page."""

from datetime import timedelta

from starlette.responses import JSONResponse, Response

from dashboard.web import nav
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes

routes = Routes()


@routes.get("/", may="own")
def home(ask: PageRequest) -> Response:
    return ask.go(nav.home(ask.who))


@routes.get("/healthz", may="")
def healthz(ask: PageRequest) -> Response:
    """The process answers."""
    return JSONResponse({"ok": True})


@routes.get("/readyz", may="")
def readyz(ask: PageRequest) -> Response:
    """Red when the last good sweep is older than three intervals."""
    swept = ask.context.programme.swept_at
    stale = ask.is_stale
    since = (ask.now - swept) // timedelta(seconds=1) if swept else None
    found = {"ok": not stale, "swept_at": swept.isoformat() if swept else None, "seconds": since}
    return JSONResponse(found, 503 if stale else 200)
