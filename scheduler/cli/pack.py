"""`duban pack`: the documents of a month's end, or the evidence for an inspection."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from config.language import _, ngettext
from documents import inspection
from documents.inspection_evidence import Choice
from documents.packs import archive, files
from scheduler.cli.desk import CommandScope, known_language, to_read, write_file
from scheduler.cli.options import Exports
from scheduler.cli.output import listed, out
from workflows.domain.errors import Refused
from workflows.domain.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOptions:
    out: Annotated[Path, typer.Option("--out", help="The archive to write: .zip.")]
    for_inspection: Annotated[
        bool,
        typer.Option(
            "--inspection", help="The evidence by clause, for an inspection of the office."
        ),
    ] = False
    phase: Annotated[str, typer.Option("--phase", help="Only this phase (its key).")] = ""
    unit: Annotated[str, typer.Option("--unit", help="Only this unit (its key).")] = ""
    first: Annotated[str, typer.Option("--from", help="From this line of the plan (its key).")] = ""
    last: Annotated[str, typer.Option("--to", help="Up to this line of the plan (its key).")] = ""
    language: Annotated[str, typer.Option("--language", help="zh or en. Default: the plan's.")] = ""


def pack(given: PackOptions, call: Exports) -> None:
    """Write the month-end pack, or the evidence for an inspection."""
    choice = Choice(phase=given.phase, unit=given.unit, first=given.first, last=given.last)
    if choice != Choice() and not given.for_inspection:
        raise Refused("only a pack for an inspection can be limited to a part", "add --inspection")
    with to_read(call) as scope:
        language = known_language(given.language, scope.context.plan.language)
        if given.for_inspection:
            n = len(_inspection(scope, given.out, choice, language))
            said = ngettext("{n} file", "{n} files", n)
        else:
            said = listed(_month_end(scope, given.out, language))
    out(_("wrote {file}: {what}", file=given.out, what=said))


def _month_end(scope: CommandScope, out: Path, language: str) -> list[str]:
    options = scope.desk.document_options(language)
    found = files(scope.connection, scope.context, scope.now, options)
    write_file(out, archive(found))
    return list(found)


def _inspection(scope: CommandScope, out: Path, choice: Choice, language: str) -> list[str]:
    """Written beside `out` and put in its place when it is whole."""
    if not os.access(out.parent, os.W_OK):
        raise Refused(
            Message("{file} cannot be written", file=out),
            "check the folder, and whether you may write there",
        )
    options = scope.desk.document_options(language)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        partial = Path(folder) / out.name
        with partial.open("wb") as made:
            found = inspection.write(
                scope.connection, scope.context, choice, scope.now, options, made
            )
        partial.replace(out)
    return found
