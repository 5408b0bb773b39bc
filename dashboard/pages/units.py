"""Units 单位, one unit, one person: names with unit and phone, in the office's own order."""

from functools import partial

from starlette.responses import Response

from dashboard.readmodel import figures
from dashboard.readmodel import units as readmodel
from dashboard.readmodel.lines import Lines, level_word
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes
from workflows.domain.figures import Numbers
from workflows.domain.organisation import OrgUnit
from workflows.domain.sight import may_see_person

routes = Routes()


@routes.get("/units", may="read")
def listing(ask: PageRequest) -> Response:
    return ask.page("units.html", units=facts(ask))


def facts(ask: PageRequest) -> list[tuple[OrgUnit, list[readmodel.Seat], Numbers | None]]:
    """Each unit with its posts and its numbers, for the page and its sheet."""
    scope, org = ask.who.scope, ask.context.org
    found = figures.page(ask.counted, ask.connection, ask.context, scope, ask.today, ask.language)
    whole = {row.key: row.numbers for row in found.units}
    return [
        (unit, readmodel.seats(ask.context, unit.key, ask.today, ask.locale), whole.get(unit.key))
        for unit in org.units.values()
        if unit.kind != "closed" and (scope is None or unit.key in scope)
    ]


@routes.get("/units/{key}", may="read")
def unit(ask: PageRequest, key: str) -> Response:
    org, scope = ask.context.org, ask.who.scope
    if key not in org.units or (scope is not None and key not in scope):
        raise Missing
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    found = org.units[key]
    return ask.page(
        "unit.html",
        unit=found,
        parent=org.units.get(found.parent or ""),
        parent_opens=scope is None or found.parent in scope,
        p=readmodel.unit(ask.connection, ask.context, lines, ask.who, key, ask.counted),
        level=partial(level_word, locale=ask.locale),
        see=lambda person: may_see_person(ask.who, org, person),
    )


@routes.get("/people/{key}", may="read")
def person(ask: PageRequest, key: str) -> Response:
    org = ask.context.org
    if key not in org.people or not may_see_person(ask.who, org, key):
        raise Missing
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    found = org.people[key]
    posts = [
        (
            tenure,
            org.units[tenure.unit].title.in_(ask.language),
            ask.pgettext("audience", tenure.role),
        )
        for tenure in org.tenures
        if tenure.person == key and tenure.held(ask.today) and tenure.unit in org.units
    ]
    return ask.page(
        "person.html",
        person=found,
        posts=posts,
        units=[org.units[u] for u in (found.unit, *found.units) if u in org.units],
        absence=org.absence(key, ask.today),
        held=readmodel.person(ask.connection, ask.context, lines, key),
    )
