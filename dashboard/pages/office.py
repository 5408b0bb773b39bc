"""The office's own pages: anchors with what-if, people, publishing, trial mode."""

from datetime import date
from functools import partial

from starlette.responses import Response

from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes
from notifications import dates_words, figures, words
from workflows.commands import anchors

routes = Routes()
MOST_TEXT = 1024 * 1024
#: People on one page of them.
PEOPLE = 200
MOST_SHOWN = 60


@routes.get("/anchors", may="office")
def show_anchors(ask: PageRequest) -> Response:
    return _anchors(ask, done=ask.given("done"))


def _anchors(
    ask: PageRequest,
    status: int = 200,
    /,
    *,
    effects: anchors.Announced | None = None,
    wrong: str = "",
    key: str = "",
    typed: str = "",
    done: str = "",
) -> Response:
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
            (
                row.id,
                figures.title(ask.context, row, ask.locale),
                words.unit_name(ask.context.org, row.unit, language),
                old,
                new,
            )
            for row, old, new in (effects.moves[:MOST_SHOWN] if effects else ())
        ],
        heard=[words.called(ask.context.org, p, language) for p in effects.written_to]
        if effects
        else [],
        early=effects is not None and _is_early(ask, typed),
        wrong=wrong,
        key=key,
        typed=typed,
        done=done if done in ask.context.anchors else "",
        may=ask.who.may("run"),
    )


def _is_early(ask: PageRequest, typed: str) -> bool:
    """Whether the day that was typed lies before the programme was issued: a year mistyped."""
    return date.fromisoformat(typed) < ask.context.plan.issued_on


@routes.post("/anchors/{key}", may="run")
def announce(ask: PageRequest, key: str) -> Response:
    """What a day would change; and, confirmed with the same day, the change itself."""
    if key not in ask.context.anchors:
        raise Missing
    text = ask.text("on", 10)
    if not text:
        return _anchors(ask, 422, wrong=ask.say("Choose a day."), key=key)
    try:
        on = date.fromisoformat(text)
    except ValueError:
        said = ask.say("“{day}” is no day; write it as 2010-06-30.", day=text)
        return _anchors(ask, 422, wrong=said, key=key, typed=text)
    wrong = ""
    if ask.text("confirm", 10) == text:
        with ask.acting() as acting:
            context = acting.context
            stands = context.anchors[key]
            if ask.text("stood", 10) == (stands.isoformat() if stands else ""):
                anchors.announce(acting, key, on)
                return ask.go("/anchors", done=key)
        ask.connection.rollback()
        wrong = ask.say(
            "Somebody entered {day} meanwhile, so nothing was changed by you. What your day would "
            "change now is shown below.",
            day=dates_words.full_day(stands, ask.locale) if stands else "–",
        )
    effects = anchors.announce(ask.looking, key, on, what_if=True)
    status = 409 if wrong else 200
    return _anchors(ask, status, effects=effects, wrong=wrong, key=key, typed=text)
