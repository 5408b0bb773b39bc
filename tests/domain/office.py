"""A small organisation and small plans as values, for the pure rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from workflows.definition.policies import BUILT_IN
from workflows.domain.dates import Reading, Waits, Window
from workflows.domain.fanout import Change, Owed, Setting
from workflows.domain.kind_facts import TaskFacts
from workflows.domain.model import Anchor, DayOff, Node, Plan, Responsible, Reviewer, Text
from workflows.domain.moments import Frame, Step
from workflows.domain.organisation import Absence, Org, OrgUnit, Person, Tenure
from workflows.domain.rows import Obligation
from workflows.domain.workdays import calendar

ZONE = ZoneInfo("Asia/Shanghai")
CHINA = calendar("CN")
FRAME = Frame(CHINA, "Asia/Shanghai")
STANDARD, FIRM = BUILT_IN["standard"], BUILT_IN["firm"]
MAY_28, MAY_31 = date(2010, 5, 28), date(2010, 5, 31)
BRANCHES = Responsible("each_unit", unit_kind="branch")
MEMBERS = Responsible("each_person", tag="member")


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """An instant of the programme's day, in UTC."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def step(
    due_on: date | None,
    opened_on: date = MAY_28,
    kind: str = "task",
    state: str = "open",
    remind_from: date | None = None,
) -> Step:
    return Step(
        kind=kind,
        state=state,
        opened_at=at(opened_on),
        due_on=due_on,
        remind_from=remind_from or due_on,
    )


def node(key: str, **more: Any) -> Node:
    values: dict[str, Any] = {
        "kind": "item",
        "clause": "四",
        "title": Text(key, key),
        "asks": True,
        "responsible": (BRANCHES,),
        "when": window(MAY_31),
    }
    return Node(key=key, **(values | more))


def window(end: date, start: date | None = None, remind_from: date | None = None) -> Reading:
    return Window(start=start, end=end, remind_from=remind_from or end)


def before_congress() -> Reading:
    return Waits(anchor="congress", edge="before")


def plan(*nodes: Node, day_off: DayOff = "stays", anchors: tuple[Anchor, ...] = ()) -> Plan:
    return Plan(
        key="small",
        number="",
        title=Text("", ""),
        issuer=Text("", ""),
        issued_on=MAY_28,
        language="zh",
        zone="Asia/Shanghai",
        calendar="CN",
        day_off=day_off,
        line="branch",
        words="",
        nodes=nodes,
        anchors=anchors,
        policies=BUILT_IN,
    )


def setting(of: Plan, org: Org | None = None, today: date = MAY_28, **more: Any) -> Setting:
    values: dict[str, Any] = {"anchors": {a.key: a.on for a in of.anchors}} | more
    return Setting(plan=of, org=org or ORG, calendar=CHINA, since=MAY_28, today=today, **values)


def row(one: Owed, number: int = 1, **changes: Any) -> Obligation:
    """What publishing puts in for `one`."""
    values: dict[str, Any] = {
        "id": number,
        "programme": "small",
        "key": one.key,
        "phase": one.phase,
        "state": "planned",
        "step": 0,
        "assignee": one.assignee,
        "assignee_post": one.assignee_post,
        "reviewer": "",
        "opens_on": one.opens_on,
        "due_on": one.due_on,
        "remind_from": one.remind_from,
        "base_due_on": one.due_on,
        "due_words": one.due_words,
        "waits_for": one.waits_for,
        "step_opened_at": None,
        "step_due_on": None,
        "step_remind_from": None,
        "done_on": None,
        "reported_on": None,
        "policy": one.policy,
        "chain": "",
        "level": 0,
        "light": "green",
        "light_until": None,
        "next_check_at": None,
        "returns": 0,
        "error": "",
        "version": 0,
        "revision": 0,
    }
    return Obligation(**(values | changes))


def carried_out(changes: list[Change], rows: list[Obligation]) -> list[Obligation]:
    """`rows` once `changes` are made, as far as `reconcile` can see."""
    found = {one.id: one for one in rows}
    for change in changes:
        if change.row is None and change.owed is not None:
            found[len(found) + 1] = row(change.owed, len(found) + 1)
        elif change.row is not None:
            found[change.row.id] = _after(change, found[change.row.id])
    return list(found.values())


def _after(change: Change, before: Obligation) -> Obligation:
    match change.kind:
        case "withdraw":
            return _with(before, state="withdrawn", facts=TaskFacts(withdrawn_by="plan"))
        case "hand_over":
            key = change.owed.key if change.owed else before.key
            return _with(
                before, key=key, assignee=change.assignee, assignee_post=change.assignee_post
            )
    assert change.owed is not None
    fresh = row(change.owed, before.id)
    if change.kind == "restore":
        return fresh
    return _with(
        before,
        opens_on=fresh.opens_on,
        due_on=fresh.due_on,
        remind_from=fresh.remind_from,
        base_due_on=fresh.due_on,
        waits_for=fresh.waits_for,
    )


def _with(before: Obligation, **changes: Any) -> Obligation:
    return replace(before, **changes)


def person(key: str, *units: str, **more: Any) -> Person:
    values: dict[str, Any] = {"email": f"{key}@example.org", "tags": ("member",)} | more
    return Person(key=key, name=key, unit="office", units=units, **values)


def post(unit: str, role: str, assignee: str, **more: Any) -> Tenure:
    name = str(more.pop("post", f"{unit}-{role}"))
    return Tenure(post=name, unit=unit, role=role, person=assignee, **more)


def org(
    *,
    people: tuple[Person, ...] = (),
    posts: tuple[Tenure, ...] = (),
    without: tuple[str, ...] = (),
    absences: tuple[Absence, ...] = (),
) -> Org:
    """The organisation with people and posts added, put in place of others, or left out."""
    staff = {one.key: one for one in (*_PEOPLE, *people) if one.key not in without}
    replaced = {one.post for one in posts} | set(without)
    kept = tuple(one for one in _POSTS if one.post not in replaced)
    return Org(units=_UNITS, people=staff, tenures=(*kept, *posts), absences=absences)


_UNITS = {
    key: OrgUnit(key=key, kind=kind, title=Text(key, key), parent=parent)
    for key, kind, parent in (
        ("bureau", "bureau", None),
        ("office", "section", "bureau"),
        ("committee", "committee", "bureau"),
        ("b1", "branch", "committee"),
        ("b2", "branch", "committee"),
    )
}
_PEOPLE = (
    *(person(key, tags=()) for key in ("director", "vice", "secretary", "clerk")),
    *(person(f"b1-{seat}", "b1") for seat in ("head", "deputy", "liaison")),
    *(person(f"b2-{seat}", "b2") for seat in ("head", "deputy", "liaison")),
)
_POSTS = (
    post("bureau", "principal", "director"),
    post("bureau", "leader", "vice", portfolio=("committee",)),
    post("committee", "head", "secretary"),
    post("bureau", "leading_group", "director", post="group-1"),
    post("bureau", "leading_group", "secretary", post="group-2"),
    post("office", "office", "clerk"),
    post("b1", "head", "b1-head", deputy="b1-deputy"),
    post("b1", "liaison", "b1-liaison"),
    post("b2", "head", "b2-head"),
)
ORG = org()
PARENT = Reviewer("parent_unit")
