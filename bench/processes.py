"""The two processes that are measured, each as it runs in an office.

`python -m bench.processes board URL PORT PROCESSES`: the board as `duban web` serves it. Every
answer says in its Server-Timing header what it took: `app`, milliseconds from when the server took
the request up until the answer was ready to be sent, waiting for a worker and for the interpreter
included; and `spent`, the processor time of the process `pid` since it began. Of a request with the
header `alone` also `cpu`, the processor time meanwhile; `queries`, how many statements it ran; and
`bare`, how long the same statements take by themselves.

`python -m bench.processes sweep URL`: a sweep every second.
"""

import os
import sys
from contextvars import ContextVar
from threading import Event
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import Engine, event
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bench.office import KEY, MIDNIGHT
from dashboard.web.board import Options
from scheduler.cli.board import application, crew, warmed
from scheduler.sweep import Sweeper
from workflows.store.engine import connect, reading

Statements = list[tuple[str, Any]]
#: What the request at hand has run; None where nobody wants to know.
_ran: ContextVar[Statements | None] = ContextVar("_ran", default=None)


#: Where the processes of the board find which database it is about.
URL = "BENCH_URL"


def main(what: str, url: str, port: str = "0", processes: str = "1") -> None:
    if what == "sweep":
        sweep(connect(url, record_key=KEY))
    os.environ[URL] = url
    crew("127.0.0.1", int(port), int(processes), "bench.processes:timed").run()


def timed() -> "Timed":
    engine = connect(os.environ[URL], record_key=KEY)
    options = Options(clock=lambda: MIDNIGHT, tick_seconds=3600, sends_mail=True)
    return Timed(warmed(application(engine, options)), engine)


def sweep(engine: Engine) -> None:
    sweeper, never = Sweeper(engine), Event()
    while not never.wait(1.0):
        sweeper.run_once(MIDNIGHT)


class Timed:
    """Stands outside everything else of the board and adds the header."""

    def __init__(self, app: ASGIApp, engine: Engine) -> None:
        self.app = app
        self.engine = engine
        event.listen(engine, "before_cursor_execute", _note)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        alone = any(name == b"alone" for name, _ in scope["headers"])
        ran: Statements | None = [] if alone else None
        _ran.set(ran)
        clock, cpu = perf_counter(), process_time()

        async def timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                took, cost = perf_counter() - clock, process_time() - cpu
                said = f"app;dur={took * 1000:.3f}, spent;dur={process_time() * 1000:.3f}"
                said += f", pid;dur={os.getpid()}"
                if ran is not None:
                    said += f", cpu;dur={cost * 1000:.3f}, queries;dur={len(ran)}"
                    said += f", bare;dur={self.bare(ran) * 1000:.3f}"
                MutableHeaders(scope=message)["Server-Timing"] = said
            await send(message)

        await self.app(scope, receive, timed)

    def bare(self, ran: Statements) -> float:
        """Seconds the statements take on the driver alone, their rows fetched."""
        with reading(self.engine).connect() as connection:
            raw: Any = connection.connection.driver_connection
            start = perf_counter()
            for statement, parameters in ran:
                raw.execute(statement, parameters).fetchall()
            return perf_counter() - start


def _note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
    ran = _ran.get()
    if ran is not None:
        ran.append((statement, parameters))


if __name__ == "__main__":
    main(*sys.argv[1:])
