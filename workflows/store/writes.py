"""Guarded writes of people's commands: few rows, every column that changed, an event each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from workflows.domain import record
from workflows.domain.chain import Chain
from workflows.domain.events import EVENTS
from workflows.domain.organisation import Org
from workflows.domain.rows import Obligation
from workflows.domain.tallies import TALLIED, cell, changes
from workflows.store import bulk, snapshots, tallies
from workflows.store import tables as t
from workflows.store.bulk import Conflict
from workflows.store.queries import parts
from workflows.store.record import key_for_writing


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """One line of history to be written. `point` and `n` are set for time's events only.

    Whether people are written to about it follows from its kind (workflows/domain/events.py);
    `heard` False: there is nobody to tell this time.
    """

    obligation: int | None
    kind: str
    at: datetime
    step: int = 0
    trigger: str | None = None
    n: int = 0
    old: str = ""
    new: str = ""
    why: dict[str, Any] = field(default_factory=dict)
    actor: str = ""
    heard: bool = True


EVENT_COLUMNS = (
    "id", "programme", "obligation", "step", "kind", "trigger", "n", "old", "new", "why",
    "actor", "at", "recorded_at", "mac",
)  # fmt: skip


def events(
    connection: Connection, programme: str, new: Sequence[NewEvent], now: datetime
) -> Sequence[int]:
    """Write events in order, and queue those for the notices pass that people hear of. Returns
    ids."""
    said = [(event.obligation, tail(event)) for event in new]
    ids = events_of(connection, programme, said, now)
    heard = [
        (number,)
        for number, event in zip(ids, new, strict=True)
        if event.heard and not EVENTS[event.kind].silent
    ]
    if heard:
        bulk.insert(connection, t.unnoticed, ("event",), heard)
    return ids


Tail = tuple[Any, ...]


def tail(event: NewEvent) -> Tail:
    """An event as its row has it, without what differs where many rows are told the same."""
    return (
        event.step,
        event.kind,
        event.trigger,
        event.n,
        event.old,
        event.new,
        snapshots.to_json(event.why),
        event.actor,
        event.at,
    )


def events_of(
    connection: Connection,
    programme: str,
    said: Sequence[tuple[int | None, Tail]],
    now: datetime,
) -> Sequence[int]:
    """As `events`, for (obligation, tail) laid out before, which nobody queues. Returns ids."""
    if not said:
        return ()
    key = key_for_writing(connection)
    ids = bulk.allocate(connection, t.events, len(said))
    numbered = zip(ids, said, strict=True)
    if key:
        # Rows that are alike are told the same: its canonical form is laid out once.
        distinct = {id(event): event for _, event in said}
        layouts = {at: _layout(programme, event, now) for at, event in distinct.items()}
        rows = [
            (
                number,
                programme,
                obligation,
                *event,
                now,
                record.mac(key, record.canonical(layouts[id(event)], number, obligation)),
            )
            for number, (obligation, event) in numbered
        ]
    else:
        rows = [
            (number, programme, obligation, *event, now, "")
            for number, (obligation, event) in numbered
        ]
    bulk.insert(connection, t.events, EVENT_COLUMNS, rows)
    return ids


def _layout(programme: str, event: Tail, now: datetime) -> record.Layout:
    step, kind, trigger, n, old, new, why, actor, at = event
    return record.lay_out(
        programme=programme,
        step=step,
        kind=kind,
        trigger=trigger,
        n=n,
        old=old,
        new=new,
        why=why,
        actor=actor,
        at=at,
        recorded_at=now,
    )


_NOTICED = delete(t.unnoticed).where(t.unnoticed.c.event.in_(bindparam("ids", expanding=True)))


def noticed(connection: Connection, ids: Iterable[int]) -> None:
    """Take events out of the queue of the notices pass."""
    for part in parts(ids):
        connection.execute(_NOTICED, {"ids": part})


_FIELDS = ("programme", *snapshots.PLAIN)
_KEY_COLUMNS = ("item", "kind", "unit", "person", "post", "occurrence")


def values(row: Obligation) -> dict[str, Any]:
    """A snapshot as the columns of its row (without its number)."""
    party = row.key.party
    found = {name: getattr(row, name) for name in _FIELDS}
    found |= {
        "facts": row.facts.to_json(),
        "item": row.key.item,
        "kind": row.key.kind,
        "unit": party.unit,
        "person": party.person,
        "post": party.post,
        "occurrence": row.key.occurrence,
    }
    return found


def insert(connection: Connection, rows: Sequence[Obligation]) -> list[int]:
    """Insert obligations (their `id` is ignored), with tallies. Returns their numbers."""
    ids = list(bulk.allocate(connection, t.obligations, len(rows)))
    columns = ("id", *_FIELDS, "facts", *_KEY_COLUMNS)
    laid_out = []
    for number, row in zip(ids, rows, strict=True):
        column = values(row) | {"facts": snapshots.to_json(row.facts.to_json())}
        laid_out.append((number, *(column[name] for name in columns[1:])))
    bulk.insert(connection, t.obligations, columns, laid_out)
    for programme in sorted({row.programme for row in rows}):
        count(connection, programme, [], [row for row in rows if row.programme == programme])
    return ids


_SAVE = update(t.obligations).where(
    t.obligations.c.id == bindparam("at_id"), t.obligations.c.version == bindparam("at_version")
)
_SET_PROGRAMME = update(t.programmes).where(t.programmes.c.key == bindparam("at_key"))


def save(connection: Connection, before: Obligation, after: Obligation) -> None:
    """Write what differs, guarded by `before.version`. Conflict when somebody was first.

    `version` grows with every write; `revision` when state, assignee or due date change.
    """
    old, new = values(before), values(after)
    changed = {name: value for name, value in new.items() if value != old[name]}
    changed.pop("version", None)
    if not changed:
        return
    grows = {"state", "assignee", "due_on", "step_due_on"} & changed.keys()
    changed["version"] = before.version + 1
    changed["revision"] = before.revision + (1 if grows else 0)
    at = {"at_id": before.id, "at_version": before.version}
    result = connection.execute(_SAVE, changed | at)
    if result.rowcount != 1:
        raise Conflict(f"obligation {before.id} was changed by somebody else meanwhile")
    count(connection, before.programme, [before], [after])


def count(
    connection: Connection,
    programme: str,
    before: Iterable[Obligation],
    after: Iterable[Obligation],
) -> None:
    """Rows stand otherwise than before: the kept numbers follow."""
    was, now = (
        [(cell(row), row.returns) for row in rows if row.kind in TALLIED]
        for rows in (before, after)
    )
    tallies.change(connection, programme, changes(was, now))


def freeze_chain(connection: Connection, chain: Chain) -> str:
    """Keep a chain by its hash; the same chain is kept once."""
    freeze_chains(connection, [chain])
    return chain.digest


def freeze_chains(connection: Connection, chains: Iterable[Chain]) -> None:
    # In one order on every node, so that two of them never wait for each other.
    rows = sorted({(chain.digest, chain.body) for chain in chains})
    bulk.insert(connection, t.chains, ("hash", "body"), rows, new=True)


def freeze_policies(connection: Connection, bodies: dict[str, tuple[str, str]]) -> None:
    """hash → (name, body)."""
    put_new(
        connection,
        t.policies,
        [{"hash": h, "name": name, "body": body} for h, (name, body) in sorted(bodies.items())],
    )


def put_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows whose key is not there yet."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, or bring those with the same primary key up to date."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    keys = [column.name for column in table.primary_key]
    for row in rows:
        statement = dialect.insert(table).values(row)
        sets = {name: statement.excluded[name] for name in row if name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=sets))


def set_programme(connection: Connection, key: str, **columns: Any) -> None:
    connection.execute(_SET_PROGRAMME, columns | {"at_key": key})


def clock_is_right(connection: Connection, key: str) -> bool:
    """Forget that the clock had gone back; False when somebody else was first."""
    p = t.programmes.c
    cleared = (
        update(t.programmes)
        .where(p.key == key, p.clock_back_to.is_not(None))
        .values(clock_back_to=None)
    )
    return connection.execute(cleared).rowcount == 1


def replace_org(connection: Connection, org: Org) -> None:
    """The organisation as `org` says it. People and units that are gone are kept as rows,
    because the record names them; posts, memberships and absences are replaced."""
    rows = snapshots.org_rows(org)
    revision = connection.execute(select(t.offices.c.revision)).scalar()
    rows["offices"][0]["revision"] = (revision or 0) + 1
    bounced = dict(connection.execute(select(t.people.c.email, t.people.c.bounced)).all())
    for person in rows["people"]:
        person["bounced"] = bounced.get(person["email"], "")
    for table in (t.memberships, t.posts, t.absences):
        connection.execute(delete(table))
    for table in (t.offices, t.units, t.people):
        put(connection, table, rows[table.name])
    for table in (t.memberships, t.posts, t.absences):
        if rows[table.name]:
            connection.execute(table.insert(), rows[table.name])


def flag_bounce(connection: Connection, address: str, said: str) -> None:
    """The relay refused an address for good; its people count as unreachable from now on."""
    connection.execute(update(t.people).where(t.people.c.email == address).values(bounced=said))
    _org_changed(connection)


def clear_bounce(connection: Connection, person: str) -> None:
    connection.execute(update(t.people).where(t.people.c.key == person).values(bounced=""))
    _org_changed(connection)


def _org_changed(connection: Connection) -> None:
    connection.execute(update(t.offices).values(revision=t.offices.c.revision + 1))
