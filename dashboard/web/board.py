"""The board as a whole: its database, its settings, and what it keeps between requests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine

from config import clock
from notifications.previews import Samples
from workflows.commands.context import Context, open_context
from workflows.domain import roles
from workflows.domain.overrides import Override
from workflows.domain.roles import Who
from workflows.store.accounts import Account
from workflows.store.queries import Written


class Demo(Protocol):
    """What a demo lets its visitors do; handed in by whoever has a calendar to play."""

    @property
    def cast(self) -> Sequence[tuple[str, str]]:
        """(login, what it shows, in English), in the order in which they are offered."""

    @property
    def mail(self) -> Path:
        """The folder of its mails."""

    @property
    def written(self) -> str:
        """The base of the links in its mails, wherever the board is served now."""

    def forward(self, days: int) -> None:
        """Play so many days of the calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the board needs to know of the settings. `links_key` empty: no links in mails."""

    programme: str = ""
    overrides: tuple[Override, ...] = ()
    base_url: str = ""
    links_key: bytes = b""
    #: Servers before the board that are believed who comes through them.
    proxies: tuple[str, ...] = ()
    files_dir: Path = Path("var/files")
    templates_dir: Path | None = None
    tick_seconds: int = 60
    sends_mail: bool = False
    clock: Callable[[], datetime] = clock.now
    demo: Demo | None = None
    #: The mails of a small story, for previews of what this office has not said yet.
    samples: Samples = lambda language: ()


T = TypeVar("T")


class Counted(Protocol):
    """`Ask.counted`, as read models are handed it."""

    def __call__(self, key: tuple[Any, ...], count: Callable[[], T], /) -> T: ...


#: As many answers as are kept.
MOST_KEPT = 200
MOST_WHOS = 1000
#: Seconds an answer is kept at most, whatever the record says.
KEPT = 60.0


@dataclass(frozen=True, slots=True)
class _Kept:
    """`written`: what had been written when it was counted (`queries.written`)."""

    written: Written
    at: float
    answer: Any

    def holds(self, written: Written, now: float) -> bool:
        # Somebody may have counted after this reader's transaction began.
        same = self.written == written or self.written.event > written.event
        return same and now - self.at < KEPT


@dataclass(slots=True)
class Board:
    """Shared by all requests of this process."""

    engine: Engine
    options: Options
    _contexts: dict[str, Context] = field(default_factory=dict)
    _whos: dict[tuple[Any, ...], Who] = field(default_factory=dict)
    _counts: dict[tuple[Any, ...], _Kept] = field(default_factory=dict)
    _locks: "dict[tuple[Any, ...], RLock]" = field(default_factory=dict)

    def counted(
        self, context: Context, written: Written, key: tuple[Any, ...], count: Callable[[], T]
    ) -> T:
        """What `count` gives; the same answer again while nothing has been written since. Of many
        who ask at once one counts, and the others wait for them. `written` was read before; `count`
        may ask for another answer that is kept, never for its own."""
        key = (context.key, context.programme.digest, context.stamp, *key)
        # A lock for each key: with one lock for several keys, an answer that asks for another would
        # at times wait for itself.
        while key not in self._locks and len(self._locks) >= MOST_KEPT:
            oldest, *_ = list(self._locks)  # a copy: others may add one meanwhile
            self._counts.pop(oldest, None)
            self._locks.pop(oldest, None)
        with self._locks.setdefault(key, RLock()):
            kept, begun = self._counts.get(key), clock.monotonic()
            if kept is not None and kept.holds(written, begun):
                found: T = kept.answer
                return found
            answer = count()
            self._counts[key] = _Kept(written, begun, answer)
            return answer

    def context(self, connection: Connection) -> Context:
        """The programme as it stands, one query while nothing of it has changed."""
        key = self.options.programme
        found = open_context(
            connection, key, before=self._contexts.get(key), overrides=self.options.overrides
        )
        self._contexts[key] = found
        return found

    def who(self, context: Context, day: date, account: Account) -> Who:
        """Roles and units of an account on a day, kept while the organisation is the same."""
        key = (context.stamp, day, account)
        found = self._whos.get(key)
        if found is None:
            if len(self._whos) >= MOST_WHOS:
                self._whos.clear()
            found = self._whos[key] = roles.who(
                context.org,
                day,
                account.person,
                account=account.id,
                login=account.login,
                roles=account.roles,
            )
        return found

    def now(self, context: Context) -> datetime:
        """The programme's instant: a demo's own clock, else the real one."""
        return context.programme.virtual_now or self.options.clock()
