"""Every other list of the board as .xlsx: the rows of its page, with the filters of its address."""

from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from dashboard.pages import calendar, documents, figures, mails, matrix, today, units
from dashboard.pages.sheets import MOST_ROWS, Head, items, listing, sheet
from dashboard.readmodel import documents as document_model
from dashboard.readmodel import inspections as inspection_model
from dashboard.readmodel import people as people_model
from dashboard.readmodel.documents import Document
from dashboard.readmodel.inspections import Visit
from dashboard.readmodel.lines import Lines
from dashboard.readmodel.today import MOST
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from dashboard.web.views import at
from documents.forms import Cell
from documents.tables import Listing
from notifications import dates_words
from workflows.store import accounts as account_rows
from workflows.store import snapshots

routes = Routes()


# --- items ----------------------------------------------------------------------------------


@routes.get("/today/xlsx", may="today")
def today_lists(ask: PageRequest) -> Response:
    """One sheet for each list of the page."""
    say, p = ask.say, today.facts(ask)["p"]
    anchors: list[Head] = [(say("Date TBD"), 50)]
    returned: list[Head] = [(say("Email address"), 30), (say("Answer"), 60)]
    forms = [
        items(ask, say("Overdue, the longest first"), p.red[:MOST]),
        items(ask, say("Due today"), p.due_today[:MOST]),
        _documents(ask, say("Documents not issued yet"), p.documents[:MOST]),
        items(ask, say("To review"), p.to_review[:MOST]),
        items(ask, say("Requests and objections"), p.requests + p.disputed),
        items(ask, say("Not acknowledged"), p.to_sign[:MOST]),
        listing(ask, say("Date TBD"), anchors, ((name,) for _, name in p.anchors)),
        listing(
            ask,
            say("Mails that did not arrive"),
            returned,
            ((address, outcome) for _, address, outcome in p.undelivered),
        ),
    ]
    return sheet(ask, say("Today"), forms)


@routes.get("/calendar/xlsx", may="read")
def calendar_lists(ask: PageRequest) -> Response:
    """What is due on the day, and the month in numbers."""
    say, facts = ask.say, calendar.facts(ask)
    day = dates_words.full_day(facts["chosen"], ask.locale)
    heads: list[Head] = [(say("Day"), 14, "date"), (say("Key date"), 40)]
    heads += [(ask.pgettext("light", light), 12, "int") for light in ("red", "yellow", "green")]
    days = (
        (one.on, " ".join(one.marks), *(one.counts.get(k) for k in ("red", "yellow", "green")))
        for one in facts["days"]
        if one.inside
    )
    month = facts["first"].strftime("%Y-%m")
    forms = [
        items(ask, say("Due on {day}", day=day), facts["due"]),
        listing(ask, month, heads, days),
    ]
    return sheet(ask, say("Calendar"), forms)


# --- documents -----------------------------------------------------------------------------------


def _documents(ask: PageRequest, title: str, found: Iterable[Document]) -> Listing:
    say = ask.say
    heads: list[Head] = [
        (say("Number"), 20),
        (say("Document"), 12),
        (say("Item"), 34),
        (say("Unit"), 18),
        (say("State"), 12),
        (say("Assigned to"), 14),
        (say("Date"), 16),
        (say("Signed by"), 14),
        (say("Signed on"), 16),
    ]
    return listing(
        ask,
        title,
        heads,
        (
            (
                one.number,
                one.name,
                one.about,
                one.line.unit,
                one.line.state_word,
                one.line.assignee,
                one.line.due if one.line.assignee else "",
                one.signer,
                one.signed_on,
            )
            for one in found
        ),
    )


@routes.get("/papers/xlsx", may="read")
def book(ask: PageRequest) -> Response:
    found: document_model.Book = documents.facts(ask, MOST_ROWS)["p"]
    forms = [
        _documents(ask, ask.say("The book of numbers"), found.kept),
        _documents(ask, ask.say("Waiting to be signed"), found.waiting),
    ]
    return sheet(ask, ask.say("Documents"), forms)


@routes.get("/bulletins/xlsx", may="read")
def bulletins(ask: PageRequest) -> Response:
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    found = document_model.bulletins(ask.connection, ask.context, lines)
    title = ask.say("Bulletins")
    return sheet(ask, title, [_documents(ask, title, found)])


@routes.get("/inspections/xlsx", may="read")
def inspections(ask: PageRequest) -> Response:
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    found = inspection_model.page(ask.connection, ask.context, lines)
    forms = [
        _visits(ask, ask.say("To come, and contested"), found.coming),
        _visits(ask, ask.say("Held"), found.held),
    ]
    return sheet(ask, ask.say("Inspections"), forms)


def _visits(ask: PageRequest, title: str, found: Iterable[Visit]) -> Listing:
    say = ask.say
    heads: list[Head] = [
        (say("Inspection"), 26),
        (say("Way"), 14),
        (say("Day"), 18),
        (say("Units"), 26),
        (say("Who goes"), 14),
        (say("Team"), 20),
        (say("Findings"), 16),
        (say("Contested"), 26),
        (say("State"), 12),
        (say("Status light"), 9, "light"),
    ]
    return listing(
        ask,
        title,
        heads,
        (
            (
                one.line.title,
                one.way,
                one.on,
                one.units,
                one.line.assignee,
                one.team,
                " ".join(f"#{n}" for n in one.findings),
                one.contested,
                one.line.state_word,
                one.line.light,
            )
            for one in found
        ),
    )


