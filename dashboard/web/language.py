"""The words of the pages in both languages: Babel catalogues, read as they are.

The texts in code and templates are the English ones; `locale/zh` holds the Chinese. There is
nothing to compile, so a fresh clone has both.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

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


def translator(language: str) -> Callable[..., str]:
    """`_("{n} overdue", n=3)` in one language; the English text where the catalogue lacks it."""
    texts = catalogue(language)

    def _(text: str, **facts: object) -> str:
        said = texts.get(text, text)
        return said.format(**facts) if facts else said

    return _


def chosen(session: str, header: str, default: str) -> str:
    """The session's language, else the browser's first that we have, else the programme's."""
    if session in LANGUAGES:
        return session
    for part in header.split(","):
        wanted = part.split(";")[0].strip().lower()[:2]
        if wanted in LANGUAGES:
            return wanted
    return default if default in LANGUAGES else "zh"
