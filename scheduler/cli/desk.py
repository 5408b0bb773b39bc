"""What every command needs: settings, the database, the instant, who acts, how to answer."""

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from config import clock, logs, settings
from config.language import OFFICE, _, told
from config.settings import Settings, SettingsError
from documents.options import DocumentOptions
from scheduler.cli.options import Invocation
from workflows.commands.context import Context, open_context
from workflows.commands.door import Acting, writing
from workflows.domain import record, roles
from workflows.domain.assignees import find_person
from workflows.domain.errors import BadInput, DubanError, Problem, Refused
from workflows.domain.messages import Message
from workflows.domain.overrides import Override, read_overrides
from workflows.domain.roles import Who
from workflows.store import queries, schema
from workflows.store.engine import connect, reading, with_record_key


@dataclass(slots=True)
class Desk:
    """One command at work: opened with `at_desk`, closed when the command ends."""

    settings: Settings
    engine: Engine
    overrides: tuple[Override, ...] = ()

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
    def reading(self, call: Invocation) -> Iterator["CommandScope"]:
        """A read transaction in the programme of `call`."""
        with self.read().connect() as connection:
            yield CommandScope(self, connection, self.context(connection, call.programme), call)

    @contextmanager
    def writing(self, call: Invocation) -> Iterator["CommandScope"]:
        """A write transaction in the programme of `call`: committed at the end, or undone."""
        scopes: list[CommandScope] = []
        with writing(self.engine, lambda: scopes[-1].now) as connection:
            context = self.context(connection, call.programme)
            scopes.append(CommandScope(self, connection, context, call))
            yield scopes[-1]


@dataclass(frozen=True)
class CommandScope:
    """One transaction of a command, in one programme."""

    desk: Desk
    connection: Connection
    context: Context
    call: Invocation

    @cached_property
    def now(self) -> datetime:
        """The instant it happens at, read once. Raises Refused when it is before the last sweep."""
        return instant(self.call.at, self.context)

    @property
    def acting(self) -> Acting:
        """Whoever acts, at work in this transaction. Raises Refused or NotFound."""
        who = acting_person(self.context, self.call.who, self.now)
        return Acting(connection=self.connection, context=self.context, who=who, now=self.now)


@contextmanager
def to_read(call: Invocation) -> Iterator[CommandScope]:
    """The database opened, and a read transaction in the programme of `call`."""
    with at_desk() as desk, desk.reading(call) as scope:
        yield scope


@contextmanager
def to_write(call: Invocation) -> Iterator[CommandScope]:
    """The database opened, and a write transaction in the programme of `call`."""
    with at_desk() as desk, desk.writing(call) as scope:
        yield scope


@contextmanager
def at_desk(*, migrate: bool = False) -> Iterator[Desk]:
    """Settings read, logging to stderr, the database open and at the right revision."""
    found = configure()
    if migrate:
        schema.create(found.database)
    elif schema.current(found.database) != schema.head():
        raise Refused(
            "the tables of the database are not those of this version", "run: duban migrate"
        )
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
        said = Message("{file} cannot be read: {why}", file=path, why=error)
        raise Refused(said, "check DUBAN_CALENDAR_FILE") from None
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
            Message(
                "{at} is before the last update ({swept})",
                at=at or moment.isoformat(),
                swept=shown,
            ),
            "give a later time; duban obligations show ID lists what happened before",
        )
    return moment


def parse_instant(text: str, zone: str) -> datetime:
    """An ISO instant; a day alone is its last second, and the programme's zone is meant."""
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(23, 59, 59), ZoneInfo(zone))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            Message("“{text}” is not a date or time", text=text),
            "write 2010-06-01 or 2010-06-01T09:00",
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def parse_day(text: str, option: str) -> date | None:
    """An ISO day given with an option; None when it was not given."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        said = Message("{option}: “{text}” is not a date", option=option, text=text)
        raise Refused(said, "write it as 2010-06-30") from None


def acting_person(context: Context, who: str, now: datetime) -> Who:
    """Who acts, with their roles: `who`, else whoever holds the office's first post."""
    today = context.today(now)
    found = find_person(context.org, who) if who else context.office(today)
    if found is None:
        raise Refused("nobody holds the role of the office today", "name who acts with --as EMAIL")
    return roles.who(context.org, today, found.key)


