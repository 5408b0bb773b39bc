"""The bare driver: it writes the rows a sweep wrote, and nothing else.

What the sweep did is read off the database before and after it; the same updates and inserts
are laid out in memory, in the sweep's own batches, and written again to an identical copy in
the best known bulk form: SQLite's `executemany`; PostgreSQL's COPY for rows that are new (half
the time of arrays) and arrays with `unnest` for the others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from bench.obligations import VERSION
from scheduler.passes import apply as apply_decisions
from workflows.domain.tallies import Cell, Change, Square, squares

Rows = list[tuple[Any, ...]]
BATCH = 1000

#: What the sweep writes: into obligations by number and version, and into the other tables.
CHANGED = apply_decisions._STEP_COLUMNS
WRITTEN = {
    "events": ("id", "programme", "obligation", "step", "kind", "trigger", "n", "old", "new", "why",
               "actor", "at", "recorded_at", "mac"),
    "messages": ("id", "programme", "person", "address", "mailing", "kind", "language",
                 "not_before", "created_at"),
    "message_items": ("id", "message", "obligation", "event", "kind", "step", "reasons", "dedupe"),
}  # fmt: skip
_JSON = frozenset({"why", "reasons"})
#: What a cell of the numbers is made of (workflows/domain/tallies.py); nothing here is ended.
_CELL = ("phase", "item", "unit", "kind", "state", "light", "due_on", "step_due_on", "waits_for")
_TALLY = ("programme", *Cell._fields, "n", "returned")
_LIGHTS = ("programme", *Square._fields, "n", "returned")


@dataclass(slots=True)
class Batch:
    """The rows of one transaction."""

    updates: Rows = field(default_factory=list)
    tallies: Rows = field(default_factory=list)
    lights: Rows = field(default_factory=list)
    inserts: dict[str, Rows] = field(default_factory=lambda: {name: [] for name in WRITTEN})
    programme: tuple[Any, ...] | None = None

    @property
    def size(self) -> int:
        more = len(self.updates) + len(self.tallies) + len(self.lights)
        more += self.programme is not None
        return more + sum(map(len, self.inserts.values()))


class Driver:
    """A driver connection of SQLite or PostgreSQL, prepared as the program prepares it."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.postgres = hasattr(raw, "pgconn")
        self.cursor = raw.cursor()
        self._types: dict[tuple[str, str], str] = {}

    def rows(self, table: str, columns: Iterable[str], rest: str = "") -> Rows:
        """Rows as the driver gives them; JSON as text."""
        cast = {
            name: f"{name}::text" if self.postgres and name in _JSON else name for name in columns
        }
        query = f"SELECT {', '.join(cast.values())} FROM {table} {rest}"
        return [tuple(row) for row in self.cursor.execute(query).fetchall()]

    def begin(self) -> None:
        if not self.postgres:  # psycopg begins by itself
            self.cursor.execute("BEGIN IMMEDIATE")

    def insert(self, table: str, columns: Sequence[str]) -> Callable[[Rows], None]:
        """The prepared insert of `columns`."""
        names = ", ".join(columns)
        if not self.postgres:
            marks = ", ".join("?" * len(columns))
            return self._many(f"INSERT INTO {table} ({names}) VALUES ({marks})")
        sql = f"COPY {table} ({names}) FROM STDIN".encode()

        def copy(rows: Rows) -> None:
            with self.cursor.copy(sql) as into:
                for row in rows:
                    into.write_row(row)

        return copy

    def update(self) -> Callable[[Rows], None]:
        """The prepared update of obligations: the changed columns, then number and version."""
        if not self.postgres:
            sets = ", ".join(f"{name} = ?" for name in CHANGED)
            return self._many(
                f"UPDATE obligations SET {sets}, version = version + 1 WHERE id = ? AND version = ?"
            )
        every = (*CHANGED, "id", "version")
        sets = ", ".join(f"{name} = v.{name}" for name in CHANGED)
        return self._unnested(
            f"UPDATE obligations o SET {sets}, version = o.version + 1"
            f" FROM unnest({self._arrays('obligations', every)}) AS v({', '.join(every)})"
            " WHERE o.id = v.id AND o.version = v.version"
        )

    def _many(self, sql: str) -> Callable[[Rows], None]:
        return lambda rows: self.cursor.executemany(sql, rows) and None

    def _unnested(self, sql: str) -> Callable[[Rows], None]:
        return lambda rows: self.cursor.execute(sql, _columns(rows)) and None

    def _arrays(self, table: str, columns: Sequence[str]) -> str:
        query = (
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            f" WHERE attrelid = '{table}'::regclass AND attnum > 0"
        )
        types = dict(self.cursor.execute(query).fetchall())
        return ", ".join(f"%s::{'text' if name in _JSON else types[name]}[]" for name in columns)


