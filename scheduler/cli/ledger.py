"""`duban rectify import`: what was promised before is carried over from a sheet."""

from pathlib import Path
from typing import Annotated, Any

import typer

from scheduler.cli.desk import say, table, to_write
from scheduler.cli.options import Writes
from scheduler.cli.output import out, plain, warn
from scheduler.cli.sheets import read_file
from workflows.commands import ledger
from workflows.commands.rectify import issue
from workflows.store import queries

_PLEDGE = {"zh": "承诺", "en": "pledge"}


def import_(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A ledger: .csv or .xlsx.")],
    call: Writes,
    confirm: Annotated[bool, typer.Option("--confirm", help="Issue them all.")] = False,
) -> None:
    """Import promises from a ledger: all rows or none."""
    rows = read_file(sheet)
    with to_write(call) as scope:
        connection, context, now = scope.connection, scope.context, scope.now
        found = ledger.read(
            sheet.name,
            rows,
            context.org,
            context.today(now),
            source=_PLEDGE[context.plan.language],
            standing=queries.obligations(connection, context.key, kind="rectification"),
        )
        issued = []
        if confirm and not found.problems:
            issued = [issue(scope.acting, one).id for _, one in found.findings]
    answer = _answer(found, issued)
    say(answer) if call.json else _show(answer)
    for problem in found.problems:
        warn(str(problem))
    if found.problems:
        raise typer.Exit(1)


def _answer(found: ledger.Ledger, issued: list[int]) -> dict[str, Any]:
    return {
        "issued": issued,
        "rows": [ledger.shown(line, one) for line, one in found.findings],
        "errors": [
            {"file": p.file, "line": p.line, "message": p.message, "cure": p.cure}
            for p in found.problems
        ],
        "skipped": [{"line": line, "what": what, "why": why} for line, what, why in found.skipped],
    }


def _show(answer: dict[str, Any]) -> None:
    columns = ["line", "unit", "what", "person", "verifier"]
    table(
        [*columns, "due", "source"],
        [
            [
                *(plain(row[name]) for name in columns),
                f"{row['due'] or ''} {row['severity'] or ''}".strip(),
                row["source"],
            ]
            for row in answer["rows"]
        ],
    )
    for one in answer["skipped"]:
        said = f"line {one['line']} is left out: {one['what']} — {one['why']}"
        out(said)
    if answer["issued"]:
        said = f"{len(answer['issued'])} issued"
    elif answer["errors"]:
        said = f"{len(answer['errors'])} mistakes; nothing was issued"
    elif answer["rows"]:
        said = "nothing was issued yet: look at the rows, then add --confirm"
    else:
        said = "there is nothing to issue"
    out(said)
