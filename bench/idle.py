"""The idle sweep: nothing is due. It should not matter how much is not due."""

from argparse import Namespace
from collections.abc import Callable
from statistics import median

from bench import rounds
from bench.office import EVENING, KEY
from bench.stores import Store
from bench.sweep import prepare
from scheduler.sweep import Sweeper
from workflows.store.engine import connect

SMALL = 10_000
TIMES = 20


def run(store: Store, asked: Namespace) -> None:
    """Prints what a sweep with nothing due takes in a small and in a large database."""
    sizes = {"small": min(SMALL, asked.rows), "large": asked.rows}
    for name, rows in sizes.items():
        prepare(store, name, asked.people, rows, min(asked.due, rows // 10) or 1)
    engines = {name: connect(store.url(name), record_key=KEY) for name in sizes}
    sweepers = {name: Sweeper(engine) for name, engine in engines.items()}

    def timed(name: str) -> Callable[[], Callable[[], object]]:
        sweeper = sweepers[name]
        return lambda: lambda: [sweeper.run_once(EVENING) for _ in range(TIMES)]

    for sweeper in sweepers.values():
        sweeper.run_once(EVENING)
    took = rounds.alternate(asked.rounds, {"large": timed("large"), "small": timed("small")})
    print(f"\nidle sweep on {store.kind}")
    for name, rows in sizes.items():
        millis = median(one.clock for one in took[name]) / TIMES * 1000
        times = rounds.ratio(took, name, "small")
        print(f"  {rows:>9,} rows {millis:8.2f} ms  {times:5.2f} × the small one", flush=True)
    for name, engine in engines.items():
        engine.dispose()
        store.drop(name)
