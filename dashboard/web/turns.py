"""Requests take turns: one is worked on, the others wait in the order in which they came.

A page is nearly all the interpreter's work, and an interpreter does one thing at a time: ten pages
begun at once are all done late, and none in order. While one waits for a database on the same
machine the processor is at work for it; what would be worked on meanwhile only takes it away.
"""

import asyncio
from collections import deque
from weakref import WeakKeyDictionary

from starlette.types import ASGIApp, Receive, Scope, Send

#: Requests worked on at once in a process.
MOST = 1
#: Seconds after which a request holds nobody up any more: an export, an upload, a stuck database.
LONG = 0.25


class Room:
    """How many are being worked on in one event loop, and who waits. `open` while nobody need
    wait who comes now."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.open = asyncio.Event()
        self.open.set()
        self._taken = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def enter(self) -> None:
        if self.open.is_set():
            self._take()
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()  # The turn came, and nobody was there any more to take it.
            raise

    def leave(self) -> None:
        self._taken -= 1
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                self._take()
                turn.set_result(None)
                return
        self.open.set()

    def _take(self) -> None:
        self._taken += 1
        if self._taken >= self.most:
            self.open.clear()


_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, Room] = WeakKeyDictionary()


def room() -> Room:
    """The room of the running loop."""
    loop = asyncio.get_running_loop()
    found = _rooms.get(loop)
    if found is None:
        found = _rooms[loop] = Room()
    return found


class Turns:
    """The middleware that lets requests in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        here, has_left = room(), False
        await here.enter()

        def leave() -> None:
            nonlocal has_left
            if not has_left:
                has_left = True
                here.leave()

        timer = asyncio.get_running_loop().call_later(LONG, leave)
        try:
            await self.app(scope, receive, send)
        finally:
            timer.cancel()
            leave()
