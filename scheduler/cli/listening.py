"""How the processes of the board share one address: each takes in only what it can begin.

Left to asyncio, whoever wakes first takes in everybody who is waiting, and they wait in their queue
while the other process has nothing to do. Here they wait at the socket, which all processes share.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import Any

from dashboard.web import turns

log = logging.getLogger(__name__)
Factory = Callable[[], asyncio.Protocol]
#: Seconds until a request that was sent at once has been read, and is counted.
READ = 0.001
#: Seconds to wait where no connection can be had (too many files are open); as asyncio does.
AGAIN = 1.0


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose servers wait for room (`dashboard/web/turns.py`) before they accept."""

    async def create_server(  # type: ignore[override]
        self, factory: Factory, *, sock: socket.socket, backlog: int = 100, **_: Any
    ) -> "Listening":
        sock.listen(backlog)
        sock.setblocking(False)
        return Listening(self, factory, sock)


class Listening:
    """What uvicorn asks of an `asyncio.Server`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, factory: Factory, sock: socket.socket):
        self.sockets = (sock,)
        self._taking = loop.create_task(_take_in(loop, factory, sock))

    def close(self) -> None:
        self._taking.cancel()

    async def wait_closed(self) -> None:
        await asyncio.wait([self._taking])


async def _take_in(loop: asyncio.AbstractEventLoop, factory: Factory, sock: socket.socket) -> None:
    here = turns.room()
    while True:
        await here.open.wait()
        try:
            connection, _ = await loop.sock_accept(sock)
            await loop.connect_accepted_socket(factory, connection)
        except OSError as error:
            log.warning("a connection could not be accepted: %s", error)
            await asyncio.sleep(AGAIN)
            continue
        await asyncio.sleep(READ)
