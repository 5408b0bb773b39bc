"""`duban audit prune`: old months of the record go, once they are exported and over."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.desk import at_desk, say
from scheduler.cli.desk import source_text as bytes_of
from scheduler.cli.options import WritesNow
from scheduler.cli.output import out
from scheduler.housekeeping import Sealer
from workflows.commands import prune as pruning
from workflows.domain import audit, record, record_text
from workflows.domain.errors import Refused
from workflows.domain.pruning import KEEP_MONTHS
from workflows.store.engine import record_key


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneOptions:
    before: Annotated[str, typer.Option("--before", help="The first month that stays: 2011-01.")]
    export: Annotated[
        Path, typer.Option("--export", help="A file of duban audit export FILE --mails.")
    ]
    keep_months: Annotated[int, typer.Option(min=1, help="Months that stay in any case.")] = (
        KEEP_MONTHS
    )
    confirm: Annotated[bool, typer.Option("--confirm", help="Carry it out.")] = False


def prune(given: PruneOptions, call: WritesNow) -> None:
    """Delete old months of the record that were exported.

    Shows first what would go. A month must be sealed, exported and over."""
    first = _month(given.before)
    with at_desk() as desk:
        with desk.reading(call) as scope:
            wanted = pruning.Wanted(
                before=first,
                exported=_verified(record_key(scope.connection), given.export),
                keep_months=given.keep_months,
            )
            now = scope.now
            going = pruning.look(scope.connection, scope.context, wanted, now)
        if given.confirm:
            with desk.writing(call) as scope:
                going = pruning.prune(scope.acting, wanted)
            # The event that tells of it is sealed at once.
            Sealer(desk.engine, desk.settings.head).run_once(now)
    answer = {
        "before": f"{first:%Y-%m}",
        "pruned": given.confirm,
        "months": going.months,
        "rows": going.rows,
        "last": asdict(going.last),
    }
    if call.json:
        say(answer)
        return
    for month, count in going.months.items():
        out(f"{month}  {count} events")
    rows = ", ".join(f"{count} {name}s" for name, count in going.rows.items())
    done = "pruned" if given.confirm else "would go"
    out(f"{done}: {rows}")
    out(f"the last seal of it stays: {going.last.seq}, event {going.last.event}, {going.last.hash}")
    if not given.confirm:
        out("nothing was changed; add --confirm to do it")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Refused(f"--before “{text}” is no month", "write it as 2011-01") from None


def _verified(key: bytes, file: Path) -> frozenset[str]:
    """The lines of an export that verifies. Raises Refused when it does not."""
    if not key:
        raise Refused(
            "DUBAN_SECRET_KEY is not set: a record without seals is not pruned",
            "set the key the record was written with",
        )
    try:
        text = bytes_of(file).decode()
        found = record_text.read(text)
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{file}: {error}", "name a file of duban audit export") from None
    gone = record.pruned_by(key, (event for _, event in found.events if event is not None))
    bad = audit.verify(key, found.seals, found.events, found.head, gone).finding
    if bad is not None:
        raise Refused(
            f"{file} is not the record as it was written: {bad.table} {bad.number}, {bad.said}",
            "export it anew: duban audit export FILE --mails",
        )
    # JSON keeps line ends inside texts escaped, so that a line is a row.
    return frozenset(text.split("\n"))
