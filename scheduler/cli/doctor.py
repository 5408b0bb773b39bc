"""`duban doctor`: is everything in order? Each finding comes with its cure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import packages_distributions

import typer
from rich.cells import cell_len, set_cell_size
from sqlalchemy.exc import SQLAlchemyError

from config import clock
from config.language import _, pgettext, told
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
from workflows.domain.messages import N_, Message, Text, counted, several, terms
from workflows.domain.rows import Obligation
from workflows.store import quarantine_queries, queries, record, schema
from workflows.store.engine import record_key

OURS = ("config", "workflows", "notifications", "scheduler")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
#: As many items whose processing failed as are named.
MOST_NAMED = 10


_LEVELS = terms("level", "ok", "note", "bad")
#: What is checked, as people read it; scripts get the key.
_CHECKS = {
    "names": N_("import names"),
    "templates": N_("document templates"),
    "database": N_("database"),
    "relay": N_("mail server"),
    "record": N_("record"),
    "programmes": N_("programmes"),
    "clock": N_("clock"),
    "calendar": N_("calendar"),
    "posts": N_("roles"),
    "rows": N_("processing"),
}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that was checked. `level`: ok, note or bad; `cure` says what to do about it."""

    what: str
    level: str
    said: Text
    cure: Text = ""


def register(app: typer.Typer) -> None:
    commands(app, {"doctor": doctor})


def doctor(call: Answers) -> None:
    """Check database, mail server, calendars, roles and templates."""
    settings = configure()
    found = [*_names(), *_templates(settings), *_database(settings)]
    if call.json:
        say(
            [
                {"what": f.what, "level": f.level, "said": str(f.said), "cure": str(f.cure)}
                for f in found
            ]
        )
    else:
        for one in found:
            out(_line(one))
    if any(one.level == "bad" for one in found):
        raise typer.Exit(1)


def _line(one: CheckResult) -> str:
    """What was found, and its cure, for people."""
    said = told(one.said)
    if one.cure:
        said = _("{message} — {cure}", message=said, cure=told(one.cure))
    what = _(_CHECKS.get(one.what, one.what))
    level = pgettext("level", one.level)
    width = max(cell_len(pgettext("level", each)) for each in _LEVELS) + 1
    return _("{label}: {value}", label=f"{set_cell_size(level, width)}{what}", value=said)


def _names() -> Iterator[CheckResult]:
    """Our import names are also names of packages on PyPI."""
    owners = packages_distributions()
    for name in OURS:
        others = sorted(set(owners.get(name, ())) - {"duban"})
        if others:
            yield CheckResult(
                "names",
                "bad",
                Message(
                    "“{name}” is also installed by {packages}", name=name, packages=several(others)
                ),
                Message(
                    "pip uninstall {packages}, or use a separate environment",
                    packages=" ".join(others),
                ),
            )
            return
    yield CheckResult("names", "ok", "the import names are used by Duban alone")


def _templates(settings: Settings) -> Iterator[CheckResult]:
    folder = settings.templates_dir
    if folder is None:
        yield CheckResult(
            "templates", "ok", Message("the shipped ones, in {folder}", folder=SHIPPED)
        )
        return
    wrong = faults(folder)
    for one in wrong:
        yield CheckResult(
            "templates",
            "bad",
            Message("{place}: {mistake}", place=one.where, mistake=one.message),
            one.cure,
        )
    if not wrong:
        yield CheckResult(
            "templates", "ok", Message("all templates in {folder} can be filled", folder=folder)
        )


def _database(settings: Settings) -> Iterator[CheckResult]:
    try:
        revision = schema.current(settings.database)
    except (SQLAlchemyError, OSError) as error:
        said = str(error).splitlines()[0]
        yield CheckResult(
            "database",
            "bad",
            Message("cannot be opened: {why}", why=said),
            "check DUBAN_DATABASE_URL",
        )
        return
    if revision != schema.head():
        yield CheckResult(
            "database",
            "bad",
            Message(
                "the tables are at version {version}, not {wanted}",
                version=revision or "–",
                wanted=schema.head(),
            ),
            "run: duban migrate",
        )
        return
    yield CheckResult(
        "database", "ok", Message("can be opened; tables at version {version}", version=revision)
    )
    desk = Desk(settings, open_engine(settings), calendar_overrides(settings))
    try:
        yield from _relay(desk)
        yield from _record(desk)
        yield from _programmes(desk)
    finally:
        desk.engine.dispose()


def _relay(desk: Desk) -> Iterator[CheckResult]:
    relay = courier(desk).sending.relay
    if relay is None:
        yield CheckResult("relay", "note", "not set; mails stay pending", "set DUBAN_SMTP_URL")
        return
    if relay.security == "plain" and relay.password and relay.host not in LOOPBACK:
        yield CheckResult(
            "relay",
            "bad",
            "the password would be sent unencrypted",
            "use smtp+starttls:// or smtps:// in DUBAN_SMTP_URL",
        )
        return
    mailer = Mailer(relay)
    try:
        result = mailer.probe()
    finally:
        mailer.close()
    if result.outcome is Outcome.sent:
        yield CheckResult("relay", "ok", "connected, certificate and login accepted")
    else:
        yield CheckResult(
            "relay",
            "bad",
            f"{result.phase}: {result.code or ''} {result.answer}".strip(),
            "check DUBAN_SMTP_URL, its password and the certificate of the mail server",
        )


