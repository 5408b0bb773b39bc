"""A small office and small plans for stories: three branches of three members each.

People are called by their seat (`b1-head`); `director` is the principal leader, `leader-1` is
in charge of b1 and b2, `leader-2` of b3, `clerk` sits in the office of the leading group.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

RALLY = (
    "{id: rally, owes: each unit(kind=branch), verifier: parent unit, words: 5月底前, policy: firm}"
)
ESSAY = "{id: essay, owes: each person(member), verifier: own unit, words: 6月11日前}"
PHASE_A = (
    "{id: A, title: 动员, words: 2010年5月—6月中旬,"
    " tasks: [{id: A1, title: T, items: [{id: A1.1, title: T, note: true}]}]}"
)
CONGRESS = "{title: {zh: 大会, en: The congress}, words: [大会], expected: 2012年下半年}"
OPINION = "{id: opinion, owes: each unit(kind=branch), verifier: parent unit, words: 大会召开前}"

#: Decisions of an office that keeps no bulletins: nothing happens at 17:00 at a month's end.
NO_BULLETINS = "for: small\noffice: {bulletins: false}\ndecisions: {}\n"

BRANCHES = ("b1", "b2", "b3")
_UNITS = [
    ("bureau", "bureau", None),
    ("office", "section", "bureau"),
    ("committee", "committee", "bureau"),
    ("b1", "branch", "committee"),
    ("b2", "branch", "committee"),
    ("b3", "branch", "committee"),
    ("group", "group", "bureau"),
    ("group-office", "office", "group"),
]
_LEADERS = ["director", "leader-1", "leader-2", "committee-head", "clerk"]
_POSTS = [
    ("principal", "bureau", "principal", "director", {}),
    ("in-charge-1", "bureau", "leader", "leader-1", {"portfolio": ["committee", "b1", "b2"]}),
    ("in-charge-2", "bureau", "leader", "leader-2", {"portfolio": ["b3", "group-office"]}),
    ("committee-post", "committee", "head", "committee-head", {}),
    ("group-1", "group", "leading_group", "director", {}),
    ("group-2", "group", "leading_group", "committee-head", {}),
    ("office-post", "group-office", "office", "clerk", {}),
]


def plan(
    *items: str,
    phases: Iterable[str] = (PHASE_A,),
    policies: str = "",
    day_off: str = "stays",
    issued: str = "2010-05-28",
) -> str:
    """A plan with `items` (flow mappings) as measures; titles are the ids unless given."""
    lines = [
        "programme:",
        "  {key: small, number: 一, title: {zh: 小方案, en: Small}, issuer: 局,",
        f"   issued: {issued}, language: zh, zone: Asia/Shanghai, calendar: CN,",
        f"   day_off: {day_off}, line: branch, words: 2010年5月到大会召开前}}",
        f"anchors: {{congress: {CONGRESS}}}",
    ]
    if policies:
        lines += ["policies:", *(f"  {line}" for line in policies.strip().splitlines())]
    lines += ["stages:", "  - id: S", "    title: 阶段", "    words: 从2010年5月开始"]
    lines.append("    phases:")
    lines += [f"      - {phase}" for phase in phases]
    if items:
        lines += ["measures:", "  - id: M", "    clause: 四", "    title: 措施", "    items:"]
        lines += [f"      - {_titled(item)}" for item in items]
    return "\n".join(lines) + "\n"


def org(
    *,
    people: Mapping[str, Mapping[str, Any] | None] | None = None,
    posts: Mapping[str, Any] | None = None,
    absences: Iterable[Mapping[str, Any]] = (),
) -> str:
    """The organisation as YAML. `people` and `posts` change, add or (None) leave out entries;
    a post given as a list stands several times."""
    staff = _merged({key: _person(key) for key in _keys()}, people or {})
    seats = _merged({seat["id"]: seat for seat in _seats()}, posts or {})
    rows: list[Any] = []
    for seat in seats.values():
        rows += seat if isinstance(seat, list) else [seat]
    office = {"title": "农业局", "email": "office@example.org", "phone": "0874-1"}
    return "\n".join(
        [
            f"organisation: {_flow(office)}",
            *_section("units", [_unit(*unit) for unit in _UNITS]),
            *_section("people", list(staff.values())),
            *_section("posts", rows),
            *_section("absences", list(absences)),
        ]
    )


def person(key: str, unit: str, **more: Any) -> dict[str, Any]:
    """One more member, in the section and in the branch `unit`."""
    return _person(key) | {"units": [unit], "is": ["member"]} | more


def _titled(item: str) -> str:
    return item if "title:" in item else item.replace("{id: ", "{title: T, id: ", 1)


def _keys() -> list[str]:
    members = [f"{b}-{seat}" for b in BRANCHES for seat in ("head", "deputy", "liaison")]
    return [*_LEADERS, *members]


def _person(key: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": key,
        "name": key,
        "email": f"{key}@example.org",
        "unit": "office",
        "phone": "1",
    }
    branch = key.split("-")[0]
    if branch in BRANCHES:
        found |= {"units": [branch], "is": ["member"]}
    return found


def _seats() -> list[dict[str, Any]]:
    found = [_seat(*post) for post in _POSTS]
    for branch in BRANCHES:
        deputy = {"deputy": f"{branch}-deputy"}
        found.append(_seat(f"{branch}-post", branch, "head", f"{branch}-head", deputy))
        found.append(_seat(f"{branch}-contact", branch, "liaison", f"{branch}-liaison", {}))
    return found


def _seat(key: str, unit: str, role: str, assignee: str, more: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": key, "unit": unit, "role": role, "person": assignee, **more}


def _unit(key: str, kind: str, parent: str | None) -> dict[str, Any]:
    return {"id": key, "kind": kind, "title": key} | ({"parent": parent} if parent else {})


def _merged(stands: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(stands)
    for key, change in changes.items():
        if change is None:
            found.pop(key)
        elif isinstance(change, list):
            found[key] = [_changed(found.get(key, {}), one) for one in change]
        else:
            found[key] = _changed(found.get(key, {}), change)
    return found


def _changed(stands: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in {**stands, **change}.items() if v is not None}


def _section(name: str, rows: list[Any]) -> list[str]:
    return [f"{name}:", *(f"  - {_flow(row)}" for row in rows)] if rows else []


def _flow(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False)
