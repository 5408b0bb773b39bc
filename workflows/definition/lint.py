"""What is allowed but worth a second look: warnings on the plan, notes on what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.definition.drafts import Draft
from workflows.definition.plan import DraftPlan
from workflows.domain.dates import Window
from workflows.domain.messages import Message, counted, term
from workflows.domain.model import Node, Plan, Responsible, Text
from workflows.domain.organisation import Org, Tenure
from workflows.domain.workdays import Calendar

#: A deadline with fewer working days than this after the day of issue is short notice.
SHORT_NOTICE = 2


@dataclass(frozen=True)
class Warning_:
    """One thing in the plan itself that may surprise. `code` is for scripts."""

    code: str
    clause: str
    message: Message


def warnings(read: DraftPlan, days: Calendar) -> Iterator[Warning_]:
    """Short notice and due days on days off, in the plan's own words; each clause once."""
    seen: set[tuple[str, str, str]] = set()
    for draft, node in zip(read.drafts, read.plan.nodes, strict=True):
        for warning in _warnings_of(draft, node, read.plan, days):
            key = (warning.code, warning.clause, node.words)
            if key not in seen:
                seen.add(key)
                yield warning


def notes(plan: Plan, org: Org | None, days: Calendar) -> Iterator[Message]:
    """What the office should know of its decisions, its people and the calendar."""
    yield from _decided_notes(plan, days)
    yield from _year_notes(plan, days)
    if org is not None:
        yield from _vacant(plan, org)
        yield from _nobody(plan, org)
        yield from _people_notes(org)


def _warnings_of(draft: Draft, node: Node, plan: Plan, days: Calendar) -> Iterator[Warning_]:
    window = node.when
    explicit = node.asks and not node.decided and draft.timed is not None
    if not isinstance(window, Window) or not (explicit or node.kind == "phase"):
        return
    left = days.count(plan.issued_on, window.end)
    if explicit and left < SHORT_NOTICE:
        yield Warning_("short-notice", node.clause, _short(node, window.end, left))
    if plan.day_off == "stays" and not days.is_workday(window.end):
        yield Warning_("due-on-day-off", node.clause, _day_off(node, window.end))


def _short(node: Node, end: date, left: int) -> Message:
    return counted(
        "“{words}” is {day}: {n} working day after issue",
        "“{words}” is {day}: {n} working days after issue",
        left,
        words=node.words,
        day=_with_weekday(end),
    )


def _day_off(node: Node, end: date) -> Message:
    return Message(
        "{item} “{title}” is due on {day}, a day off; it stays there",
        item=node.key,
        title=node.title,
        day=_with_weekday(end),
    )


def _decided_notes(plan: Plan, days: Calendar) -> Iterator[Message]:
    if plan.day_off != "stays":
        return
    for node in plan.asking:
        due = node.when.end if isinstance(node.when, Window) else None
        decided = node.decided and not node.recurs
        if decided and due is not None and not days.is_workday(due):
            yield _day_off(node, due)


def _year_notes(plan: Plan, days: Calendar) -> Iterator[Message]:
    ends = [node.when.end for node in plan.nodes if isinstance(node.when, Window)]
    ends += [anchor.on for anchor in plan.anchors if anchor.on is not None]
    for year in range(plan.issued_on.year, max(ends, default=plan.issued_on).year + 1):
        if days.provisional(year):
            yield Message(
                "the days off of {year} are not announced yet; its working days are provisional",
                year=year,
            )


def _vacant(plan: Plan, org: Org) -> Iterator[Message]:
    for post, tenures in org.posts.items():
        for first in _vacancies(plan, org, post, tenures):
            yield Message(
                "the role {post} is vacant from {day}: its items are escalated past it",
                post=post,
                day=_with_weekday(first),
            )


def _vacancies(plan: Plan, org: Org, post: str, tenures: tuple[Tenure, ...]) -> Iterator[date]:
    """The days from the programme's first on which a post falls vacant."""
    if org.post_holder(post, plan.issued_on) is None:
        yield plan.issued_on
    ends = {tenure.ends_on for tenure in tenures}
    ends |= {org.people[t.person].ends_on for t in tenures if t.person in org.people}
    for last in sorted(end for end in ends if end is not None and end >= plan.issued_on):
        if last == date.max:
            continue
        following = last + timedelta(days=1)
        if org.post_holder(post, last) is not None and org.post_holder(post, following) is None:
            yield following


def _nobody(plan: Plan, org: Org) -> Iterator[Message]:
    """Roles that no post has and units without a head: what they owe finds no assignee there."""
    told: set[str] = set()
    for node in plan.asking:
        for responsible in node.responsible if node.answered_by is None else ():
            if (
                responsible.shape == "role"
                and not org.seats(responsible.name)
                and responsible.name not in told
            ):
                told.add(responsible.name)
                yield Message(
                    "nobody has the role {role}, which is responsible for {item}",
                    role=responsible.name,
                    item=node.key,
                )
            for unit in _owing_units(responsible, org):
                if unit not in told and not org.seats("head", unit):
                    told.add(unit)
                    yield Message(
                        "unit {unit} has no head: nobody does its items ({item} …)",
                        unit=unit,
                        item=node.key,
                    )


def _owing_units(responsible: Responsible, org: Org) -> list[str]:
    if responsible.shape == "unit":
        return [responsible.name]
    if responsible.shape in ("each_unit", "each_head"):
        return [unit.key for unit in org.units.values() if unit.kind == responsible.unit_kind]
    return []


def _people_notes(org: Org) -> Iterator[Message]:
    for person in org.people.values():
        if not person.email:
            yield Message(
                "{name} ({key}) has no address and must be phoned",
                name=Text(person.name, person.name_en),
                key=person.key,
            )
    for tenure in org.tenures:
        assignee = org.people.get(tenure.person)
        if assignee is None or assignee.ends_on is None:
            continue
        if tenure.ends_on is None or tenure.ends_on > assignee.ends_on:
            yield Message(
                "{name} leaves on {day} but keeps {post}",
                name=Text(assignee.name, assignee.name_en),
                day=_with_weekday(assignee.ends_on),
                post=tenure.post,
            )


def _with_weekday(day: date) -> Message:
    return Message("{weekday} {day}", weekday=term("weekday", f"{day:%A}"), day=day)
