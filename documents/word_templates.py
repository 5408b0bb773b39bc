"""Word documents from templates: .docx files with Jinja tags, of which an office may have its own.

A value is put in as text. It is never read as Jinja, as markup or as a field.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

import segno
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from documents.conventions import instant, plain_day
from documents.packed import packed
from notifications import dates_words, words
from workflows.domain.errors import Refused
from workflows.domain.messages import Message

SHIPPED = Path(__file__).parent / "templates" / "word"
#: The languages Word documents are written in: those that have templates.
LANGUAGES = sorted(path.name for path in SHIPPED.iterdir())
#: The name of the picture in a template that is replaced by the code of the document's link.
CODE = "qr"
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
#: Filters of Jinja that would let a value through as markup.
_UNSAFE = ("safe", "urlize")
_MARK = re.compile(r"[\t\n\a\f]")


class WordTemplate(DocxTemplate):  # type: ignore[misc]
    """A template as docxtpl reads it, but strict: docxtpl repairs broken XML without a word."""

    def fix_tables(self, xml: str) -> Any:
        expat.ParserCreate().Parse(xml, True)
        return super().fix_tables(xml)

    def resolve_listing(self, xml: str) -> str:
        """Only paragraphs that hold a mark of docxtpl's: a long ledger takes half the time."""
        ask = super().resolve_listing
        return _PARAGRAPH.sub(
            lambda found: ask(found[0]) if _MARK.search(found[0]) else found[0], xml
        )

    def render_properties(self, *_: object) -> None:
        """Properties are ours (`packed`), not the template's."""


def filled(name: str, language: str, values: Any, day: date, folder: Path | None = None) -> bytes:
    """The document `name`, its template filled with the fields of `values`; dated `day` inside.

    `folder`: the office's templates, if it has its own. Refused when one cannot be filled.
    """
    path = template_path(name, language, folder)
    try:
        return packed(fill(path, language, values), day)
    except Exception as error:  # an office's template may do anything
        if path.is_relative_to(SHIPPED):
            raise
        raise Refused(
            Message("the template {file} cannot be filled: {why}", file=str(path), why=str(error)),
            "correct it in Word, then run: duban doctor",
        ) from error


def template_path(name: str, language: str, folder: Path | None) -> Path:
    """The office's own template where it has one, else the shipped one."""
    if folder is not None and not folder.is_dir():
        raise Refused(
            Message("the folder of templates {folder} is not there", folder=str(folder)),
            "set DUBAN_TEMPLATES_DIR to a folder that is there, or unset it",
        )
    own = folder / language / f"{name}.docx" if folder else None
    return own if own and own.exists() else SHIPPED / language / f"{name}.docx"


def fill(path: Path, language: str, values: Any) -> bytes:
    """The template at `path` filled with the fields of `values`. Raises whatever goes wrong."""
    template = WordTemplate(path)
    template.render(names_of(values), environment(language))
    if link := getattr(values, "link", ""):
        picture = io.BytesIO()
        segno.make(link, micro=False).save(picture, kind="png", scale=8, border=2)
        template.allow_missing_pics = True
        template.replace_pic(CODE, io.BytesIO(picture.getvalue()))
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


def names_of(values: Any) -> dict[str, Any]:
    """What a template may name: the fields of the form."""
    return {field.name: getattr(values, field.name) for field in fields(values)}


@cache
def environment(language: str) -> ImmutableSandboxedEnvironment:
    """Jinja as templates of `language` see it."""
    made = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=_as_text
    )
    made.filters |= _filters(language)
    for name in _UNSAFE:
        del made.filters[name]
    return made


def _as_text(value: Any) -> Any:
    """A text for the inside of a run: each line a paragraph of its own (docxtpl's “\\a”), and none
    of the marks that docxtpl turns into braces."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = str(escape(value.replace("\n", "\a")))
    return Markup(text.replace("{_", "{&#95;").replace("_}", "&#95;}"))


def _filters(language: str) -> dict[str, Callable[..., str]]:
    """What a template may write behind a name and “|”; docs/documents.md lists them."""

    def day(value: date | None) -> str:
        return plain_day(value, language) if value else ""

    def short_day(value: date | None, today: date) -> str:
        return dates_words.short_day(value, language, today) if value else ""

    def at(value: date, hour: time | None) -> str:
        return instant(value, hour, language)

    def joined(texts: Sequence[str]) -> str:
        return dates_words.joined(texts, language)

    def workdays(number: int) -> str:
        return dates_words.workdays(number, language)

    def light(key: str) -> str:
        return words.light(key, language)

    return {
        "at": at,
        "day": day,
        "joined": joined,
        "light": light,
        "numbered": _numbered,
        "short_day": short_day,
        "workdays": workdays,
    }


def _numbered(texts: Sequence[str]) -> str:
    """A line each, “1. …”."""
    return "\n".join(f"{n}. {text}" for n, text in enumerate(texts, start=1))
