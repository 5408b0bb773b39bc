"""A bulletin in words, the same for the .docx and the page. Pure."""

from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from documents.cleaning import cleaned
from documents.forms import BulletinForm, Counts, Language, Overall, Unfinished
from notifications import dates_words
from notifications.words import light

Paragraphs = tuple[str, ...]
Rows = tuple[tuple[str, ...], ...]

_ZH = "一二三四五六七八九十"
WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "head": "督查通报", "issue": "第{}期（总第{}期）", "to_sign": "待签发", "void": "作废",
        "draft": "草稿",
        "overall": "一、总体情况", "good": "二、较好的", "problems": "三、存在问题",
        "demands": "四、下步要求", "none": "无。", "by": "（{}前）。", "over": "，{}",
        "attached": "附件：", "stats": "统计表", "stats_phase": "统计表（分环节）",
        "list": "未办结事项清单", "annex": "附件{}", "seal": "（盖章）",
        "date": "　　　年　　月　　日", "report": "报：", "send": "送：", "copies": "共印{}份",
        "contact": "（联系人：{}，电话：{}）", "total": "合计",
    },
    "en": {
        "head": "Supervision bulletin", "issue": "No. {} (no. {} in all)",
        "to_sign": "to be signed", "void": "VOID", "draft": "DRAFT",
        "overall": "1. Overall", "good": "2. What went well", "problems": "3. What is wrong",
        "demands": "4. What comes next", "none": "Nothing.", "by": " (by {}).", "over": ", {}",
        "attached": "Attached: ", "stats": "Counts by unit", "stats_phase": "Counts by phase",
        "list": "Matters that are open", "annex": "Annex {}", "seal": " (seal)", "date": "Date:",
        "report": "To: ", "send": "Copies to: ", "copies": "{} copies printed",
        "contact": "(Contact: {}, phone {})", "total": "Total",
    },
}  # fmt: skip
_COUNTS: dict[Language, tuple[str, ...]] = {
    "zh": ("应办", "办结", "按期办结", "按期办结率", "在办", "滞后", "逾期",
           "提醒单/催办单/督办单", "退回", "回头看反弹", "上月按期率"),
    "en": ("Owed", "Done", "Done on time", "Rate on time", "Open", "Behind", "Overdue",
           "Slips blue/ yellow/red", "Returned", "Relapsed", "Rate last month"),
}  # fmt: skip
_NAMES: dict[Language, tuple[str, str, str]] = {
    "zh": ("单位", "环节", "赋分"),
    "en": ("Unit", "Phase", "Marks"),
}
LIST_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("序号", "事项", "单位", "时限", "已逾期", "亮灯", "进展及原因"),
    "en": ("No.", "Matter", "Unit", "Due on", "Overdue", "Light", "Progress and reasons"),
}


class CountsRow(NamedTuple):
    """One row of the 统计表, in words. slips: blue, yellow and red ones."""

    name: str
    owed: str
    done: str
    on_time: str
    rate: str
    open: str
    behind: str
    overdue: str
    slips: str
    returned: str
    relapsed: str
    last_rate: str
    marks: str


