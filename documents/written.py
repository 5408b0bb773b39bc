"""A document as the bytes of a file: what `duban slip export` writes and the board serves."""

from collections.abc import Mapping
from typing import Any

from documents import document_forms as filling
from documents import docx, html
from documents.options import DocumentOptions
from workflows.commands.context import Context
from workflows.domain.errors import Refused
from workflows.domain.messages import Message
from workflows.domain.rows import Obligation


def written(
    context: Context,
    row: Obligation,
    body: Mapping[str, Any],
    suffix: str,
    options: DocumentOptions,
) -> bytes:
    """A document as the bytes of a file. Refused for any other ending than .docx and .html."""
    if suffix not in (".docx", ".html"):
        raise Refused(
            Message("“{suffix}” is no kind of file it is written as", suffix=suffix),
            "end it with .docx or .html",
        )
    if row.kind == "slip":
        form = filling.supervision_notice_form(
            context, row, body, options.language, options.base_url
        )
        if suffix == ".docx":
            return docx.supervision_notice(form, options.templates_dir)
        return html.supervision_notice(form).encode()
    document = filling.bulletin_form(context, row, body, options.language)
    if suffix == ".docx":
        return docx.bulletin(document, options.templates_dir)
    return html.bulletin(document).encode()
