"""Policies: the built-in ones as one table, the plan's own, and the body that is frozen.

The defaults are what an office accepts at once. An obligation keeps the hash of
its policy's body, so a policy that changes later changes nothing that is already owed.
"""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import time

from pydantic import TypeAdapter

from workflows.definition.problems import Problems, quoted
from workflows.definition.shapes import PlanShape, PointShape, PolicyShape
from workflows.domain.messages import Message
from workflows.domain.model import Point, Policy

_VERIFY = (
    Point(offset=0),
    Point(offset=2, to=("holder", "head")),
    Point(offset=2, to=("holder", "head"), every=5),
)
_BEFORE = (Point(offset=-10, min_window=30), Point(offset=-3), Point(offset=0))
_TOP = ("holder", "principal", "leading_group")

STANDARD = Policy(
    name="standard",
    points=(
        *_BEFORE,
        Point(offset=1),
        Point(offset=3, to=("holder", "head"), slip="red"),
        Point(offset=6, to=("holder", "leader")),
        Point(offset=10, to=_TOP),
        Point(offset=10, to=_TOP, every=5, slip="second"),
    ),
    verify=_VERIFY,
)
FIRM = Policy(
    name="firm",
    points=(
        Point(offset=-3),
        Point(offset=0),
        Point(offset=1, to=("holder", "head")),
        Point(offset=3, to=("holder", "leader"), slip="red"),
        Point(offset=6, to=("holder", "principal")),
        Point(offset=10, to=("holder", "leading_group")),
        Point(offset=10, to=_TOP, every=5, slip="second"),
    ),
    verify=_VERIFY,
)
#: A matter without end is asked for a note every so many months; its points never come.
ONGOING = Policy(name="ongoing", points=(Point(offset=0),), verify=_VERIFY, asks_every=6)
#: A phase warns before its end and closes by itself, so nothing presses it afterwards.
PHASE = Policy(name="phase", points=_BEFORE, verify=_VERIFY)
#: An anchor has no due day: its office is asked for the date each month.
ANCHOR = Policy(name="anchor", points=(Point(offset=0),), verify=_VERIFY, asks_every=1)
DECISION = Policy(
    name="decision",
    points=(
        Point(offset=0),
        Point(offset=1),
        Point(offset=3, to=("holder", "head")),
        Point(offset=3, to=("holder", "head"), every=3),
    ),
    verify=_VERIFY,
)


def _listed_at_ten(policy: Policy) -> tuple[Point, ...]:
    """The points of `policy`; ten working days overdue it is proposed to be listed."""
    return tuple(
        replace(point, slip="listing") if point.key == "+10wd" else point for point in policy.points
    )


#: What was found is put right: pressed as an ordinary matter is, and proposed to be listed;
#: what nobody signs for gets an urging slip.
RECTIFICATION = replace(
    STANDARD,
    name="rectification",
    points=_listed_at_ten(STANDARD),
    verify=tuple(
        replace(point, slip="yellow") if point.key == "+2wd" else point for point in _VERIFY
    ),
)
#: What is to be put right at once is firm: his head hears it on the first day.
RECTIFICATION_FIRM = replace(RECTIFICATION, name="rectification_firm", points=_listed_at_ten(FIRM))
#: A draft lies with whoever signs it; what he leaves lying is told to the office as well.
PAPER = Policy(
    name="paper",
    points=(Point(offset=0),),
    verify=(
        Point(offset=1),
        Point(offset=3, to=("holder", "office")),
        Point(offset=3, to=("holder", "office"), every=3),
    ),
)
#: A bulletin is shown to the units, then submitted, then signed.
BULLETIN = replace(PAPER, name="bulletin", verify=(Point(offset=0), *PAPER.verify))
#: An inspection that is not held by its day is pressed as an ordinary matter is.
INSPECTION = replace(STANDARD, name="inspection")
#: So is a look-back that nobody makes.
LOOKBACK = replace(STANDARD, name="lookback")
_ALL = (
    STANDARD, FIRM, ONGOING, PHASE, ANCHOR, DECISION, RECTIFICATION, RECTIFICATION_FIRM,
    INSPECTION, LOOKBACK, PAPER, BULLETIN,
)  # fmt: skip
BUILT_IN = {policy.name: policy for policy in _ALL}
_BODY = TypeAdapter(Policy)


