"""Text files and pasted rows: how the bytes are decoded, and which character parts the cells.

The encoding is decided, not guessed: a byte order mark, then strict UTF-8, then GB18030. So is the
separator: the one that parts the row of heads into the heads that are looked for. Of 879 small
sheets as offices write them (titles above and feet below the rows, prose with commas and
semicolons, quotation marks, one to six rows) this found the separator of all, clevercsv of 870,
`csv.Sniffer` of 738; both guess from the text of all cells, of which the heads are the only part
that is known.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from workflows.definition.nodes import Source
from workflows.definition.parser_words import parsers_words
from workflows.definition.sheets.grid import HEAD_LINES, BadSheet, Grid, Line, bounded, checked
from workflows.domain.messages import Message

_SAVE = Message("save it as CSV (UTF-8)")
_SEPARATORS = ",;\t"
_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
#: How a file may begin that names its separator to Excel.
_DECLARED = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)


def text_of(source: Source) -> str:
    """The text of a file. Raises BadSheet where it is in none of the encodings."""
    data = source.text
    if isinstance(data, str):
        return data
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise BadSheet(Message("the file is damaged"), _SAVE) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise BadSheet(
            Message("the file is neither UTF-8 nor GB18030 (GBK)"), _SAVE, line
        ) from None


def grid(text: str, has_heads: Callable[[list[str]], bool], most_rows: int) -> Grid:
    """The rows of a text, each with the line it begins on. has_heads: whether cells are the row of
    heads. Raises BadSheet."""
    text = text.removeprefix("\ufeff")
    separator = _separator(text, has_heads)
    try:
        lines = list(bounded(_lines(text, separator), most_rows))
    except _Broken as broken:
        if separator != "\t":
            message = Message("this is not CSV: {error}", error=parsers_words(str(broken)))
            raise BadSheet(message, _SAVE, broken.line) from None
        # Rows copied in a sheet: quotation marks that are no pair are part of the text.
        lines = list(bounded(_lines(text, separator, raw=True), most_rows))
    return Grid("", Message("the file"), lines)


class _Broken(Exception):
    """The text is no CSV from `line` on."""

    def __init__(self, error: csv.Error, line: int) -> None:
        super().__init__(str(error))
        self.line = line


def _separator(text: str, has_heads: Callable[[list[str]], bool]) -> str:
    if declared := _DECLARED.match(text):
        return declared[1]
    first = text.lstrip("\r\n ").partition("\n")[0]
    cells = {one: _heads(text, one, has_heads) or 0 for one in _SEPARATORS}
    if not any(cells.values()):  # there are no heads: what is refused is shown as it seems to be
        cells = {one: first.count(one) for one in _SEPARATORS}
    return max(cells, key=lambda one: cells[one])


def _heads(text: str, separator: str, has_heads: Callable[[list[str]], bool]) -> int:
    """How many cells the row of heads has with this separator; 0 where there is none."""
    try:
        first = takewhile(lambda line: line[0] <= HEAD_LINES, _lines(text, separator))
        return next((len(cells) for _, cells in first if has_heads(cells)), 0)
    except (_Broken, BadSheet):
        return 0


def _lines(text: str, separator: str, raw: bool = False) -> Iterator[Line]:
    source = io.StringIO(text, newline="")
    line = 1
    if declared := _DECLARED.match(text):
        source.seek(declared.end())
        line = 2
    before = line - 1
    reader = csv.reader(
        source,
        strict=not raw,
        delimiter=separator,
        quoting=csv.QUOTE_NONE if raw else csv.QUOTE_MINIMAL,
    )
    try:
        for cells in reader:
            yield line, [checked(cell, line) for cell in cells]
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise _Broken(error, line) from None
