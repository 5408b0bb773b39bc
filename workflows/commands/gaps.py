"""Gaps between sweeps and clocks that went back: what is believed, asked and told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from workflows.commands.door import Acting
from workflows.domain import gap
from workflows.domain.messages import N_, Text
from workflows.store import gap_queries, queries, writes
from workflows.store.queries import Programme
from workflows.store.writes import NewEvent

CURE = N_("set the clock of this computer; if it is right: duban tick --confirm-gap")


def held(connection: Connection, programme: Programme, now: datetime) -> Text:
    """Why a sweep of `programme` at the machine's own `now` must wait; empty when it need not.
    A demo has a clock of its own, which is always right."""
    since = programme.swept_at
    if programme.virtual_now is not None or since is None or not gap.doubtful(since, now):
        return ""
    due = gap_queries.due(connection, programme.key, now)
    spoken = 0
    if due > gap.MANY:
        spoken = gap_queries.spoken(connection, programme.key, since, gap.USUAL_DAYS)
    return gap.held(since, now, due, spoken)


def nothing_may_be_sent(connection: Connection, now: datetime) -> Text:
    """Why no mail leaves at the machine's own `now`: a gap waits for a confirmation, and no
    programme was swept lately that would tell the clock to be right."""
    programmes = queries.programmes(connection)
    swept = [p for p in programmes if p.virtual_now is None and p.swept_at is not None]
    if not swept or not all(gap.doubtful(p.swept_at, now) for p in swept):
        return ""
    return next((why for one in swept if (why := held(connection, one, now))), "")


def confirm(acting: Acting) -> None:
    """Somebody says that the clock is right. On record; the sweep that follows catches up."""
    acting.who.require("run", "confirm_gap")
    connection, now, programme = acting.connection, acting.now, acting.context.programme
    assert programme.swept_at is not None
    why = {"from": programme.swept_at.isoformat(), "days": (now - programme.swept_at).days}
    event = NewEvent(obligation=None, kind="gap_confirmed", at=now, why=why, actor=acting.actor)
    writes.events(connection, programme.key, [event], now)


def went_back(connection: Connection, programme: Programme, now: datetime) -> bool:
    """Note that the clock stands before the last sweep. Returns whether that is news: nothing
    else is written while it is wrong."""
    since, noted = programme.swept_at, programme.clock_back_to
    if since is None or since - now <= gap.BACK or (noted is not None and noted <= now):
        return False
    writes.set_programme(connection, programme.key, clock_back_to=now)
    return noted is None


def is_right_again(connection: Connection, programme: Programme, now: datetime) -> None:
    """The office is told of a clock that had gone back, once, now that it is right."""
    to, since = programme.clock_back_to, programme.swept_at
    if to is None or since is None or not writes.clock_is_right(connection, programme.key):
        return
    zone = ZoneInfo(programme.zone)
    shown = [f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in (since, to)]
    why = {"detail": " → ".join(shown)}
    event = NewEvent(obligation=None, kind="clock_back", at=now, why=why)
    writes.events(connection, programme.key, [event], now)
