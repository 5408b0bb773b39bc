"""A sheet that people send: its rows as texts, or one refusal that says what to do instead.

Nothing is parsed before it is measured: bytes, parts, unzipped size, ratio; and no part may carry
a document type, so there are no entities to expand or to fetch. Formulas are refused, not guessed.
"""

import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from workflows.definition.nodes import FORBIDDEN
from workflows.domain.errors import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_UNZIPPED = 40 * 1024 * 1024
MOST_RATIO = 100
MOST_PARTS = 500
MOST_ROWS = 5_000
MOST_COLUMNS = 200
#: Lines looked at, empty ones included: formatted emptiness below a sheet is common.
_MOST_LINES = 100_000
_SMALL = 100 * 1024  # a part below this may be packed as tightly as it likes
_HEAD_LINES = 10

Line = tuple[int, list[str]]
Found = list[tuple[int, dict[str, str]]]

_ENCODING = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)[\"']")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_rows(data: bytes, suffix: str, *, heads: Collection[str] = ()) -> Found:
    """(line, {head: text}) of every row that holds anything, from an .xlsx or .csv file.

    suffix: the end of the file's name, ".xlsx" or ".csv". heads: those that must stand in the
    row of heads, which is looked for in the first ten lines (of every sheet); without them the
    first line that holds anything is the row of heads. Lines count from 1. Dates come as
    2010-06-30. Raises Refused, and then nothing was read.
    """
    kind = suffix.lower().lstrip(".")
    if kind not in ("xlsx", "csv"):
        raise Refused(f"files that end in “.{kind}” are not read", _SAVE_AS)
    if len(data) > MOST_BYTES:
        size = f"{len(data):,} bytes, more than {MOST_BYTES:,}"
        raise Refused(f"the file has {size}", "split it, or leave out pictures")
    if kind == "csv":
        return _under_heads(list(_csv_lines(_text(data))), heads, "the file")
    return _from_workbook(data, heads)


_SAVE_AS = "save it as an Excel workbook (.xlsx, without macros) or as CSV (UTF-8)"


# --- rows under their heads -------------------------------------------------------------


def _under_heads(lines: list[Line], heads: Collection[str], where: str) -> Found:
    if not lines:
        raise Refused(f"{where} is empty", "put the heads in the first row, the rows below")
    at = _row_of_heads(lines, heads, where)
    line, cells = lines[at]
    names = _names(cells, line)
    found: Found = []
    for line, cells in lines[at + 1 :]:
        if len(found) == MOST_ROWS:
            raise Refused(f"line {line}: more than {MOST_ROWS:,} rows", "split the file")
        for n, text in enumerate(cells):
            if text and (n >= len(names) or not names[n]):
                message = f"line {line}: “{_short(text)}” stands in a column without a head"
                cure = "give the column a head; in CSV put texts with commas in double quotes"
                raise Refused(message, cure)
        cells = [*cells, *[""] * (len(names) - len(cells))]
        row = {name: text for name, text in zip(names, cells, strict=False) if name}
        if any(row.values()):
            found.append((line, row))
    return found


def _row_of_heads(lines: list[Line], heads: Collection[str], where: str) -> int:
    if not heads:
        return 0
    wanted = set(heads)
    best: set[str] = set()
    for n, (line, cells) in enumerate(lines):
        if line > _HEAD_LINES:
            break
        there = wanted & {cell.strip() for cell in cells}
        if there == wanted:
            return n
        best = max(best, there, key=len)
    missing = [head for head in heads if head not in best]
    read = "、".join(_short(cell) for cell in lines[0][1] if cell.strip())[:200]
    message = f"{where}: there is no head “{missing[0]}”; line {lines[0][0]} reads “{read}”"
    raise Refused(message, f"the heads are {', '.join(heads)}")


def _names(cells: list[str], line: int) -> list[str]:
    names = [" ".join(cell.split()) for cell in cells]
    for name in names:
        if name and names.count(name) > 1:
            raise Refused(
                f"line {line}: the head “{_short(name)}” stands twice", "keep one of them"
            )
    return names


def _checked(text: str, where: str) -> str:
    text = text.replace("\r\n", "\n").strip(" \u3000\xa0")
    found = FORBIDDEN.search(text)
    if found is not None:
        message = f"{where}: the character U+{ord(found.group()):04X} may not stand in a text"
        raise Refused(message, "delete it; it is invisible, or not a character at all")
    return text


def _short(text: str) -> str:
    shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in text[:40])
    return shown + ("…" if len(text) > 40 else "")


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
        message = f"line {line}: the file is neither UTF-8 nor GB18030 (GBK)"
        raise Refused(message, "save it as CSV (UTF-8)") from None


