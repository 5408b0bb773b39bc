"""Posts 职务, and how one is handed over 交接: first shown what moves, then carried out."""

from datetime import date

from starlette.responses import Response

from dashboard.readmodel import posts as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web import supervision
from dashboard.web.moves import Typed
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from dashboard.web.supervision import Bad
from workflows.commands.handover import HandedOver, hand_over
from workflows.commands.people import all_contexts
from workflows.domain.errors import DubanError
from workflows.domain.handover import HandOver, NotHandedOver

routes = Routes()
FIELDS = ("post", "to", "on")
#: What is chosen when nobody takes the post yet; no person has this key.
VACANT = "-"


@routes.get("/posts", may="office")
def show(ask: PageRequest) -> Response:
    typed = Typed(values={"post": ask.given("post"), "on": ask.today.isoformat()})
    return _posts(ask, typed, done=ask.given("done"))


def _posts(
    ask: PageRequest,
    typed: Typed,
    status: int = 200,
    /,
    *,
    found: HandedOver | None = None,
    given: HandOver | None = None,
    done: str = "",
) -> Response:
    context, org, language = ask.context, ask.context.org, ask.language
    lines = Lines(context, ask.now, ask.locale, ask.who)
    posts = readmodel.posts(org, ask.today, ask.locale)
    return ask.page(
        "posts.html",
        status,
        posts=posts,
        options=[(p.key, _named(ask, p)) for p in posts],
        people=[
            (VACANT, ask.say("Vacant for now")),
            *((p.key, p.called(language)) for p in org.people.values() if p.here(ask.today)),
        ],
        typed=typed,
        moving=readmodel.moving(context, lines, found) if found else None,
        post=next((p for p in posts if given and p.key == given.post), None),
        given=given,
        done=next((p.name for p in posts if p.key == done), ""),
        may=ask.who.may("run"),
    )


def _named(ask: PageRequest, post: readmodel.Post) -> str:
    assignee = post.assignee.called(ask.language) if post.assignee else ask.say("vacant")
    return f"{post.name} · {assignee}"


@routes.post("/posts", may="run")
def pass_on(ask: PageRequest) -> Response:
    """What moves with a post; and, confirmed while the same person holds it, the hand-over."""
    values = supervision.values_of(ask, FIELDS)
    confirmed = ask.text("confirm", 3) == "yes"
    try:
        given = _given(ask, values, ask.text("before", 200) if confirmed else None)
        with ask.acting() as acting:
            connection = acting.connection
            contexts = all_contexts(connection, ask.board.options.overrides)
            found = hand_over(connection, contexts, given, ask.who, ask.now, preview=not confirmed)
    except Bad as bad:
        return _posts(ask, Typed(values=values, wrong={bad.field: bad.text}), 422)
    except NotHandedOver as error:
        return _posts(ask, Typed(values=values, wrong={error.field: ask.why(error)}), 422)
    except DubanError as error:
        return _posts(ask, Typed(values=values, wrong={"": ask.why(error)}), 422)
    if confirmed:
        return ask.go("/posts", done=given.post)
    return _posts(ask, Typed(values=values), found=found, given=given)


def _given(ask: PageRequest, values: dict[str, str], before: str | None) -> HandOver:
    if values["post"] not in ask.context.org.posts:
        raise Bad(ask.say("Choose a role."), "post")
    if not values["to"]:
        raise Bad(ask.say("Choose who takes over the role, or choose “Vacant for now”."), "to")
    try:
        on = date.fromisoformat(values["on"])
    except ValueError:
        said = ask.say("“{day}” is no day; write it as 2010-06-30.", day=values["on"])
        raise Bad(said, "on") from None
    to = "" if values["to"] == VACANT else values["to"]
    return HandOver(post=values["post"], to=to, on=on, before=before)
