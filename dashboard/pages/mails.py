"""The mail log: state, attempts, the server's answer, the text as sent, and why."""

from typing import Any

from starlette.responses import Response

from dashboard.readmodel import mails as readmodel
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes

routes = Routes()


@routes.get("/mails", may="mails")
def listing(ask: PageRequest) -> Response:
    return ask.page("mails.html", **facts(ask))


def facts(ask: PageRequest, most: int = 0) -> dict[str, Any]:
    """What the filters of the address choose: the page of the address; with `most` at most so many
    from the first on, for the sheet."""
    state = ask.choice("state", set(readmodel.STATES))
    person = ask.choice("person", ask.context.org.people)
    number, size = (1, most) if most else (ask.page_number(), readmodel.PAGE)
    rows = readmodel.page(ask.connection, ask.context.key, state, person, number, size)
    return {
        "rows": rows[:size],
        "more": len(rows) > size,
        "number": number,
        "state": state,
        "person": person,
        "states": readmodel.STATES,
        "people": ask.context.org.people,
    }


@routes.get("/mails/{number:int}", may="mails")
def one(ask: PageRequest, number: int) -> Response:
    found = readmodel.one(ask.connection, ask.context, number, ask.locale)
    if found is None:
        raise Missing
    message, items = found
    person = ask.context.org.people.get(message["person"])
    return ask.page("mail.html", m=message, items=items, person=person)
