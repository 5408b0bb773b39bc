"""Claimed messages become letters: looked at again, put into words, laid out for the wire."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from notifications import mime, outbox
from notifications.compose import Composer
from notifications.message import Mail
from notifications.render import Rendered, render
from notifications.sending import Sending, letter
from workflows.commands.context import Context

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A message that can be handed over. `versions`: its obligations as they were read."""

    message: Mapping[str, Any]
    mail: Mail
    said: Rendered
    raw: bytes
    versions: Mapping[int, int]


@dataclass(slots=True)
class Prepared:
    """What became of claimed messages before the relay was asked.

    `ended`: (message, state, why) of those that are not sent; `dropped`: (item, why).
    """

    ready: list[Ready] = field(default_factory=list)
    ended: list[tuple[Mapping[str, Any], str, str]] = field(default_factory=list)
    dropped: list[tuple[int, str]] = field(default_factory=list)


def prepare(
    connection: Connection,
    context: Context,
    messages: Sequence[Mapping[str, Any]],
    sending: Sending,
    now: datetime,
    into: Prepared,
) -> None:
    """Put the claimed `messages` of one programme into words, as things stand at `now`.

    A message that cannot be put into words fails alone.
    """
    composer = Composer(
        connection, context, messages, sending.base_url, now, links_key=sending.links_key
    )
    for message in messages:
        try:
            _one(composer, message, sending, into)
        except Exception as error:
            log.exception("message %d cannot be put into words", message["id"])
            into.ended.append((message, "failed", f"{type(error).__name__}: {error}"[:500]))


def _one(composer: Composer, message: Mapping[str, Any], sending: Sending, into: Prepared) -> None:
    context = composer.context
    reader = context.org.people.get(message["person"])
    if reader is None or not outbox.reachable(reader):
        into.ended.append((message, "failed", "no mail address"))
        return
    composed = composer.mail(message, reader)
    into.dropped.extend(composed.dropped)
    if composed.mail is None:
        into.ended.append((message, "cancelled", "nothing left to say"))
        return
    said = render(composed.mail)
    raw = mime.build(letter(sending, composed.mail, said, reader, context, composer.now))
    about = {entry.obligation for entry in composed.mail.entries}
    rows = (composer.rows.get(obligation or 0) for obligation in about)
    versions = {row.id: row.version for row in rows if row}
    into.ready.append(
        Ready(message=message, mail=composed.mail, said=said, raw=raw, versions=versions)
    )
