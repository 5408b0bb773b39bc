"""`duban audit`: verify the record, and export it so that others can verify it."""

from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from config import clock
from config.language import _, ngettext, pgettext, told
from config.settings import Settings
from scheduler.cli import prune
from scheduler.cli.desk import at_desk, configure, record_key, say, source_text
from scheduler.cli.options import Answers, commands
from scheduler.cli.output import out
from workflows.domain import audit as rules
from workflows.domain import record_text
from workflows.domain.audit import Verdict
from workflows.domain.errors import Refused
from workflows.domain.messages import N_, Message
from workflows.domain.record import Head, pruned_by
from workflows.domain.record_text import Exported
from workflows.store import engine as engines
from workflows.store import pruning, queries, record


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Verify, export and prune the record of events.", no_args_is_help=True)
    commands(group, {"verify": verify, "export": export, "prune": prune.prune}, N_("The record"))
    app.add_typer(group, name="audit")


def verify(
    call: Answers,
    file: Annotated[
        Path | None, typer.Option("--file", help="Verify an export instead of the database.")
    ] = None,
    head: Annotated[
        Path | None,
        typer.Option("--head", help="The last seal as kept on another computer, to compare with."),
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
            said = Message("{file} cannot be written: {why}", file=file, why=error.strerror)
            raise Refused(said, "check the path") from None
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
    out(
        _(
            "{events} events, {seals} seals in {file}",
            events=answer["events"],
            seals=len(seals),
            file=file,
        )
    )


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
        said = Message("{file}: {why}", file=file, why=Message(str(error)))
        raise Refused(said, "name a file of duban audit export") from None


def needed(key: bytes) -> bytes:
    """The key, or Refused where there is none."""
    if not key:
        raise Refused(
            "DUBAN_SECRET_KEY is not set: nothing can be verified without it",
            "set the key the record was written with",
        )
    return key


def _head(file: Path) -> Head:
    try:
        return record_text.head_from(source_text(file).decode())
    except ValueError as error:
        said = Message("{file}: {why}", file=file, why=Message(str(error)))
        raise Refused(said, "name a file that holds a head of the record") from None


# --- answers ------------------------------------------------------------------------------


def _answer(verdict: Verdict, interval: int) -> dict[str, Any]:
    finding, head = verdict.finding, verdict.head
    return {
        "ok": finding is None,
        "finding": asdict(finding) | {"said": str(finding.said)} if finding else None,
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
        events = bad.table == "events"
        row = _("event {n}", n=bad.number) if events else _("seal {n}", n=bad.number)
        out(
            _(
                "The record was CHANGED. The first bad row is {row}: {what} — {why}",
                row=row,
                what=pgettext("finding", bad.what),
                why=told(bad.said),
            )
        )
    else:
        n = verdict.sealed
        out(
            ngettext(
                "the record is unchanged: {n} sealed event",
                "the record is unchanged: {n} sealed events",
                n,
            )
        )
        loose, since = verdict.unsealed, verdict.since
        said = ngettext("not sealed yet: {n} event", "not sealed yet: {n} events", loose)
        out(
            _("{said}, the oldest from {time}", said=said, time=since.isoformat())
            if since
            else said
        )
    if (gone := verdict.pruned) is not None:
        out(
            _(
                "events before {month} were pruned up to seal {seal} (event {event}); to verify "
                "them too: duban audit verify --with EXPORT",
                month=gone.before,
                seal=gone.seal,
                event=gone.event,
            )
        )
    if (head := verdict.head) is not None:
        out(
            _(
                "head: seal {seal}, event {event}, {hash}",
                seal=head.seq,
                event=head.event,
                hash=head.hash,
            )
        )
    if not verdict.compared:
        out(_("no head from another computer was compared: a missing end would not be noticed"))
    if live:
        out(
            _(
                "An event that is deleted before it is sealed leaves no trace. duban run seals "
                "committed events every {n} s, duban tick at each tick.",
                n=interval,
            )
        )
