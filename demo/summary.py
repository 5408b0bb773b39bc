"""What the demo ends with: lights, what is overdue, supervision, mails by kind, what is next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from workflows.commands import views
from workflows.commands.context import Context, address
from workflows.domain.kind_facts import (
    BulletinFacts,
    InspectionFacts,
    RectificationFacts,
    SlipFacts,
)
from workflows.domain.papers import colour_of
from workflows.domain.rows import LIGHTS, Obligation
from workflows.domain.states import DONE, states
from workflows.store import papers, queries
from workflows.store import tables as t

#: Rows shown of what is overdue, and of what is next.
_OVERDUE, _NEXT = 20, 10
#: What may happen to a rectification before it ends.
_ON_THE_WAY = (
    "objected", "reassigned", "extended", "held", "returned", "listed", "delisted", "struck_off",
    "looked_back", "relapsed", "reopened", "waived", "withdrawn",
)  # fmt: skip
#: Slips by what they are; a second one is red paper, too.
_COLOURS = {"blue": "提醒单", "yellow": "催办单", "red": "督办单", "second": "二次督办",
            "listing": "挂牌督办"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SummaryTable:
    title: str
    heads: list[str]
    rows: list[list[Any]]


def tables(connection: Connection, context: Context, now: datetime) -> Iterator[SummaryTable]:
    """How the programme stands at `now`, table by table."""
    yield _lights(connection, context, now)
    yield _overdue(connection, context, now)
    yield _rectifications(connection, context)
    yield _events_on_the_way(connection, context.key)
    yield _slips(connection, context)
    yield _inspections(connection, context, now)
    yield _bulletins(connection, context)
    yield _mails(connection, context.key)
    yield _coming(connection, context, now)


def _lights(connection: Connection, context: Context, now: datetime) -> SummaryTable:
    status = views.status(connection, context, now)
    rows = [[p["id"], p["title"], p["state"], *p["lights"].values()] for p in status["phases"]]
    rows.append(["", "outside the phases", "", *status["unphased"]["lights"].values()])
    title = f"{status['title']}  {context.today(now)}"
    return SummaryTable(title, ["phase", "title", "state", *LIGHTS], rows)


def _overdue(connection: Connection, context: Context, now: datetime) -> SummaryTable:
    """What is red, the highest level and the longest overdue first."""
    rows = queries.obligations(connection, context.key, light="red")
    red = sorted(
        (views.obligation(context, row, now) for row in rows),
        key=lambda one: (-one["escalation_level"], -one["workdays_overdue"], one["id"]),
    )
    shown = [
        [
            one["id"],
            one["clause"],
            f"{one['title']} {one['occurrence']}".strip(),
            one["unit_title"],
            one["holder_name"] or "",
            one["holder_due_on"],
            one["workdays_overdue"],
            one["escalation_level"],
        ]
        for one in red[:_OVERDUE]
    ]
    heads = ["id", "clause", "what", "unit", "holder", "due", "over", "level"]
    more = f" (the first {_OVERDUE})" if len(red) > _OVERDUE else ""
    return SummaryTable(f"Overdue: {len(red)}{more}", heads, shown)


def _rectifications(connection: Connection, context: Context) -> SummaryTable:
    """By state: how many, of these listed, of these relapsed at least once."""
    rows = queries.obligations(connection, context.key, kind="rectification")
    n = Counter(row.state for row in rows)
    listed = Counter(
        r.state for r in rows if RectificationFacts.of(r).listed_on and r.state not in DONE
    )
    relapsed = Counter(row.state for row in rows if RectificationFacts.of(row).relapses)
    found = [[s, n[s], listed[s], relapsed[s]] for s in states("rectification") if n[s]]
    heads = ["state", "rectifications", "listed", "relapsed"]
    return SummaryTable(f"Rectifications: {len(rows)}", heads, found)


def _events_on_the_way(connection: Connection, programme: str) -> SummaryTable:
    """What happened to rectifications: how many of them each happened to."""
    o, e = t.obligations.c, t.events.c
    query = (
        select(e.kind, func.count(func.distinct(e.obligation)))
        .join(t.obligations, o.id == e.obligation)
        .where(o.programme == programme, o.kind == "rectification", e.kind.in_(_ON_THE_WAY))
        .group_by(e.kind)
    )
    found: dict[str, int] = {row[0]: row[1] for row in connection.execute(query)}
    rows = [[kind.replace("_", " "), found[kind]] for kind in _ON_THE_WAY if kind in found]
    title = "What happened to them on their way"
    return SummaryTable(title, ["on its way", "rectifications"], rows)


def _slips(connection: Connection, context: Context) -> SummaryTable:
    n: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in queries.obligations(connection, context.key, kind="slip"):
        waiting = row.state in ("draft", "sent_back")
        n[colour_of(row)]["waiting" if waiting else row.state] += 1
    names = ("signed", "void", "waiting", "withdrawn")
    rows = [[_COLOURS[c], *(n[c][name] for name in names)] for c in _COLOURS if c in n]
    last = connection.execute(_LAST_SLIP, {"programme": context.key}).scalar()
    found = queries.obligations_by_id(connection, [last] if last else [])
    number = next((SlipFacts.of(row).number for row in found.values()), "")
    heads = ["slip", "signed", "void", "to sign", "not needed any more"]
    return SummaryTable(f"Slips, the last {number}", heads, rows)


_p = t.papers.c
_LAST_SLIP = (
    select(_p.obligation)
    .where(_p.programme == bindparam("programme"), _p.series == "slip", _p.number.is_not(None))
    .order_by(_p.year.desc(), _p.number.desc())
    .limit(1)
)


def _inspections(connection: Connection, context: Context, now: datetime) -> SummaryTable:
    n: Counter[str] = Counter()
    today = context.today(now)
    for row in queries.obligations(connection, context.key, kind="inspection"):
        held, due = row.state in ("held", "contested"), row.due_on
        overdue = row.state == "open" and due is not None and due < today
        n["held"] += held
        n["held late"] += held and due is not None and row.done_on is not None and row.done_on > due
        n["with findings"] += bool(InspectionFacts.of(row).findings)
        n["overdue"] += overdue
        n["to come"] += row.state in ("planned", "open") and not overdue
    heads = ["held", "held late", "with findings", "overdue", "to come"]
    return SummaryTable("Inspections", heads, [[n[head] for head in heads]])


def _bulletins(connection: Connection, context: Context) -> SummaryTable:
    """Each that was signed."""
    rows = queries.obligations(connection, context.key, kind="bulletin", state="signed")
    bodies = papers.papers(connection, [row.id for row in rows])
    found = [
        [
            row.key.occurrence,
            f"{BulletinFacts.of(row).number} ({BulletinFacts.of(row).in_all})",
            *(bodies[row.id].body["total"][name] for name in ("owed", "overdue", "rate")),
        ]
        for row in rows
    ]
    return SummaryTable("Bulletins", ["month", "number", "owed", "overdue", "on time %"], found)


def _mails(connection: Connection, programme: str) -> SummaryTable:
    """Things said of each kind, and of these dropped before sending; the most frequent first."""
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
    rows = [[kind, said[kind], dropped[kind]] for kind, _ in (said + dropped).most_common()]
    return SummaryTable("Said in mails, by kind", ["kind", "said", "dropped in time"], rows)


def _coming(connection: Connection, context: Context, now: datetime) -> SummaryTable:
    """The next things that will happen if nobody does anything: day, what, how many, to whom."""
    found: defaultdict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for row in queries.upcoming(connection, context.key, now, 400):
        for day, what, to in _next_of(connection, context, row, now):
            found[day, f"{views.title(context, row)}: {what}"].append(to)
    rows = [
        [day, what, len(found[day, what]), _few(found[day, what])]
        for day, what in sorted(found)[:_NEXT]
    ]
    heads = ["on", "what happens next", "matters", "who hears it"]
    return SummaryTable("The next ten things", heads, rows)


def _next_of(
    connection: Connection, context: Context, row: Obligation, now: datetime
) -> Iterator[tuple[str, str, list[str]]]:
    if row.state == "planned":
        opens = context.frame.day(row.next_check_at or now).isoformat()
        yield opens, "opens", [address(context, row.holder)]
    else:
        for point in views.coming(connection, context, row, now, most=1):
            yield point["date"], point["point"], list(point["to"])


def _few(heard: Iterable[Iterable[str]]) -> str:
    people = list(dict.fromkeys(person for to in heard for person in to if person))
    shown = ", ".join(people[:3])
    return f"{shown} and {len(people) - 3} more" if len(people) > 3 else shown
