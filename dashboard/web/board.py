"""The board as a whole: its database, its settings, and what it keeps between requests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

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


T = TypeVar("T")
#: Seconds: counting that takes longer is kept, and for how long; as many answers as are kept.
LONG, KEPT, MOST_KEPT = 0.05, 60.0, 200


@dataclass(slots=True)
class Board:
    """Shared by all requests of this process."""

    engine: Engine
    options: Options
    _contexts: dict[str, Context] = field(default_factory=dict)
    _counts: dict[tuple[Any, ...], tuple[float, Any]] = field(default_factory=dict)

    def counted(self, key: tuple[Any, ...], count: Callable[[], T]) -> T:
        """What `count` gives; where counting took long, the same answer again for a minute, so
        that of many readers of a large programme one waits."""
        begun = clock.monotonic()
        kept = self._counts.get(key)
        if kept is not None and begun - kept[0] < KEPT:
            found: T = kept[1]
            return found
        made = count()
        took = clock.monotonic() - begun
        if took > LONG:
            while len(self._counts) >= MOST_KEPT:
                self._counts.pop(next(iter(self._counts)), None)
            self._counts[key] = (begun + took, made)
        return made

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
