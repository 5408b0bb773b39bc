"""From stored items to a mail: re-read, dropped or kept, built into entries for one reader.

This is the last look before speaking: whatever was closed, moved or handed over since it was
queued is dropped here, each item with its reason.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from notifications import words
from notifications.bundle import gather
from notifications.just_late import JustLate
from notifications.kinds import KINDS
from notifications.message import Entry, Mail
from notifications.mime import Address
from notifications.reading import Batch, Read
from notifications.staleness import keep
from workflows.commands.context import Context
from workflows.domain.organisation import Person

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A mail ready to be put into words, or none; and the items that are not said."""

    mail: Mail | None
    dropped: tuple[tuple[int, str], ...]


class Composer:
    """Composes the mails of one batch at one `now`, reading what they share once."""

    def __init__(
        self,
        connection: Connection,
        context: Context,
        messages: Sequence[Mapping[str, Any]],
        base_url: str,
        now: datetime,
        *,
        links_key: bytes = b"",
    ) -> None:
        self.context = context
        self.now = now
        self.batch = Batch(connection, context, messages, base_url, now, links_key)
        self._just_late = JustLate(connection, context)

    def mail(self, message: Mapping[str, Any], reader: Person) -> Composed:
        """The mail of one message as it stands now, addressed to `reader`."""
        batch = self.batch
        items = batch.items.get(message["id"], [])
        kept, dropped = keep(items, batch.rows, reader, batch.today, batch.behind, self.context.org)
        first = frozenset(item["obligation"] for item in items if item["kind"] == "assigned")
        entries: list[Entry] = []
        for item in kept:
            read = Read(batch, item, reader)
            read.first = first
            try:
                entry = KINDS[item["kind"]].build(read)
            except Exception as error:
                # One item that cannot be read does not silence the others in the mail.
                log.exception("item %d cannot be put into words", item["id"])
                dropped.append((item["id"], f"unreadable: {type(error).__name__}: {error}"))
                continue
            if entry is None:
                dropped.append((item["id"], "nothing in it"))
            else:
                entries.append(entry)
        mail = self._mail(message, reader, entries) if entries else None
        return Composed(mail=mail, dropped=tuple(dropped))

    def _mail(self, message: Mapping[str, Any], reader: Person, entries: list[Entry]) -> Mail:
        org, language = self.context.org, reader.language
        # What lets somebody in goes to them alone, whatever is on trial.
        alone = KINDS[message["kind"]].alone
        trial = self.context.programme.trial and not alone
        name = reader.called(language)
        to = Address(name=name, email=reader.email)
        if trial:
            to = Address(name=org.title.in_(language), email=org.email)
        return Mail(
            id=message["id"],
            programme=self.context.key,
            programme_title=self.context.plan.title.in_(language),
            language=language,
            reader=name,
            to=to,
            today=self.batch.today,
            office=words.office_name(org, language),
            office_email=org.email,
            office_phone=org.phone,
            base_url=self.batch.base_url,
            sections=gather(entries),
            trial_for=f"{name} <{reader.email}>" if trial else "",
            maybe_twice=bool(message["unknowns"]),
            just_late=() if alone else self._just_late.lines(reader, self.batch.today),
        )
