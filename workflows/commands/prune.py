"""Dropping old months of the record, on record: whole, sealed, exported, and all over."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from workflows.commands.context import Context
from workflows.commands.door import Acting
from workflows.domain import pruning as rules
from workflows.domain.errors import Refused
from workflows.domain.messages import N_, Message, several
from workflows.domain.record import Seal
from workflows.store import pruning, queries, record, writes
from workflows.store.writes import NewEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`before`: the first day of the first month that stays. `exported`: the lines of a file
    that was verified."""

    before: date
    exported: Collection[str]
    keep_months: int = rules.KEEP_MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """What goes: the last seal of it, events by month (2010-05), and rows of each kind."""

    last: Seal
    months: dict[str, int]
    rows: dict[str, int]


def look(connection: Connection, context: Context, wanted: Wanted, now: datetime) -> Going:
    """What would go. Raises Refused with all that speaks against it."""
    floor = rules.latest(context.today(now), wanted.keep_months)
    if wanted.before > floor:
        raise Refused(
            Message(
                "months after {month} are younger than {n} months",
                month=f"{floor - timedelta(days=1):%Y-%m}",
                n=wanted.keep_months,
            ),
            Message(
                "give --before {month} or earlier, or fewer --keep-months", month=f"{floor:%Y-%m}"
            ),
        )
    zone = ZoneInfo(context.programme.zone)
    bound = datetime(wanted.before.year, wanted.before.month, 1, tzinfo=zone)
    last = pruning.last_seal_before(connection, bound)
    months: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    missing = 0
    for kind, at, line in pruning.lines(connection, last) if last is not None else ():
        rows[kind] += 1
        missing += line.rstrip("\n") not in wanted.exported
        if at is not None:
            months[f"{at.astimezone(zone):%Y-%m}"] += 1
    if last is None or not rows["event"]:
        said = Message("nothing sealed is older than {month}", month=f"{wanted.before:%Y-%m}")
        raise Refused(said, "there is nothing to prune")
    rows["seal"] -= 1  # the last one stays
    facts = replace(pruning.facts(connection, last, bound), not_exported=missing)
    if against := rules.against(facts):
        cure = N_("wait until all of it is over")
        if missing:
            cure = N_("export the record again: duban audit export FILE --mails")
        said = Message("nothing was pruned: {reasons}", reasons=several(against, "; "))
        raise Refused(said, cure)
    return Going(last=last, months=dict(sorted(months.items())), rows=dict(rows))


def prune(acting: Acting, wanted: Wanted) -> Going:
    """Drop it, in this transaction. An event `pruned` in each programme keeps the last hash."""
    acting.who.require("run", "prune")
    connection, context, now = acting.connection, acting.context, acting.now
    if not pruning.is_owner(connection):
        raise Refused(
            "this database role may not switch off the triggers that protect the record",
            "run it with the owner's DUBAN_DATABASE_URL (docs/running.md, a second role)",
        )
    if not record.may_seal(connection):
        raise Refused("the record is being sealed at this moment", "try again")
    going = look(connection, context, wanted, now)
    last = going.last
    why = {
        "before": f"{wanted.before:%Y-%m}",
        "seal": last.seq,
        "event": last.event,
        "hash": last.hash,
        "rows": going.rows,
    }
    event = NewEvent(obligation=None, kind="pruned", at=now, why=why, actor=acting.actor)
    for programme in queries.programmes(connection):
        # Before the deletion: numbers of events grow on from what is there.
        writes.events(connection, programme.key, [event], now)
    try:
        pruning.drop(connection, last)
    except IntegrityError as error:
        raise Refused(
            Message(
                "another table still refers to these rows: {why}",
                why=str(error.orig).splitlines()[0],
            ),
            "nothing was pruned; delete the rows of that table first",
        ) from None
    return going
