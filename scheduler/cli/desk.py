"""What every command needs: settings, the database, the instant, who acts, how to answer."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from config import clock, logs, settings
from config.settings import Settings, SettingsError
from documents.options import DocumentOptions
from workflows.commands.context import Context, open_context
from workflows.domain import record
from workflows.domain.errors import BadInput, DubanError, Refused
from workflows.domain.overrides import Override, read_overrides
from workflows.domain.roles import find_person
from workflows.store import queries, schema
from workflows.store.engine import connect, reading, with_record_key

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]
At = Annotated[
    str,
    typer.Option(
        "--at", help="The instant it happens: a day (23:59:59 there) or 2010-06-01T09:00."
    ),
]
As = Annotated[str, typer.Option("--as", help="Who acts: a mail address. The office unless said.")]
Programme = Annotated[
    str, typer.Option("--programme", help="Which programme, where there are several.")
]


@dataclass(slots=True)
class Desk:
    """One command at work: opened with `at_desk`, closed when the command ends."""

    settings: Settings
    engine: Engine
    overrides: tuple[Override, ...] = ()
    _closers: list[Callable[[], None]] = field(default_factory=list)

    def read(self) -> Engine:
        return reading(self.engine)

    def context(self, connection: Connection, programme: str = "") -> Context:
        key = programme or self.settings.programme or ""
        return open_context(connection, key, overrides=self.overrides)

    def document_options(self, language: str) -> DocumentOptions:
        """What documents in `language` need of the settings."""
        return DocumentOptions(
            language=language,
            base_url=str(self.settings.base_url or ""),
            files_dir=self.settings.files_dir,
            templates_dir=self.settings.templates_dir,
        )


@contextmanager
def at_desk(*, migrate: bool = False) -> Iterator[Desk]:
    """Settings read, logging to stderr, the database open and at the right revision."""
    found = configure()
    if migrate:
        schema.create(found.database)
    elif schema.current(found.database) != schema.head():
        raise Refused("the database is not at this program's revision", "run: duban migrate")
    engine = open_engine(found)
    try:
        yield Desk(found, engine, calendar_overrides(found))
    finally:
        engine.dispose()


def record_key(found: Settings) -> bytes:
    """The record's key by the settings; empty when there is no secret."""
    secret = found.secret_key
    return record.derive(secret.get_secret_value()) if secret is not None else b""


def open_engine(found: Settings) -> Engine:
    """The database, writing with the record's key: the office's, or a demo's own."""
    engine = connect(found.database, record_key=record_key(found))
    with reading(engine).connect() as connection:
        for programme in queries.programmes(connection):
            if programme.virtual_now is not None and programme.seed is not None:
                return with_record_key(engine, record.demo_key(programme.seed))
    return engine


def configure() -> Settings:
    """The settings of this process, with logging set up. Raises SettingsError."""
    found = settings.load()
    logs.configure(found.log_level, found.log_format, secrets=found.secrets())
    return found


def calendar_overrides(found: Settings) -> tuple[Override, ...]:
    """The office's own days off and working days, from CALENDAR_FILE."""
    if found.calendar_file is None:
        return ()
    path = found.calendar_file
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read: {error}", "check DUBAN_CALENDAR_FILE") from None
    return tuple(read_overrides(text, file=str(path)))


def instant(at: str, context: Context) -> datetime:
    """The instant a command happens at.

    A demo database holds its own clock. Rows are not history: before the last sweep there
    is nothing to read.
    """
    programme = context.programme
    moment = parse_instant(at, programme.zone) if at else programme.virtual_now or clock.now()
    swept = programme.swept_at
    if swept is not None and moment < swept:
        shown = swept.astimezone(ZoneInfo(programme.zone)).isoformat(timespec="minutes")
        raise Refused(
            f"{at or moment.isoformat()} is before the last sweep ({shown})",
            "give a later instant; the record (obligations show ID) tells what was",
        )
    return moment


def parse_instant(text: str, zone: str) -> datetime:
    """An ISO instant; a day alone is its last second, and the programme's zone is meant."""
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(23, 59, 59), ZoneInfo(zone))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” is no instant", "write 2010-06-01 or 2010-06-01T09:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def parse_day(text: str, option: str) -> date | None:
    """An ISO day given with an option; None when it was not given."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{option} “{text}” is no day", "write it as 2010-06-30") from None


def actor(context: Context, who: str, now: datetime) -> str:
    """The key of the one who acts: `who`, else whoever holds the office's first post."""
    if who:
        return find_person(context.org, who).key
    office = context.office(context.today(now))
    if office is None:
        raise Refused("nobody holds the office's post today", "name who acts with --as EMAIL")
    return office.key


# --- answers ------------------------------------------------------------------------------

console = Console(soft_wrap=True)
stderr = Console(stderr=True, soft_wrap=True)


def say(value: Any) -> None:
    """A result on stdout, as JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def table(columns: list[str], rows: list[list[Any]], title: str = "") -> None:
    """A listing for people."""
    found = Table(title=title or None, title_justify="left", header_style="bold")
    for column in columns:
        found.add_column(column, overflow="fold")
    for row in rows:
        found.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console.print(found)


def source_text(path: Path) -> bytes:
    """A file's bytes; Refused with the reason when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}", "check the path") from None


@contextmanager
def answering() -> Iterator[None]:
    """Turn what users can mend into one message on stderr and exit code 1."""
    try:
        yield
    except BadInput as error:
        for problem in error.problems:
            stderr.print(str(problem), markup=False, highlight=False)
        raise typer.Exit(1) from None
    except OperationalError as error:
        said = str(error.orig or error).splitlines()[0]
        stderr.print(
            f"the database cannot be used: {said} — check DUBAN_DATABASE_URL",
            markup=False,
            highlight=False,
        )
        raise typer.Exit(1) from None
    except (DubanError, SettingsError) as error:
        stderr.print(str(error), markup=False, highlight=False)
        raise typer.Exit(1) from None
