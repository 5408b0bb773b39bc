"""Calendars for other programs, and the wall for a screen: by a secret address that
can be made anew or taken away."""

import secrets

from starlette.responses import Response

from dashboard.pages.overview import drawn_wall
from dashboard.readmodel import feed as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes
from workflows.commands.accounts import hash_of
from workflows.domain import roles
from workflows.domain.messages import N_
from workflows.domain.roles import Who
from workflows.store import accounts as store

routes = Routes()
NAMES = {
    "mine": N_("My items"),
    "unit": N_("My unit"),
    "programme": N_("What I am shown of all"),
    "wall": N_("The wall"),
}


@routes.get("/calendars", may="desk")
def show(ask: PageRequest) -> Response:
    return _page(ask)


def _page(ask: PageRequest, made: tuple[str, str] = ("", "")) -> Response:
    found = store.feeds(ask.connection, ask.who.person)
    return ask.page("feeds.html", names=NAMES, feeds=found, made=made)


@routes.post("/calendars/{kind}", may="desk")
def change(ask: PageRequest, kind: str) -> Response:
    """Another address, shown this once; or none any more."""
    if kind not in NAMES:
        raise Missing
    token = secrets.token_urlsafe(24) if ask.text("make") == "yes" else ""
    with ask.acting() as acting:
        connection = acting.connection
        kept = hash_of(token) if token else ""
        store.put_feed(connection, ask.who.person, kind, kept, ask.wall)
    if not token:
        return ask.go("/calendars")
    ask.connection.rollback()
    base = ask.board.options.base_url or str(ask.request.base_url).rstrip("/")
    path = f"/wall/{token}" if kind == "wall" else f"/calendars/{token}.ics"
    return _page(ask, (kind, base + path))


@routes.get("/calendars/{token}.ics", may="")
def feed(ask: PageRequest, token: str) -> Response:
    """The calendar of whoever the address was made for, as they may see it today."""
    who, kind = _owner(ask, token)
    if kind not in readmodel.KINDS:
        raise Missing
    language = ask.context.org.people[who.person].language
    lines = Lines(ask.context, ask.now, language, who)
    found = readmodel.entries(ask.connection, ask.context, who, kind, ask.now)
    name = f"{ask.context.plan.title.in_(language)} · {ask.say(NAMES[kind])}"
    data = readmodel.calendar(lines, found, name, ask.board.options.base_url, ask.now)
    return Response(data, media_type="text/calendar; charset=utf-8")


@routes.get("/wall/{token}", may="")
def wall(ask: PageRequest, token: str) -> Response:
    """The wall as its owner is shown it, for a screen where nobody logs in."""
    who, kind = _owner(ask, token)
    if kind != "wall":
        raise Missing
    ask.by_link(who, ask.context.org.people[who.person].language)
    return drawn_wall(ask)


def _owner(ask: PageRequest, token: str) -> tuple[Who, str]:
    """Whose the address is, as they stand today, and what it is for."""
    owner = store.feed(ask.connection, hash_of(token))
    person = ask.context.org.people.get(owner[0]) if owner else None
    if owner is None or person is None or not person.here(ask.today):
        raise Missing
    account = store.of_person(ask.connection, person.key)
    if account is not None and account.disabled:
        raise Missing
    who = roles.who(ask.context.org, ask.today, person.key, login=person.email)
    return who, owner[1]
