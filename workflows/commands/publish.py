"""Publishing a plan: laid out, compared with what stands, and written in one transaction.

The first publication is carried out at once. Publishing again only shows the difference;
`confirm` with the digest of that difference carries out that difference and no other.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from workflows.commands.changes import Occasion, apply
from workflows.commands.context import Context, frozen, remember, setting_of
from workflows.commands.people import merged
from workflows.commands.policies import change_policies, other_policy
from workflows.definition import Source, check, digest
from workflows.domain.dates.date_windows import resolve
from workflows.domain.errors import BadInput, Refused
from workflows.domain.fanout import Change, owed, reconcile
from workflows.domain.messages import Message
from workflows.domain.model import Node, Plan
from workflows.domain.moments import Frame
from workflows.domain.organisation import Org
from workflows.domain.orgdays import next_change
from workflows.domain.overrides import Override
from workflows.domain.roles import Who
from workflows.domain.rows import Obligation
from workflows.domain.workdays import calendar
from workflows.store import queries, snapshots, writes
from workflows.store import tables as t
from workflows.store.queries import Programme
from workflows.store.writes import NewEvent


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What is to be published. `org` may be left out once an organisation is there."""

    plan: Source
    decisions: Source | None = None
    org: Source | None = None
    overrides: tuple[Override, ...] = ()
    trial: bool = False
    take_over: date | None = None
    apply_to_open: bool = False
    confirm: str = ""


@dataclass(frozen=True, kw_only=True)
class Published:
    """What publishing did, or would do while `confirm` (the digest to give) is not empty."""

    context: Context
    changes: tuple[Change, ...]
    policies: tuple[Obligation, ...]
    questions: int
    confirm: str
    listed: tuple[Obligation, ...] = ()


def publish(connection: Connection, publication: Publication, who: Who, now: datetime) -> Published:
    """Publish, or show what publishing again would change.

    Raises BadInput with every mistake of the files, Refused when `confirm` does not fit.
    """
    who.require("run", "publish")
    actor = who.actor
    checked = check(publication.plan, publication.decisions, publication.org)
    if checked.problems or checked.plan is None:
        raise BadInput(list(checked.problems))
    plan = remember(checked.plan)
    before = queries.programme(connection, plan.key)
    org = _org(connection, checked.org, now.astimezone(ZoneInfo(plan.zone)).date())
    context = _future(connection, plan, org, publication, before, now)
    rows = queries.obligations(connection, plan.key)
    changes = reconcile(owed(setting_of(context, now, rows)), rows, org, context.today(now))
    policies = other_policy(context, rows) if publication.apply_to_open else []
    token = _digest(plan, org, changes, policies)
    shown = Published(
        context=context,
        changes=tuple(changes),
        policies=tuple(policies),
        questions=len(checked.questions),
        confirm=token if before else "",
    )
    if before and publication.confirm != token:
        if publication.confirm:
            raise Refused(
                Message(
                    "“{confirm}” is not the difference there is now", confirm=publication.confirm
                ),
                Message(
                    "look at the difference again and confirm it with --confirm {token}",
                    token=token,
                ),
            )
        return shown
    _write(connection, context, publication, before, actor, now)
    occasion = Occasion(
        now=now,
        actor=actor,
        cause=(("cause", "published"), ("digest", plan.digest)),
        take_over=publication.take_over,
    )
    apply(connection, context, changes, occasion)
    change_policies(connection, context, policies, actor, now)
    listed = tuple(
        row
        for row in queries.obligations(connection, plan.key, light="white")
        if row.facts.taken_over
    )
    return replace(shown, confirm="", listed=listed)


def _org(connection: Connection, given: Org | None, today: date) -> Org:
    stands = snapshots.load_org(connection, bounced=True)
    if given is None:
        if not stands.units:
            raise Refused("there is no organisation yet", "add --org FILE")
        return stands
    return merged(stands, given, today)


