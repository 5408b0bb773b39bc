"""A slip in words, the same for the .docx and the page: what stands where is theirs. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from documents.cleaning import cleaned
from documents.forms import Colour, Language, SlipForm
from notifications import dates_words
from notifications.words import light

Field = tuple[str, str]

_LIGHT_OF: dict[Colour, str] = {"blue": "yellow", "yellow": "behind", "red": "red"}
_COLOURS: dict[Language, dict[Colour, str]] = {
    "zh": {"blue": "蓝色", "yellow": "黄色", "red": "红色"},
    "en": {"blue": "Blue", "yellow": "Yellow", "red": "Red"},
}
_NAMES: dict[Language, dict[Colour, str]] = {
    "zh": {"blue": "提醒单", "yellow": "催办单", "red": "督办单"},
    "en": {"blue": "Reminder slip", "yellow": "Pressing slip", "red": "Supervision slip"},
}
WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "second": "二次{}", "listing": "挂牌督办通知书", "listed": "挂牌督办", "again": "二次督办",
        "number": "编号", "signer": "签发人", "to_sign": "待签发", "void": "作废",
        "void_band": "作废（此单不再有效）",
        "urgency": "缓急", "to": "主送", "copies_to": "抄送", "matter": "事项及来源",
        "source": "来源：{}", "basis": "依据原文", "due": "原定时限", "over": "已逾期",
        "over_by": "{}（截至{}）", "not_over": "未逾期（截至{}）",
        "pressed": "此前提醒催办", "none": "无", "asked": "办理要求", "answer_by": "反馈时限",
        "contact": "联系人、电话", "seal": "（盖章）", "no_seal": "（系统提醒，不盖章）",
        "date": "　　　年　　月　　日", "scan": "扫码查看、反馈",
        "receipt": "回　　执", "sign_name": "签收人", "sign_time": "签收时间", "doer": "承办人",
        "doer_phone": "电话", "feedback": "反　馈　栏", "done": "办理情况",
        "head": "单位负责人\n（签字、盖章）", "review": "审核意见", "leader": "领导审阅",
        "matter_short": "事项", "back_to": "请于{}前将本页送回{}。", "back": "请将本页送回{}。",
        "sep": "：",
    },
    "en": {
        "second": "Second {}", "listing": "Notice of listing", "listed": "listed",
        "again": "second slip",
        "number": "No.", "signer": "Signed by", "to_sign": "to be signed", "void": "VOID",
        "void_band": "Void: this slip is not valid any more",
        "urgency": "Urgency", "to": "To", "copies_to": "Copies to", "matter": "Matter and source",
        "source": "Source: {}", "basis": "Original words", "due": "Original time limit",
        "over": "Overdue", "over_by": "{} (as of {})", "not_over": "not overdue (as of {})",
        "pressed": "Earlier reminders", "none": "none", "asked": "What is asked",
        "answer_by": "Answer by", "contact": "Contact, phone", "seal": " (seal)",
        "no_seal": " (sent by the system, no seal)", "date": "Date:",
        "scan": "Scan to see and answer",
        "receipt": "Return slip", "sign_name": "Signed for by", "sign_time": "On",
        "doer": "Doer", "doer_phone": "Phone", "feedback": "Feedback", "done": "What was done",
        "head": "Head of the unit (signature, seal)", "review": "Opinion of the office",
        "leader": "Seen by the leader", "matter_short": "Matter",
        "back_to": "Please return this page to {1} by {0}.",
        "back": "Please return this page to {}.",
        "sep": ": ",
    },
}  # fmt: skip
PRESSED_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("日期", "方式", "单号", "答复"),
    "en": ("Date", "Way", "Slip no.", "Answer"),
}


_BEFORE = ("urgency", "to", "copies_to", "matter", "basis", "due", "over")
_AFTER = ("asked", "answer_by", "contact")


class PressedRow(NamedTuple):
    """One earlier reminder, in words."""

    day: str
    way: str
    number: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipText:
    """A slip as it is read: what is filled into its template, and what a page shows.

    colour: “grey” when it is void. sealed: somebody signs it, and it carries a seal. An empty text
    leaves its place blank. `before` stand above the earlier reminders, `after` below them.
    """

    language: Language
    colour: str
    band: str
    title: str
    number: str
    sealed: bool
    signer: str
    urgency: str
    to: str
    copies_to: str
    matter: str
    source: str
    basis: str
    due: str
    over: str
    pressed_rows: tuple[PressedRow, ...]
    asked: str
    answer_by: str
    contact: str
    issuer: str
    date: str
    link: str

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]

    @property
    def before(self) -> tuple[Field, ...]:
        return tuple(self._field(name) for name in _BEFORE)

    @property
    def after(self) -> tuple[Field, ...]:
        return tuple(self._field(name) for name in _AFTER)

    def _field(self, name: str) -> Field:
        value = getattr(self, name)
        if name == "matter" and self.source:
            value += "\n" + self.words["source"].format(self.source)
        return self.words[name], value or "—"

    @property
    def pressed_heads(self) -> tuple[str, ...]:
        return PRESSED_HEADS[self.language]

    @property
    def seal(self) -> str:
        return self.words["seal" if self.sealed else "no_seal"]

    @property
    def back(self) -> str:
        words = self.words
        if not self.answer_by:
            return words["back"].format(self.issuer)
        return words["back_to"].format(self.answer_by, self.issuer)


def slip_text(form: SlipForm) -> SlipText:
    """Every value of the slip in words, cleaned."""
    form = cleaned(form)
    language = form.language
    return SlipText(
        language=language,
        colour="grey" if form.void else form.colour,
        band=_band(form),
        title=form.title or _title(form),
        number=_number(form),
        sealed=form.colour != "blue",
        signer=form.signer,
        urgency=form.urgency,
        to=dates_words.joined(form.to, language),
        copies_to=dates_words.joined(form.copies_to, language),
        matter=form.matter,
        source=form.source,
        basis=form.basis,
        due=_due(form),
        over=_over(form),
        pressed_rows=tuple(
            PressedRow(_plain_day(p.on, language), p.way, p.number or "—", p.answer or "—")
            for p in form.pressed
        ),
        asked=_asked(form),
        answer_by=dates_words.full_day(form.answer_by, language) if form.answer_by else "",
        contact="　".join(filter(None, (form.contact, form.phone))),
        issuer=form.issuer,
        date=_date(form),
        link=form.link,
    )


def name(form: SlipForm) -> str:
    """What the paper is called: 督办单, 二次督办单, 挂牌督办通知书."""
    words = WORDS[form.language]
    if form.listing:
        return words["listing"]
    plain = _NAMES[form.language][form.colour]
    if not form.second:
        return plain
    return words["second"].format(plain if form.language == "zh" else plain.lower())


def _title(form: SlipForm) -> str:
    return f"{form.issuer}{name(form)}" if form.language == "zh" else name(form)


def _band(form: SlipForm) -> str:
    """The colour with its word, for those who cannot see it and for black and white prints."""
    words, language = WORDS[form.language], form.language
    if form.void:
        return words["void_band"]
    what = light(_LIGHT_OF[form.colour], language)
    if form.listing:
        what = words["listed"]
    elif form.second and form.colour == "red":
        what = f"{words['again']} · {what}"
    return f"{_COLOURS[language][form.colour]} · {what}"


def _number(form: SlipForm) -> str:
    words = WORDS[form.language]
    number = form.number or words["to_sign"]
    if not form.void:
        return number
    void = words["void"]
    return f"{number}（{void}）" if form.language == "zh" else f"{number} ({void})"


def _over(form: SlipForm) -> str:
    words, language = WORDS[form.language], form.language
    as_of = _plain_day(form.as_of, language)
    if form.days_over <= 0:
        return words["not_over"].format(as_of)
    return words["over_by"].format(dates_words.workdays(form.days_over, language), as_of)


def _due(form: SlipForm) -> str:
    """The original words first, the day they mean beside them."""
    if form.due_on is None:
        return form.due_words
    day = dates_words.full_day(form.due_on, form.language)
    if not form.due_words:
        return day
    return f"{form.due_words}，即{day}" if form.language == "zh" else f"{form.due_words}: {day}"


def _asked(form: SlipForm) -> str:
    if len(form.asked) == 1:
        return form.asked[0]
    return "\n".join(f"{n}. {text}" for n, text in enumerate(form.asked, start=1))


def _date(form: SlipForm) -> str:
    if form.issued_on is None:
        return WORDS[form.language]["date"]
    return dates_words.document_day(form.issued_on, form.language, form.numerals)


def _plain_day(value: date, language: Language) -> str:
    """With its year and without its weekday, for narrow places."""
    return dates_words.document_day(value, language, "arabic")
