"""Claimed messages become letters: looked at again, put into words, laid out for the wire."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from notifications import mime, outbox
from notifications.compose import Composer
from notifications.message import Mail
from notifications.render import Rendered, render
from notifications.sending import Sending, letter
from workflows.commands.context import Context, open_context
from workflows.domain.overrides import Override
from workflows.store.engine import reading

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


class Preparing(Protocol):
    """Where claimed messages are put into words."""

    def parts(self, claimed: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[Prepared]:
        """What became of `claimed`, part by part and in their order, as things stand at `now`."""

    def close(self) -> None:
        """Nothing will be asked of it any more."""


@dataclass(slots=True)
class Preparer:
    """Puts them into words here and now. Keeps what it knows of the programmes."""

    engine: Engine
    sending: Sending
    overrides: Sequence[Override] = ()
    _contexts: dict[str, Context] = field(default_factory=dict)

    def parts(self, claimed: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[Prepared]:
        yield self.prepare(claimed, now)

    def prepare(self, claimed: Sequence[Mapping[str, Any]], now: datetime) -> Prepared:
        prepared = Prepared()
        with reading(self.engine).connect() as connection:
            for programme in dict.fromkeys(message["programme"] for message in claimed):
                context = self._contexts[programme] = open_context(
                    connection,
                    programme,
                    before=self._contexts.get(programme),
                    overrides=self.overrides,
                )
                mine = [message for message in claimed if message["programme"] == programme]
                _all(connection, context, mine, self.sending, now, prepared)
        return prepared

    def close(self) -> None:
        self._contexts.clear()


def _all(
    connection: Connection,
    context: Context,
    messages: Sequence[Mapping[str, Any]],
    sending: Sending,
    now: datetime,
    into: Prepared,
) -> None:
    """The messages of one programme. One that cannot be put into words fails alone."""
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
    about = {entry.number for entry in composed.mail.entries}
    rows = (composer.batch.rows.get(number or 0) for number in about)
    versions = {row.id: row.version for row in rows if row}
    into.ready.append(
        Ready(message=message, mail=composed.mail, said=said, raw=raw, versions=versions)
    )
