"""The board as a whole: its database, its settings, and what it keeps between requests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from config import clock
from workflows.commands.context import Context, open_context
from workflows.domain.overrides import Override


class Demo(Protocol):
    """What a demo lets its visitors do; handed in by whoever has a calendar to play."""

    @property
    def cast(self) -> Sequence[tuple[str, str]]:
        """(login, what it shows, in English), in the order in which they are offered."""

    @property
    def mail(self) -> Path:
        """The folder of its mails."""

    def forward(self, days: int) -> None:
        """Play so many days of the calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the board needs to know of the settings. `links_key` empty: no links in mails."""

    programme: str = ""
    overrides: tuple[Override, ...] = ()
    base_url: str = ""
    links_key: bytes = b""
    files_dir: Path = Path("var/files")
    tick_seconds: int = 60
    sends_mail: bool = False
    clock: Callable[[], datetime] = clock.now
    demo: Demo | None = None


@dataclass(slots=True)
class Board:
    """Shared by all requests of this process."""

    engine: Engine
    options: Options
    _contexts: dict[str, Context] = field(default_factory=dict)

    def context(self, connection: Connection) -> Context:
        """The programme as it stands, one query while nothing of it has changed."""
        key = self.options.programme
        found = open_context(
            connection, key, before=self._contexts.get(key), overrides=self.options.overrides
        )
        self._contexts[key] = found
        return found

    def now(self, context: Context) -> datetime:
        """The programme's instant: a demo's own clock, else the real one."""
        return context.programme.virtual_now or self.options.clock()

    def path(self, target: str) -> str:
        """`target` (a path of ours), below the base URL's own path."""
        return target
