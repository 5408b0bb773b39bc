"""People 人员: who is here, and how they are entered from a file, a sheet or pasted rows."""

from starlette.responses import Response

from dashboard.pages.office import MOST_SHOWN, MOST_TEXT
from dashboard.readmodel import people as readmodel
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes
from workflows.commands import people
from workflows.definition import Source
from workflows.definition.csv_people import given_org, is_sheet, people_sheet
from workflows.definition.sheets.delimited import text_of
from workflows.definition.sheets.grid import MOST_BYTES
from workflows.definition.sheets.reading import as_text
from workflows.domain.assignees import find_person
from workflows.domain.errors import BadInput, DubanError, Refused
from workflows.domain.messages import Message
from workflows.domain.organisation import Org
from workflows.store import snapshots, writes

routes = Routes()
ON_A_PAGE = 200


@routes.get("/people", may="office")
def show_people(ask: PageRequest) -> Response:
    return _people(ask, done=ask.given("done"))


def _people(
    ask: PageRequest,
    status: int = 200,
    /,
    *,
    preview: people.Imported | None = None,
    before: Org | None = None,
    problems: list[str] | None = None,
    typed: str = "",
    done: str = "",
) -> Response:
    rows: dict[str, int] = {}
    for change in [c for found in preview.changes.values() for c in found] if preview else []:
        rows[change.kind] = rows.get(change.kind, 0) + 1
    org = ask.context.org
    everybody = [p for p in org.people.values() if p.here(ask.today)]
    number = ask.page_number()
    return ask.page(
        "people.html",
        status,
        people=everybody[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        total=len(everybody),
        number=number,
        more=number * ON_A_PAGE < len(everybody),
        units=org.units,
        preview=preview,
        named=lambda keys: [
            (preview.org.people if preview else org.people)[k].called(ask.language)
            for k in keys
            if k in (preview.org.people if preview else org.people)
        ],
        rows=rows,
        changed=readmodel.changes(before, preview.org, preview.changed, ask.language)
        if before and preview
        else [],
        posts=readmodel.posts(before, preview.org, ask.locale) if before and preview else [],
        problems=problems or [],
        typed=typed,
        done=done,
        heads=list(readmodel.heads(ask.language).values()),
        may=ask.who.may("run"),
    )


@routes.post("/people", may="run")
def import_people(ask: PageRequest) -> Response:
    """A file or pasted rows: first shown, then, confirmed, carried out; all or nothing."""
    text = ask.rows("text", MOST_TEXT)
    confirmed = ask.text("confirm") == "yes"
    try:
        if upload := next(iter(ask.files("file")), None):
            text = _text(Source(str(upload.filename), upload.file.read(MOST_BYTES + 1)))
        if not text:
            raise Refused(ask.say("Choose a file, or paste rows."))
        with ask.acting() as acting:
            connection = acting.connection
            stands = snapshots.load_org(connection, bounced=True)
            given = given_org(stands, Source("", text))
            contexts = people.all_contexts(connection, ask.board.options.overrides)
            found = people.import_org(
                connection, contexts, given, ask.who, ask.now, preview=not confirmed
            )
    except BadInput as error:
        return _people(ask, 422, problems=ask.whys(error, MOST_SHOWN), typed=text)
    except DubanError as error:
        return _people(ask, 422, problems=[ask.why(error)], typed=text)
    if confirmed:
        return ask.go("/people", done="yes")
    return _people(ask, preview=found, before=stands, typed=text)


def _text(file: Source) -> str:
    """A file as text: a sheet as the CSV of its rows. Raises Refused."""
    text = as_text(people_sheet(file)) if is_sheet(file) else text_of(file)
    if len(text) > MOST_TEXT:
        raise Refused(
            Message("the file holds more than {most} characters", most=f"{MOST_TEXT:,}"), "split it"
        )
    return text


@routes.post("/people/{key}/reachable", may="run")
def reachable(ask: PageRequest, key: str) -> Response:
    with ask.acting() as acting:
        connection = acting.connection
        org = snapshots.load_org(connection, bounced=True)
        if key not in org.people:
            raise Missing
        writes.clear_bounce(connection, find_person(org, key).key)
    return ask.go(f"/people/{key}")
