"""The only file that reads the clock. Everything else is handed `now`."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment: aware, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds on a clock that never steps back, for measuring how long something took."""
    return time.monotonic()


def sleep(seconds: float) -> None:
    """Waits. Loops that must stop on a signal wait on an Event instead."""
    time.sleep(seconds)
