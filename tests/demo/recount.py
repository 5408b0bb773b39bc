"""A second opinion on bulletins: every number counted again, from the events alone.

Of an obligation only what never changes is read beside them (kind, item, round, phase, person);
what became of it is told by its events, in their order, through the instant at which the
bulletin was frozen. Nothing of `workflows.domain.figures` is used: what the words mean is
written down here once more.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from workflows.domain.workdays import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
#: What a bulletin counts 督办事项; phases, requests, follow-up checks and documents are none.
ITEMS = ("task", "matter", "rectification", "inspection")
#: Events whose old and new are lights, days or people, not states.
_NO_STATE = frozenset({"light", "redated", "extended", "handed_over", "policy_changed"})
#: Done 办结. What a unit contests of an inspection are its facts; held it was.
DONE = frozenset({"accepted", "struck_off", "held", "contested"})
#: Owed no more, by decision: counts nowhere.
GONE = frozenset({"waived", "withdrawn"})
#: The responsible party has reported; somebody still has to look.
LOOKED_AT = frozenset({"reported", "applied", "checked"})
AT_WORK = frozenset({"open", "in_progress"})
COUNTS = ("owed", "done", "on_time", "open", "behind", "overdue", "returned", "relapsed", "listed")


@dataclass(slots=True)
class Life:
    """One item as its events tell it so far."""

    id: int
    kind: str
    item: str
    occurrence: str
    phase: str
    person: str
    unit: str
    state: str = ""
    due: date | None = None
    done: date | None = None
    returned: int = 0
    #: Returns since it last began anew: two of them make it behind.
    returned_lately: int = 0
    relapsed: int = 0
    listed: bool = False
    note_by: date | None = None
    closed_on: date | None = None
    closed_at: str = ""

    def hear(self, event: sqlite3.Row) -> None:
        """One more event of its life."""
        kind, why = event["kind"], json.loads(event["why"])
        if kind not in _NO_STATE and event["new"]:
            self.state = event["new"]
        if "from_unit" in why:
            self.unit = why["unit"]
        self._dates(kind, why, event)
        self._counts(kind)
        if kind == "note_called":
            self.note_by = date.fromisoformat(why["by"])
        elif kind == "noted":
            self.note_by = None

    def _dates(self, kind: str, why: dict[str, Any], event: sqlite3.Row) -> None:
        begun = self.kind == "rectification" and kind in ("relapsed", "reopened", "resumed")
        if (
            kind in ("created", "issued", "restored")
            or begun
            or (kind == "opened" and why.get("due"))
        ):
            self.due = _day(why.get("due"))
        elif kind == "redated" or (kind == "extended" and why["asked"] == "extend"):
            # Explained after its date, an item is late from that date all the same.
            self.due = _day(event["new"])
        if "done_on" in why:
            self.done = date.fromisoformat(why["done_on"])
        if kind == "struck_off":
            self.closed_on, self.closed_at = local(event["at"]), event["at"]
        elif kind in ("reopened", "relapsed"):
            self.done = self.closed_on = None

    def _counts(self, kind: str) -> None:
        if kind == "returned":
            self.returned += 1
            self.returned_lately += 1
        elif kind == "relapsed":
            self.relapsed += 1
        if kind in ("relapsed", "reopened") and self.kind == "rectification":
            self.returned_lately = 0
        if kind in ("listed", "delisted"):
            self.listed = kind == "listed"

    # --- how it counts at the end of a day --------------------------------------------------

    @property
    def is_done(self) -> bool:
        return self.state in DONE

    def is_late(self, day: date) -> bool:
        return self.due is not None and self.due < day

    def is_overdue(self, day: date) -> bool:
        """Due before that day, with nothing reported. What is on hold waits by decision."""
        busy = self.state not in DONE | GONE | LOOKED_AT | {"on_hold"}
        return busy and self.is_late(day)

    def is_behind(self, day: date) -> bool:
        """At work, not late yet, but returned twice or without the note that was called for."""
        missed = self.note_by is not None and self.note_by < day
        slow = self.returned_lately >= 2 or missed
        return self.state in AT_WORK and not self.is_late(day) and slow


def count(lives: Iterable[Life], day: date) -> dict[str, int | None]:
    """The numbers of a bulletin for `lives`, as of the end of `day`."""
    n: Counter[str] = Counter()
    for life in lives:
        if life.state in GONE:
            continue
        n["returned"] += life.returned
        n["relapsed"] += life.relapsed
        overdue, on_hold = life.is_overdue(day), life.state == "on_hold"
        if life.is_done:
            n["done"] += 1
            n["on_time"] += life.due is None or (life.done is not None and life.done <= life.due)
        elif not overdue and life.state != "planned":
            n["open"] += 1
            n["behind"] += life.is_behind(day)
        n["overdue"] += overdue
        n["listed"] += life.listed and not life.is_done
        due = life.due is not None and life.due <= day and not on_hold
        n["owed"] += life.is_done or due
    found: dict[str, int | None] = {name: n[name] for name in COUNTS}
    return found | {
        "rate": percent(n["on_time"], n["owed"]),
        "done_rate": percent(n["done"], n["owed"]),
    }


def percent(part: int, whole: int) -> int | None:
    """Halves up, as schools teach it."""
    return int(100 * part / whole + 0.5) if whole else None


# --- the lists --------------------------------------------------------------------------


def overdue(
    lives: Iterable[Life], day: date, calendar: Calendar
) -> list[tuple[int, str, str, int]]:
    """(number, unit, due, working days over): what members owe is named once for a unit."""
    found: dict[Any, tuple[int, str, str, int]] = {}
    for life in lives:
        if not life.is_overdue(day) or life.due is None:
            continue
        personal = life.kind == "task" and life.person
        same = (life.item, life.unit, life.occurrence, life.due) if personal else life.id
        over = sum(
            calendar.is_workday(date.fromordinal(one))
            for one in range(life.due.toordinal() + 1, day.toordinal() + 1)
        )
        found.setdefault(same, (life.id, life.unit, life.due.isoformat(), over))
    return list(found.values())


def supervision_notices(connection: sqlite3.Connection, until: str) -> dict[str, dict[str, int]]:
    """Unit → supervision notices it has been sent by then: signed, and not voided since."""
    colour: dict[int, str] = {}
    unit: dict[int, str] = {}
    stands: dict[int, bool] = {}
    for event in events(connection, ("slip",), until):
        number, why = event["obligation"], json.loads(event["why"])
        unit[number] = event["unit"]
        colour[number] = why.get("colour", colour.get(number, ""))
        stands[number] = event["new"] == "signed"
    found: dict[str, dict[str, int]] = {}
    for number in (n for n, signed in stands.items() if signed):
        counts = found.setdefault(unit[number], {"blue": 0, "yellow": 0, "red": 0})
        # A second supervision notice and a proposal to list are red document, too.
        counts[colour[number] if colour[number] in counts else "red"] += 1
    return found


# --- the record -------------------------------------------------------------------------

_EVENTS = """
    SELECT e.obligation, e.kind, e.old, e.new, e.why, e.at, e.recorded_at,
           o.kind AS of_kind, o.item, o.occurrence, o.phase, o.person, o.unit
    FROM events e JOIN obligations o ON o.id = e.obligation
    WHERE o.kind IN ({}) AND e.at <= ? AND e.recorded_at <= ? ORDER BY e.id
