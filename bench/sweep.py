"""The sweep with ten thousand due of a million, beside the bare driver writing the same rows."""

import contextlib
from argparse import Namespace
from collections.abc import Callable, Iterator
from time import perf_counter

from sqlalchemy import Engine

from bench import bare, obligations, rounds
from bench.copies import Copies
from bench.office import EVENING, KEY, MIDNIGHT, open_office
from bench.stores import Store
from scheduler.sweep import Sweeper
from workflows.store.engine import connect


def prepare(store: Store, name: str, people: int, rows: int, due: int) -> None:
    """A database in which `due` of `rows` obligations wait for midnight."""
    start = perf_counter()
    store.create(name)
    engine = connect(store.url(name), record_key=KEY)
    context = open_office(engine, people)
    obligations.fill(store, name, context, rows, due)
    store.settle(name)
    swept = Sweeper(engine).run_once(EVENING)
    engine.dispose()
    assert swept.decided == 0, f"{swept.decided} rows were due before midnight"
    store.settle(name)
    print(f"[{store.kind}: {rows:,} obligations laid out in {perf_counter() - start:.0f} s]")


def run(store: Store, asked: Namespace) -> None:
    """Prints rows decided and written per second by the sweep and by the bare driver."""
    prepare(store, "due", asked.people, asked.rows, asked.due)
    batches, print_ = _recorded(store)
    with Copies(store, "due") as copies:
        took = rounds.alternate(
            asked.rounds,
            {"sweep": lambda: _sweep(copies), "bare driver": lambda: _bare(copies, batches)},
        )
        for engine in copies.engines:
            with _raw(engine) as driver:
                assert bare.fingerprint(driver) == print_, "the two did not write the same rows"
    store.drop("due")
    size = sum(batch.size for batch in batches)
    rounds.show(
        f"sweep on {store.kind}: {asked.due:,} due of {asked.rows:,}, {size:,} rows written",
        asked.due,
        "due",
        took,
    )


def _sweep(copies: Copies) -> Callable[[], object]:
    sweeper = Sweeper(copies.fresh("sweep"))
    sweeper.run_once(EVENING)  # as in a process that has been running
    return lambda: sweeper.run_once(MIDNIGHT)


def _bare(copies: Copies, batches: list[bare.Batch]) -> Callable[[], object]:
    engine = copies.fresh("bare")
    Sweeper(engine).run_once(EVENING)  # here too: both sides find the same pages warm
    raw = engine.raw_connection()
    return bare.writer(bare.Driver(raw.driver_connection), batches)


def _recorded(store: Store) -> tuple[list[bare.Batch], str]:
    """What a sweep writes, read off before and after, and how it looks when it is written."""
    before, name = connect(store.url("due"), record_key=KEY), store.copy("due")
    after = connect(store.url(name), record_key=KEY)
    swept = Sweeper(after).run_once(MIDNIGHT)
    with _raw(before) as old, _raw(after) as new:
        batches, print_ = bare.recorded(old, new), bare.fingerprint(new)
    before.dispose()
    after.dispose()
    store.drop(name)
    print(f"[{swept.decided:,} decided, {swept.events:,} events, {swept.messages:,} messages]")
    assert not swept.quarantined, "rows were put aside"
    return batches, print_


@contextlib.contextmanager
def _raw(engine: Engine) -> Iterator[bare.Driver]:
    raw = engine.raw_connection()
    try:
        yield bare.Driver(raw.driver_connection)
    finally:
        raw.rollback()
        raw.close()
