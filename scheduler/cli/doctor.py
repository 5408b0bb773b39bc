"""`duban doctor`: is everything in order? Each finding comes with its cure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import packages_distributions

import typer
from sqlalchemy.exc import SQLAlchemyError

from config import clock
from config.settings import Settings
from documents.template_check import faults
from documents.word_templates import SHIPPED
from notifications.mailer import Mailer
from notifications.retry import Outcome
from scheduler.cli.desk import (
    Desk,
    calendar_overrides,
    configure,
    open_engine,
    say,
)
from scheduler.cli.options import Answers, commands
from scheduler.cli.output import out
from scheduler.cli.running import courier
from workflows.commands import gaps
from workflows.commands.context import Context, open_context
from workflows.domain.dates.date_windows import years_of
from workflows.domain.errors import DubanError
from workflows.domain.rows import Obligation
from workflows.store import quarantine_queries, queries, record, schema
from workflows.store.engine import record_key

OURS = ("config", "workflows", "notifications", "scheduler")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
#: As many rows put aside as are named.
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `level`: ok, note or bad; `cure` says what to do about it."""

    what: str
    level: str
    said: str
    cure: str = ""


def register(app: typer.Typer) -> None:
    commands(app, {"doctor": doctor})


def doctor(call: Answers) -> None:
    """Check database, mail server, calendars, roles and templates."""
    settings = configure()
    found = [*_names(), *_templates(settings), *_database(settings)]
    if call.json:
        say([{"what": f.what, "level": f.level, "said": f.said, "cure": f.cure} for f in found])
    else:
        for one in found:
            cure = f" — {one.cure}" if one.cure else ""
            out(f"{one.level:5}{one.what}: {one.said}{cure}")
    if any(one.level == "bad" for one in found):
        raise typer.Exit(1)


def _names() -> Iterator[Finding]:
    """Our import names are also names of packages on PyPI."""
    owners = packages_distributions()
    for name in OURS:
        others = sorted(set(owners.get(name, ())) - {"duban"})
        if others:
            yield Finding(
                "names",
                "bad",
                f"“{name}” is also installed by {', '.join(others)}",
                f"pip uninstall {' '.join(others)}, or use an environment of its own",
            )
            return
    yield Finding("names", "ok", "the import names are ours alone")


def _templates(settings: Settings) -> Iterator[Finding]:
    folder = settings.templates_dir
    if folder is None:
        yield Finding("templates", "ok", f"the shipped ones, in {SHIPPED}")
        return
    wrong = faults(folder)
    for one in wrong:
        yield Finding("templates", "bad", f"{one.where}: {one.message}", str(one.cure))
    if not wrong:
        yield Finding("templates", "ok", f"each of {folder} can be filled")


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        revision = schema.current(settings.database)
    except (SQLAlchemyError, OSError) as error:
        said = str(error).splitlines()[0]
        yield Finding("database", "bad", f"cannot be opened: {said}", "check DUBAN_DATABASE_URL")
        return
    if revision != schema.head():
        yield Finding(
            "database",
            "bad",
            f"at {revision or 'nothing'}, not {schema.head()}",
            "run: duban migrate",
        )
        return
    yield Finding("database", "ok", f"reachable, at {revision}")
    desk = Desk(settings, open_engine(settings), calendar_overrides(settings))
    try:
        yield from _relay(desk)
        yield from _record(desk)
        yield from _programmes(desk)
    finally:
        desk.engine.dispose()


def _relay(desk: Desk) -> Iterator[Finding]:
    relay = courier(desk).sending.relay
    if relay is None:
        yield Finding("relay", "note", "not set; messages stay pending", "set DUBAN_SMTP_URL")
        return
    if relay.security == "plain" and relay.password and relay.host not in LOOPBACK:
        yield Finding(
            "relay",
            "bad",
            "the password would travel unencrypted",
            "use smtp+starttls:// or smtps:// in DUBAN_SMTP_URL",
        )
        return
    mailer = Mailer(relay)
    try:
        result = mailer.probe()
    finally:
        mailer.close()
    if result.outcome is Outcome.sent:
        yield Finding("relay", "ok", "connected, certificate and login accepted")
    else:
        yield Finding(
            "relay",
            "bad",
            f"{result.phase}: {result.code or ''} {result.answer}".strip(),
            "check DUBAN_SMTP_URL, its password and the relay's certificate",
        )


