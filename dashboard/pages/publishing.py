"""Publishing again 发布 with its difference shown first, and trial mode 试运行."""

from datetime import date

from starlette.responses import Response

from dashboard.pages.office import MOST_SHOWN, MOST_TEXT
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from notifications import words
from workflows.commands import publish
from workflows.commands.trial import set_trial
from workflows.definition import Source
from workflows.domain.errors import BadInput, DubanError
from workflows.store import queries

routes = Routes()


@routes.get("/publish", may="run")
def show_publish(ask: PageRequest) -> Response:
    plan, decisions = queries.plan_texts(ask.connection, ask.context.key)
    return _publish(ask, plan=plan, decisions=decisions, done=ask.given("done"))


def _publish(
    ask: PageRequest,
    status: int = 200,
    /,
    *,
    plan: str,
    decisions: str,
    found: publish.Published | None = None,
    problems: list[str] | None = None,
    wrong: str = "",
    done: str = "",
) -> Response:
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
                (
                    change.kind,
                    node.title.in_(language) if node else key.item,
                    words.unit_name(ask.context.org, key.party.unit, language),
                    change.row.due_on if change.row else None,
                    change.owed.due_on if change.owed else None,
                )
            )
    return ask.page(
        "publish.html",
        status,
        plan=plan,
        decisions=decisions,
        found=found,
        counts=counts,
        shown=shown,
        problems=problems or [],
        wrong=wrong,
        done=done,
        apply=ask.text("apply") == "yes",
        take_over=ask.text("take_over", 10),
    )


@routes.post("/publish", may="run")
def do_publish(ask: PageRequest) -> Response:
    """The difference; and, confirmed by its digest, that difference and no other."""
    plan, decisions = ask.text("plan", MOST_TEXT), ask.text("decisions", MOST_TEXT)
    confirm, day = ask.text("confirm", 100), ask.text("take_over", 10)
    try:
        take_over = date.fromisoformat(day) if day else None
    except ValueError:
        said = ask.say("“{day}” is no day; write it as 2010-06-30.", day=day)
        return _publish(ask, 422, plan=plan, decisions=decisions, wrong=said)
    publication = publish.Publication(
        plan=Source(ask.say("Plan"), plan + "\n"),
        decisions=Source(ask.say("Decisions"), decisions + "\n") if decisions else None,
        overrides=ask.board.options.overrides,
        apply_to_open=ask.text("apply") == "yes",
        take_over=take_over,
        confirm=confirm,
    )
    try:
        with ask.acting() as acting:
            connection = acting.connection
            found = publish.publish(connection, publication, ask.who, ask.now)
            if found.context.key != ask.context.key:
                raise BadInput([])
    except BadInput as error:
        shown = ask.whys(error, MOST_SHOWN)
        other = [ask.say("This is the plan of another programme.")]
        return _publish(ask, 422, plan=plan, decisions=decisions, problems=shown or other)
    except DubanError as error:
        return _publish(ask, 422, plan=plan, decisions=decisions, problems=[ask.why(error)])
    if not found.confirm:
        return ask.go("/publish", done="yes")
    return _publish(ask, plan=plan, decisions=decisions, found=found)


@routes.post("/trial", may="run")
def trial(ask: PageRequest) -> Response:
    with ask.acting() as acting:
        set_trial(acting, ask.text("switch") == "on")
    return ask.go("/publish" if ask.text("back", 20) == "/publish" else "/health")
