"""Matrix: what each unit, or each member of one unit, owes of one phase: a light in each cell."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from dashboard.readmodel import lists
from dashboard.readmodel.heat_map import Cell, worst
from notifications import words
from workflows.commands.context import Context
from workflows.domain.dates.date_windows import resolve
from workflows.domain.model import Node
from workflows.domain.roles import Who
from workflows.store import tables as t
from workflows.store import tallies


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """`href` leads to the one item there is, else to the list of them."""

    cell: Cell
    href: str


#: (unit or person, item) → its lights.
Counted = dict[tuple[str, str], Counter[str]]


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
    used = {item for _, item in found}
    columns = [node for node in _asking(context, phase) if node.key in used]
    rows = []
    for key, name in _parties(context, unit, language):
        squares = {
            node.key: _square(found[key, node.key], unit or key, key if unit else "", node)
            for node in columns
            if (key, node.key) in found
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
    """One read: (unit, item) → its lights; of one `unit` by its members instead."""
    asking = {node.key for node in _asking(context, phase)}
    found: Iterable[tuple[str, str, str, int]]
    if unit:
        found = _of_members(connection, context, who, asking, unit)
    else:
        found = (
            (item, key, lit, n)
            for _, item, key, lit, n in tallies.items(connection, context.key)
            if item in asking and (who.scope is None or key in who.scope)
        )
    counts: Counted = defaultdict(Counter)
    for item, key, lit, n in found:
        counts[key, item][lit] += n
    return dict(counts)


def _of_members(
    connection: Connection, context: Context, who: Who, asking: set[str], unit: str
) -> Iterator[tuple[str, str, str, int]]:
    o = t.obligations.c
    query = (
        select(o.item, o.person, o.light, func.count())
        .where(
            o.programme == context.key,
            o.unit == unit,
            o.person != "",
            o.item.in_(sorted(asking)),
            o.kind == "task",
            o.state != "withdrawn",
            *lists.within(who.scope),
        )
        .group_by(o.item, o.person, o.light)
    )
    yield from ((row[0], row[1], row[2], row[3]) for row in connection.execute(query))


def only(
    connection: Connection, context: Context, who: Who, item: str, unit: str, person: str
) -> int:
    """The number of the one task of a square; 0 where there are several, or none."""
    o = t.obligations.c
    where = [o.item == item, o.unit == unit, o.kind == "task", o.state != "withdrawn"]
    where += [o.person == person] if person else []
    found = lists.rows(connection, context.key, *where, *lists.within(who.scope), limit=2)
    return found[0].id if len(found) == 1 else 0


def _asking(context: Context, phase: str) -> list[Node]:
    return [node for node in context.plan.asking if (node.phase or "") == phase]


def _square(counts: Counter[str], unit: str, person: str, node: Node) -> Square:
    asked = f"item={node.key}&unit={unit}" + (f"&person={person}" if person else "")
    page = "/matrix/one" if counts.total() == 1 else "/ledger"
    # One task of one unit, or of its members: all of them, whether due yet or not.
    whole = Cell(light=worst(counts), done=counts["grey"], total=counts.total(), red=counts["red"])
    return Square(cell=whole, href=f"{page}?{asked}")
