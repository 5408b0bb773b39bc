"""The words of the pages in both languages: Babel catalogues, read as they are.

The texts in code and templates are the English ones; `locale/zh` holds the Chinese. There is
nothing to compile, so a fresh clone has both.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from notifications import words
from workflows.domain.errors import DubanError
from workflows.domain.said import Said, Several, Term

LOCALE = Path(__file__).resolve().parents[1] / "locale"
LANGUAGES = ("zh", "en")
NAMES = {"zh": "中文", "en": "English"}


@cache
def catalogue(language: str) -> dict[str, str]:
    """English text → the text in `language`; empty for English itself."""
    texts: dict[str, str] = {}
    for path in sorted((LOCALE / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            found = read_po(file, locale=language, charset="utf-8")
        texts |= {
            str(message.id): str(message.string)
            for message in found
            if message.id and message.string and not message.fuzzy
        }
    return texts


@cache
def translator(language: str) -> Callable[..., str]:
    """`_("{n} overdue", n=3)` in one language; the English text where the catalogue lacks it."""
    texts = catalogue(language)

    def _(text: str, **facts: object) -> str:
        said = texts.get(text, text)
        return said.format(**facts) if facts else said

    return _


def retold(text: str, language: str) -> str:
    """A text of the workflows as a reader of `language` is told it; one that the catalogue does
    not know stays as it is, and so does what people wrote in it."""
    texts = catalogue(language)
    if isinstance(text, Term) and text.kind == "state":
        return words.STATES[language].get(str(text), str(text))
    if isinstance(text, Several):
        mark = texts.get(f"mark{text.mark}", text.mark)
        return mark.join(str(_fact(part, language)) for part in text.parts)
    if not isinstance(text, Said):
        return texts.get(text, text)
    if isinstance(text, Term):
        return texts.get(text.text, str(text))
    # Without a text of its own it is English, but for the facts.
    said = texts.get(text.text, text.text)
    facts = {k: _fact(v, language) for k, v in text.facts.items()}
    return said.format(**facts) if facts else said


def why(error: DubanError, language: str) -> str:
    """What was refused and what to do instead."""
    message, cure = retold(error.message, language), retold(error.cure, language)
    said = translator(language)
    return said("{message} — {cure}", message=message, cure=cure) if cure else message


def _fact(value: object, language: str) -> object:
    return retold(value, language) if isinstance(value, Said) else value


def asked_for(
    cookies: Mapping[str, str],
    headers: Mapping[str, str],
    default: str,
    *,
    session: str = "",
    speaks: str = "",
) -> str:
    """The language of a reader: his session's, the one his browser has kept, the one he `speaks`
    to whom a link was sent, else the browser's first that we have, else the `default`."""
    kept = session or cookies.get("duban-language", "") or speaks
    if kept in LANGUAGES:
        return kept
    for part in headers.get("accept-language", "").split(","):
        wanted = part.split(";")[0].strip().lower()[:2]
        if wanted in LANGUAGES:
            return wanted
    return default if default in LANGUAGES else "zh"
