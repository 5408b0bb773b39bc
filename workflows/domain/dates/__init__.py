"""Dates as people write them: the grammars of two languages, meanings, calendar arithmetic."""

from workflows.domain.dates.arithmetic import add_months, last_day_of_month
from workflows.domain.dates.meanings import (
    Context,
    Reading,
    Recurs,
    Refused,
    Relative,
    Starts,
    Waits,
    Window,
)
from workflows.domain.dates.reading import describe, read

__all__ = [
    "Context",
    "Reading",
    "Recurs",
    "Refused",
    "Relative",
    "Starts",
    "Waits",
    "Window",
    "add_months",
    "describe",
    "last_day_of_month",
    "read",
]
