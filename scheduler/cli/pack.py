"""`duban pack`: what an office lays on the table at the end of a month, as of one instant."""

from pathlib import Path
from typing import Annotated

import typer

from notifications.packs import archive, files
from scheduler.cli.desk import At, Programme, at_desk, console, instant


def pack(
    out: Annotated[Path, typer.Option("--out", help="The archive to write: .zip.")],
    language: Annotated[str, typer.Option("--language", help="zh or en.")] = "",
    at: At = "",
    programme: Programme = "",
) -> None:
    """The month-end pack: ledgers, the latest bulletin, a page for the leader, the call list."""
    with at_desk() as desk, desk.read().connect() as connection:
        context = desk.context(connection, programme)
        now = instant(at, context)
        found = files(connection, context, now, language or context.plan.language)
    out.write_bytes(archive(found))
    console.print(f"wrote {out}: {', '.join(found)}", markup=False, highlight=False)
