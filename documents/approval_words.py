"""The forms that are signed by hand, in words: every field in the order of the paper. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.approval_forms import Entered, MoreTimeForm, StrikeOffForm
from documents.cleaning import cleaned
from documents.forms import Language
from notifications import dates_words

_BLANK_DAY = {"zh": "　　　年　　月　　日", "en": "Date: ____________"}
WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "strike_off": "销号审核表", "more_time": "延期申请表", "unit_line": "填报单位（盖章）：{}",
        "as_of": "截至{}", "entered": "系统记录：{}　{}", "none": "无",
        "number": "编号", "finding": "问题", "plan": "整改目标和措施", "goal": "目标：{}",
        "measures": "措施：{}", "done": "完成情况", "evidence": "佐证目录",
        "head": "责任单位意见\n（签字、盖章）", "checked": "现场核查情况\n（两人签字）",
        "office": "督查机构意见", "leader": "领导意见", "published": "公示情况\n（如需）",
        "struck_off_on": "销号日期",
        "sign_head": "负责人签字：　　　　　（盖章）", "sign_two": "核查人签字：　　　　、　　　　",
        "sign": "签字：　　　　　",
        "publish": "时间、方式：　　　　　　　　　　结果：",
        "applicant": "申请单位", "matter": "事项及编号", "assigned_on": "交办日期",
        "due_on": "原时限", "earlier": "已延次数", "times": "{}次", "to": "申请延至",
        "progress": "目前进展", "reason": "延期理由\n（佐证）", "files": "佐证：{}",
        "backwards": "倒排措施", "doer": "承办人、电话",
        "asking_head": "单位负责人意见\n（签字、盖章）",
        "first_review": "督查机构初审", "decided": "领导审批", "granted_to": "批复延至",
        "refused": "不同意延期",
    },
    "en": {
        "strike_off": "Form for striking off", "more_time": "Request for more time",
        "unit_line": "Unit (seal): {}", "as_of": "as of {}", "entered": "On record: {}, {}",
        "none": "none", "number": "No.", "finding": "What was found", "plan": "Goal and measures",
        "goal": "Goal: {}", "measures": "Measures: {}", "done": "What was done",
        "evidence": "List of evidence", "head": "Head of the unit\n(signature, seal)",
        "checked": "Checked on site\n(two signatures)", "office": "Opinion of the office",
        "leader": "Opinion of the leader", "published": "Publication\n(where needed)",
        "struck_off_on": "Struck off on",
        "sign_head": "Signature: ____________ (seal)",
        "sign_two": "Signatures: ____________  ____________", "sign": "Signature: ____________",
        "publish": "When and how: ____________  Result: ____________",
        "applicant": "Unit that asks", "matter": "Matter and number",
        "assigned_on": "Assigned on", "due_on": "Time limit so far", "earlier": "Extended before",
        "times": "{}", "to": "Asked for until", "progress": "Progress so far",
        "reason": "Reason\n(evidence)", "files": "Evidence: {}",
        "backwards": "Measures, planned\nbackwards",
        "doer": "Doer, phone", "asking_head": "Head of the unit\n(signature, seal)",
        "first_review": "First review by\nthe office", "decided": "Decision of\nthe leader",
        "granted_to": "Granted until", "refused": "refused",
    },
}  # fmt: skip
_STEPS: dict[Language, tuple[str, ...]] = {
    "zh": ("申请", "现场核查", "审核签字", "公示"),
    "en": ("Application", "Check on site", "Review", "Publication"),
}
_ASKING: dict[Language, tuple[str, ...]] = {
    "zh": ("申请", "初审", "审批"),
    "en": ("Request", "First review", "Decision"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One row: its label, what is on record, and the line a hand signs on, if any.

    height: at least so many millimetres.
    """

    label: str
    value: str
    signed: str = ""
    height: float = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalText:
    """A form as it is read. steps: the way it goes, those on record with their day."""

    language: Language
    title: str
    unit: str
    as_of: str
    steps: str
    fields: tuple[Field, ...]


