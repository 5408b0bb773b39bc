"""`duban demo`: the programme of 2010, rehearsed on a virtual clock with real mail."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Connection

from config import clock, logs
from config.language import _
from dashboard.web.board import Options
from demo import playback, summary
from demo.playback import DemoFolder, Playback
from demo.sample import mails_in
from demo.scenario import scenario
from scheduler.cli import board
from scheduler.cli.desk import parse_day, stderr, table
from scheduler.cli.output import out, warn
from workflows.commands.context import Context, open_context
from workflows.domain import links
from workflows.domain.errors import Refused
from workflows.domain.messages import Message
from workflows.domain.record import demo_key
from workflows.store import outbox_queries
from workflows.store.engine import connect, reading


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    folder: Annotated[
        Path, typer.Option("--dir", help="Where to leave the database and the mails.")
    ] = Path("duban-demo"),
    until: Annotated[str, typer.Option(help="The last day played. Default: 2011-03-15.")] = "",
    to_end: Annotated[
        bool, typer.Option("--to-end", help="All 30 months, through the congress.")
    ] = False,
    no_serve: Annotated[
        bool,
        typer.Option(
            "--no-serve", help="Exit when the demo is finished, without showing the pages."
        ),
    ] = False,
    seed: Annotated[int, typer.Option(help="The same seed gives the same events.")] = 1,
) -> None:
    """Play the programme of 2010 on a virtual clock, with real mails."""
    if to_end and until:
        raise Refused("--until and --to-end were both given", "give one of them")
    given, played = scenario(), DemoFolder(folder)
    first, end = given.begins.date(), given.end
    last = end if to_end else parse_day(until, "--until") or given.until
    if not first <= last <= end:
        raise Refused(
            Message("the demo does not reach {day}", day=last),
            Message("give a day from {first} to {end}", first=first, end=end),
        )
    logs.configure("warning", "text")
    begun = clock.monotonic()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[day]}"),
        TimeRemainingColumn(),
        console=stderr,
        transient=True,
    ) as progress:
        task = progress.add_task(_("playing"), total=playback.days(last), day=str(first))

        def on_day(day: date) -> None:
            progress.update(task, completed=playback.days(day), day=str(day))

        playback.play(played, last, seed, on_day)
    engine = connect(played.url)
    try:
        with reading(engine).connect() as connection:
            context = open_context(connection, given.programme)
            show(connection, context, played)
    finally:
        engine.dispose()
    warn(_("played in {n} s", n=f"{clock.monotonic() - begun:.0f}"))
    _serve(played, seed, served=not no_serve and sys.stdout.isatty())


def _serve(folder: DemoFolder, seed: int, *, served: bool) -> None:
    """On a terminal, serve the board, with accounts made and printed."""
    if not served:
        out(_("The board, with accounts for it: {command}", command=".venv/bin/duban web"))
        return
    engine = connect(folder.url, durable=False, record_key=demo_key(seed))
    try:
        board.show_accounts(engine)
        port = next((p for p in range(8080, 8100) if not board.taken("127.0.0.1", p)), 8080)
        options = Options(
            base_url=board.address("127.0.0.1", port),
            links_key=links.demo_key(seed),
            sends_mail=True,
            files_dir=folder.evidence,
            demo=Playback(engine, folder, seed),
            samples=mails_in,
        )
        warn(_("the board: {url}  Stop with Ctrl-C.", url=f"http://127.0.0.1:{port}/"))
        board.make_server(engine, options, "127.0.0.1", port).run()
    finally:
        engine.dispose()


def show(connection: Connection, context: Context, folder: DemoFolder) -> None:
    """How the programme stands at the end, and where the database and the mails are."""
    now = context.programme.virtual_now
    assert now is not None
    for one in summary.tables(connection, context, now):
        table(one.heads, one.rows, title=one.title)
    counts = outbox_queries.message_counts(connection, context.key)
    sent = sum(n for *_kind, state, n in counts if state == "sent")
    files = len(list(folder.mail.glob("*.eml")))
    mails = _(
        "{n} mails sent, {files} .eml files in {folder}", n=sent, files=files, folder=folder.mail
    )
    out(mails)
    out(_("The database: {file}. To look around:", file=folder.database))
    out(f"  export DUBAN_DATABASE_URL={folder.url}")
    out("  .venv/bin/duban obligations --light red")
