"""A leader's minute: what wants their decision, three numbers, what is late and what went well."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from dashboard.readmodel import lists, overview
from dashboard.readmodel.desk import Asked, asked
from dashboard.readmodel.documents import DOCUMENTS, Document, documents
from dashboard.readmodel.lines import Line, Lines
from dashboard.web.board import Counted
from notifications import figures, words
from workflows.commands.context import Context
from workflows.domain.kind_facts import AssignedTaskFacts
from workflows.domain.messages import N_
from workflows.domain.roles import Who
from workflows.domain.rows import Obligation
from workflows.store import tables as t

MOST = 30
#: Items read of all that is overdue; and shown of one unit: they have a minute.
MOST_LATE = 40
MOST_OF_UNIT = 6
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What is overdue in one unit, each item once, with what the unit says itself, and whom
    to telephone about it."""

    key: str
    unit: str
    head: str
    phone: str
    n: int
    #: So many more were reported and wait too long for their reviewer.
    reviews: int
    lines: list[Line]
    #: All that is red, and whether that is more than the lines tell of.
    red: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    asked: list[Asked]
    documents: list[Document]
    numbers: tuple[tuple[str, str, int, int | None], ...]
    late: list[Late]
    #: Of what is red, how many were reported and wait for their reviewer.
    late_reviews: int
    good: list[str]
    mine: list[Line]


def page(
    connection: Connection, context: Context, lines: Lines, who: Who, counted: Counted
) -> Page:
    """Seven reads, for the units in their charge."""
    key, scope = context.key, who.scope
    tallies = overview.kept(counted, connection, key, scope)
    ago = overview.before(counted, connection, key, lines.today - WEEK, scope)
    waiting = _waiting(connection, key, who)
    red = lists.items_of(lists.red(connection, key, scope, MOST_LATE))
    notes = figures.explanations(connection, red)
    now_counts: Counter[str] = Counter()
    by_unit: dict[str, Counter[str]] = defaultdict(Counter)
    for _, unit, light, n in tallies:
        now_counts[light] += n
        by_unit[unit][light] += n
    late: dict[str, list[Line]] = defaultdict(list)
    for line in lines.folded(red, notes):
        late[line.unit_key].append(line)
    reviews = overview.late_reviews(counted, connection, key, scope)
    open_ = sum(now_counts[light] for light in ("green", "yellow", "red"))
    before = {light: ago[light] for light in ago} if ago else {}
    return Page(
        asked=[
            asked(context, lines, row)
            for row in waiting
            if row.kind == "decision" and row.state in lists.ASKED
        ],
        documents=documents(
            context, lines, [r for r in waiting if r.kind in DOCUMENTS and r.state == "draft"]
        ),
        numbers=(
            ("Done", "green", now_counts["grey"], before.get("grey")),
            (
                N_("Open"),
                "none",
                open_,
                sum(before.get(x, 0) for x in ("green", "yellow", "red")) if before else None,
            ),
            ("Overdue", "red", now_counts["red"], before.get("red")),
        ),
        late=[
            _late(lines, unit, by_unit[unit]["red"], reviews.get(unit, 0), late[unit])
            for unit in context.org.units
            if late.get(unit) or by_unit[unit]["red"]
        ],
        late_reviews=sum(reviews.values()),
        good=[
            words.unit_name(context.org, unit, lines.language)
            for unit in context.org.units
            if by_unit[unit]["grey"] >= 3 and by_unit[unit]["red"] == reviews.get(unit, 0)
        ],
        mine=_instructed(connection, context, lines, who),
    )


def _late(lines: Lines, unit: str, red: int, reviews: int, late: list[Line]) -> Late:
    org, language = lines.context.org, lines.language
    heads = (org.post_holder(post, lines.today) for post in org.seats("head", unit))
    head = next((person for person in heads if person), None)
    return Late(
        key=unit,
        unit=words.unit_name(org, unit, language),
        lines=late[:MOST_OF_UNIT],
        more=red > sum(max(len(line.names), 1) for line in late[:MOST_OF_UNIT]),
        red=red,
        n=max(red - reviews, 0),
        reviews=reviews,
        head=f"{lines.texts.pgettext('audience', 'head')} {head.called(language)}" if head else "",
        phone=head.phone if head else "",
    )


def _waiting(connection: Connection, key: str, who: Who) -> list[Obligation]:
    """What waits for them; the office is shown what waits for anybody."""
    if who.roles & {"office", "auditor"}:
        return lists.attention(connection, key, MOST)
    return lists.to_decide(connection, key, who.person, MOST)


def _instructed(connection: Connection, context: Context, lines: Lines, who: Who) -> list[Line]:
    """The leader's last instructions, and their state."""
    o = t.obligations.c
    # Their names begin with M and a number; the items of a programme have an index.
    named = (o.item >= "M") & (o.item < "N") & (o.kind == "matter")
    rows = lists.rows(connection, context.key, named, order=[o.id.desc()], limit=MOST)
    return lines.many([row for row in rows if AssignedTaskFacts.of(row).asked_by == who.person])[:6]
