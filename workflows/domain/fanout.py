"""Who owes what by when: a plan and an organisation, laid out as obligations.

`owed` says what should be, `reconcile` how the rows must change to be so. Publishing, phases
that open, people who come and go, anchors that get a date and every what-if use these two
and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from workflows.domain.assignees import holding, with_post
from workflows.domain.dates.date_windows import Resolved, resolve
from workflows.domain.kind_facts import DecisionFacts, InspectionFacts, TaskFacts
from workflows.domain.kinds import KINDS, kinds_that
from workflows.domain.model import Node, Plan
from workflows.domain.organisation import Org
from workflows.domain.parties import assignee_of, parties
from workflows.domain.recurrence import Occurrence, occurrences
from workflows.domain.rows import Key, Obligation, Party
from workflows.domain.states import DONE, assignee_in
from workflows.domain.workdays import Calendar

#: Kinds that people put in beside the plan; of inspections, those that have a way of their own.
BESIDE_PLAN = frozenset(KINDS) - kinds_that("from_plan")
#: The day a party reported an item, for dates that hang on it ("10wd after A2.1").
DoneDays = Mapping[tuple[str, str], date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One obligation as it should be. `holder` is who must act first; it is empty while the
    post is vacant. `waits_for` names the anchor (or predecessor) that will give the date."""

    key: Key
    phase: str
    opens_on: date | None
    due_on: date | None
    remind_from: date | None
    waits_for: str
    due_words: str
    policy: str
    assignee: str
    assignee_post: str
    ongoing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Everything `owed` depends on. `since` is the day of publishing: nothing opens before."""

    plan: Plan
    org: Org
    calendar: Calendar
    since: date
    today: date
    anchors: Mapping[str, date | None]
    done: DoneDays = field(default_factory=dict)


ChangeKind = Literal["insert", "redate", "hand_over", "withdraw", "restore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row that must change. `owed` is None for a withdrawal or a leaver's hand-over."""

    kind: ChangeKind
    owed: Owed | None = None
    row: Obligation | None = None
    assignee: str = ""
    assignee_post: str = ""
    reason: str = ""


def owed(setting: Setting, items: frozenset[str] | None = None) -> list[Owed]:
    """Every obligation of the plan as of `setting.today`, in the plan's own order.

    Of an item that recurs: all occurrences that have opened and exactly one that has not.
    `items` limits the answer to some nodes (a recurring item that has just opened).
    """
    found: list[Owed] = []
    for node in setting.plan.nodes:
        if items is not None and node.key not in items:
            continue
        if node.kind == "phase":
            found.append(_phase(setting, node))
        elif node.asks and not node.answered_by:
            found.extend(_asked(setting, node))
    if items is None:
        found.extend(_anchors(setting))
    return found


def reconcile(
    owed_now: Iterable[Owed], rows: Iterable[Obligation], org: Org, today: date
) -> list[Change]:
    """What must change in `rows` (all rows of the same items) so that they say `owed_now`.

    A row that is done, or cannot be read, is left alone. The order is that of `owed_now`,
    withdrawals last.
    """
    before = {row.planned.identity: row for row in rows}
    # A unit that was given what another one was to do owes that, and not the same twice.
    given = {row.key.identity for row in before.values() if TaskFacts.of(row).responsible}
    changes: list[Change] = []
    for one in owed_now:
        row = before.pop(one.key.identity, None)
        if row is None and one.key.identity in given:
            continue
        if row is None:
            changes.append(Change(kind="insert", owed=one))
        elif not row.facts.unreadable:
            changes.extend(_differences(one, row, org, today))
    for row in before.values():
        if row.state in DONE or row.facts.unreadable:
            continue
        if row.kind in BESIDE_PLAN or InspectionFacts.of(row).way:
            changes.extend(_still_held(row, org, today))
        else:
            changes.extend(_left_over(row, org, today))
    return changes


def _differences(one: Owed, row: Obligation, org: Org, today: date) -> Iterator[Change]:
    if row.state in DONE:
        by_plan = row.state == "withdrawn" and row.facts.withdrawn_by == "plan"
        later = row.kind == "phase" and one.due_on is not None and one.due_on > today
        if by_plan or (row.state == "closed" and later):
            yield Change(kind="restore", owed=one, row=row, reason="owed again")
        return
    if (one.due_on, one.waits_for) != (row.base_due_on, row.waits_for) or (
        row.state == "planned" and one.opens_on != row.opens_on
    ):
        yield Change(kind="redate", owed=one, row=row)
    given = bool(TaskFacts.of(row).responsible)
    if row.state in ("reported", "contested"):
        # The reviewer or the office holds it; their post may have changed hands.
        wanted = (with_post(org, row, today), row.assignee_post)
    elif row.facts.assigned:
        # An item assigned to somebody within the unit stays with them.
        wanted = (row.assignee, row.assignee_post)
    elif given:
        wanted = assignee_of(org, row.key.party, today)
    else:
        wanted = (one.assignee, one.assignee_post)
    moved = one.key.party.unit != row.unit and not given
    if moved or wanted != (row.assignee, row.assignee_post):
        yield Change(
            kind="hand_over",
            owed=None if given else one,
            row=row,
            assignee=wanted[0],
            assignee_post=wanted[1],
            reason="transfer" if moved else "post",
        )


