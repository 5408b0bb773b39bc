"""A kind of mail as it reads, in both languages: from what was said lately and still holds, else
from a small story that the program plays. Nothing is sent and nothing is stored."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from notifications import words
from notifications.compose import Composer
from notifications.message import Mail
from notifications.render import Rendered, render
from workflows.commands.context import Context
from workflows.domain.model import Language
from workflows.store import outbox_queries

LANGUAGES: tuple[Language, ...] = ("zh", "en")
#: As many of the latest mails of a kind are tried; most speak of what has moved on.
TRIED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`message`: the number of the mail it was made from; None for one of the small story."""

    said: Rendered
    reader: str
    message: int | None


#: Every mail of the small story in a language (demo/sample).
Samples = Callable[[str], Sequence[Mail]]


def previews(
    connection: Connection,
    context: Context,
    kind: str,
    base_url: str,
    now: datetime,
    samples: Samples,
) -> dict[str, Preview]:
    """Language → the mail. Links that act are there to be seen: they are signed with a key that
    is thrown away, so that none of them does anything."""
    ids = outbox_queries.latest_of_kind(connection, context.key, kind, TRIED)
    messages = outbox_queries.messages(connection, context.key, ids=ids) if ids else []
    if messages:
        key = secrets.token_bytes(32)
        composer = Composer(connection, context, messages, base_url, now, links_key=key)
        for message in reversed(messages):
            if found := _own(composer, message, kind):
                return found
    told = {language: _of_story(context, kind, samples(language)) for language in LANGUAGES}
    return {language: preview for language, preview in told.items() if preview}


def _own(composer: Composer, message: Mapping[str, Any], kind: str) -> dict[str, Preview]:
    """What this mail says of the kind, put into words anew; nothing when it holds no more."""
    reader = composer.context.org.people.get(message["person"])
    found: dict[str, Preview] = {}
    for language in LANGUAGES if reader else ():
        assert reader is not None
        mail = composer.mail(message, replace(reader, language=language)).mail
        sections = tuple(s for s in mail.sections if s.kind == kind) if mail else ()
        if mail is None or not sections:
            return {}
        found[language] = Preview(
            said=render(replace(mail, sections=sections)),
            reader=mail.reader,
            message=message["id"],
        )
    return found


def _of_story(context: Context, kind: str, mails: Sequence[Mail]) -> Preview | None:
    """The last mail of the story that says something of the kind, as if this office sent it."""
    told = (m for m in reversed(mails) if any(s.kind == kind for s in m.sections))
    mail = next(told, None)
    if mail is None:
        return None
    org, language = context.org, mail.language
    made = replace(
        mail,
        sections=tuple(section for section in mail.sections if section.kind == kind),
        programme_title=context.plan.title.in_(language),
        office=words.office_name(org, language),
        office_email=org.email,
        office_phone=org.phone,
    )
    return Preview(said=render(made), reader=made.reader, message=None)
