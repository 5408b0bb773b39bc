"""One page for the leader as .docx: three numbers, decisions, what is overdue and why, a box."""

from docx.document import Document

from documents.bulletin_words import instant
from documents.cleaning import cleaned
from documents.docx_parts import (
    CENTRE,
    HEI,
    KAI,
    LEFT,
    SIZE_2,
    SIZE_4,
    SIZE_S4,
    SONG,
    WIDTH,
    add_row,
    both_ends,
    fill_cell,
    new_paper,
    new_row,
    saved,
    say,
    table,
)
from documents.forms import Language, LeaderPage, Number
from notifications import dates_words

WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "督办情况呈阅", "to": "呈：{}", "as_of": "截至{}", "than": "{}{}",
        "decisions": "一、请您决定", "late": "二、逾期事项（单位说明）", "good": "三、较好的",
        "box": "批示栏", "box_note": "您的批示将登记交办，办结后回复您。",
        "none": "无。", "contact": "（联系人：{}，电话：{}）", "said_nothing": "尚未说明",
    },
    "en": {
        "title": "For your attention: matters under supervision", "to": "To: {}",
        "as_of": "as of {}", "than": "{} {}",
        "decisions": "1. Decisions wanted",
        "late": "2. Overdue, with the unit's own explanation", "good": "3. What went well",
        "box": "Your instruction",
        "box_note": "It will be registered, and reported back to you when it is done.",
        "none": "Nothing.", "contact": " (contact: {}, phone {})",
        "said_nothing": "nothing said yet",
    },
}  # fmt: skip
_DECISIONS: dict[Language, tuple[str, ...]] = {
    "zh": ("序号", "事项", "单位", "说明", "意见"),
    "en": ("No.", "Matter", "Unit", "What is asked", "Decision"),
}
_LATE: dict[Language, tuple[str, ...]] = {
    "zh": ("单位", "事项", "已逾期", "单位说明"),
    "en": ("Unit", "Matter", "Overdue", "Explanation"),
}
_DECIDED_WIDTHS = (15.0, 52.0, 26.0, 39.0, WIDTH - 132)
_LATE_WIDTHS = (28.0, 52.0, 28.0, WIDTH - 108)


def leader_page(form: LeaderPage) -> bytes:
    """One page; it only grows longer when there is more to decide or overdue than fits."""
    form = cleaned(form)
    words = WORDS[form.language]
    paper = new_paper()
    title = form.title or words["title"]
    say(paper, title, font=SONG, size=SIZE_2, align=CENTRE, line=36)
    as_of = words["as_of"].format(instant(form.as_of, form.as_of_time, form.language))
    both_ends(paper, words["to"].format(form.reader), as_of)
    _numbers(paper, form)
    _decisions(paper, form)
    _late(paper, form)
    _head(paper, words["good"])
    for line in form.good or (words["none"],):
        say(paper, line, size=SIZE_4, line=22)
    _box(paper, words)
    contact = words["contact"].format(form.contact, form.phone)
    signed = form.issuer + (contact if form.contact or form.phone else "")
    say(paper, signed, font=KAI, size=SIZE_S4, line=20)
    return saved(paper, form.as_of)


def _numbers(paper: Document, form: LeaderPage) -> None:
    """Big numbers side by side, each with its word and the one before it below."""
    if not form.numbers:
        return
    widths = tuple(WIDTH / len(form.numbers) for _ in form.numbers)
    made = table(paper, widths)
    row = new_row(made)
    for cell, number in zip(row.cells, form.numbers, strict=True):
        fill_cell(cell, str(number.now), font=HEI, size=26, align=CENTRE)
        say(cell, number.label, font=HEI, size=SIZE_4, align=CENTRE, line=20)
        said = _before(number, form)
        say(cell, said, size=SIZE_S4, align=CENTRE, line=18)


def _before(number: Number, form: LeaderPage) -> str:
    if number.before is None:
        return "—"
    change = number.now - number.before
    said = f"{change:+d}".replace("-", "−") if change else "±0"
    before = WORDS[form.language]["than"].format(form.compared, number.before)
    return f"{before}（{said}）" if form.language == "zh" else f"{before} ({said})"


def _decisions(paper: Document, form: LeaderPage) -> None:
    _head(paper, WORDS[form.language]["decisions"])
    if not form.decisions:
        _nothing(paper, form)
        return
    made = table(paper, _DECIDED_WIDTHS)
    add_row(made, _DECIDED_WIDTHS, _DECISIONS[form.language], size=SIZE_S4, head=True)
    for n, one in enumerate(form.decisions, start=1):
        answers = "\n".join(f"□ {answer}" for answer in one.answers)
        row = (str(n), one.matter, one.unit, one.asks, answers)
        aligns = (CENTRE, LEFT, CENTRE, LEFT, LEFT)
        add_row(made, _DECIDED_WIDTHS, row, size=SIZE_S4, aligns=aligns)


def _late(paper: Document, form: LeaderPage) -> None:
    _head(paper, WORDS[form.language]["late"])
    if not form.late:
        _nothing(paper, form)
        return
    made = table(paper, _LATE_WIDTHS)
    add_row(made, _LATE_WIDTHS, _LATE[form.language], size=SIZE_S4, head=True)
    silent = WORDS[form.language]["said_nothing"]
    for unit in form.late:
        for one in unit.matters:
            over = dates_words.workdays(one.days_over, form.language)
            row = (unit.unit, one.matter, over, one.explained or silent)
            aligns = (CENTRE, LEFT, CENTRE, LEFT)
            add_row(made, _LATE_WIDTHS, row, size=SIZE_S4, aligns=aligns)


def _box(paper: Document, words: dict[str, str]) -> None:
    """A box for an instruction by hand; it comes back closed."""
    say(paper, "", line=8)
    widths = (34.0, WIDTH - 34)
    made = table(paper, widths)
    add_row(made, widths, (words["box"], ""), fonts=(HEI, HEI), aligns=(CENTRE, LEFT), height=26)
    say(paper, words["box_note"], font=KAI, size=SIZE_S4, line=18)


def _head(paper: Document, text: str) -> None:
    head = say(paper, text, font=HEI, size=SIZE_4, line=26)
    head.paragraph_format.keep_with_next = True


def _nothing(paper: Document, form: LeaderPage) -> None:
    say(paper, WORDS[form.language]["none"], size=SIZE_4, line=22)
