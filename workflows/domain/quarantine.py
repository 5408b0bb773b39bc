"""A row that cannot be decided is quarantined and asked again; when the office hears of it."""

from datetime import datetime, timedelta

from workflows.domain.rows import Event

#: What goes on failing alike is told once in so long.
TOLD_FOR = timedelta(days=1)


def is_told(error: str, told: Event | None, retried: Event | None, now: datetime) -> bool:
    """Whether the office hears that a row was quarantined with `error`. `told`: when it last did;
    `retried`: when somebody last had it tried again."""
    if told is None or str(told.why.get("error", "")) != error:
        return True
    if retried is not None and retried.id > told.id:
        return True
    return now - told.at >= TOLD_FOR
