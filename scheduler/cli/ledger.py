"""`duban rectify import`: rectifications promised before, from a sheet."""

from pathlib import Path
from typing import Annotated, Any

import typer

from config import i18n
from config.language import _, ngettext, told
from scheduler.cli.desk import mistake, say, table, to_write
from scheduler.cli.options import Writes
from scheduler.cli.output import out, plain, warn
from scheduler.cli.sheets import read_file
from workflows.commands import ledger
from workflows.commands.rectify import issue
from workflows.domain.messages import N_
from workflows.store import queries

#: Where a rectification comes from that a sheet says nothing of; written in the plan's language.
_PLEDGE = N_("pledge")


def import_(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A ledger: .csv or .xlsx.")],
    call: Writes,
    confirm: Annotated[bool, typer.Option("--confirm", help="Issue them all.")] = False,
) -> None:
    """Import promised rectifications from a ledger: all rows or none."""
    rows = read_file(sheet)
    with to_write(call) as scope:
        connection, context, now = scope.connection, scope.context, scope.now
        found = ledger.read(
            sheet.name,
            rows,
            context.org,
            context.today(now),
            source=i18n.translate(_PLEDGE, context.plan.language),
            standing=queries.obligations(connection, context.key, kind="rectification"),
        )
        issued = []
        if confirm and not found.problems:
            issued = [issue(scope.acting, one).id for _, one in found.findings]
    answer = _answer(found, issued)
    say(answer) if call.json else _show(answer)
    for problem in found.problems:
        warn(mistake(problem))
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
    heads = [_("line"), _("unit"), _("what"), _("person responsible"), _("verifier")]
    table(
        [*heads, _("due"), _("source")],
        [
            [
                *(plain(row[name]) for name in columns),
                f"{row['due'] or ''} {_(row['severity'] or '')}".strip(),
                row["source"],
            ]
            for row in answer["rows"]
        ],
    )
    for one in answer["skipped"]:
        left = {"line": one["line"], "what": one["what"], "why": told(one["why"])}
        out(_("line {line} is left out: {what} — {why}", **left))
    if answer["issued"]:
        said = ngettext("{n} issued", "{n} issued", len(answer["issued"]))
    elif answer["errors"]:
        n = len(answer["errors"])
        said = ngettext("{n} mistake; nothing was issued", "{n} mistakes; nothing was issued", n)
    elif answer["rows"]:
        said = _("nothing was issued yet: check the rows, then add --confirm")
    else:
        said = _("there is nothing to issue")
    out(said)
