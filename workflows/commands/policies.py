"""`publish --apply-to-open`: open obligations change to the policy their item has today."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from workflows.commands.context import Context
from workflows.definition import body
from workflows.domain.rows import Obligation
from workflows.domain.standing import standing, step_of
from workflows.domain.states import DONE
from workflows.domain.timeline import next_moment
from workflows.store import queries, writes
from workflows.store.writes import NewEvent


def other_policy(context: Context, rows: list[Obligation]) -> list[Obligation]:
    """Open rows whose frozen policy is not today's policy of their item."""
    found = []
    for row in rows:
        wanted = _policy_of(context, row)
        if row.state not in DONE and wanted and row.policy != wanted:
            found.append(row)
    return found


def _policy_of(context: Context, row: Obligation) -> str:
    if row.kind in ("phase", "anchor", "decision", "rectification", "lookback"):
        return context.hashes[row.kind]
    if row.kind == "inspection" and row.item not in context.plan.by_key:
        return context.hashes[row.kind]
    if row.kind == "matter":
        return context.hashes.get(context.policies[row.policy].name, row.policy)
    node = context.plan.by_key.get(row.item)
    return context.hashes[node.policy] if node else ""


def change_policies(
    connection: Connection,
    context: Context,
    rows: list[Obligation],
    actor: str,
    now: datetime,
) -> None:
    """Open obligations change their policy only when asked for, with an event each."""
    current = queries.obligations_by_id(connection, [row.id for row in rows])
    events = []
    for row in current.values():
        after = replace(row, policy=_policy_of(context, row))
        policy = context.policies[after.policy]
        step = step_of(after)
        if step is not None:
            moment = next_moment(step, policy, context.frame, now)
            stands = standing(after, policy, context.frame, context.today(now))
            after = replace(
                after,
                next_check_at=moment.at if moment else None,
                light=stands.light,
                light_until=stands.until,
            )
        writes.save(connection, row, after)
        events.append(
            NewEvent(
                obligation=row.id,
                kind="policy_changed",
                at=now,
                step=row.step,
                old=row.policy,
                new=after.policy,
                why={"body": body(policy)},
                actor=actor,
            )
        )
    writes.events(connection, context.key, events, now)
