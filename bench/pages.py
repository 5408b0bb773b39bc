"""The pages of the board over a large office: readers at once, while the sweep runs.

Board and sweep are processes of their own (`bench.processes`); the readers are here and do next to
nothing. Beside each page stands what its own statements take by themselves: the rest is ours.
"""

import asyncio
import re
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import monotonic, perf_counter

from sqlalchemy import Engine

from bench.office import KEY, MIDNIGHT
from bench.stores import Store
from bench.sweep import prepare
from scheduler.cli.board import taken
from workflows.commands import accounts
from workflows.store import accounts as store_
from workflows.store.engine import connect

#: Obligations, by kind of database, where nothing else is asked for; one in a hundred is due.
ROWS = {"sqlite": 100_000, "postgresql": 1_000_000}
READERS = 10
EACH = 10
ALONE = 7
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
    ("p007", "/rectifications"),
    ("p007", "/papers"),
    ("p007", "/bulletins"),
    ("p007", "/inspections"),
    ("p007", "/figures"),
    ("p007", "/calendar"),
    ("p007", "/units"),
    ("p007", "/units/branch-3"),
    ("p007", "/people/p046"),
    ("p007", "/calls"),
    ("p007", "/mails"),
    ("p007", "/people"),
    ("p007", "/anchors"),
    ("p007", "/health"),
    ("p007", "/obligations/100"),
    ("p007", "/obligations/100/dossier"),
    ("p007", "/inspection-pack"),
    ("p007", "/holidays"),
    ("p007", "/posts"),
    ("p007", "/rules"),
    ("p007", "/previews"),
    ("p007", "/publish"),
    ("p007", "/matters/new"),
    ("p007", "/findings/new"),
    ("p007", "/findings/sheet"),
    ("p007", "/ledger/back"),
    ("p007", "/calendars"),
    ("p046", "/desk"),
    ("p046", "/overview"),
    ("p050", "/desk"),
    ("p007", "/wall"),
)
#: What an answer took, by the names of its Server-Timing header; `reader`: by the reader's own
#: clock; `bytes`: what went over the wire.
Took = dict[str, float]


def run(store: Store, asked: Namespace) -> None:
    """Prints, for each page: its queries; the milliseconds of its bare queries; the processor time
    of one answer, and the two as a ratio; with ten readers at once the processor time of one answer
    again, the server's time, and what the slowest readers waited; and kilobytes over the wire."""
    prepare(store, "pages", asked.people, asked.rows, asked.rows // 100)
    engine = connect(store.url("pages"), record_key=KEY)
    cookies = {who: _cookie(engine, who) for who in {who for who, _ in PAGES}}
    engine.dispose()
    print(
        f"\npages on {store.kind}, {asked.rows:,} obligations, milliseconds\n"
        f"  {'':<30}{'one reader':^36}{f'{READERS} readers and the sweep':^38}\n"
        f"  {'page':<30}{'queries':>8}{'bare':>8}{'processor':>11}{'ratio':>8}"
        f"{'processor':>12}{'p50':>8}{'p95':>8}{'waited':>8}{'kB':>7}"
    )
    with _board(store.url("pages"), asked.processes) as port, _sweeping(store.url("pages")):
        for who, path in PAGES:
            _show(path, *asyncio.run(_measure(port, path, cookies[who])))
    store.drop("pages")


def _show(path: str, alone: list[Took], crowd: list[Took]) -> None:
    each = _spent(crowd) / len(crowd)
    one = {name: median(took[name] for took in alone) for name in alone[0]}
    p50, p95 = (_at(crowd, "app", share) for share in (0.5, 0.95))
    print(
        f"  {path:<30}{one['queries']:>8.0f}{one['bare']:>8.1f}{one['cpu']:>11.1f}"
        f"{one['cpu'] / max(one['bare'], 0.1):>8.1f}{each:>12.1f}{p50:>8.1f}{p95:>8.1f}"
        f"{_at(crowd, 'reader', 0.95):>8.1f}{one['bytes'] / 1000:>7.1f}",
        flush=True,
    )


def _spent(found: list[Took]) -> float:
    """The processor time of all processes between the first and the last answer of each."""
    by_process: dict[float, list[float]] = {}
    for took in found:
        by_process.setdefault(took["pid"], []).append(took["spent"])
    return sum(
        (max(spent) - min(spent)) * len(spent) / max(len(spent) - 1, 1)
        for spent in by_process.values()
    )


def _at(found: list[Took], name: str, share: float) -> float:
    ordered = sorted(took[name] for took in found)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


async def _measure(port: int, path: str, cookie: str) -> tuple[list[Took], list[Took]]:
    """What one reader was answered, again and again, and then ten at once."""
    await _read(port, path, cookie, 2)
    alone = await _read(port, path, cookie, ALONE, "alone: 1\r\n")
    crowd = await asyncio.gather(*(_read(port, path, cookie, EACH) for _ in range(READERS)))
    return alone, [took for some in crowd for took in some]


async def _read(port: int, path: str, cookie: str, times: int, more: str = "") -> list[Took]:
    """One reader who asks again as soon as they have been answered, on a connection of its own each
    time: whoever reads a page has lost that connection by the time they have read it."""
    asking = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: duban={cookie}\r\n"
        f"Accept-Encoding: gzip\r\nAccept-Language: zh\r\n{more}\r\n"
    ).encode()
    found = []
    for _ in range(times):
        start = perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(asking)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        assert head.startswith("HTTP/1.1 200"), (path, head)
        body = int(head.lower().split("content-length: ")[1].split("\r\n")[0])
        await reader.readexactly(body)
        took = {name: float(n) for name, n in re.findall(r"(\w+);dur=([\d.]+)", head)}
        waited = (perf_counter() - start) * 1000
        found.append(took | {"reader": waited, "bytes": len(head) + body})
        writer.close()
    return found


def _cookie(engine: Engine, person: str) -> str:
    """What the browser of somebody holds who has logged in."""
    login = f"{person}@bench.example.org"
    with engine.begin() as connection:
        store_.add_account(
            connection, login=login, person=person, password="", roles=(), now=MIDNIGHT
        )
        account = accounts.found(connection, login)
        return accounts.begin(connection, account, "bench", MIDNIGHT)


@contextmanager
def _board(url: str, processes: int) -> Iterator[int]:
    """The board in processes of its own; the port it answers at."""
    port = next(port for port in range(18200, 18300) if not taken("127.0.0.1", port))
    with _process("board", url, str(port), str(processes)):
        limit = monotonic() + 60
        while not taken("127.0.0.1", port):
            assert monotonic() < limit, "the board does not begin to listen"
        yield port


@contextmanager
def _sweeping(url: str) -> Iterator[None]:
    with _process("sweep", url):
        yield


@contextmanager
def _process(*words: str) -> Iterator[None]:
    started = subprocess.Popen([sys.executable, "-m", "bench.processes", *words])
    try:
        yield
    finally:
        started.terminate()
        started.wait(20)