"""


def events(
    connection: sqlite3.Connection, kinds: tuple[str, ...], until: str
) -> Iterator[sqlite3.Row]:
    """Events of obligations of these kinds through `until`, in the order of the record."""
    marks = ", ".join("?" * len(kinds))
    yield from connection.execute(_EVENTS.format(marks), (*kinds, until, until))


def lives(connection: sqlite3.Connection, until: str) -> list[Life]:
    """Every item as it stood at `until`, in order of numbers."""
    began = first_units(connection)
    found: dict[int, Life] = {}
    for event in events(connection, ITEMS, until):
        number = event["obligation"]
        if number not in found:
            found[number] = Life(
                id=number,
                kind=event["of_kind"],
                item=event["item"],
                phase=event["phase"],
                occurrence=event["occurrence"],
                person=event["person"],
                unit=began.get(number, event["unit"]),
            )
        found[number].hear(event)
    return [found[number] for number in sorted(found)]


def first_units(connection: sqlite3.Connection) -> dict[int, str]:
    """Of items that ever changed hands between units, the unit they began with."""
    moved = connection.execute(
        "SELECT obligation, json_extract(why, '$.from_unit') FROM events "
        "WHERE json_extract(why, '$.from_unit') IS NOT NULL ORDER BY id DESC"
    )
    return dict(tuple(row) for row in moved)


def local(instant: str) -> date:
    """The programme day of an instant as the record keeps it."""
    return datetime.fromisoformat(instant).astimezone(ZONE).date()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
