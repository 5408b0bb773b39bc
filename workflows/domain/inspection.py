"""Inspections 督查: the plan's six ways, their life as a table, who is drawn, who is seen twice.

Clause 四（七）3 names the ways. An inspection is held on a day by somebody; what it finds is
issued as rectifications, and the units may contest the facts.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from workflows.domain.messages import N_
from workflows.domain.rules import Rule, reminding, rows

WAYS: Mapping[str, str] = {
    "work_report": N_("Work report meeting"),
    "symposium": N_("Discussion meeting"),
    "progress_meeting": N_("Progress meeting"),
    "regular": N_("Regular inspection"),
    "round_visit": N_("Round of visits"),
    "random_check": N_("Random check"),
}
#: The way whose units are drawn.
RANDOM = "random_check"
#: Working days: it opens so long before its day; facts are contested so long after it was
#: closed; the office answers so soon.
OPENS_BEFORE = 10
CONTEST_WITHIN = 3
ANSWER_WITHIN = 1

INSPECTION: list[Rule] = [
    *rows("open", "planned", "open", by=("time",), assignee="doer"),
    *rows("draw", "planned open", ".", by=("doer", "office"), needs=("reason_to_redraw",)),
    # It may be held before its time, as a report may come before its window opens.
    *rows(
        "close",
        "planned open",
        "held",
        by=("doer", "office"),
        assignee="nobody",
        needs=("drawn", "note", "evidence", "done_on"),
    ),
    # The unit was seen and has read what was found: it may say that it is not so.
    *rows(
        "contest",
        "held",
        "contested",
        by=("inspected",),
        assignee="office",
        needs=("reason", "in_time_to_contest"),
    ),
    *rows("answer", "contested", "held", by=("office",), assignee="nobody", needs=("note",)),
    *rows("redate", "planned open", ".", by=("office",), needs=("day_to_come", "reason")),
    *rows("assign", "planned open", ".", by=("doer", "office"), needs=("person",)),
    *rows("note", "planned open contested", ".", by=("doer", "office"), needs=("note",)),
    *reminding("open"),
    *rows(
        "withdraw",
        "planned open contested",
        "withdrawn",
        by=("time", "office"),
        assignee="nobody",
        needs=("reason",),
    ),
]


def draw(units: Iterable[str], n: int, seed: str) -> tuple[str, ...]:
    """`n` of `units`, the same ones for the same seed, whatever the order they come in.

    The units are ordered by HMAC-SHA256 of their keys under the seed, and the first `n` are
    taken: anybody can repeat it from the recorded seed, on any machine and in any version.
    """
    key = seed.encode()
    return tuple(
        sorted(set(units), key=lambda unit: hmac.new(key, unit.encode(), sha256).digest())[:n]
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """One unit that is inspected on one day, by the inspection `item`."""

    item: str
    unit: str
    on: date


def twice(visits: Iterable[Visit], others: Iterable[Visit]) -> list[Visit]:
    """Of `others`, those that see a unit of `visits` in the same calendar month.

    Offices are asked not to burden a unit twice a month: it is pointed out, never refused.
    """
    months = {(visit.unit, visit.on.year, visit.on.month) for visit in visits}
    found = {other for other in others if (other.unit, other.on.year, other.on.month) in months}
    return sorted(found, key=lambda visit: (visit.on, visit.item, visit.unit))
