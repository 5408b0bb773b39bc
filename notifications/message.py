"""What a mail is made of: entries about matters, gathered in sections, for one reader."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from notifications.mime import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What happens next if nothing comes: the day, and who hears it (words for the reader)."""

    on: date
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing said about one matter. All texts are in the reader's language, unescaped.

    `days` are working days: left until the due day, or over since it. `missing`/`total` and
    `names` are set for the coverage of a unit (a mass task climbs as “3 of 12 missing”).
    """

    kind: str
    rank: int
    obligation: int | None = None
    title: str = ""
    clause: str = ""
    words: str = ""
    due_on: date | None = None
    days_left: int = 0
    days_over: int = 0
    day_off_between: bool = False
    light: str = ""
    state: str = ""
    unit: str = ""
    person: str = ""
    holder: str = ""
    holder_phone: str = ""
    verifier: str = ""
    evidence: str = ""
    example: str = ""
    after: str = ""
    also: str = ""
    assist: str = ""
    behind: str = ""
    level: int = 0
    audience: str = ""
    deputy_for: str = ""
    reason: str = ""
    note: str = ""
    actor: str = ""
    old_date: date | None = None
    new_date: date | None = None
    done_on: date | None = None
    granted: bool | None = None
    skipped: tuple[str, ...] = ()
    missed_on: tuple[date, ...] = ()
    next: Next | None = None
    why: str = ""
    link: str = ""
    #: What can be done from the mail: (what, the link that opens its page).
    acts: tuple[tuple[str, str], ...] = ()
    missing: int = 0
    total: int = 0
    names: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


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
    reader_honorific: str
    to: Address
    today: date
    office: str
    office_email: str
    office_phone: str
    base_url: str
    sections: tuple[Section, ...]
    trial_for: str = ""
    maybe_twice: bool = False
    #: To the head of a unit: what has just become late in it and is not his to press yet.
    fresh: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for section in self.sections for entry in section.entries)
