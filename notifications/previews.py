"""A kind of mail as it reads, in both languages: from what was said lately and still holds, else
a sample. Nothing is sent and nothing is stored."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from notifications import words
from notifications.compose import Composer
from notifications.message import Mail
from notifications.render import Rendered, render
from notifications.samples import sample
from workflows.commands.context import Context
from workflows.domain.model import Language
from workflows.store import outbox_queries

LANGUAGES: tuple[Language, ...] = ("zh", "en")
#: As many of the latest mails of a kind are tried; most speak of what has moved on.
TRIED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`message`: the number of the mail it was made from; None for a sample."""

    said: Rendered
    reader: str
    message: int | None


def previews(
    connection: Connection, context: Context, kind: str, base_url: str, now: datetime
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
    return {language: _sample(context, kind, language) for language in LANGUAGES}


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


def _sample(context: Context, kind: str, language: str) -> Preview:
    org = context.org
    made: Mail = replace(
        sample(kind, language),
        programme=context.key,
        programme_title=context.plan.title.in_(language),
        office=words.office_name(org, language),
        office_email=org.email,
        office_phone=org.phone,
    )
    return Preview(said=render(made), reader=made.reader, message=None)
