"""`duban pack`: what an office lays on the table at the end of a month, or brings to an inspection,
as of one instant."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from documents import inspection
from documents.inspection_evidence import Choice
from documents.packs import archive, files
from scheduler.cli.desk import At, Desk, Programme, at_desk, console, instant
from workflows.domain.errors import Refused


def pack(
    out: Annotated[Path, typer.Option("--out", help="The archive to write: .zip.")],
    for_inspection: Annotated[
        bool, typer.Option("--inspection", help="The evidence by clause, for an inspection.")
    ] = False,
    phase: Annotated[str, typer.Option("--phase", help="Of this phase only (a key).")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Of this unit only (a key).")] = "",
    first: Annotated[str, typer.Option("--from", help="From this line of the plan on.")] = "",
    last: Annotated[str, typer.Option("--to", help="Up to this line of the plan.")] = "",
    language: Annotated[str, typer.Option("--language", help="zh or en.")] = "",
    at: At = "",
    programme: Programme = "",
) -> None:
    """The month-end pack, or with --inspection the evidence by clause."""
    choice = Choice(phase=phase, unit=unit, first=first, last=last)
    if choice != Choice() and not for_inspection:
        raise Refused("only a pack for an inspection can be narrowed", "add --inspection")
    with at_desk() as desk:
        if for_inspection:
            found = _inspection(desk, out, choice, language, at, programme)
            said = f"{len(found)} files"
        else:
            said = ", ".join(_month_end(desk, out, language, at, programme))
    console.print(f"wrote {out}: {said}", markup=False, highlight=False)


def _month_end(desk: Desk, out: Path, language: str, at: str, programme: str) -> list[str]:
    with desk.read().connect() as connection:
        context = desk.context(connection, programme)
        now = instant(at, context)
        options = desk.document_options(language or context.plan.language)
        found = files(connection, context, now, options)
    out.write_bytes(archive(found))
    return list(found)


def _inspection(
    desk: Desk, out: Path, choice: Choice, language: str, at: str, programme: str
) -> list[str]:
    """Written beside `out` and put in its place when it is whole."""
    with desk.read().connect() as connection:
        context = desk.context(connection, programme)
        now = instant(at, context)
        with tempfile.TemporaryDirectory(dir=out.parent) as folder:
            partial = Path(folder) / out.name
            with partial.open("wb") as made:
                options = desk.document_options(language or context.plan.language)
                found = inspection.write(connection, context, choice, now, options, made)
            partial.replace(out)
    return found
