"""The office's own pages: anchors with what-if, people, publishing, trial mode, health."""

from datetime import date
from functools import partial

from starlette.responses import Response

from dashboard.readmodel import health as health_model
from dashboard.readmodel.lines import Lines
from dashboard.web.ask import Ask, Missing
from dashboard.web.routes import Routes
from notifications import figures, words
from workflows.commands import anchors, people, publish
from workflows.commands.trial import set_trial
from workflows.definition import Source, load_org
from workflows.definition.csv_people import merge_people
from workflows.domain.errors import BadInput, DubanError
from workflows.domain.organisation import Org
from workflows.domain.roles import find_person
from workflows.store import queries, snapshots, writes

routes = Routes()
MOST_TEXT = 1024 * 1024
#: People on one page of them.
PEOPLE = 200
MOST_SHOWN = 60


def actor(ask: Ask) -> str:
    """Who acts: himself, or the office where the account is nobody's."""
    office = ask.context.office(ask.today)
    return ask.who.person or (office.key if office else "")


# --- anchors ----------------------------------------------------------------------------------


@routes.get("/anchors", may="office")
def show_anchors(ask: Ask) -> Response:
    return _anchors(ask, done=ask.given("done"))


def _anchors(
    ask: Ask, status: int = 200, /, *, effects: anchors.Announced | None = None,
    wrong: str = "", key: str = "", typed: str = "", done: str = "",
) -> Response:  # fmt: skip
    language = ask.language
    waiting = {
        anchor.key: ask.counted(
            ("waiting", language, anchor.key),
            partial(figures.waiting, ask.connection, ask.context, language, anchor.key),
        )
        for anchor in ask.context.plan.anchors[:3]
    }
    return ask.page(
        "anchors.html",
        status,
        anchors=ask.context.plan.anchors,
        days=ask.context.anchors,
        waiting=waiting,
        effects=effects,
        moves=[
            (row.id, figures.title(ask.context, row, language),
             words.unit_name(ask.context.org, row.unit, language), old, new)
            for row, old, new in (effects.moves[:MOST_SHOWN] if effects else ())
        ],
        heard=[words.called(ask.context.org, p, language) for p in effects.written_to]
        if effects
        else [],
        wrong=wrong,
        key=key,
        typed=typed,
        done=done if done in ask.context.anchors else "",
        may=ask.who.may("run"),
    )  # fmt: skip


@routes.post("/anchors/{key}", may="run")
def announce(ask: Ask, key: str) -> Response:
    """What a day would change; and, confirmed with the same day, the change itself."""
    if key not in ask.context.anchors:
        raise Missing
    text = ask.text("on", 10)
    try:
        on = date.fromisoformat(text)
    except ValueError:
        said = ask.say("“{day}” is no day; write it as 2010-06-30.", day=text)
        return _anchors(ask, 422, wrong=said, key=key, typed=text)
    if ask.text("confirm", 10) != text:
        effects = anchors.announce(
            ask.connection, ask.context, key, on, actor(ask), ask.now, what_if=True
        )
        return _anchors(ask, effects=effects, key=key, typed=text)
    with ask.acting() as (connection, context):
        anchors.announce(connection, context, key, on, actor(ask), ask.now)
    return ask.go("/anchors", done=key)


# --- people -----------------------------------------------------------------------------------


@routes.get("/people", may="office")
def show_people(ask: Ask) -> Response:
    return _people(ask, done=ask.given("done"))


def _people(
    ask: Ask, status: int = 200, /, *, preview: people.Imported | None = None,
    problems: list[str] | None = None, typed: str = "", done: str = "",
) -> Response:  # fmt: skip
    rows: dict[str, int] = {}
    for change in [c for found in preview.changes.values() for c in found] if preview else []:
        rows[change.kind] = rows.get(change.kind, 0) + 1
    org = ask.context.org
    everybody = [p for p in org.people.values() if p.here(ask.today)]
    number = ask.page_number()
    return ask.page(
        "people.html",
        status,
        people=everybody[(number - 1) * PEOPLE : number * PEOPLE],
        total=len(everybody),
        number=number,
        more=number * PEOPLE < len(everybody),
        units=org.units,
        preview=preview,
        named=lambda keys: [
            (preview.org.people if preview else org.people)[k].called(ask.language)
            for k in keys
            if k in (preview.org.people if preview else org.people)
        ],
        rows=rows,
        problems=problems or [],
        typed=typed,
        done=done,
        may=ask.who.may("run"),
    )


