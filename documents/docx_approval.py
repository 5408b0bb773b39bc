"""The forms that are signed by hand, as .docx: a page of fields, with room for hands and seals."""

from docx.document import Document

from documents.approval_forms import MoreTimeForm, StrikeOffForm
from documents.approval_words import ApprovalText, more_time_text, strike_off_text
from documents.docx_parts import (
    CENTRE,
    FANG,
    HEI,
    KAI,
    LEFT,
    RIGHT,
    SIZE_2,
    SIZE_S4,
    SONG,
    WIDTH,
    add_row,
    both_ends,
    new_paper,
    saved,
    say,
    table,
)

_WIDTHS = (40.0, WIDTH - 40)
#: Letters are set smaller than characters.
_SIZE = {"zh": SIZE_S4, "en": 11.0}


def strike_off(form: StrikeOffForm) -> bytes:
    """销号审核表, ready to print and to sign."""
    return saved(_paper(strike_off_text(form)), form.as_of)


def more_time(form: MoreTimeForm) -> bytes:
    """延期申请表, ready to print and to sign."""
    return saved(_paper(more_time_text(form)), form.as_of)


def _paper(text: ApprovalText) -> Document:
    paper, size = new_paper(), _SIZE[text.language]
    say(paper, text.title, font=SONG, size=SIZE_2, align=CENTRE, line=36)
    say(paper, text.steps, font=KAI, size=size, align=CENTRE, line=20)
    both_ends(paper, text.unit, text.as_of, size=size)
    made = table(paper, _WIDTHS)
    for field in text.fields:
        row = (field.label, field.value)
        fonts, aligns = (HEI, FANG), (CENTRE, LEFT)
        add_row(made, _WIDTHS, row, fonts=fonts, size=size, aligns=aligns, height=field.height)
        if field.signed:
            _, cell = made.rows[-1].cells
            say(cell, field.signed, size=size, align=RIGHT, line=size * 1.8)
    return paper
