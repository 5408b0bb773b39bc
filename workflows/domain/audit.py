"""Whether the record is as it was written: walks events and seals and names the first bad row.

Pure: the rows come in order, the key and the head from whoever asks. What can be found and what
cannot: docs/record.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NoReturn

from workflows.domain import record
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
#: (number, row); the row is None when it cannot be read as an event at all.
Numbered = tuple[int, Event | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """The first row that is not as it was written. `table`: events or seals (by `seq`)."""

    table: Literal["events", "seals"]
    number: int
    what: What
    said: str


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


class _Bad(Exception):
    """Ends the walk at the first bad row."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.said)
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
                    "seals", 0, "tail cut", f"every seal is gone, the head tells of {self.head.seq}"
                )
            if self._at is not None:
                self._bad(
                    "seals",
                    0,
                    "not sealed",
                    "there is no seal: either the sealer has never run, or all seals were deleted",
                )
            return
        if self.last.seq != 0:
            self._bad("seals", 0, "deleted", "the seal the record begins with is gone")
        if not record.same(record.begin(self.key, self.last.event).hash, self.last.hash):
            self._bad(
                "seals",
                0,
                "re-chained",
                "the first seal was not made with this key: the "
                "record was begun anew, or DUBAN_SECRET_KEY is not the one it was "
                "written with",
            )
        if len(self.seals) > 1 and self.seals[1].seq != 1 and self.pruned is not None:
            if not self.pruned.ends_with(self.seals[1]):
                self._bad(
                    "seals",
                    self.seals[1].seq,
                    "deleted",
                    "the record was pruned up to "
                    f"seal {self.pruned.seal}, and does not go on from there",
                )
            self.start, self.last = 2, self.seals[1]

    def sealed(self, place: int) -> None:
        """The seal at `place`, and the event it seals."""
        seal, last = self.seals[place], self.last
        if seal.seq != last.seq + 1:
            self._bad("seals", last.seq + 1, "deleted", f"the seal is gone; the next is {seal.seq}")
        if seal.event <= last.event and last.seq:
            self._bad(
                "seals",
                seal.seq,
                "reordered",
                f"it seals event {seal.event}, the seal before it event {last.event}",
            )
        while self._at is not None and self._at[0] < seal.event:
            self._unsealed_between(*self._at, seal)
        if self._at is None or self._at[0] != seal.event:
            self._bad(
                "events", seal.event, "deleted", f"seal {seal.seq} is of an event that is gone"
            )
        event = self._checked(*self._at)
        self._linked(place, event)
        self.last = seal
        self._at = next(self._events, None)

    def rest(self) -> None:
        """Events after the last seal."""
        while self._at is not None:
            event = self._checked(*self._at)
            if self.start == 2 and event.id <= self.seals[1].event:
                self._bad("events", event.id, "inserted", "it lies in the months that were pruned")
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
                f"the record ends at seal "
                f"{self.last.seq} (event {self.last.event}), the head tells of "
                f"{head.seq} (event {head.event})",
            )
        there = next((seal for seal in self.seals if seal.seq == head.seq), None)
        if there is None:
            self.head_is_gone = True  # of months that were pruned: their export holds it
        elif not record.same(there.hash, head.hash):
            self._bad(
                "seals",
                head.seq,
                "re-chained",
                "the head that was kept elsewhere has "
                "another hash for this seal: somebody with the key wrote the record "
                "anew, or the head is of another database",
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
                    "it was written past the program, or its MAC was taken away",
                )
            if (was := self._written_as(event)) is not None:
                self._bad("events", number, "reordered", f"this row was written as event {was}")
        if number not in self._sealed and number > self.last.event:
            self._bad(
                "events",
                number,
                "inserted",
                "its MAC is not valid and it is not sealed: "
                "written past the program, or edited before it was sealed",
            )
        self._bad("events", number, "edited", "its MAC is not that of what it says")

    @property
    def seals_first(self) -> Seal:
        return self.seals[0] if self.seals else self.last

    def _unsealed_between(self, number: int, event: Event | None, seal: Seal) -> None:
        """An event without a seal where later ones have theirs."""
        if number in self._sealed:
            self._bad(
                "seals", seal.seq, "reordered", f"it seals event {seal.event} before event {number}"
            )
        if event is not None and not event.mac and number > self.seals_first.event:
            self._bad(
                "events",
                number,
                "without MAC",
                "it was written past the program; the sealer refused it",
            )
        if event is not None and (was := self._written_as(event)) not in (None, number):
            self._bad("events", number, "reordered", f"this row was written as event {was}")
        self._bad("events", number, "inserted", "it has no seal, while later events have theirs")

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
                    "it continues another seal than the one before it",
                )
            self._bad("seals", seal.seq, "re-chained", "it continues a seal that is not there")
        if record.same(record.link(self.key, last, event).hash, seal.hash):
            return
        if self._vouched(place):
            self._bad("events", event.id, "edited", "another row stands where this one was sealed")
        self._bad("seals", seal.seq, "re-chained", "its hash was not made with the key")

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
        self, table: Literal["events", "seals"], number: int, what: What, said: str
    ) -> NoReturn:
        raise _Bad(Finding(table, number, what, said))
