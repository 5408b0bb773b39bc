"""Findings that come as a sheet: shown first, row by row, then issued, all of them or none."""

from starlette.responses import Response

from dashboard.pages.office import MOST_SHOWN
from dashboard.web import choices
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from notifications import dates_words, words
from workflows.commands import ledger
from workflows.commands.rectify import issue
from workflows.definition import Source
from workflows.definition.sheets.grid import MOST_BYTES
from workflows.definition.sheets.reading import Sheet, as_text, read_sheet
from workflows.domain.errors import BadInput, DubanError
from workflows.domain.rectification import SEVERITIES, Finding, limit
from workflows.store import queries

routes = Routes()
MOST_TEXT = 1024 * 1024


@routes.get("/findings/sheet", may="register")
def show(ask: PageRequest) -> Response:
    return _page(ask)


def _page(
    ask: PageRequest,
    status: int = 200,
    /,
    *,
    found: ledger.Ledger | None = None,
    typed: str = "",
    problems: list[str] | None = None,
) -> Response:
    everybody = list(ask.context.org.units)
    return ask.page(
        "findings_sheet.html",
        status,
        lines=[_line(ask, line, one) for line, one in found.findings] if found else [],
        skipped=[(n, what, ask.told(why)) for n, what, why in found.skipped] if found else [],
        severities=SEVERITIES,
        previewed=found is not None and not found.problems,
        problems=problems or [],
        typed=typed,
        columns=[names[0] for names in ledger.COLUMNS.values()],
        people=choices.people_of(ask.context, everybody, ask.today),
        reviewer=ask.text("verifier"),
        source=ask.text("source"),
        issued=ask.given("issued"),
    )


def _line(ask: PageRequest, number: int, one: Finding) -> tuple[object, ...]:
    """One row as it would be issued."""
    org, language = ask.context.org, ask.language
    due = one.limit or limit(one.severity, ask.today, ask.context.frame.calendar)
    return (
        number,
        words.unit_name(org, one.unit, language),
        one.what,
        one.severity,
        words.called(org, one.person, language) if one.person else "",
        words.called(org, one.reviewer, language),
        dates_words.day(due, ask.locale, ask.today),
        one.source,
    )


@routes.post("/findings/sheet", may="register")
def take(ask: PageRequest) -> Response:
    """What it would issue; and, confirmed, the same. Whatever is wrong is told at once."""
    typed = ""
    if long := ask.too_long({"source": ask.text("source")}):
        return _page(ask, 422, problems=[long[1]], typed=_typed(ask))
    try:
        name, sheet = _given(ask)
        typed = as_text(sheet)
        with ask.acting() as acting:
            connection, context = acting.connection, acting.context
            found = ledger.read(
                name,
                sheet.rows,
                context.org,
                ask.today,
                source=ask.text("source"),
                reviewer=ask.text("verifier"),
                standing=queries.obligations(connection, context.key, kind="rectification"),
            )
            if found.problems:
                raise BadInput(list(found.problems))
            confirmed = ask.text("confirm") == "yes"
            for _, one in found.findings if confirmed else ():
                issue(acting, one)
    except BadInput as error:
        return _page(ask, 422, problems=ask.whys(error, MOST_SHOWN), typed=typed)
    except DubanError as error:
        return _page(ask, 422, problems=[ask.why(error)], typed=typed or _typed(ask))
    if confirmed:
        return ask.go("/findings/sheet", issued=str(len(found.findings)))
    return _page(ask, found=found, typed=typed)


def _given(ask: PageRequest) -> tuple[str, Sheet]:
    """The name and the rows of the file, or of what was pasted."""
    source = Source(ask.say("what was pasted"), _typed(ask))
    if upload := next(iter(ask.files("file")), None):
        source = Source(str(upload.filename), upload.file.read(MOST_BYTES + 1))
    return source.name, read_sheet(source, ledger.UNIT_HEADS)


def _typed(ask: PageRequest) -> str:
    return ask.rows("text", MOST_TEXT)
