"""What stands in a ledger's line beside its row: what was said, shown and asked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from config.i18n import Translator, translate, translator
from documents.forms import Decision
from notifications import words
from notifications.figures import title
from workflows.commands.context import Context
from workflows.domain.assignees import in_post
from workflows.domain.kind_facts import DecisionFacts, RectificationFacts
from workflows.domain.messages import term
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE, REVIEWING
from workflows.store import tables as t

_e = t.events.c
_TOLD = (
    select(_e.obligation, _e.kind, _e.why)
    .where(
        _e.obligation.in_(bindparam("ids", expanding=True)),
        _e.kind.in_(("noted", "reported", "applied", "checked", "extension_asked")),
    )
    .order_by(_e.id)
)
_AT_ONCE = 1000
_FOLLOWED_UP = {
    "holds": term("follow-up check", "not recurred"),
    "relapsed": term("follow-up check", "recurred"),
    "": term("follow-up check", "to be checked"),
}


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows that are told as one line. `first`: the first that is still owed, else of all."""

    rows: tuple[Obligation, ...]

    @property
    def first(self) -> Obligation:
        return next((row for row in self.rows if row.state not in DONE), self.rows[0])

    @property
    def missing(self) -> int:
        return sum(row.state not in DONE for row in self.rows)

    @property
    def answering(self) -> tuple[Obligation, ...]:
        """Those of several whom an answer of the line is about: they have not reported yet."""
        owing = (row for row in self.rows if row.state not in DONE and row.state not in REVIEWING)
        return tuple(owing) if len(self.rows) > 1 else self.rows

    @property
    def speaking(self) -> tuple[Obligation, ...]:
        """Those whose words stand in the line."""
        return self.answering or (self.first,)


def folded(rows: Iterable[Obligation], units: Iterable[str]) -> list[Fold]:
    """What the members of a unit owe alike (item and round) as one, in the order of `units`."""
    groups: dict[tuple[Any, ...], list[Obligation]] = {}
    for row in rows:
        personal = row.kind == "task" and bool(row.person)
        key = (row.item, row.unit, row.key.occurrence) if personal else (row.id,)
        groups.setdefault(key, []).append(row)
    order = {unit: n for n, unit in enumerate(units)}
    found = [Fold(tuple(group)) for group in groups.values()]
    return sorted(found, key=lambda one: (order.get(one.first.unit, 0), one.first.id))


@dataclass(slots=True)
class Told:
    """By number of the item: the last word on how it stands, what was last said of a part of it
    (obstacles, next_steps), and the names of all files."""

    progress: dict[int, str] = field(default_factory=dict)
    parts: dict[int, dict[str, str]] = field(default_factory=dict)
    evidence: dict[int, list[str]] = field(default_factory=dict)


def told(connection: Connection, rows: Iterable[Obligation]) -> Told:
    """What was said and shown about `rows`, by whomever."""
    found, ids = Told(), [row.id for row in rows]
    for start in range(0, len(ids), _AT_ONCE):
        for number, kind, why in connection.execute(_TOLD, {"ids": ids[start : start + _AT_ONCE]}):
            _hear(found, number, kind, why)
    return found


def _hear(found: Told, number: int, kind: str, why: Mapping[str, Any]) -> None:
    """One event of an item, after those before it."""
    if kind in ("reported", "applied", "extension_asked"):
        # What was in the way before is told anew by a request, and gone once it is done.
        found.parts.pop(number, None)
    if kind == "extension_asked":
        return
    parts = dict(why.get("parts", {}))
    progress = parts.pop("progress", "") if parts else why.get("note", "")
    if progress:
        found.progress[number] = progress
    if parts:
        found.parts.setdefault(number, {}).update(parts)
    found.evidence.setdefault(number, []).extend(name for _, name in why.get("evidence", ()))


@dataclass(slots=True)
class MoreTime:
    """What was asked for about one item: how often it was granted, and the last request."""

    granted: int = 0
    reason: str = ""
    to: date | None = None


def more_time(rows: Iterable[Obligation]) -> Mapping[int, MoreTime]:
    """Item → its requests, from all rows of the programme."""
    found: dict[int, MoreTime] = {}
    for row in rows:
        if row.kind == "decision":
            one = found.setdefault(row.about, MoreTime())
            known = DecisionFacts.of(row)
            one.granted += row.state == "agreed" and known.asked == "extend"
            one.reason = known.reason
            one.to = None if row.state == "refused" else known.to
    return found


def decisions(
    context: Context, rows: Iterable[Obligation], day: date, language: str
) -> Iterator[Decision]:
    """What waits for the principal leader: requests to decide, documents to sign."""
    org, said = context.org, translator(language)
    to_decide = (said.pgettext("answer", "agree"), said.pgettext("answer", "refuse"))
    to_sign = (said.pgettext("answer", "sign"), said.pgettext("answer", "return"))
    readers = {in_post(org, post, day) for post in org.seats("principal")} - {""}
    for row in rows:
        if row.kind in ("decision", "slip", "bulletin") and row.assignee in readers:
            asked = row.kind == "decision"
            yield Decision(
                item=title(context, row, language),
                unit=words.unit_name(org, row.unit, language),
                asks=_asks(row, said) if asked else "",
                answers=to_decide if asked else to_sign,
            )


def _asks(row: Obligation, said: Translator) -> str:
    facts = DecisionFacts.of(row)
    return said.gettext(
        "extension requested to {day}: {reason}", day=facts.to or "", reason=facts.reason
    )


def completion(row: Obligation, today: date) -> str:
    """完成情况 of a rectification, a key of `columns.COMPLETION`: overdue only while the unit has
    not reported; empty where it need not be done any more."""
    if row.state in DONE:
        return "done" if row.state == "struck_off" else ""
    waits = row.state in REVIEWING or row.state == "on_hold"
    late = row.due_on is not None and row.due_on < today
    return "overdue" if late and not waits else "under_way"


def follow_up_text(row: Obligation, language: str) -> str:
    """回头看: the day and what was found, or the day from which it is to come."""
    found = RectificationFacts.of(row).follow_up
    if not found.on:
        return ""
    said = translate(_FOLLOWED_UP[found.result], language)
    return translator(language).gettext("{day}, {result}", day=found.on, result=said)
