"""The language of a reader: which one they asked for, and what is said to them in it."""

from collections.abc import Mapping

from config import i18n
from workflows.domain.errors import DubanError

#: The languages in which offices write their own titles, and documents are drawn up.
OFFICE = ("zh", "en")


def office_language(locale: str) -> str:
    """The language of the office's own texts for a reader of `locale`: theirs, else English."""
    return locale if locale in OFFICE else i18n.SOURCE


def why(error: DubanError, locale: str) -> str:
    """What was refused and what to do instead."""
    said = i18n.translator(locale)
    message, cure = said.translate(error.message), said.translate(error.cure)
    return said.gettext("{message} — {cure}", message=message, cure=cure) if cure else message


def asked_for(
    cookies: Mapping[str, str],
    headers: Mapping[str, str],
    default: str,
    *,
    session: str = "",
    speaks: str = "",
) -> str:
    """The language of a reader: their session's, the one their browser has kept, the one that
    somebody `speaks` to whom a link was sent, else the browser's first that we have, else the
    `default`."""
    there = i18n.languages()
    kept = session or cookies.get("duban-language", "") or speaks
    if kept in there:
        return kept
    by_tag = {i18n.html_lang(one).lower(): one for one in there} | {one: one for one in there}
    for part in headers.get("accept-language", "").split(","):
        wanted = part.split(";")[0].strip().lower()
        for tag in (wanted, wanted.partition("-")[0]):
            if tag in by_tag:
                return by_tag[tag]
    return default if default in there else "zh"
