"""A bulletin as .docx: red head, text, place for the seal, annexes in landscape, last lines."""

from docx.document import Document
from docx.shared import Mm, Pt

from documents.bulletin_words import BulletinText, Grid, bulletin_text
from documents.docx_parts import (
    BOTH,
    CENTRE,
    FANG,
    HEI,
    LEFT,
    RED,
    RIGHT,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SIZE_5,
    SIZE_S4,
    SONG,
    WIDE,
    add_row,
    both_ends,
    new_paper,
    on_its_side,
    ruled,
    saved,
    say,
    table,
)
from documents.forms import BulletinForm

_HEAD = 48.0
#: How far the second annex is set in, below the first, in characters.
_ATTACHED = {"zh": 5.0, "en": 6.6}
_LIST = (14.0, 52.0, 32.0, 35.0, 25.0, 22.0, WIDE - 180)


def bulletin(form: BulletinForm) -> bytes:
    """The bulletin, ready to print, sign and seal."""
    text = bulletin_text(form)
    paper = new_paper()
    _red_head(paper, text)
    _body(paper, text)
    _foot(paper, text)
    on_its_side(paper)
    _stats(paper, text)
    _list(paper, text)
    _last_lines(paper, text)
    return saved(paper, form.issued_on or form.as_of)


def _red_head(paper: Document, text: BulletinText) -> None:
    size = _HEAD if text.language == "zh" else 32.0
    say(paper, text.head, font=SONG, size=size, align=CENTRE, line=size * 1.3, colour=RED)
    say(paper, text.issue, size=_size(text), align=CENTRE, line=36)
    ruled(both_ends(paper, text.issuer, text.date, size=_size(text)), "C62828")


def _body(paper: Document, text: BulletinText) -> None:
    say(paper, "", line=14)
    say(paper, text.title, font=SONG, size=SIZE_2, align=CENTRE, line=34, after=14)
    size, line = _size(text), 1.75 * _size(text)
    if text.to:
        say(paper, text.to, size=size, line=line)
    for paragraph in text.intro:
        say(paper, paragraph, size=size, line=line, align=BOTH, indent=True)
    for section in text.sections:
        head = say(paper, section.title, font=HEI, size=size, line=line, indent=True)
        head.paragraph_format.keep_with_next = True
        for paragraph in section.paragraphs:
            say(paper, paragraph, size=size, line=line, align=BOTH, indent=True)


def _foot(paper: Document, text: BulletinText) -> None:
    """What is attached, then the issuer and the date with room for the seal above them."""
    say(paper, "", line=14)
    size = _size(text)
    first, *others = text.attached
    say(paper, text.words["attached"] + first, size=size, indent=True)
    for other in others:
        line = say(paper, other, size=size)
        line.paragraph_format.left_indent = Pt(_ATTACHED[text.language] * size)
    for place in ("", text.issuer + text.seal, text.date):
        signed = say(paper, place, size=size, align=RIGHT)
        signed.paragraph_format.right_indent = Pt(4 * size)
        signed.paragraph_format.keep_with_next = True
    if text.contact:
        say(paper, text.contact, size=size, indent=True)


def _size(text: BulletinText) -> float:
    """仿宋 3号; English body text is set as letters are."""
    return SIZE_3 if text.language == "zh" else SIZE_S4


def _stats(paper: Document, text: BulletinText) -> None:
    say(paper, text.words["annex"].format(1), font=HEI)
    for grid in text.stats:
        title = say(paper, grid.title, font=SONG, size=SIZE_2, align=CENTRE, line=36, after=4)
        title.paragraph_format.keep_with_next = True
        others = len(grid.heads) - 1
        first = 38.0
        widths = (first, *((WIDE - first) / others for _ in range(others)))
        _grid(paper, text, grid, widths, (LEFT, *(CENTRE for _ in range(others))))


def _list(paper: Document, text: BulletinText) -> None:
    annex = say(paper, text.words["annex"].format(2), font=HEI)
    annex.paragraph_format.page_break_before = True
    grid = text.unfinished
    say(paper, grid.title, font=SONG, size=SIZE_2, align=CENTRE, line=36, after=4)
    _grid(paper, text, grid, _LIST, (CENTRE, LEFT, CENTRE, CENTRE, CENTRE, CENTRE, LEFT))


def _grid(
    paper: Document,
    text: BulletinText,
    grid: Grid,
    widths: tuple[float, ...],
    aligns: tuple[object, ...],
) -> None:
    made = table(paper, widths)
    size = SIZE_5 if text.language == "zh" else 9.0
    add_row(made, widths, grid.heads, size=size, head=True)
    for row in grid.rows:
        add_row(made, widths, row, size=size, aligns=aligns, height=6.5)


def _last_lines(paper: Document, text: BulletinText) -> None:
    """报, 送, 共印×份, between two rules."""
    lines = [line for line in (text.report_to, text.send_to) if line]
    if not lines and not text.copies:
        return
    ruled(say(paper, "", line=20), "000000", 8)
    for n, line in enumerate(lines):
        last = say(paper, line, font=FANG, size=SIZE_4, line=24)
        if n == len(lines) - 1:
            ruled(last, "000000", 8)
    if text.copies:
        copies = say(paper, text.copies, size=SIZE_4, align=RIGHT, line=24)
        copies.paragraph_format.right_indent = Mm(5)
