"""The record: what makes an event genuine, and the chain that keeps its order and its length.

Every event carries a MAC over its canonical form. Every sealed event is a link of a chain: a
seal holds the hash of the seal before it and one over the event. Both are keyed, so who can
write in the database but has not the key can make neither.

- MAC and hash: HMAC-SHA256 (RFC 2104), as 64 lower-case hexadecimal digits.
- Key: 32 bytes, derived from the office's secret by HKDF-SHA256 (RFC 5869) for this use only.
- Canonical form: the event's columns as one JSON object in UTF-8, keys in order, no spaces;
  instants in UTC with microseconds. A row read back from either database gives the same bytes.
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from workflows.domain.rows import Event

_SALT = b"duban"
_PURPOSE = b"the record of events, version 1"


def derive(secret: str) -> bytes:
    """The record's key (32 bytes) from the office's secret. HKDF with one block of output."""
    extracted = hmac.digest(_SALT, secret.encode(), "sha256")
    return hmac.digest(extracted, _PURPOSE + b"\x01", "sha256")


def demo_key(seed: int) -> bytes:
    """A demo's key: everybody can work it out, and the same seed leaves the same record."""
    return derive(f"a demo with the seed {seed}")


# --- the canonical form -------------------------------------------------------------------

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

#: A canonical form without the two numbers that differ where many rows are told the same.
Layout = tuple[str, str, str]


def lay_out(
    *,
    programme: str,
    step: int,
    kind: str,
    trigger: str | None,
    n: int,
    old: str,
    new: str,
    why: str,
    actor: str,
    at: datetime,
    recorded_at: datetime,
) -> Layout:
    """The parts before, between and after `id` and `obligation`. `why` is JSON as `why_text`."""
    text = _ENCODER.encode
    return (
        f'{{"actor":{text(actor)},"at":"{_instant(at)}","id":',
        f',"kind":{text(kind)},"leg":{step},"n":{n},"new":{text(new)},"obligation":',
        f',"old":{text(old)},"point":{text(trigger)},"programme":{text(programme)}'
        f',"recorded_at":"{_instant(recorded_at)}","why":{why}}}',
    )


def why_text(why: Mapping[str, Any]) -> str:
    """Reasons as JSON, keys in order."""
    return _ENCODER.encode(dict(why))


def canonical(layout: Layout, number: int, obligation: int | None) -> bytes:
    """The canonical form of the event `number`."""
    first, second, third = layout
    about = "null" if obligation is None else obligation
    return f"{first}{number}{second}{about}{third}".encode()


def canonical_of(event: Event) -> bytes:
    """The canonical form of an event as it was read. Anything but an event's types raises
    TypeError, ValueError or AttributeError: a row we did not write."""
    layout = lay_out(
        programme=event.programme,
        step=event.step,
        kind=event.kind,
        trigger=event.trigger,
        n=event.n,
        old=event.old,
        new=event.new,
        why=why_text(event.why),
        actor=event.actor,
        at=event.at,
        recorded_at=event.recorded_at,
    )
    return canonical(layout, event.id, event.obligation)


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("an instant without a zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


# --- MAC and chain ------------------------------------------------------------------------


def mac(key: bytes, form: bytes) -> str:
    """The MAC of an event by its canonical form."""
    return hmac.digest(key, form, "sha256").hex()


def genuine(key: bytes, event: Event | None) -> bool:
    """Whether this very row was written with the key. None: a row that cannot be read."""
    if event is None:
        return False
    try:
        return same(mac(key, canonical_of(event)), event.mac)
    except (TypeError, ValueError, AttributeError):
        return False


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


@dataclass(frozen=True, slots=True)
class Seal:
    """One link. `seq` counts from 1; 0 is the beginning, whose `event` is the last number that
    was there before the record had a key (such rows have no MAC)."""

    seq: int
    event: int
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last link: whoever keeps it elsewhere can tell that the record has been cut."""

    seq: int
    event: int
    hash: str


@dataclass(frozen=True, slots=True)
class Pruned:
    """Where the live record begins after whole months were dropped: the last seal of what is
    gone. Such a marker is an event `pruned`, so nobody without the key can set one."""

    seal: int
    event: int
    hash: str
    before: str

    def ends_with(self, seal: Seal) -> bool:
        return (seal.seq, seal.event) == (self.seal, self.event) and same(seal.hash, self.hash)


def pruned_by(key: bytes, events: Iterable[Event]) -> Pruned | None:
    """What the last genuine event of the kind `pruned` says; None where there is none."""
    found = None
    for event in events:
        if event.kind == "pruned" and genuine(key, event):
            why = event.why
            found = Pruned(
                int(why["seal"]), int(why["event"]), str(why["hash"]), str(why["before"])
            )
    return found


def head_of(seal: Seal) -> Head:
    return Head(seal.seq, seal.event, seal.hash)


def begin(key: bytes, before: int) -> Seal:
    """The first link. `before`: the highest number of an event without a MAC, 0 when none."""
    return Seal(0, before, "", hmac.digest(key, f"begin\n{before}".encode(), "sha256").hex())


def link(key: bytes, last: Seal, event: Event) -> Seal:
    """The link after `last`. It holds the event by its canonical form and its MAC."""
    # The first word keeps links and MACs apart: no canonical form begins like this.
    said = f"seal\n{last.seq + 1}\n{last.hash}\n{event.mac}\n".encode() + canonical_of(event)
    sealed = hmac.digest(key, said, "sha256").hex()
    return Seal(last.seq + 1, event.id, last.hash, sealed)


def seal(
    key: bytes, first: Seal, last: Seal, events: Iterable[tuple[int, Event | None]]
) -> tuple[list[Seal], list[int]]:
    """Links for (number, row) in order of their numbers, and the numbers that are refused.

    Refused is a row without a valid MAC, unless it was there before the record began.
    """
    sealed, refused = [], []
    for number, event in events:
        if event is None or not (genuine(key, event) or is_older(first, event)):
            refused.append(number)
            continue
        last = link(key, last, event)
        sealed.append(last)
    return sealed, refused


def is_older(first: Seal, event: Event) -> bool:
    """Whether the row stood there, without a MAC, before the record began."""
    if event.mac or event.id > first.event:
        return False
    try:
        return bool(canonical_of(event))
    except (TypeError, ValueError, AttributeError):
        return False
