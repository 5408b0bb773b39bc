"""A running programme was taken over 接管: what was past its date is marked, and nobody is reminded
for it before."""

from datetime import date

from starlette.responses import Response

from dashboard.readmodel import takeover as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web import moves, offers
from dashboard.web.moves import Typed, Wrong
from dashboard.web.page_request import PageRequest, whole
from dashboard.web.routes import Routes
from workflows.commands.door import Acting
from workflows.commands.move_context import Move
from workflows.domain.messages import N_
from workflows.domain.rows import Obligation
from workflows.store import queries

routes = Routes()
#: How an item is marked; "" leaves it.
MARKS = {
    "": N_("not marked yet"),
    "done": N_("it was done on"),
    "due": N_("still to be done, by"),
    "over": N_("not needed any more"),
}


@routes.get("/take-over", may="register")
def show(ask: PageRequest) -> Response:
    return _page(ask, done=ask.given("done"))


def _page(
    ask: PageRequest, status: int = 200, /, *, typed: dict[int, Typed] | None = None, done: str = ""
) -> Response:
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    return ask.page(
        "take_over.html",
        status,
        rows=readmodel.unmarked(ask.connection, ask.context.key, lines),
        marks=MARKS,
        typed=typed or {},
        nothing=Typed(),
        done=done if done.isdigit() else "",
    )


@routes.post("/take-over", may="register")
def mark(ask: PageRequest) -> Response:
    """Each item that is marked, in a transaction of its own; those that cannot be keep their
    fields and say why."""
    marked, left = 0, dict[int, Typed]()
    for text in ask.texts("matter")[: readmodel.MOST]:
        number, _, revision = text.partition(":")
        values = {name: ask.text(f"{number}-{name}") for name in ("mark", "day", "note")}
        if not values["mark"] and ask.text("rest") == "done":
            values |= {"mark": "done", "day": ask.text(f"{number}-was", 10)}
        item, at = whole(number), whole(revision)
        if item is None or at is None or not values["mark"]:
            continue
        try:
            if long := ask.too_long(values):
                raise Wrong(long[1])
            with ask.acting() as acting:
                _mark(ask, acting, item, at, values)
            marked += 1
        except Wrong as wrong:
            left[item] = Typed(values=values, wrong={"mark": wrong.text})
    if left:
        ask.connection.rollback()
        return _page(ask, 422, typed=left, done=str(marked) if marked else "")
    return ask.go("/take-over", done=str(marked))


def _mark(
    ask: PageRequest,
    acting: Acting,
    number: int,
    revision: int,
    values: dict[str, str],
) -> None:
    def make(row: int, at: int, move: Move) -> Obligation:
        return moves.make(ask, acting, row, at, move)

    connection, context = acting.connection, acting.context
    note = values["note"] or ask.say("Marked when the programme was taken over.")
    match values["mark"]:
        case "done":
            row = make(number, revision, Move(name="report", done_on=_day(ask, values), note=note))
            if "accept" in offers.offered(context, row, acting.actor, ask.today):
                make(row.id, row.revision, Move(name="accept"))
        case "due":
            make(number, revision, Move(name="extend", to=_day(ask, values), reason=note))
            for request in queries.obligations(
                connection, context.key, kind="decision", about=number, state="open"
            ):
                make(request.id, request.revision, Move(name="agree"))
        case "over":
            make(number, revision, Move(name="withdraw", reason=note))


def _day(ask: PageRequest, values: dict[str, str]) -> date:
    try:
        return date.fromisoformat(values["day"])
    except ValueError:
        said = ask.say("“{day}” is no day; write it as 2010-06-30.", day=values["day"])
        raise Wrong(said) from None
