"""Messages as a story reads them: to whom, on which day, what they say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing said in a mail; `dropped` says why it was not."""

    kind: str
    obligation: int | None
    why: Mapping[str, Any]
    dropped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message: to whom (by key), on which programme day, what it says."""

    id: int
    to: str
    address: str
    on: date
    state: str
    outcome: str
    subject: str
    body: str
    items: tuple[Item, ...]

    @property
    def kinds(self) -> list[str]:
        """The kinds of what it says, what was dropped left out."""
        return [item.kind for item in self.items if not item.dropped]


def letter_of(row: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> Letter:
    """A message and its items as stored; its day is the day it was sent or is meant for."""
    at = row["sent_at"] or row["not_before"]
    return Letter(
        id=row["id"],
        to=row["person"],
        address=row["address"],
        on=at.astimezone(ZONE).date(),
        state=row["state"],
        outcome=row["outcome"],
        subject=row["subject"],
        body=row["body"] or "",
        items=tuple(
            Item(
                kind=item["kind"],
                obligation=item["obligation"],
                why=item["reasons"],
                dropped=item["dropped_why"],
            )
            for item in items
        ),
    )
