"""Findings that come as a sheet: shown first, row by row, then issued, all of them or none."""

from starlette.responses import Response

from dashboard.pages.office import MOST_SHOWN, actor
from dashboard.web import choices, pasted
from dashboard.web.ask import Ask
from dashboard.web.routes import Routes
from dashboard.web.supervision import SEVERITY_WORDS
from documents.sheet_reading import MOST_BYTES, Found, read_under
from notifications import dates_words, words
from workflows.commands import ledger
from workflows.commands.rectify import issue
from workflows.domain.errors import BadInput, DubanError
from workflows.domain.rectification import Finding, limit
from workflows.store import queries

routes = Routes()
MOST_TEXT = 1024 * 1024


@routes.get("/findings/sheet", may="register")
def show(ask: Ask) -> Response:
    return _page(ask)


def _page(
    ask: Ask,
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
        severities=SEVERITY_WORDS,
        previewed=found is not None and not found.problems,
        problems=problems or [],
        typed=typed,
        columns=[names[0] for names in ledger.COLUMNS.values()],
        people=choices.people_of(ask.context, everybody, ask.today),
        verifier=ask.text("verifier"),
        source=ask.text("source"),
        issued=ask.given("issued"),
    )


def _line(ask: Ask, number: int, one: Finding) -> tuple[object, ...]:
    """One row as it would be issued."""
    org, language = ask.context.org, ask.language
    due = one.limit or limit(one.severity, ask.today, ask.context.frame.calendar)
    return (
        number,
        words.unit_name(org, one.unit, language),
        one.what,
        one.severity,
        words.called(org, one.person, language) if one.person else "",
        words.called(org, one.verifier, language),
        dates_words.day(due, language, ask.today),
        one.source,
    )


@routes.post("/findings/sheet", may="register")
def take(ask: Ask) -> Response:
    """What it would issue; and, confirmed, the same. Whatever is wrong is told at once."""
    typed = ""
    if long := ask.too_long({"source": ask.text("source")}):
        return _page(ask, 422, problems=[long[1]], typed=_typed(ask))
    try:
        name, rows = _given(ask)
        typed = pasted.text_of(rows)
        with ask.acting() as (connection, context):
            found = ledger.read(
                name,
                rows,
                context.org,
                ask.today,
                source=ask.text("source"),
                verifier=ask.text("verifier"),
                standing=queries.obligations(connection, context.key, kind="rectification"),
            )
            if found.problems:
                raise BadInput(list(found.problems))
            confirmed = ask.text("confirm") == "yes"
            for _, one in found.findings if confirmed else ():
                issue(connection, context, one, actor(ask), ask.now)
    except BadInput as error:
        return _page(ask, 422, problems=ask.whys(error, MOST_SHOWN), typed=typed)
    except DubanError as error:
        return _page(ask, 422, problems=[ask.why(error)], typed=typed or _typed(ask))
    if confirmed:
        return ask.go("/findings/sheet", issued=str(len(found.findings)))
    return _page(ask, found=found, typed=typed)


def _given(ask: Ask) -> tuple[str, Found]:
    """The name and the rows of the file, or of what was pasted."""
    if uploads := ask.files("file"):
        name = str(uploads[0].filename)
        data = uploads[0].file.read(MOST_BYTES + 1)
        return name, _rows(data, "." + name.rpartition(".")[2].lower())
    return ask.say("what was pasted"), _rows(pasted.as_csv(_typed(ask)).encode(), ".csv")


def _rows(data: bytes, suffix: str) -> Found:
    return read_under(data, suffix, *ledger.HEADS)


def _typed(ask: Ask) -> str:
    return ask.rows("text", MOST_TEXT)
