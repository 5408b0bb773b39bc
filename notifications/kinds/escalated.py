"""To those above: an item is late, or about to be, and those below were told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(ItemEntry):
    """`note`: the unit's explanation. Of a task that every member owes: `missing` of `total` have
    not reported, `names` are theirs; it is told once for the unit."""

    kind = "escalated"
    note: str = lines()
    missing: int = 0
    total: int = 0
    names: tuple[str, ...] = ()


def build(read: Read) -> Escalated:
    row = read.row
    total, missing = 0, tuple[str, ...]()
    if row.person:
        total, missing = read.batch.coverage.get((row.item, row.unit, row.key.occurrence), (0, ()))
    return Escalated(
        about=read.about(),
        item=read.about_item(),
        note=read.note,
        missing=len(missing),
        total=total,
        names=tuple(filter(None, map(read.name, missing))),
    )


def fold(entries: Sequence[Escalated]) -> list[Escalated]:
    """What every member owes is told once for a unit, also when the mail is about some of them."""
    single = [entry for entry in entries if entry.total < 2]
    groups: dict[tuple[str, str, str], list[Escalated]] = {}
    for entry in entries:
        if entry.total > 1:
            item = entry.item
            groups.setdefault((item.unit, item.clause, item.title), []).append(entry)
    return single + [_one(group) for group in groups.values()]


def _one(group: Sequence[Escalated]) -> Escalated:
    top = max(group, key=lambda entry: (entry.about.level, entry.item.days_over))
    skipped = tuple(dict.fromkeys(line for entry in group for line in entry.about.skipped))
    return replace(
        top,
        about=replace(top.about, skipped=skipped),
        missing=max(top.missing, len(group)),
        names=top.names or tuple(dict.fromkeys(e.item.person for e in group if e.item.person)),
    )


KIND = MailKind(
    entry=Escalated,
    build=build,
    label=N_("for your attention"),
    rank=27,
    of_step=True,
    waits_behind=True,
    spared=True,
    late_notice=True,
    fold=fold,
)
