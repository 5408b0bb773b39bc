"""The columns of every ledger in order: one table for each form.

The Chinese heads are those offices use; the order is theirs too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from config.i18n import translate
from documents.forms import LedgerKind
from workflows.domain.messages import Message, Text, term

#: "light": a word of `terms.LIGHTS`; "completion": a key of `COMPLETION`; "number": made here.
Kind = Literal["number", "text", "date", "int", "light", "completion"]

#: 完成情况 of a rectification.
COMPLETION: Mapping[str, Message] = {
    "done": term("completion", "done"),
    "under_way": term("completion", "under way"),
    "ongoing": term("completion", "ongoing"),
    "overdue": term("completion", "overdue"),
}
TITLES: Mapping[LedgerKind, Message] = {
    "matters": term("ledger", "Ledger of action items"),
    "short": term("ledger", "Summary of action items"),
    "rectifications": term("ledger", "Ledger of rectifications"),
    "breakdown": term("ledger", "Breakdown of tasks"),
    "instructions": term("ledger", "Register of instructions"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of its cells, its head, its kind, and its share of the width. A head that
    is a text stands there as it is."""

    key: str
    title: Text
    width: int
    kind: Kind = "text"

    def head(self, language: str, as_of: str = "") -> str:
        """The head in words; `as_of` is the day put into the heads that name one."""
        if isinstance(self.title, str):
            return self.title
        return translate(self.title, language).replace("{as_of}", as_of)


NUMBER = Column("no", term("column head", "No."), 5, "number")
_REMARKS = Column("remarks", term("column head", "Remarks"), 10)

_ITEMS = (
    NUMBER,
    Column("number", term("column head", "Reference"), 10),
    Column("source", term("column head", "Source (clause, instruction, meeting, letter)"), 14),
    Column("item", term("column head", "Action item"), 22),
    Column("asked", term("column head", "Requirements"), 18),
    Column("leader", term("column head", "Executive sponsor"), 9),
    Column("lead_unit", term("column head", "Lead unit"), 11),
    Column("assisting", term("column head", "Assisting units"), 11),
    Column("responsible", term("column head", "Person responsible, phone"), 13),
    Column("assigned_on", term("column head", "Assigned on"), 11, "date"),
    Column("signed_on", term("column head", "Acknowledged on"), 11, "date"),
    Column("due_on", term("column head", "Due on"), 11, "date"),
    Column("progress", term("column head", "Progress (as of {as_of})"), 22),
    Column("obstacles", term("column head", "Difficulties and causes"), 16),
    Column("next_steps", term("column head", "Next steps"), 16),
    Column("state", term("column head", "State"), 9),
    Column("light", term("column head", "Status (colour and word)"), 8, "light"),
    Column("supervision_notices", term("column head", "Notices (kind, number, date)"), 15),
    Column("extension", term("column head", "Extensions (times, until)"), 11),
    Column("done_on", term("column head", "Completed on"), 11, "date"),
    _REMARKS,
)

_SHORT = (
    NUMBER,
    Column("item", term("column head", "Item"), 34),
    Column("lead_unit", term("column head", "Lead unit"), 16),
    Column("leader", term("column head", "Executive sponsor"), 12),
    Column("due_on", term("column head", "Deadline"), 13, "date"),
    Column("progress", term("column head", "Progress"), 36),
    Column("light", term("column head", "Status"), 10, "light"),
    Column("remarks", term("column head", "Remarks"), 16),
)

_RECTIFICATIONS = (
    NUMBER,
    Column("source", term("column head", "Source (inspection, date)"), 15),
    Column("severity", term("column head", "Category and severity"), 9),
    Column("finding", term("column head", "Finding"), 22),
    Column("cause", term("column head", "Cause"), 15),
    Column("goal", term("column head", "Goal"), 15),
    Column("measures", term("column head", "Measures"), 20),
    Column("leader", term("column head", "Executive sponsor"), 9),
    Column("unit", term("column head", "Responsible unit"), 11),
    Column("head", term("column head", "Person responsible"), 9),
    Column("due_on", term("column head", "Rectify by"), 11, "date"),
    Column("progress", term("column head", "Progress and effect"), 20),
    Column("evidence", term("column head", "Evidence"), 13),
    Column(
        "completion",
        term("column head", "Completion (done/under way/ongoing/overdue)"),
        12,
        "completion",
    ),
    Column("verifier", term("column head", "Verifier"), 9),
    Column("struck_off_on", term("column head", "Closed on"), 11, "date"),
    Column("follow_up", term("column head", "Follow-up check (date, result)"), 13),
    _REMARKS,
)

_BREAKDOWN = (
    NUMBER,
    Column("clause", term("column head", "Clause"), 15),
    Column("task", term("column head", "Task"), 24),
    Column("goal", term("column head", "Requirements (goal)"), 28),
    Column("leader", term("column head", "Executive sponsor"), 11),
    Column("lead_unit", term("column head", "Lead unit"), 21),
    Column("assisting", term("column head", "Assisting units"), 11),
    Column("due_words", term("column head", "Due (as written)"), 16),
    Column("evidence", term("column head", "Evidence"), 16),
    Column("remarks", term("column head", "Remarks"), 12),
)

_INSTRUCTIONS = (
    Column("came_on", term("column head", "Received on"), 12, "date"),
    Column("leader", term("column head", "Leader"), 11),
    Column("instructed_on", term("column head", "Instructed on"), 12, "date"),
    Column("words", term("column head", "Original wording"), 28),
    Column("letter", term("column head", "Title and number of the letter"), 18),
    Column("proposal", term("column head", "Proposed handling"), 22),
    Column("units", term("column head", "Responsible units"), 18),
    Column("due_on", term("column head", "Reply by"), 12, "date"),
    Column("result", term("column head", "Result"), 24),
    Column("told_on", term("column head", "Reported on"), 12, "date"),
    Column("seen", term("column head", "Leader's comments"), 12),
    Column("filed_as", term("column head", "Filed as"), 9),
)

COLUMNS: Mapping[LedgerKind, tuple[Column, ...]] = {
    "matters": _ITEMS,
    "short": _SHORT,
    "rectifications": _RECTIFICATIONS,
    "breakdown": _BREAKDOWN,
    "instructions": _INSTRUCTIONS,
}
#: The columns that a unit fills in of a ledger that comes back, by ledger.
FILLED: Mapping[str, tuple[str, ...]] = {
    "matters": ("progress", "obstacles", "next_steps"),
    "rectifications": ("cause", "goal", "measures", "progress"),
}
#: The columns that tell a line from others, whatever was filled in and however it was sorted.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "matters": ("number", "item", "lead_unit"),
    "rectifications": ("source", "finding", "unit"),
}
#: Heads of those columns in sheets of older versions, which still come back.
OLD_HEADS: Mapping[str, Mapping[str, str]] = {
    "matters": {"item": "Item", "obstacles": "Obstacles and causes"},
    "rectifications": {"finding": "What was found", "unit": "Unit"},
}
#: The head of the hidden column that finds a row again.
KEY_HEAD = term("column head", "Row key (do not change)")
#: Full ledgers are printed on A3, the others on A4.
WIDE: frozenset[LedgerKind] = frozenset({"matters", "rectifications"})

CALLS = (
    NUMBER,
    Column("name", term("column head", "Name"), 12),
    Column("unit", term("column head", "Unit"), 20),
    Column("phone", term("column head", "Phone"), 18),
    Column("days_over", term("column head", "Working days overdue"), 16, "int"),
    Column("line", term("column head", "What to say"), 60),
    Column("tick", term("column head", "Phoned (tick)"), 12),
)
