"""Everything a decision about one programme needs, read once per transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from workflows.definition import Source, load
from workflows.definition.policies import body, digest, from_body
from workflows.domain.assignees import asked_to_verify
from workflows.domain.errors import NotFound
from workflows.domain.fanout import Setting
from workflows.domain.messages import Message, several
from workflows.domain.model import Plan, Policy, Reviewer
from workflows.domain.moments import Frame
from workflows.domain.organisation import Org, Person
from workflows.domain.overrides import Override
from workflows.domain.rows import Obligation
from workflows.domain.workdays import calendar
from workflows.store import queries, snapshots
from workflows.store.queries import Programme


@dataclass(frozen=True, kw_only=True)
class Context:
    """One programme with its plan, organisation, anchors and frozen policies.

    `policies` is by hash; `hashes` gives the hash of a policy of today's plan by its name.
    """

    programme: Programme
    plan: Plan
    org: Org
    stamp: tuple[int, int, int]
    frame: Frame
    anchors: Mapping[str, date | None]
    policies: dict[str, Policy]
    hashes: Mapping[str, str]

    @property
    def key(self) -> str:
        return self.programme.key

    def today(self, now: datetime) -> date:
        """The programme day at `now`."""
        return self.frame.day(now)

    def asked_reviewer(self, row: Obligation) -> Reviewer | None:
        """Who is to verify a row: whom the plan's item names, or what its kind says."""
        node = self.plan.by_key.get(row.item)
        return asked_to_verify(row, node.reviewer if node else None)

    def office(self, day: date) -> Person | None:
        """The person who acts for the office unless somebody else is named."""
        for post in self.org.seats("office"):
            if person := self.org.post_holder(post, day):
                return person
        return None


def address(context: Context, person: str) -> str:
    """How scripts name a person: their mail address, or their key where they have none."""
    found = context.org.people.get(person)
    return (found.email or found.key) if found else person


def open_context(
    connection: Connection,
    key: str = "",
    *,
    before: Context | None = None,
    overrides: Iterable[Override] = (),
) -> Context:
    """The context of programme `key`, or of the only one there is.

    `before`: a context of the same database; what has not changed since is taken from it.
    Raises NotFound when there is no such programme, or several and none was named.
    """
    found = queries.stamped(connection)
    programme = choose([one for one, _ in found], key)
    stamp = found[0][1]
    same_plan = before is not None and before.programme.digest == programme.digest
    if before is not None and same_plan and before.stamp == stamp:
        return replace(before, programme=programme)
    plan, frame = _plan(connection, programme, before, tuple(overrides))
    org = before.org if before and before.stamp[0] == stamp[0] else snapshots.load_org(connection)
    return Context(
        programme=programme,
        plan=plan,
        org=org,
        stamp=stamp,
        frame=frame,
        anchors=queries.anchors(connection, programme.key),
        policies=_policies(connection, before),
        hashes={name: digest(policy) for name, policy in plan.policies.items()},
    )


def choose(programmes: list[Programme], key: str) -> Programme:
    """The programme `key`, or the only one there is."""
    if not key and len(programmes) == 1:
        return programmes[0]
    for programme in programmes:
        if programme.key == key:
            return programme
    names = several([p.key for p in programmes] or [Message("none")])
    if key:
        raise NotFound(
            Message("there is no programme “{key}” here", key=key),
            Message("published: {names}", names=names),
        )
    if not programmes:
        raise NotFound("nothing has been published here", "publish a plan: duban publish PLAN")
    raise NotFound(
        Message("several programmes are published: {names}", names=names),
        "name one with --programme",
    )


def _plan(
    connection: Connection,
    programme: Programme,
    before: Context | None,
    overrides: tuple[Override, ...],
) -> tuple[Plan, Frame]:
    if before and before.programme.digest == programme.digest:
        return before.plan, before.frame
    plan = _plans.get(programme.digest)
    if plan is None:
        plan_text, decisions_text = queries.plan_texts(connection, programme.key)
        decisions = Source("decisions", decisions_text) if decisions_text else None
        plan = remember(load(Source("plan", plan_text), decisions))
    return plan, Frame(calendar(plan.calendar, overrides), plan.zone)


#: Published plans by the digest of their texts; reading YAML takes a second.
_plans: dict[str, Plan] = {}


def remember(plan: Plan) -> Plan:
    """Keep a plan that has been read, so that it is not read again."""
    while len(_plans) >= 16:
        del _plans[next(iter(_plans))]
    _plans[plan.digest] = plan
    return plan


def _policies(connection: Connection, before: Context | None) -> dict[str, Policy]:
    known = dict(before.policies) if before else {}
    frozen = queries.policies(connection, known)
    return known | {hash_: from_body(text) for hash_, text in frozen.items()}


def frozen(policies: Mapping[str, Policy]) -> dict[str, tuple[str, str]]:
    """hash → (name, body) of policies, as the store keeps them."""
    return {digest(policy): (name, body(policy)) for name, policy in policies.items()}


#: States in which the responsible party has done their part.
_REPORTED = ("reported", "accepted", "held", "contested")


def setting_of(context: Context, now: datetime, rows: Iterable[Obligation] = ()) -> Setting:
    """What the fan-out depends on, as of `now`; `rows` tell what has been reported when."""
    return Setting(
        plan=context.plan,
        org=context.org,
        calendar=context.frame.calendar,
        since=context.frame.day(context.programme.published_at),
        today=context.today(now),
        anchors=context.anchors,
        done={
            (row.item, party.person or party.post or party.unit): row.done_on
            for row in rows
            if row.done_on is not None and row.state in _REPORTED
            for party in (row.key.party,)
        },
    )
