"""What is allowed but worth a second look: warnings on the plan, notes on what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.definition.drafts import Draft
from workflows.definition.plan import DraftPlan
from workflows.domain.dates import Window
from workflows.domain.model import Node, Owes, Plan, Text
from workflows.domain.organisation import Org, Tenure
from workflows.domain.workdays import Calendar

_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
#: A deadline with fewer working days than this after the day of issue is short notice.
SHORT_NOTICE = 2


@dataclass(frozen=True)
class Warning_:
    """One thing in the plan itself that may surprise. `code` is for scripts."""

    code: str
    clause: str
    message: Text


def warnings(read: DraftPlan, days: Calendar) -> Iterator[Warning_]:
    """Short notice and due days on days off, in the plan's own words; each clause once."""
    seen: set[tuple[str, str, str]] = set()
    for draft, node in zip(read.drafts, read.plan.nodes, strict=True):
        for warning in _warnings_of(draft, node, read.plan, days):
            key = (warning.code, warning.clause, node.words)
            if key not in seen:
                seen.add(key)
                yield warning


def notes(plan: Plan, org: Org | None, days: Calendar) -> Iterator[Text]:
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


def _short(node: Node, end: date, left: int) -> Text:
    return Text(
        f"“{node.words}”即{_zh(end)}，印发后仅剩{left}个工作日",
        f"“{node.words}” is {_en(end)}: {left} working day{'s' * (left != 1)} after issue",
    )


def _day_off(node: Node, end: date) -> Text:
    return Text(
        f"{node.key}“{node.title.in_('zh')}”到期日{_zh(end)}不是工作日，按方案不顺延",
        f"{node.key} “{node.title.in_('en')}” is due on {_en(end)}, a day off; it stays there",
    )


def _decided_notes(plan: Plan, days: Calendar) -> Iterator[Text]:
    if plan.day_off != "stays":
        return
    for node in plan.asking:
        due = node.when.end if isinstance(node.when, Window) else None
        decided = node.decided and not node.recurs
        if decided and due is not None and not days.is_workday(due):
            yield _day_off(node, due)


def _year_notes(plan: Plan, days: Calendar) -> Iterator[Text]:
    ends = [node.when.end for node in plan.nodes if isinstance(node.when, Window)]
    ends += [anchor.on for anchor in plan.anchors if anchor.on is not None]
    for year in range(plan.issued_on.year, max(ends, default=plan.issued_on).year + 1):
        if days.provisional(year):
            yield Text(
                f"{year}年放假安排尚未公布，工作日暂按周一至周五推算",
                f"the days off of {year} are not announced yet; its working days are provisional",
            )


def _vacant(plan: Plan, org: Org) -> Iterator[Text]:
    for post, tenures in org.posts.items():
        for first in _vacancies(plan, org, post, tenures):
            yield Text(
                f"职务{post}自{_zh(first)}起空缺，催办将逐级上移",
                f"the post {post} is vacant from {_en(first)}; matters climb past it",
            )


def _vacancies(plan: Plan, org: Org, post: str, tenures: tuple[Tenure, ...]) -> Iterator[date]:
    """The days from the programme's first on which a post falls vacant."""
    if org.holder(post, plan.issued_on) is None:
        yield plan.issued_on
    ends = {tenure.ends_on for tenure in tenures}
    ends |= {org.people[t.person].ends_on for t in tenures if t.person in org.people}
    for last in sorted(end for end in ends if end is not None and end >= plan.issued_on):
        if last == date.max:
            continue
        following = last + timedelta(days=1)
        if org.holder(post, last) is not None and org.holder(post, following) is None:
            yield following


def _nobody(plan: Plan, org: Org) -> Iterator[Text]:
    """Roles that no post has and units without a head: what they owe finds no holder there."""
    told: set[str] = set()
    for node in plan.asking:
        for owes in node.owes if node.answered_by is None else ():
            if owes.shape == "role" and not org.seats(owes.name) and owes.name not in told:
                told.add(owes.name)
                yield Text(
                    f"{node.key}由职务{owes.name}负责，但组织中没有这一职务",
                    f"no post has the role {owes.name}, which owes {node.key}",
                )
            for unit in _owing_units(owes, org):
                if unit not in told and not org.seats("head", unit):
                    told.add(unit)
                    yield Text(
                        f"单位{unit}没有负责人，其责任事项（{node.key}等）无人承办",
                        f"unit {unit} has no head: what it owes ({node.key} …) finds nobody",
                    )


def _owing_units(owes: Owes, org: Org) -> list[str]:
    if owes.shape == "unit":
        return [owes.name]
    if owes.shape in ("each_unit", "each_head"):
        return [unit.key for unit in org.units.values() if unit.kind == owes.unit_kind]
    return []


def _people_notes(org: Org) -> Iterator[Text]:
    for person in org.people.values():
        if not person.email:
            yield Text(
                f"{person.name}（{person.key}）没有邮箱，只能电话催办",
                f"{person.called('en')} ({person.key}) has no address and must be phoned",
            )
    for tenure in org.tenures:
        holder = org.people.get(tenure.person)
        if holder is None or holder.ends_on is None:
            continue
        if tenure.ends_on is None or tenure.ends_on > holder.ends_on:
            yield Text(
                f"{holder.name}已于{_zh(holder.ends_on)}离开，仍任职务{tenure.post}",
                f"{holder.called('en')} leaves on {_en(holder.ends_on)} but keeps {tenure.post}",
            )


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def _en(day: date) -> str:
    return f"{day:%A} {day.isoformat()}"
