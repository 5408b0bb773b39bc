"""The life of a rectification 整改 as a table, its severities and their limits.

What an inspection finds, a leader instructs or a meeting decides is put right within a limit:
signed for, worked on, reported, applied to be closed, checked on site, closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from workflows.domain.messages import N_
from workflows.domain.rules import Rule, explaining, hearing, more_time, reminding, rows
from workflows.domain.workdays import Calendar

Severity = Literal["at_once", "urgent", "ordinary", "hard"]
SEVERITIES: Mapping[Severity, str] = {
    "at_once": N_("at once"),
    "urgent": N_("urgent"),
    "ordinary": N_("ordinary"),
    "hard": N_("hard"),
}
#: Days until it must be put right when nobody says otherwise; at once means one working day.
_LIMITS: dict[str, int] = {"urgent": 3, "ordinary": 15, "meeting": 20, "hard": 30}
#: Working days: to sign for it; to object, from the day it was issued; to answer an objection.
SIGN_WITHIN = 2
OBJECT_WITHIN = 3
ANSWER_WITHIN = 1
#: Severities that want a cause, a goal and measures before anything is reported.
PLANNED_SEVERITIES = frozenset({"hard"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is to be put right. `person` answers for it, or the unit's head; `verifier` is a
    person; without a `limit` the severity gives one. `source` says where it came from."""

    unit: str
    what: str
    reviewer: str
    title: str = ""
    where: str = ""
    severity: Severity = "ordinary"
    person: str = ""
    limit: date | None = None
    source: str = ""
    #: Cause, goal and measures, where they are known already.
    plan: Mapping[str, str] = field(default_factory=dict)
    #: Whether a file is asked for as evidence; else a sentence will do.
    needs_file: bool = False
    #: The inspection that found it.
    inspection: int = 0


_OPEN = "issued disputed in_progress on_hold reported applied checked"

RECTIFICATION: list[Rule] = [
    *rows("sign", "issued", "in_progress", by=("doer", "office"), assignee="doer"),
    *rows(
        "object",
        "issued",
        "disputed",
        by=("doer",),
        assignee="office",
        needs=("reason", "in_time_to_object"),
    ),
    *rows("uphold", "disputed", "issued", by=("office",), assignee="doer", needs=("reason",)),
    *rows(
        "reassign",
        "issued disputed",
        "issued",
        by=("office",),
        assignee="doer",
        needs=("unit", "reason"),
    ),
    *rows("assign", "issued in_progress", ".", by=("doer", "office"), needs=("person",)),
    *rows("plan", "in_progress", ".", by=("doer", "office"), needs=("measures",)),
    *rows(
        "report",
        "in_progress",
        "reported",
        by=("doer", "liaison", "office"),
        assignee="head",
        needs=("planned", "evidence", "done_on"),
    ),
    # The unit applies, and its head answers for it and need not wait for a report.
    *rows(
        "apply",
        "in_progress reported",
        "applied",
        by=("head", "office"),
        assignee="verifier",
        needs=("planned", "evidence", "done_on"),
    ),
    *rows(
        "check",
        "applied",
        "checked",
        by=("verifier", "office"),
        needs=("not_own", "note", "two_if_listed"),
    ),
    *rows(
        "strike",
        "checked",
        "struck_off",
        by=("verifier", "office"),
        assignee="nobody",
        needs=("not_own",),
    ),
    *rows(
        "return",
        "reported",
        "in_progress",
        by=("head", "office"),
        assignee="doer",
        needs=("reason",),
    ),
    *rows(
        "return",
        "applied checked",
        "in_progress",
        by=("verifier", "office"),
        assignee="doer",
        needs=("not_own", "reason"),
    ),
    *reminding("issued in_progress reported applied checked"),
    *hearing("issued in_progress reported applied checked", "in_progress"),
    *rows(
        "note", _OPEN, ".", by=("doer", "liaison", "head", "verifier", "office"), needs=("note",)
    ),
    *more_time("in_progress", by=("doer", "liaison", "head", "office")),
    *explaining("in_progress", by=("doer", "liaison", "head", "office")),
    *rows(
        "hold",
        "issued in_progress",
        "on_hold",
        by=("office",),
        assignee="office",
        needs=("reason", "day_to_come"),
    ),
    *rows("resume", "on_hold", "in_progress", by=("office",), assignee="doer"),
    *rows("list", "in_progress", ".", by=("office",), needs=("reason", "not_listed")),
    *rows(
        "delist",
        "in_progress reported applied checked",
        ".",
        by=("office",),
        needs=("reason", "listed"),
    ),
    *rows(
        "waive",
        _OPEN,
        "waived",
        by=("verifier", "office"),
        assignee="nobody",
        needs=("not_own", "reason"),
    ),
    *rows(
        "reopen",
        "struck_off waived withdrawn",
        "in_progress",
        by=("verifier", "office"),
        assignee="doer",
        needs=("not_own", "reason"),
    ),
    # The follow-up check found that it did not hold (问题反弹).
    *rows(
        "relapse",
        "struck_off",
        "in_progress",
        by=("verifier", "office"),
        assignee="doer",
        needs=("not_own", "reason"),
    ),
    *rows(
        "withdraw", _OPEN, "withdrawn", by=("time", "office"), assignee="nobody", needs=("reason",)
    ),
]


def limit(severity: str, today: date, calendar: Calendar) -> date:
    """The day by which it must be done when no other was given; `meeting` is for what a
    meeting decided.

    “At once” is the next working day; the others count days from `today` and move on from a
    day off, so that nobody is late over a holiday.
    """
    if severity == "at_once":
        return calendar.add(today, 1)
    return calendar.on_or_after(today + timedelta(days=_LIMITS[severity]))


def severity_label(severity: str) -> str:
    """The message id of a severity; "" where none is on record."""
    return next((label for one, label in SEVERITIES.items() if one == severity), "")
