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


def page(
    connection: Connection, context: Context, who: Who, phase: str, language: str, light: str
) -> Page:
    """One read: the matters of the phase, counted by item, unit and kept light."""
    o = t.obligations.c
    nodes = [node for node in context.plan.asking if (node.phase or "") == phase]
    query = (
        select(o.item, o.unit, o.light, func.count(), func.min(o.id))
        .where(
            o.programme == context.key,
            o.item.in_([node.key for node in nodes]),
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
    used = {item for _, item in counts}
    columns = [node for node in nodes if node.key in used]
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


def _square(counts: Counter[str], number: int, unit: str, node: Node) -> Square:
    one = counts.total() == 1
    href = f"/obligations/{number}" if one else f"/ledger?item={node.key}&unit={unit}"
    return Square(cell=cell(counts), href=href, quota=node.quota)