def _still_held(row: Obligation, org: Org, today: date) -> Iterator[Change]:
    """What is not the plan's only follows whoever is to act; a request the post it lies with, but
    not to one who asked for it themselves."""
    if row.kind == "decision":
        person, post = with_post(org, row, today), row.assignee_post
        follows = person not in DecisionFacts.of(row).answering
    else:
        now = holding(org, row, assignee_in(row.kind, row.state), None, today)
        person, post, follows = now.person, now.post, bool(now.person)
    if follows and (person, post) != (row.assignee, row.assignee_post):
        before = org.people.get(row.assignee)
        left = before is not None and not before.here(today)
        reason = "left" if left else "post"
        yield Change(kind="hand_over", row=row, assignee=person, assignee_post=post, reason=reason)


def _left_over(row: Obligation, org: Org, today: date) -> Iterator[Change]:
    """A row nobody asks for any more: a leaver's open item goes to their head."""
    person = org.people.get(row.person)
    gone = person is not None and not person.here(today)
    if gone and row.state in ("open", "ongoing", "reported"):
        post = next((p for u in org.above(row.unit) for p in org.seats("head", u)), "")
        head = org.post_holder(post, today) if post else None
        if row.assignee_post != post or row.assignee != (head.key if head else ""):
            yield Change(
                kind="hand_over",
                row=row,
                assignee=head.key if head else "",
                assignee_post=post,
                reason="left",
            )
        return
    yield Change(kind="withdraw", row=row, reason="left" if gone else "plan")


def _phase(setting: Setting, node: Node) -> Owed:
    window = resolve(node, setting.plan, setting.anchors, setting.calendar)
    post = next(iter(setting.org.seats("office")), "")
    unit = setting.org.posts[post][0].unit if post else ""
    return _one(setting, node, window, Party(unit=unit, post=post), "phase", phase=node.key)


def _anchors(setting: Setting) -> Iterator[Owed]:
    """Each anchor is watched by an obligation of the office to name its date."""
    post = next(iter(setting.org.seats("office")), "")
    unit = setting.org.posts[post][0].unit if post else ""
    person = setting.org.post_holder(post, setting.today) if post else None
    for anchor in setting.plan.anchors:
        yield Owed(
            key=Key(item=anchor.key, kind="anchor", party=Party(unit=unit, post=post)),
            phase="",
            opens_on=setting.since,
            due_on=None,
            remind_from=None,
            waits_for="",
            due_words=anchor.expected,
            policy="anchor",
            assignee=person.key if person else "",
            assignee_post=post,
        )


def _asked(setting: Setting, node: Node) -> Iterator[Owed]:
    window = resolve(node, setting.plan, setting.anchors, setting.calendar)
    rounds = _rounds(setting, node, window)
    for party in _parties(setting, node):
        for round_ in rounds:
            yield from _pieces(setting, node, window, party, round_)


def _parties(setting: Setting, node: Node) -> list[Party]:
    found: dict[Party, None] = {}
    for one in node.responsible:
        found.update(dict.fromkeys(parties(setting.org, one, setting.plan.line, setting.today)))
    return list(found)


def _rounds(setting: Setting, node: Node, window: Resolved) -> list[Occurrence | None]:
    if not node.recurs:
        return [None]
    first = max(window.opens_on or setting.since, setting.plan.issued_on)
    return list(
        occurrences(
            node.recurs,
            first=first,
            last=window.due_on,
            today=setting.today,
            calendar=setting.calendar,
            day_off=setting.plan.day_off,
        )
    )


def _pieces(
    setting: Setting, node: Node, window: Resolved, party: Party, round_: Occurrence | None
) -> Iterator[Owed]:
    if round_ is not None:
        window = Resolved(opens_on=round_.opens_on, due_on=round_.due_on, remind_from=round_.due_on)
    elif window.after:
        window = _after(setting, window, party)
    kind = "inspection" if node.inspection else "task"
    for piece in range(1, node.quota + 1):
        name = [round_.key] if round_ else []
        if node.quota > 1:
            name.append(f"{piece}/{node.quota}")
        yield _one(setting, node, window, party, kind, occurrence=" ".join(name))


def _after(setting: Setting, window: Resolved, party: Party) -> Resolved:
    """A date that hangs on a predecessor: known once the same party has done that one."""
    done = setting.done.get((window.after, party.person or party.post or party.unit))
    if done is None:
        return window
    calendar = setting.calendar
    due = (
        calendar.add(done, window.offset)
        if window.unit == "wd"
        else done + timedelta(days=window.offset)
    )
    return Resolved(opens_on=window.opens_on, due_on=due, remind_from=due)


def _one(
    setting: Setting,
    node: Node,
    window: Resolved,
    party: Party,
    kind: str,
    *,
    phase: str | None = None,
    occurrence: str = "",
) -> Owed:
    assignee, post = assignee_of(setting.org, party, setting.today)
    opens = max(window.opens_on or setting.since, setting.since)
    return Owed(
        key=Key(item=node.key, kind=kind, party=party, occurrence=occurrence),
        phase=(node.phase or "") if phase is None else phase,
        opens_on=None if window.opens_waits else opens,
        due_on=None if node.ongoing else window.due_on,
        remind_from=None if node.ongoing else window.remind_from,
        waits_for="" if node.ongoing else window.waits_for,
        due_words=node.due_words,
        policy="phase" if kind == "phase" else node.policy,
        assignee=assignee,
        assignee_post=post,
        ongoing=node.ongoing,
    )