@routes.post("/people", may="run")
def import_people(ask: Ask) -> Response:
    """A file or pasted rows: first shown, then, confirmed, carried out; all or nothing."""
    text, name = ask.text("text", MOST_TEXT), "people.csv"
    if uploads := ask.files("file"):
        raw = uploads[0].file.read(MOST_TEXT + 1)
        name = str(uploads[0].filename)
        if len(raw) > MOST_TEXT:
            return _people(ask, 422, problems=[ask.say("The file is larger than 1 MB.")])
        text = _decoded(raw)
    if not text:
        return _people(ask, 422, problems=[ask.say("Choose a file, or paste rows.")])
    try:
        with ask.acting() as (connection, context):
            given = _given(snapshots.load_org(connection, bounced=True), text, name)
            confirmed = ask.text("confirm") == "yes"
            found = people.import_org(
                connection, [context], given, actor(ask), ask.now, preview=not confirmed
            )
    except BadInput as error:
        shown = [str(problem) for problem in error.problems[:MOST_SHOWN]]
        return _people(ask, 422, problems=shown, typed=text)
    except DubanError as error:
        return _people(ask, 422, problems=[str(error)], typed=text)
    if confirmed:
        return ask.go("/people", done="yes")
    return _people(ask, preview=found, typed=text)


def _decoded(raw: bytes) -> str:
    """UTF-8, or GBK as Excel writes it here."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _given(stands: Org, text: str, name: str) -> Org:
    if name.lower().endswith((".yaml", ".yml")) or text.lstrip().startswith("organisation:"):
        return load_org(Source(name, text))
    # Rows pasted from a sheet are parted by tabs.
    first = text.split("\n", 1)[0]
    if "\t" in first and "," not in first:
        text = "\n".join(
            ",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row.split("\t"))
            for row in text.split("\n")
        )
    return merge_people(stands, Source("people.csv", text))


@routes.post("/people/{key}/reachable", may="run")
def reachable(ask: Ask, key: str) -> Response:
    with ask.acting() as (connection, _):
        org = snapshots.load_org(connection, bounced=True)
        if key not in org.people:
            raise Missing
        writes.clear_bounce(connection, find_person(org, key).key)
    return ask.go(f"/people/{key}")


# --- publishing -------------------------------------------------------------------------------


@routes.get("/publish", may="run")
def show_publish(ask: Ask) -> Response:
    plan, decisions = queries.plan_texts(ask.connection, ask.context.key)
    return _publish(ask, plan=plan, decisions=decisions, done=ask.given("done"))


def _publish(
    ask: Ask, status: int = 200, /, *, plan: str, decisions: str,
    found: publish.Published | None = None, problems: list[str] | None = None, done: str = "",
) -> Response:  # fmt: skip
    language = ask.language
    counts: dict[str, int] = {}
    for change in found.changes if found else ():
        counts[change.kind] = counts.get(change.kind, 0) + 1
    shown = []
    for change in found.changes[:MOST_SHOWN] if found else ():
        key = change.row.key if change.row else change.owed.key if change.owed else None
        if key is not None:
            node = (found.context if found else ask.context).plan.by_key.get(key.item)
            shown.append(
                (change.kind, node.title.in_(language) if node else key.item,
                 words.unit_name(ask.context.org, key.party.unit, language),
                 change.row.due_on if change.row else None,
                 change.owed.due_on if change.owed else None)
            )  # fmt: skip
    return ask.page(
        "publish.html", status, plan=plan, decisions=decisions, found=found, counts=counts,
        shown=shown, problems=problems or [], done=done, trial=ask.context.programme.trial,
    )  # fmt: skip


@routes.post("/publish", may="run")
def do_publish(ask: Ask) -> Response:
    """The difference; and, confirmed by its digest, that difference and no other."""
    plan, decisions = ask.text("plan", MOST_TEXT), ask.text("decisions", MOST_TEXT)
    confirm = ask.text("confirm", 100)
    publication = publish.Publication(
        plan=Source("plan", plan + "\n"),
        decisions=Source("decisions", decisions + "\n") if decisions else None,
        overrides=ask.board.options.overrides,
        apply_to_open=ask.text("apply") == "yes",
        confirm=confirm,
    )
    try:
        with ask.acting() as (connection, _):
            found = publish.publish(connection, publication, actor(ask), ask.now)
            if found.context.key != ask.context.key:
                raise BadInput([])
    except BadInput as error:
        shown = [str(problem) for problem in error.problems[:MOST_SHOWN]]
        other = [ask.say("This is the plan of another programme.")]
        return _publish(ask, 422, plan=plan, decisions=decisions, problems=shown or other)
    except DubanError as error:
        return _publish(ask, 422, plan=plan, decisions=decisions, problems=[str(error)])
    if not found.confirm:
        return ask.go("/publish", done="yes")
    return _publish(ask, plan=plan, decisions=decisions, found=found)


@routes.post("/trial", may="run")
def trial(ask: Ask) -> Response:
    with ask.acting() as (connection, context):
        set_trial(connection, context, ask.text("switch") == "on", actor(ask), ask.now)
    return ask.go("/health")


# --- health -----------------------------------------------------------------------------------


@routes.get("/health", may="office")
def health(ask: Ask) -> Response:
    lines = Lines(ask.context, ask.now, ask.language, ask.who)
    return ask.page(
        "health.html",
        p=health_model.page(ask.connection, ask.context, lines),
        stale=ask.is_stale,
        options=ask.board.options,
        may=ask.who.may("run"),
    )