def body(policy: Policy) -> str:
    """The policy as canonical JSON: the same policy is always the same text."""
    content = asdict(policy)
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_hour
    )


def _hour(hour: time) -> str:
    return hour.isoformat("minutes")


def digest(policy: Policy) -> str:
    """The name a frozen policy goes by: 16 hexadecimal digits of its body's SHA-256."""
    return hashlib.sha256(body(policy).encode()).hexdigest()[:16]


def from_body(text: str) -> Policy:
    """The policy a body was made from. Raises ValueError for anything else."""
    return _BODY.validate_json(text)


def read_policies(plan: PlanShape, problems: Problems) -> dict[str, Policy]:
    """The built-in policies with the plan's own added or put in their place."""
    return BUILT_IN | {
        name: Policy(
            name=name,
            points=_leg(row, "points", row.points, problems),
            verify=(
                _leg(row, "verify", row.verify, problems) if "verify" in row.written else _VERIFY
            ),
            verify_within=row.verify_within,
            return_within=row.return_within,
        )
        for name, row in plan.policies.items()
    }


def _leg(
    policy: PolicyShape, key: str, rows: tuple[PointShape, ...], problems: Problems
) -> tuple[Point, ...]:
    points: list[Point] = []
    for row in rows:
        point = _read_point(row, points[-1] if points else None, problems)
        if point is not None:
            _in_order(point, points, row, problems)
            points.append(point)
    if rows and points and not points[-1].every:
        message = Message(
            "the last of {leg} does not repeat: pressing would end in silence", leg=quoted(key)
        )
        cure = Message("end with a point such as {every: 5wd, to: [holder, principal]}")
        problems.add(rows[-1].place, message, cure)
    if not rows and key in policy.written:
        message = Message("{leg} has no point", leg=quoted(key))
        problems.add(policy.where(key), message, Message("write at least {at: 0}"))
    return tuple(points)


def _read_point(row: PointShape, before: Point | None, problems: Problems) -> Point | None:
    """One point; `every` goes on from the point before it."""
    if ("at" in row.written) == ("every" in row.written):
        message = Message("a point needs either `at` or `every`")
        problems.add(row.place, message, Message("write {at: +1wd}"))
        return None
    said = row.model_dump(include={"to", "min_window", "hour", "slip"})
    # What could not be read is told already; something stands in for it.
    offset, unit = row.at or (0, "wd")
    if "at" in row.written:
        return Point(offset=offset, unit=unit, **said)
    every, unit = row.every or (1, "wd")
    if before is None:
        message = Message("nothing stands before `every`")
        problems.add(row.place, message, Message("write {at: 0} before it"))
        return None
    offset = max(before.offset, 0)
    if offset and unit != before.unit:
        message = Message(
            "`every` counts in {one}, the point before it in {other}", one=unit, other=before.unit
        )
        cure = Message("write {{every: 5{unit}}}", unit=before.unit)
        problems.add(row.where("every"), message, cure)
        return None
    return Point(offset=offset, unit=unit, every=every, **said)


def _in_order(point: Point, points: list[Point], row: PointShape, problems: Problems) -> None:
    if any(other.key == point.key for other in points):
        message = Message("the point {key} stands twice", key=point.key)
        problems.add(row.place, message, Message("keep one, with everybody who hears it in `to`"))
    elif points and points[-1].every:
        problems.add(
            row.place,
            Message("a point stands after the one that repeats"),
            Message("put it before"),
        )
    elif points and points[-1].unit == point.unit and point.offset < points[-1].offset:
        message = Message(
            "the point {one} stands after {other}", one=point.key, other=points[-1].key
        )
        problems.add(
            row.place, message, Message("write the points in the order in which they come")
        )
