"""A mail in words: subject, plain text and HTML, from the templates of its kinds.

Every kind's body is one *part*; `_layout/<language>/frame` puts the greeting, the way to
answer and the office's phone around it, and `bundle` sets several parts one below the other,
the most urgent first. Templates come from our own files only, never from what a user wrote;
what a user wrote is cleaned at the door and escaped in HTML.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, meta, nodes
from markupsafe import Markup

from notifications import dates_words
from notifications.catalogue import BUNDLE, KINDS
from notifications.message import Entry, Mail, Next
from notifications.mime import clean_body, clean_header
from notifications.words import state
from workflows.domain.terms import STATES

TEMPLATES = Path(__file__).parent / "templates"
FILES = ("subject.txt", "body.txt", "body.html")
#: Columns a subject may take; a Chinese character takes two.
SUBJECT_COLUMNS = {"zh": 60, "en": 72}
#: Readers who hear of units, never of persons.
LEADERS = frozenset({"leader", "principal", "leading_group"})
_BESIDE = frozenset({"head", "liaison", "office", "assist", "team"})

_LINE_NAMES = (
    "title", "clause", "words", "unit", "person", "holder", "holder_phone", "verifier", "evidence",
    "example", "after", "also", "assist", "behind", "deputy_for", "actor", "why", "link",
)  # fmt: skip
_TEXT_NAMES = ("reason", "note")  # these may have several lines
_MAIL_NAMES = (
    "programme_title", "reader", "reader_honorific", "office", "office_email", "office_phone",
    "trial_for",
)  # fmt: skip
_lines = attrgetter(*_LINE_NAMES)
_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One mail in words. `subject` is one line; `text` and `html` have LF line ends."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a kind's templates see: entries of one kind, said in one voice.

    voice: "leader", "head", "liaison", "office", or "own" for the one who must act himself.
    `due` is the earliest date, `over` the most working days overdue; `next`, `link` and
    `words` are set when all entries share them, so that they are said once.
    """

    kind: str
    voice: str
    reader: str
    entries: tuple[Entry, ...]
    first: Entry
    n: int
    due: date | None
    over: int
    next: Next | None
    link: str
    words: str


def render(mail: Mail) -> Rendered:
    """One kind said in one voice by its own templates, anything else as a bundle.

    ValueError when there is nothing to say.
    """
    parts = _parts(mail)
    mail = _clean_mail(mail)
    entries = [entry for part in parts for entry in part.entries]
    doers = [part for part in parts if part.voice in ("own", "liaison")]
    answering = [part for part in doers if KINDS[part.kind].answered]
    subject = _subject(mail, parts)
    around = {
        "mail": mail,
        "subject": subject,
        "whys": list(dict.fromkeys(entry.why for entry in entries if entry.why)),
        "links": any(entry.link for entry in entries),
        "answers": bool(answering),
        "more_time": any(KINDS[part.kind].more_time for part in answering),
        "liaison": all(part.voice == "liaison" for part in answering),
    }
    text = _inner(mail, parts, "body.txt", str)
    html = _inner(mail, parts, "body.html", Markup)
    text = _template("_layout", mail.language, "frame.txt").render(around, inner=text)
    html = _template("_layout", mail.language, "frame.html").render(around, inner=html)
    return Rendered(subject=subject, text=_BLANKS.sub("\n\n", text), html=html)


def kind_name(kind: str, language: str) -> str:
    """What a kind is called in a mail that says several things."""
    return str(getattr(_template("_layout", language, "names.txt").module, "words")[kind])  # noqa: B009


def variables(kind: str, language: str) -> set[str]:
    """Names and attributes (".title") that the templates of `kind` use, their layouts included.

    For the test that both languages say the same things. `kind` may be "_layout", the frame.
    """
    names = ("frame.txt", "frame.html") if kind == "_layout" else FILES
    return set().union(*(_used(f"{kind}/{language}/{name}", language) for name in names))


@cache
def _used(name: str, language: str) -> frozenset[str]:
    tree = _environment(language).parse((TEMPLATES / name).read_text(encoding="utf-8"))
    found = meta.find_undeclared_variables(tree)
    found |= {f".{node.attr}" for node in tree.find_all(nodes.Getattr)}
    others = (other for other in meta.find_referenced_templates(tree) if other)
    return frozenset(found.union(*(_used(other, language) for other in others)))


# --- what the templates see -------------------------------------------------------------


def _parts(mail: Mail) -> list[Part]:
    groups: dict[tuple[str, str], list[Entry]] = {}
    for section in mail.sections:
        for entry in section.entries:
            groups.setdefault((section.kind, _voice(entry.audience)), []).append(_clean(entry))
    if not groups:
        raise ValueError(f"mail {mail.id} has nothing to say")
    ordered = sorted(groups, key=lambda group: KINDS[group[0]].rank)
    return [_part(*group, mail.reader, tuple(groups[group])) for group in ordered]


def _voice(audience: str) -> str:
    if audience in LEADERS:
        return "leader"
    return audience if audience in _BESIDE else "own"


