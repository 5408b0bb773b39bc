"""Ledgers and call lists as .xlsx, printed as offices print them.

Every user's text is a text cell, also where it begins like a formula. Landscape, one page wide,
heads repeated and frozen, nothing merged. Behind the last column stands, hidden and locked, the
key of each row; the other cells may be written in.
"""

import io
import re
from collections.abc import Sequence
from copy import copy
from datetime import date
from math import ceil
from typing import Literal, cast
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from config.i18n import translate, translator
from documents.columns import KEY_HEAD, Column
from documents.forms import Cell
from documents.packed import packed
from documents.tables import (
    WORDED,
    Form,
    Values,
    around,
    columns_of,
    is_wide,
    rows_of,
    title_of,
    worded,
)
from notifications import dates_words

_A3, _A4 = 8, 9
_TITLE, _UNDER, _HEAD = 1, 2, 3
_NARROW = 12  # columns up to this width are centred
_LONGEST = 32_767  # characters in a cell, by the format
_LINE = Side(style="thin", color="000000")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_NOT_IN_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: A cell that begins so would become a formula as soon as somebody edits it.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

#: What a cell looks like: centred, a date, prefixed so that it stays text, painted.
Look = tuple[bool, bool, bool, tuple[str, str] | None]


def workbook(forms: Sequence[Form]) -> bytes:
    """One sheet for each form, the same bytes for the same forms.

    ValueError when there is none, or when a row has a cell that its ledger has no column for.
    """
    if not forms:
        raise ValueError("a workbook needs at least one sheet")
    book = Workbook()
    book.remove(book.worksheets[0])
    for form in forms:
        columns = columns_of(form)
        sheet = book.create_sheet(_sheet_name(book, title_of(form)))
        _page(sheet, form, columns)
        _around(sheet, form, len(columns))
        _table(sheet, form, columns)
    made = io.BytesIO()
    book.save(made)
    return packed(made.getvalue(), forms[0].as_of)


