"""A sheet that people send: its rows as texts, or one refusal that says what to do instead.

Nothing is parsed before it is measured: bytes, parts, unzipped size, ratio; and no part may carry
a document type, so there are no entities to expand or to fetch. Formulas are refused, not guessed.
"""

import csv
import io
import re
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from documents.sheet_package import SAVE_AS, measure, short
from workflows.definition.nodes import FORBIDDEN
from workflows.domain.errors import Refused
from workflows.domain.said import Said, Several

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 200
#: Lines looked at, empty ones included: formatted emptiness below a sheet is common.
_MOST_LINES = 100_000
_HEAD_LINES = 10

Line = tuple[int, list[str]]
Found = list[tuple[int, dict[str, str]]]
#: Rows of heads, of which one has to be there whole; an empty one takes the first line.
Heads = Sequence[Collection[str]]

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class MissingHead(Refused):
    """None of the first lines has all the heads that are looked for."""


def read_rows(data: bytes, suffix: str, *, heads: Collection[str] = ()) -> Found:
    """(line, {head: text}) of every row that holds anything, from an .xlsx or .csv file.

    suffix: the end of the file's name, ".xlsx" or ".csv". heads: those that must stand in the
    row of heads, which is looked for in the first ten lines (of every sheet); without them the
    first line that holds anything is the row of heads. Lines count from 1. Dates come as
    2010-06-30. Raises Refused, and then nothing was read; MissingHead where only a head lacks.
    """
    return read_under(data, suffix, heads)


def read_under(data: bytes, suffix: str, *heads: Collection[str]) -> Found:
    """As `read_rows`, under the first of several rows of heads that is there. What else is wrong
    with the sheet is told before a head that it lacks."""
    with closing(_sheets(data, suffix, heads)) as sheets:
        return next(sheets)[1]


def read_sheets(data: bytes, suffix: str, *heads: Collection[str]) -> list[tuple[str, Found]]:
    """(title, rows) of every sheet that has one of several rows of heads; a CSV file is one sheet
    without a title. Raises as `read_rows` does."""
    return list(_sheets(data, suffix, heads))


def _sheets(data: bytes, suffix: str, heads: Heads) -> Generator[tuple[str, Found]]:
    kind = suffix.lower().lstrip(".")
    if kind not in ("xlsx", "csv"):
        raise Refused(Said("files that end in “.{kind}” are not read", kind=kind), SAVE_AS)
    if len(data) > MOST_BYTES:
        size = Said("{n:,} bytes, more than {most:,}", n=len(data), most=MOST_BYTES)
        raise Refused(Said("the file has {size}", size=size), "split it, or leave out pictures")
    if kind == "csv":
        yield "", _under_heads(list(_csv_lines(_text(data))), heads, Said("the file"))
    else:
        yield from _of_workbook(data, heads)


def _too_many_rows(line: int) -> Refused:
    message = Said("line {line}: more than {most:,} rows", line=line, most=MOST_ROWS)
    return Refused(message, "split the file")


def _too_many_cells(line: int, n: int) -> Refused:
    message = Said("line {line}: {n} cells, more than {most}", line=line, n=n, most=MOST_COLUMNS)
    return Refused(message, "leave out columns nobody reads")


def _unreadable(error: Exception) -> Refused:
    message = Said("the workbook cannot be read: {error}", error=short(str(error)))
    return Refused(message, SAVE_AS)


# --- rows under their heads -------------------------------------------------------------


def _under_heads(lines: list[Line], heads: Heads, where: str) -> Found:
    if not lines:
        raise MissingHead(
            Said("{where} is empty", where=where), "put the heads in the first row, the rows below"
        )
    at = _row_of_heads(lines, heads, where)
    line, cells = lines[at]
    names = _names(cells, line)
    found: Found = []
    for line, cells in lines[at + 1 :]:
        if len(found) == MOST_ROWS:
            raise _too_many_rows(line)
        for n, text in enumerate(cells):
            if text and (n >= len(names) or not names[n]):
                raise Refused(
                    Said(
                        "line {line}: “{text}” stands in a column without a head",
                        line=line,
                        text=short(text),
                    ),
                    "give the column a head; in CSV put texts with commas in double quotes",
                )
        cells = [*cells, *[""] * (len(names) - len(cells))]
        row = {name: text for name, text in zip(names, cells, strict=False) if name}
        if any(row.values()):
            found.append((line, row))
    return found


