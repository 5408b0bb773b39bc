"""What the demo ends with: status, overdue items, supervision, mails by kind, what is next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from config.language import _, ngettext, pgettext, reader_language
from notifications import words
from notifications.render import kind_name
from workflows.commands import views
from workflows.commands.context import Context, address
from workflows.domain.documents import colour_of
from workflows.domain.kind_facts import (
    BulletinFacts,
    InspectionFacts,
    RectificationFacts,
    SupervisionNoticeFacts,
)
from workflows.domain.messages import N_
from workflows.domain.rows import LIGHTS, Obligation
from workflows.domain.states import DONE, states
from workflows.store import documents, queries
from workflows.store import tables as t

#: Rows shown of what is overdue, and of what is next.
_OVERDUE, _NEXT = 20, 10
#: What may happen to a rectification before it ends.
_ON_THE_WAY = (
    "objected", "reassigned", "extended", "held", "returned", "listed", "delisted", "struck_off",
    "looked_back", "relapsed", "reopened", "waived", "withdrawn",
)  # fmt: skip
#: Supervision notices, by the words of the context `colour`.
_COLOURS = ("blue", "yellow", "red", "second", "listing")
#: How inspections stand.
_INSPECTIONS = (
    N_("held"),
    N_("held late"),
    N_("with findings"),
    N_("overdue"),
    N_("to come"),
)


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
    yield _supervision_notices(connection, context)
    yield _inspections(connection, context, now)
    yield _bulletins(connection, context)
    yield _mails(connection, context.key)
    yield _coming(connection, context, now)


def _lights(connection: Connection, context: Context, now: datetime) -> SummaryTable:
    status = views.status(connection, context, now)
    rows = [
        [p["id"], p["title"], pgettext("state", p["state"]), *p["lights"].values()]
        for p in status["phases"]
    ]
    rows.append(["", _("outside the phases"), "", *status["unphased"]["lights"].values()])
    title = f"{status['title']}  {context.today(now)}"
    lights = [pgettext("light", light) for light in LIGHTS]
    return SummaryTable(title, [_("phase"), _("title"), _("state"), *lights], rows)


def _overdue(connection: Connection, context: Context, now: datetime) -> SummaryTable:
    """Overdue items, the highest level and the longest overdue first."""
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
    heads = [
        *(_("id"), _("clause"), _("item"), _("unit"), _("assigned to"), _("due")),
        *(_("days overdue"), _("level")),
    ]
    title = _("Overdue: {n}", n=len(red))
    if len(red) > _OVERDUE:
        title = _("Overdue: {n} (the first {first})", n=len(red), first=_OVERDUE)
    return SummaryTable(title, heads, shown)


def _rectifications(connection: Connection, context: Context) -> SummaryTable:
    """By state: how many, of these listed, of these relapsed at least once."""
    rows = queries.obligations(connection, context.key, kind="rectification")
    n = Counter(row.state for row in rows)
    listed = Counter(
        r.state for r in rows if RectificationFacts.of(r).listed_on and r.state not in DONE
    )
    relapsed = Counter(row.state for row in rows if RectificationFacts.of(row).relapses)
    found = [
        [pgettext("state", s), n[s], listed[s], relapsed[s]]
        for s in states("rectification")
        if n[s]
    ]
    heads = [_("state"), _("rectifications"), _("listed for supervision"), _("relapsed")]
    return SummaryTable(_("Rectifications: {n}", n=len(rows)), heads, found)


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
    rows = [
        [words.event(kind, reader_language()), found[kind]] for kind in _ON_THE_WAY if kind in found
    ]
    title = _("What happened to rectifications")
    return SummaryTable(title, [_("what happened"), _("rectifications")], rows)


def _supervision_notices(connection: Connection, context: Context) -> SummaryTable:
    n: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in queries.obligations(connection, context.key, kind="slip"):
        waiting = row.state in ("draft", "sent_back")
        n[colour_of(row)]["waiting" if waiting else row.state] += 1
    names = ("signed", "void", "waiting", "withdrawn")
    rows = [[pgettext("colour", c), *(n[c][name] for name in names)] for c in _COLOURS if c in n]
    last = connection.execute(_LAST_SUPERVISION_NOTICE, {"programme": context.key}).scalar()
    found = queries.obligations_by_id(connection, [last] if last else [])
    number = next((SupervisionNoticeFacts.of(row).number for row in found.values()), "")
    heads = [_("notice"), _("signed"), _("void"), _("to be signed"), _("not needed any more")]
    return SummaryTable(_("Supervision notices, the last {number}", number=number), heads, rows)


_p = t.documents.c
_LAST_SUPERVISION_NOTICE = (
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
    heads = [_(head) for head in _INSPECTIONS]
    return SummaryTable(_("Inspections"), heads, [[n[head] for head in _INSPECTIONS]])


def _bulletins(connection: Connection, context: Context) -> SummaryTable:
    """Each that was signed."""
    rows = queries.obligations(connection, context.key, kind="bulletin", state="signed")
    bodies = documents.documents(connection, [row.id for row in rows])
    found = [
        [
            row.key.occurrence,
            f"{BulletinFacts.of(row).number} ({BulletinFacts.of(row).in_all})",
            *(bodies[row.id].body["total"][name] for name in ("owed", "overdue", "rate")),
        ]
        for row in rows
    ]
    heads = [_("month"), _("document number"), _("items"), _("overdue"), _("on time %")]
    return SummaryTable(_("Bulletins"), heads, found)


def _mails(connection: Connection, programme: str) -> SummaryTable:
    """Notices of each kind, and of these dropped before sending; the most frequent first."""
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
    rows = [
        [kind_name(kind, reader_language()), said[kind], dropped[kind]]
        for kind, *_count in (said + dropped).most_common()
    ]
    heads = [_("kind"), _("sent"), _("dropped before sending")]
    return SummaryTable(_("Notices in mails, by kind"), heads, rows)


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
    heads = [_("day"), _("what happens next"), _("items"), _("recipients")]
    return SummaryTable(_("The next ten reminders"), heads, rows)


def _next_of(
    connection: Connection, context: Context, row: Obligation, now: datetime
) -> Iterator[tuple[str, str, list[str]]]:
    if row.state == "planned":
        opens = context.frame.day(row.next_check_at or now).isoformat()
        yield opens, _("opens"), [address(context, row.assignee)]
    else:
        for trigger in views.coming(connection, context, row, now, most=1):
            when = words.moment(trigger["point"], reader_language())
            yield trigger["date"], when, list(trigger["to"])


def _few(heard: Iterable[Iterable[str]]) -> str:
    people = list(dict.fromkeys(person for to in heard for person in to if person))
    shown, more = pgettext("mark", ", ").join(people[:3]), len(people) - 3
    if more <= 0:
        return shown
    return ngettext("{some} and {n} more", "{some} and {n} more", more, some=shown)
