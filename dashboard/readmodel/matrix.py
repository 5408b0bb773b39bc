"""Matrix: what each unit owes of one phase, a light in each cell; personal items as coverage."""

from collections import Counter, defaultdict
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
    quota: int


Counted = tuple[dict[tuple[str, str], Counter[str]], dict[tuple[str, str], int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    columns: list[Node]
    units: list[tuple[str, str, dict[str, Square]]]


def current(context: Context, today: date) -> str:
    """The phase `today` lies in, else the last that has begun, else the first."""
    found = ""
    for node in context.plan.phases:
        window = resolve(node, context.plan, context.anchors, context.frame.calendar)
        if window.opens_on and window.opens_on <= today:
            found = node.key
    return found or (context.plan.phases[0].key if context.plan.phases else "")


def page(context: Context, found: Counted, phase: str, language: str, light: str) -> Page:
    """The matters of the phase by unit and item, as they were counted."""
    counts, first = found
    used = {item for _, item in counts}
    columns = [node for node in _asking(context, phase) if node.key in used]
    units = []
    for unit in context.org.units:
        squares = {
            node.key: _square(counts[unit, node.key], first[unit, node.key], unit, node)
            for node in columns
            if (unit, node.key) in counts
        }
        if light:
            squares = {key: one for key, one in squares.items() if one.cell.light == light}
        if squares:
            units.append((unit, words.unit_name(context.org, unit, language), squares))
    return Page(columns=columns, units=units)


def counted(connection: Connection, context: Context, who: Who, phase: str) -> Counted:
    """One read: (unit, item) → its lights, and the number of the first matter in it."""
    o = t.obligations.c
    query = (
        select(o.item, o.unit, o.light, func.count(), func.min(o.id))
        .where(
            o.programme == context.key,
            o.item.in_([node.key for node in _asking(context, phase)]),
            o.kind == "task",
            o.state != "withdrawn",
            *lists.within(who.scope),
        )
        .group_by(o.item, o.unit, o.light)
    )
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, str], int] = {}
    for item, unit, lit, n, number in connection.execute(query):
        counts[unit, item][lit] += n
        first[unit, item] = min(number, first.get((unit, item), number))
    return dict(counts), first


def _asking(context: Context, phase: str) -> list[Node]:
    return [node for node in context.plan.asking if (node.phase or "") == phase]


def _square(counts: Counter[str], number: int, unit: str, node: Node) -> Square:
    one = counts.total() == 1
    href = f"/obligations/{number}" if one else f"/ledger?item={node.key}&unit={unit}"
    return Square(cell=cell(counts), href=href, quota=node.quota)
