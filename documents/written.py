"""A paper as the bytes of a file: what `duban slip export` writes and the board serves."""

from collections.abc import Mapping
from typing import Any

from documents import document_forms as filling
from documents import docx, html
from workflows.commands.context import Context
from workflows.domain.errors import Refused
from workflows.domain.rows import Obligation
from workflows.domain.said import Said


def written(
    context: Context,
    row: Obligation,
    body: Mapping[str, Any],
    language: str,
    suffix: str,
    base_url: str,
) -> bytes:
    """A paper as the bytes of a file. Refused for any other ending than .docx and .html."""
    if suffix not in (".docx", ".html"):
        raise Refused(
            Said("“{suffix}” is no kind of file it is written as", suffix=suffix),
            "end it with .docx or .html",
        )
    if row.kind == "slip":
        form = filling.slip_form(context, row, body, language, base_url)
        return docx.slip(form) if suffix == ".docx" else html.slip(form).encode()
    paper = filling.bulletin_form(context, row, body, language)
    return docx.bulletin(paper) if suffix == ".docx" else html.bulletin(paper).encode()
