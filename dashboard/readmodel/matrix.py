"""Matrix: what each unit, or each member of one unit, owes of one phase: a light in each cell."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from dashboard.readmodel import lists
from dashboard.readmodel.overview import Cell, cell
from dashboard.web.rights import Who
from notifications import words
from workflows.commands.context import Context
from workflows.domain.model import Node
from workflows.domain.windows import resolve
from workflows.store import tables as t


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """`href` leads to the one matter there is, else to the list of them."""

    cell: Cell
    href: str


Counted = tuple[dict[tuple[str, str], Counter[str]], dict[tuple[str, str], int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`rows`: (unit or person, its name, item → square), in the office's own order."""

    columns: list[Node]
    rows: list[tuple[str, str, dict[str, Square]]]


def current(context: Context, today: date) -> str:
    """The phase `today` lies in, else the last that has begun, else the first."""
    found = ""
    for node in context.plan.phases:
        window = resolve(node, context.plan, context.anchors, context.frame.calendar)
        if window.opens_on and window.opens_on <= today:
            found = node.key
    return found or (context.plan.phases[0].key if context.plan.phases else "")


def page(
    context: Context, found: Counted, phase: str, language: str, light: str, unit: str = ""
) -> Page:
    """The matters of the phase by unit and item, or by the members of `unit`, as counted."""
    counts, first = found
    used = {item for _, item in counts}
    columns = [node for node in _asking(context, phase) if node.key in used]
    rows = []
    for key, name in _parties(context, unit, language):
        squares = {
            node.key: _square(counts[key, node.key], first[key, node.key], unit or key, node)
            for node in columns
            if (key, node.key) in counts
        }
        if light:
            squares = {item: one for item, one in squares.items() if one.cell.light == light}
        if squares:
            rows.append((key, name, squares))
    return Page(columns=columns, rows=rows)


def _parties(context: Context, unit: str, language: str) -> Iterator[tuple[str, str]]:
    org = context.org
    if unit:
        yield from ((key, person.called(language)) for key, person in org.people.items())
    else:
        yield from ((key, words.unit_name(org, key, language)) for key in org.units)


def counted(
    connection: Connection, context: Context, who: Who, phase: str, unit: str = ""
) -> Counted:
    """One read: (unit, item) → its lights, and the number of the first matter in it; of one
    `unit` by its members instead."""
    o = t.obligations.c
    party = o.person if unit else o.unit
    query = (
        select(o.item, party, o.light, func.count(), func.min(o.id))
        .where(
            o.programme == context.key,
            o.item.in_([node.key for node in _asking(context, phase)]),
            o.kind == "task",
            o.state != "withdrawn",
            *lists.within(who.scope),
            *([o.unit == unit, o.person != ""] if unit else []),
        )
        .group_by(o.item, party, o.light)
    )
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, str], int] = {}
    for item, key, lit, n, number in connection.execute(query):
        counts[key, item][lit] += n
        first[key, item] = min(number, first.get((key, item), number))
    return dict(counts), first


def _asking(context: Context, phase: str) -> list[Node]:
    return [node for node in context.plan.asking if (node.phase or "") == phase]


def _square(counts: Counter[str], number: int, unit: str, node: Node) -> Square:
    one = counts.total() == 1
    href = f"/obligations/{number}" if one else f"/ledger?item={node.key}&unit={unit}"
    return Square(cell=cell(counts), href=href)
