"""The ledger 督办台账 and that of rectifications 整改台账, by filters that stay in the address."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from dashboard.readmodel import ledger as readmodel
from dashboard.readmodel.lines import Lines, level_word
from dashboard.web import choices
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from notifications import dates_words, words
from workflows.domain.messages import N_
from workflows.domain.rows import LIGHTS
from workflows.domain.terms import STATES

routes = Routes()
KINDS = {
    "task": N_("Tasks of the plan"),
    "matter": N_("Assigned tasks"),
    "rectification": N_("Rectifications"),
    "inspection": N_("Inspections"),
    "lookback": N_("Follow-up checks"),
    "decision": N_("Requests"),
    "slip": N_("Supervision notices"),
    "bulletin": N_("Bulletins"),
}


@routes.get("/ledger", may="read")
def show(ask: PageRequest) -> Response:
    return _page(ask, "Ledger", {})


@routes.get("/rectifications", may="read")
def rectifications(ask: PageRequest) -> Response:
    return _page(ask, "Rectifications", {"kind": "rectification"})


def filters(ask: PageRequest) -> dict[str, str]:
    """The filters of the address that are known here; unknown ones are said and left out."""
    plan, org = ask.context.plan, ask.context.org
    phases = {node.key for node in plan.phases} | {"outside"}
    given = {
        "unit": ask.choice("unit", org.units),
        "phase": ask.choice("phase", phases),
        "light": ask.choice("light", set(LIGHTS)),
        "kind": ask.choice("kind", KINDS),
        "state": ask.choice("state", set(STATES)),
        "person": ask.choice("person", org.people),
        "holder": ask.choice("holder", org.people),
        "due": _day(ask),
    }
    item = ask.given("item")
    known = (
        item in plan.by_key or item in ask.context.anchors or item[:1] in ("R", "M", "L", "S", "B")
    )
    return {**given, "item": item if known else ask.choice("item", plan.by_key)}


def _day(ask: PageRequest) -> str:
    """The day of the address on which they are due; none that is no day."""
    text = ask.given("due")
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        return ask.choice("due", frozenset())


def _said(ask: PageRequest, given: dict[str, str]) -> list[str]:
    """The filters of the address that have no field above the list."""
    node, people = ask.context.plan.by_key.get(given.get("item", "")), ask.context.org.people
    found = [node.title.in_(ask.language) if node else given.get("item", "")]
    if "person" in given:
        found.append(people[given["person"]].called(ask.language))
    if "state" in given:
        found.append(ask.pgettext("state", given["state"]))
    if "holder" in given:
        found.append(ask.say("assigned to {who}", who=people[given["holder"]].called(ask.language)))
    if "due" in given:
        found.append(dates_words.day(date.fromisoformat(given["due"]), ask.locale, ask.today))
    return [text for text in found if text]


def unit_asked(ask: PageRequest, given: Mapping[str, str]) -> str:
    """The unit whose ledger the filters ask for, where they are shown it; it stands at the seal."""
    unit = given.get("unit", "")
    return unit if ask.who.scope is None or unit in ask.who.reach else ""


def _page(ask: PageRequest, title: str, fixed: dict[str, str]) -> Response:
    given = {name: value for name, value in filters(ask).items() if value}
    number = ask.page_number()
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    found = readmodel.page(ask.connection, ask.context, lines, ask.who, given | fixed, number)
    units = {line.unit_key for line in found.lines} if number == 1 and not found.more else set()
    unit = unit_asked(ask, given) or ("".join(units) if len(units) == 1 else "")

    def link(page: int) -> str:
        return f"{ask.path}?{urlencode(given | {'page': str(page)})}"

    return ask.page(
        "ledger.html",
        p=found,
        title=title,
        filed_by=words.unit_name(ask.context.org, unit, ask.language) if unit else "",
        given=given,
        fixed=fixed,
        number=number,
        link=link,
        query=urlencode(given),
        sheet=ask.who.may("sheet"),
        units=choices.units_of(ask.context, ask.language),
        phases=[(n.key, n.title.in_(ask.language)) for n in ask.context.plan.phases],
        kinds=KINDS,
        said=_said(ask, given),
        level=partial(level_word, locale=ask.locale),
    )
