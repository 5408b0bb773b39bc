"""Whether the record is as it was written: walks events and seals and names the first bad row.

Pure: the rows come in order, the key and the head from whoever asks. What can be found and what
cannot: docs/record.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NoReturn

from workflows.domain import record
from workflows.domain.messages import N_, Message, Text, terms
from workflows.domain.record import Head, Pruned, Seal
from workflows.domain.rows import Event

What = Literal[
    "edited",
    "deleted",
    "inserted",
    "reordered",
    "re-chained",
    "without MAC",
    "tail cut",
    "not sealed",
]
WHATS = terms(
    "finding", "edited", "deleted", "inserted", "reordered", "re-chained", "without MAC",
    "tail cut", "not sealed",
)  # fmt: skip
_IN_PRUNED = N_("it is in the months that were pruned")
#: (number, row); the row is None when it cannot be read as an event at all.
Numbered = tuple[int, Event | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """The first row that is not as it was written. `table`: events or seals (by `seq`)."""

    table: Literal["events", "seals"]
    number: int
    what: What
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was looked at. `unsealed`: events that may still vanish unseen, since `since`."""

    finding: Finding | None
    sealed: int
    head: Head | None
    unsealed: int = 0
    since: datetime | None = None
    #: Whether a head kept elsewhere was there to compare with.
    compared: bool = False
    #: Where the walk began when whole months have been pruned.
    pruned: Pruned | None = None


def _written_as(number: int | None) -> Message:
    return Message("this row was written as event {n}", n=number)


