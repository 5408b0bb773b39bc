"""The office's own word on single days: `day,workday|off,name`, before any calendar's."""

import csv
from dataclasses import dataclass
from datetime import date

from workflows.domain.clean_text import clean
from workflows.domain.errors import BadInput, Problem
from workflows.domain.messages import Message


class CalendarError(BadInput):
    """An unknown country, or overrides with mistakes: all of them at once, in `problems`."""


@dataclass(frozen=True, slots=True)
class Override:
    """What one day is by the office's own word: a day of work, or a day off."""

    day: date
    workday: bool
    name: str


def read_overrides(text: str, file: str = "overrides") -> list[Override]:
    """Reads `day,workday|off,name` lines, with comments (#) and an optional heading `day,…`.

    Raises CalendarError listing every bad line.
    """
    read, problems = [], []
    seen: dict[date, int] = {}
    for line, words in _rows(text):
        override = _override(words)
        if isinstance(override, tuple):
            problems.append(Problem(file, line, *override))
        elif override.day in seen:
            first = seen[override.day]
            message = Message("{day} stands already in line {line}", day=override.day, line=first)
            problems.append(Problem(file, line, message, Message("keep one of the two")))
        else:
            seen[override.day] = line
            read.append(override)
    if problems:
        raise CalendarError(problems)
    return read


def _rows(text: str) -> list[tuple[int, list[str]]]:
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(clean(text).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = [word.strip() for word in next(csv.reader([line]))]
        if rows or words[0].lower() != "day":
            rows.append((number, words))
    return rows


def _override(words: list[str]) -> Override | tuple[Message, Message]:
    """The override, or (what is wrong, what to write instead)."""
    if len(words) != 3:
        row = ",".join(words)
        return (
            Message("read {row!r}: {n} columns instead of 3", row=row, n=len(words)),
            Message("write day,workday|off,name, such as 2027-10-08,workday,国庆节调休"),
        )
    day, kind, name = words
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        return Message("read {day!r}, which is no day", day=day), Message(
            "write the day as YYYY-MM-DD"
        )
    if kind not in ("workday", "off"):
        return Message("read {kind!r} for the kind of day", kind=kind), Message(
            "write workday or off"
        )
    if not name:
        return (
            Message("the name is empty"),
            Message("write why the day is different, such as 国庆节调休"),
        )
    return Override(parsed, kind == "workday", name)