class UnfinishedRow(NamedTuple):
    """One row of the 未办结事项清单, in words."""

    number: str
    matter: str
    unit: str
    due: str
    over: str
    light: str
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    """One head of the bulletin with its paragraphs, numbered where there are several."""

    title: str
    paragraphs: Paragraphs


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of an annex: its title, its heads, its rows (the last is the total, if any)."""

    title: str
    heads: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinText:
    """A bulletin as it is read: what is filled into its template, and what a page shows.

    overall to demands: the paragraphs of its four sections. marked: the office gives marks, which
    are a column of their own. An empty text leaves its place blank.
    """

    language: Language
    issue: str
    issuer: str
    date: str
    title: str
    to: str
    intro: Paragraphs
    overall: Paragraphs
    good: Paragraphs
    problems: Paragraphs
    demands: Paragraphs
    contact_name: str
    phone: str
    counts: tuple[CountsRow, ...]
    by_phase: tuple[CountsRow, ...]
    marked: bool
    unfinished_rows: tuple[UnfinishedRow, ...]
    reported_to: str
    sent_to: str
    printed: int | None

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]

    @property
    def head(self) -> str:
        return self.words["head"]

    @property
    def sections(self) -> tuple[Section, ...]:
        names, none = ("overall", "good", "problems", "demands"), (self.words["none"],)
        return tuple(Section(self.words[name], getattr(self, name) or none) for name in names)

    @property
    def contact(self) -> str:
        if not self.contact_name and not self.phone:
            return ""
        return self.words["contact"].format(self.contact_name, self.phone)

    @property
    def attached(self) -> Paragraphs:
        return (f"1. {self.words['stats']}", f"2. {self.words['list']}")

    @property
    def seal(self) -> str:
        return self.words["seal"]

    @property
    def stats(self) -> tuple[Grid, ...]:
        """The table by unit, and by phase where there is one."""
        unit, phase, _ = _NAMES[self.language]
        grids = [self._grid("stats", unit, self.counts, self.marked)]
        if self.by_phase:
            grids.append(self._grid("stats_phase", phase, self.by_phase, False))
        return tuple(grids)

    def _grid(self, title: str, name: str, rows: tuple[CountsRow, ...], marked: bool) -> Grid:
        heads = (name, *_COUNTS[self.language], _NAMES[self.language][2])
        columns = len(heads) if marked else len(heads) - 1
        return Grid(self.words[title], heads[:columns], tuple(row[:columns] for row in rows))

    @property
    def unfinished(self) -> Grid:
        return Grid(self.words["list"], LIST_HEADS[self.language], self.unfinished_rows)

    @property
    def report_to(self) -> str:
        return self.words["report"] + self.reported_to if self.reported_to else ""

    @property
    def send_to(self) -> str:
        return self.words["send"] + self.sent_to if self.sent_to else ""

    @property
    def copies(self) -> str:
        return "" if self.printed is None else self.words["copies"].format(self.printed)


def bulletin_text(form: BulletinForm) -> BulletinText:
    """Every value of the bulletin in words, cleaned."""
    form = cleaned(form)
    language, words = form.language, WORDS[form.language]
    colon = "：" if language == "zh" else ":"
    to = dates_words.joined(form.to, language)
    counts = (*form.counts, *((form.totals,) if form.totals else ()))
    return BulletinText(
        language=language,
        issue=_issue(form),
        issuer=form.issuer,
        date=dates_words.document_day(form.issued_on, language, form.numerals)
        if form.issued_on
        else words["date"],
        title=form.title,
        to=to + colon if to else "",
        intro=form.intro,
        overall=(_overall(form), *form.overall),
        good=_numbered(form.good, language),
        problems=_numbered(_problems(form), language),
        demands=_numbered(_demands(form), language),
        contact_name=form.contact,
        phone=form.phone,
        counts=tuple(map(_cells, counts)),
        by_phase=tuple(map(_cells, form.by_phase)),
        marked=any(one.marks is not None for one in counts),
        unfinished_rows=tuple(
            _line(n, one, language) for n, one in enumerate(form.unfinished, start=1)
        ),
        reported_to=dates_words.joined(form.report_to, language),
        sent_to=dates_words.joined(form.send_to, language),
        printed=form.copies,
    )


def instant(day: date, at: time | None, language: Language) -> str:
    """截至 as papers say it: 2010年6月30日17时, 17:00 on 30 June 2010."""
    said = dates_words.document_day(day, language, "arabic")
    if at is None:
        return said
    if language == "en":
        return f"{at:%H:%M} on {said}"
    return f"{said}{at.hour}时" + (f"{at.minute}分" if at.minute else "")


def _issue(form: BulletinForm) -> str:
    words = WORDS[form.language]
    if form.issue is None:
        issue = words["issue"].format("　", "　" if form.total is None else form.total)
        said = words["draft" if form.draft else "to_sign"]
    else:
        issue = words["issue"].format(form.issue, "　" if form.total is None else form.total)
        said = words["void"] if form.void else ""
    if not said:
        return issue
    return f"{issue}【{said}】" if form.language == "zh" else f"{issue} [{said}]"


def _numbered(texts: Paragraphs, language: Language) -> Paragraphs:
    """（一）… as documents number their second level; one alone carries no number."""
    if len(texts) <= 1:
        return texts
    if language == "zh":
        return tuple(f"（{_count(n)}）{text}" for n, text in enumerate(texts, start=1))
    return tuple(f"({n}) {text}" for n, text in enumerate(texts, start=1))


def _count(n: int) -> str:
    tens, ones = divmod(n, 10)
    if n > 99:
        return str(n)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_ZH[tens - 1]}十"
    return ten + (_ZH[ones - 1] if ones else "")


def _overall(form: BulletinForm) -> str:
    """The numbers of the month, each with last month's beside it."""
    now, last, language = form.now, form.last, form.language
    as_of = instant(form.as_of, form.as_of_time, language)
    beside = dict.fromkeys(("owed", "done", "share", "open", "overdue"), "")
    if last is not None:
        beside = {name: _beside(last, name, language) for name in beside}
    if language == "zh":
        return (
            f"截至{as_of}，应办事项{now.owed}项{beside['owed']}，办结{now.done}项{beside['done']}，"
            f"办结占比{now.share}{beside['share']}，在办{now.open}项{beside['open']}，"
            f"逾期{now.overdue}项{beside['overdue']}。"
        )
    return (
        f"As of {as_of}: {now.owed} owed{beside['owed']}, {now.done} done{beside['done']}, "
        f"a share of {now.share}{beside['share']}, {now.open} open{beside['open']}, "
        f"{now.overdue} overdue{beside['overdue']}."
    )


