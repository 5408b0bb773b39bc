"""How the entries of one mail are gathered, and what a mail is called by. Pure."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from notifications.kinds import KINDS
from notifications.message import Entry, Section


def gather(entries: Iterable[Entry]) -> tuple[Section, ...]:
    """Entries as they are read: by kind, what the reader must do first, then by how late they
    are, by date and number. What a kind says of several people is joined by its `fold`."""
    by_kind = groupby(sorted(entries, key=_rank), key=lambda entry: entry.kind)
    return tuple(Section(kind=kind, entries=_ordered(kind, list(group))) for kind, group in by_kind)


def _ordered(kind: str, entries: list[Entry]) -> tuple[Entry, ...]:
    fold = KINDS[kind].fold
    return tuple(sorted(fold(entries) if fold else entries, key=_urgency))


def _rank(entry: Entry) -> tuple[int, str]:
    return KINDS[entry.kind].rank, entry.kind


def _urgency(entry: Entry) -> tuple[int, int, date, int]:
    item = entry.item
    if item is None:
        return -entry.about.level, 0, date.max, 0
    return -entry.about.level, -item.days_over, item.due_on or date.max, item.number


def lead(kinds: Iterable[str]) -> str:
    """The kind a mail is called by: what the reader must do first."""
    return min(kinds, key=lambda kind: (KINDS[kind].rank, kind))
