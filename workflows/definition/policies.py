"""Policies: the built-in ones as one table, the plan's own, and the body that is frozen.

The defaults are what an office accepts at once. An obligation keeps the hash of
its policy's body, so a policy that changes later changes nothing that is already owed.
"""

import hashlib
import json
from dataclasses import replace
from datetime import time

from workflows.definition.problems import Place, Problems, quoted
from workflows.definition.records import Record
from workflows.domain.model import Point, Policy, Unit
from workflows.domain.said import Said

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


def body(policy: Policy) -> str:
    """The policy as canonical JSON: the same policy is always the same text."""
    content = {
        "name": policy.name,
        "points": [_point_body(point) for point in policy.points],
        "verify": [_point_body(point) for point in policy.verify],
        "verify_within": policy.verify_within,
        "return_within": policy.return_within,
        "asks_every": policy.asks_every,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(policy: Policy) -> str:
    """The name a frozen policy goes by: 16 hexadecimal digits of its body's SHA-256."""
    return hashlib.sha256(body(policy).encode()).hexdigest()[:16]


def from_body(text: str) -> Policy:
    """The policy a body was made from. Raises ValueError for anything else."""
    try:
        content = json.loads(text)
        points, verify = (
            tuple(_point(row) for row in content.pop(leg)) for leg in ("points", "verify")
        )
        return Policy(points=points, verify=verify, **content)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is no policy body: {error}") from None


def read_policies(plan: Record, problems: Problems) -> dict[str, Policy]:
    """The built-in policies with the plan's own added or put in their place."""
    found = dict(BUILT_IN)
    for name, place, record in plan.named("policies"):
        found[name] = Policy(
            name=name,
            points=_legs_points(record, "points", place, problems),
            verify=(
                _legs_points(record, "verify", place, problems) if "verify" in record else _VERIFY
            ),
            verify_within=record.take("verify_within", 3),
            return_within=record.take("return_within", 3),
        )
    return found


def _point_body(point: Point) -> dict[str, object]:
    return {
        "offset": point.offset,
        "unit": point.unit,
        "to": list(point.to),
        "every": point.every,
        "min_window": point.min_window,
        "hour": point.hour.isoformat("minutes"),
        "slip": point.slip,
    }


def _point(row: dict[str, object]) -> Point:
    values = row | {"to": tuple(row["to"]), "hour": time.fromisoformat(str(row["hour"]))}  # type: ignore[arg-type]
    return Point(**values)  # type: ignore[arg-type]


def _legs_points(policy: Record, leg: str, place: Place, problems: Problems) -> tuple[Point, ...]:
    rows = policy.rows(leg)
    points: list[Point] = []
    for row in rows:
        point = _read_point(row, points[-1] if points else None, problems)
        if point is None:
            continue
        _in_order(point, points, row, problems)
        points.append(point)
    if rows and points and not points[-1].every:
        message = Said(
            "the last of {leg} does not repeat: pressing would end in silence", leg=quoted(leg)
        )
        cure = Said("end with a point such as {every: 5wd, to: [holder, principal]}")
        problems.add(rows[-1].at, message, cure)
    if not rows and leg in policy:
        message = Said("{leg} has no point", leg=quoted(leg))
        problems.add(policy.where(leg), message, Said("write at least {at: 0}"))
    return tuple(points)


def _read_point(row: Record, before: Point | None, problems: Problems) -> Point | None:
    """One point; `every` goes on from the point before it."""
    if ("at" in row) == ("every" in row):
        problems.add(row.at, Said("a point needs either `at` or `every`"), Said("write {at: +1wd}"))
        return None
    offset, unit = row.take("at", (0, "wd"))
    every = 0
    if "every" in row:
        if before is None:
            problems.add(
                row.at, Said("nothing stands before `every`"), Said("write {at: 0} before it")
            )
            return None
        every, unit = row.take("every", (1, "wd"))
        offset = max(before.offset, 0)
        if offset and unit != before.unit:
            message = Said(
                "`every` counts in {one}, the point before it in {other}",
                one=unit,
                other=before.unit,
            )
            cure = Said("write {{every: 5{unit}}}", unit=before.unit)
            problems.add(row.where("every"), message, cure)
            return None
    return Point(
        offset=offset,
        unit=_unit(unit),
        to=row.names("to") or ("holder",),
        every=every,
        min_window=row.take("window", 0),
        hour=row.take("hour", time(0, 0)),
        slip=row.take("slip", ""),
    )


def _unit(word: str) -> Unit:
    return "d" if word == "d" else "wd"


def _in_order(point: Point, points: list[Point], row: Record, problems: Problems) -> None:
    if any(other.key == point.key for other in points):
        message = Said("the point {key} stands twice", key=point.key)
        problems.add(row.at, message, Said("keep one, with everybody who hears it in `to`"))
    elif points and points[-1].every:
        problems.add(
            row.at, Said("a point stands after the one that repeats"), Said("put it before")
        )
    elif points and points[-1].unit == point.unit and point.offset < points[-1].offset:
        message = Said("the point {one} stands after {other}", one=point.key, other=points[-1].key)
        problems.add(row.at, message, Said("write the points in the order in which they come"))
