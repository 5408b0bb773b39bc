"""Part of the messages is put into words in a process of its own.

Putting a mail into words is work for the processor, and one interpreter keeps one core busy. The
demo sends the mails of years in a minute, so it uses two. Nothing depends on which process a
message was prepared in: both read the same rows, and the sender looks again before they speak.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import Any

from notifications.prepare import Prepared, Preparer
from notifications.sending import Sending
from workflows.store.engine import connect

#: What is left here: this process also talks to the relay while the other one prepares.
_HERE = 0.35
#: Fewer than that are prepared sooner than they are handed over.
_WORTH_HALVING = 6


class PrepareApart:
    """A `Preparing` with a second process, for one SQLite file or database at `url`."""

    def __init__(self, here: Preparer, url: str) -> None:
        self._here = here
        self._apart = ProcessPoolExecutor(
            1, get_context("spawn"), initializer=_open, initargs=(url, here.sending)
        )
        self._apart.submit(_ready)  # it starts while there is nothing to send yet

    def parts(self, claimed: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[Prepared]:
        if len(claimed) < _WORTH_HALVING:
            yield self._here.prepare(claimed, now)
            return
        kept = int(len(claimed) * _HERE)
        rest = self._apart.submit(_prepare, claimed[kept:], now)
        yield self._here.prepare(claimed[:kept], now)
        yield rest.result()

    def close(self) -> None:
        self._apart.shutdown(cancel_futures=True)
        self._here.close()


# --- in the other process ----------------------------------------------------------------

_preparer: Preparer | None = None


def _open(url: str, sending: Sending) -> None:
    global _preparer
    _preparer = Preparer(connect(url), sending)


def _ready() -> None:
    """Nothing; whoever asks for it has the process started."""


def _prepare(claimed: Sequence[Mapping[str, Any]], now: datetime) -> Prepared:
    assert _preparer is not None
    return _preparer.prepare(claimed, now)
