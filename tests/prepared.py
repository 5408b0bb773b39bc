"""Published databases, prepared once and copied: publishing and playing forward is paid once.

A worker prepares one database for each beginning: the same plan, decisions, organisation,
instant and options, played to the same day. Each test works on a copy of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol, Self

from tests.story import HOURS, Stand, Story

#: How many databases a worker keeps to copy; tests that share one stand close together.
KEPT = 16


class Databases(Protocol):
    """What tests/databases.py offers for SQLite and PostgreSQL."""

    def create(self, source: str = "") -> str: ...
    def freeze(self, url: str) -> None: ...
    def drop(self, url: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Prelude:
    """What people did after publishing, under a name that stands for it."""

    name: str
    play: Callable[[Story], object]


@dataclass(frozen=True)
class Beginning:
    """A publication (the arguments of `Story`), what was done then, and where it is played to."""

    given: dict[str, Any]
    prelude: Prelude | None = None
    until: str = ""

    @cached_property
    def key(self) -> tuple[str, str, str]:
        played = self.prelude.name if self.prelude else ""
        return repr(sorted(self.given.items())), played, self.until

    @property
    def before(self) -> Self | None:
        """What it goes on from; None for the publication itself."""
        if self.until:
            return replace(self, until="")
        return replace(self, prelude=None) if self.prelude else None


def on_the_way(day: str, until: str) -> bool:
    """Whether `Story.to(until)` plays all that `Story.to(day)` plays, and nothing before its end.

    So it is for whole days only: the instant in `…T10:00` is played for whoever asks for it.
    """
    if not day or "T" in day:
        return not day
    return day < until if "T" not in until else f"{day}T{HOURS[-1]:%H:%M}" < until


@dataclass(frozen=True, slots=True)
class Frozen:
    """A database nobody is connected to, and where its story stands."""

    url: str
    stand: Stand


class Prepared:
    """One worker's prepared databases on SQLite or PostgreSQL."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._kept: dict[tuple[str, ...], Frozen] = {}

    def tell(self, prelude: Prelude | None = None, **given: Any) -> Story:
        """A story as `Story(url, …)` tells it, on a copy of what was prepared."""
        return _Retold(self, Beginning(given, prelude))

    def frozen(self, beginning: Beginning) -> Frozen:
        """The prepared database of a beginning, to be copied at once."""
        if beginning.key not in self._kept:
            self._kept[beginning.key] = self._made(beginning)
            if len(self._kept) > KEPT:
                self.drop(self._kept.pop(next(iter(self._kept))).url)
        self._kept[beginning.key] = self._kept.pop(beginning.key)  # asked for last, dropped last
        return self._kept[beginning.key]

    def copy(self, frozen: Frozen) -> str:
        """The URL of a copy."""
        return self._databases.create(frozen.url)

    def drop(self, url: str) -> None:
        self._databases.drop(url)

    def _made(self, beginning: Beginning) -> Frozen:
        base = self._base(beginning)
        url = self._databases.create(base.url if base else "")
        try:
            with Story.on(url, base.stand) if base else Story(url, **beginning.given) as story:
                if beginning.until:
                    story.to(beginning.until)
                elif beginning.prelude:
                    beginning.prelude.play(story)
                stand = story.stand()
            self._databases.freeze(url)
        except BaseException:
            self.drop(url)
            raise
        return Frozen(url, stand)

    def _base(self, beginning: Beginning) -> Frozen | None:
        """What is kept, leads to `beginning` and needs the least playing."""
        if beginning.before is None:
            return None
        *same, until = beginning.key
        days = [day for *one, day in self._kept if one == same and on_the_way(day, until)]
        nearest = replace(beginning, until=max(days)) if until and days else beginning.before
        return self.frozen(nearest)


class _Retold(Story):
    """A story that is copied when the test first looks at it or changes anything.

    Until then `to` only notes how far it is to be played, so that it is played there once.
    """

    def __init__(self, prepared: Prepared, beginning: Beginning) -> None:
        self._prepared = prepared
        self._beginning = beginning
        prepared.frozen(replace(beginning, until=""))  # mistakes are refused here, as by Story

    def to(self, until: str) -> Self:
        if self._is_copied or not on_the_way(self._beginning.until, until):
            return super().to(until)
        self._beginning = replace(self._beginning, until=until)
        return self

    def tick(self, *when: Any, **how: Any) -> Any:
        self._copy()
        return super().tick(*when, **how)

    def __getattr__(self, name: str) -> Any:
        """What only a story on a database has."""
        if name.startswith("__") or self._is_copied:
            raise AttributeError(name)
        self._copy()
        return getattr(self, name)

    @property
    def _is_copied(self) -> bool:
        return "engine" in vars(self)

    def _copy(self) -> None:
        if self._is_copied:
            return
        frozen = self._prepared.frozen(self._beginning)
        url = self._prepared.copy(frozen)
        self.go_on(url, frozen.stand)
        self.afterwards.callback(self._prepared.drop, url)

    def __exit__(self, *why: Any) -> None:
        if self._is_copied:
            super().__exit__(*why)
