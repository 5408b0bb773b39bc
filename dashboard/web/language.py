"""The language of a reader: which one they asked for, and what is said to them in it."""

from collections.abc import Mapping
from typing import get_args

from config import i18n
from workflows.domain.errors import DubanError
from workflows.domain.guard_facts import Refusal
from workflows.domain.messages import as_message
from workflows.domain.model import Language

#: The languages in which offices write their own titles, and documents are drawn up.
OFFICE: tuple[Language, ...] = get_args(Language)


def office_language(locale: str) -> Language:
    """The language of the office's own texts for a reader of `locale`: theirs, else English."""
    return next((one for one in OFFICE if one == locale), "en")


def why(refused: DubanError | Refusal, locale: str) -> str:
    """What was refused and what to do instead."""
    said = i18n.translator(locale)
    message, cure = said.translate(refused.message), said.translate(refused.cure)
    if as_message(refused.message).msgid[:1].islower():
        message = message[:1].upper() + message[1:]
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
