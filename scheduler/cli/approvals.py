"""`duban rectify form`, `duban extend-form`: what a hand signs on its way up, filled in from the
record as .docx.
"""

from pathlib import Path
from typing import Annotated

import typer

from documents import approvals
from scheduler.cli.desk import known_language, to_read, write_file
from scheduler.cli.options import Exports, Invocation
from scheduler.cli.output import out
from workflows.domain.errors import Refused
from workflows.store import queries

Number = Annotated[int, typer.Argument(metavar="ID", help="The item, by number.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write: .docx.")]
Language = Annotated[str, typer.Option("--language", help="zh or en. Default: the plan's.")]


def rectify_form(number: Number, path: File, call: Exports, language: Language = "") -> None:
    """Write the closing form 销号审核表, to be signed by hand."""
    _write(number, path, "rectification", call, language)


def extend_form(number: Number, path: File, call: Exports, language: Language = "") -> None:
    """Write a request for more time as a form (延期申请表).

    ID is the request, or the item it is about."""
    _write(number, path, "decision", call, language)


def _write(number: int, path: Path, kind: str, call: Invocation, language: str) -> None:
    if path.suffix != ".docx":
        raise Refused(f"“{path.suffix}” is no kind of file it is written as", "end it with .docx")
    with to_read(call) as scope:
        connection, context, now = scope.connection, scope.context, scope.now
        found = queries.obligations(connection, context.key, ids=[number])
        if kind == "decision" and not any(row.kind == kind for row in found):
            found = queries.obligations(connection, context.key, kind=kind, about=number)
        fit = [row for row in found if row.kind == kind and approvals.has_form(row)]
        if not fit:
            what = "rectification" if kind == "rectification" else "request for more time"
            raise Refused(f"{number} is no {what}", "see duban obligations")
        said = known_language(language, context.plan.language)
        options = scope.desk.document_options(said)
        data = approvals.written(connection, context, fit[-1], now, options)
    write_file(path, data)
    out(f"wrote {path}")
