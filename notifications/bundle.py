"""How the items of one mail are gathered, and what a mail is called by. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby

from notifications.catalogue import KINDS
from notifications.message import Entry, Section


def gather(entries: Iterable[Entry]) -> tuple[Section, ...]:
    """Entries as they are read: by kind, the most urgent first, then by date and number.

    What concerns the members of a unit one by one climbs as the unit's coverage.
    """
    ordered = sorted(_covered(list(entries)), key=_urgency)
    return tuple(
        Section(kind=kind, entries=tuple(group))
        for kind, group in groupby(ordered, key=lambda entry: entry.kind)
    )


def _urgency(entry: Entry) -> tuple[object, ...]:
    return (
        entry.rank,
        entry.kind,
        -entry.level,
        -entry.days_over,
        entry.due_on or date.max,
        entry.obligation or 0,
    )


def _covered(entries: list[Entry]) -> list[Entry]:
    """Personal entries of a mass task, folded to one for each unit, item and kind."""
    single: list[Entry] = []
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        if entry.kind == "escalated" and entry.total > 1:
            groups.setdefault((entry.unit, entry.clause, entry.title), []).append(entry)
        else:
            single.append(entry)
    for group in groups.values():
        top = max(group, key=lambda entry: (entry.level, entry.days_over))
        single.append(
            replace(
                top,
                # Everybody who has not reported, not only those this mail was about.
                missing=max(top.missing, len(group)),
                names=top.names or tuple(dict.fromkeys(entry.person for entry in group)),
                ids=tuple(e.obligation for e in group if e.obligation is not None),
                skipped=tuple(dict.fromkeys(line for e in group for line in e.skipped)),
            )
        )
    return single


def lead(kinds: Iterable[str]) -> str:
    """The kind a mail is called by: its most urgent one."""
    return min(kinds, key=lambda kind: (KINDS[kind].rank, kind))
