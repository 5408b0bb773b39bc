"""For decision 呈批: a leader's page, on a phone, in one minute; and their box for an
instruction."""

from datetime import date

from starlette.responses import Response

from dashboard.pages.sending import Sent
from dashboard.readmodel import decisions as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web import choices, moves
from dashboard.web.confirm import confirmed, factors
from dashboard.web.moves import Typed, Wrong
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from workflows.commands import assigned_tasks
from workflows.commands.move_context import Move
from workflows.domain.errors import Refused
from workflows.domain.messages import N_

routes = Routes()
#: What is said once it is done.
SAID = {
    "agree": N_("Agreed. The unit is notified now."),
    "refuse": N_("Refused. The unit is notified at once."),
    "pass": N_("Reviewed; it is now assigned to the executive for a decision."),
    "sign": N_("Signed and issued; the number is given."),
    "return": N_("Sent back to the office."),
    "instruction": N_(
        "Your instruction is registered. The unit is notified at once, and you will be told "
        "the result."
    ),
}
#: The first so many characters of an instruction are its title where none is given.
TITLE = 30


@routes.get("/decisions", may="decide")
def show(ask: PageRequest) -> Response:
    return _page(ask, done=ask.given("done"))


def _page(
    ask: PageRequest,
    status: int = 200,
    /,
    *,
    done: str = "",
    typed: Typed | None = None,
    wrong: dict[int, Typed] | None = None,
) -> Response:
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    found = readmodel.page(ask.connection, ask.context, lines, ask.who, ask.counted)
    shown = [each.row.id for each in found.asked]
    shown += [one.row.id for one in found.documents if one.row.assignee == ask.who.person]
    return ask.page(
        "decisions.html",
        status,
        p=found,
        # Whoever comes second finds no card any more beside which they could be told.
        lost=Sent(typed=wrong or {}).lost(ask, shown),
        units=choices.units_of(ask.context, ask.language),
        done=ask.say(SAID[done]) if done in SAID else "",
        factors=factors(ask),
        typed=typed or Typed(),
        wrong=wrong or {},
        nothing=Typed(),
        may_pass="office" in ask.who.roles,
        for_all=bool(ask.who.roles & {"office", "auditor"}),
        may_instruct=bool(ask.who.person) and ask.who.may("rule"),
    )


@routes.post("/decisions/{number:int}", may="rule")
def decide(ask: PageRequest, number: int) -> Response:
    name = "sign" if ask.text("factor") == "send" else ask.text("move", 20)
    values = {"reason": ask.text("reason"), "unit": ask.text("unit")}
    if name not in SAID:
        return ask.go("/decisions")
    try:
        _fits(ask, values)
        move = Move(name=name, reason=values["reason"], unit=values["unit"])
        revision = int(ask.text("revision") or -1)
        sure = confirmed(ask) if name == "sign" else False
        with ask.acting() as acting:
            moves.make(ask, acting, number, revision, move, confirmed=sure)
    except (Wrong, ValueError) as error:
        wrong = error if isinstance(error, Wrong) else Wrong(ask.say("The form is incomplete."))
        ask.connection.rollback()
        typed = Typed(values=values, wrong={wrong.field: wrong.text}, move=name)
        return _page(ask, 422 if wrong.stale else wrong.status, wrong={number: typed})
    return ask.go("/decisions", done=name)


@routes.post("/instructions", may="rule")
def instruct(ask: PageRequest) -> Response:
    """An instruction 批示 becomes an item; whoever gave it hears how it ended."""
    values = {name: ask.text(name) for name in ("words", "unit", "due")}
    try:
        _fits(ask, values)
        if not values["words"]:
            raise Wrong(ask.say("Please write what is to be done."), "words")
        if values["unit"] not in ask.context.org.units:
            raise Wrong(ask.say("Choose a unit."), "unit")
        due = _day(ask, values["due"])
        first = values["words"].split("\n")[0]
        with ask.acting() as acting:
            item = assigned_tasks.AssignedTask(
                unit=values["unit"],
                words=values["words"],
                due=due,
                title=first if len(first) <= TITLE else first[: TITLE - 1] + "…",
                asked_by=ask.who.person,
            )
            assigned_tasks.assign(acting, item)
    except Wrong as wrong:
        typed = Typed(values=values, wrong={wrong.field: wrong.text}, move="instruction")
        return _page(ask, 422, typed=typed)
    except Refused as error:
        typed = Typed(values=values, wrong={"": ask.why(error)}, move="instruction")
        return _page(ask, 422, typed=typed)
    return ask.go("/decisions", done="instruction")


def _fits(ask: PageRequest, values: dict[str, str]) -> None:
    if long := ask.too_long(values):
        raise Wrong(long[1], long[0])


def _day(ask: PageRequest, text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Wrong(
            ask.say("“{day}” is no day; write it as 2010-06-30.", day=text), "due"
        ) from None
    if day < ask.today:
        raise Wrong(ask.say("Enter a date in the future."), "due")
    return day
