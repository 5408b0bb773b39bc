"""A mail in words: subject, plain text and HTML, from one template for each kind.

A template has a block `subject` and a block `body`, for every language and both forms: `draw` is
the layout of the HTML or of the text (templates/html, templates/text), `say` what most kinds say
(templates/parts.jinja). `frame` puts the greeting, the way to answer and the office's phone around
the parts; `bundle` sets several parts one below the other. What a user wrote is cleaned at the
door and escaped in HTML.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar
from unicodedata import east_asian_width

from jinja2 import Environment, Template
from markupsafe import Markup, escape

from config import templates
from config.i18n import html_lang, translator
from notifications import dates_words
from notifications.kinds import KINDS
from notifications.message import LINES, Entry, Mail, Next
from notifications.mime import clean_body, clean_header
from notifications.palette import STYLES, dark_style
from notifications.reading import LEADERS

TEMPLATES = Path(__file__).parent / "templates"
#: A mail that says several things is put together by the template of this name.
BUNDLE = "bundle"
#: Columns a subject may take; a Chinese character takes two.
SUBJECT_COLUMNS = 66

Form = Literal["html", "text"]
T = TypeVar("T")

_BESIDE = frozenset({"head", "liaison", "office", "assist", "team"})
_MAIL_NAMES = (
    "programme_title", "reader", "office", "office_email", "office_phone", "trial_for",
)  # fmt: skip
_EMPTY_LINES = re.compile(r"(?: *\n)+")
_FEEDS = re.compile(r"[\s\f]*\f\s*")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One mail in words. `subject` is one line; `text` and `html` have LF line ends."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a kind's template sees: entries of one kind, said in one voice.

    voice: "leader", "head", "liaison", "office", "assist", "team", or "own" for those who must
    act themselves. `due` is the earliest date, `over` the most working days overdue; `next`, `link`
    and `words` are set when all entries share them, so that they are said once.
    """

    kind: str
    label: str
    voice: str
    today: date
    entries: tuple[Entry, ...]
    first: Entry
    n: int
    due: date | None
    over: int
    next: Next | None
    link: str
    words: str


def render(mail: Mail) -> Rendered:
    """One kind said in one voice by its own template, anything else as a bundle.

    ValueError when there is nothing to say.
    """
    parts = _parts(mail)
    mail = _clean_mail(mail)
    entries = [entry for part in parts for entry in part.entries]
    own = [part for part in parts if part.voice in ("own", "liaison")]
    answering = [part for part in own if KINDS[part.kind].answered]
    subject = _subject(mail, parts)
    around = {
        "mail": mail,
        "subject": subject,
        "whys": list(dict.fromkeys(entry.about.why for entry in entries if entry.about.why)),
        "links": any(entry.about.link for entry in entries),
        "answers": bool(answering),
        "more_time": any(KINDS[part.kind].more_time for part in answering),
        "liaison": all(part.voice == "liaison" for part in answering),
    }
    text = _template("frame", mail.language, "text").render(
        around, inner=_body(mail, parts, "text")
    )
    html = _template("frame", mail.language, "html").render(
        around, inner=_body(mail, parts, "html")
    )
    return Rendered(subject=subject, text=_spaced(text), html=_EMPTY_LINES.sub("\n", html))


def kind_name(kind: str, language: str, voice: str = "") -> str:
    """What a kind is called in a mail that says several things."""
    asked = kind == "escalated" and voice != "leader"
    return translator(language).gettext("please follow up" if asked else KINDS[kind].label)


# --- what the templates see -------------------------------------------------------------


def _parts(mail: Mail) -> list[Part]:
    groups: dict[tuple[str, str], list[Entry]] = {}
    for section in mail.sections:
        for entry in section.entries:
            groups.setdefault((section.kind, _voice(entry.about.audience)), []).append(
                _clean(entry)
            )
    if not groups:
        raise ValueError(f"mail {mail.id} has nothing to say")
    ordered = sorted(groups, key=lambda group: KINDS[group[0]].rank)
    return [_part(*group, mail, tuple(groups[group])) for group in ordered]


def _voice(audience: str) -> str:
    if audience in LEADERS:
        return "leader"
    return audience if audience in _BESIDE else "own"


def _part(kind: str, voice: str, mail: Mail, entries: tuple[Entry, ...]) -> Part:
    items = [entry.item for entry in entries if entry.item]
    return Part(
        kind=kind,
        label=kind_name(kind, mail.language, voice),
        voice=voice,
        today=mail.today,
        entries=entries,
        first=entries[0],
        n=len(entries),
        due=min((item.due_on for item in items if item.due_on), default=None),
        over=max((item.days_over for item in items), default=0),
        next=_shared([entry.about.next for entry in entries], None),
        link=_shared([entry.about.link for entry in entries], ""),
        words=_shared([item.words for item in items], ""),
    )


def _shared(values: list[T], otherwise: T) -> T:
    return values[0] if values and all(value == values[0] for value in values) else otherwise


# --- cleaning at the door ---------------------------------------------------------------


