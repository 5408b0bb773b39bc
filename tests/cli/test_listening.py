"""Several processes at one address: nobody waits in the queue of one while another is free."""

import asyncio
import errno
import socket

import pytest

from dashboard.web import turns
from scheduler.cli import listening
from scheduler.cli.listening import Loop


class Said(asyncio.Protocol):
    """A server that says what it was told, in the order of the connections."""

    heard: list[bytes]

    def data_received(self, data: bytes) -> None:
        self.heard.append(data)


@pytest.fixture
def loop():
    made = Loop()
    yield made
    made.close()


@pytest.fixture
def bound():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        yield found


def heard_by(loop: Loop) -> list[bytes]:
    Said.heard = []
    return Said.heard


async def until(true) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0)


async def send(bound: socket.socket, said: bytes) -> asyncio.StreamWriter:
    _, writer = await asyncio.open_connection(*bound.getsockname())
    writer.write(said)
    await writer.drain()
    return writer


def test_while_a_process_is_busy_readers_wait_where_another_can_take_them(loop, bound):
    heard = heard_by(loop)

    async def told() -> None:
        server = await loop.create_server(Said, sock=bound)
        await asyncio.sleep(0)
        here = turns.room()
        for _ in range(turns.MOST):
            await here.enter()
        # It had begun to wait for somebody before there was no room: they are let in.
        writers = [await send(bound, b"a")]
        await until(lambda: heard == [b"a"])
        writers += [await send(bound, b"b"), await send(bound, b"c")]
        other = await asyncio.to_thread(taken_by_another, bound)
        assert other == b"b"
        assert heard == [b"a"]
        here.leave()
        await until(lambda: heard == [b"a", b"c"])
        for writer in writers:
            writer.close()
        server.close()
        await server.wait_closed()

    loop.run_until_complete(told())


def taken_by_another(bound: socket.socket) -> bytes:
    """What the second process hears, which has the same socket."""
    same = bound.dup()
    same.setblocking(True)
    connection, _ = same.accept()
    with same, connection:
        return connection.recv(10)


def test_a_moment_without_free_files_is_waited_out_and_nobody_is_locked_out(
    loop, bound, monkeypatch, caplog
):
    heard = heard_by(loop)
    accept = loop.sock_accept
    failed: list[socket.socket] = []

    async def short(sock):
        if not failed:
            failed.append(sock)
            raise OSError(errno.EMFILE, "Too many open files")
        return await accept(sock)

    monkeypatch.setattr(loop, "sock_accept", short)
    monkeypatch.setattr(listening, "AGAIN", 0)

    async def told() -> None:
        server = await loop.create_server(Said, sock=bound)
        writer = await send(bound, b"a")
        await until(lambda: heard == [b"a"])
        writer.close()
        server.close()
        await server.wait_closed()

    loop.run_until_complete(told())
    assert "could not be accepted" in caplog.text


def test_a_server_that_was_closed_takes_nobody_in_any_more(loop, bound):
    heard = heard_by(loop)

    async def told() -> None:
        server = await loop.create_server(Said, sock=bound)
        server.close()
        await server.wait_closed()
        writer = await send(bound, b"a")
        assert await asyncio.to_thread(taken_by_another, bound) == b"a"
        writer.close()

    loop.run_until_complete(told())
    assert heard == []
