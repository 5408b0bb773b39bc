"""An office with mail in its outbox, on each database, and a relay that asks what to answer."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.delivery.office import MORNING, Office
from tests.delivery.relay import Answer, AskedRelay
from tests.prepared import Prelude, Prepared

Relays = Callable[[Answer], AskedRelay]


@pytest.fixture
def office(prepared: Prepared) -> Iterator[Office]:
    """The morning of 31 May 2010: nine mails are due, the first of the programme."""
    found = Office(
        prepared, prelude=Prelude("the first morning", lambda story: story.tick(MORNING))
    )
    yield found
    found.close()


@pytest.fixture
def relay() -> Iterator[Relays]:
    """Opens relays that live as long as the test."""
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(AskedRelay(answer))
