"""The desk and the office's own lists as .xlsx: posts, anchors, rules, days off."""

from collections.abc import Iterable
from functools import partial

from starlette.responses import Response

from dashboard.pages.holidays import titles, year_asked
from dashboard.pages.sheets import Head, items, listing, sheet
from dashboard.readmodel import desk as desk_model
from dashboard.readmodel import holidays as holiday_model
from dashboard.readmodel import posts as post_model
from dashboard.readmodel import rules as rule_model
from dashboard.readmodel.lines import Lines
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from documents.forms import Cell
from documents.tables import Form
from notifications import dates_words, figures, words
from workflows.domain.model import Anchor

routes = Routes()


@routes.get("/desk/xlsx", may="desk")
def desk(ask: PageRequest) -> Response:
    """One sheet for each list of the page that has a line."""
    say = ask.say
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    p = desk_model.page(ask.connection, ask.context, lines, ask.who, ask.now)
    parts = {
        "My items": [one.line for one in (*p.owed, *p.later)],
        "Reported, for you to verify": [one.line for one in p.reviews],
        "For your decision": [one.line for one in p.asked],
        "Documents assigned to you": [one.line for one in p.documents],
        "Items of the unit": [one.line for one in p.unit],
    }
    forms: list[Form] = [
        items(ask, say(title), found)
        for title, found in parts.items()
        if found or title == "My items"
    ]
    return sheet(ask, say("My desk"), forms)


@routes.get("/posts/xlsx", may="office")
def posts(ask: PageRequest) -> Response:
    """Who holds which post since when, who stands in, who comes, and what it is in charge of."""
    say, language = ask.say, ask.language
    heads: list[Head] = [
        (say("Role"), 26),
        (say("Held by"), 14),
        (say("Phone"), 16),
        (say("Since"), 12, "date"),
        (say("Until"), 12, "date"),
        (say("Deputy"), 14),
        (say("Successor"), 24),
        (say("Responsible for"), 30),
    ]
    rows: Iterable[tuple[Cell, ...]] = (
        (
            one.name,
            one.assignee.called(language) if one.assignee else say("vacant"),
            one.assignee.phone if one.assignee else "",
            one.since,
            one.until,
            one.deputy.called(language) if one.deputy else "",
            "\n".join(f"{name} {day}" for name, day in one.comes),
            dates_words.joined(one.charge, ask.locale),
        )
        for one in post_model.posts(ask.context.org, ask.today, ask.locale)
    )
    return sheet(ask, say("Roles"), [listing(ask, say("Roles"), heads, rows)])


@routes.get("/anchors/xlsx", may="office")
def anchors(ask: PageRequest) -> Response:
    """Each event that dates hang on, its day where it has one, and what waits for it."""
    say = ask.say
    heads: list[Head] = [
        (say("Key date"), 34),
        (say("The day"), 14, "date"),
        (say("Expected"), 22),
        (say("What waits for it"), 60),
    ]
    rows = (
        (
            one.title.in_(ask.language),
            ask.context.anchors.get(one.key),
            one.expected,
            "\n".join(_waiting(ask, one)),
        )
        for one in ask.context.plan.anchors
    )
    return sheet(ask, say("Key dates"), [listing(ask, say("Key dates"), heads, rows)])


def _waiting(ask: PageRequest, anchor: Anchor) -> list[str]:
    """Each item that waits, with how many matters of it do."""
    find = partial(figures.waiting, ask.connection, ask.context, ask.language, anchor.key)
    found = ask.counted(("waiting", ask.language, anchor.key), find)
    return [f"{one.title} ×{one.n}" for one in found]


@routes.get("/rules/xlsx", may="read")
def rules(ask: PageRequest) -> Response:
    """A sentence in each line."""
    say = ask.say
    heads: list[Head] = [(say("Rule"), 26), (say("Part"), 22), (say("Wording"), 80)]
    rows = (
        (rule.title, heading, sentence)
        for rule in rule_model.rules(ask.context, ask.locale)
        for heading, sentences in rule.sections
        for sentence in sentences
    )
    title = say("Rules for reminders")
    return sheet(ask, title, [listing(ask, title, heads, rows)])


@routes.get("/holidays/xlsx", may="office")
def holidays(ask: PageRequest) -> Response:
    """The days of a year that are no ordinary ones, and what is due on a day off."""
    say, number = ask.say, year_asked(ask, ask.given("year"))
    shown = holiday_model.year(ask.context.frame.calendar, ask.board.options.overrides, number)
    heads: list[Head] = [
        (say("Day"), 14, "date"),
        (say("Off or work"), 12),
        (say("Set by the office"), 40),
    ]
    named = {"off": say("off"), "made_up": say("work"), "weekend": say("off"), "work": say("work")}
    rows = (
        (day.on, named[day.kind], day.own)
        for month in shown.months
        for day in month
        if day and (day.kind in ("off", "made_up") or day.own)
    )
    falling = holiday_model.falling(ask.connection, ask.context.key, shown, ask.today)
    owed: list[Head] = [
        (say("Date"), 14, "date"),
        (say("Item"), 40),
        (say("Responsible unit"), 24),
        (say("How many"), 10),
    ]
    said = titles(ask)
    due = (
        (one.on, said(one), words.unit_name(ask.context.org, one.unit, ask.language), one.n)
        for one in falling
    )
    forms: list[Form] = [
        listing(ask, say("Holidays and make-up working days of {year}", year=number), heads, rows),
        listing(ask, say("Due on a day off"), owed, due),
    ]
    return sheet(ask, say("Holidays"), forms)
