"""What was decided, written down: rows, events, numbers and messages in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from notifications import outbox
from notifications.kinds import KINDS
from scheduler.passes.deadlines import Decider, Decision
from scheduler.passes.notices import Happening, Noticer
from workflows.commands.changes import Occasion, apply
from workflows.commands.context import Context, setting_of
from workflows.commands.documents.bulletins import freeze
from workflows.commands.documents.supervision_notices import Wanted, draft
from workflows.commands.inspect import again
from workflows.commands.step_start import from_said
from workflows.domain.chain import Chain, chain_at
from workflows.domain.events import CLOSING
from workflows.domain.fanout import owed, reconcile
from workflows.domain.messages import Text
from workflows.domain.rows import Obligation
from workflows.domain.tallies import TALLIED, cell, changes
from workflows.store import bulk, outbox_queries, queries, tallies, writes
from workflows.store import tables as t


@dataclass(slots=True, kw_only=True)
class Swept:
    """What one sweep did. `quarantined` are the numbers of rows that were quarantined."""

    decided: int = 0
    events: int = 0
    messages: int = 0
    quarantined: list[int] = field(default_factory=list)
    #: Programmes that were not swept, with the reason: the gap waits for a confirmation.
    held: dict[str, Text] = field(default_factory=dict)


def settle(connection: Connection, context: Context, occasion: Occasion) -> int:
    """Bring all rows of the programme in line with the organisation as it is today."""
    rows = queries.obligations(connection, context.key)
    setting = setting_of(context, occasion.now, rows)
    changes = reconcile(owed(setting), rows, context.org, setting.today)
    return apply(connection, context, changes, occasion)


#: Kinds of mail that tell somebody that something is late.
_LATE_NOTICES = tuple(name for name, kind in KINDS.items() if kind.late_notice)
_STEP_COLUMNS = (
    "state", "step", "step_opened_at", "step_due_on", "step_remind_from", "chain", "level", "light",
    "light_until", "next_check_at", "since", "error", "revision",
)  # fmt: skip


def apply_decisions(
    connection: Connection,
    context: Context,
    rows: Sequence[Obligation],
    now: datetime,
    swept: Swept,
) -> bool:
    """Decide `rows` and write rows, events, numbers and messages in this transaction.

    Returns whether one of them has a further moment that is due already (after an outage).
    """
    decider = Decider(context.frame, context.policies, now)
    decisions = [(row, decider.decide(row)) for row in rows]
    chains = _chains(connection, context, decisions)
    bulk.update(
        connection,
        t.obligations,
        _STEP_COLUMNS,
        [
            (
                d.state,
                d.step,
                d.step_opened_at,
                d.step_due_on,
                d.step_remind_from,
                chains[row.id] if d.opened else row.chain,
                d.level,
                d.light,
                d.light_until,
                d.next_check_at,
                None,
                "",
                row.revision + (d.state != row.state),
                row.id,
                row.version,
            )
            for row, d in decisions
        ],
    )
    _count(connection, context.key, decisions)
    happenings = _record(connection, context.key, decisions, chains, now)
    swept.decided += len(rows)
    swept.events += len(happenings)
    heard = [h for h in happenings if h.kind != "light"]
    swept.messages += speak(connection, context, heard, now)
    _next_rounds(connection, context, decisions, now)
    _draft(connection, context, decisions, now)
    bulletins = [row for row, d in decisions if d.opened and row.kind == "bulletin"]
    freeze(connection, context, bulletins, now)
    opened = [row for row, d in decisions if d.opened and row.kind == "inspection"]
    again(connection, context, opened, "", now)
    return any(d.next_check_at is not None and d.next_check_at <= now for _, d in decisions)


def _chains(
    connection: Connection, context: Context, decisions: Sequence[tuple[Obligation, Decision]]
) -> dict[int, str]:
    """The chain of every step that begins, frozen as the organisation stands."""
    known: dict[tuple[str, str], Chain] = {}
    opened = [row for row, decision in decisions if decision.opened]
    for row in opened:
        chain_at(context.org, row.unit, row.assignee_post, known)
    writes.freeze_chains(connection, known.values())
    digests = {place: chain.digest for place, chain in known.items()}
    return {row.id: digests[row.unit, row.assignee_post] for row in opened}


def _count(
    connection: Connection, programme: str, decisions: Sequence[tuple[Obligation, Decision]]
) -> None:
    turned = [(row, d) for row, d in decisions if row.kind in TALLIED]
    before = [(cell(row), row.returns) for row, _ in turned]
    after = [(cell(row, d), row.returns) for row, d in turned]
    tallies.change(connection, programme, changes(before, after))


def _record(
    connection: Connection,
    programme: str,
    decisions: Sequence[tuple[Obligation, Decision]],
    chains: dict[int, str],
    now: datetime,
) -> list[Happening]:
    """Time's events as rows, and as happenings for the notices pass."""
    said = [(row, d, event) for row, d in decisions for event in d.events]
    # Rows that are alike share one decision, so its events are laid out once.
    laid_out = {
        id(d): [writes.tail(from_said(None, d.step, event)) for event in d.events]
        for d in {id(d): d for _, d in decisions}.values()
    }
    tails = [(row.id, tail) for row, d in decisions for tail in laid_out[id(d)]]
    ids = writes.events_of(connection, programme, tails, now)
    return [
        # By place, in the order of Happening: it is made for each of many thousand events.
        Happening(
            number,
            event.kind,
            event.at,
            d.step,
            event.trigger,
            event.n,
            event.to if event.outcome == "said" and event.kind != "light" else (),
            event.level,
            "",
            row,
            d.state,
            row.assignee,
            chains.get(row.id, row.chain),
            row.key.party.unit,
        )
        for number, (row, d, event) in zip(ids, said, strict=True)
    ]


