"""What a date phrase can mean, and the context it is read in. Plain data; dates.py reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from workflows.domain.messages import Text

Edge = Literal["before", "on", "after"]
Unit = Literal["d", "wd", "m"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A closed window of days.

    `start` is None when the words give only a deadline (a single day, or anything with 前, by).
    `end` is the last day, inclusive. Points before due count back from `press_from`: the first
    day of a fuzzy end (6月中旬 → the 11th), else `end` itself.
    """

    start: date | None = None
    end: date
    remind_from: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Starts:
    """The words give only a beginning: `on` is the first day."""

    on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Waits:
    """Hangs on an event whose date is kept elsewhere.

    `anchor` is the anchor's key when the context knows the name, else the name as read.
    Due: edge "before" with offset 0, the day before the event; otherwise the event's day plus
    `offset` (negative for before) in days ("d") or working days ("wd").
    """

    anchor: str
    edge: Edge
    start: date | None = None
    offset: int = 0
    unit: Literal["d", "wd"] = "d"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recurs:
    """`rrule` is an RFC 5545 RRULE value; each occurrence is a due day.

    A rule with INTERVAL counts from the DTSTART the caller gives it (its first window's start).
    """

    rrule: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Relative:
    """Counted from a moment of the programme: `base` plus `offset` (negative: before).

    `base`: "phase.start", "phase.end", "notice" (the day the notice is received), "issued" (the
    document's date) or "after:<item id>". `unit`: "d" days, "wd" working days, "m" months. The
    day counted from is not itself counted.
    """

    base: str
    offset: int
    unit: Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """Not read: `reason` quotes the words and says why, `cure` says what to write instead."""

    reason: Text
    cure: Text


Reading = Window | Starts | Waits | Recurs | Relative | Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What a phrase may lean on.

    `issued`: the document's date. `start`, `end`: the enclosing window (a phase), which decides a
    missing year where it can. `anchors`: name or alias → anchor key. `holidays`: (Chinese name
    such as 春节, year) → its first day, for holidays that move; those on fixed days are built in.
    """

    issued: date
    start: date | None = None
    end: date | None = None
    anchors: Mapping[str, str] = field(default_factory=dict)
    holidays: Callable[[str, int], date | None] | None = None


class Unreadable(Exception):
    """Raised inside the readers only; `dates.read` turns it into Refused."""

    def __init__(self, reason: Text, cure: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.cure = cure
