"""One cause mutes its consequences: what waits behind something else is named in the mail about
that, instead of being reminded on its own. Pure.

Two causes: a predecessor of the plan (“after A2.1”) that the same party has not reported, and
a listed rectification that an item was said to wait for.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from workflows.domain.kind_facts import RectificationFacts, WorkFacts
from workflows.domain.model import Node
from workflows.domain.organisation import Org, Person
from workflows.domain.roles import stands_above
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE

#: The level from which leaders hear of an item.
LEADERS_FROM = 2
_UNREPORTED = frozenset({"planned", "open"})


def because_of(
    rows: Iterable[Obligation],
    nodes: Mapping[str, Node],
    others: Mapping[int, Obligation],
) -> dict[int, Obligation]:
    """Obligation → the one it waits behind, where reminders are about that one instead.

    `others`: rows that may be causes, by number. A cause that is due later, or not yet, does
    not mute: then there would be no reminders.
    """
    causes: dict[tuple[str, str, str, str], Obligation] = {}
    for other in others.values():
        if other.kind == "task" and other.state in _UNREPORTED:
            causes[_party(other, other.item)] = other
    found: dict[int, Obligation] = {}
    for row in rows:
        named = others.get(WorkFacts.of(row).because)
        open_ = named is not None and named.state not in DONE and row.state not in DONE
        if named is not None and open_ and RectificationFacts.of(named).listed_on:
            found[row.id] = named
            continue
        node = nodes.get(row.item)
        if row.kind != "task" or node is None or row.state not in _UNREPORTED:
            continue
        for key in node.after:
            cause = causes.get(_party(row, _answering(nodes, key)))
            if cause is not None and _reminded_first(cause, row):
                found[row.id] = cause
                break
    return found


def mutes(
    cause: Obligation, row: Obligation, kind: str, level: int, reader: Person, org: Org, day: date
) -> bool:
    """Whether `reader` is spared a mail of `kind` about `row`, which waits behind `cause`.

    Of one's own unit everybody hears who is reminded of the cause. Of another one only those do
    who stand above both; the others would never hear that `row` is late, on its responsible party's
    word alone. So they still do, and where a leader does, its responsible party is told as well.
    """
    if cause.unit == row.unit:
        return True
    if kind == "escalated":
        return stands_above(org, cause, reader.key, day)
    return level < LEADERS_FROM


def _reminded_first(cause: Obligation, row: Obligation) -> bool:
    if cause.due_on is None or cause.step == 0:
        return False
    return row.due_on is None or cause.due_on <= row.due_on


def _party(row: Obligation, item: str) -> tuple[str, str, str, str]:
    party = row.key.party
    return item, party.unit, party.person, party.post


def linked(nodes: Mapping[str, Node], items: Iterable[str]) -> set[str]:
    """The items that any of `items` comes after, and those that come after one of them, by
    whichever item answers for them."""
    asked = [nodes[item] for item in items if item in nodes]
    mine = {key for node in asked for key in (node.key, *node.answers)}
    before = {key for node in asked for key in node.after}
    behind = {other.key for other in nodes.values() if not mine.isdisjoint(other.after)}
    return {_answering(nodes, key) for key in before | behind}


def _answering(nodes: Mapping[str, Node], key: str) -> str:
    node = nodes.get(key)
    return (node.answered_by or key) if node else key
