"""A process that is to answer many readers draws every page once before the first of them comes.

What a page needs for the first time (its template, its statements, the plan and the organisation)
takes up to a second, and nine others would wait behind whoever asks first.
"""

import logging
import re
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import compile_path

from config import clock
from dashboard.pages import ROUTES
from dashboard.web.board import Board
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Route
from workflows.domain.organisation import Org
from workflows.store.accounts import Account, Session
from workflows.store.engine import reading

log = logging.getLogger(__name__)
#: Files, and what is drawn to be printed: seldom asked for, and dear.
_SELDOM = re.compile(r"(xlsx|docx|zip|ics|print)$")
_LINK = re.compile(r'href="(/[^"?#]*)')
#: Seconds after which readers are let in, however much has been drawn.
LONGEST = 20.0
#: Whoever sees everything there is.
_ROLES = ("office", "administrator", "member")


def warm(board: Board) -> list[str]:
    """Draw each page that the office can open: those with an address of their own, then of each
    other the first one they link to. Returns the addresses; nothing that goes wrong matters here,
    for whoever opens that page is told."""
    begun, drawn, links = clock.monotonic(), list[str](), dict[str, None]()
    for path, route, given in _pages(links):
        if clock.monotonic() - begun > LONGEST:
            break
        try:
            with reading(board.engine).connect() as connection:
                answer = route.run(_office(board, connection, path), **given)
        except Missing:
            continue
        except Exception:
            log.debug("%s could not be drawn beforehand", path, exc_info=True)
            continue
        if isinstance(answer, HTMLResponse) and answer.status_code == 200:
            drawn.append(path)
            links.update(dict.fromkeys(_LINK.findall(bytes(answer.body).decode())))
    return drawn


def _pages(links: dict[str, None]) -> Iterator[tuple[str, Route, dict[str, object]]]:
    """`links` grows while pages are drawn."""
    asked = [
        route
        for route in ROUTES
        if route.method == "GET" and route.may and not _SELDOM.search(route.path)
    ]
    for route in asked:
        if "{" not in route.path:
            yield route.path, route, {}
    for route in asked:
        if "{" not in route.path:
            continue
        pattern, _, kinds = compile_path(route.path)
        found = next((match for match in map(pattern.match, links) if match), None)
        if found is not None:
            yield (
                found[0],
                route,
                {name: kinds[name].convert(text) for name, text in found.groupdict().items()},
            )


def _office(board: Board, connection: Connection, path: str) -> PageRequest:
    """Somebody of the office, in the programme's language, who asks for `path`."""
    context, wall = board.context(connection), board.options.clock()
    now = board.now(context)
    today = context.today(now)
    account = Account(
        id=0,
        login="",
        person=_clerk(context.org, today),
        password="",
        roles=_ROLES,
        disabled=False,
        created_at=wall,
    )
    session = Session(
        token="",
        created_at=wall,
        expires_at=wall,
        language=context.plan.language,
        theme="",
        account=account,
    )
    asked = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    return PageRequest(
        board=board,
        request=Request(asked),
        connection=connection,
        context=context,
        wall=wall,
        now=now,
        who=board.who(context, today, account),
        session=session,
        form=FormData(),
    )


def _clerk(org: Org, today: date) -> str:
    """A person of the office; empty where nobody is."""
    for post, tenures in org.posts.items():
        assignee = org.post_holder(post, today)
        if assignee is not None and any(tenure.role == "office" for tenure in tenures):
            return assignee.key
    return ""
