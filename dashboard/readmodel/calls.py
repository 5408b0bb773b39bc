"""The call list 电话催办名单: who holds something overdue, with a phone and a line to say."""

from dataclasses import dataclass

from sqlalchemy import Connection

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from workflows.commands.context import Context
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
        held.setdefault(line.holder_key, []).append(line)
    found = [
        Call(
            name=mine[0].holder,
            key=key,
            unit=mine[0].unit,
            phone=mine[0].phone,
            over=max(line.over for line in mine),
            lines=mine,
            phoned=any(line.id in today for line in mine),
            text=_text(mine, lines.language),
        )
        for key, mine in held.items()
    ]
    return found, more


def _text(mine: list[Line], language: str) -> str:
    """One sentence for each thing he is asked for: to do, to verify, to decide …"""
    asked: dict[str, list[Line]] = {}
    for line in mine:
        asked.setdefault(_asked(line), []).append(line)
    said = [_sentence(what, lines, language) for what, lines in asked.items()]
    if language == "zh":
        return f"{mine[0].holder}同志：{''.join(said)}" if mine[0].holder else "".join(said)
    said[1:] = [text[0].upper() + text[1:] for text in said[1:]]
    return f"{mine[0].holder}: {' '.join(said)}" if mine[0].holder else " ".join(said)


def _asked(line: Line) -> str:
    """What whoever holds it has to do: a verifier did not do the matter and is not asked when it
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
    "zh": {
        "do": ("", "请报一下办理情况和办结日期，一两句话即可；有困难也请说明"),
        "verify": ("已报结的", "请审核：符合要求的予以通过，不符合的退回补办"),
        "decide": ("待您审批的", "请审批"),
        "receive": ("待签收的", "请签收；有异议的请说明"),
        "slip": ("待签发的", "请审签，或者退回修改"),
        "bulletin": ("待签发的", "请审签，或者退回修改"),
        "lookback": ("待回头看的", "请去看一下，报一下结果"),
        "anchor": ("日期待定的", "请报日期；仍未确定的也请说明"),
    },
    "en": {
        "do": ("", "Please say how it stands and the day it was or will be done; a sentence will "
               "do, also about what stands in the way."),
        "verify": ("reported and to be verified:", "Please accept it, or send it back and say "
                   "what is missing."),
        "decide": ("for your decision:", "Please agree or refuse."),
        "receive": ("not signed for:", "Please sign for it, or say why it is not yours."),
        "slip": ("to be signed:", "Please sign it, or send it back."),
        "bulletin": ("to be signed:", "Please sign it, or send it back."),
        "lookback": ("to be looked back at:", "Please go and see whether it holds."),
        "anchor": ("without its day:", "Please give the day, or say that it is still unknown."),
    },
}  # fmt: skip


def _sentence(what: str, lines: list[Line], language: str) -> str:
    first, others = lines[0], len(lines) - 1
    about, wanted = _ASKS["zh" if language == "zh" else "en"][what]
    if language == "zh":
        more = f"；另有{others}件逾期" if others else ""
        return f"{about}“{first.title}”时限{first.due}{more}。{wanted}。"
    more = f", and {others} more that are overdue" if others else ""
    return f"{about} “{first.title}”, {first.due}{more}. {wanted}".strip()
