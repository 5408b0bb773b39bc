"""The record as text: the head in its file, and an export of one JSON object a line.

An export begins with `{"record": 1, …}`, then come the seals by `seq`, the events by number, and
the head. Instants are UTC with microseconds. The text is read back without trusting it: a line
that is no event is an event that cannot be read, and the audit names it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from email import message_from_string, policy
from email.message import Message
from typing import Any

from workflows.domain.messages import N_
from workflows.domain.record import Head, Seal
from workflows.domain.rows import Event

VERSION = 1
_EVENT = tuple(f.name for f in fields(Event))
_INSTANTS = ("at", "recorded_at")


@dataclass(frozen=True, slots=True)
class Exported:
    """An export as it was read: what `audit.verify` takes."""

    seals: list[Seal]
    events: list[tuple[int, Event | None]]
    head: Head | None


def head_text(head: Head, now: datetime) -> str:
    """The head and the instant it was taken, as one line of JSON."""
    return _line(asdict(head) | {"at": _instant(now)})


def head_line(head: Head) -> str:
    """The head as it stands in a mail: the same in every language, and read by `head_from`."""
    return f"[{head.seq}:{head.event}:{head.hash}]"


_HEAD_LINE = re.compile(r"\[([0-9]{1,18}):([0-9]{1,18}):([0-9a-f]{64})\]")


def head_from(text: str) -> Head:
    """The head in its own file, in a mail's text, or in a mail saved whole (.eml).

    Raises ValueError where `text` holds none, or several that differ.
    """
    told = {match.groups() for match in _HEAD_LINE.finditer(_unwrapped(text))}
    if len(told) > 1:
        raise ValueError(N_("it holds several heads of a record; keep the one to compare with"))
    for seq, event, hash_ in told:
        return Head(int(seq), int(event), hash_)
    try:
        found = json.loads(text)
        head = Head(found["seq"], found["event"], found["hash"])
    except (KeyError, TypeError, ValueError):
        raise ValueError(N_("it holds no head of a record")) from None
    numbers = type(head.seq) is int and type(head.event) is int and head.seq >= 0
    if not numbers or not isinstance(head.hash, str):
        raise ValueError(N_("it holds no head of a record"))
    return head


def _unwrapped(text: str) -> str:
    """A mail's text as one line: decoded, without the quoting and breaks mail programs add."""
    if re.search(r"^mime-version:", text, re.IGNORECASE | re.MULTILINE):
        parts = message_from_string(text, policy=policy.default).walk()
        text = "\n".join(
            _content(part) for part in parts if part.get_content_type() == "text/plain"
        )
    return re.sub(r"[\s>]+", "", text)


def _content(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def export(
    seals: Iterable[Seal],
    events: Iterable[tuple[int, Event | None]],
    now: datetime,
    mails: Iterable[str] = (),
) -> Iterator[str]:
    """The lines of an export. A row that cannot be read is left out, so its seal tells of it.
    `mails`: lines of `row_line` for messages and their items."""
    yield _line({"record": VERSION, "exported_at": _instant(now)})
    last = None
    for last in seals:
        yield seal_line(last)
    for _, event in events:
        if event is not None:
            yield event_line(event)
    yield from mails
    head = Head(last.seq, last.event, last.hash) if last else None
    yield _line({"head": asdict(head) if head else None})


def joined(parts: Iterable[Exported]) -> tuple[list[Seal], list[tuple[int, Event | None]]]:
    """Several parts of one record as a whole; where two hold the same row, the later counts."""
    seals: dict[int, Seal] = {}
    events: dict[int, Event | None] = {}
    for part in parts:
        seals |= {seal.seq: seal for seal in part.seals}
        events |= dict(part.events)
    return sorted(seals.values(), key=lambda seal: seal.seq), sorted(
        events.items(), key=lambda numbered: numbered[0]
    )


def seal_line(seal: Seal) -> str:
    return _line({"seal": asdict(seal)})


def event_line(event: Event) -> str:
    return _line({"event": _event_columns(event)})


#: Rows that an export may hold beside the record; they are under no seal.
BESIDE = ("message", "item")


def row_line(name: str, row: Mapping[str, Any]) -> str:
    """A row beside the record (`BESIDE`) as a line, its columns as they are."""
    columns = {key: _instant(v) if isinstance(v, datetime) else v for key, v in row.items()}
    return _line({name: columns})


def read(text: str) -> Exported:
    """An export read back. Raises ValueError when it is none, or when its end is missing."""
    # Not splitlines: a text may hold U+2028, which JSON leaves as it is.
    lines = [json.loads(line) for line in text.split("\n") if line.strip()]
    if not lines or not isinstance(lines[0], dict) or lines[0].get("record") != VERSION:
        raise ValueError(N_("it is not an export of a record"))
    if not isinstance(lines[-1], dict) or "head" not in lines[-1]:
        raise ValueError(N_("its last line, the head, is missing: the file is not complete"))
    head = lines[-1]["head"]
    seals, events = [], []
    for line in lines[1:-1]:
        if "seal" in line:
            seals.append(_seal(line["seal"]))
        elif not any(name in line for name in BESIDE):
            events.append(_event(line["event"]))
    seals.sort(key=lambda seal: seal.seq)
    events.sort(key=lambda numbered: numbered[0])
    return Exported(seals, events, head_from(json.dumps(head)) if head else None)


def _event_columns(event: Event) -> dict[str, Any]:
    found = {name: getattr(event, name) for name in _EVENT}
    return found | {name: _instant(found[name]) for name in _INSTANTS}


def _event(found: Mapping[str, Any]) -> tuple[int, Event | None]:
    number = int(found["id"])
    try:
        columns = {name: found[name] for name in _EVENT}
        columns |= {name: datetime.fromisoformat(found[name]) for name in _INSTANTS}
        return number, Event(**columns)
    except (KeyError, TypeError, ValueError):
        return number, None


def _seal(found: Mapping[str, Any]) -> Seal:
    return Seal(int(found["seq"]), int(found["event"]), str(found["prev"]), str(found["hash"]))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
