"""`duban audit`: is the record as it was written? And the record as a file for others to check."""

from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from config import clock
from config.settings import Settings
from scheduler.cli import prune
from scheduler.cli.desk import at_desk, configure, record_key, say, source_text
from scheduler.cli.options import Answers, commands
from scheduler.cli.output import out
from workflows.domain import audit as rules
from workflows.domain import record_text
from workflows.domain.audit import Verdict
from workflows.domain.errors import Refused
from workflows.domain.record import Head, pruned_by
from workflows.domain.record_text import Exported
from workflows.store import engine as engines
from workflows.store import pruning, queries, record


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Verify, export and prune the record of events.", no_args_is_help=True)
    commands(group, {"verify": verify, "export": export, "prune": prune.prune}, "The record")
    app.add_typer(group, name="audit")


def verify(
    call: Answers,
    file: Annotated[
        Path | None, typer.Option("--file", help="Verify an export instead of the database.")
    ] = None,
    head: Annotated[
        Path | None,
        typer.Option("--head", help="The last seal as kept elsewhere, to compare with."),
    ] = None,
    with_: Annotated[
        list[Path] | None,
        typer.Option("--with", help="An export of pruned months, to verify too; may be repeated."),
    ] = None,
) -> None:
    """Verify that no event was changed, added or removed.

    Names the first event or seal that is not as it was written; exit code 1 when there is one."""
    found = configure()
    kept = _head(head) if head is not None else None
    older = with_ or []
    verdict = _of_file(found, file, older, kept) if file else _live(found, older, kept)
    interval = found.tick_seconds
    if call.json:
        say(_answer(verdict, interval))
    else:
        _tell(verdict, interval, live=file is None)
    if verdict.finding is not None:
        raise typer.Exit(1)


def export(
    file: Annotated[Path, typer.Argument(help="Where to write it.")],
    call: Answers,
    mails: Annotated[
        bool, typer.Option("--mails", help="Include the mails and why each was sent.")
    ] = False,
) -> None:
    """Write all events and seals into a file, one JSON object a line."""
    with at_desk() as desk, engines.still(desk.engine).connect() as connection:
        now = max(
            [p.virtual_now for p in queries.programmes(connection) if p.virtual_now],
            default=None,
        )
        # Seals first: the event of every seal read is there, whoever writes meanwhile.
        seals = record.seals(connection)
        beside = pruning.mail_lines(connection) if mails else ()
        events = record.every_event(connection)
        lines = record_text.export(seals, events, now or clock.now(), beside)
        try:
            with file.open("w", encoding="utf-8") as target:
                written = Counter(line[: line.index(":")] for line in lines if target.write(line))
        except OSError as error:
            raise Refused(f"{file} cannot be written: {error.strerror}", "check it") from None
    answer = {
        "file": str(file),
        "events": written['{"event"'],
        "seals": len(seals),
        "messages": written['{"message"'],
        "head": asdict(Head(seals[-1].seq, seals[-1].event, seals[-1].hash)) if seals else None,
    }
    if call.json:
        say(answer)
        return
    out(f"{answer['events']} events, {answer['seals']} seals in {file}")


def _live(found: Settings, older: list[Path], kept: Head | None) -> Verdict:
    with at_desk() as desk, engines.still(desk.engine).connect() as connection:
        key = needed(engines.record_key(connection))
        # The head before the seals: the chain may only have grown since.
        if kept is None and found.head.exists():
            kept = _head(found.head)
        seals = record.seals(connection)
        if older:
            events = list(record.every_event(connection))
            return _whole(key, [*map(exported, older), Exported(seals, events, None)], kept)
        pruned = record.pruned(connection, key)
        return rules.verify(key, seals, record.every_event(connection), kept, pruned)


def _of_file(found: Settings, file: Path, older: list[Path], kept: Head | None) -> Verdict:
    key = record_key(found)
    if not key:
        # A demo's own key stands in its database.
        with at_desk() as desk, desk.read().connect() as connection:
            key = engines.record_key(connection)
    needed(key)
    last = exported(file)
    verdict = _whole(key, [*map(exported, older), last], kept or last.head)
    # The head in the file itself may have been written anew by whoever cut the file.
    return replace(verdict, compared=verdict.compared and kept is not None)


def _whole(key: bytes, parts: list[Exported], kept: Head | None) -> Verdict:
    """The parts of one record, the oldest first, walked through as one chain."""
    seals, events = record_text.joined(parts)
    pruned = pruned_by(key, (event for _, event in events if event is not None))
    return rules.verify(key, seals, events, kept, pruned)


def exported(file: Path) -> Exported:
    """An export read back. Raises Refused when it is none."""
    try:
        return record_text.read(source_text(file).decode())
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{file}: {error}", "name a file of duban audit export") from None


def needed(key: bytes) -> bytes:
    """The key, or Refused where there is none."""
    if not key:
        raise Refused(
            "DUBAN_SECRET_KEY is not set: without it nothing can be verified",
            "set the key the record was written with",
        )
    return key


def _head(file: Path) -> Head:
    try:
        return record_text.head_from(source_text(file).decode())
    except ValueError as error:
        raise Refused(f"{file}: {error}", "name a file that holds a head of the record") from None


# --- answers ------------------------------------------------------------------------------


def _answer(verdict: Verdict, interval: int) -> dict[str, Any]:
    finding, head = verdict.finding, verdict.head
    return {
        "ok": finding is None,
        "finding": asdict(finding) if finding else None,
        "sealed": verdict.sealed,
        "head": asdict(head) if head else None,
        "head_compared": verdict.compared,
        "pruned": asdict(verdict.pruned) if verdict.pruned else None,
        "unsealed": verdict.unsealed,
        "unsealed_since": verdict.since.isoformat() if verdict.since else None,
        "sealing_seconds": interval,
    }


def _tell(verdict: Verdict, interval: int, *, live: bool) -> None:
    if (bad := verdict.finding) is not None:
        row = f"{'event' if bad.table == 'events' else 'seal'} {bad.number}"
        out(f"NOT as it was written. The first bad row is {row}: {bad.what} — {bad.said}")
    else:
        out(f"as it was written: {verdict.sealed} sealed events")
        since = f", the oldest of {verdict.since.isoformat()}" if verdict.since else ""
        out(f"not sealed yet: {verdict.unsealed} events{since}")
    if (gone := verdict.pruned) is not None:
        out(
            f"what was recorded before {gone.before} was pruned up to seal {gone.seal} (event "
            f"{gone.event}): with its export, duban audit verify --with EXPORT walks through all"
        )
    if verdict.head is not None:
        out(f"head: seal {verdict.head.seq}, event {verdict.head.event}, {verdict.head.hash}")
    if not verdict.compared:
        out("no head kept elsewhere was compared: that the end was cut off would not be seen")
    if live:
        out(
            f"An event that is deleted before it is sealed leaves no trace. duban run seals every "
            f"{interval} s what was committed before; duban tick at each tick."
        )
