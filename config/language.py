"""The language of whoever types commands, and texts in it.

`DUBAN_LANGUAGE` says it, else the locale (`LC_ALL`, `LC_MESSAGES`, `LANG`): `zh_CN.UTF-8` is `zh`.
Where there are no texts in it (`C`, `fr_FR.UTF-8`), commands speak English.
"""

import os
import re
from collections.abc import Mapping

from config import i18n

#: The languages in which offices write their own titles, and documents are drawn up.
OFFICE = ("zh", "en")
#: What says the language, the first that is set.
SAID_BY = ("DUBAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def reader_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language commands speak. Raises nothing: help is shown whatever the settings are."""
    said = next(filter(None, (environ.get(name) for name in SAID_BY)), "")
    found = code(said)
    return found if found in i18n.known() else i18n.SOURCE


def code(locale: str) -> str:
    """The language of a locale: zh_CN.UTF-8 → zh."""
    return re.split(r"[_.@-]", locale)[0].lower()


def _(text: str, /, **facts: object) -> str:
    """A text of ours."""
    return i18n.translator(reader_language()).gettext(text, **facts)


def ngettext(one: str, many: str, n: int, /, **facts: object) -> str:
    """A text of ours that depends on a number."""
    return i18n.translator(reader_language()).ngettext(one, many, n, **facts)


def pgettext(context: str, word: str, /, **facts: object) -> str:
    """A word of a table."""
    return i18n.translator(reader_language()).pgettext(context, word, **facts)


def told(text: object) -> str:
    """A message of the workflows, or a text that may be in the catalogue."""
    return i18n.translate(text, reader_language(), on_page=False)
