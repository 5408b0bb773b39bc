"""What stands on each document, as plain values: no database, no clock, no settings.

All texts are in the reader's language and may hold whatever a user wrote: the writers of .docx,
.xlsx and HTML make it harmless. Counts of days are working days. A date that is None leaves its
place blank, to be filled in by hand. Rates are texts (“83.3%”), because one place computes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

#: Dates of documents: 二〇一〇年五月二十八日 before mid-2012, 2012年7月2日 after.
Numerals = Literal["chinese", "arabic"]
Colour = Literal["blue", "yellow", "red"]
#: A cell of a ledger. In a column of lights a word of `terms.LIGHTS`, in 完成情况 one of
#: `columns.COMPLETION`; None is an empty cell.
Cell = str | int | date | None
LedgerKind = Literal["matters", "short", "rectifications", "breakdown", "instructions"]


# --- supervision notices: 提醒单, 催办单, 督办单, and the notice of listing -----------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReminder:
    """One earlier reminder (此前提醒催办): day, way, number of the supervision notice,
    the answer."""

    on: date
    way: str
    number: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNoticeForm:
    """One item, one supervision notice: blue 提醒单 (nobody signs, no seal), yellow 催办单, red
    督办单.

    title: empty for the document's own name. number: “×农督〔2011〕17号”, empty while it waits to
    be signed (待签发). `second` makes it a 二次督办, `listing` a notice of listing (挂牌督办).
    as_of: the day up to which `days_over` was counted. link: the page of the item, also as QR.
    """

    language: str
    colour: Colour
    second: bool = False
    listing: bool = False
    void: bool = False
    title: str = ""
    number: str = ""
    signer: str = ""
    urgency: str = ""
    to: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    item: str
    source: str = ""
    basis: str = ""
    due_on: date | None = None
    due_words: str = ""
    days_over: int = 0
    as_of: date
    pressed: tuple[PastReminder, ...] = ()
    asked: tuple[str, ...] = ()
    answer_by: date | None = None
    contact: str = ""
    phone: str = ""
    issuer: str
    issued_on: date | None = None
    link: str = ""
    numerals: Numerals = "arabic"


# --- the bulletin: 督查通报 ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """总体情况 of one month: owed, done, the share of it, open, overdue."""

    owed: int
    done: int
    share: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """存在问题: a unit and its item, never a person. said: what about it, one sentence."""

    unit: str
    item: str
    days_over: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """下步要求: what is asked, and by when."""

    text: str
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """One row of the 统计表: a unit (or, in `by_phase`, a phase) with its counts.

    blue, yellow, red: supervision notices issued. marks: only where the office has switched marks
    on.
    """

    name: str
    owed: int = 0
    done: int = 0
    on_time: int = 0
    rate: str = ""
    open: int = 0
    behind: int = 0
    overdue: int = 0
    blue: int = 0
    yellow: int = 0
    red: int = 0
    returned: int = 0
    relapsed: int = 0
    last_rate: str = ""
    marks: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """One row of the 未办结事项清单. light: a word of `terms.LIGHTS`."""

    item: str
    unit: str
    due_on: date | None = None
    days_over: int = 0
    light: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinForm:
    """督查通报 第×期（总第×期）. issue and total are None while it waits to be signed.

    draft: nobody signs it (草稿). to: 主送. report_to, send_to: 报, 送. overall: further paragraphs
    of 总体情况 (listed, closed, relapsed). last: the month before, if any. totals: the last row
    of the 统计表. copies: 共印×份.
    """

    language: str
    issue: int | None = None
    total: int | None = None
    void: bool = False
    draft: bool = False
    issuer: str
    issued_on: date | None = None
    title: str
    to: tuple[str, ...] = ()
    intro: tuple[str, ...] = ()
    as_of: date
    as_of_time: time | None = None
    now: Overall
    last: Overall | None = None
    overall: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    demands: tuple[Demand, ...] = ()
    counts: tuple[Counts, ...] = ()
    totals: Counts | None = None
    by_phase: tuple[Counts, ...] = ()
    unfinished: tuple[Unfinished, ...] = ()
    contact: str = ""
    phone: str = ""
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    copies: int | None = None
    numerals: Numerals = "arabic"


# --- sheets: ledgers and the call list --------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a ledger. key: what finds the row again when the sheet comes back (hidden).

    cells: by the keys of `columns.COLUMNS`; one left out is empty, an unknown one a ValueError.
    """

    key: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerForm:
    """督办台账 (items), its short form, 整改台账 (rectifications), 任务分解表, 批示件登记.

    unit: 填报单位. The rows are numbered here. title: empty for the ledger's own name.
    """

    language: str
    kind: LedgerKind
    title: str = ""
    unit: str
    as_of: date
    as_of_time: time | None = None
    rows: tuple[Row, ...] = ()
    filled_by: str = ""
    checked_by: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody to phone today: who, where, the number, days over, what to say in one line."""

    key: str
    name: str
    unit: str
    phone: str
    days_over: int = 0
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallList:
    """电话催办清单 of one day, each with a box to tick (已电话催办)."""

    language: str
    title: str = ""
    unit: str
    as_of: date
    as_of_time: time | None = None
    rows: tuple[Call, ...] = ()
    filled_by: str = ""
    checked_by: str = ""
    phone: str = ""


# --- one page for the leader ------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One of the three numbers, beside the one before it (None: there is none)."""

    label: str
    now: int
    before: int | None = None

    @property
    def change(self) -> str:
        """“+3”, “−3” or “±0”; empty where there is no number before."""
        if self.before is None:
            return ""
        change = self.now - self.before
        return f"{change:+d}".replace("-", "−") if change else "±0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision wanted: the item, whose it is, what is asked, the two answers to tick."""

    item: str
    unit: str
    asks: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LateItem:
    """What is overdue, for how long, and what its unit says about it (empty: nothing)."""

    item: str
    days_over: int
    explained: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateUnit:
    """The overdue matters of one unit, in the office's own order."""

    unit: str
    items: tuple[LateItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderPage:
    """呈阅: three numbers, decisions wanted, what is overdue and why, what went well.

    reader: to whom it goes, with the honorific. compared: what the numbers stand beside (上月).
    """

    language: str
    title: str = ""
    reader: str
    issuer: str
    as_of: date
    as_of_time: time | None = None
    compared: str = ""
    numbers: tuple[Number, ...] = ()
    decisions: tuple[Decision, ...] = ()
    late: tuple[LateUnit, ...] = ()
    good: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