def _record(desk: Desk) -> Iterator[CheckResult]:
    """Whether the record is sealed, and who could change it."""
    with desk.read().connect() as connection:
        key, first = record_key(connection), record.first_seal(connection)
        loose, rights = record.loose(connection), record.rights(connection)
        unsealed, number = record.without_seal(connection)
        try:
            record.check_key(connection, key)
        except DubanError as error:
            yield CheckResult("record", "bad", error.message, error.cure)
            return
    if not key:
        yield CheckResult(
            "record",
            "note",
            "DUBAN_SECRET_KEY is not set: the record is not sealed",
            "set it to 32 random characters or more, and never change it",
        )
    elif unsealed:
        yield CheckResult(
            "record",
            "bad",
            counted(
                "{n} event could not be sealed, the first is {number}",
                "{n} events could not be sealed, the first is {number}",
                unsealed,
                number=number,
            ),
            "duban audit verify",
        )
    elif first is None:
        yield CheckResult("record", "note", "nothing is sealed yet", "start: duban run")
    else:
        yield CheckResult("record", "ok", "sealed; duban audit verify checks all of it")
    if loose:
        yield CheckResult(
            "record",
            "bad",
            Message("no trigger protects these from changes: {names}", names=several(loose)),
            "somebody dropped it: duban audit verify, then restore the schema of a backup",
        )
    if rights:
        yield CheckResult(
            "record",
            "note",
            Message("the database role of Duban may {rights}", rights=several(rights)),
            "give the tables to a second role (docs/running.md)",
        )


def _programmes(desk: Desk) -> Iterator[CheckResult]:
    with desk.read().connect() as connection:
        programmes = queries.programmes(connection)
        if not programmes:
            yield CheckResult("programmes", "note", "none is published", "duban publish PLAN")
        for programme in programmes:
            try:
                context = open_context(connection, programme.key, overrides=desk.overrides)
            except DubanError as error:
                yield CheckResult(programme.key, "bad", error.message, error.cure)
                continue
            yield from _clock(context, gaps.held(connection, programme, clock.now()))
            yield from _calendar(context)
            yield from _posts(context)
            yield from _quarantined(quarantine_queries.rows(connection, programme.key))


def _clock(context: Context, held: Text) -> Iterator[CheckResult]:
    programme = context.programme
    if programme.virtual_now:
        day = context.today(programme.virtual_now)
        yield CheckResult(
            "clock",
            "note",
            Message(
                "{programme} is a demo; its clock is at {day}", programme=programme.key, day=day
            ),
        )
        return
    if programme.swept_at is None:
        yield CheckResult(
            "clock",
            "note",
            Message("{programme} was never processed", programme=programme.key),
            "start: duban run",
        )
        return
    ahead = programme.swept_at - clock.now()
    if ahead > timedelta(minutes=5):
        yield CheckResult(
            "clock",
            "bad",
            Message("the last update is {time} in the future", time=_span(ahead)),
            "set the clock of this computer; no mail is sent twice once it is right",
        )
    elif held:
        yield CheckResult(
            "clock", "bad", Message("nothing is processed or sent: {why}", why=held), gaps.CURE
        )
    elif -ahead > timedelta(hours=1):
        yield CheckResult(
            "clock",
            "bad",
            Message("the last update was {time} ago", time=_span(-ahead)),
            "start: duban run",
        )
    else:
        yield CheckResult("clock", "ok", "the last update was just now")


def _span(time: timedelta) -> Message:
    """How long something is or was, in the largest unit that is full."""
    if time.days:
        return counted("{n} day", "{n} days", time.days)
    if hours := time.seconds // 3600:
        return counted("{n} hour", "{n} hours", hours)
    return counted("{n} minute", "{n} minutes", time.seconds // 60)


def _calendar(context: Context) -> Iterator[CheckResult]:
    guessed = [
        str(year)
        for year in years_of(context.plan, _today(context))
        if context.frame.calendar.provisional(year)
    ]
    if guessed:
        yield CheckResult(
            "calendar",
            "note",
            Message("holidays not announced yet: {years}", years=several(guessed)),
            "enter the announced days in DUBAN_CALENDAR_FILE, or update chinesecalendar",
        )
    else:
        yield CheckResult("calendar", "ok", "the holidays of all years of the plan are known")


def _today(context: Context) -> date:
    return context.today(context.programme.virtual_now or clock.now())


def _posts(context: Context) -> Iterator[CheckResult]:
    today, org = _today(context), context.org
    vacant = [post for post in org.posts if org.post_holder(post, today) is None]
    if vacant:
        yield CheckResult(
            "posts",
            "note",
            Message("vacant: {roles}", roles=several(vacant)),
            "duban org import says who holds them",
        )
    held = {org.post_holder(post, today) for post in org.posts}
    silent = sorted(p.name for p in held if p is not None and not p.email)
    if silent:
        yield CheckResult(
            "posts",
            "note",
            Message("in a role without a mail address: {people}", people=several(silent)),
            "add it with duban org import; until then the next higher level is notified",
        )
    if not vacant and not silent:
        yield CheckResult("posts", "ok", "all are held by people with a mail address")


def _quarantined(rows: Sequence[Obligation]) -> Iterator[CheckResult]:
    if rows:
        numbers = ", ".join(str(row.id) for row in rows[:MOST_NAMED])
        more = len(rows) - MOST_NAMED
        yield CheckResult(
            "rows",
            "bad",
            Message("processing failed: {items} and {n} more", items=numbers, n=more)
            if more > 0
            else Message("processing failed: {items}", items=numbers),
            "duban obligations --aside; once it is corrected: duban obligations retry",
        )
    else:
        yield CheckResult("rows", "ok", "all are processed")
