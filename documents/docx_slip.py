"""A slip as .docx: the slip on its page, the return slip and the feedback box on the next."""

import io

import segno
from docx.document import Document
from docx.shared import Mm

from documents.docx_parts import (
    CENTRE,
    FANG,
    HEI,
    KAI,
    LEFT,
    SIZE_2,
    SIZE_4,
    SIZE_S4,
    SONG,
    WIDTH,
    add_row,
    band,
    both_ends,
    fill_cell,
    new_paper,
    new_row,
    saved,
    say,
    table,
)
from documents.forms import SlipForm
from documents.slip_words import Field, SlipText, slip_text

_FIELDS = (40.0, WIDTH - 40)
_PRESSED = (40.0, 36.0, 42.0, WIDTH - 118)
_SIGNED = (26.0, 52.0, 26.0, WIDTH - 104)
_QR = 24
#: Letters are set smaller than characters.
_SIZE = {"zh": SIZE_S4, "en": 11.0}


def slip(form: SlipForm) -> bytes:
    """The slip, ready to print, sign and seal."""
    text = slip_text(form)
    paper = new_paper()
    _head(paper, text)
    _fields(paper, text, text.before)
    _pressed(paper, text)
    _fields(paper, text, text.after)
    _foot(paper, text)
    _return_slip(paper, text)
    return saved(paper, form.issued_on or form.as_of)


def _head(paper: Document, text: SlipText) -> None:
    band(paper, text.colour, text.band)
    say(paper, text.title, font=SONG, size=SIZE_2, align=CENTRE, line=44)
    sep = text.words["sep"]
    number = f"{text.number[0]}{sep}{text.number[1]}"
    signer = f"{text.signer[0]}{sep}{text.signer[1]}" if text.signer else ""
    both_ends(paper, number, signer, size=SIZE_4)


def _fields(paper: Document, text: SlipText, fields: tuple[Field, ...]) -> None:
    size = _SIZE[text.language]
    made = table(paper, _FIELDS)
    for field in fields:
        add_row(made, _FIELDS, field, fonts=(HEI, FANG), size=size, aligns=(CENTRE, LEFT))


def _pressed(paper: Document, text: SlipText) -> None:
    """A table of its own between the two of fields, so that no cell is merged."""
    label = text.pressed
    if not text.pressed_rows:
        label += text.words["sep"] + text.words["none"]
    say(paper, label, font=HEI, size=SIZE_S4, line=22)
    if not text.pressed_rows:
        return
    size = _SIZE[text.language]
    made = table(paper, _PRESSED)
    add_row(made, _PRESSED, text.pressed_heads, size=size, head=True)
    for row in text.pressed_rows:
        add_row(made, _PRESSED, row, size=size, aligns=(CENTRE, CENTRE, CENTRE, LEFT))
    say(paper, "", line=10)


def _foot(paper: Document, text: SlipText) -> None:
    """The QR at the left; at the right who issues it and when, with room for the seal."""
    say(paper, "", line=8)
    widths = (46.0, WIDTH - 46)
    made = table(paper, widths, borders=False)
    left, right = new_row(made).cells
    left.width, right.width = Mm(widths[0]), Mm(widths[1])
    if text.link:
        picture = io.BytesIO()
        segno.make(text.link, micro=False).save(picture, kind="png", scale=8, border=2)
        paragraph = left.paragraphs[0]
        paragraph.alignment = CENTRE
        paragraph.add_run().add_picture(picture, width=Mm(_QR))
        say(left, text.words["scan"], font=KAI, size=SIZE_S4, align=CENTRE, line=16)
    fill_cell(right, f"{text.issuer}{text.seal}\n{text.date}", size=SIZE_4, align=CENTRE)


def _return_slip(paper: Document, text: SlipText) -> None:
    words = text.words
    title = say(paper, words["receipt"], font=SONG, size=SIZE_2, align=CENTRE, line=36, after=6)
    title.paragraph_format.page_break_before = True
    sep = words["sep"]
    for label, value in (text.number, text.matter):
        say(paper, f"{label}{sep}{value}", size=SIZE_4, line=22)
    made = table(paper, _SIGNED)
    fonts = (HEI, FANG, HEI, FANG)
    for one, other in (("sign_name", "sign_time"), ("doer", "doer_phone")):
        row = (words[one], "", words[other], "")
        add_row(made, _SIGNED, row, fonts=fonts, aligns=(CENTRE,) * 4, height=12)
    say(paper, words["feedback"], font=SONG, size=SIZE_2, align=CENTRE, line=44)
    made = table(paper, _FIELDS)
    for label, height in (("done", 48), ("head", 26), ("review", 22), ("leader", 22)):
        field = (words[label], "")
        add_row(made, _FIELDS, field, fonts=(HEI, FANG), aligns=(CENTRE, LEFT), height=height)
    say(paper, text.back, font=KAI, size=SIZE_4, line=26)
