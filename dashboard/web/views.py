"""Facts and a template become a page: Jinja with autoescape, one environment for each language."""

import re
from collections.abc import Hashable
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from config import templates
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


@cache
def version(name: str) -> str:
    """A file of ours as part of its address, so that browsers may keep it for ever."""
    return sha256((STATIC / name).read_bytes()).hexdigest()[:10]


@cache
def environment(locale: str) -> Environment:
    texts = translator(locale)
    made = templates.environment(HERE / "templates", locale)
    made.globals |= {
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
