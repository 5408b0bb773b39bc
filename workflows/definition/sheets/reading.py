"""The one reader of sheets: whoever hands one in, by a page, by pasting or by a command.

A row is known by the line it stands on, a cell by the head of its column. Merged cells are filled
down and across. What is wrong is one refusal that says what to do instead.
"""

import csv
import io
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePath

from workflows.definition.nodes import Source
from workflows.definition.sheets import delimited, workbook
from workflows.definition.sheets.grid import (
    HEAD_LINES,
    MOST_BYTES,
    MOST_COLUMNS,
    SAVE_AS,
    BadSheet,
    Grid,
    Merge,
    MissingHead,
    plain_head,
    short,
    too_many_rows,
)
from workflows.domain.messages import Message, several

MOST_ROWS = 5_000
#: The ends of the names of sheets. Excel's “Unicode text” is .txt.
SUFFIXES = (".xlsx", ".csv", ".tsv", ".txt")

#: A head that must be there, or several spellings of it, of which one must.
Head = str | tuple[str, ...]
#: Head of the column → text; the line of each row.
Rows = list[tuple[int, dict[str, str]]]

#: How the line begins that says below the rows who filled the sheet in.
_FOOT = re.compile("(填报人|填表人|制表人|Filled in by) *[:：]")
_SPACE = re.compile(r"(\s+)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under their heads. title: of a sheet of a workbook; line: that of the heads."""

    title: str
    line: int
    heads: tuple[str, ...]
    rows: Rows


def read_sheet(source: Source, *heads: Head, most_rows: int = MOST_ROWS) -> Sheet:
    """The first sheet that has the heads.

    source: bytes of a file whose name ends in one of `SUFFIXES`, or a text that was pasted. The row
    of heads is looked for in the first ten lines; without `heads` it is the first line that holds
    anything. Spaces, brackets and the width of letters make no other head. Lines count from 1,
    dates of a workbook come as 2010-06-30. Raises BadSheet, and then nothing was read; MissingHead
    where only a head lacks. What else is wrong with a sheet is told before a head that it lacks.
    """
    with closing(_sheets(source, heads, most_rows)) as sheets:
        return next(sheets)


def read_sheets(source: Source, *heads: Head, most_rows: int = MOST_ROWS) -> list[Sheet]:
    """Every sheet that has the heads, at least one. As `read_sheet` otherwise."""
    return list(_sheets(source, heads, most_rows))


def as_text(sheet: Sheet) -> str:
    """The rows as CSV, which a form can hand in again, each on the line it has in the sheet where
    no cell above it has several lines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    at = sheet.line
    out.write("\n" * (at - 1))
    writer.writerow(sheet.heads)
    for line, row in sheet.rows:
        out.write("\n" * (line - 1 - at))
        writer.writerow(row.values())
        at = line
    return out.getvalue()


def _sheets(source: Source, heads: tuple[Head, ...], most_rows: int) -> Generator[Sheet]:
    """Raises what the first sheet lacks when none has the heads."""
    wanted = [(head,) if isinstance(head, str) else head for head in heads]
    missing: MissingHead | None = None
    fit = False
    for grid in _grids(source, _finder(wanted), most_rows):
        try:
            found = _under_heads(grid, wanted, most_rows)
        except MissingHead as error:
            missing = missing or error
            continue
        fit = True
        yield found
    if missing and not fit:
        raise missing


def _grids(
    source: Source, has_heads: Callable[[list[str]], bool], most_rows: int
) -> Iterator[Grid]:
    data = source.text
    size = len(data.encode("utf-8", "replace")) if isinstance(data, str) else len(data)
    suffix = PurePath(source.name).suffix.lower()
    if isinstance(data, bytes) and suffix not in SUFFIXES:
        raise BadSheet(Message("files that end in “{kind}” are not read", kind=suffix), SAVE_AS)
    if size > MOST_BYTES:
        said = Message("{n:,} bytes, more than {most:,}", n=size, most=MOST_BYTES)
        raise BadSheet(
            Message("the file has {size}", size=said), Message("split it, or leave out pictures")
        )
    if isinstance(data, bytes) and suffix == ".xlsx":
        yield from workbook.grids(data, most_rows)
    else:
        yield delimited.grid(delimited.text_of(source), has_heads, most_rows)


def _finder(wanted: list[tuple[str, ...]]) -> Callable[[list[str]], bool]:
    """Whether cells are the row of heads: they have one spelling of each head."""
    plain = [set(map(plain_head, spellings)) for spellings in wanted]

    def has_heads(cells: list[str]) -> bool:
        there = set(map(plain_head, cells))
        return any(cells) and not any(there.isdisjoint(one) for one in plain)

    return has_heads


# --- rows under their heads -------------------------------------------------------------


def _under_heads(grid: Grid, wanted: list[tuple[str, ...]], most_rows: int) -> Sheet:
    if not grid.lines:
        raise MissingHead(
            Message("{where} is empty", where=grid.where),
            Message("put the heads in the first row, the rows below"),
        )
    _fill(grid)
    at = _row_of_heads(grid, wanted)
    line, _ = grid.lines[at]
    # A head merged downwards stands beside heads of two lines.
    below = [merge.bottom for merge in grid.merges if merge.top <= line < merge.bottom]
    last = max((bottom for bottom in below if bottom < line + HEAD_LINES), default=line)
    block = [cells for number, cells in grid.lines[at:] if number <= last]
    names = _names(block, grid.merges, line)
    headed = [n for n, name in enumerate(names, 1) if name]
    across = {
        number
        for merge in grid.merges
        if merge.left <= headed[0] < headed[-1] <= merge.right
        for number, _ in grid.within(merge)
    }
    rows: Rows = []
    for number, cells in grid.lines[at + len(block) :]:
        if len(rows) == most_rows:
            raise too_many_rows(number, most_rows)
        row = _row(number, cells, names)
        # A line that is one cell all across is a heading among the rows.
        first = next(filter(None, row.values()), "")
        if first and number not in across and not _FOOT.match(first):
            rows.append((number, row))
    return Sheet(grid.title, line, tuple(dict.fromkeys(filter(None, names))), rows)


def _row(line: int, cells: list[str], names: list[str]) -> dict[str, str]:
    row = dict.fromkeys(filter(None, names), "")
    for n, text in enumerate(cells):
        name = names[n] if n < len(names) else ""
        if text and not name:
            raise BadSheet(
                Message("“{text}” stands in a column without a head", text=short(text)),
                Message("give the column a head; in CSV put texts with commas in double quotes"),
                line,
            )
        if text and text != row[name]:
            row[name] = f"{row[name]} {text}" if row[name] else text
    return row


def _row_of_heads(grid: Grid, wanted: list[tuple[str, ...]]) -> int:
    """The first line that has all heads. Raises MissingHead, which names one that is missing."""
    lines, has_heads = grid.lines, _finder(wanted)
    first = [(n, cells) for n, (line, cells) in enumerate(lines) if line <= HEAD_LINES or n == 0]
    for n, cells in first:
        if has_heads(cells):
            return n
    # Of the line that comes closest, the first head it lacks.
    missing = [next(one for one in wanted if not _finder([one])(cells)) for _, cells in first]
    lacking = max(missing, key=wanted.index)
    read = "、".join(short(cell) for cell in lines[0][1] if cell)[:200]
    message = Message(
        "{where}: there is no head “{head}”; line {line} reads “{read}”",
        where=grid.where,
        head=lacking[0],
        line=lines[0][0],
        read=read,
    )
    raise MissingHead(
        message, Message("the heads are {heads}", heads=several(one[0] for one in wanted))
    )


def _names(block: list[list[str]], merges: tuple[Merge, ...], line: int) -> list[str]:
    """The head of each column, "" where it has none: of several lines the lowest text, or all of
    them where columns would be called alike. A head merged across columns is that of them all."""
    columns = [
        list(dict.fromkeys(filter(None, map(_head, texts))))
        for texts in zip_longest(*block, fillvalue="")
    ]
    lowest = [texts[-1] if texts else "" for texts in columns]
    names = [
        "".join(texts) if lowest.count(name) > 1 else name
        for texts, name in zip(columns, lowest, strict=True)
    ]
    seen: dict[str, int] = {}
    for n, name in enumerate(names, 1):
        first = seen.setdefault(name, n)
        if (
            name
            and first < n
            and not any(
                merge.bottom >= line and merge.left <= first < n <= merge.right for merge in merges
            )
        ):
            raise BadSheet(
                Message("the head “{name}” stands twice", name=short(name)),
                Message("keep one of them"),
                line,
            )
    return names


def _head(cell: str) -> str:
    """A head without the spaces that part Chinese characters: 姓 名 is 姓名."""
    parts = _SPACE.split(cell.strip())
    for n in range(1, len(parts), 2):
        parts[n] = " " if parts[n - 1][-1:].isascii() and parts[n + 1][:1].isascii() else ""
    return "".join(parts)


def _fill(grid: Grid) -> None:
    """Put the text of merged cells into each of them, in lines and columns that hold anything
    anyway: a merge may reach beyond the table."""
    at = dict(grid.lines)
    own = {n for _, cells in grid.lines for n, text in enumerate(cells) if text}
    room = len(at) * MOST_COLUMNS
    for merge in grid.merges:
        first, right = at.get(merge.top, []), min(merge.right, MOST_COLUMNS)
        text = first[merge.left - 1] if merge.left <= len(first) else ""
        lines = grid.within(merge)
        room -= len(lines) * (right - merge.left + 1)
        if room < 0:
            raise BadSheet(
                Message("{where}: merged cells overlap", where=grid.where),
                Message("take the merging away"),
            )
        for _, cells in lines if text else ():
            cells.extend([""] * (right - len(cells)))
            for n in own.intersection(range(merge.left - 1, right)):
                cells[n] = text
