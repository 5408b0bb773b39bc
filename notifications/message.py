"""What a mail is made of: entries about items, gathered in sections, for one reader.

Texts are in the reader's language, unescaped. Each kind of mail has its own entry, in
notifications/kinds; what most of them share stands here.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from notifications.mime import Address

#: Marks a field that may hold several lines; any other text is one line.
LINES = {"lines": True}


def lines() -> Any:
    """A text of a person, which may have several lines."""
    return field(default="", metadata=LINES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What happens if nobody acts: the day, and who is told then (words for the reader)."""

    on: date
    to: str
    #: Whether the reader alone is told.
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Why this reader is told, and what they can do.

    `skipped`: who should have been told and why they were not; `missed_on`: the days it should
    have been said on, after an outage; `acts`: (what, the link that opens its page).
    """

    audience: str = ""
    level: int = 0
    why: str = ""
    deputy_for: str = ""
    skipped: tuple[str, ...] = ()
    missed_on: tuple[date, ...] = ()
    link: str = ""
    acts: tuple[tuple[str, str], ...] = ()
    next: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """The action item as the reader may see it; leaders are told of units, not of people.

    `days_left`, `days_over`: working days until the due day, or since it. `waiting`: the items
    that wait for this one.
    """

    number: int
    title: str
    clause: str = ""
    words: str = ""
    due_on: date | None = None
    days_left: int = 0
    days_over: int = 0
    day_off_between: bool = False
    ongoing: bool = False
    reported: bool = False
    unit: str = ""
    person: str = ""
    assignee: str = ""
    phone: str = ""
    waiting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of whoever is responsible. `example`: of a good report, in the mail that first
    asks for it."""

    evidence: str = ""
    example: str = ""
    after: str = ""
    also: str = ""
    assist: str = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing said. `kind` is the name of its module, of its template and in the rows."""

    kind: ClassVar[str]
    about: About
    item: Item | None = None

    @property
    def number(self) -> int | None:
        """The obligation it is about."""
        return self.item.number if self.item else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEntry(Entry):
    """One thing said about an item."""

    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Entries of one kind, in the order they are read."""

    kind: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A whole mail before it is put into words."""

    id: int
    programme: str
    programme_title: str
    language: str
    reader: str
    to: Address
    today: date
    office: str
    office_email: str
    office_phone: str
    base_url: str
    sections: tuple[Section, ...]
    trial_for: str = ""
    maybe_twice: bool = False
    #: To the head of a unit: what has just become late in it; nothing is asked of them yet.
    just_late: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for section in self.sections for entry in section.entries)