class _Bad(Exception):
    """Ends the walk at the first bad row."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding.said))
        self.finding = finding


def verify(
    key: bytes,
    seals: Sequence[Seal],
    events: Iterable[Numbered],
    head: Head | None = None,
    pruned: Pruned | None = None,
) -> Verdict:
    """Walk `seals` (by seq) and `events` (by number) side by side.

    `events` must have been read after `seals`. `head`: the last link as it was kept elsewhere.
    `pruned`: what a genuine event says of months that were dropped (`record.pruned_by`).
    """
    walk = _Walk(key, seals, events, head, pruned)
    finding = None
    try:
        walk.beginning()
        for place in range(walk.start, len(seals)):
            walk.sealed(place)
        walk.rest()
        walk.end()
    except _Bad as bad:
        finding = bad.finding
    return Verdict(
        finding=finding,
        sealed=max(len(seals) - walk.start, 0),
        head=record.head_of(seals[-1]) if seals else None,
        unsealed=walk.unsealed,
        since=walk.since,
        compared=head is not None and not walk.head_is_gone,
        pruned=pruned if walk.start == 2 else None,
    )


class _Walk:
    """Where the walk stands: the last good seal, and the next event."""

    def __init__(
        self,
        key: bytes,
        seals: Sequence[Seal],
        events: Iterable[Numbered],
        head: Head | None,
        pruned: Pruned | None,
    ) -> None:
        self.key = key
        self.seals = seals
        self.head = head
        self.pruned = pruned
        #: The place of the first seal whose event must be there.
        self.start = 1
        self.head_is_gone = False
        self.last = seals[0] if seals else record.begin(key, 0)
        self.unsealed = 0
        self.since: datetime | None = None
        self._events: Iterator[Numbered] = iter(events)
        self._at = next(self._events, None)
        self._sealed = {seal.event for seal in seals[1:]}
        self._hashes = {seal.hash for seal in seals}

    def beginning(self) -> None:
        if not self.seals:
            if self.head is not None:
                self._bad(
                    "seals",
                    0,
                    "tail cut",
                    Message("every seal is gone, the head names seal {n}", n=self.head.seq),
                )
            if self._at is not None:
                self._bad(
                    "seals",
                    0,
                    "not sealed",
                    N_("there is no seal: nothing was sealed yet, or all seals were deleted"),
                )
            return
        if self.last.seq != 0:
            self._bad("seals", 0, "deleted", N_("the first seal of the record is gone"))
        if not record.same(record.begin(self.key, self.last.event).hash, self.last.hash):
            self._bad(
                "seals",
                0,
                "re-chained",
                N_(
                    "the first seal was not made with this key: the record was begun again, or "
                    "DUBAN_SECRET_KEY is not the key it was written with"
                ),
            )
        if len(self.seals) > 1 and self.seals[1].seq != 1 and self.pruned is not None:
            if not self.pruned.ends_with(self.seals[1]):
                self._bad(
                    "seals",
                    self.seals[1].seq,
                    "deleted",
                    Message(
                        "the record was pruned up to seal {n}, and does not continue from there",
                        n=self.pruned.seal,
                    ),
                )
            self.start, self.last = 2, self.seals[1]

    def sealed(self, place: int) -> None:
        """The seal at `place`, and the event it seals."""
        seal, last = self.seals[place], self.last
        if seal.seq != last.seq + 1:
            gone = Message("the seal is gone; the next is {n}", n=seal.seq)
            self._bad("seals", last.seq + 1, "deleted", gone)
        if seal.event <= last.event and last.seq:
            self._bad(
                "seals",
                seal.seq,
                "reordered",
                Message(
                    "it seals event {event}, the seal before it event {before}",
                    event=seal.event,
                    before=last.event,
                ),
            )
        while self._at is not None and self._at[0] < seal.event:
            self._unsealed_between(*self._at, seal)
        if self._at is None or self._at[0] != seal.event:
            gone = Message("seal {n} belongs to an event that is gone", n=seal.seq)
            self._bad("events", seal.event, "deleted", gone)
        event = self._checked(*self._at)
        self._linked(place, event)
        self.last = seal
        self._at = next(self._events, None)

    def rest(self) -> None:
        """Events after the last seal."""
        while self._at is not None:
            event = self._checked(*self._at)
            if self.start == 2 and event.id <= self.seals[1].event:
                self._bad("events", event.id, "inserted", _IN_PRUNED)
            self.unsealed += 1
            self.since = min(self.since or event.recorded_at, event.recorded_at)
            self._at = next(self._events, None)

    def end(self) -> None:
        """The head that was kept elsewhere."""
        head = self.head
        if head is None or not self.seals:
            return
        if head.seq > self.last.seq:
            self._bad(
                "seals",
                self.last.seq + 1,
                "tail cut",
                Message(
                    "the record ends at seal {seal} (event {event}), the head names seal "
                    "{head_seal} (event {head_event})",
                    seal=self.last.seq,
                    event=self.last.event,
                    head_seal=head.seq,
                    head_event=head.event,
                ),
            )
        there = next((seal for seal in self.seals if seal.seq == head.seq), None)
        if there is None:
            self.head_is_gone = True  # of months that were pruned: their export holds it
        elif not record.same(there.hash, head.hash):
            self._bad(
                "seals",
                head.seq,
                "re-chained",
                N_(
                    "the head kept on another computer has another hash for this seal: someone "
                    "with the key wrote the record again, or the head belongs to another "
                    "database"
                ),
            )

    # --- one event --------------------------------------------------------------------------

    def _checked(self, number: int, event: Event | None) -> Event:
        """The event, genuine or older than the record."""
        if event is not None:
            if record.genuine(self.key, event) or record.is_older(self.seals_first, event):
                return event
            if not event.mac:
                self._bad(
                    "events",
                    number,
                    "without MAC",
                    N_("it was not written by Duban, or its MAC was removed"),
                )
            if (was := self._written_as(event)) is not None:
                self._bad("events", number, "reordered", _written_as(was))
        if number not in self._sealed and number > self.last.event:
            self._bad(
                "events",
                number,
                "inserted",
                N_(
                    "its MAC is not valid and it is not sealed: not written by Duban, or edited "
                    "before it was sealed"
                ),
            )
        self._bad("events", number, "edited", N_("its MAC does not match its content"))

    @property
    def seals_first(self) -> Seal:
        return self.seals[0] if self.seals else self.last

    def _unsealed_between(self, number: int, event: Event | None, seal: Seal) -> None:
        """An event without a seal where later ones have theirs."""
        if number in self._sealed:
            early = Message(
                "it seals event {event} before event {other}", event=seal.event, other=number
            )
            self._bad("seals", seal.seq, "reordered", early)
        if event is not None and not event.mac and number > self.seals_first.event:
            self._bad(
                "events",
                number,
                "without MAC",
                N_("it was not written by Duban and could not be sealed"),
            )
        if event is not None and (was := self._written_as(event)) not in (None, number):
            self._bad("events", number, "reordered", _written_as(was))
        self._bad("events", number, "inserted", N_("it has no seal, but later events have one"))

    def _written_as(self, event: Event) -> int | None:
        """The number under which the row's MAC is valid, when it is a sealed event's."""
        for number in sorted(self._sealed):
            if record.genuine(self.key, replace(event, id=number)):
                return number
        return None

    def _linked(self, place: int, event: Event) -> None:
        """The seal continues the chain and holds this very event."""
        seal, last = self.seals[place], self.last
        if not record.same(seal.prev, last.hash):
            if seal.prev in self._hashes:
                self._bad(
                    "seals",
                    seal.seq,
                    "reordered",
                    N_("it continues another seal than the one before it"),
                )
            self._bad(
                "seals", seal.seq, "re-chained", N_("it continues a seal that does not exist")
            )
        if record.same(record.link(self.key, last, event).hash, seal.hash):
            return
        if self._vouched(place):
            self._bad(
                "events",
                event.id,
                "edited",
                N_("another row is in the place of the one that was sealed"),
            )
        self._bad("seals", seal.seq, "re-chained", N_("its hash was not made with the key"))

    def _vouched(self, place: int) -> bool:
        """Whether the seal itself is genuine: what follows was made from it, with the key."""
        seal, head = self.seals[place], self.head
        if head is not None and head.seq == seal.seq:
            return record.same(head.hash, seal.hash)
        number, event = next(self._events, None) or (0, None)
        if event is None or place + 1 == len(self.seals) or number != self.seals[place + 1].event:
            return False
        return record.same(record.link(self.key, seal, event).hash, self.seals[place + 1].hash)

    def _bad(
        self, table: Literal["events", "seals"], number: int, what: What, said: Text
    ) -> NoReturn:
        raise _Bad(Finding(table, number, what, said))