def strike_off_text(form: StrikeOffForm) -> ApprovalText:
    """销号审核表, cleaned."""
    form = cleaned(form)
    words, language = WORDS[form.language], form.language
    plan = [
        words[name].format(said)
        for name, said in (("goal", form.goal), ("measures", form.measures))
        if said
    ]
    fields = (
        Field(words["number"], form.number),
        Field(words["finding"], form.finding, height=14),
        Field(words["plan"], "\n".join(plan), height=16),
        Field(words["done"], form.done, height=16),
        Field(words["evidence"], _numbered(form.evidence) or words["none"]),
        _signed(words["head"], form.applied, "sign_head", language),
        _signed(words["checked"], form.checked, "sign_two", language),
        _signed(words["office"], form.reviewed, "sign", language),
        _signed(words["leader"], Entered(), "sign", language),
        Field(words["published"], "", words["publish"], 14),
        Field(words["struck_off_on"], _day(form.struck_off_on, language)),
    )
    days = (form.applied.on, form.checked.on, None, None)
    steps = _way(_STEPS[language], days, form.as_of, language)
    return _text("strike_off", form.unit, form.as_of, language, steps, fields)


def more_time_text(form: MoreTimeForm) -> ApprovalText:
    """延期申请表, cleaned."""
    form = cleaned(form)
    words, language = WORDS[form.language], form.language
    files = words["files"].format(dates_words.joined(form.evidence, language))
    granted = words["refused"] if form.refused else _day(form.granted_to, language)
    fields = (
        Field(words["number"], form.number),
        Field(words["applicant"], form.unit),
        Field(words["matter"], f"{form.matter} {form.matter_number}"),
        Field(words["assigned_on"], _day(form.assigned_on, language)),
        Field(words["due_on"], _day(form.due_on, language)),
        Field(words["earlier"], words["times"].format(form.earlier)),
        Field(words["to"], _day(form.to, language)),
        Field(words["progress"], form.progress, height=14),
        Field(
            words["reason"], f"{form.reason}\n{files}" if form.evidence else form.reason, height=14
        ),
        Field(words["backwards"], form.measures, height=16),
        Field(words["doer"], f"{form.doer}　{form.phone}".strip("　")),
        _signed(words["asking_head"], form.agreed, "sign_head", language),
        _signed(words["first_review"], form.reviewed, "sign", language),
        _signed(words["decided"], form.decided, "sign", language),
        Field(words["granted_to"], granted),
    )
    days = (form.asked_on, form.reviewed.on, form.decided.on)
    steps = _way(_ASKING[language], days, form.as_of, language)
    return _text("more_time", form.unit, form.as_of, language, steps, fields)


def _text(
    title: str, unit: str, as_of: date, language: Language, steps: str, fields: tuple[Field, ...]
) -> ApprovalText:
    words = WORDS[language]
    return ApprovalText(
        language=language,
        title=words[title],
        unit=words["unit_line"].format(unit),
        as_of=words["as_of"].format(_day(as_of, language)),
        steps=steps,
        fields=fields,
    )


def _signed(label: str, entered: Entered, hand: str, language: Language) -> Field:
    """What the record has of a step above the line on which it is signed and dated by hand."""
    words = WORDS[language]
    said = ""
    if entered.on is not None:
        who = dates_words.joined(entered.by, language)
        said = words["entered"].format(who, _day(entered.on, language))
    value = "\n".join(filter(None, (entered.said, said)))
    height = 20 if hand == "sign" else 25  # room for a seal, or for two hands
    return Field(label, value, f"{words[hand]}　{_BLANK_DAY[language]}", height)


def _way(steps: Sequence[str], days: Sequence[date | None], as_of: date, language: Language) -> str:
    """申请（6月7日） → 现场核查 → …"""
    brackets = "（{}）" if language == "zh" else " ({})"
    said = (
        step + (brackets.format(dates_words.short_day(on, language, as_of)) if on else "")
        for step, on in zip(steps, days, strict=True)
    )
    return " → ".join(said)


def _numbered(names: Sequence[str]) -> str:
    return "\n".join(f"{n}. {name}" for n, name in enumerate(names, start=1))


def _day(value: date | None, language: Language) -> str:
    return dates_words.document_day(value, language, "arabic") if value else ""
