"""`duban tick`, `run`, `migrate` and `trial`: the machine's side."""

import os
import socket
import threading
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from config import clock
from config.language import _, pgettext, told
from notifications.deliver import Courier
from notifications.mailer import Relay
from notifications.sending import Sending
from scheduler.cli import board
from scheduler.cli.desk import (
    Desk,
    acting_person,
    at_desk,
    configure,
    instant,
    say,
    to_write,
)
from scheduler.cli.options import Answers, WritesAll, WritesNow, commands
from scheduler.cli.output import out, warn
from scheduler.embedded import Runner
from scheduler.housekeeping import Sealer
from scheduler.jobs import (
    delivery_job,
    describe_delivery,
    describe_sealing,
    describe_sweep,
    seal_job,
    sweep_job,
)
from scheduler.sweep import Sweeper
from workflows.commands import gaps
from workflows.commands.context import Context
from workflows.commands.door import Acting, writing
from workflows.commands.trial import set_trial
from workflows.domain.errors import Refused
from workflows.domain.messages import Message
from workflows.store import queries, record, schema, writes
from workflows.store.engine import record_key

#: Seconds for the mail in hand once we are told to stop; supervisors kill after ten.
PATIENCE = 8.0


def register(app: typer.Typer) -> None:
    commands(app, {"tick": tick, "run": run, "migrate": migrate, "trial": trial})


def tick(
    call: WritesAll,
    confirm_gap: Annotated[
        bool, typer.Option("--confirm-gap", help="After a long stop: confirm the clock, continue.")
    ] = False,
) -> None:
    """Process due items and send mail once, now or at --at.

    Twice for one instant sends nothing twice."""
    with at_desk() as desk:
        sweeper = Sweeper(desk.engine, overrides=desk.overrides, by_clock=not call.at)
        with desk.read().connect() as connection:
            programmes = queries.programmes(connection)
            contexts = [desk.context(connection, p.key) for p in programmes]
            if not contexts:
                desk.context(connection)  # says that nothing has been published
        if not call.at:
            _note_a_clock_that_went_back(sweeper, programmes)
        now = max(instant(call.at, context) for context in contexts)
        zone = contexts[0].programme.zone
        if confirm_gap:
            _confirm(desk, contexts, call.who, now)
            sweeper.by_clock = False
        swept = sweeper.run_once(now)
        for why in swept.held.values():
            raise Refused(why, gaps.CURE)
        sending = courier(desk)
        try:
            delivered = sending.run_once(now)
        finally:
            sending.close()
        with desk.engine.begin() as connection:
            for programme in programmes:
                if programme.virtual_now is not None:
                    writes.set_programme(connection, programme.key, virtual_now=now)
        sealed = Sealer(desk.engine, desk.settings.head).run_once(now)
    if delivered.waiting:
        warn(_("DUBAN_SMTP_URL is not set: mails stay pending"))
    if delivered.halted:
        warn(_("no mail is sent: {why}", why=told(delivered.halted)))
    if call.json:
        say(
            {
                "as_of": now.isoformat(),
                "zone": zone,
                "events": swept.events,
                "messages": swept.messages,
                "sent": delivered.sent,
                "retry": delivered.retry + delivered.unknown,
                "failed": delivered.failed,
                "cancelled": delivered.cancelled,
                "quarantined": len(swept.quarantined),
                "sealed": sealed.sealed,
                "unsealable": len(sealed.refused),
            }
        )
        return
    said = [describe_sweep(swept), describe_delivery(delivered), describe_sealing(sealed)]
    out(pgettext("mark", "; ").join(filter(None, map(told, said))) or _("nothing was due"))


def _note_a_clock_that_went_back(sweeper: Sweeper, programmes: Sequence[queries.Programme]) -> None:
    """Noted although the instant is refused: the office hears of it once it is right."""
    now = clock.now()
    for programme in programmes:
        if programme.virtual_now is None and programme.swept_at and now < programme.swept_at:
            sweeper.went_back(programme, now)


