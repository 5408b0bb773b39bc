"""What the office puts in beside the plan: an item 交办事项, a finding 整改, a visit 督查."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from dashboard.readmodel import inspections as inspection_model
from dashboard.readmodel.lines import Lines
from dashboard.web import choices, supervision
from dashboard.web.moves import Typed
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from dashboard.web.supervision import Bad
from notifications import dates_words
from workflows.commands import assigned_tasks, inspect, rectify
from workflows.commands.door import Acting
from workflows.domain.errors import Refused
from workflows.domain.inspection import WAYS
from workflows.domain.messages import N_
from workflows.domain.parties import assignee_of
from workflows.domain.rectification import SEVERITIES, Finding, limit
from workflows.domain.rows import Obligation, Party

routes = Routes()
#: Where an item may come from that is entered here; those of the plan are its own.
SOURCES = {name: one.label for name, one in assigned_tasks.SOURCES.items() if name != "plan"}
EVERY = (N_("monthly"), N_("quarterly"), N_("half-yearly"), N_("yearly"))
MATTER = ("unit", "title", "words", "source", "asked_by", "person", "units", "due", "firm")
FINDING = ("unit", "what", "title", "where", "severity", "person", "verifier", "due", "source")
INSPECTION = ("way", "on", "lead", "team", "units", "title", "words", "every")
ASSISTING = N_("Assisting units")
SEEN = N_("Units that are seen (none: they are drawn, or named when it is held)")

#: Puts something in; returns the row.
Put = Callable[[Acting], Obligation]


# --- items and findings ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """A form that was read: its limit, and how to carry it out."""

    due: date
    put: Put


@routes.get("/matters/new", may="register")
def new_assigned_task(ask: PageRequest) -> Response:
    return _form(ask, "assigned_task_new.html", Typed())


@routes.post("/matters/new", may="register")
def add_assigned_task(ask: PageRequest) -> Response:
    return _entered(ask, "assigned_task_new.html", MATTER, _item)


@routes.get("/findings/new", may="register")
def new_finding(ask: PageRequest) -> Response:
    return _form(ask, "finding_new.html", Typed())


@routes.post("/findings/new", may="register")
def add_finding(ask: PageRequest) -> Response:
    return _entered(ask, "finding_new.html", FINDING, _finding)


def _form(
    ask: PageRequest, template: str, typed: Typed, status: int = 200, /, *, due: date | None = None
) -> Response:
    everybody = list(ask.context.org.units)
    said = dates_words.day(due, ask.locale, ask.today) if due else ""
    return ask.page(
        template,
        status,
        typed=typed,
        due=said,
        units=choices.units_of(ask.context, ask.language),
        people=choices.people_of(ask.context, everybody, ask.today),
        sources=SOURCES,
        severities=SEVERITIES,
        assisting=ASSISTING,
    )


def _entered(
    ask: PageRequest,
    template: str,
    fields: tuple[str, ...],
    read: Callable[[PageRequest, dict[str, str]], Given],
) -> Response:
    """Show the limit, or carry it out; what is wrong stands beside its field."""
    values = supervision.values_of(ask, fields)
    try:
        supervision.fits(ask, values)
        given = read(ask, values)
        if ask.text("go", 20) == "preview":
            return _form(ask, template, Typed(values=values), due=given.due)
        with ask.acting() as acting:
            row = given.put(acting)
    except Bad as bad:
        return _form(ask, template, Typed(values=values, wrong={bad.field: bad.text}), 422)
    except Refused as error:
        wrong = {"": ask.why(error)}
        return _form(ask, template, Typed(values=values, wrong=wrong), 422)
    return ask.go(f"/obligations/{row.id}")


def _item(ask: PageRequest, values: dict[str, str]) -> Given:
    if not values["title"]:
        raise Bad(ask.say("Please write what is to be done."), "title")
    _unit_and_person(ask, values)
    source = values["source"] if values["source"] in SOURCES else "instruction"
    calendar = ask.context.frame.calendar
    given = supervision.limit_of(ask, values["due"], "due")
    due = given or limit(assigned_tasks.SOURCES[source].limit, ask.today, calendar)
    item = assigned_tasks.AssignedTask(
        unit=values["unit"],
        title=values["title"],
        words=values["words"],
        source=source,
        asked_by=values["asked_by"],
        person=values["person"],
        due=due,
        assist=tuple(unit for unit in values["units"].split(",") if unit),
        firm=values["firm"] == "yes",
    )
    return Given(due, lambda acting: assigned_tasks.assign(acting, item))


def _finding(ask: PageRequest, values: dict[str, str]) -> Given:
    if not values["what"]:
        raise Bad(ask.say("Please write what was found."), "what")
    _unit_and_person(ask, values)
    if not values["verifier"]:
        raise Bad(ask.say("Choose a verifier."), "verifier")
    party = Party(unit=values["unit"], person=values["person"])
    if assignee_of(ask.context.org, party, ask.today)[0] == values["verifier"]:
        raise Bad(
            ask.say("The responsible party may not verify it. Choose someone else."), "verifier"
        )
    severity = supervision.severity_of(values["severity"])
    given = supervision.limit_of(ask, values["due"], "due")
    due = given or limit(severity, ask.today, ask.context.frame.calendar)
    finding = Finding(
        unit=values["unit"],
        what=values["what"],
        title=values["title"],
        where=values["where"],
        severity=severity,
        person=values["person"],
        reviewer=values["verifier"],
        limit=due,
        source=values["source"],
    )
    return Given(due, lambda acting: rectify.issue(acting, finding))


def _unit_and_person(ask: PageRequest, values: dict[str, str]) -> None:
    org = ask.context.org
    if values["unit"] not in org.units:
        raise Bad(ask.say("Choose a unit."), "unit")
    person = org.people.get(values["person"])
    if person is not None and values["unit"] not in {person.unit, *person.units}:
        raise Bad(ask.say("{name} is not in that unit.", name=person.name), "person")


# --- inspections ------------------------------------------------------------------------------


@routes.get("/inspections", may="read")
def show(ask: PageRequest) -> Response:
    return _inspections(ask, Typed())


def _inspections(ask: PageRequest, typed: Typed, status: int = 200) -> Response:
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    return ask.page(
        "inspections.html",
        status,
        p=inspection_model.page(ask.connection, ask.context, lines),
        form=_planning(ask, typed) if ask.who.may("register") else "",
    )


def _planning(ask: PageRequest, typed: Typed) -> Markup:
    """The form of an inspection, with everybody to choose from; kept while nothing is typed."""
    name = "_inspection_form.html"
    if typed != Typed():
        return ask.drawn(name, _choices(ask, typed))
    return ask.part(name, (), lambda: _choices(ask, typed))


def _choices(ask: PageRequest, typed: Typed) -> dict[str, Any]:
    everybody = list(ask.context.org.units)
    return {
        "typed": typed,
        "ways": {key: ask.say(way) for key, way in WAYS.items()},
        "units": choices.units_of(ask.context, ask.language),
        "people": choices.people_of(ask.context, everybody, ask.today),
        "every": EVERY,
        "seen": SEEN,
    }


@routes.post("/inspections", may="register")
def plan_inspection(ask: PageRequest) -> Response:
    """Planned for a day, or called for today where none is given."""
    values = supervision.values_of(ask, INSPECTION)
    values["team"] = ",".join(ask.texts("team"))
    try:
        supervision.fits(ask, values)
        given = _inspection(ask, values)
        with ask.acting() as acting:
            row = inspect.plan(acting, given)
    except Bad as bad:
        return _inspections(ask, Typed(values=values, wrong={bad.field: bad.text}), 422)
    except Refused as error:
        wrong = {"": ask.why(error)}
        return _inspections(ask, Typed(values=values, wrong=wrong), 422)
    return ask.go(f"/obligations/{row.id}")


def _inspection(ask: PageRequest, values: dict[str, str]) -> inspect.Inspection:
    if values["way"] not in WAYS:
        raise Bad(ask.say("Choose the kind of inspection."), "way")
    if values["lead"] not in ask.context.org.people:
        raise Bad(ask.say("Choose a team leader."), "lead")
    return inspect.Inspection(
        way=values["way"],
        on=supervision.limit_of(ask, values["on"], "on") or ask.today,
        lead=values["lead"],
        team=tuple(one for one in values["team"].split(",") if one),
        units=tuple(one for one in values["units"].split(",") if one),
        title=values["title"],
        words=values["words"],
        every=values["every"],
    )
