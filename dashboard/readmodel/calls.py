"""The call list 电话催办名单: who holds something overdue, with a phone and a line to say."""

from dataclasses import dataclass

from sqlalchemy import Connection

from config.i18n import Translator
from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from workflows.commands.context import Context
from workflows.domain.messages import N_
from workflows.domain.states import REVIEWING
from workflows.store import queries

#: As many of the overdue as are telephoned about in a day; the sheet has all.
READ = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`text` is to be read out, or copied into a message."""

    name: str
    key: str
    unit: str
    phone: str
    over: int
    lines: list[Line]
    phoned: bool
    text: str


def calls(connection: Connection, context: Context, lines: Lines) -> tuple[list[Call], bool]:
    """Two reads: what is overdue longest, and who has been telephoned today. And whether more is
    overdue than that."""
    rows = lists.red(connection, context.key, None, READ + 1)
    rows, more = rows[:READ], len(rows) > READ
    phoned = queries.last_events(connection, [row.id for row in rows], "phoned")
    day = context.frame.day
    today = {number for number, event in phoned.items() if day(event.at) == lines.today}
    held: dict[str, list[Line]] = {}
    for line in lines.many(rows):
        held.setdefault(line.assignee_key, []).append(line)
    found = [
        Call(
            name=mine[0].assignee,
            key=key,
            unit=mine[0].unit,
            phone=mine[0].phone,
            over=max(line.over for line in mine),
            lines=mine,
            phoned=any(line.id in today for line in mine),
            text=_text(mine, lines.texts),
        )
        for key, mine in held.items()
    ]
    return found, more


def _text(mine: list[Line], texts: Translator) -> str:
    """One sentence for each thing they are asked for: to do, to verify, to decide …"""
    asked: dict[str, list[Line]] = {}
    for line in mine:
        asked.setdefault(_asked(line), []).append(line)
    first, *others = (_sentence(what, lines, texts) for what, lines in asked.items())
    said = [first, *(text[0].upper() + text[1:] for text in others)]
    text = texts.sentences(said)
    name = mine[0].assignee
    return texts.gettext("{name}: {said}", name=name, said=text) if name else text


def _asked(line: Line) -> str:
    """What whoever holds it has to do: a reviewer did not do the item and is not asked when it
    will be done."""
    if line.kind == "decision" or line.state == "disputed":
        return "decide"
    if line.kind in ("slip", "bulletin", "lookback", "anchor"):
        return line.kind
    if line.state in REVIEWING:
        return "verify"
    return "receive" if line.state == "issued" else "do"


#: What is asked → the words before what is late, and what is wanted.
_ASKS = {
    "do": (
        "",
        N_(
            "Please say how it stands and the day it was or will be done; a sentence will do, also "
            "about what stands in the way."
        ),
    ),
    "verify": (
        N_("reported and to be verified:"),
        N_("Please accept it, or send it back and say what is missing."),
    ),
    "decide": (N_("for your decision:"), N_("Please agree or refuse.")),
    "receive": (N_("not signed for:"), N_("Please sign for it, or say why it is not yours.")),
    "slip": (N_("to be signed:"), N_("Please sign it, or send it back.")),
    "bulletin": (N_("to be signed:"), N_("Please sign it, or send it back.")),
    "lookback": (N_("to be looked back at:"), N_("Please go and see whether it holds.")),
    "anchor": (
        N_("without its day:"),
        N_("Please give the day, or say that it is still unknown."),
    ),
}


def _sentence(what: str, lines: list[Line], texts: Translator) -> str:
    first, others = lines[0], len(lines) - 1
    about, wanted = (texts.gettext(text) for text in _ASKS[what])
    more = (
        texts.ngettext(", and {n} more that is overdue", ", and {n} more that are overdue", others)
        if others
        else ""
    )
    said = texts.gettext(
        "{about} “{title}”, {due}{more}. {wanted}",
        about=about,
        title=first.title,
        due=first.due,
        more=more,
        wanted=wanted,
    )
    return said.strip()