def _columns(rows: Rows) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def recorded(before: Driver, after: Driver) -> list[Batch]:
    """What the sweep wrote between two states of a database, in its own transactions."""
    due = f"WHERE next_check_at IS NOT NULL AND id IN ({_changed(after)})"
    rows = before.rows(
        "obligations", ("id", "programme", *_CELL), f"{due} ORDER BY next_check_at, id"
    )
    now = {
        row[-1]: row
        for row in after.rows("obligations", (*CHANGED, "id"), f"WHERE version > {VERSION}")
    }
    batches = [Batch() for _ in range(-(-len(rows) // BATCH) + 1)]
    place = {row[0]: number // BATCH for number, row in enumerate(rows)}
    deltas: list[Counter[tuple[Any, ...]]] = [Counter() for _ in batches]
    turned = [
        (_CELL.index(name), CHANGED.index(name)) for name in ("state", "light", "step_due_on")
    ]
    for number, programme, *was in rows:
        at, new = place[number], now[number]
        batches[at].updates.append((*new, VERSION))
        is_ = list(was)
        for cell, changed in turned:
            is_[cell] = new[changed]
        deltas[at][programme, *map(_text, was), 0] -= 1
        deltas[at][programme, *map(_text, is_), 0] += 1
    for batch, cells in zip(batches, deltas, strict=True):
        batch.tallies = sorted((*cell, n, 0) for cell, n in cells.items() if n)
        of = {programme for programme, *_ in cells}
        batch.lights = [
            (programme, *at, n, 0)
            for programme in of
            for at, n, _ in squares(
                Change(Cell(*c[1:]), n, 0) for c, n in cells.items() if c[0] == programme
            )
        ]
    _inserted(before, after, batches, place)
    ends = after.rows("programmes", ("swept_at", "digests_until", "key"))
    batches[-1].programme = ends[0]
    return batches


def _text(value: Any) -> str:
    """A day, which drivers give as they like, as a key holds it."""
    return "" if value is None else str(value)


def _changed(driver: Driver) -> str:
    ids = driver.rows("obligations", ("id",), f"WHERE version > {VERSION}")
    return ", ".join(str(row[0]) for row in ids)


def _inserted(before: Driver, after: Driver, batches: list[Batch], place: dict[int, int]) -> None:
    def fresh(table: str) -> Rows:
        had = before.rows(table, ("coalesce(max(id), 0)",))[0][0]
        return after.rows(table, WRITTEN[table], f"WHERE id > {had} ORDER BY id")

    last = len(batches) - 1
    of_event: dict[int, int] = {}
    of_message: dict[int, int] = {}
    for row in fresh("events"):
        at = of_event[row[0]] = place.get(row[2], last)
        batches[at].inserts["events"].append(row)
    for row in fresh("message_items"):
        of_message.setdefault(row[1], of_event[row[3]])
        batches[of_event[row[3]]].inserts["message_items"].append(row)
    for row in fresh("messages"):
        batches[of_message[row[0]]].inserts["messages"].append(row)


def writer(driver: Driver, batches: list[Batch]) -> Callable[[], None]:
    """A call that writes `batches`; all that can be laid out beforehand is."""
    update, tallies = driver.update(), driver.insert("tallies", _TALLY)
    lights = driver.insert("tally_lights", _LIGHTS)
    inserts = {name: driver.insert(name, columns) for name, columns in WRITTEN.items()}
    driver.raw.commit()
    steps: list[list[tuple[Callable[[Rows], None], Rows]]] = []
    for batch in batches:
        wanted = [(update, batch.updates), (tallies, batch.tallies), (lights, batch.lights)]
        wanted += [(inserts[name], batch.inserts[name]) for name in WRITTEN]
        steps.append([(call, rows) for call, rows in wanted if rows])
    mark = "%s" if driver.postgres else "?"
    end = f"UPDATE programmes SET swept_at = {mark}, digests_until = {mark} WHERE key = {mark}"

    def write() -> None:
        for batch, calls in zip(batches, steps, strict=True):
            driver.begin()
            for call, rows in calls:
                call(rows)
            if batch.programme is not None:
                driver.cursor.execute(end, batch.programme)
            driver.raw.commit()

    return write


def fingerprint(driver: Driver) -> str:
    """What the sweep may have written, so that two databases can be compared."""
    digest = sha256()
    for table, columns in WRITTEN.items():
        digest.update(repr(driver.rows(table, columns, "ORDER BY id")).encode())
    rows = driver.rows(
        "obligations", (*CHANGED, "id", "version"), f"WHERE version > {VERSION} ORDER BY id"
    )
    cells = []
    for table, columns in (("tallies", _TALLY), ("tally_lights", _LIGHTS)):
        by = ", ".join(columns[:-2])
        rest = f"GROUP BY {by} HAVING sum(n) <> 0"
        cells += sorted(driver.rows(table, (*columns[:-2], "sum(n)", "sum(returned)"), rest))
    ends = driver.rows("programmes", ("swept_at", "digests_until"))
    digest.update(repr((rows, cells, ends)).encode())
    return digest.hexdigest()[:16]
