"""Days off and make-up working days 放假安排, and what another file of overrides would change."""

from collections.abc import Callable

from starlette.responses import Response

from dashboard.readmodel import holidays as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web.page_request import PageRequest, whole
from dashboard.web.routes import Routes
from notifications import figures, words
from workflows.commands.calendars import OtherCalendar, what_if
from workflows.domain.dates.date_windows import years_of
from workflows.domain.errors import BadInput
from workflows.domain.overrides import read_overrides

routes = Routes()
MOST_TEXT, MOST_SHOWN = 100_000, 100


@routes.get("/holidays", may="office")
def show(ask: PageRequest) -> Response:
    return _holidays(ask, year_asked(ask, ask.given("year")))


def year_asked(ask: PageRequest, text: str) -> int:
    """A year of the address; this one, and a notice, when it is none."""
    if not text:
        return ask.today.year
    year = whole(text)
    if year is not None and readmodel.FIRST_YEAR <= year <= readmodel.LAST_YEAR:
        return year
    ask.notices.append(ask.say("“{year}” is no year; this one is shown.", year=text))
    return ask.today.year


def titles(ask: PageRequest) -> Callable[[readmodel.Falling], str]:
    """What is due on a day off, as it is called: its line of the plan, else its kind."""
    named = {node.key: node.title.in_(ask.language) for node in ask.context.plan.nodes}
    return lambda one: named.get(one.item) or ask.pgettext("kind", one.kind)


def _holidays(
    ask: PageRequest,
    number: int,
    status: int = 200,
    /,
    *,
    typed: str = "",
    wrong: list[str] | None = None,
    found: OtherCalendar | None = None,
) -> Response:
    context, calendar = ask.context, ask.context.frame.calendar
    lines = Lines(context, ask.now, ask.locale, ask.who)
    shown = readmodel.year(calendar, ask.board.options.overrides, number)
    years = years_of(context.plan, ask.today)
    falling = ask.counted(
        ("holidays", number, ask.today),
        lambda: readmodel.falling(ask.connection, context.key, shown, ask.today),
    )
    return ask.page(
        "holidays.html",
        status,
        year=shown,
        years=[(one, calendar.provisional(one)) for one in years],
        falling=falling,
        title=titles(ask),
        unit=lambda key: words.unit_name(context.org, key, ask.language),
        loaded=len(ask.board.options.overrides),
        typed=typed,
        wrong=wrong or [],
        found=found,
        moves=[
            (
                row.id,
                figures.title(context, row, ask.locale),
                words.unit_name(context.org, row.unit, ask.language),
                old,
                new,
            )
            for row, old, new in (found.moves[:MOST_SHOWN] if found else ())
        ],
        falls=lines.folded(found.falls[:MOST_SHOWN]) if found else [],
    )


@routes.post("/holidays", may="office")
def compare(ask: PageRequest) -> Response:
    """What a file of overrides would change; nothing is kept."""
    number, text = year_asked(ask, ask.text("year", 4)), ask.text("text", MOST_TEXT)
    if uploads := ask.files("file"):
        raw = uploads[0].file.read(MOST_TEXT + 1)
        if len(raw) > MOST_TEXT:
            return _holidays(ask, number, 422, wrong=[ask.say("The file is larger than 100 kB.")])
        text = raw.decode("utf-8-sig", "replace")
    if not text.strip():
        return _holidays(ask, number, 422, wrong=[ask.say("Choose a file, or paste rows.")])
    try:
        given = read_overrides(text, file="")
        found = what_if(ask.connection, ask.context, ask.board.options.overrides, given, ask.now)
    except BadInput as error:
        return _holidays(ask, number, 422, typed=text, wrong=ask.whys(error, MOST_SHOWN))
    return _holidays(ask, number, typed=text, found=found)
