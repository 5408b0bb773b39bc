"""`duban rectify form`, `duban extend-form`: forms that are signed by hand."""

from pathlib import Path
from typing import Annotated

import typer

from config.language import _
from documents import approvals
from scheduler.cli.desk import known_language, to_read, write_file
from scheduler.cli.options import Exports, Invocation
from scheduler.cli.output import out
from workflows.domain.errors import Refused
from workflows.domain.messages import Message
from workflows.store import queries

Number = Annotated[int, typer.Argument(metavar="ID", help="The item, by number.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write: .docx.")]
Language = Annotated[str, typer.Option("--language", help="zh or en. Default: the plan's.")]


def rectify_form(number: Number, path: File, call: Exports, language: Language = "") -> None:
    """Write the closing form, to be signed by hand."""
    _write(number, path, "rectification", call, language)


def extend_form(number: Number, path: File, call: Exports, language: Language = "") -> None:
    """Write a request for more time as a form.

    ID is the request, or the item it is about."""
    _write(number, path, "decision", call, language)


def _write(number: int, path: Path, kind: str, call: Invocation, language: str) -> None:
    if path.suffix != ".docx":
        raise Refused(
            Message("“{suffix}”: forms are written as .docx", suffix=path.suffix),
            "name a file that ends with .docx",
        )
    with to_read(call) as scope:
        connection, context, now = scope.connection, scope.context, scope.now
        found = queries.obligations(connection, context.key, ids=[number])
        if kind == "decision" and not any(row.kind == kind for row in found):
            found = queries.obligations(connection, context.key, kind=kind, about=number)
        fit = [row for row in found if row.kind == kind and approvals.has_form(row)]
        if not fit:
            said = (
                Message("{n} is not a rectification", n=number)
                if kind == "rectification"
                else Message("{n} is not a request for more time", n=number)
            )
            raise Refused(said, "see duban obligations")
        options = scope.desk.document_options(known_language(language, context.plan.language))
        data = approvals.written(connection, context, fit[-1], now, options)
    write_file(path, data)
    out(_("wrote {file}", file=path))
