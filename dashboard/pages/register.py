"""What the office puts in beside the plan: a matter 交办事项, a finding 整改, a visit 督查."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from dashboard.readmodel import inspections as inspection_model
from dashboard.readmodel.lines import Lines
from dashboard.web import choices, supervision
from dashboard.web.ask import Ask
from dashboard.web.moves import Typed
from dashboard.web.routes import Routes
from dashboard.web.supervision import Bad
from notifications import dates_words
from workflows.commands import inspect, matters, rectify
from workflows.commands.door import Acting
from workflows.domain.errors import Refused
from workflows.domain.inspection import WAYS
from workflows.domain.messages import N_
from workflows.domain.parties import holder_of
from workflows.domain.rectification import Finding, limit
from workflows.domain.rows import Obligation, Party

routes = Routes()
SOURCES = {"instruction": N_("Instruction"), "meeting": N_("Meeting"), "letter": N_("Letter")}
EVERY = (N_("monthly"), N_("quarterly"), N_("half-yearly"), N_("yearly"))
MATTER = ("unit", "title", "words", "source", "asked_by", "person", "units", "due", "firm")
FINDING = ("unit", "what", "title", "where", "severity", "person", "verifier", "due", "source")
INSPECTION = ("way", "on", "lead", "team", "units", "title", "words", "every")
ASSISTING = N_("Assisting units")
SEEN = N_("Units that are seen (none: they are drawn, or named when it is held)")

#: Puts something in; returns the row.
Put = Callable[[Acting], Obligation]


# --- matters and findings ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """A form that was read: its limit, and how to carry it out."""

    due: date
    put: Put


@routes.get("/matters/new", may="register")
def new_matter(ask: Ask) -> Response:
    return _form(ask, "matter_new.html", Typed())


@routes.post("/matters/new", may="register")
def add_matter(ask: Ask) -> Response:
    return _entered(ask, "matter_new.html", MATTER, _matter)


@routes.get("/findings/new", may="register")
def new_finding(ask: Ask) -> Response:
    return _form(ask, "finding_new.html", Typed())


@routes.post("/findings/new", may="register")
def add_finding(ask: Ask) -> Response:
    return _entered(ask, "finding_new.html", FINDING, _finding)


def _form(
    ask: Ask, template: str, typed: Typed, status: int = 200, /, *, due: date | None = None
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
        severities=supervision.SEVERITY_WORDS,
        assisting=ASSISTING,
    )


def _entered(
    ask: Ask, template: str, fields: tuple[str, ...], read: Callable[[Ask, dict[str, str]], Given]
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
        wrong = {"": ask.say("It was refused: {why}", why=ask.why(error))}
        return _form(ask, template, Typed(values=values, wrong=wrong), 422)
    return ask.go(f"/obligations/{row.id}")


def _matter(ask: Ask, values: dict[str, str]) -> Given:
    if not values["title"]:
        raise Bad(ask.say("Please write what is to be done."), "title")
    _unit_and_person(ask, values)
    source = values["source"] if values["source"] in SOURCES else "instruction"
    calendar = ask.context.frame.calendar
    given = supervision.limit_of(ask, values["due"], "due")
    due = given or limit(matters.SOURCES[source], ask.today, calendar)
    matter = matters.Matter(
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
    return Given(due, lambda acting: matters.assign(acting, matter))


def _finding(ask: Ask, values: dict[str, str]) -> Given:
    if not values["what"]:
        raise Bad(ask.say("Please write what was found."), "what")
    _unit_and_person(ask, values)
    if not values["verifier"]:
        raise Bad(ask.say("Choose who verifies it."), "verifier")
    party = Party(unit=values["unit"], person=values["person"])
    if holder_of(ask.context.org, party, ask.today)[0] == values["verifier"]:
        raise Bad(
            ask.say("Whoever puts it right does not verify it. Choose somebody else."), "verifier"
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
        verifier=values["verifier"],
        limit=due,
        source=values["source"],
    )
    return Given(due, lambda acting: rectify.issue(acting, finding))


def _unit_and_person(ask: Ask, values: dict[str, str]) -> None:
    org = ask.context.org
    if values["unit"] not in org.units:
        raise Bad(ask.say("Choose a unit."), "unit")
    person = org.people.get(values["person"])
    if person is not None and values["unit"] not in {person.unit, *person.units}:
        raise Bad(ask.say("{name} is not in that unit.", name=person.name), "person")


# --- inspections ------------------------------------------------------------------------------


@routes.get("/inspections", may="read")
def show(ask: Ask) -> Response:
    return _inspections(ask, Typed())


def _inspections(ask: Ask, typed: Typed, status: int = 200) -> Response:
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    return ask.page(
        "inspections.html",
        status,
        p=inspection_model.page(ask.connection, ask.context, lines),
        form=_planning(ask, typed) if ask.who.may("register") else "",
    )


def _planning(ask: Ask, typed: Typed) -> Markup:
    """The form of an inspection, with everybody to choose from; kept while nothing is typed."""
    name = "_inspection_form.html"
    if typed != Typed():
        return ask.drawn(name, _choices(ask, typed))
    return ask.part(name, (), lambda: _choices(ask, typed))


def _choices(ask: Ask, typed: Typed) -> dict[str, Any]:
    everybody = list(ask.context.org.units)
    return {
        "typed": typed,
        "ways": {key: way.in_(ask.language) for key, way in WAYS.items()},
        "units": choices.units_of(ask.context, ask.language),
        "people": choices.people_of(ask.context, everybody, ask.today),
        "every": EVERY,
        "seen": SEEN,
    }


@routes.post("/inspections", may="register")
def plan_inspection(ask: Ask) -> Response:
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
        wrong = {"": ask.say("It was refused: {why}", why=ask.why(error))}
        return _inspections(ask, Typed(values=values, wrong=wrong), 422)
    return ask.go(f"/obligations/{row.id}")


def _inspection(ask: Ask, values: dict[str, str]) -> inspect.Inspection:
    if values["way"] not in WAYS:
        raise Bad(ask.say("Choose a way."), "way")
    if values["lead"] not in ask.context.org.people:
        raise Bad(ask.say("Choose who leads it."), "lead")
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
