"""A bulletin in words, the same for the .docx and the page. Pure."""

from dataclasses import dataclass
from typing import NamedTuple

from config.i18n import translator
from documents.cleaning import cleaned
from documents.conventions import instant, numbered, plain_day
from documents.forms import BulletinForm, Counts, Overall, Unfinished
from notifications import dates_words, words
from workflows.domain.messages import N_, terms

Paragraphs = tuple[str, ...]
Rows = tuple[tuple[str, ...], ...]

#: The sections by the fields that hold their paragraphs.
_SECTIONS = {
    "overall": N_("1. Overall"),
    "good": N_("2. What went well"),
    "problems": N_("3. Problems"),
    "demands": N_("4. Next steps"),
}
_UNIT, _PHASE = terms("bulletin", "Unit", "Phase")
_COUNTS = terms(
    "bulletin",
    "Due items", "Done", "Done on time", "On-time rate", "Open", "Behind", "Overdue",
    "Notices by level (1/2/3)", "Returned", "Recurred", "On-time rate last month", "Marks",
)  # fmt: skip
_LIST_HEADS = terms(
    "bulletin",
    "No.", "Item", "Unit", "Due on", "Overdue for", "Status", "Progress and reasons",
)  # fmt: skip


class CountsRow(NamedTuple):
    """One row of the 统计表, in words. supervision notices: blue, yellow and red ones."""

    name: str
    owed: str
    done: str
    on_time: str
    rate: str
    open: str
    behind: str
    overdue: str
    supervision_notices: str
    returned: str
    relapsed: str
    last_rate: str
    marks: str


class UnfinishedRow(NamedTuple):
    """One row of the 未办结事项清单, in words."""

    number: str
    item: str
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

    language: str
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
    def sections(self) -> tuple[Section, ...]:
        texts = translator(self.language)
        none = (texts.pgettext("bulletin", "Nothing."),)
        return tuple(
            Section(texts.gettext(title), getattr(self, name) or none)
            for name, title in _SECTIONS.items()
        )

    @property
    def contact(self) -> str:
        if not self.contact_name and not self.phone:
            return ""
        return translator(self.language).gettext(
            "(Contact: {name}, phone {phone})", name=self.contact_name, phone=self.phone
        )

    @property
    def stats(self) -> tuple[Grid, ...]:
        """The table by unit, and by phase where there is one."""
        texts, counts = translator(self.language), _COUNTS if self.marked else _COUNTS[:-1]
        by_unit = (texts.pgettext("bulletin", "Figures by unit"), (_UNIT, *counts), self.counts)
        by_phase = (
            texts.pgettext("bulletin", "Figures by phase"),
            (_PHASE, *_COUNTS[:-1]),
            self.by_phase,
        )
        return (self._grid(*by_unit), *([self._grid(*by_phase)] if self.by_phase else []))

    @property
    def unfinished(self) -> Grid:
        title = translator(self.language).pgettext("bulletin", "Open items")
        return self._grid(title, _LIST_HEADS, self.unfinished_rows)

    def _grid(self, title: str, heads: tuple[str, ...], rows: Rows) -> Grid:
        texts = translator(self.language)
        said = tuple(texts.pgettext("bulletin", head) for head in heads)
        return Grid(title, said, tuple(row[: len(heads)] for row in rows))

    @property
    def report_to(self) -> str:
        names, texts = self.reported_to, translator(self.language)
        return texts.pgettext("bulletin", "To: {names}", names=names) if names else ""

    @property
    def send_to(self) -> str:
        names, texts = self.sent_to, translator(self.language)
        return texts.pgettext("bulletin", "Copies to: {names}", names=names) if names else ""

    @property
    def copies(self) -> str:
        n, texts = self.printed, translator(self.language)
        return "" if n is None else texts.gettext("Copies printed: {n}", n=n)


