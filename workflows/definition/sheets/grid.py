"""What every kind of sheet is read into, what it may hold, and how it is refused."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from unicodedata import normalize

from workflows.domain.clean_text import FORBIDDEN, clean
from workflows.domain.errors import Refused
from workflows.domain.messages import Message, Text, as_message

MOST_BYTES = 5 * 1024 * 1024
MOST_COLUMNS = 200
#: Lines looked at, empty ones included: formatted emptiness below a sheet is common.
MOST_LINES = 100_000
#: Lines in which the heads are looked for.
HEAD_LINES = 10
SAVE_AS = Message("save it as an Excel workbook (.xlsx, without macros) or as CSV (UTF-8)")

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")

#: The number of a line, from 1, and the texts of its cells.
Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one, which hold what the first of them holds. Numbers count from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its lines that hold anything; where: what it is called in messages."""

    title: str
    where: Message
    lines: list[Line]
    merges: tuple[Merge, ...] = ()

    def within(self, merge: Merge) -> list[Line]:
        """The lines that hold anything and that `merge` reaches."""
        first = bisect_left(self.lines, merge.top, key=itemgetter(0))
        return self.lines[first : bisect_right(self.lines, merge.bottom, key=itemgetter(0))]


class BadSheet(Refused):
    """A sheet that cannot be read. what: the reason, without its line, which is 0 for none."""

    def __init__(self, what: Text, cure: Text, line: int = 0) -> None:
        said = Message("line {line}: {what}", line=line, what=as_message(what)) if line else what
        super().__init__(said, cure)
        self.what, self.line = what, line


class MissingHead(BadSheet):
    """None of the first lines has all the heads that are looked for."""


def bounded(lines: Iterable[Line], most_rows: int) -> Iterator[Line]:
    """The lines that hold anything. Raises BadSheet where there are too many, or too long ones."""
    held = 0
    for line, cells in lines:
        if len(cells) > MOST_COLUMNS:
            message = Message("{n} cells, more than {most}", n=len(cells), most=MOST_COLUMNS)
            raise BadSheet(message, "leave out columns nobody reads", line)
        if any(cells):
            held += 1
            yield line, cells
        if held > most_rows + HEAD_LINES or line > MOST_LINES:
            raise too_many_rows(line, most_rows)


def too_many_rows(line: int, most_rows: int) -> BadSheet:
    return BadSheet(Message("more than {most:,} rows", most=most_rows), "split the file", line)


def checked(text: str, line: int = 0, cell: str = "") -> str:
    """A text of a cell, cleaned and trimmed. Raises BadSheet for a character that is no text, which
    names the line, or the cell."""
    text = text.replace("\r\n", "\n")
    if found := FORBIDDEN.search(text):
        code = ord(found.group())
        message = Message("the character U+{code:04X} may not stand in a text", code=code)
        if cell:
            message = Message("cell {cell}: {what}", cell=cell, what=message)
        raise BadSheet(message, "delete it; it is invisible, or not a character at all", line)
    return clean(text).strip(" \u3000\xa0")


def short(text: str) -> str:
    """What stood there, so that it can be shown: at most 40 characters, all of them visible."""
    shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in text[:40])
    return shown + ("…" if len(text) > 40 else "")


def plain_head(text: str) -> str:
    """Alike for heads that mean the same: 姓 名, “姓名（必填）” and 姓名; E-mail and ｅ-mail."""
    plain = _BRACKETS.sub("", normalize("NFKC", text).casefold())
    return "".join(plain.split()).strip("*:")