def _record(desk: Desk) -> Iterator[Finding]:
    """Whether the record is sealed, and who could change it."""
    with desk.read().connect() as connection:
        key, first = record_key(connection), record.first_seal(connection)
        loose, rights = record.loose(connection), record.rights(connection)
        unsealed, number = record.without_seal(connection)
        try:
            record.check_key(connection, key)
        except DubanError as error:
            yield Finding("record", "bad", str(error.message), str(error.cure))
            return
    if not key:
        yield Finding(
            "record",
            "note",
            "DUBAN_SECRET_KEY is not set: the record is not sealed",
            "set it to 32 random characters or more, and never change it",
        )
    elif unsealed:
        yield Finding(
            "record",
            "bad",
            f"{unsealed} events were refused by the sealer, the first is {number}",
            "duban audit verify",
        )
    elif first is None:
        yield Finding("record", "note", "nothing is sealed yet", "start: duban run")
    else:
        yield Finding("record", "ok", "sealed; duban audit verify goes through all of it")
    if loose:
        yield Finding(
            "record",
            "bad",
            f"no trigger keeps from change: {', '.join(loose)}",
            "somebody dropped it: duban audit verify, then restore a backup's schema",
        )
    if rights:
        yield Finding(
            "record",
            "note",
            f"the application's role may {', '.join(rights)}",
            "give the tables to a second role (docs/running.md)",
        )


def _programmes(desk: Desk) -> Iterator[Finding]:
    with desk.read().connect() as connection:
        programmes = queries.programmes(connection)
        if not programmes:
            yield Finding("programmes", "note", "none is published", "duban publish PLAN")
        for programme in programmes:
            try:
                context = open_context(connection, programme.key, overrides=desk.overrides)
            except DubanError as error:
                yield Finding(programme.key, "bad", str(error.message), str(error.cure))
                continue
            yield from _clock(context, gaps.held(connection, programme, clock.now()))
            yield from _calendar(context)
            yield from _posts(context)
            yield from _aside(quarantine_queries.rows(connection, programme.key))


def _clock(context: Context, held: str) -> Iterator[Finding]:
    programme = context.programme
    if programme.virtual_now:
        day = context.today(programme.virtual_now)
        yield Finding("clock", "note", f"{programme.key} is a demo; its clock stands at {day}")
        return
    if programme.swept_at is None:
        yield Finding("clock", "note", f"{programme.key} was never swept", "start: duban run")
        return
    ahead = programme.swept_at - clock.now()
    if ahead > timedelta(minutes=5):
        yield Finding(
            "clock",
            "bad",
            f"the last sweep lies {ahead} in the future",
            "set this machine's clock; nothing is said again when it is right",
        )
    elif held:
        yield Finding("clock", "bad", f"nothing is swept or sent: {held}", gaps.CURE)
    elif -ahead > timedelta(hours=1):
        yield Finding("clock", "bad", f"the last sweep was {-ahead} ago", "start: duban run")
    else:
        yield Finding("clock", "ok", "the last sweep was just now")


def _calendar(context: Context) -> Iterator[Finding]:
    guessed = [
        str(year)
        for year in years_of(context.plan, _today(context))
        if context.frame.calendar.provisional(year)
    ]
    if guessed:
        yield Finding(
            "calendar",
            "note",
            f"provisional: {', '.join(guessed)}",
            "give the announced days in DUBAN_CALENDAR_FILE, or update chinesecalendar",
        )
    else:
        yield Finding("calendar", "ok", "every year the plan needs is known")


def _today(context: Context) -> date:
    return context.today(context.programme.virtual_now or clock.now())


def _posts(context: Context) -> Iterator[Finding]:
    today, org = _today(context), context.org
    vacant = [post for post in org.posts if org.holder(post, today) is None]
    if vacant:
        yield Finding(
            "posts", "note", f"vacant: {', '.join(vacant)}", "duban org import names who holds them"
        )
    held = {org.holder(post, today) for post in org.posts}
    silent = sorted(p.name for p in held if p is not None and not p.email)
    if silent:
        yield Finding(
            "posts",
            "note",
            f"in a role without an address: {', '.join(silent)}",
            "add it with duban org import; until then the next above hears it",
        )
    if not vacant and not silent:
        yield Finding("posts", "ok", "all held by people who can be reached")


def _aside(rows: Sequence[Obligation]) -> Iterator[Finding]:
    if rows:
        numbers = ", ".join(str(row.id) for row in rows[:MOST_NAMED])
        more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
        yield Finding(
            "rows",
            "bad",
            f"processing failed: {numbers}{more}",
            "duban obligations --aside; once it is corrected: duban obligations retry",
        )
    else:
        yield Finding("rows", "ok", "the processing of none has failed")
