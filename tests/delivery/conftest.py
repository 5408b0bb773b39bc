"""An office with mail in its outbox, on each database, and a relay that asks what to answer."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.delivery.office import MORNING, Office
from tests.delivery.relay import Answer, AskedRelay

Relays = Callable[[Answer], AskedRelay]


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """The morning of 31 May 2010: nine mails are due, the first of the programme."""
    found = Office(database_url)
    try:
        found.at(MORNING)
        yield found
    finally:
        found.close()


@pytest.fixture
def relay() -> Iterator[Relays]:
    """Opens relays that live as long as the test."""
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(AskedRelay(answer))
