"""One real mailbox per test process, and `tell`, which starts a story on each database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from demo.smtp_sink import Mailbox
from tests.stories.world import org
from tests.story import Story

Tell = Callable[..., Story]


@pytest.fixture(scope="session")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    with Mailbox(tmp_path_factory.mktemp("mail")) as box:
        yield box


@pytest.fixture
def tell(database_url: str, mailbox: Mailbox) -> Iterator[Tell]:
    """Starts a story with the small office and a real relay, unless said otherwise."""
    with ExitStack() as stack:

        def start(plan: str | bytes, **more: Any) -> Story:
            usual: dict[str, Any] = {"org": org(), "smtp": mailbox.port}
            return stack.enter_context(Story(database_url, plan=plan, **(usual | more)))

        yield start
