"""Mails to look at 邮件预览: each kind in both languages, as the mailer would write it."""

from starlette.responses import Response

from dashboard.web.mail_frame import framed
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes
from notifications.kinds import KINDS
from notifications.previews import LANGUAGES, Preview, previews
from notifications.render import kind_name

routes = Routes()


@routes.get("/previews", may="mails")
def show(ask: PageRequest) -> Response:
    kind = ask.choice("kind", KINDS)
    return ask.page(
        "previews.html",
        kind=kind,
        kinds=[(name, kind_name(name, ask.locale)) for name in KINDS],
        found=_found(ask, kind) if kind else None,
    )


@routes.get("/previews/{kind}/{spoken}", may="mails")
def html(ask: PageRequest, kind: str, spoken: str) -> Response:
    if kind not in KINDS or spoken not in LANGUAGES:
        raise Missing
    return framed(_found(ask, kind)[spoken].said.html, links=False)


def _found(ask: PageRequest, kind: str) -> dict[str, Preview]:
    options = ask.board.options
    return previews(ask.connection, ask.context, kind, options.base_url, ask.now, options.samples)
