"""Workbooks: their sheets as texts, with the cells that are merged.

Nothing is parsed before it is measured (package.py). Formulas are refused, not guessed.
"""

import io
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from workflows.definition.sheets.grid import (
    SAVE_AS,
    BadSheet,
    Grid,
    Line,
    Merge,
    bounded,
    checked,
    short,
)
from workflows.definition.sheets.package import measure
from workflows.domain.messages import Message

_MOST_MERGES = 10_000
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']"
)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def grids(data: bytes, most_rows: int) -> Iterator[Grid]:
    """Every sheet of a workbook. Raises BadSheet, also for a workbook that is broken."""
    measure(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    except Exception as error:  # whatever a broken file makes the library stumble over
        raise _unreadable(error) from error
    with closing(book):
        for sheet in book.worksheets:
            lines = list(bounded(_lines(sheet), most_rows))
            where = Message("sheet “{title}”", title=short(sheet.title))
            yield Grid(sheet.title, where, lines, tuple(_merges(sheet)))
        if not book.worksheets:
            raise BadSheet(Message("the workbook has no sheet"), SAVE_AS)


def _unreadable(error: Exception) -> BadSheet:
    return BadSheet(
        Message("the workbook cannot be read: {error}", error=short(str(error))), SAVE_AS
    )


def _lines(sheet: Any) -> Iterator[Line]:
    try:
        sheet.reset_dimensions()  # what the file says about its size is not believed
        for line, cells in enumerate(sheet.iter_rows(), start=1):
            yield (
                line,
                [_text(cell, f"{get_column_letter(n)}{line}") for n, cell in enumerate(cells, 1)],
            )
    except BadSheet:
        raise
    except Exception as error:  # broken XML shows only while it is read
        raise _unreadable(error) from error


def _merges(sheet: Any) -> Iterator[Merge]:
    """The merged cells, which the library's reader of large files passes over."""
    part = sheet.parent._archive.read(sheet._worksheet_path)
    found = _MERGED.findall(part, max(part.rfind(b"sheetData>"), 0))
    if len(found) > _MOST_MERGES:
        message = Message("{where} has {n:,} merged cells", where=sheet.title, n=len(found))
        raise BadSheet(message, "take the merging away")
    for ref in found:
        left, top, right, bottom = range_boundaries(ref.decode())
        if left and top and right and bottom:
            yield Merge(top, left, bottom, right)


def _text(cell: Any, where: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        message = Message(
            "cell {where} holds a formula: “{value}”", where=where, value=short(str(value))
        )
        raise BadSheet(message, "copy the column and paste it as values")
    if cell.data_type == "e":
        message = Message(
            "cell {where} holds the error {value}", where=where, value=short(str(value))
        )
        raise BadSheet(message, "write a value")
    if isinstance(value, str):
        plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)
        return checked(plain, cell=where)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, time):
        return value.isoformat("minutes" if value.second == 0 else "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
