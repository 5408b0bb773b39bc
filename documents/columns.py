"""The columns of every ledger in order, in both languages: one table for each form.

The Chinese heads are those offices use; the order is theirs too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from documents.forms import Language, LedgerKind

#: "light": a word of `terms.LIGHTS`; "completion": a key of `COMPLETION`; "number": made here.
Kind = Literal["number", "text", "date", "int", "light", "completion"]

#: 完成情况 of a rectification.
COMPLETION: Mapping[Language, Mapping[str, str]] = {
    "zh": {"done": "已完成", "under_way": "正在推进", "ongoing": "长期坚持", "overdue": "逾期"},
    "en": {"done": "done", "under_way": "under way", "ongoing": "ongoing", "overdue": "overdue"},
}
TITLES: Mapping[Language, Mapping[LedgerKind, str]] = {
    "zh": {"matters": "督办台账", "short": "督办事项简表", "rectifications": "整改台账",
           "breakdown": "任务分解表", "instructions": "批示件登记"},
    "en": {"matters": "Ledger of supervised matters", "short": "Supervised matters in short",
           "rectifications": "Ledger of rectifications", "breakdown": "Breakdown of tasks",
           "instructions": "Register of instructions"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of its cells, its heads, its kind, and its share of the width."""

    key: str
    zh: str
    en: str
    width: int
    kind: Kind = "text"

    def head(self, language: Language, as_of: str) -> str:
        """The head in words; `as_of` is the day put into the heads that name one."""
        return (self.zh if language == "zh" else self.en).replace("{as_of}", as_of)


_NUMBER = Column("no", "序号", "No.", 5, "number")
_REMARKS = Column("remarks", "备注", "Remarks", 10)

_MATTERS = (
    _NUMBER,
    Column("number", "编号", "Reference", 10),
    Column("source", "事项来源（方案条款/批示/会议/来文）",
           "Source (clause, instruction, meeting, letter)", 14),
    Column("matter", "督办事项", "Matter", 22),
    Column("asked", "工作要求", "What is asked", 18),
    Column("leader", "责任领导", "Leader in charge", 9),
    Column("lead_unit", "牵头单位", "Lead unit", 11),
    Column("assisting", "配合单位", "Assisting units", 11),
    Column("doer", "承办人、电话", "Doer, phone", 13),
    Column("assigned_on", "交办日期", "Assigned on", 11, "date"),
    Column("signed_on", "签收日期", "Signed for on", 11, "date"),
    Column("due_on", "办理时限", "Due on", 11, "date"),
    Column("progress", "进展情况（截至{as_of}）", "Progress (as of {as_of})", 22),
    Column("obstacles", "存在问题及原因", "Obstacles and causes", 16),
    Column("next_steps", "下步措施", "Next steps", 16),
    Column("state", "状态", "State", 9),
    Column("light", "亮灯（色+字）", "Light (colour and word)", 8, "light"),
    Column("slips", "督办单（种类、号、日期）", "Slips (kind, number, date)", 15),
    Column("extension", "延期（次数、延至）", "Extensions (times, until)", 11),
    Column("done_on", "办结日期", "Completed on", 11, "date"),
    _REMARKS,
)  # fmt: skip

_SHORT = (
    _NUMBER,
    Column("matter", "事项", "Matter", 34),
    Column("lead_unit", "牵头单位", "Lead unit", 16),
    Column("leader", "责任领导", "Leader in charge", 12),
    Column("due_on", "时限", "Due on", 13, "date"),
    Column("progress", "进展", "Progress", 36),
    Column("light", "灯", "Light", 10, "light"),
    Column("remarks", "备注", "Remarks", 16),
)

_RECTIFICATIONS = (
    _NUMBER,
    Column("source", "问题来源（检查名称、日期）", "Source (inspection, date)", 15),
    Column("severity", "问题类别/程度", "Kind and severity", 9),
    Column("finding", "具体问题", "What was found", 22),
    Column("cause", "原因分析", "Cause", 15),
    Column("goal", "整改目标", "Goal", 15),
    Column("measures", "整改措施", "Measures", 20),
    Column("leader", "责任领导", "Leader in charge", 9),
    Column("unit", "责任单位", "Unit", 11),
    Column("head", "责任人", "Accountable head", 9),
    Column("due_on", "整改时限", "Due on", 11, "date"),
    Column("progress", "整改进展及成效", "Progress and effect", 20),
    Column("evidence", "佐证材料", "Evidence", 13),
    Column("completion", "完成情况（已完成/正在推进/长期坚持/逾期）",
           "Done, under way, ongoing or overdue", 12, "completion"),
    Column("verifier", "核验人", "Verifier", 9),
    Column("struck_off_on", "销号日期", "Struck off on", 11, "date"),
    Column("look_back", "回头看（日期、结果）", "Look-back (date, result)", 13),
    _REMARKS,
)  # fmt: skip

_BREAKDOWN = (
    _NUMBER,
    Column("clause", "条款", "Clause", 15),
    Column("task", "工作任务", "Task", 24),
    Column("goal", "具体要求（目标）", "What is asked (goal)", 28),
    Column("leader", "责任领导", "Leader in charge", 11),
    Column("lead_unit", "牵头单位", "Lead unit", 21),
    Column("assisting", "配合单位", "Assisting units", 11),
    Column("due_words", "完成时限（原文）", "Due (as written)", 16),
    Column("evidence", "佐证材料", "Evidence", 16),
    Column("remarks", "备注", "Remarks", 12),
)

_INSTRUCTIONS = (
    Column("came_on", "收件日期", "Came in on", 12, "date"),
    Column("leader", "批示领导", "Leader", 11),
    Column("instructed_on", "批示日期", "Instructed on", 12, "date"),
    Column("words", "批示原文", "Original words", 28),
    Column("letter", "来文标题文号", "Title and number of the letter", 18),
    Column("proposal", "拟办意见", "How it is to be handled", 22),
    Column("units", "承办单位", "Units", 18),
    Column("due_on", "反馈时限", "Answer by", 12, "date"),
    Column("result", "办理结果", "Result", 24),
    Column("told_on", "呈报日期", "Reported back on", 12, "date"),
    Column("seen", "领导阅示", "Seen by the leader", 12),
    Column("filed_as", "归档号", "Filed as", 9),
)

COLUMNS: Mapping[LedgerKind, tuple[Column, ...]] = {
    "matters": _MATTERS,
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
    "matters": ("number", "matter", "lead_unit"),
    "rectifications": ("source", "finding", "unit"),
}
#: Full ledgers are printed on A3, the others on A4.
WIDE: frozenset[LedgerKind] = frozenset({"matters", "rectifications"})

CALLS = (
    _NUMBER,
    Column("name", "姓名", "Name", 12),
    Column("unit", "单位", "Unit", 20),
    Column("phone", "电话", "Phone", 18),
    Column("days_over", "已逾期（工作日）", "Working days overdue", 16, "int"),
    Column("line", "要说的一句话", "What to say", 60),
    Column("tick", "已电话催办（打√）", "Phoned (tick)", 12),
)
