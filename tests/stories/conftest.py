"""One real mailbox per test process, and `tell`, which starts a story on each database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from demo.smtp_sink import Mailbox
from tests.prepared import Prepared
from tests.stories.world import org
from tests.story import Story

Tell = Callable[..., Story]


@pytest.fixture(scope="session")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    with Mailbox(tmp_path_factory.mktemp("mail")) as box:
        yield box


@pytest.fixture
def tell(request: pytest.FixtureRequest, prepared: Prepared, mailbox: Mailbox) -> Iterator[Tell]:
    """Starts a story with the small office and a real relay, unless said otherwise.

    It is prepared once; with a relay of its own it is told from the start, for its mails.
    """
    with ExitStack() as stack:

        def start(plan: str | bytes, **more: Any) -> Story:
            given: dict[str, Any] = {"plan": plan, "org": org(), "smtp": mailbox.port} | more
            if given["smtp"] in (0, mailbox.port):
                return stack.enter_context(prepared.tell(**given))
            return stack.enter_context(Story(request.getfixturevalue("database_url"), **given))

        yield start