def _confirm(desk: Desk, contexts: Sequence[Context], who: str, now: datetime) -> None:
    """Put on record who says that the clock is right, where a gap waits for it."""
    for context in contexts:
        with writing(desk.engine, lambda: now) as connection:
            if gaps.held(connection, context.programme, now):
                person = acting_person(context, who, now)
                gaps.confirm(Acting(connection=connection, context=context, who=person, now=now))


def courier(desk: Desk, *, by_clock: bool = False) -> Courier:
    """A courier with this process's settings; without SMTP settings it sends nothing."""
    server = desk.settings.smtp
    with desk.read().connect() as connection:
        programmes = queries.programmes(connection)
    relay = None
    if server is not None:
        relay = Relay(
            host=server.host,
            port=server.port,
            security=server.security,
            user=server.user,
            password=server.password,
            ca_file=str(server.ca_file) if server.ca_file else None,
            timeout=desk.settings.smtp_timeout,
        )
    sending = Sending(
        relay=relay,
        sender=desk.settings.sender,
        base_url=desk.settings.base_url or "",
        links_key=board.links_key(desk.settings, programmes),
        connections=desk.settings.smtp_connections,
        owner=_owner(),
        rate=desk.settings.smtp_rate,
    )
    return Courier(desk.engine, sending, overrides=desk.overrides, by_clock=by_clock)


def run() -> None:
    """Run until stopped: items, mail, record and pages."""
    with at_desk(migrate=True) as desk:
        with desk.read().connect() as connection:
            if any(p.virtual_now for p in queries.programmes(connection)):
                raise Refused(
                    "this is the database of a demo, which has its own clock",
                    "set DUBAN_DATABASE_URL to the office's database",
                )
            # Better not to start than to fail at the first event.
            record.check_key(connection, record_key(connection))
            if not record_key(connection):
                warn(_("DUBAN_SECRET_KEY is not set: the record is not sealed"))
        sending = courier(desk, by_clock=True)
        every = desk.settings.tick_seconds
        if sending.sending.relay is None:
            warn(_("DUBAN_SMTP_URL is not set: mails stay pending"))
        sweeper = Sweeper(desk.engine, overrides=desk.overrides, by_clock=True)
        jobs = [
            sweep_job(sweeper, every),
            delivery_job(sending, min(every, 15)),
            seal_job(Sealer(desk.engine, desk.settings.head), every),
        ]
        runner = Runner(jobs, clock.now)
        try:
            with board.beside(desk):
                runner.until_told(
                    lambda: _stop(sending),
                    ready=lambda: warn(
                        _("running; items are processed every {n} s. Stop with Ctrl-C.", n=every)
                    ),
                )
        finally:
            sending.close()


def _stop(sending: Courier) -> None:
    """Finish the mail in hand and no other. A relay that hangs is not waited for: the lease
    gives its mail to the next process."""
    sending.stop.set()
    last = threading.Timer(PATIENCE, os._exit, (0,))
    last.daemon = True
    last.start()


def _owner() -> str:
    """A name for this process among all that send: host, process, moment of its start."""
    return f"{socket.gethostname()}:{os.getpid()}:{clock.now():%Y%m%d%H%M%S%f}"


def migrate(call: Answers) -> None:
    """Create or update the tables of the database."""
    found = configure()
    changed = schema.create(found.database)
    if call.json:
        say({"revision": schema.head(), "changed": changed})
    else:
        told_ = (
            _("the tables are at version {version} now")
            if changed
            else _("the tables are at version {version} already")
        )
        out(told_.format(version=schema.head()))


def trial(
    switch: Annotated[str, typer.Argument(help="on or off.")],
    call: WritesNow,
) -> None:
    """Switch trial mode: while on, all mail goes to the office."""
    if switch not in ("on", "off"):
        said = Message("“{word}” is neither on nor off", word=switch)
        raise Refused(said, "write: duban trial on, or duban trial off")
    with to_write(call) as scope:
        context = scope.context
        set_trial(scope.acting, switch == "on")
    answer = {"programme": context.key, "trial": switch == "on"}
    told_ = _("trial mode is on") if switch == "on" else _("trial mode is off")
    say(answer) if call.json else out(told_)
