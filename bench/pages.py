"""The pages of the board over a large office, for readers at once, while the sweep runs.

Beside each page stands what its own statements take by themselves: the difference is ours.
"""

import threading
from argparse import Namespace
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine, event

from bench.office import EVENING, KEY
from bench.stores import Store
from bench.sweep import prepare
from dashboard.app import make_app
from dashboard.web.board import Options
from scheduler.sweep import Sweeper
from workflows.commands import accounts
from workflows.store import accounts as store_
from workflows.store.engine import connect

READERS = 10
EACH = 6
BASE = "http://127.0.0.1"
#: (who, path): everybody's first pages, and the ones with most behind them.
PAGES = (
    ("p007", "/today"),
    ("p007", "/overview"),
    ("p001", "/decisions"),
    ("p007", "/matrix"),
    ("p007", "/matrix?phase=A&light=red"),
    ("p007", "/plan"),
    ("p007", "/phases/A"),
    ("p007", "/ledger"),
    ("p007", "/ledger?light=red"),
    ("p007", "/ledger?unit=branch-3"),
    ("p007", "/calendar"),
    ("p007", "/units"),
    ("p007", "/units/branch-3"),
    ("p007", "/calls"),
    ("p007", "/mails"),
    ("p007", "/health"),
    ("p007", "/obligations/100"),
    ("p046", "/desk"),
    ("p046", "/overview"),
    ("p050", "/desk"),
    ("p007", "/wall"),
)


def run(store: Store, asked: Namespace) -> None:
    """Prints, for each page: the queries and their own time; the answer to one reader, by the clock
    and by the processor, and the latter beside the bare queries; and ten readers at once."""
    prepare(store, "pages", asked.people, asked.rows, asked.due)
    engine = connect(store.url("pages"), record_key=KEY)
    app = make_app(engine, Options(clock=lambda: EVENING, tick_seconds=3600, sends_mail=True))
    clients = {who: _client(app, engine, who) for who in {who for who, _ in PAGES}}
    print(
        f"\npages on {store.kind}, {asked.rows:,} obligations: {READERS} readers at once, "
        "milliseconds\n"
        f"  {'page':<30}{'queries':>8}{'bare':>8}{'alone':>8}{'cpu':>8}{'ratio':>7}{'p50':>8}"
        f"{'p95':>8}{'kB':>6}"
    )
    alone = {}
    for who, path in PAGES:
        client = clients[who]
        for _ in range(2):
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
        alone[who, path] = (*_alone(engine, client, path), len(answer.content) / 1000)
    with _sweeping(engine), ThreadPoolExecutor(READERS) as pool:
        for who, path in PAGES:
            client = clients[who]
            took = sorted(pool.map(_timed, [client] * READERS * EACH, [path] * READERS * EACH))
            p50, p95 = took[len(took) // 2], took[int(len(took) * 0.95)]
            queries, bare, clock, cpu, size = alone[who, path]
            print(
                f"  {path:<30}{queries:>8}{bare:>8.1f}{clock:>8.1f}{cpu:>8.1f}"
                f"{cpu / max(bare, 0.1):>7.1f}{p50:>8.1f}{p95:>8.1f}{size:>6.0f}",
                flush=True,
            )
    engine.dispose()
    store.drop("pages")


def _client(app: Any, engine: Engine, person: str) -> TestClient:
    with engine.begin() as connection:
        login = f"{person}@bench.example.org"
        store_.add_account(
            connection, login=login, person=person, password="", roles=(), now=EVENING
        )
        account = accounts.found(connection, login)
        token = accounts.begin(connection, account, "bench", EVENING)
    client = TestClient(app, base_url=BASE, headers={"sec-fetch-site": "same-origin"})
    client.cookies.set("duban", token)
    return client


def _timed(client: TestClient, path: str) -> float:
    start = perf_counter()
    client.get(path)
    return (perf_counter() - start) * 1000


def _alone(engine: Engine, client: TestClient, path: str) -> tuple[int, float, float, float]:
    """(queries, milliseconds in the database, on the clock, of the processor) of one answer to
    one reader, the median of five."""
    found = []
    for _ in range(5):
        spent: list[float] = []
        with _listening(engine, spent):
            clock, cpu = perf_counter(), process_time()
            client.get(path)
            clock, cpu = perf_counter() - clock, process_time() - cpu
        found.append((cpu * 1000, clock * 1000, sum(spent) * 1000, len(spent)))
    cpu, clock, bare, n = sorted(found)[2]
    return n, bare, clock, cpu


@contextmanager
def _listening(engine: Engine, spent: list[float]) -> Iterator[None]:
    started = threading.local()

    def before(*_: object) -> None:
        started.at = perf_counter()

    def after(*_: object) -> None:
        spent.append(perf_counter() - started.at)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)


@contextmanager
def _sweeping(engine: Engine) -> Iterator[None]:
    """The sweep, again and again beside the readers."""
    stop, sweeper = threading.Event(), Sweeper(engine)

    def sweep() -> None:
        while not stop.wait(0.2):
            sweeper.run_once(EVENING)

    thread = threading.Thread(target=sweep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
