"""Sheets that people hand in, as rows of words: CSV, Excel, and findings in YAML."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook

from scheduler.cli.desk import source_text
from workflows.definition.nodes import Mapping, Scalar, Sequence, Source, parse
from workflows.definition.problems import Problems
from workflows.domain.errors import Refused

Row = tuple[int, dict[str, str]]
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_ROWS = 2000
#: A title and who filled the sheet in may stand above the headers, in fewer cells than these.
_HEADERS = 3


def read_file(path: Path) -> list[Row]:
    """The rows of a .csv or .xlsx sheet, or of a YAML list of mappings."""
    data, suffix = source_text(path), path.suffix.lower()
    return _yaml(path.name, data) if suffix in (".yaml", ".yml") else read_rows(data, suffix)


def read_rows(data: bytes, suffix: str) -> list[Row]:
    """(line, {header: cell}) of every row below the headers that holds anything.

    Raises Refused for what cannot be read or is too large.
    """
    if len(data) > MOST_BYTES:
        raise Refused("the sheet has more than 5 MB", "split it")
    match suffix:
        case ".csv":
            lines = _csv(data)
        case ".xlsx":
            lines = _xlsx(data)
        case _:
            raise Refused(f"“{suffix}” is no sheet", "give a .csv or .xlsx file")
    return _rows(lines)


def _rows(lines: Iterable[tuple[int, list[str]]]) -> list[Row]:
    header: list[str] = []
    found: list[Row] = []
    for line, cells in lines:
        if not header:
            header = cells if sum(1 for cell in cells if cell) >= _HEADERS else []
        elif any(cells):
            named = zip(header, cells, strict=False)
            found.append((line, {name: cell for name, cell in named if name}))
        if len(found) > MOST_ROWS:
            raise Refused(f"the sheet has more than {MOST_ROWS} rows", "split it")
    if not header:
        raise Refused("the sheet has no headers", "begin with 责任单位, 具体问题, 核验人 …")
    return found


def _csv(data: bytes) -> Iterable[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    reader, line = csv.reader(io.StringIO(text, newline="")), 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(f"line {line} cannot be read: {error}", "save the sheet again") from None


def _xlsx(data: bytes) -> Iterable[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Refused("the sheet unpacks to more than 50 MB", "leave pictures out")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 20), 1)
        return [(line, [_cell(value) for value in row]) for line, row in rows]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise Refused(f"this is no sheet: {error}", "save it again as .xlsx") from None


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def _yaml(name: str, data: bytes) -> list[Row]:
    problems = Problems()
    root = parse(Source(name, data), problems)
    problems.refuse()
    if not isinstance(root, Sequence):
        raise Refused(f"{name} is no list", "write `- {unit: …, what: …}` for each finding")
    found: list[Row] = []
    for item in root.items:
        if not isinstance(item, Mapping):
            raise Refused(f"{name}:{item.at.line}: this is no finding", "write {unit: …, what: …}")
        cells = {k.text: v.text for k, v in item.entries if isinstance(v, Scalar)}
        found.append((item.at.line, cells))
    return found


def spelled(number: int, words: str) -> Row:
    """A finding given with an option: unit=b3; what=…; severity=urgent."""
    pairs = [part.partition("=") for part in words.split(";") if part.strip()]
    if not pairs or any(not between for _, between, _ in pairs):
        raise Refused(
            f"“{words}” is no finding", 'write --finding "unit=b3; what=…; due=2010-07-01"'
        )
    return number, {key.strip(): value.strip() for key, _, value in pairs}
