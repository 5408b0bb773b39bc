"""What stands in a ledger's line beside its row: what was said, shown and asked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, bindparam, select

from notifications import words
from notifications.figures import title
from notifications.papers.forms import Decision
from workflows.commands.context import Context
from workflows.domain.roles import in_post
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE, REVIEWING
from workflows.store import tables as t

_e = t.events.c
_TOLD = (
    select(_e.obligation, _e.why)
    .where(
        _e.obligation.in_(bindparam("ids", expanding=True)),
        _e.kind.in_(("noted", "reported", "applied", "checked")),
    )
    .order_by(_e.id)
)
_AT_ONCE = 1000
_LOOKED_BACK = {
    "zh": {"holds": "未反弹", "relapsed": "反弹", "": "待回头看"},
    "en": {"holds": "it holds", "relapsed": "relapsed", "": "to come"},
}


@dataclass(slots=True)
class Told:
    """By number of the matter: the last word on how it stands, and the names of all files."""

    progress: dict[int, str] = field(default_factory=dict)
    evidence: dict[int, list[str]] = field(default_factory=dict)


def told(connection: Connection, rows: Iterable[Obligation]) -> Told:
    """What was said and shown about `rows`, by whomever."""
    found, ids = Told(), [row.id for row in rows]
    for start in range(0, len(ids), _AT_ONCE):
        for number, why in connection.execute(_TOLD, {"ids": ids[start : start + _AT_ONCE]}):
            if why.get("note"):
                found.progress[number] = why["note"]
            found.evidence.setdefault(number, []).extend(
                name for _, name in why.get("evidence", ())
            )
    return found


@dataclass(slots=True)
class MoreTime:
    """What was asked for about one matter: how often it was granted, and the last request."""

    granted: int = 0
    reason: str = ""
    to: date | None = None


def more_time(rows: Iterable[Obligation]) -> Mapping[int, MoreTime]:
    """Matter → its requests, from all rows of the programme."""
    found: dict[int, MoreTime] = {}
    for row in rows:
        if row.kind == "decision":
            one = found.setdefault(row.about, MoreTime())
            one.granted += row.state == "agreed" and row.extra.get("asked") == "extend"
            one.reason = str(row.extra.get("reason", ""))
            one.to = None if row.state == "refused" else words.day_of(row.extra.get("to"))
    return found


_ANSWERS = {
    "zh": {"decision": ("同意", "不同意"), "paper": ("签发", "退回")},
    "en": {"decision": ("agree", "refuse"), "paper": ("sign", "send back")},
}


def decisions(
    context: Context, rows: Iterable[Obligation], day: date, language: str
) -> Iterator[Decision]:
    """What waits for the principal leader: requests to decide, papers to sign."""
    org = context.org
    readers = {in_post(org, post, day) for post in org.seats("principal")} - {""}
    for row in rows:
        if row.kind in ("decision", "slip", "bulletin") and row.holder in readers:
            kind = "decision" if row.kind == "decision" else "paper"
            yield Decision(
                matter=title(context, row, language),
                unit=words.unit_name(org, row.unit, language),
                asks=_asks(row, language) if kind == "decision" else "",
                answers=_ANSWERS[language][kind],
            )


def _asks(row: Obligation, language: str) -> str:
    to, reason = row.extra.get("to", ""), row.extra.get("reason", "")
    return f"申请延至{to}：{reason}" if language == "zh" else f"until {to}: {reason}"


def completion(row: Obligation, today: date) -> str:
    """完成情况 of a rectification, a key of `columns.COMPLETION`: overdue only while the unit has
    not reported; empty where it need not be done any more."""
    if row.state in DONE:
        return "done" if row.state == "struck_off" else ""
    waits = row.state in REVIEWING or row.state == "on_hold"
    late = row.due_on is not None and row.due_on < today
    return "overdue" if late and not waits else "under_way"


def looked_back(row: Obligation, language: str) -> str:
    """回头看: the day and what was found, or the day from which it is to come."""
    facts = row.extra.get("lookback") or {}
    if not facts.get("on"):
        return ""
    said = _LOOKED_BACK[language][facts.get("result", "")]
    return f"{facts['on']}，{said}" if language == "zh" else f"{facts['on']}, {said}"