def _part(kind: str, voice: str, reader: str, entries: tuple[Entry, ...]) -> Part:
    if voice == "leader":
        entries = tuple(_unnamed(entry) for entry in entries)
    first = entries[0]
    return Part(
        kind=kind,
        voice=voice,
        reader=reader,
        entries=entries,
        first=first,
        n=len(entries),
        due=min((e.due_on for e in entries if e.due_on), default=None),
        over=max(e.days_over for e in entries),
        next=first.next if all(e.next == first.next for e in entries) else None,
        link=first.link if all(e.link == first.link for e in entries) else "",
        words=first.words if all(e.words == first.words for e in entries) else "",
    )


def _unnamed(entry: Entry) -> Entry:
    """Leaders hear of units; no template of theirs can name a person."""
    skipped = entry.skipped
    for name in filter(None, (entry.person, entry.holder, entry.verifier)):
        skipped = tuple(line.replace(f", {name}", "").replace(name, "") for line in skipped)
    empty = ("person", "holder", "holder_phone", "verifier", "actor")
    unnamed: dict[str, Any] = dict.fromkeys(empty, "")
    return replace(entry, **unnamed, names=(), skipped=skipped)


# --- cleaning at the door ---------------------------------------------------------------


def _clean(entry: Entry) -> Entry:
    then = entry.next
    said = "".join((*_lines(entry), *entry.names, *entry.skipped, then.to if then else ""))
    texts = (entry.reason, entry.note)
    fine = said.isprintable() and all(clean_body(text) is text for text in texts)
    if fine and not entry.data and _is_web(entry.link):
        return entry
    changes: dict[str, Any] = {name: clean_header(getattr(entry, name)) for name in _LINE_NAMES}
    changes |= {name: clean_body(getattr(entry, name)) for name in _TEXT_NAMES}
    changes["names"] = tuple(clean_header(name) for name in entry.names)
    changes["skipped"] = tuple(clean_header(line) for line in entry.skipped)
    changes["next"] = replace(then, to=clean_header(then.to)) if then else None
    if not _is_web(entry.link):
        changes["link"] = ""
    return replace(entry, **changes, data=_clean_data(entry.data))


def _is_web(link: str) -> bool:
    return not link or link.startswith(("https://", "http://"))


def _clean_data(value: Any) -> Any:
    if isinstance(value, str):
        return clean_header(value)
    if isinstance(value, Mapping):
        return {key: _clean_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_data(item) for item in value]
    return value


def _clean_mail(mail: Mail) -> Mail:
    cleaned: dict[str, Any] = {name: clean_header(getattr(mail, name)) for name in _MAIL_NAMES}
    return replace(mail, **cleaned)


# --- putting it together ----------------------------------------------------------------


def _subject(mail: Mail, parts: list[Part]) -> str:
    """The first part's own subject, cut so that what `bundle` adds to it still fits."""
    language = mail.language
    own = _template(parts[0].kind, language, "subject.txt")
    first = clean_header(own.render(mail=mail, today=mail.today, part=parts[0]))
    others = sum(part.n for part in parts[1:])
    if not others and not mail.trial_for:
        return _cut(first, SUBJECT_COLUMNS[language])
    frame = _template(BUNDLE, language, "subject.txt")
    added = frame.render(mail=mail, first="", others=others)
    return frame.render(
        mail=mail, first=_cut(first, SUBJECT_COLUMNS[language] - _columns(added)), others=others
    )


def _inner(mail: Mail, parts: list[Part], name: str, safe: Callable[[str], str]) -> str:
    facts = {"mail": mail, "today": mail.today}
    bodies = []
    for part in parts:
        template = _template(part.kind, mail.language, name)
        bodies.append(safe(template.render(facts, part=part, entries=part.entries)))
    if len(bodies) == 1:
        return bodies[0]
    return safe(_template(BUNDLE, mail.language, name).render(facts, parts=parts, bodies=bodies))


@cache
def _template(kind: str, language: str, name: str) -> Template:
    return _environment(language).get_template(f"{kind}/{language}/{name}")


@cache
def _environment(language: str) -> Environment:
    """One per language, so that `{{ due_on|day(today) }}` needs no language in templates."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals = {
        "states": {name: state(name, language) for name in STATES}
    }  # no more: every render copies them
    words = dates_words
    environment.filters |= {
        "day": lambda value, today: words.day(value, language, today),
        "short": lambda value, today: words.short_day(value, language, today),
        "days": lambda values, today: words.days(values, language, today),
        "deadline": lambda entry, today: words.deadline(entry, language, today),
        "workdays": lambda n: words.workdays(n, language),
        "over": lambda n: words.over(n, language),
        "names": lambda names: words.joined(names, language),
        "many": lambda n, one, several="": f"{n} {one if n == 1 else several or one + 's'}",
        "signed": lambda n: f"{n:+d}".replace("-", "−") if n else "±0",
        "cut": _cut,
    }
    return environment


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