def bulletin_text(form: BulletinForm) -> BulletinText:
    """Every value of the bulletin in words, cleaned."""
    form = cleaned(form)
    language, texts = form.language, translator(form.language)
    to = dates_words.joined(form.to, language)
    counts = (*form.counts, *((form.totals,) if form.totals else ()))
    return BulletinText(
        language=language,
        issue=_issue(form),
        issuer=form.issuer,
        date=dates_words.document_day(form.issued_on, language, form.numerals)
        if form.issued_on
        else texts.pgettext("to fill in", "Date:"),
        title=form.title,
        to=texts.gettext("{names}:", names=to) if to else "",
        intro=form.intro,
        overall=(_overall(form), *form.overall),
        good=numbered(form.good, language),
        problems=numbered(_problems(form), language),
        demands=numbered(_demands(form), language),
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


def _issue(form: BulletinForm) -> str:
    """The issue in its year and in all, and whether it is not issued yet, or void."""
    texts = translator(form.language)
    blank = "　"  # to be filled in by hand
    issue = texts.gettext(
        "No. {issue} (no. {total} in all)",
        issue=blank if form.issue is None else form.issue,
        total=blank if form.total is None else form.total,
    )
    if form.issue is None:
        said = texts.gettext("draft") if form.draft else words.state("draft", form.language)
    elif form.void:
        said = words.state("void", form.language)
    else:
        return issue
    return texts.gettext("{issue} [{state}]", issue=issue, state=said)


def _overall(form: BulletinForm) -> str:
    """The numbers of the month, each with last month's beside it."""
    now, last, texts = form.now, form.last, translator(form.language)
    said = (
        (texts.gettext("{n} due", n=now.owed), "owed"),
        (texts.gettext("{n} done", n=now.done), "done"),
        (texts.gettext("a share of {share} done", share=now.share), "share"),
        (texts.gettext("{n} open", n=now.open), "open"),
        (texts.gettext("{n} overdue", n=now.overdue), "overdue"),
    )
    counts = [_beside(text, last, name, form.language) for text, name in said]
    return texts.gettext(
        "As of {moment}: {figures}.",
        moment=instant(form.as_of, form.as_of_time, form.language),
        figures=texts.pgettext("figures", ", ").join(counts),
    )


def _beside(text: str, last: Overall | None, name: str, language: str) -> str:
    texts = translator(language)
    if last is None:
        return text
    if name == "share":
        return texts.gettext("{figure} (last month {share})", figure=text, share=last.share)
    return texts.gettext("{figure} (last month {n})", figure=text, n=getattr(last, name))


def _problems(form: BulletinForm) -> Paragraphs:
    said, language = translator(form.language), form.language
    texts = []
    for one in form.problems:
        text = said.gettext("{unit}: {item}", unit=one.unit, item=one.item)
        if one.days_over > 0:
            over = dates_words.over(one.days_over, language)
            text = said.gettext("{text}, {over}", text=text, over=over)
        texts.append(said.sentences(filter(None, (said.gettext("{text}.", text=text), one.said))))
    return tuple(texts)


def _demands(form: BulletinForm) -> Paragraphs:
    """Each with its day in brackets, before the full stop."""
    texts, said = [], translator(form.language)
    for one in form.demands:
        text = one.text
        if one.by is not None:
            day = plain_day(one.by, form.language)
            text = said.gettext("{text} (by {day}).", text=text.rstrip("。."), day=day)
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
        supervision_notices=f"{one.blue}/{one.yellow}/{one.red}",
        returned=str(one.returned),
        relapsed=str(one.relapsed),
        last_rate=one.last_rate or "—",
        marks=one.marks or "—",
    )


def _line(n: int, one: Unfinished, language: str) -> UnfinishedRow:
    return UnfinishedRow(
        number=str(n),
        item=one.item,
        unit=one.unit,
        due=plain_day(one.due_on, language) if one.due_on else "—",
        over=dates_words.workdays(one.days_over, language) if one.days_over > 0 else "—",
        light=words.light(one.light, language) if one.light else "",
        note=one.note,
    )
