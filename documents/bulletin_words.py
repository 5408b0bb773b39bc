"""A bulletin in words, the same for the .docx and the page. Pure."""

from dataclasses import dataclass
from datetime import date, time

from documents.cleaning import cleaned
from documents.forms import BulletinForm, Counts, Language, Overall, Unfinished
from notifications import dates_words
from notifications.words import LIGHTS

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
    """A bulletin as it is read, from the red head to the last line."""

    language: Language
    head: str
    issue: str
    issuer: str
    date: str
    title: str
    to: str
    intro: Paragraphs
    sections: tuple[Section, ...]
    contact: str
    attached: Paragraphs
    seal: str
    stats: tuple[Grid, ...]
    unfinished: Grid
    report_to: str
    send_to: str
    copies: str

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]


def bulletin_text(form: BulletinForm) -> BulletinText:
    """Every word of the bulletin, cleaned, in the order of the paper."""
    form = cleaned(form)
    language, words = form.language, WORDS[form.language]
    colon = "：" if language == "zh" else ":"
    to = dates_words.joined(form.to, language)
    report_to = dates_words.joined(form.report_to, language)
    send_to = dates_words.joined(form.send_to, language)
    contact = words["contact"].format(form.contact, form.phone)
    return BulletinText(
        language=language,
        head=words["head"],
        issue=_issue(form),
        issuer=form.issuer,
        date=dates_words.document_day(form.issued_on, language, form.numerals)
        if form.issued_on
        else words["date"],
        title=form.title,
        to=to + colon if to else "",
        intro=form.intro,
        sections=_sections(form),
        contact=contact if form.contact or form.phone else "",
        attached=(f"1. {words['stats']}", f"2. {words['list']}"),
        seal=words["seal"],
        stats=_stats(form),
        unfinished=Grid(words["list"], LIST_HEADS[language], _list(form)),
        report_to=words["report"] + report_to if report_to else "",
        send_to=words["send"] + send_to if send_to else "",
        copies="" if form.copies is None else words["copies"].format(form.copies),
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


def _sections(form: BulletinForm) -> tuple[Section, ...]:
    words, language = WORDS[form.language], form.language
    return (
        Section(words["overall"], (_overall(form), *form.overall)),
        Section(words["good"], _numbered(form.good, language)),
        Section(words["problems"], _numbered(_problems(form), language)),
        Section(words["demands"], _numbered(_demands(form), language)),
    )


def _numbered(texts: Paragraphs, language: Language) -> Paragraphs:
    """（一）… as documents number their second level; one alone carries no number."""
    if not texts:
        return (WORDS[language]["none"],)
    if len(texts) == 1:
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


def _stats(form: BulletinForm) -> tuple[Grid, ...]:
    """The table by unit, and by phase where there is one; marks only when they were given."""
    language, words = form.language, WORDS[form.language]
    unit, phase, _ = _NAMES[language]
    by_unit = (*form.counts, *((form.totals,) if form.totals else ()))
    grids = [_grid(words["stats"], unit, by_unit, language)]
    if form.by_phase:
        grids.append(_grid(words["stats_phase"], phase, form.by_phase, language))
    return tuple(grids)


def _grid(title: str, name: str, counts: tuple[Counts, ...], language: Language) -> Grid:
    marks = any(one.marks is not None for one in counts)
    heads = (name, *_COUNTS[language], *((_NAMES[language][2],) if marks else ()))
    return Grid(title, heads, tuple(_cells(one, marks) for one in counts))


def _cells(one: Counts, marks: bool) -> tuple[str, ...]:
    slips = f"{one.blue}/{one.yellow}/{one.red}"
    numbers = (one.open, one.behind, one.overdue, slips, one.returned, one.relapsed)
    cells: tuple[object, ...] = (
        *(one.name, one.owed, one.done, one.on_time, one.rate or "—", *numbers),
        one.last_rate or "—",
        *((one.marks or "—",) if marks else ()),
    )
    return tuple(str(cell) for cell in cells)


def _list(form: BulletinForm) -> Rows:
    return tuple(_line(n, one, form.language) for n, one in enumerate(form.unfinished, start=1))


def _line(n: int, one: Unfinished, language: Language) -> tuple[str, ...]:
    due = dates_words.document_day(one.due_on, language, "arabic") if one.due_on else "—"
    over = dates_words.workdays(one.days_over, language) if one.days_over > 0 else "—"
    light = LIGHTS[language].get(one.light, one.light)
    return (str(n), one.matter, one.unit, due, over, light, one.note)
