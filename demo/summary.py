"""What the demo ends with: lights, what is overdue, supervision, mails by kind, what is next."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from workflows.commands import views
from workflows.commands.context import Context, address
from workflows.domain.papers import colour_of
from workflows.domain.states import states
from workflows.store import papers, queries
from workflows.store import tables as t

MOST = 10
#: What may happen to a rectification before it ends.
ON_THE_WAY = (
    "objected", "reassigned", "extended", "held", "returned", "listed", "delisted", "struck_off",
    "looked_back", "relapsed", "reopened", "waived", "withdrawn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that will happen: the day, what, for how many, and who hears it."""

    on: date
    what: str
    n: int
    to: str


def overdue(connection: Connection, context: Context, now: datetime) -> list[dict[str, Any]]:
    """What is red, the highest level and the longest overdue first."""
    rows = queries.obligations(connection, context.key, light="red")
    found = [views.obligation(context, row, now) for row in rows]
    return sorted(
        found, key=lambda one: (-one["escalation_level"], -one["workdays_overdue"], one["id"])
    )


def mails(connection: Connection, programme: str) -> list[tuple[str, int, int]]:
    """(kind, things said of it, of these dropped before sending), the most frequent first."""
    i, m = t.message_items.c, t.messages.c
    query = (
        select(i.kind, i.dropped_why != "", func.count())
        .join(t.messages, m.id == i.message)
        .where(m.programme == programme)
        .group_by(i.kind, i.dropped_why != "")
    )
    said: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for kind, gone, n in connection.execute(query):
        (dropped if gone else said)[kind] += n
    return [(kind, said[kind], dropped[kind]) for kind, _ in (said + dropped).most_common()]


#: Slips by what they are; a second one is red paper, too.
COLOURS = {"blue": "提醒单", "yellow": "催办单", "red": "督办单", "second": "二次督办",
           "listing": "挂牌督办"}  # fmt: skip
_CLOSED = frozenset({"struck_off", "waived", "withdrawn"})


def rectifications(connection: Connection, context: Context) -> list[tuple[str, int, int, int]]:
    """(state, how many, of these listed, of these relapsed at least once)."""
    n: Counter[str] = Counter()
    listed: Counter[str] = Counter()
    relapsed: Counter[str] = Counter()
    for row in queries.obligations(connection, context.key, kind="rectification"):
        n[row.state] += 1
        listed[row.state] += bool(row.extra.get("listed_on")) and row.state not in _CLOSED
        relapsed[row.state] += bool(row.extra.get("relapses"))
    return [
        (state, n[state], listed[state], relapsed[state])
        for state in states("rectification")
        if n[state]
    ]


def endings(connection: Connection, programme: str) -> dict[str, int]:
    """What happened to rectifications on their way: how many of them each happened to."""
    o, e = t.obligations.c, t.events.c
    query = (
        select(e.kind, func.count(func.distinct(e.obligation)))
        .join(t.obligations, o.id == e.obligation)
        .where(o.programme == programme, o.kind == "rectification", e.kind.in_(ON_THE_WAY))
        .group_by(e.kind)
    )
    found = {row[0]: row[1] for row in connection.execute(query)}
    return {kind: found[kind] for kind in ON_THE_WAY if kind in found}


def slips(connection: Connection, context: Context) -> tuple[list[tuple[Any, ...]], str]:
    """((kind, signed, void, waiting to be signed, withdrawn unsigned) …) and the last number."""
    states_of: dict[str, Counter[str]] = {}
    for row in queries.obligations(connection, context.key, kind="slip"):
        waiting = row.state in ("draft", "sent_back")
        counts = states_of.setdefault(colour_of(row), Counter())
        counts["waiting" if waiting else row.state] += 1
    names = ("signed", "void", "waiting", "withdrawn")
    lines = [(COLOURS[c], *(states_of[c][n] for n in names)) for c in COLOURS if c in states_of]
    last = connection.execute(_LAST_SLIP, {"programme": context.key}).scalar()
    found = queries.obligations_by_id(connection, [last] if last else [])
    return lines, next((str(row.extra["number"]) for row in found.values()), "")


_p = t.papers.c
_LAST_SLIP = (
    select(_p.obligation)
    .where(_p.programme == bindparam("programme"), _p.series == "slip", _p.number.is_not(None))
    .order_by(_p.year.desc(), _p.number.desc())
    .limit(1)
)


def inspections(connection: Connection, context: Context, now: datetime) -> dict[str, int]:
    """How many were held, of these late and with findings; how many are overdue, and to come."""
    n: Counter[str] = Counter()
    today = context.today(now)
    for row in queries.obligations(connection, context.key, kind="inspection"):
        held, due = row.state in ("held", "contested"), row.due_on
        overdue = row.state == "open" and due is not None and due < today
        n["held"] += held
        n["held late"] += held and due is not None and row.done_on is not None and row.done_on > due
        n["with findings"] += bool(row.extra.get("findings"))
        n["overdue"] += overdue
        n["to come"] += row.state in ("planned", "open") and not overdue
    return {name: n[name] for name in ("held", "held late", "with findings", "overdue", "to come")}


def bulletins(connection: Connection, context: Context) -> list[tuple[str, str, int, int, Any]]:
    """(month, number, owed, overdue, rate on time) of each that was signed."""
    rows = queries.obligations(connection, context.key, kind="bulletin", state="signed")
    bodies = papers.papers(connection, [row.id for row in rows])
    return [
        (
            row.key.occurrence,
            f"{row.extra['number']} ({row.extra['in_all']})",
            bodies[row.id].body["total"]["owed"],
            bodies[row.id].body["total"]["overdue"],
            bodies[row.id].body["total"]["rate"],
        )
        for row in rows
    ]


def coming(
    connection: Connection, context: Context, now: datetime, most: int = MOST
) -> list[Coming]:
    """The next things that will happen if nobody does anything."""
    found: dict[tuple[str, str, str], list[str]] = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in queries.upcoming(connection, context.key, now, 400):
        if row.state == "planned":
            opens = context.frame.day(row.next_check_at or now).isoformat()
            key = (opens, views.title(context, row), "opens")
            counts[key] += 1
            found.setdefault(key, []).append(address(context, row.holder))
            continue
        for point in views.coming(connection, context, row, now, most=1):
            key = (point["date"], views.title(context, row), point["point"])
            counts[key] += 1
            found.setdefault(key, []).extend(point["to"])
    ordered = sorted(found)[:most]
    return [
        Coming(
            on=date.fromisoformat(key[0]),
            what=f"{key[1]}: {key[2]}",
            n=counts[key],
            to=_few(list(dict.fromkeys(found[key]))),
        )
        for key in ordered
    ]


def _few(people: list[str]) -> str:
    people = [person for person in people if person]
    shown = ", ".join(people[:3])
    return f"{shown} and {len(people) - 3} more" if len(people) > 3 else shown
