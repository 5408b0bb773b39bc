"""The clerk's first page: what wants them now, each list bounded, each number exact or “20+”."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, select

from dashboard.readmodel import lists, overview, plan
from dashboard.readmodel.documents import DOCUMENTS, Document, documents
from dashboard.readmodel.lines import Line, Lines
from dashboard.web.board import Counted
from notifications import figures
from workflows.commands.context import Context
from workflows.domain.model import Node
from workflows.domain.rows import Obligation
from workflows.store import tables as t

#: As many as a list shows; one more is read to know whether there are more.
MOST = 12
#: Rows read for a list of `MOST` lines: what members owe alike is one line.
READ = 60
#: States that wait for a reviewer.
REVIEWED = ("reported", "applied", "checked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    to_review: list[Line]
    to_sign: list[Line]
    disputed: list[Line]
    requests: list[Line]
    documents: list[Document]
    due_today: list[Line]
    due_count: int
    review_count: int
    #: There are more to review than were counted.
    review_more: bool
    red: list[Line]
    red_count: int
    white_count: int
    anchors: list[tuple[str, str]]
    questions: list[tuple[Node, tuple[str, ...]]]
    undelivered: list[tuple[int, str, str]]
    quarantined: list[Line]


def page(connection: Connection, context: Context, lines: Lines, counted: Counted) -> Page:
    """Six reads; the numbers of lights are the kept ones."""
    key, today = context.key, lines.today
    red = lists.items_of(lists.red(connection, key, None, READ))
    due = lists.due_between(connection, key, today, today, None, READ)
    waiting = lists.attention(connection, key, READ)
    counts = dict[str, int]()
    for _, _, light, n in overview.kept(counted, connection, key, None):
        counts[light] = counts.get(light, 0) + n
    notes = figures.explanations(connection, red)
    states = Counter(row.state for row in waiting)
    return Page(
        to_review=_of(lines, waiting, *REVIEWED),
        review_count=sum(states[state] for state in REVIEWED),
        review_more=any(states[state] >= READ for state in REVIEWED),
        to_sign=_of(lines, waiting, "issued"),
        documents=documents(context, lines, [r for r in waiting if r.kind in DOCUMENTS]),
        disputed=_of(lines, waiting, "disputed", "contested"),
        requests=lines.many(
            [r for r in waiting if r.kind == "decision" and r.state in lists.ASKED]
        ),
        due_today=lines.folded(due, most=MOST + 1),
        due_count=len(due),
        red=lines.folded(red, notes, MOST),
        red_count=counts.get("red", 0),
        white_count=counts.get("white", 0),
        anchors=[
            (a.key, a.title.in_(lines.language))
            for a in context.plan.anchors
            if context.anchors.get(a.key) is None
        ],
        questions=[(node, plan.open_in(node)) for node in context.plan.asking if node.open],
        undelivered=_undelivered(connection, key),
        quarantined=lines.many([row for row in waiting if row.error and row.next_check_at]),
    )


def _of(lines: Lines, rows: list[Obligation], *states: str) -> list[Line]:
    return lines.folded([row for row in rows if row.state in states], most=MOST)


def _undelivered(connection: Connection, key: str) -> list[tuple[int, str, str]]:
    m = t.messages.c
    query = (
        select(m.id, m.address, m.outcome)
        .where(m.state == "failed", m.programme == key)
        .order_by(m.id.desc())
        .limit(MOST)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]
