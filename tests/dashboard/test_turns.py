"""Ten readers at once: they are answered in the order in which they came."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from dashboard.web import turns
from dashboard.web.turns import Room, Turns


async def unheard() -> MutableMapping[str, Any]:
    raise AssertionError("these pages read nothing")


async def unsaid(_message: MutableMapping[str, Any]) -> None:
    raise AssertionError("these pages say nothing")


class Pages:
    """An application whose pages are done when the test says so."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: dict[str, asyncio.Event] = {}

    async def __call__(self, scope, _receive, _send) -> None:
        self.begun.append(scope["path"])
        self.done[scope["path"]] = asyncio.Event()
        await self.done[scope["path"]].wait()


class Readers:
    def __init__(self) -> None:
        self.pages = Pages()
        self.app = Turns(self.pages)
        self.asked: dict[str, asyncio.Task[None]] = {}

    async def ask(self, *paths: str) -> None:
        for path in paths:
            asking = self.app({"type": "http", "path": path}, unheard, unsaid)
            self.asked[path] = asyncio.create_task(asking)
        await settled()

    async def answer(self, path: str) -> None:
        self.pages.done[path].set()
        await self.asked.pop(path)
        await settled()

    async def close(self) -> None:
        for task in self.asked.values():
            task.cancel()
        await asyncio.gather(*self.asked.values(), return_exceptions=True)


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def with_readers(story, most: int = 2) -> None:
    """Tells a story in a room for `most`."""

    async def told() -> None:
        turns.room().most = most
        readers = Readers()
        await story(readers)
        await readers.close()

    asyncio.run(told())


def test_whoever_came_first_is_answered_first_and_two_are_worked_on_at_once():
    async def story(readers: Readers) -> None:
        await readers.ask("a", "b", "c", "d", "e")
        assert readers.pages.begun == ["a", "b"]
        await readers.answer("b")
        assert readers.pages.begun == ["a", "b", "c"]
        await readers.answer("a")
        await readers.answer("c")
        assert readers.pages.begun == ["a", "b", "c", "d", "e"]
        await readers.answer("d")
        await readers.ask("f", "g")
        assert readers.pages.begun[5:] == ["f"]

    with_readers(story)


def test_a_page_has_the_interpreter_to_itself():
    async def story(readers: Readers) -> None:
        await readers.ask("a", "b", "c")
        assert readers.pages.begun == ["a"]
        await readers.answer("a")
        assert readers.pages.begun == ["a", "b"]

    with_readers(story, turns.MOST)


def test_an_export_that_takes_long_holds_nobody_up(monkeypatch):
    async def story(readers: Readers) -> None:
        await readers.ask("/ledger/xlsx", "/pack.zip", "/today")
        assert readers.pages.begun == ["/ledger/xlsx", "/pack.zip", "/today"]
        await readers.answer("/pack.zip")
        await readers.answer("/today")
        await readers.answer("/ledger/xlsx")
        assert turns.room().open.is_set()

    monkeypatch.setattr(turns, "LONG", 0)
    with_readers(story)


def test_a_reader_who_gave_up_waiting_keeps_nobody_else_out():
    async def story(readers: Readers) -> None:
        await readers.ask("a", "b", "gone", "d")
        readers.asked.pop("gone").cancel()
        await settled()
        await readers.answer("a")
        assert readers.pages.begun == ["a", "b", "d"]
        await readers.answer("b")
        await readers.ask("e")
        assert readers.pages.begun == ["a", "b", "d", "e"]

    with_readers(story)


def test_a_reader_who_gives_up_as_their_turn_comes_hands_it_on():
    async def told() -> None:
        here = Room(most=1)
        await here.enter()
        first, second = asyncio.create_task(here.enter()), asyncio.create_task(here.enter())
        await settled()
        here.leave()
        first.cancel()
        await settled()
        assert first.cancelled() and second.done()
        here.leave()
        assert here.open.is_set()

    asyncio.run(told())


def test_a_page_that_fails_leaves_its_place_to_the_next():
    async def told() -> None:
        async def failing(_scope, _receive, _send) -> None:
            raise LookupError

        app = Turns(failing)
        for _ in range(turns.MOST + 1):
            with pytest.raises(LookupError):
                await asyncio.wait_for(app({"type": "http"}, unheard, unsaid), 5)
        assert turns.room().open.is_set()

    asyncio.run(told())
