"""Trial mode: while it is on, all mail goes to the office instead of its readers."""

from workflows.commands.door import Acting
from workflows.store import writes
from workflows.store.writes import NewEvent


def set_trial(acting: Acting, on: bool) -> bool:
    """Switch trial mode, on record. Returns whether that changed anything."""
    acting.who.require("run", "trial")
    connection, context, now = acting.connection, acting.context, acting.now
    if context.programme.trial == on:
        return False
    writes.set_programme(connection, context.key, trial=on)
    old, new = ("off", "on") if on else ("on", "off")
    event = NewEvent(obligation=None, kind="trial", at=now, old=old, new=new, actor=acting.actor)
    writes.events(connection, context.key, [event], now)
    return True
