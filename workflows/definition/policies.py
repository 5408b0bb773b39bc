"""Policies: the built-in ones as one table, the plan's own, and the body that is frozen.

The defaults are what an office accepts at once. An obligation keeps the hash of
its policy's body, so a policy that changes later changes nothing that is already owed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import time
from typing import Any

from pydantic import TypeAdapter

from workflows.definition.problems import Problems, quoted
from workflows.definition.shapes import PlanShape, PolicyShape, TriggerShape
from workflows.domain.messages import Message
from workflows.domain.model import Policy, Trigger

_REVIEW = (
    Trigger(offset=0),
    Trigger(offset=2, to=("holder", "head")),
    Trigger(offset=2, to=("holder", "head"), every=5),
)
_BEFORE = (Trigger(offset=-10, min_window=30), Trigger(offset=-3), Trigger(offset=0))
_TOP = ("holder", "principal", "leading_group")

STANDARD = Policy(
    name="standard",
    triggers=(
        *_BEFORE,
        Trigger(offset=1),
        Trigger(offset=3, to=("holder", "head"), supervision_notice="red"),
        Trigger(offset=6, to=("holder", "leader")),
        Trigger(offset=10, to=_TOP),
        Trigger(offset=10, to=_TOP, every=5, supervision_notice="second"),
    ),
    review=_REVIEW,
)
FIRM = Policy(
    name="firm",
    triggers=(
        Trigger(offset=-3),
        Trigger(offset=0),
        Trigger(offset=1, to=("holder", "head")),
        Trigger(offset=3, to=("holder", "leader"), supervision_notice="red"),
        Trigger(offset=6, to=("holder", "principal")),
        Trigger(offset=10, to=("holder", "leading_group")),
        Trigger(offset=10, to=_TOP, every=5, supervision_notice="second"),
    ),
    review=_REVIEW,
)
#: An item without end is asked for a note every so many months; its points never come.
ONGOING = Policy(name="ongoing", triggers=(Trigger(offset=0),), review=_REVIEW, asks_every=6)
#: A phase warns before its end and closes by itself, so no reminders follow.
PHASE = Policy(name="phase", triggers=_BEFORE, review=_REVIEW)
#: An anchor has no due day: its office is asked for the date each month.
ANCHOR = Policy(name="anchor", triggers=(Trigger(offset=0),), review=_REVIEW, asks_every=1)
DECISION = Policy(
    name="decision",
    triggers=(
        Trigger(offset=0),
        Trigger(offset=1),
        Trigger(offset=3, to=("holder", "head")),
        Trigger(offset=3, to=("holder", "head"), every=3),
    ),
    review=_REVIEW,
)


def _listed_at_ten(policy: Policy) -> tuple[Trigger, ...]:
    """The points of `policy`; ten working days overdue it is proposed to be listed."""
    return tuple(
        replace(trigger, supervision_notice="listing") if trigger.key == "+10wd" else trigger
        for trigger in policy.triggers
    )


#: What was found is put right: reminders as for an ordinary item, and proposed to be listed;
#: what nobody signs for gets an overdue notice.
RECTIFICATION = replace(
    STANDARD,
    name="rectification",
    triggers=_listed_at_ten(STANDARD),
    review=tuple(
        replace(trigger, supervision_notice="yellow") if trigger.key == "+2wd" else trigger
        for trigger in _REVIEW
    ),
)
#: What is to be put right at once is firm: their head hears it on the first day.
RECTIFICATION_FIRM = replace(
    RECTIFICATION, name="rectification_firm", triggers=_listed_at_ten(FIRM)
)
#: A draft lies with whoever signs it; what they leave lying is told to the office as well.
DOCUMENT = Policy(
    name="paper",
    triggers=(Trigger(offset=0),),
    review=(
        Trigger(offset=1),
        Trigger(offset=3, to=("holder", "office")),
        Trigger(offset=3, to=("holder", "office"), every=3),
    ),
)
#: A bulletin is shown to the units, then submitted, then signed.
BULLETIN = replace(DOCUMENT, name="bulletin", review=(Trigger(offset=0), *DOCUMENT.review))
#: An inspection that is not held by its day is reminders as for an ordinary item.
INSPECTION = replace(STANDARD, name="inspection")
#: So is a follow-up check that nobody makes.
FOLLOW_UP = replace(STANDARD, name="lookback")
_ALL = (
    STANDARD, FIRM, ONGOING, PHASE, ANCHOR, DECISION, RECTIFICATION, RECTIFICATION_FIRM,
    INSPECTION, FOLLOW_UP, DOCUMENT, BULLETIN,
)  # fmt: skip
BUILT_IN = {policy.name: policy for policy in _ALL}
_BODY = TypeAdapter(Policy)
#: Field → its key in bodies, where that differs: policies on record are found by their hash.
_KEYS = {
    "triggers": "points",
    "review": "verify",
    "review_within": "verify_within",
    "supervision_notice": "slip",
}
_FIELDS = {key: name for name, key in _KEYS.items()}


def body(policy: Policy) -> str:
    """The policy as canonical JSON: the same policy is always the same text."""
    content = _renamed(asdict(policy), _KEYS)
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_hour
    )


def _renamed(found: Any, names: Mapping[str, str]) -> Any:
    """JSON with the keys in `names` renamed, at every depth."""
    match found:
        case dict():
            return {names.get(key, key): _renamed(value, names) for key, value in found.items()}
        case list() | tuple():
            return [_renamed(one, names) for one in found]
        case _:
            return found


def _hour(hour: time) -> str:
    return hour.isoformat("minutes")


def digest(policy: Policy) -> str:
    """The name a frozen policy goes by: 16 hexadecimal digits of its body's SHA-256."""
    return hashlib.sha256(body(policy).encode()).hexdigest()[:16]


