"""What stands on the forms that are signed by hand on their way up: 销号审核表, 延期申请表.

Plain values; see `forms` for the house rules. What the record has is filled in, what a hand writes
stays blank.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What the record has of one step: who took it, on which day, and what was said."""

    by: tuple[str, ...] = ()
    on: date | None = None
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureForm:
    """销号审核表: a rectification on its way from the application to its publication.

    done: 完成情况. evidence: 佐证目录, the names of files. checked: on site, `by` one or two.
    """

    language: str
    number: str
    finding: str
    goal: str = ""
    measures: str = ""
    done: str = ""
    evidence: tuple[str, ...] = ()
    unit: str
    applied: Entered = Entered()
    checked: Entered = Entered()
    reviewed: Entered = Entered()
    struck_off_on: date | None = None
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTimeForm:
    """延期申请表: a request for more time, with the answers it has got.

    due_on: the limit before it was asked for. earlier: how often more time was granted before.
    to: until when it is asked for; granted_to: until when it was granted. refused: it was not.
    measures: 倒排措施. agreed: the head of the unit, where they asked themselves.
    """

    language: str
    number: str
    unit: str
    item: str
    item_number: str
    assigned_on: date | None = None
    due_on: date | None = None
    earlier: int = 0
    to: date | None = None
    progress: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()
    measures: str = ""
    responsible: str = ""
    phone: str = ""
    asked_on: date | None = None
    agreed: Entered = Entered()
    reviewed: Entered = Entered()
    decided: Entered = Entered()
    granted_to: date | None = None
    refused: bool = False
    as_of: date