def _beside(last: Overall, name: str, language: Language) -> str:
    value = getattr(last, name)
    if language == "en":
        return f" (last month {value})"
    return f"（上月{value}{'' if name == 'share' else '项'}）"


def _problems(form: BulletinForm) -> Paragraphs:
    zh, language = form.language == "zh", form.language
    texts = []
    for one in form.problems:
        text = f"{one.unit}{'：' if zh else ': '}{one.matter}"
        if one.days_over > 0:
            text += WORDS[language]["over"].format(dates_words.over(one.days_over, language))
        said = f"{'。' if zh else '. '}{one.said}" if one.said else "。" if zh else "."
        texts.append(text + said)
    return tuple(texts)


def _demands(form: BulletinForm) -> Paragraphs:
    """Each with its day in brackets, before the full stop."""
    texts = []
    for one in form.demands:
        text = one.text
        if one.by is not None:
            day = dates_words.document_day(one.by, form.language, "arabic")
            text = text.rstrip("。.") + WORDS[form.language]["by"].format(day)
        texts.append(text)
    return tuple(texts)


def _cells(one: Counts) -> CountsRow:
    return CountsRow(
        name=one.name,
        owed=str(one.owed),
        done=str(one.done),
        on_time=str(one.on_time),
        rate=one.rate or "—",
        open=str(one.open),
        behind=str(one.behind),
        overdue=str(one.overdue),
        slips=f"{one.blue}/{one.yellow}/{one.red}",
        returned=str(one.returned),
        relapsed=str(one.relapsed),
        last_rate=one.last_rate or "—",
        marks=one.marks or "—",
    )


def _line(n: int, one: Unfinished, language: Language) -> UnfinishedRow:
    return UnfinishedRow(
        number=str(n),
        matter=one.matter,
        unit=one.unit,
        due=dates_words.document_day(one.due_on, language, "arabic") if one.due_on else "—",
        over=dates_words.workdays(one.days_over, language) if one.days_over > 0 else "—",
        light=light(one.light, language),
        note=one.note,
    )
