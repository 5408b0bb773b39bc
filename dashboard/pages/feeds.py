"""Calendars for other programs: by a secret address that can be made anew or taken away."""

import secrets

from starlette.responses import Response

from dashboard.readmodel import feed as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web import rights
from dashboard.web.ask import Ask, Missing
from dashboard.web.routes import Routes
from workflows.commands.accounts import hash_of
from workflows.store import accounts as store

routes = Routes()
NAMES = {"mine": "What lies with me", "unit": "My unit", "programme": "What I am shown of all"}


@routes.get("/calendars", may="desk")
def show(ask: Ask) -> Response:
    return _page(ask)


def _page(ask: Ask, made: tuple[str, str] = ("", "")) -> Response:
    found = store.feeds(ask.connection, ask.who.person)
    return ask.page("feeds.html", names=NAMES, feeds=found, made=made)


@routes.post("/calendars/{kind}", may="desk")
def change(ask: Ask, kind: str) -> Response:
    """Another address, shown this once; or none any more."""
    if kind not in NAMES:
        raise Missing
    token = secrets.token_urlsafe(24) if ask.text("make") == "yes" else ""
    with ask.acting() as (connection, _):
        kept = hash_of(token) if token else ""
        store.put_feed(connection, ask.who.person, kind, kept, ask.wall)
    if not token:
        return ask.go("/calendars")
    ask.connection.rollback()
    base = ask.board.options.base_url or str(ask.request.base_url).rstrip("/")
    return _page(ask, (kind, f"{base}/calendars/{token}.ics"))


@routes.get("/calendars/{token}.ics", may="")
def feed(ask: Ask, token: str) -> Response:
    """The calendar of whoever the address was made for, as he may see it today."""
    owner = store.feed(ask.connection, hash_of(token))
    person = ask.context.org.people.get(owner[0]) if owner else None
    if owner is None or person is None or not person.here(ask.today):
        raise Missing
    who = rights.who(
        ask.context.org, ask.today, account=0, login=person.email, person=person.key, roles=()
    )
    account = store.of_person(ask.connection, person.key)
    if account is not None and account.disabled:
        raise Missing
    lines = Lines(ask.context, ask.now, person.language, who)
    found = readmodel.entries(ask.connection, ask.context, who, owner[1], ask.now)
    name = f"{ask.context.plan.title.in_(person.language)} · {ask.say(NAMES[owner[1]])}"
    data = readmodel.calendar(lines, found, name, ask.board.options.base_url, ask.now)
    return Response(data, media_type="text/calendar; charset=utf-8")
