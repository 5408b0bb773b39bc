"""`duban audit prune`: delete old months of the record that are exported and over."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from config.language import _, ngettext, pgettext
from scheduler.cli.desk import at_desk, say
from scheduler.cli.desk import source_text as bytes_of
from scheduler.cli.options import WritesNow
from scheduler.cli.output import listed, out
from scheduler.housekeeping import Sealer
from workflows.commands import prune as pruning
from workflows.domain import audit, record, record_text
from workflows.domain.errors import Refused
from workflows.domain.messages import Message, terms
from workflows.domain.pruning import KEEP_MONTHS
from workflows.store.engine import record_key

_ROWS = terms("record", "event", "message", "seal")


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneOptions:
    before: Annotated[
        str, typer.Option("--before", help="The first month that is kept, as 2011-01.")
    ]
    export: Annotated[
        Path, typer.Option("--export", help="A file written by duban audit export FILE --mails.")
    ]
    keep_months: Annotated[int, typer.Option(min=1, help="Months that are kept in any case.")] = (
        KEEP_MONTHS
    )
    confirm: Annotated[bool, typer.Option("--confirm", help="Carry out the deletion.")] = False


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
        out(f"{month}  {ngettext('{n} event', '{n} events', count)}")
    rows = listed(f"{pgettext('record', name)} {count}" for name, count in going.rows.items())
    done = _("deleted: {rows}") if given.confirm else _("would be deleted: {rows}")
    out(done.format(rows=rows))
    last = going.last
    out(
        _(
            "its last seal stays: {seal}, event {event}, {hash}",
            seal=last.seq,
            event=last.event,
            hash=last.hash,
        )
    )
    if not given.confirm:
        out(_("nothing was changed; add --confirm to carry it out"))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        said = Message("--before: “{text}” is not a month", text=text)
        raise Refused(said, "write it as 2011-01") from None


def _verified(key: bytes, file: Path) -> frozenset[str]:
    """The lines of an export that verifies. Raises Refused when it does not."""
    if not key:
        raise Refused(
            "DUBAN_SECRET_KEY is not set: a record without seals cannot be pruned",
            "set the key the record was written with",
        )
    try:
        text = bytes_of(file).decode()
        found = record_text.read(text)
    except (ValueError, KeyError, TypeError) as error:
        said = Message("{file}: {why}", file=file, why=Message(str(error)))
        raise Refused(said, "name a file of duban audit export") from None
    gone = record.pruned_by(key, (event for _, event in found.events if event is not None))
    bad = audit.verify(key, found.seals, found.events, found.head, gone).finding
    if bad is not None:
        raise Refused(
            Message(
                "{file} was changed: {table} {n}, {why}",
                file=file,
                table=bad.table,
                n=bad.number,
                why=bad.said,
            ),
            "export it again: duban audit export FILE --mails",
        )
    # JSON keeps line ends inside texts escaped, so that a line is a row.
    return frozenset(text.split("\n"))