def from_body(text: str) -> Policy:
    """The policy a body was made from. Raises ValueError for anything else."""
    return _BODY.validate_python(_renamed(json.loads(text), _FIELDS))


def read_policies(plan: PlanShape, problems: Problems) -> dict[str, Policy]:
    """The built-in policies with the plan's own added or put in their place."""
    return BUILT_IN | {
        name: Policy(
            name=name,
            triggers=_step(row, "points", row.points, problems),
            review=(
                _step(row, "verify", row.verify, problems) if "verify" in row.written else _REVIEW
            ),
            review_within=row.verify_within,
            return_within=row.return_within,
        )
        for name, row in plan.policies.items()
    }


def _step(
    policy: PolicyShape, key: str, rows: tuple[TriggerShape, ...], problems: Problems
) -> tuple[Trigger, ...]:
    triggers: list[Trigger] = []
    for row in rows:
        trigger = _read_trigger(row, triggers[-1] if triggers else None, problems)
        if trigger is not None:
            _in_order(trigger, triggers, row, problems)
            triggers.append(trigger)
    if rows and triggers and not triggers[-1].every:
        message = Message(
            "the last of {field} does not repeat: reminders would stop without notice",
            field=quoted(key),
        )
        cure = Message("end with a reminder rule such as {every: 5wd, to: [holder, principal]}")
        problems.add(rows[-1].place, message, cure)
    if not rows and key in policy.written:
        message = Message("{field} has no reminder rule", field=quoted(key))
        problems.add(policy.where(key), message, Message("write at least {at: 0}"))
    return tuple(triggers)


def _read_trigger(row: TriggerShape, before: Trigger | None, problems: Problems) -> Trigger | None:
    """One point; `every` goes on from the point before it."""
    if ("at" in row.written) == ("every" in row.written):
        message = Message("a reminder rule needs either `at` or `every`")
        problems.add(row.place, message, Message("write {at: +1wd}"))
        return None
    said = row.model_dump(include={"to", "min_window", "hour"})
    said["supervision_notice"] = row.slip
    # What could not be read is told already; something stands in for it.
    offset, unit = row.at or (0, "wd")
    if "at" in row.written:
        return Trigger(offset=offset, unit=unit, **said)
    every, unit = row.every or (1, "wd")
    if before is None:
        message = Message("nothing stands before `every`")
        problems.add(row.place, message, Message("write {at: 0} before it"))
        return None
    offset = max(before.offset, 0)
    if offset and unit != before.unit:
        message = Message(
            "`every` counts in {one}, the reminder rule before it in {other}",
            one=unit,
            other=before.unit,
        )
        cure = Message("write {{every: 5{unit}}}", unit=before.unit)
        problems.add(row.where("every"), message, cure)
        return None
    return Trigger(offset=offset, unit=unit, every=every, **said)


def _in_order(
    trigger: Trigger, triggers: list[Trigger], row: TriggerShape, problems: Problems
) -> None:
    if any(other.key == trigger.key for other in triggers):
        message = Message("the reminder rule {key} is repeated", key=trigger.key)
        problems.add(
            row.place, message, Message("keep one, with everyone who is to be notified in `to`")
        )
    elif triggers and triggers[-1].every:
        problems.add(
            row.place,
            Message("a reminder rule stands after the one that repeats"),
            Message("put it before"),
        )
    elif triggers and triggers[-1].unit == trigger.unit and trigger.offset < triggers[-1].offset:
        message = Message(
            "the reminder rule {one} stands after {other}", one=trigger.key, other=triggers[-1].key
        )
        problems.add(
            row.place, message, Message("write the reminder rules in the order of their days")
        )