def speak(
    connection: Connection, context: Context, happenings: Sequence[Happening], now: datetime
) -> int:
    """The notices pass over `happenings`; returns the number of new messages."""
    frozen = queries.chains(connection, {h.chain for h in happenings if h.chain})
    rule = {hash_: policy.name for hash_, policy in context.policies.items()}
    closing = [h.row.id for h in happenings if h.kind in CLOSING and h.row is not None]
    pressed = outbox_queries.heard(connection, closing, _LATE_NOTICES)
    noticer = Noticer(context.org, context.today(now), frozen.__getitem__, rule, pressed)
    items = noticer.items(happenings)
    most = context.plan.office.mails_a_day
    return outbox.post(connection, context.key, items, context.org, context.frame, now, most)


def _draft(
    connection: Connection,
    context: Context,
    decisions: Sequence[tuple[Obligation, Decision]],
    now: datetime,
) -> None:
    """Points that ask for a document get it drafted; merged ones, too: the reminder was due."""
    wanted = [
        Wanted(
            about=replace(row, state=d.state, step=d.step, light=d.light, level=d.level),
            colour=event.supervision_notice,
            at=event.at,
            why={"point": event.trigger},
        )
        for row, d in decisions
        for event in d.events
        if event.supervision_notice and event.outcome in ("said", "merged")
    ]
    if wanted:
        draft(connection, context, wanted, now)


def _next_rounds(
    connection: Connection,
    context: Context,
    decisions: Sequence[tuple[Obligation, Decision]],
    now: datetime,
) -> None:
    """A round of a recurring item has opened: the one after it is put in."""
    nodes = context.plan.by_key
    items = {row.item for row, d in decisions if d.opened and row.key.occurrence}
    recurring = frozenset(item for item in items if item in nodes and nodes[item].recurs)
    if not recurring:
        return
    wanted = owed(setting_of(context, now), recurring)
    rows = queries.obligations(connection, context.key, items=recurring)
    changes = reconcile(wanted, rows, context.org, context.today(now))
    fresh = [change for change in changes if change.kind == "insert"]
    apply(connection, context, fresh, Occasion(now=now, cause=(("cause", "next round"),)))