def _sheet_name(book: Workbook, title: str) -> str:
    """At most 31 signs without those Excel refuses, and not there yet."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", _harmless(title)).strip()[:26] or "sheet"
    name, n = plain, 1
    taken = {known.lower() for known in book.sheetnames}
    while name.lower() in taken:
        n += 1
        name = f"{plain} {n}"
    return name


def _page(sheet: Worksheet, form: Form, columns: tuple[Column, ...]) -> None:
    wide = is_wide(form)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if wide else _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.freeze_panes = f"A{_HEAD + 1}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.7
    footer = HeaderFooterItem()
    footer.center.text = translator(form.language).gettext(
        "Page {page} of {pages}", page="&P", pages="&N"
    )
    sheet.oddFooter = footer
    for n, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width
    key = sheet.column_dimensions[get_column_letter(len(columns) + 1)]
    key.hidden = True
    protection = sheet.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.sort = protection.autoFilter = False


def _around(sheet: Worksheet, form: Form, width: int) -> None:
    """The title row; who fills it in at the left, 截至 at the right; the foot below the rows."""
    unit, as_of, filled, checked, phone = around(form)
    title = _at(sheet, _TITLE, 1)
    _write(title, title_of(form))
    # Centred across the columns without merging them.
    for n in range(1, width + 1):
        _at(sheet, _TITLE, n).alignment = Alignment(horizontal="centerContinuous")
    title.font = Font(name="方正小标宋简体", size=18)
    sheet.row_dimensions[_TITLE].height = 32
    sheet.row_dimensions[_UNDER].height = 22
    _quarantined(_at(sheet, _UNDER, 1), unit, "left")
    _quarantined(_at(sheet, _UNDER, width), as_of, "right")
    foot = _HEAD + len(form.rows) + 2
    _quarantined(_at(sheet, foot, 1), filled, "left")
    _quarantined(_at(sheet, foot, width // 2 + 1), checked, "center")
    _quarantined(_at(sheet, foot, width), phone, "right")
    sheet.print_area = f"A1:{get_column_letter(width)}{foot}"


def _quarantined(cell: SheetCell, text: str, side: str) -> None:
    _write(cell, text)
    cell.font = Font(name="楷体_GB2312", size=11)
    cell.alignment = Alignment(horizontal=side, vertical="center")


def _table(sheet: Worksheet, form: Form, columns: tuple[Column, ...]) -> None:
    key = len(columns) + 1
    as_of = dates_words.short_day(form.as_of, form.language, form.as_of)
    for n, column in enumerate(columns, start=1):
        head = _at(sheet, _HEAD, n)
        _write(head, column.head(form.language, as_of))
        head.font = Font(name="黑体", size=10.5)
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        head.border = _BOX
    _write(_at(sheet, _HEAD, key), translate(KEY_HEAD, form.language))
    heads = [column.head(form.language, as_of) for column in columns]
    sheet.row_dimensions[_HEAD].height = _height(columns, heads, 30)
    styles: dict[Look, StyleArray] = {}
    for line, (row_key, values) in enumerate(rows_of(form), start=_HEAD + 1):
        for n, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
            _fill(_at(sheet, line, n), column, value, form.language, styles)
        sheet.row_dimensions[line].height = _height(columns, values, 26)
        _write(_at(sheet, line, key), row_key)


def _height(columns: tuple[Column, ...], values: Values, least: float) -> float:
    """Points for the longest wrapped cell: not every reader fits rows to their text by itself."""
    lines = 1
    for column, value in zip(columns, values, strict=True):
        if isinstance(value, str):
            room = max(column.width - 1.5, 2)
            needed = sum(max(1, ceil(_columns(part) / room)) for part in value.split("\n"))
            lines = max(lines, needed)
    return min(max(least, lines * 13.5 + 6), 400)


def _columns(text: str) -> float:
    """Widths of a digit: a Chinese character takes nearly two."""
    return sum(1.95 if east_asian_width(mark) in "WFA" else 1.05 for mark in text)


def _fill(
    cell: SheetCell, column: Column, value: Cell, language: str, styles: dict[Look, StyleArray]
) -> None:
    paint = None
    if column.kind in WORDED and isinstance(value, str):
        value, paint = worded(column, value, language)
    if value is not None:
        _write(cell, value)
    middle = column.kind != "text" or column.width <= _NARROW
    look = (middle, isinstance(value, date), cell.quotePrefix, paint)
    known = styles.get(look)
    if known is not None:
        # Setting each part of a style anew takes several times as long.
        cell._style = copy(known)  # type: ignore[attr-defined]
        return
    cell.font = Font(name="宋体", size=10)
    cell.border = _BOX
    cell.protection = Protection(locked=False)
    side: Literal["center", "left"] = "center" if middle else "left"
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    if paint is not None:
        fill, ink = paint
        cell.fill = PatternFill("solid", start_color=fill, end_color=fill)
        cell.font = Font(name="黑体", size=10, color=ink)
    styles[look] = copy(cell._style)  # type: ignore[attr-defined]


def _write(cell: SheetCell, value: str | int | date) -> None:
    """A real date, a number, or a text that stays one, whatever it begins with."""
    if isinstance(value, str):
        text = _harmless(value)
        cell.value = text
        cell.data_type = "s"
        if text.startswith(_DANGEROUS):
            cell.quotePrefix = True
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _at(sheet: Worksheet, line: int, column: int) -> SheetCell:
    return cast(SheetCell, sheet.cell(line, column))  # nothing is merged here


def _harmless(text: str) -> str:
    """Without what XML refuses and what turns the direction; tabs and line ends stay."""
    text = _SURROGATES.sub("\ufffd", _NOT_IN_XML.sub("", text))
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    text = _ESCAPED.sub("_x005F_", text)  # or Excel would read _x000D_ as a line end
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
