"""The call list 电话催办名单: who holds something overdue, with a phone and a line to say."""

from dataclasses import dataclass

from sqlalchemy import Connection

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from workflows.commands.context import Context
from workflows.store import queries

READ = 100


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


def calls(connection: Connection, context: Context, lines: Lines) -> list[Call]:
    """Two reads: what is overdue longest, and who has been telephoned today."""
    rows = lists.red(connection, context.key, None, READ)
    phoned = queries.last_events(connection, [row.id for row in rows], "phoned")
    day = context.frame.day
    today = {number for number, event in phoned.items() if day(event.at) == lines.today}
    held: dict[str, list[Line]] = {}
    for line in lines.many(rows):
        held.setdefault(line.holder_key, []).append(line)
    return [
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


def _text(mine: list[Line], language: str) -> str:
    first = mine[0]
    others = len(mine) - 1
    if language == "zh":
        more = f"；另有{others}件逾期" if others else ""
        return (
            f"{first.holder}同志：“{first.title}”时限{first.due}{more}。"
            "请报一下办理情况和办结日期，一两句话即可；有困难也请说明。"
        )
    more = f", and {others} more that are overdue" if others else ""
    return (
        f"{first.holder}: “{first.title}”, {first.due}{more}. Please say how it stands and the day "
        "it was or will be done; a sentence will do, also about what stands in the way."
    )
