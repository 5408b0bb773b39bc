"""The pieces of a .docx by the habit of GB/T 9704: page, fonts, rules, tables, page numbers.

Text goes in as runs only, so a user's words are never markup and never a field; the one field
here is the page number, ours. Sizes are points: 2号 is 22, 3号 is 16, 4号 is 14, 小四 is 12.
"""

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import Any, cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from documents.packed import packed

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
LATIN = "Times New Roman"
SIZE_2, SIZE_3, SIZE_4, SIZE_S4, SIZE_5 = 22.0, 16.0, 14.0, 12.0, 10.5
#: A line of body text: 28 points, 22 lines on a page.
LINE = 28.0
#: Millimetres that are left between the margins, upright and on its side.
WIDTH, WIDE = 156.0, 225.0
LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
#: Fill and ink of the colour bands, by colour.
BANDS = {
    "blue": ("2F6FC4", "FFFFFF"),
    "yellow": ("FFD54A", "3A2A00"),
    "red": ("C62828", "FFFFFF"),
    "grey": ("D9D9D9", "333333"),
}
RED = RGBColor(0xC6, 0x28, 0x28)


def new_paper() -> Document:
    """An empty A4 page: margins 37/35/28/26 mm, 仿宋 3号, “— 1 —” at the outer foot."""
    paper = docx.Document()
    _page(paper.sections[0])
    _defaults(paper)
    paper.settings.odd_and_even_pages_header_footer = True
    section = paper.sections[0]
    section.footer_distance = Mm(25)
    _page_number(section.footer.paragraphs[0], RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], LEFT)
    return paper


def saved(paper: Document, day: date) -> bytes:
    made = io.BytesIO()
    paper.save(made)
    return packed(made.getvalue(), day)


def on_its_side(paper: Document) -> None:
    """A new page in landscape, for wide tables."""
    _page(paper.add_section(WD_SECTION.NEW_PAGE), landscape=True)


def say(
    place: Document | _Cell,
    text: str,
    *,
    font: str = FANG,
    size: float = SIZE_3,
    align: Any = None,
    indent: bool = False,
    line: float | None = LINE,
    colour: RGBColor | None = None,
    after: float = 0,
) -> Paragraph:
    """One paragraph. indent: by two characters, as body text is; line None: single spaced."""
    paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment = align
    form.space_before, form.space_after = Pt(0), Pt(after)
    if line is not None:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    if indent:
        form.first_line_indent = Pt(2 * size)
    add_run(paragraph, text, font=font, size=size, colour=colour)
    return paragraph


def add_run(
    paragraph: Paragraph,
    text: str,
    *,
    font: str = FANG,
    size: float = SIZE_3,
    colour: RGBColor | None = None,
) -> None:
    """A run with its Chinese font named beside the Latin one."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = LATIN, Pt(size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    if colour is not None:
        run.font.color.rgb = colour


def both_ends(
    paper: Document, left: str, right: str, *, size: float = SIZE_3, width: float = WIDTH
) -> Paragraph:
    """One text at the left edge, one at the right, `width` millimetres from it."""
    paragraph = say(paper, left, size=size)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    add_run(paragraph, "\t", size=size)
    add_run(paragraph, right, size=size)
    return paragraph


def ruled(paragraph: Paragraph, colour: str, eighths: int = 18) -> None:
    """A rule below the paragraph, as red heads have it. eighths: its weight in 1/8 point."""
    borders = OxmlElement("w:pBdr")
    borders.append(_element("w:bottom", val="single", sz=str(eighths), space="4", color=colour))
    properties = paragraph._element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def band(paper: Document, colour: str, text: str) -> None:
    """A strip across the page in the paper's colour, which is named in it."""
    fill, ink = BANDS[colour]
    strip = table(paper, (WIDTH,), borders=False)
    cell = new_row(strip).cells[0]
    shade(cell, fill)
    fill_cell(cell, text, font=HEI, size=SIZE_3, align=CENTRE, colour=RGBColor.from_string(ink))


def table(paper: Document, widths: Sequence[float], *, borders: bool = True) -> Table:
    """An empty table of fixed columns (millimetres), lines around every cell."""
    made: Table = paper.add_table(rows=0, cols=len(widths))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    if borders:
        made.style = "Table Grid"
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    return made


def add_row(
    made: Table,
    widths: Sequence[float],
    texts: Sequence[str],
    *,
    fonts: Sequence[str] = (),
    size: float = SIZE_4,
    aligns: Sequence[Any] = (),
    head: bool = False,
    height: float | None = None,
) -> None:
    """One row; a head is set in 黑体, centred, and repeated on every page.

    height: at least so many millimetres, for room to breathe or to write by hand.
    """
    row = new_row(made)
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if height is not None:
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Mm(height)
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for n, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Mm(widths[n])
        font = HEI if head else fonts[n] if fonts else FANG
        align = CENTRE if head else aligns[n] if aligns else None
        fill_cell(cell, text, font=font, size=size, align=align)


def add_rows(
    made: Table,
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    *,
    size: float,
    aligns: Sequence[Any],
) -> None:
    """Rows that look alike; the first is built, the others are copies of it, which is several
    times faster."""
    if not rows:
        return
    add_row(made, widths, rows[0], size=size, aligns=aligns)
    pattern = made._tbl.tr_lst[-1]
    for texts in rows[1:]:
        row = deepcopy(pattern)
        for cell, text in zip(row.tc_lst, texts, strict=True):
            _put_lines(cell, text)
        made._tbl.append(row)


def _put_lines(cell: Any, text: str) -> None:
    """Other text into a copied cell, a paragraph for each line."""
    first, *more = cell.p_lst
    for paragraph in more:
        cell.remove(paragraph)
    for line in reversed(text.split("\n")[1:]):
        following = deepcopy(first)
        following.r_lst[0].text = line
        first.addnext(following)
    first.r_lst[0].text = text.split("\n")[0]


def new_row(made: Table) -> _Row:
    return cast(_Row, made.add_row())  # type: ignore[no-untyped-call]


def fill_cell(
    cell: _Cell,
    text: str,
    *,
    font: str = FANG,
    size: float = SIZE_4,
    align: Any = None,
    colour: RGBColor | None = None,
) -> None:
    """The text in the cell, a paragraph for each line, in the middle of its height."""
    cell._tc.remove(cell.paragraphs[0]._element)
    for one in text.split("\n"):
        say(cell, one, font=font, size=size, align=align, line=size * 1.4, colour=colour)
    cell._tc.get_or_add_tcPr().append(_element("w:vAlign", val="center"))


def shade(cell: _Cell, fill: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    properties.append(_element("w:shd", val="clear", color="auto", fill=fill))


def _page(section: Section, *, landscape: bool = False) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)
        section.left_margin, section.right_margin = Mm(35), Mm(37)


def _defaults(paper: Document) -> None:
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(SIZE_3)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    properties = normal.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), FANG)
    # Of the letters and digits; were they Chinese, lines would break within a number.
    properties.append(_element("w:lang", val="en-GB", eastAsia="zh-CN"))


def _page_number(paragraph: Paragraph, align: Any) -> None:
    paragraph.alignment = align
    add_run(paragraph, "— ", font="宋体", size=SIZE_4)
    field = _element("w:fldSimple", instr="PAGE")
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    properties.append(_element("w:rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia="宋体"))
    properties.append(_element("w:sz", val=str(int(SIZE_4 * 2))))
    number = OxmlElement("w:t")
    number.text = "1"
    run.extend((properties, number))
    field.append(run)
    paragraph._element.append(field)
    add_run(paragraph, " —", font="宋体", size=SIZE_4)


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