def _clean(value: Any, lines: bool = False) -> Any:
    """The value with its texts cleaned; those that may have several lines keep their breaks."""
    if isinstance(value, str):
        return clean_body(value) if lines else clean_header(value)
    if isinstance(value, tuple):
        cleaned = [_clean(one) for one in value]
        return type(value)(*cleaned) if hasattr(value, "_fields") else tuple(cleaned)
    if hasattr(value, "__dataclass_fields__"):
        changes = {}
        for name, several in _names(value.__class__):
            before = getattr(value, name)
            after = _clean_link(before) if name == "link" else _clean(before, several)
            if after is not before and after != before:
                changes[name] = after
        return replace(value, **changes) if changes else value
    return value


@cache
def _names(of: Any) -> tuple[tuple[str, bool], ...]:
    return tuple((field.name, field.metadata == LINES) for field in fields(of))


def _clean_link(link: str) -> str:
    return link if link.startswith(("https://", "http://")) else ""


def _clean_mail(mail: Mail) -> Mail:
    cleaned: dict[str, Any] = {name: clean_header(getattr(mail, name)) for name in _MAIL_NAMES}
    return replace(mail, **cleaned)


# --- putting it together ----------------------------------------------------------------


def _subject(mail: Mail, parts: list[Part]) -> str:
    """The first part's own subject, cut so that what `bundle` adds to it still fits."""
    first = _block(parts[0].kind, "subject", mail, "text", part=parts[0])
    others = sum(part.n for part in parts[1:])
    if not others and not mail.trial_for:
        return _cut(first, SUBJECT_COLUMNS)

    def bundled(first: str) -> str:
        return _block(BUNDLE, "subject", mail, "text", first=first, others=others)

    added = _columns(bundled("-")) - 1
    return bundled(_cut(first, SUBJECT_COLUMNS - added))


def _body(mail: Mail, parts: list[Part], form: Form) -> str:
    safe: Callable[[str], str] = Markup if form == "html" else str
    bodies = [
        safe(_block(part.kind, "body", mail, form, part=part, entries=part.entries))
        for part in parts
    ]
    if len(bodies) == 1:
        return bodies[0]
    n = sum(part.n for part in parts)
    return safe(_block(BUNDLE, "body", mail, form, parts=parts, bodies=bodies, n=n))


def _block(kind: str, block: str, mail: Mail, form: Form, **facts: object) -> str:
    template = _template(kind, mail.language, form)
    said = "".join(template.blocks[block](template.new_context({"mail": mail, **facts})))
    return clean_header(said) if block == "subject" else said


def _spaced(text: str) -> str:
    """Empty lines only where the layout asks for them (a form feed)."""
    return _FEEDS.sub("\n\n", _EMPTY_LINES.sub("\n", text)).strip() + "\n"


@cache
def _template(name: str, language: str, form: Form) -> Template:
    return _environment(language, form).get_template(f"{name}.jinja")


@cache
def _environment(language: str, form: Form) -> Environment:
    """One for each language and form, so that `{{ due_on|day(today) }}` needs no language."""
    folders = (TEMPLATES / form, TEMPLATES)
    made = templates.environment(folders, language, autoescape=form == "html")
    texts, words = translator(language), dates_words
    made.filters |= {
        "day": lambda value, today: words.day(value, language, today) if value else "",
        "short": lambda value, today: words.short_day(value, language, today) if value else "",
        "days": lambda values, today: words.days(values, language, today),
        "deadline": lambda item, today: words.deadline(item, language, today),
        "workdays": lambda n: words.workdays(n, language),
        "over": lambda n: words.over(n, language),
        "names": lambda names: words.joined(names, language),
        "comma": lambda found: _joined(found, texts.pgettext("mark", ", ")),
        "semicolon": lambda found: _joined(found, texts.pgettext("mark", "; ")),
        "sentences": texts.sentences,
        "signed": lambda n: f"{n:+d}".replace("-", "−") if n else "±0",
        "lines": _lines,
        "cut": _cut,
    }
    made.globals |= {
        "colours": STYLES,
        "semicolon": texts.pgettext("mark", "; "),
        "dark_style": Markup(dark_style()),
        "html_lang": html_lang(language),
    }
    # Importing once is cheaper than in each template.
    made.globals["draw"] = made.get_template("layout.jinja").module
    made.globals["say"] = made.get_template("parts.jinja").module
    return made


def _joined(found: Iterable[str], mark: str) -> str:
    return mark.join(text for text in found if text)


def _lines(value: object) -> Markup:
    """Line breaks that every mail program draws."""
    if isinstance(value, Markup):
        return value
    return Markup("<br>\n").join(str(value).split("\n")) if "\n" in str(value) else escape(value)


def _cut(text: str, columns: int) -> str:
    """The text in at most `columns` columns, ending in … when something is missing."""
    if 2 * len(text) <= columns or _columns(text) <= columns:
        return text
    kept = text[:columns]
    while kept and _columns(kept) > columns - 2:
        kept = kept[:-1]
    return kept.rstrip(" ，,：:") + "…"


def _columns(text: str) -> int:
    return len(text) + sum(1 for mark in text if east_asian_width(mark) in "WFA")