def _row_of_heads(lines: list[Line], heads: Heads, where: str) -> int:
    """The first line that has all of one row of heads. Raises MissingHead, which names what is
    missing of the first row of them."""
    if not all(heads):
        return 0
    first = heads[0]
    best: set[str] = set()
    for one in heads:
        for n, (line, cells) in enumerate(lines):
            if line > _HEAD_LINES:
                break
            there = {cell.strip() for cell in cells}.intersection(one)
            if len(there) == len(set(one)):
                return n
            best = max(best, there.intersection(first), key=len)
    missing = [head for head in first if head not in best]
    read = "、".join(short(cell) for cell in lines[0][1] if cell.strip())[:200]
    message = Said(
        "{where}: there is no head “{head}”; line {line} reads “{read}”",
        where=where,
        head=missing[0],
        line=lines[0][0],
        read=read,
    )
    raise MissingHead(message, Said("the heads are {heads}", heads=Several(first)))


def _names(cells: list[str], line: int) -> list[str]:
    names = [" ".join(cell.split()) for cell in cells]
    for name in names:
        if name and names.count(name) > 1:
            raise Refused(
                Said("line {line}: the head “{name}” stands twice", line=line, name=short(name)),
                "keep one of them",
            )
    return names


def _checked(text: str, where: str) -> str:
    text = text.replace("\r\n", "\n").strip(" \u3000\xa0")
    found = FORBIDDEN.search(text)
    if found is not None:
        raise Refused(
            Said(
                "{where}: the character U+{code:04X} may not stand in a text",
                where=where,
                code=ord(found.group()),
            ),
            "delete it; it is invisible, or not a character at all",
        )
    return text


# --- CSV --------------------------------------------------------------------------------


def _text(data: bytes) -> str:
    """UTF-8, with a mark or without, or else GB18030, as Excel writes CSV in China."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("the file is UTF-16 text", "save it as CSV (UTF-8)")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        message = Said("line {line}: the file is neither UTF-8 nor GB18030 (GBK)", line=line)
        raise Refused(message, "save it as CSV (UTF-8)") from None


def _csv_lines(text: str) -> Iterator[Line]:
    """Lines that hold anything, each with the line of the file it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, held = 1, 0
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise _too_many_cells(line, len(cells))
            cells = [_checked(cell, Said("line {line}", line=line)) for cell in cells]
            if any(cells):
                held += 1
                yield line, cells
            if held > MOST_ROWS + _HEAD_LINES:
                raise _too_many_rows(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(
            Said("line {line}: this is not CSV: {error}", line=line, error=error),
            "save it as CSV (UTF-8)",
        ) from None


# --- .xlsx ------------------------------------------------------------------------------


def _of_workbook(data: bytes, heads: Heads) -> Generator[tuple[str, Found]]:
    """Every sheet with the heads; raises what the first sheet lacks when none has them."""
    measure(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    except Refused:
        raise
    except Exception as error:  # whatever a broken file makes the library stumble over
        raise _unreadable(error) from error
    with closing(book):
        missing: MissingHead | None = None
        fit = False
        for sheet in book.worksheets:
            lines, where = (
                list(_sheet_lines(sheet)),
                Said("sheet “{title}”", title=short(sheet.title)),
            )
            try:
                found = _under_heads(lines, heads, where)
            except MissingHead as error:
                if not all(heads):
                    raise
                missing = missing or error
                continue
            fit = True
            yield sheet.title, found
        if not fit:
            raise missing or Refused("the workbook has no sheet", SAVE_AS)


def _sheet_lines(sheet: Any) -> Iterator[Line]:
    held = 0
    try:
        sheet.reset_dimensions()  # what the file says about its size is not believed
        for line, cells in enumerate(sheet.iter_rows(), start=1):
            if len(cells) > MOST_COLUMNS:
                raise _too_many_cells(line, len(cells))
            texts = [
                _cell_text(cell, f"{get_column_letter(n)}{line}")
                for n, cell in enumerate(cells, start=1)
            ]
            if any(texts):
                held += 1
                yield line, texts
            if held > MOST_ROWS + _HEAD_LINES or line > _MOST_LINES:
                raise _too_many_rows(line)
    except Refused:
        raise
    except Exception as error:  # broken XML shows only while it is read
        raise _unreadable(error) from error


def _cell_text(cell: Any, where: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        message = Said(
            "cell {where} holds a formula: “{value}”", where=where, value=short(str(value))
        )
        raise Refused(message, "copy the column and paste it as values")
    if cell.data_type == "e":
        raise Refused(
            Said("cell {where} holds the error {value}", where=where, value=short(str(value))),
            "write a value",
        )
    if isinstance(value, str):
        plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)
        return _checked(plain, Said("cell {where}", where=where))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
