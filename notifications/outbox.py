"""The outbox: items go into mailings here, and a sender claims, marks and releases messages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from notifications.bundle import lead
from notifications.kinds import KINDS
from notifications.mail_hour import Slot, following, slot
from workflows.domain.moments import Frame
from workflows.domain.organisation import Org, Person
from workflows.store import bulk, outbox_queries, snapshots
from workflows.store import tables as t

#: How long a claimed message belongs to its sender.
LEASE = timedelta(minutes=5)
#: Marks the mailings of what does not wait; no key of a person may contain it.
AT_ONCE = ":!"


class Item(NamedTuple):
    """One thing to be said to one person. `dedupe` is what makes it the same thing."""

    person: str
    kind: str
    event: int
    at: datetime
    obligation: int | None
    step: int
    reasons: str
    dedupe: str


_MESSAGE_COLUMNS = (
    "id", "programme", "person", "address", "mailing", "kind", "language", "not_before",
    "created_at",
)  # fmt: skip
_ITEM_COLUMNS = ("id", "message", "obligation", "event", "kind", "step", "reasons", "dedupe")


def post(
    connection: Connection,
    programme: str,
    items: Sequence[Item],
    org: Org,
    frame: Frame,
    now: datetime,
    most: int = 0,
) -> int:
    """Put `items` into the messages of their mailings. Returns the number of new messages.

    A mailing whose message has left already is closed: what comes later goes with the next.
    `most`: how many mails that do not wait one person gets in a day; what comes beyond them
    waits for its mailing, merged by urgency. 0: no limit.
    """
    if not items:
        return 0
    at_once = _at_once(connection, programme, items, frame, now, most)
    placed = _place(connection, programme, items, org, frame, now, at_once)
    mailings = dict.fromkeys(mailing for mailing, _, _ in placed)
    known = {
        mailing: id_ for mailing, (id_, _) in outbox_queries.mailings(connection, mailings).items()
    }
    fresh = [mailing for mailing in mailings if mailing not in known]
    numbers = dict(zip(fresh, bulk.allocate(connection, t.messages, len(fresh)), strict=True))
    rows = [
        (
            numbers[mailing],
            programme,
            person.key,
            person.email,
            mailing,
            kind,
            person.language,
            at,
            now,
        )
        for mailing, person, kind, at in _fresh(placed, numbers, org)
    ]
    bulk.insert(connection, t.messages, _MESSAGE_COLUMNS, rows)
    of_mailing = known | numbers
    ids = bulk.allocate(connection, t.message_items, len(placed))
    said = [
        (id_, of_mailing[mailing], i.obligation, i.event, i.kind, i.step, i.reasons, i.dedupe)
        for id_, (mailing, i, _) in zip(ids, placed, strict=True)
    ]
    bulk.insert(connection, t.message_items, _ITEM_COLUMNS, said, new=True)
    return len(fresh)


def _fresh(
    placed: Sequence[tuple[str, Item, datetime]], new: Mapping[str, int], org: Org
) -> Iterator[tuple[str, Person, str, datetime]]:
    """(mailing, its person, the kind it is called by, not before) of the `new` mailings."""
    firsts: dict[str, tuple[Item, datetime]] = {}
    kinds: dict[str, set[str]] = {}
    for mailing, item, at in placed:
        firsts.setdefault(mailing, (item, at))
        kinds.setdefault(mailing, set()).add(item.kind)
    for mailing in new:
        item, at = firsts[mailing]
        yield mailing, org.people[item.person], lead(kinds[mailing]), at


def _place(
    connection: Connection,
    programme: str,
    items: Sequence[Item],
    org: Org,
    frame: Frame,
    now: datetime,
    at_once: frozenset[str],
) -> list[tuple[str, Item, datetime]]:
    """(mailing, item, not before) of each item; mailings that have left are passed over."""
    waiting: dict[tuple[str, datetime], Slot] = {}
    for item in items:
        if (item.person, item.at) not in waiting and item.dedupe not in at_once:
            person = org.people[item.person]
            zone = person.zone or frame.zone
            at = slot(item.at, now, person.mail_hour, zone, frame.calendar)
            waiting[item.person, item.at] = at
    found: dict[tuple[str, datetime], tuple[str, datetime]] = {}
    while waiting:
        mailings = {key: f"{programme}:{key[0]}:{at.day}" for key, at in waiting.items()}
        states = outbox_queries.mailings(connection, mailings.values())
        for key, mailing in mailings.items():
            if mailing not in states or states[mailing][1] == "pending":
                found[key] = mailing, waiting.pop(key).at
                continue
            person = org.people[key[0]]
            zone = person.zone or frame.zone
            waiting[key] = following(waiting[key], person.mail_hour, zone, frame.calendar)
    placed = []
    for item in items:
        if item.dedupe in at_once:
            placed.append((f"{programme}:{item.person}{AT_ONCE}{item.event}", item, now))
        else:
            mailing, not_before = found[item.person, item.at]
            placed.append((mailing, item, not_before))
    return placed


def _at_once(
    connection: Connection,
    programme: str,
    items: Sequence[Item],
    frame: Frame,
    now: datetime,
    most: int,
) -> frozenset[str]:
    """The items that do not wait for the mail hour, by what makes them the same thing."""
    urgent = [item for item in items if KINDS[item.kind].urgency == "now"]
    if not urgent or not most:
        return frozenset(item.dedupe for item in urgent)
    people = {item.person for item in urgent}
    since = frame.instant(frame.day(now))
    had = outbox_queries.at_once_since(connection, programme, people, AT_ONCE, since)
    found = set()
    for item in urgent:
        if had.get(item.person, 0) < most:
            had[item.person] = had.get(item.person, 0) + 1
            found.add(item.dedupe)
    return frozenset(found)


# --- sending ----------------------------------------------------------------------------


def claim(connection: Connection, owner: str, now: datetime, limit: int) -> list[Mapping[str, Any]]:
    """Take up to `limit` messages for `owner` until their lease ends, oldest first.

    The rows come back as claimed; `unknowns` counts the earlier attempts that may have
    arrived: those that `begin` recorded and whose end nobody has written.
    """
    claimed: list[Mapping[str, Any]] = [
        dict(row)
        | {
            "held": row["attempt"],
            "owner": owner,
            "attempt": row["attempt"] + 1,
            "lease_until": now + LEASE,
        }
        for row in outbox_queries.claimable(connection, now, limit)
    ]
    columns = ("owner", "attempt", "lease_until")
    bulk.update(
        connection,
        t.messages,
        ("state", *columns),
        [("sending", *(r[c] for c in columns), r["id"], r["held"]) for r in claimed],
        guard=("id", "attempt"),
    )
    return claimed


_FOLDABLE = (
    t.messages.c.state == "pending",
    t.messages.c.not_before <= bindparam("now"),
    t.messages.c.unknowns == 0,
    t.messages.c.mailing.not_like(f"%{AT_ONCE}%"),
)
_SEVERAL = (
    select(t.messages.c.programme, t.messages.c.person)
    .where(*_FOLDABLE)
    .group_by(t.messages.c.programme, t.messages.c.person)
    .having(func.count() > 1)
)


def fold(connection: Connection, now: datetime) -> None:
    """Several mailings of one person that are due together become one mail, the latest.

    After days without a relay nobody gets a mail for each day.
    """
    m = t.messages.c
    for programme, person in connection.execute(_SEVERAL, {"now": now}).all():
        query = (
            select(m.id)
            .where(*_FOLDABLE, m.programme == programme, m.person == person)
            .order_by(m.not_before, m.id)
        )
        if connection.dialect.name == "postgresql":
            query = query.with_for_update(skip_locked=True)
        found = connection.execute(query, {"now": now}).all()
        *older, latest = [row[0] for row in found] or [0]
        connection.execute(
            update(t.message_items)
            .where(t.message_items.c.message.in_(older))
            .values(message=latest)
        )
        connection.execute(
            update(t.messages)
            .where(m.id.in_(older))
            .values(state="cancelled", outcome=f"merged into {latest}")
        )


def begin(connection: Connection, message: Mapping[str, Any], versions: Mapping[int, int]) -> bool:
    """Record that the relay is asked now; from here on the message may have arrived.

    False when it must not be: another sender has taken it over, or one of its obligations
    is not at its version in `versions` any more; then it is given back, to be read again.
    """
    if outbox_queries.versions(connection, versions) != versions:
        release(connection, message)
        return False
    return _write(connection, message, {"unknowns": message["unknowns"] + 1})


def mark(connection: Connection, message: Mapping[str, Any], columns: dict[str, Any]) -> bool:
    """Write the outcome, fenced: False when another sender has taken the message over."""
    known = {"unknowns": message["unknowns"] + (columns["state"] == "unknown")}
    return _write(connection, message, {"lease_until": None} | columns | known)


def release(connection: Connection, message: Mapping[str, Any]) -> None:
    """Give a claimed message back; it has spent no attempt."""
    mark(connection, message, given_back(message))


def given_back(message: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a claimed message as it was before it was claimed."""
    return {"state": "pending", "attempt": message["held"], "owner": ""}


_MINE = ("id", "owner", "attempt", "state")


def _write(connection: Connection, message: Mapping[str, Any], columns: dict[str, Any]) -> bool:
    """Fenced: only while the message belongs to the one who claimed it."""
    mine = (message["id"], message["owner"], message["attempt"], "sending")
    row = (*columns.values(), *mine)
    try:
        bulk.update(connection, t.messages, tuple(columns), [row], guard=_MINE)
    except bulk.Conflict:
        return False
    return True


def drop(connection: Connection, reasons: Iterable[tuple[int, str]]) -> None:
    """Items that are not said any more, each with why."""
    bulk.update(
        connection,
        t.message_items,
        ("dropped_why",),
        [(why, item) for item, why in reasons],
        guard=("id",),
    )


def reasons(**facts: Any) -> str:
    """Why an item is said, as it is stored: only what is known, keys in order."""
    return snapshots.to_json({k: v for k, v in facts.items() if v not in (None, "", (), [], 0)})


def reachable(person: Person | None) -> bool:
    return person is not None and bool(person.email)
