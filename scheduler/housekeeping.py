"""Sealing: events get their links in the chain, and the head of the chain goes to a file.

An event is sealed once it is certain that no lower number can still appear (on PostgreSQL
numbers are given before transactions commit): once all have finished who were writing when
its number was seen. Until then its deletion would leave no trace (docs/record.md).
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from workflows.domain import record
from workflows.domain.errors import Refused
from workflows.domain.messages import N_, Message, Text
from workflows.domain.record import Seal
from workflows.domain.record_text import head_from, head_text
from workflows.store import record as rows
from workflows.store.engine import is_passing, reading, record_key

log = logging.getLogger(__name__)
BATCH = 5000


@dataclass(slots=True, kw_only=True)
class Sealed:
    """What one run did: links made, events refused, and why nothing could be done at all."""

    sealed: int = 0
    refused: list[int] = field(default_factory=list)
    stopped: Text = ""


class Sealer:
    """Seals the record of one database and keeps its head in the file `head`."""

    def __init__(self, engine: Engine, head: Path, *, batch: int = BATCH) -> None:
        self.engine = engine
        self.head = head
        self.batch = batch
        # Numbers up to `_seen` are final once nobody of `_writing` is writing any more.
        self._seen = 0
        self._writing: frozenset[str] = frozenset()
        self._settled = 0
        self._told: set[int] = set()

    def run_once(self, now: datetime) -> Sealed:
        """Seal what can be sealed. Does nothing without a key."""
        done = Sealed()
        with reading(self.engine).connect() as connection:
            key = record_key(connection)
            if not key or (upto := self._final(connection)) == 0:
                return done
            if not self._waiting(connection, upto) and self._is_written(connection):
                return done
        try:
            after: int | None = 0
            while after is not None:
                after = self._batch(key, after, upto, done)
        except Refused as refused:
            done.stopped = str(refused)
            log.error("the record is not sealed: %s", refused)
            return done
        except Exception as error:
            if not is_passing(error):
                raise
            # A long sweep holds SQLite's write lock; what is sealed so far stays sealed.
            done.stopped = N_("the database is busy; the rest is sealed at the next run")
            return done
        self._write(now)
        return done

    def _final(self, connection: Connection) -> int:
        """The number up to which no event can appear any more."""
        writing = rows.writing(connection)
        if not self._writing & writing:
            self._settled = max(self._settled, self._seen)
            # First the highest number, then who is writing: who wrote a lower one is among them,
            # or has finished.
            self._seen = rows.highest(connection)
            self._writing = rows.writing(connection)
            if not self._writing:
                self._settled = self._seen
        return self._settled

    def _waiting(self, connection: Connection, upto: int) -> bool:
        last = rows.last_seal(connection)
        after = last.event if last is not None and last.seq else 0
        return last is None or bool(rows.events(connection, after=after, upto=upto, limit=1))

    def _batch(self, key: bytes, after: int, upto: int, done: Sealed) -> int | None:
        """One transaction; returns the last number it looked at, None when no more are left."""
        with self.engine.begin() as connection:
            if not rows.may_seal(connection):
                return None
            rows.check_key(connection, key)
            self._continues(connection)
            ends = self._ends(connection, key)
            if ends is None:
                return None
            first, last = ends
            after = max(after, last.event if last.seq else 0)
            found = rows.events(connection, after=after, upto=upto, limit=self.batch)
            links, refused = record.seal(key, first, last, found)
            rows.append(connection, links)
        done.sealed += len(links)
        self._refuse(refused, done)
        return found[-1][0] if len(found) == self.batch else None

    def _ends(self, connection: Connection, key: bytes) -> tuple[Seal, Seal] | None:
        """The first and the last link; the first is made where there is none yet, or None while
        somebody is writing who may not know of it."""
        first, last = rows.first_seal(connection), rows.last_seal(connection)
        if first is not None and last is not None:
            return first, last
        if not rows.is_alone(connection):
            return None
        first = record.begin(key, rows.highest_without_mac(connection))
        rows.append(connection, [first])
        return first, first

    def _refuse(self, refused: list[int], done: Sealed) -> None:
        for number in refused:
            done.refused.append(number)
            if number not in self._told:
                self._told.add(number)
                log.error("event %d has no valid MAC and is not sealed: duban audit verify", number)

    # --- the head -----------------------------------------------------------------------------

    def _continues(self, connection: Connection) -> None:
        """The chain still holds the head that was written last. Raises Refused when not: to
        seal on would hide what was cut."""
        if not self.head.exists():
            return
        try:
            head = head_from(self.head.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            said = Message("{file} cannot be read: {why}", file=self.head, why=error)
            raise Refused(said, "check DUBAN_HEAD_FILE") from None
        there = rows.seal_at(connection, head.seq)
        if there is None or not record.same(there.hash, head.hash):
            raise Refused(
                Message(
                    "the head in {file} (seal {seal}) is not in the database",
                    file=self.head,
                    seal=head.seq,
                ),
                "duban audit verify; after restoring a backup move that file away",
            )

    def _is_written(self, connection: Connection) -> bool:
        last = rows.last_seal(connection)
        try:
            return last is not None and record.same(
                head_from(self.head.read_text(encoding="utf-8")).hash, last.hash
            )
        except (OSError, ValueError):
            return False

    def _write(self, now: datetime) -> None:
        with reading(self.engine).connect() as connection:
            last = rows.last_seal(connection)
        if last is None:
            return
        self.head.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.head.with_name(f"{self.head.name}.new")
        fresh.write_text(head_text(record.head_of(last), now), encoding="utf-8")
        fresh.replace(self.head)
