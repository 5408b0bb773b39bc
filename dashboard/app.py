"""The application: routes as data become endpoints; every request goes through one door."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Connection, Engine
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route as Endpoint
from starlette.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dashboard.pages import ROUTES
from dashboard.web import views
from dashboard.web.board import Board, Options
from dashboard.web.headers import MOST_BYTES, Guard, for_log
from dashboard.web.language import asked_for, why
from dashboard.web.page_request import NOBODY, Forbidden, Missing, PageRequest, cookie_name
from dashboard.web.routes import Route
from dashboard.web.turns import Turns
from dashboard.web.views import STATIC
from workflows.commands import accounts
from workflows.domain.errors import NotFound
from workflows.store.engine import reading

log = logging.getLogger(__name__)
#: Parts of one form. A desk holds forty items with seven fields each, and browsers send an
#: empty part for every file that was not chosen.
MOST_FILES = 400
MOST_FIELDS = 4000
#: The bytes of one field that is no file.
MOST_FIELD = 1024 * 1024


def make_app(engine: Engine, options: Options) -> FastAPI:
    """The board over one database. Reads no settings and no clock of its own."""
    board = Board(engine, options)
    # Its own documentation would come from another host.
    app = FastAPI(title="Duban", docs_url=None, redoc_url=None, openapi_url=None)
    for route in ROUTES:
        app.router.routes.append(
            Endpoint(route.path, _endpoint(board, route), methods=[route.method])
        )
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    nothing = Route(method="GET", path="", may="", run=_nothing)
    app.add_exception_handler(404, _handler(board, nothing))
    app.add_exception_handler(405, _handler(board, nothing))
    # Pages hold no secret that their length could give away.
    app.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=4)
    app.add_middleware(Guard, base_url=options.base_url)
    app.add_middleware(Turns)
    if options.proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(options.proxies))
    app.state.board = board
    return app


def _nothing(ask: PageRequest) -> Response:
    raise Missing


def _too_much(ask: PageRequest) -> Response:
    return ask.page("too_much.html", 413, files=MOST_FILES, megabytes=MOST_BYTES >> 20)


#: What answers a form that was not taken, whoever sent it.
_REFUSED = Route(method="POST", path="", may="", run=_too_much)


def _handler(board: Board, route: Route) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, _error: Exception) -> Response:
        return await run_in_threadpool(_serve, board, route, request, FormData())

    return handler


def _endpoint(board: Board, route: Route) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form = FormData()
        if route.method == "POST":
            try:
                form = await _form(request)
            except HTTPException as error:
                where = for_log(request.url.path)
                log.warning("a form of %s was not taken: %s", where, error.detail)
                return await run_in_threadpool(_serve, board, _REFUSED, request, form)
        try:
            return await run_in_threadpool(_serve, board, route, request, form)
        finally:
            await form.close()

    return endpoint


async def _form(request: Request) -> FormData:
    """What was sent. Raises HTTPException, as Starlette does within an application, for what
    has more parts or bytes than we take, or is no form."""
    if int(request.headers.get("content-length", 0)) > MOST_BYTES:
        raise HTTPException(413, "too many bytes")
    return await request.form(
        max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD
    )


def _serve(board: Board, route: Route, request: Request, form: FormData) -> Response:
    """One request, from who asks to the answer. Nothing of an error is shown but its number."""
    try:
        with reading(board.engine).connect() as connection:
            ask = _ask(board, connection, request, form)
            try:
                return _answer(ask, route)
            except Missing:
                return ask.page("missing.html", 404)
            except Forbidden:
                return ask.page("forbidden.html", 403)
            except Exception:
                number = secrets.token_hex(4)
                log.exception(
                    "error %s at %s %s", number, request.method, for_log(request.url.path)
                )
                return ask.page("error.html", 500, number=number)
    except NotFound as error:
        return _outage(request, error)
    except Exception:  # Before the reader is known, or the page that says so failed as well.
        number = secrets.token_hex(4)
        log.exception("error %s at %s %s", number, request.method, for_log(request.url.path))
        return _outage(request, number=number)


def _outage(request: Request, error: NotFound | None = None, number: str = "") -> Response:
    """What is said without the database, or before there is a programme."""
    locale = asked_for(request.cookies, request.headers, "")
    again = request.url.path if request.method == "GET" else ""
    facts = {"locale": locale, "number": number, "again": again}
    facts["why"] = why(error, locale) if error else ""
    return HTMLResponse(views.render(locale, "outage.html", facts), 503, {"retry-after": "30"})


def _ask(board: Board, connection: Connection, request: Request, form: FormData) -> PageRequest:
    context, wall = board.context(connection), board.options.clock()
    now = board.now(context)
    token = request.cookies.get(cookie_name(is_secure(board, request)), "")
    session = accounts.session(connection, token, wall) if token else None
    who = NOBODY
    if session is not None:
        who = board.who(context, context.today(now), session.account)
    return PageRequest(
        board=board,
        request=request,
        connection=connection,
        context=context,
        wall=wall,
        now=now,
        who=who,
        session=session,
        form=form,
    )


def is_secure(board: Board, request: Request) -> bool:
    """Whether browsers reach us by https, as the base URL or the connection says."""
    return board.options.base_url.startswith("https://") or request.url.scheme == "https"


def _answer(ask: PageRequest, route: Route) -> Response:
    given: dict[str, Any] = ask.request.path_params if route.path else {}
    if not route.may:
        return route.run(ask, **given)
    if ask.session is None:
        query = ask.request.url.query
        here = f"{ask.path}?{query}" if query else ask.path
        return ask.go("/login", next=here if route.method == "GET" else "")
    if not ask.who.may(route.may):
        raise Forbidden
    return route.run(ask, **given)
