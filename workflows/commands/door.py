"""The door through which people act: one transaction, who acts in it, and what they were denied.

Pages, mail links and commands open it with `acting`. A refusal that concerns rights goes on record
here, in a transaction of its own, because that of the act is undone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from workflows.commands.context import Context
from workflows.domain import roles
from workflows.domain.errors import Denied
from workflows.domain.roles import Who
from workflows.store import queries, writes
from workflows.store.writes import NewEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Somebody at work on one programme in one transaction; `now` is aware."""

    connection: Connection
    context: Context
    who: Who
    now: datetime

    @property
    def actor(self) -> str:
        return self.who.actor

    @property
    def today(self) -> date:
        return self.context.today(self.now)


def as_person(connection: Connection, context: Context, person: str, now: datetime) -> Acting:
    """A person (a key) at work, with the roles of the posts they hold or stand in for today."""
    who = roles.who(context.org, context.today(now), person)
    return Acting(connection=connection, context=context, who=who, now=now)


@contextmanager
def writing(engine: Engine, now: Callable[[], datetime]) -> Iterator[Connection]:
    """A transaction that writes; nothing stands when it is left with an error. What somebody was
    denied in it is recorded all the same. `now`: the instant, asked for only then."""
    try:
        with engine.begin() as connection:
            yield connection
    except Exception as error:
        if denied := getattr(error, "denied", ()):
            with engine.begin() as connection:
                record_denied(connection, denied, now())
        raise


def record_denied(connection: Connection, denied: tuple[Denied, ...], now: datetime) -> None:
    """An event for each: on the obligation it was about, else on every programme."""
    programmes = {one.key: one.virtual_now or now for one in queries.programmes(connection)}
    about = [each.obligation for each in denied if each.obligation is not None]
    rows = queries.obligations_by_id(connection, about)
    for each in denied:
        row = rows.get(each.obligation or 0)
        event = NewEvent(
            obligation=each.obligation,
            kind="denied",
            at=now,
            why={"move": each.what, "reason": each.why},
            actor=each.actor,
        )
        for programme in [row.programme] if row else programmes:
            at = programmes[programme]
            writes.events(connection, programme, [replace(event, at=at)], at)
