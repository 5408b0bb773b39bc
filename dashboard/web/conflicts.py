"""What is told of an item at which somebody else was first."""

from sqlalchemy import Connection

from dashboard.web.page_request import PageRequest
from notifications import history
from workflows.commands.context import Context
from workflows.domain.rows import Obligation
from workflows.domain.sight import Sight, sight
from workflows.store import queries


def sight_of(ask: PageRequest, context: Context, row: Obligation) -> Sight:
    """How much of it whoever asks is shown."""
    node = context.plan.by_key.get(row.item)
    return sight(ask.who, context.org, row, node.reviewer if node else None, ask.today)


def overtaken(ask: PageRequest, connection: Connection, context: Context, row: Obligation) -> str:
    """What somebody else did first, in words; its state for whoever does not see its record."""
    told = ask.pgettext("state", row.state)
    if sight_of(ask, context, row) == "full":
        told = last_done(ask, connection, context, row) or told
    return ask.say(
        "Somebody was first, so nothing was changed by you. What happened: {what}", what=told
    )


def last_done(ask: PageRequest, connection: Connection, context: Context, row: Obligation) -> str:
    """The last thing somebody did to it: neither what time did, nor what was refused."""
    for event in reversed(queries.events(connection, context.key, obligation=row.id)):
        if not event.trigger and event.kind not in ("light", "denied"):
            return history.event_line(event, context.org, context.frame.zone, ask.locale)
    return ""
