"""Trial mode: while it is on, all mail goes to the office instead of its readers."""

from datetime import datetime

from sqlalchemy import Connection

from workflows.commands.context import Context
from workflows.store import writes
from workflows.store.writes import NewEvent


def set_trial(
    connection: Connection, context: Context, on: bool, actor: str, now: datetime
) -> bool:
    """Switch trial mode, on record. Returns whether that changed anything."""
    if context.programme.trial == on:
        return False
    writes.set_programme(connection, context.key, trial=on)
    old, new = ("off", "on") if on else ("on", "off")
    event = NewEvent(obligation=None, kind="trial", at=now, old=old, new=new, actor=actor)
    writes.events(connection, context.key, [event], now, unnoticed=False)
    return True
