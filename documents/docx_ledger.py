"""A ledger as .docx: its columns on a page on its side, the head repeated, room for the seal."""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from documents.docx_parts import (
    CENTRE,
    LEFT,
    SONG,
    add_row,
    add_rows,
    both_ends,
    new_paper,
    saved,
    say,
    table,
)
from documents.tables import Form, Printed, printed

#: Millimetres: (width, height) of the page on its side, and its margin.
_A3, _A4, _MARGIN = (420.0, 297.0), (297.0, 210.0), 15.0
_TITLE, _BODY, _SMALL = 18.0, 9.0, 7.5
#: Below so many columns the text may be larger.
_MANY = 12


def ledger(form: Form) -> bytes:
    """The bytes of the file; the same for the same form."""
    shown, paper = printed(form), new_paper()
    inner = _page(paper, shown)
    say(paper, shown.title, font=SONG, size=_TITLE, align=CENTRE, line=28, after=4)
    both_ends(paper, shown.unit, shown.as_of, size=_BODY, width=inner)
    widths = [inner * share / 100 for share in shown.widths]
    size = _SMALL if len(shown.heads) > _MANY else _BODY
    made = table(paper, widths)
    add_row(made, widths, shown.heads, size=size, head=True)
    rows = [[text for text, _ in row] for row in shown.rows]
    add_rows(made, widths, rows, size=size, aligns=[LEFT] * len(widths))
    say(paper, "　　　　".join(shown.foot), size=_BODY, line=24)
    return saved(paper, form.as_of)


def _page(paper: Document, shown: Printed) -> float:
    """The page on its side; returns the millimetres between its margins."""
    section = paper.sections[0]
    width, height = _A3 if shown.wide else _A4
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    section.footer_distance = Mm(8)
    return width - 2 * _MARGIN