# --- numbers ----------------------------------------------------------------------------------


@routes.get("/figures/xlsx", may="read")
def numbers(ask: PageRequest) -> Response:
    say, facts = ask.say, figures.facts(ask)
    names = [name for name, _ in facts["columns"]]
    heads: list[Head] = [(say(label), 12, "int") for _, label in facts["columns"]]
    outside = say("outside the phases")

    def row(name: str, found: Any) -> tuple[Cell, ...]:
        values = found.as_dict()
        return (name, *(values[one] for one in names))

    page = facts["p"]
    by_unit = [row(one.name, one.numbers) for one in page.units]
    total = [row(say("Total"), page.total)] if by_unit else []
    by_phase = [row(one.name or outside, one.numbers) for one in page.phases]
    forms = [
        listing(ask, say("By unit"), [(say("Unit"), 24), *heads], by_unit + total),
        listing(ask, say("By phase"), [(say("Phase"), 24), *heads], by_phase),
    ]
    return sheet(ask, say("Statistics"), forms)


@routes.get("/matrix/xlsx", may="read")
def squares(ask: PageRequest) -> Response:
    """Each cell as the page has it: the light, and done of owed where there are several."""
    facts = matrix.facts(ask)
    p = facts["p"]
    heads: list[Head] = [(ask.say("Person") if facts["unit"] else ask.say("Unit"), 18)]
    heads += [(node.title.in_(ask.language), 14) for node in p.columns]

    def said(square: Any) -> str:
        cell = square.cell
        light = ask.pgettext("light", cell.light)
        if cell.total == 1:
            return light
        return f"{cell.done}/{cell.total} {light} {cell.red or ''}".strip()

    rows = (
        (name, *(said(found[node.key]) if node.key in found else "–" for node in p.columns))
        for _, name, found in p.rows
    )
    return sheet(ask, ask.say("Matrix"), [listing(ask, ask.say("Matrix"), heads, rows)])


# --- units and people -------------------------------------------------------------------------


@routes.get("/units/xlsx", may="read")
def unit_list(ask: PageRequest) -> Response:
    say = ask.say
    heads: list[Head] = [
        (say("Unit"), 20),
        (say("Roles"), 50),
        (say("Phone"), 16),
        (say("Done"), 9, "int"),
        (say("Due items"), 9, "int"),
        (say("Overdue"), 9, "int"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for unit, seats, found in units.facts(ask):
        posts = "\n".join(
            f"{one.role} {one.name or say('vacant')} {one.phone}".strip() for one in seats[:3]
        )
        counted = (found.done, found.owed, found.overdue) if found else (None, None, None)
        rows.append((unit.title.in_(ask.language), posts, unit.phone, *counted))
    return sheet(ask, say("Units"), [listing(ask, say("Units"), heads, rows)])


@routes.get("/people/xlsx", may="office")
def people(ask: PageRequest) -> Response:
    """In the columns of the import, so that it can be given back; with addresses that bounced."""
    org = snapshots.load_org(ask.connection, bounced=True)
    columns = people_model.heads(ask.language)
    heads: list[Head] = [(head, people_model.WIDTHS[name]) for name, head in columns.items()]
    cells = people_model.Cells(org, ask.language)
    rows = (tuple(cells.of(p).values()) for p in org.people.values() if p.here(ask.today))
    return sheet(ask, ask.say("People"), [listing(ask, ask.say("People"), heads, rows)])


@routes.get("/mails/xlsx", may="mails")
def mail_log(ask: PageRequest) -> Response:
    """The newest of the log that fit the filters, whatever page is looked at."""
    say, facts = ask.say, mails.facts(ask, MOST_ROWS)
    heads: list[Head] = [
        (say("When"), 17),
        (say("To"), 12),
        (say("Email address"), 26),
        (say("Subject"), 46),
        (say("State"), 10),
        (say("Attempts"), 8, "int"),
        (say("Answer"), 40),
    ]
    known, zone = facts["people"], ask.context.frame.zone
    rows = (
        (
            at(m["sent_at"] or m["not_before"], zone),
            known[m["person"]].called(ask.language) if m["person"] in known else m["person"],
            m["address"],
            m["subject"] or say("not put into words yet"),
            ask.pgettext("mail", m["state"]),
            m["attempt"],
            m["outcome"],
        )
        for m in facts["rows"]
    )
    return sheet(ask, say("Mail log"), [listing(ask, say("Mail log"), heads, rows)])


@routes.get("/accounts/xlsx", may="accounts")
def accounts(ask: PageRequest) -> Response:
    say, known = ask.say, ask.context.org.people
    heads: list[Head] = [
        (say("Login email"), 32),
        (say("Person"), 16),
        (say("Rights"), 24),
        (say("Password"), 18),
        (say("State"), 12),
    ]
    rows = (
        (
            one.login,
            known[one.person].called(ask.language) if one.person in known else "–",
            " ".join(ask.pgettext("role", role) for role in one.roles),
            say("has one") if one.password else say("by link only"),
            say("disabled") if one.disabled else say("enabled"),
        )
        for one in account_rows.accounts(ask.connection)
    )
    return sheet(ask, say("Accounts"), [listing(ask, say("Accounts"), heads, rows)])
