"""Facts and a template become a page: Jinja with autoescape, one environment for each language.

Places in texts are written as {name}, in templates as in code: `_("{n} due", n=3)`.
"""

import re
from collections.abc import Hashable, Iterator
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from config.i18n import html_lang, languages, translator
from notifications import dates_words
from workflows.domain.terms import LIGHTS, STATES

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
HERE = Path(__file__).resolve().parents[1]
STATIC = HERE / "static"
#: As much text as one field of a form may hold; more is refused beside it, never cut.
LONGEST = 4000
#: As many lines as are kept drawn; each takes a kilobyte or two.
MOST_DRAWN = 4096


def render(locale: str, template: str, facts: dict[str, Any]) -> str:
    return environment(locale).get_template(template).render(facts)


@lru_cache(maxsize=MOST_DRAWN)
def drawn(macro: Macro, *given: Hashable) -> str:
    """`macro(…)`, or what it said last time: a line looks alike on every page and for everybody,
    and drawing it is the dearest part of a list. What it shows comes from `given` alone, and the
    macro from a file that pages import: one of the page itself is made anew each time."""
    return macro(*given)


class ConstantTexts(Extension):
    """Puts `_("…")` into the reader's language when the template is read, not each time it is
    rendered; a text with facts to fill in, or one that is looked up, waits until then."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        said: Any = self.environment.globals["_"]
        held: list[Token] = []
        for token in stream:
            held.append(token)
            if not _begins_call(held):
                yield from held
                held = []
            elif len(held) == 4:
                yield Token(held[2].lineno, "string", said(held[2].value))
                held = []
        yield from held


def _begins_call(held: list[Token]) -> bool:
    """Whether the tokens are the beginning, or the whole, of `_("…")`."""
    wanted = ("name", "lparen", "string", "rparen")[: len(held)]
    return held[0].value == "_" and tuple(token.type for token in held) == wanted


@cache
def version(name: str) -> str:
    """A file of ours as part of its address, so that browsers may keep it for ever."""
    return sha256((STATIC / name).read_bytes()).hexdigest()[:10]


@cache
def environment(locale: str) -> Environment:
    texts = translator(locale)
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        texts.gettext, texts.ngettext, pgettext=texts.pgettext, npgettext=texts.npgettext
    )
    made.globals |= {
        "_": texts.gettext,
        "drawn": drawn,
        "static": lambda name: f"/static/{name}?v={version(name)}",
        "lights": {key: texts.pgettext("light", key) for key in LIGHTS},
        "states": {key: texts.pgettext("state", key) for key in STATES},
        "languages": languages(),
        "html_lang": html_lang(locale),
        "longest": LONGEST,
    }
    made.filters |= {
        "day": lambda value, today: dates_words.day(value, locale, today) if value else "",
        "short": lambda value, today: dates_words.short_day(value, locale, today) if value else "",
        "days": lambda values, today: dates_words.days(values, locale, today),
        "full": lambda value: full(value, locale),
        "workdays": lambda n: dates_words.workdays(n, locale),
        "over": lambda n: dates_words.over(n, locale),
        "left": lambda n: dates_words.left(n, locale),
        "names": lambda names: dates_words.joined(names, locale),
        "at": at,
        "lines": lines,
        "sentences": texts.sentences,
        "translated": texts.gettext,
        "whole": whole,
        "percent": lambda part, whole: round(100 * part / whole) if whole else 0,
    }
    made.add_extension(ConstantTexts)  # It asks for the translator above.
    return made


def full(value: date, language: str) -> str:
    """A day with its year, whatever year it is now."""
    return dates_words.day(value, language, date.min)


def at(value: datetime | None, zone: str) -> str:
    """An instant as the programme's day and minute: 2010-06-15 09:00."""
    if value is None:
        return ""
    return value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def whole(text: str) -> Markup:
    """A title whose date, where it comes again and again, is not broken at a hyphen."""
    return Markup(_DATE.sub(r'<span class="nowrap">\g<0></span>', str(escape(text))))


def lines(text: str) -> Markup:
    """What somebody wrote in several lines, with its breaks."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