def _csv_lines(text: str) -> Iterator[Line]:
    """Lines that hold anything, each with the line of the file it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, held = 1, 0
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                message = f"line {line}: {len(cells)} cells, more than {MOST_COLUMNS}"
                raise Refused(message, "leave out columns nobody reads")
            cells = [_checked(cell, f"line {line}") for cell in cells]
            if any(cells):
                held += 1
                yield line, cells
            if held > MOST_ROWS + _HEAD_LINES:
                raise Refused(f"line {line}: more than {MOST_ROWS:,} rows", "split the file")
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(f"line {line}: this is not CSV: {error}", "save it as CSV (UTF-8)") from None


# --- .xlsx ------------------------------------------------------------------------------


def _from_workbook(data: bytes, heads: Collection[str]) -> Found:
    _measure(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    except Refused:
        raise
    except Exception as error:  # whatever a broken file makes the library stumble over
        raise Refused(f"the workbook cannot be read: {_short(str(error))}", _SAVE_AS) from error
    try:
        return _first_that_fits(book, heads)
    finally:
        book.close()


def _first_that_fits(book: Any, heads: Collection[str]) -> Found:
    """The rows of the first sheet with the heads; what the first sheet lacks when none has."""
    refused: Refused | None = None
    for sheet in book.worksheets:
        try:
            lines = list(_sheet_lines(sheet))
            return _under_heads(lines, heads, f"sheet “{_short(sheet.title)}”")
        except Refused as error:
            if not heads or "there is no head" not in error.message:
                raise
            refused = refused or error
    raise refused or Refused("the workbook has no sheet", _SAVE_AS)


def _sheet_lines(sheet: Any) -> Iterator[Line]:
    held = 0
    try:
        sheet.reset_dimensions()  # what the file says about its size is not believed
        for line, cells in enumerate(sheet.iter_rows(), start=1):
            if len(cells) > MOST_COLUMNS:
                message = f"line {line}: {len(cells)} cells, more than {MOST_COLUMNS}"
                raise Refused(message, "leave out columns nobody reads")
            texts = [_cell_text(cell, f"{get_column_letter(n)}{line}")
                     for n, cell in enumerate(cells, start=1)]  # fmt: skip
            if any(texts):
                held += 1
                yield line, texts
            if held > MOST_ROWS + _HEAD_LINES or line > _MOST_LINES:
                raise Refused(f"line {line}: more than {MOST_ROWS:,} rows", "split the file")
    except Refused:
        raise
    except Exception as error:  # broken XML shows only while it is read
        raise Refused(f"the workbook cannot be read: {_short(str(error))}", _SAVE_AS) from error


def _cell_text(cell: Any, where: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        message = f"cell {where} holds a formula: “{_short(str(value))}”"
        raise Refused(message, "copy the column and paste it as values")
    if cell.data_type == "e":
        raise Refused(f"cell {where} holds the error {_short(str(value))}", "write a value")
    if isinstance(value, str):
        plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)
        return _checked(plain, f"cell {where}")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _measure(data: bytes) -> None:
    """Everything about the package that can be known without parsing a part of it."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("this is an old .xls workbook, or one locked by a password", _SAVE_AS)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise Refused("this is no .xlsx workbook", _SAVE_AS) from None
    with package:
        entries = package.infolist()
        if len(entries) > MOST_PARTS:
            raise Refused(f"the workbook has {len(entries):,} parts", _SAVE_AS)
        for entry in entries:
            _measure_part(entry)
        total = sum(entry.file_size for entry in entries)
        if total > MOST_UNZIPPED:
            message = f"unzipped the workbook has {total:,} bytes, more than {MOST_UNZIPPED:,}"
            raise Refused(message, "split it, or leave out pictures")
        for entry in entries:
            _look_into(package, entry)


def _measure_part(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if entry.flag_bits & 1:
        raise Refused("the workbook is locked by a password", "save it without one")
    if entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        message = f"“{_short(name)}” unzips to over {MOST_RATIO} times its size"
        raise Refused(message, "save the workbook anew from Excel or WPS")
    if name.lower().endswith(("vbaproject.bin", "vbadata.xml")):
        raise Refused("the workbook holds macros", "save it as .xlsx, without macros")


def _look_into(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """No part may declare a document type, or an encoding in which one could hide."""
    if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    try:
        part = package.read(entry)
    except Exception as error:  # a wrong checksum, a method nobody knows
        raise Refused(f"the workbook is damaged: {_short(str(error))}", _SAVE_AS) from error
    declared = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    plain = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if _DOCTYPE.search(part) or b"\x00" in part or not plain:
        message = f"“{_short(entry.filename)}” declares entities or a strange encoding"
        raise Refused(message, "save the workbook anew from Excel or WPS")
    if entry.filename == "[Content_Types].xml" and b"macroenabled" in part.lower():
        raise Refused("the workbook holds macros", "save it as .xlsx, without macros")
