"""A key date was announced: the items that waited for it now have due dates."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from notifications.mail_kind import MailKind
from notifications.message import ItemEntry
from notifications.reading import Read
from workflows.domain.dates.date_windows import resolve
from workflows.domain.messages import N_
from workflows.domain.states import DONE
from workflows.store import queries


class Dated(NamedTuple):
    """An item of the plan with its due date, and how many obligations of it there are."""

    title: str
    due_on: date
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDate(ItemEntry):
    """`on`: the key date; `dated`: the reader's items, the first one first."""

    kind = "key_date"
    on: date
    dated: tuple[Dated, ...]


def build(read: Read) -> KeyDate | None:
    """None where none of the reader's units has an item that hangs on it."""
    context, key, on = read.context, read.row.item, read.row.done_on
    unknown = {**context.anchors, key: None}
    items = [
        node.key
        for node in context.plan.nodes
        if resolve(node, context.plan, unknown, context.frame.calendar).waits_for == key
    ]
    office = read.in_office()
    found = Counter(
        (row.due_on, read.title(row))
        for row in queries.obligations(read.batch.connection, context.key, items=items)
        if row.due_on and row.state not in DONE and (office or read.heads(row.unit))
    )
    if on is None or not found:
        return None
    dated = tuple(Dated(title, due_on, n) for (due_on, title), n in sorted(found.items()))
    return KeyDate(about=read.about(to_all=True), item=read.about_item(), on=on, dated=dated)


KIND = MailKind(entry=KeyDate, build=build, label=N_("key date announced"), rank=43, stays=True)