def machine() -> Who:
    """Whoever can run the program on its machine, where no office is there yet to act for."""
    return Who(login="duban", roles=frozenset({"administrator"}))


# --- answers ------------------------------------------------------------------------------

#: Columns of at most this width are not folded: a day, a telephone number.
WHOLE = 12
#: The least width of a column that is folded.
LEAST = 8
console = Console(soft_wrap=True)
stderr = Console(stderr=True, soft_wrap=True)


def say(value: Any) -> None:
    """A result on stdout, as JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def table(columns: list[str], rows: list[list[Any]], title: str = "") -> None:
    """A listing for people, as wide as the terminal; short columns stay whole, others fold."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    whole = _whole(columns, cells)
    found = Table(title=title or None, title_justify="left", header_style="bold")
    for n, column in enumerate(columns):
        head = column.replace(" ", "\n") if n in whole else column
        found.add_column(head, overflow="fold", no_wrap=n in whole)
    for row in cells:
        found.add_row(*map(Text, row))
    console.print(found)


def _whole(columns: list[str], cells: list[list[str]]) -> set[int]:
    """The columns that are never folded, heads aside, where a listing is too wide: short ones,
    as long as the others keep some room. None where it fits as it is."""
    widths = [
        max((cell_len(line) for row in cells for line in row[n].split("\n")), default=0)
        for n in range(len(columns))
    ]
    room, whole = console.width - 3 * len(columns) - 1, set[int]()
    if sum(map(max, widths, map(cell_len, columns))) <= room:
        return whole
    widths = [max(w, *map(cell_len, c.split())) for w, c in zip(widths, columns, strict=True)]
    for n in sorted(range(len(columns)), key=widths.__getitem__):
        room -= widths[n]
        if widths[n] > WHOLE or room < LEAST * (len(columns) - len(whole) - 1):
            break
        whole.add(n)
    return whole


def known_language(word: str, otherwise: str) -> str:
    """The language given with an option, else `otherwise`. Raises Refused for another one."""
    if word and word not in OFFICE:
        raise Refused(
            Message("documents cannot be written in “{word}”", word=word),
            Message("write {choices}", choices=", ".join(OFFICE)),
        )
    return word or otherwise


def source_text(path: Path) -> bytes:
    """A file's bytes; Refused with the reason when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        said = Message("{file} cannot be read: {why}", file=path, why=error.strerror)
        raise Refused(said, "check the path") from None


def write_file(path: Path, data: bytes) -> None:
    """A file written; Refused with the reason when it cannot be."""
    try:
        path.write_bytes(data)
    except OSError as error:
        said = Message("{file} cannot be written: {why}", file=path, why=error.strerror)
        raise Refused(said, "check the folder, and whether you may write there") from None


@contextmanager
def answering() -> Iterator[None]:
    """Turn what users can correct into one message on stderr and exit code 1."""
    try:
        yield
    except BadInput as error:
        for problem in error.problems:
            _complain(mistake(problem))
    except (DatabaseError, sqlite3.DatabaseError) as error:
        # Its subclasses but one (a broken rule of a table, a wrong statement) are faults of ours.
        if type(error).__name__ not in ("OperationalError", "DatabaseError"):
            raise
        _complain(_of_database(error))
    except DubanError as error:
        _complain(refusal(error))
    except SettingsError as error:
        _complain(str(error))
    else:
        return
    raise typer.Exit(1)


def _complain(text: str) -> None:
    stderr.print(text, markup=False, highlight=False)


def refusal(error: DubanError | Problem) -> str:
    """What was refused and what to do instead."""
    message, cure = told(error.message), told(error.cure)
    return _("{message} — {cure}", message=message, cure=cure) if cure else message


def mistake(problem: Problem) -> str:
    """A mistake in a file, where it stands, and what to write instead."""
    return _("{place}: {mistake}", place=problem.where, mistake=refusal(problem))


def _of_database(error: Exception) -> str:
    """What the database said, and the cure. SQLite's own error comes where a transaction begins."""
    said = str(getattr(error, "orig", None) or error).splitlines()[0]
    if "is locked" in said:
        return _(
            "another process is using the database alone: {why} — try again in a minute; if it "
            "stays so, stop that process",
            why=said,
        )
    return _("the database cannot be used: {why} — check DUBAN_DATABASE_URL", why=said)
