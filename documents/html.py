"""A supervision notice and a bulletin as one printable HTML document each: nothing is fetched,
nothing runs.

Templates are our own files; every text is escaped. The page prints as the .docx does.
"""

from functools import cache
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment
from markupsafe import Markup

from config import templates
from config.i18n import html_lang
from documents.bulletin_words import bulletin_text
from documents.forms import BulletinForm, SupervisionNoticeForm
from documents.supervision_notice_words import supervision_notice_text
from documents.tables import Form, printed

_TEMPLATES = Path(__file__).parent / "templates"


def supervision_notice(form: SupervisionNoticeForm) -> str:
    """The whole document, with the link as a QR drawn in it."""
    text = supervision_notice_text(form)
    return document("supervision_notice", text, qr=_qr(text.link))


def bulletin(form: BulletinForm) -> str:
    """The whole document, annexes in landscape."""
    return document("bulletin", bulletin_text(form))


def ledger(form: Form) -> str:
    """A ledger or another list on its side, its head on every page; a full ledger on A3."""
    return document("ledger", printed(form))


def document(name: str, text: Any, **more: Any) -> str:
    """A document of ours by the name of its template; `text` is what it says."""
    return _environment(text.language).get_template(f"{name}.html").render(text=text, **more)


def _qr(link: str) -> Markup:
    """Squares only: the link itself is not written into the drawing."""
    if not link:
        return Markup()
    return Markup(segno.make(link, micro=False).svg_inline(border=2, omitsize=True))


@cache
def _environment(language: str) -> Environment:
    made = templates.environment(_TEMPLATES, language)
    made.globals["html_lang"] = html_lang(language)
    return made
