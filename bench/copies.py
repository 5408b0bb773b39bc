"""Copies of one database, one alive for each kind of run."""

from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from bench.office import KEY
from bench.stores import Store
from workflows.store.engine import connect


class Copies:
    """Gives every run a copy of its own; the copy before it is dropped then, untimed."""

    def __init__(self, store: Store, source: str) -> None:
        self._store = store
        self._source = source
        self._held: dict[str, tuple[str, Engine]] = {}

    def fresh(self, kind: str) -> Engine:
        """An engine for a fresh copy, held until `kind` wants the next one."""
        self._drop(kind)
        name = self._store.copy(self._source)
        engine = connect(self._store.url(name), record_key=KEY)
        self._held[kind] = (name, engine)
        return engine

    @property
    def engines(self) -> list[Engine]:
        """The copies as the last runs left them."""
        return [engine for _, engine in self._held.values()]

    def _drop(self, kind: str) -> None:
        if kind in self._held:
            name, engine = self._held.pop(kind)
            engine.dispose()
            self._store.drop(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in list(self._held):
            self._drop(name)
