"""A supervision notice in words, the same for the .docx and the page: what stands where is theirs.
Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from config.i18n import translate, translator
from documents.cleaning import cleaned
from documents.conventions import notice_title, plain_day
from documents.forms import Colour, SupervisionNoticeForm
from notifications import dates_words, words
from workflows.domain.messages import N_, Message, term

Field = tuple[str, str]

#: The name of each colour, and the light it stands for.
_BANDS: dict[Colour, tuple[str, str]] = {
    "blue": (N_("Blue"), "yellow"),
    "yellow": (N_("Yellow"), "behind"),
    "red": (N_("Red"), "red"),
}
#: The rows of the table, above the earlier reminders and below them.
_BEFORE = {
    "urgency": term("notice", "Urgency"),
    "to": term("notice", "To"),
    "copies_to": term("notice", "Copies to"),
    "item": term("notice", "Item and source"),
    "basis": term("notice", "Original wording"),
    "due": term("notice", "Original deadline"),
    "over": term("notice", "Overdue"),
}
_AFTER = {
    "asked": term("notice", "Action required"),
    "answer_by": term("notice", "Reply by"),
    "contact": term("notice", "Contact, phone"),
}


class RemindedRow(NamedTuple):
    """One earlier reminder, in words."""

    day: str
    way: str
    number: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNoticeText:
    """A supervision notice as it is read: what is filled into its template, and what a page shows.

    colour: “grey” when it is void. sealed: somebody signs it, and it carries a seal. An empty text
    leaves its place blank. `before` stand above the earlier reminders, `after` below them.
    """

    language: str
    colour: str
    band: str
    title: str
    number: str
    sealed: bool
    signer: str
    urgency: str
    to: str
    copies_to: str
    item: str
    source: str
    basis: str
    due: str
    over: str
    reminded_rows: tuple[RemindedRow, ...]
    asked: str
    answer_by: str
    contact: str
    issuer: str
    date: str
    link: str

    @property
    def before(self) -> tuple[Field, ...]:
        return self._fields(_BEFORE)

    @property
    def after(self) -> tuple[Field, ...]:
        return self._fields(_AFTER)

    def _fields(self, heads: Mapping[str, Message]) -> tuple[Field, ...]:
        return tuple(
            (translate(head, self.language), self._of(name)) for name, head in heads.items()
        )

    def _of(self, name: str) -> str:
        value = getattr(self, name)
        if name == "item" and self.source:
            value += "\n" + translator(self.language).gettext(
                "Source: {source}", source=self.source
            )
        return value or "—"


def supervision_notice_text(form: SupervisionNoticeForm) -> SupervisionNoticeText:
    """Every value of the supervision notice in words, cleaned."""
    form = cleaned(form)
    language = form.language
    return SupervisionNoticeText(
        language=language,
        colour="grey" if form.void else form.colour,
        band=_band(form),
        title=form.title or notice_title(form.issuer, name(form), language),
        number=_number(form),
        sealed=form.colour != "blue",
        signer=form.signer,
        urgency=form.urgency,
        to=dates_words.joined(form.to, language),
        copies_to=dates_words.joined(form.copies_to, language),
        item=form.item,
        source=form.source,
        basis=form.basis,
        due=_due(form),
        over=_over(form),
        reminded_rows=tuple(
            RemindedRow(plain_day(p.on, language), p.way, p.number or "—", p.answer or "—")
            for p in form.pressed
        ),
        asked=_asked(form),
        answer_by=dates_words.full_day(form.answer_by, language) if form.answer_by else "",
        contact="　".join(filter(None, (form.contact, form.phone))),
        issuer=form.issuer,
        date=dates_words.document_day(form.issued_on, language, form.numerals)
        if form.issued_on
        else translator(language).pgettext("to fill in", "Date:"),
        link=form.link,
    )


def name(form: SupervisionNoticeForm) -> str:
    """What the document is called: 督办单, 二次督办单, 挂牌督办通知书."""
    if form.listing:
        return translator(form.language).gettext("Notice of special supervision")
    return words.colour("second" if form.second else form.colour, form.language)


def _band(form: SupervisionNoticeForm) -> str:
    """The colour with its word, for those who cannot see it and for black and white prints."""
    texts, (colour, light) = translator(form.language), _BANDS[form.colour]
    if form.void:
        return texts.gettext("Void: this notice is no longer valid")
    said = [texts.gettext(colour)]
    if form.listing:
        said.append(texts.pgettext("notice", "listed"))
    else:
        said += [texts.pgettext("notice", "second notice")] if form.second else []
        said.append(words.light(light, form.language))
    return " · ".join(said)


def _number(form: SupervisionNoticeForm) -> str:
    number = form.number or words.state("draft", form.language)
    if not form.void:
        return number
    void = words.state("void", form.language)
    return translator(form.language).gettext("{number} ({state})", number=number, state=void)


def _over(form: SupervisionNoticeForm) -> str:
    texts, day = translator(form.language), plain_day(form.as_of, form.language)
    if form.days_over <= 0:
        return texts.gettext("not overdue (as of {day})", day=day)
    days = dates_words.workdays(form.days_over, form.language)
    return texts.gettext("{days} (as of {day})", days=days, day=day)


def _due(form: SupervisionNoticeForm) -> str:
    """The original words first, the day they mean beside them."""
    if form.due_on is None:
        return form.due_words
    day = dates_words.full_day(form.due_on, form.language)
    if not form.due_words:
        return day
    texts = translator(form.language)
    return texts.gettext("{words}, that is {day}", words=form.due_words, day=day)


def _asked(form: SupervisionNoticeForm) -> str:
    if len(form.asked) == 1:
        return form.asked[0]
    return "\n".join(f"{n}. {text}" for n, text in enumerate(form.asked, start=1))
