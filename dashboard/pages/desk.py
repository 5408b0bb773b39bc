"""My desk 我的: everything a person owes, verifies or enters for his unit, each as one form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup
from starlette.responses import Response

from dashboard.pages.obligation import with_files
from dashboard.readmodel import desk as readmodel
from dashboard.readmodel import obligation as one
from dashboard.readmodel.lines import Lines
from dashboard.web import choices, moves, offers
from dashboard.web.ask import Ask
from dashboard.web.moves import Typed, Wrong
from dashboard.web.routes import Routes
from workflows.commands.doing import Move
from workflows.domain.rows import Obligation

routes = Routes()
#: What the one form offers, where the table allows it; the rest is on the page of the matter.
OFFERED = (
    "sign", "report", "apply", "note", "extend", "explain", "object", "assign", "seen", "holds",
    "relapse", "still_unknown",
)  # fmt: skip
DECIDES = ("accept", "return")
#: Stands for the number of a matter; no text has this character.
NUMBER = "\ufdd0"


@dataclass(slots=True)
class Sent:
    """What came of a form about several matters: receipts, what was typed where it is wrong."""

    done: list[tuple[int, str, str]] = field(default_factory=list)
    typed: dict[int, Typed] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Forms:
    """The forms of a desk. Most of sixty differ in nothing but the number of their matter, so one
    that is still empty is drawn once and numbered for each."""

    ask: Ask
    offered: Mapping[int, list[str]]
    _blank: dict[tuple[object, ...], Markup] = field(default_factory=dict)

    def form(self, each: readmodel.Owed, typed: Typed) -> Markup:
        can = self.offered[each.row.id]
        if typed.move:
            return self._drawn(each, can, typed, str(each.row.id))
        alike = (*can, each.row.unit if "assign" in can else "", each.needs_file)
        if alike not in self._blank:
            self._blank[alike] = self._drawn(each, can, typed, NUMBER)
        return self._blank[alike].replace(NUMBER, str(each.row.id))

    def _drawn(self, each: readmodel.Owed, can: list[str], typed: Typed, number: str) -> Markup:
        ask, unit = self.ask, each.row.unit
        members = choices.people_of(ask.context, [unit], ask.today) if "assign" in can else ()
        facts = {"id": number, "can": can, "t": typed, "members": members}
        facts |= {"forms": moves.FORMS, "needs_file": each.needs_file}
        return ask.drawn("_desk_form.html", facts)


@routes.get("/desk", may="desk")
def show(ask: Ask) -> Response:
    return page(ask, Sent())


def page(ask: Ask, sent: Sent) -> Response:
    lines = Lines(ask.context, ask.now, ask.language, ask.who)
    found = readmodel.page(ask.connection, ask.context, lines, ask.who, ask.now)
    rows = [each.row for each in (*found.owed, *found.later, *found.unit)]
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
        nothing=Typed(),
    )


@routes.post("/desk", may="act")
def send(ask: Ask) -> Response:
    """Every matter for which something was chosen; each stands or falls by itself."""
    sent = Sent()
    for number, revision in _named(ask):
        name = ask.text(f"{number}-move", 20)
        if name in OFFERED:
            _one(ask, sent, number, revision, name)
    if not sent.done and not sent.typed:
        sent.said.append(ask.say("Nothing was chosen, so nothing was sent."))
    ask.connection.rollback()
    return page(ask, sent)


@routes.post("/desk/reviews", may="act")
def review(ask: Ask) -> Response:
    """Accept all but those marked: what stands at “accept” is accepted, the rest as chosen."""
    sent = Sent()
    for number, revision in _named(ask):
        name = ask.text(f"{number}-move", 20)
        if name in (*DECIDES, "apply", "check", "strike"):
            _one(ask, sent, number, revision, name)
    ask.connection.rollback()
    return page(ask, sent)


@routes.post("/desk/decide", may="act")
def decide(ask: Ask) -> Response:
    sent = Sent()
    for number, revision in _named(ask):
        name = ask.text(f"{number}-move", 20)
        if name in ("agree", "refuse", "pass"):
            _one(ask, sent, number, revision, name)
    ask.connection.rollback()
    return page(ask, sent)


@routes.post("/desk/unit", may="act")
def unit(ask: Ask) -> Response:
    """The unit as a table: those ticked are reported, with one sentence, day and file for all."""
    sent = Sent()
    ticked = {int(n) for n in ask.texts("done") if n.isdigit()}
    for number, revision in _named(ask):
        if number in ticked:
            _one(ask, sent, number, revision, "report", prefix="all-", own=f"{number}-note")
    if not ticked:
        sent.said.append(ask.say("No matter was ticked, so nothing was sent."))
    ask.connection.rollback()
    return page(ask, sent)


def _named(ask: Ask) -> list[tuple[int, int]]:
    """(number, revision) of the matters the form was about."""
    found = []
    for text in ask.texts("matter")[: readmodel.MOST + 1]:
        number, _, revision = text.partition(":")
        if number.isdigit() and revision.isdigit():
            found.append((int(number), int(revision)))
    return found


def _one(
    ask: Ask, sent: Sent, number: int, revision: int, name: str, *, prefix: str = "", own: str = ""
) -> None:
    p = prefix or f"{number}-"
    values = {f: ask.text(f"{p}{f}") for f in (*moves.FORMS[name][1], "came_by")}
    if own and ask.text(own):
        values["note"] = ask.text(own)
    try:
        move, _ = moves.read(ask, name, p)
        if own and ask.text(own):
            move = moves.with_note(move, ask.text(own))
        row = _make(ask, number, revision, move, ask.text(f"{p}came_by"), f"{p}file")
    except Wrong as wrong:
        sent.typed[number] = Typed(values=values, wrong={wrong.field: wrong.text}, move=name)
        return
    line = Lines(ask.context, ask.now, ask.language, ask.who).line(row)
    sent.done.append((number, line.title, ask.say(moves.FORMS[name][0])))


def _make(ask: Ask, number: int, revision: int, move: Move, came_by: str, files: str) -> Obligation:
    with ask.acting() as (connection, context):
        row = one.find(connection, context, number)
        if row is None:
            raise Wrong(ask.say("There is no such matter."))
        move = moves.with_source(ask, context, row, move, came_by)
        move = with_files(ask, connection, move, ask.files(files))
        return moves.make(ask, number, revision, move, connection=connection, context=context)


@routes.get("/desk/{what}", may="desk")
def again(ask: Ask, what: str) -> Response:
    """The address a form was sent to, opened again."""
    return ask.go("/desk")
