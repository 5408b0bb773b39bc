"""My desk 我的: everything a person owes, verifies or enters for their unit, each as one form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup
from starlette.responses import Response

from dashboard.pages.sending import Sent, chosen, enter, named
from dashboard.readmodel import desk as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web import choices, moves, offers
from dashboard.web.moves import Typed
from dashboard.web.page_request import PageRequest, whole
from dashboard.web.routes import Routes
from workflows.domain.moves import MOVE_TYPES

routes = Routes()
#: What the one form offers, where the table allows it; the rest is on the page of the item.
OFFERED = tuple(name for name, move in MOVE_TYPES.items() if move.desk)
DECIDES = ("accept", "return")
#: What all matters of a unit's table have in common.
SHARED = ("all", "all-note", "all-done_on", "all-came_by")
#: Stands for the number of an item; no text has this character.
NUMBER = "\ufdd0"


@dataclass(slots=True)
class Forms:
    """The forms of a desk. Most of forty differ in nothing but the number of their item, so one
    that is still empty is drawn once and numbered for each."""

    ask: PageRequest
    offered: Mapping[int, list[str]]
    _blank: dict[tuple[object, ...], Markup] = field(default_factory=dict)

    def form(self, each: readmodel.Owed, typed: Typed) -> Markup:
        can = self.offered[each.row.id]
        if typed.wrong:
            return self._drawn(each, can, typed, str(each.row.id))
        alike = (*can, each.row.unit if "assign" in can else "", each.needs_file)
        if alike not in self._blank:
            self._blank[alike] = self._drawn(each, can, typed, NUMBER)
        return self._blank[alike].replace(NUMBER, str(each.row.id))

    def _drawn(self, each: readmodel.Owed, can: list[str], typed: Typed, number: str) -> Markup:
        ask, unit = self.ask, each.row.unit
        members = choices.people_of(ask.context, [unit], ask.today) if "assign" in can else ()
        facts = {"id": number, "can": can, "t": typed, "members": members}
        facts |= {
            "forms": {name: (move.label, move.fields) for name, move in MOVE_TYPES.items()},
            "needs_file": each.needs_file,
        }
        return ask.drawn("_desk_form.html", facts)


@routes.get("/desk", may="desk")
def show(ask: PageRequest) -> Response:
    return page(ask, Sent())


def page(ask: PageRequest, sent: Sent) -> Response:
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    found = readmodel.page(ask.connection, ask.context, lines, ask.who, ask.now)
    rows = [each.row for each in (*found.owed, *found.later)]
    can = offers.of_many(ask.context, rows, ask.who.person, ask.today)
    offered = {number: [n for n in names if n in OFFERED] for number, names in can.items()}
    return ask.page(
        "desk.html",
        422 if sent.typed else 200,
        p=found,
        offered=offered,
        form=Forms(ask, offered).form,
        returns=moves.RETURNS,
        came_by=moves.CAME_BY,
        units=choices.units_of(ask.context, ask.language),
        sent=sent,
        lost=sent.lost(ask, found.numbers),
        nothing=Typed(),
    )


@routes.post("/desk", may="act")
def send(ask: PageRequest) -> Response:
    """Every item for which something was chosen; each stands or falls by itself."""
    sent = Sent()
    chosen(ask, sent, OFFERED, ("note", "to", "reason", "person"))
    if not sent.done and not sent.typed:
        sent.said.append(ask.say("Nothing was chosen, so nothing was sent."))
    ask.connection.rollback()
    return page(ask, sent)


@routes.post("/desk/reviews", may="act")
def review(ask: PageRequest) -> Response:
    """Accept all but those marked: what stands at “accept” is accepted, the rest as chosen."""
    sent = Sent()
    chosen(ask, sent, (*DECIDES, "apply", "check", "strike"), ("reason", "note"))
    ask.connection.rollback()
    return page(ask, sent)


@routes.post("/desk/decide", may="act")
def decide(ask: PageRequest) -> Response:
    sent = Sent()
    chosen(ask, sent, ("agree", "refuse", "pass"), ("reason",))
    ask.connection.rollback()
    return page(ask, sent)


@routes.post("/desk/unit", may="act")
def unit(ask: PageRequest) -> Response:
    """The unit as a table: what is done is reported, with one sentence, day and file for all;
    beside what is not, a sentence is progress."""
    sent, all_but = Sent(), ask.text("all") == "yes"
    ticked = {n for n in map(whole, ask.texts("done")) if n is not None}
    left = dict[int, str]()
    for number, revision in named(ask):
        done, own = (number in ticked) != all_but, ask.text(f"{number}-note")
        name = "report" if done else "note" if own else ""
        file = "all-file" if done else ""
        if not name or not enter(
            ask, sent, number, revision, name, prefix="all-", own=own, file=file
        ):
            left[number] = own
    if not sent.done and not sent.typed:
        sent.said.append(ask.say("No item was ticked, so nothing was sent."))
    if sent.typed or not sent.done:
        sent.kept = {name: ask.text(name) for name in SHARED}
        sent.kept |= {f"{number}-note": own for number, own in left.items()}
        sent.kept |= {f"{number}-done": "yes" for number in ticked}
    ask.connection.rollback()
    return page(ask, sent)


@routes.get("/desk/{what}", may="desk")
def again(ask: PageRequest, what: str) -> Response:
    """The address a form was sent to, opened again."""
    return ask.go("/desk")
