"""What is called again and again beside the plan: exactly one round to come at a time."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from workflows.commands.context import Context
from workflows.definition.times import bad_rule
from workflows.domain import dates
from workflows.domain.assignees import responsible_of
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import InspectionFacts
from workflows.domain.messages import Message, several
from workflows.domain.recurrence import Occurrence, following
from workflows.domain.rows import Obligation
from workflows.store import queries

_INTERVALS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}


def rule_of(words: str, on: date) -> str:
    """The RRULE behind `words`: monthly, quarterly, half-yearly, yearly (each time on the day
    of the month of `on`), an RRULE, or words such as 每月25日前. Refused when it is none."""
    if words in _INTERVALS:
        # A 29th, 30th or 31st is the last day of a month that has none.
        days = ",".join(str(day) for day in range(28, on.day + 1)) or str(on.day)
        last = ";BYSETPOS=-1" if on.day > 28 else ""
        return f"FREQ=MONTHLY;INTERVAL={_INTERVALS[words]};BYMONTHDAY={days}{last}"
    reading = dates.read(words, dates.Context(issued=on))
    if isinstance(reading, dates.Recurs):
        return reading.rrule
    rule = re.sub(r"^RRULE:", "", words.upper())
    if "FREQ=" in rule and bad_rule(rule, on) is None:
        return rule
    raise Refused(
        Message("“{words}” does not say how often", words=words),
        Message(
            "write {intervals}, an RRULE, or words such as 每月25日前",
            intervals=several(Message(one) for one in _INTERVALS),
        ),
    )


def first_round(row: Obligation) -> Obligation:
    """`row` named as the first round of its series, where it is one."""
    if not InspectionFacts.of(row).every or row.due_on is None:
        return row
    return replace(row, key=replace(row.key, occurrence=row.due_on.isoformat()))


def next_rounds(
    connection: Connection, context: Context, rows: Iterable[Obligation]
) -> list[Obligation]:
    """The rounds that follow `rows`, not written yet; none where a later one is there already.

    A round is known by its day as the rule gives it, so another day for this one (redate)
    moves no other.
    """
    found = []
    for row in rows:
        facts = InspectionFacts.of(row)
        if not facts.every:
            continue
        known = queries.obligations(connection, context.key, kind=row.kind, items=[row.item])
        if any(other.key.occurrence > row.key.occurrence for other in known):
            continue
        coming = following(
            facts.every,
            first=facts.since or date.fromisoformat(row.key.occurrence),
            after=date.fromisoformat(row.key.occurrence),
            calendar=context.frame.calendar,
            day_off=context.plan.day_off,
        )
        if coming is not None:
            found.append(_fresh(context, row, coming))
    return found


def _series(facts: InspectionFacts) -> InspectionFacts:
    """What all rounds have; the next one begins with that alone."""
    return InspectionFacts(
        title=facts.title,
        what=facts.what,
        way=facts.way,
        units=() if facts.drawn else facts.units,
        team=facts.team,
        every=facts.every,
        since=facts.since,
        kept=facts.kept,
    )


def _fresh(context: Context, row: Obligation, coming: Occurrence) -> Obligation:
    due = coming.due_on
    row = Obligation(
        id=0,
        programme=row.programme,
        key=replace(row.key, occurrence=coming.key),
        phase=row.phase,
        reviewer=row.reviewer,
        opens_on=coming.opens_on,
        due_on=due,
        remind_from=due,
        base_due_on=due,
        due_words=row.due_words,
        facts=_series(InspectionFacts.of(row)),
        policy=context.hashes.get(context.policies[row.policy].name, row.policy),
    )
    assignee, post = responsible_of(context.org, row, due)
    return replace(row, assignee=assignee, assignee_post=post)
