"""Calendar 日历: what is due on which day, days off shaded."""

from datetime import date, timedelta
from typing import Any

from starlette.responses import Response

from dashboard.readmodel import calendar as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes

routes = Routes()


@routes.get("/calendar", may="read")
def show(ask: PageRequest) -> Response:
    return ask.page("calendar.html", **facts(ask))


def facts(ask: PageRequest) -> dict[str, Any]:
    """The month and the day of the address, for the page and its sheet."""
    day = _day(ask, "day") if ask.given("day") else None
    first = (
        _day(ask, "month", "-01").replace(day=1)
        if ask.given("month")
        else ((day or ask.today).replace(day=1))
    )
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    counts = ask.counted(
        ("calendar", ask.who.scope, ask.who.person, first),
        lambda: readmodel.counts(ask.connection, ask.context, ask.who, first),
    )
    days = readmodel.month(ask.context, counts, first, ask.language)
    chosen = day or ask.today
    return {
        "days": days,
        "first": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": (first + timedelta(days=32)).replace(day=1),
        "chosen": chosen,
        "due": readmodel.due_on(ask.connection, ask.context, lines, ask.who, chosen),
    }


def _day(ask: PageRequest, name: str, end: str = "") -> date:
    """A day of the address; today, and a notice, when it is none."""
    text = ask.given(name)
    try:
        found = date.fromisoformat(text + end)
    except ValueError:
        found = date.min
    if not 1990 <= found.year <= 2100:
        ask.notices.append(ask.say("“{day}” is no day; today is shown.", day=text))
        return ask.today
    return found