def _future(
    connection: Connection,
    plan: Plan,
    org: Org,
    publication: Publication,
    before: Programme | None,
    now: datetime,
) -> Context:
    """The context as it will be once this is published."""
    known = queries.anchors(connection, plan.key)
    programme = before or Programme(
        key=plan.key,
        titles=snapshots.titles_of(plan.title),
        language=plan.language,
        zone=plan.zone,
        digest="",
        revision=0,
        published_at=now,
        trial=publication.trial,
        swept_at=None,
        org_check_on=None,
        digests_until=None,
        virtual_now=None,
        seed=None,
    )
    return Context(
        programme=programme,
        plan=plan,
        org=org,
        stamp=(-1, -1, -1),
        frame=Frame(calendar(plan.calendar, publication.overrides), plan.zone),
        anchors={a.key: known.get(a.key) or a.on for a in plan.anchors},
        policies={digest(policy): policy for policy in plan.policies.values()},
        hashes={name: digest(policy) for name, policy in plan.policies.items()},
    )


def _digest(plan: Plan, org: Org, changes: list[Change], policies: list[Obligation]) -> str:
    """A name for one difference: the plan, the people and every row that would change."""
    lines = [plan.digest, snapshots.to_json(_plain_org(org))]
    lines += [f"{c.kind} {c.owed} {c.row and (c.row.id, c.row.version)}" for c in changes]
    lines += [f"policy {row.id} {row.version}" for row in policies]
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


def _plain_org(org: Org) -> Any:
    rows = snapshots.org_rows(org)
    return {name: [{k: str(v) for k, v in row.items()} for row in rows[name]] for name in rows}


def _write(
    connection: Connection,
    context: Context,
    publication: Publication,
    before: Programme | None,
    actor: str,
    now: datetime,
) -> None:
    plan = context.plan
    decisions = publication.decisions
    row = {
        "key": plan.key,
        "titles": snapshots.titles_of(plan.title),
        "language": plan.language,
        "zone": plan.zone,
        "plan_text": _text(publication.plan),
        "decisions_text": _text(decisions) if decisions else "",
        "digest": plan.digest,
        "revision": (before.revision if before else 0) + 1,
        "published_at": before.published_at if before else now,
        "trial": before.trial if before else publication.trial,
        "org_check_on": next_change(context.org, context.today(now)),
    }
    writes.put(connection, t.programmes, [row])
    if publication.org is not None:
        writes.replace_org(connection, context.org)
    writes.put(connection, t.items, [_item(context, i, n) for i, n in enumerate(plan.nodes)])
    writes.put(
        connection,
        t.anchors,
        [
            {
                "programme": plan.key,
                "key": anchor.key,
                "titles": snapshots.titles_of(anchor.title),
                "state": "announced"
                if context.anchors[anchor.key]
                else ("expected" if anchor.expected else "unknown"),
                "on_date": context.anchors[anchor.key],
                "expected": anchor.expected,
            }
            for anchor in plan.anchors
        ],
    )
    writes.freeze_policies(connection, frozen(plan.policies))
    why = {"digest": plan.digest, "revision": row["revision"]}
    event = NewEvent(obligation=None, kind="published", at=now, why=why, actor=actor)
    writes.events(connection, plan.key, [event], now)


def _text(source: Source) -> str:
    return source.text if isinstance(source.text, str) else source.text.decode("utf-8-sig")


def _item(context: Context, place: int, node: Node) -> dict[str, Any]:
    window = resolve(node, context.plan, context.anchors, context.frame.calendar)
    return {
        "programme": context.key,
        "key": node.key,
        "place": place,
        "clause": node.clause,
        "kind": node.kind,
        "parent": node.parent or "",
        "phase": node.phase or "",
        "titles": snapshots.titles_of(node.title),
        "text": node.text,
        "words": node.due_words,
        "asks": node.asks,
        "ends_on": window.due_on,
        "anchor": window.waits_for,
        "responsible": "; ".join(str(one) for one in node.responsible),
        "reviewer": str(node.reviewer or ""),
        "evidence": node.evidence.in_(context.plan.language) if node.evidence else "",
        "quota": node.quota,
        "rrule": node.recurs,
        "policy": node.policy,
        "after": " ".join(node.after),
        "answers": " ".join(node.answers),
    }
