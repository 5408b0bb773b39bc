"""`duban rectify form`, `duban extend-form`: what a hand signs on its way up, filled in from the
record as .docx.
"""

from pathlib import Path
from typing import Annotated

import typer

from documents import approvals
from scheduler.cli.desk import At, Programme, at_desk, console, instant
from workflows.domain.errors import Refused
from workflows.store import queries

Number = Annotated[int, typer.Argument(metavar="ID", help="Its number in listings.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write: .docx.")]
Language = Annotated[str, typer.Option("--language", help="zh or en; the plan's unless said.")]


def rectify_form(
    number: Number, out: File, language: Language = "", at: At = "", programme: Programme = ""
) -> None:
    """Write the form for striking off 销号审核表, to be signed by hand."""
    _write(number, out, "rectification", language, at, programme)


def extend_form(
    number: Number, out: File, language: Language = "", at: At = "", programme: Programme = ""
) -> None:
    """Write a request for more time as a form 延期申请表 (ID: it, or what it is about)."""
    _write(number, out, "decision", language, at, programme)


def _write(number: int, out: Path, kind: str, language: str, at: str, programme: str) -> None:
    if out.suffix != ".docx":
        raise Refused(f"“{out.suffix}” is no kind of file it is written as", "end it with .docx")
    with at_desk() as desk, desk.read().connect() as connection:
        context = desk.context(connection, programme)
        now = instant(at, context)
        found = queries.obligations(connection, context.key, ids=[number])
        if kind == "decision" and not any(row.kind == kind for row in found):
            found = queries.obligations(connection, context.key, kind=kind, about=number)
        fit = [row for row in found if row.kind == kind and approvals.has_form(row)]
        if not fit:
            what = "rectification" if kind == "rectification" else "request for more time"
            raise Refused(f"{number} is no {what}", "see duban obligations")
        options = desk.document_options(language or context.plan.language)
        data = approvals.written(connection, context, fit[-1], now, options)
    out.write_bytes(data)
    console.print(f"wrote {out}", markup=False, highlight=False)
