"""How an item stands at `now`: its light, until when that holds, and the figures beside it.

Mail, page, export and the sweep all ask here, so they cannot disagree. Everything is said of
the current step: while a reviewer holds the item, the light is the reviewer's.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from workflows.domain import timeline
from workflows.domain.figures import is_on_time
from workflows.domain.model import Policy
from workflows.domain.moments import Frame, Step
from workflows.domain.rows import Light, Obligation
from workflows.domain.states import DONE, WORKING

#: Returned this often, an item counts as behind (滞后) even before its date is near.
BEHIND_RETURNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`workdays_left` counts from tomorrow through the due day, `workdays_overdue` from the
    day after it through today; at least one of them is 0. `until` is the first day on which
    the light may be another one. `behind` tells the two kinds of yellow apart."""

    light: Light
    until: date | None = None
    due_on: date | None = None
    behind: bool = False
    workdays_left: int = 0
    workdays_overdue: int = 0
    days_overdue: int = 0


def step_of(row: Obligation) -> Step | None:
    """The current step of a row; None before the first one has opened."""
    if row.step_opened_at is None:
        return None
    return Step(
        kind=row.kind,
        state=row.state,
        opened_at=row.step_opened_at,
        due_on=row.step_due_on,
        remind_from=row.step_remind_from,
        limit=row.limit,
        note_by=row.facts.note_by if row.state in WORKING else None,
        seen=_seen(row),
    )


def _seen(row: Obligation) -> tuple[tuple[str, date], ...]:
    """Who has seen the current step, as audiences, and until when each is left in peace."""
    return tuple(
        ("holder" if one.by == row.assignee else f"person({one.by})", one.until)
        for one in row.facts.seen
        if one.step == row.step
    )


def standing(row: Obligation, policy: Policy | None, frame: Frame, today: date) -> Standing:
    """How `row` stands on `today` (a programme day). policy None: its rule is not here, so that
    it will be quarantined with an error; it is shown as it was left."""
    if policy is None:
        return Standing(light=row.light, due_on=row.step_due_on or row.due_on)
    if row.state in DONE:
        return Standing(light="grey", due_on=row.due_on)
    if row.state == "ongoing":
        return Standing(light="green")
    if row.state == "planned":
        return Standing(light="white" if row.due_on is None else "green", due_on=row.due_on)
    step = step_of(row)
    if step is None or step.due_on is None:
        return Standing(light="white")
    light, until, behind = light_of(step, policy, frame, today, row.returns)
    calendar, due_on, first = frame.calendar, step.due_on, step.counts_from or step.due_on
    return Standing(
        light=light,
        until=until,
        due_on=due_on,
        behind=behind,
        workdays_left=calendar.count(today, due_on),
        workdays_overdue=calendar.count(first, today),
        days_overdue=max((today - first).days, 0),
    )


def light_of(
    step: Step, policy: Policy, frame: Frame, today: date, returns: int
) -> tuple[Light, date | None, bool]:
    """(light, first day it may change, behind) of an open step with a due day."""
    red, yellow = timeline.red_on(step), timeline.yellow_on(step, policy, frame)
    assert red is not None and yellow is not None
    if today >= red:
        return "red", None, False
    missed = step.note_by is not None and today > step.note_by
    behind = missed or (returns >= BEHIND_RETURNS and step.state in ("open", "in_progress"))
    if today >= yellow or behind:
        return "yellow", red, behind and (missed or today < yellow)
    first = yellow if step.note_by is None else min(yellow, step.note_by + timedelta(days=1))
    return "green", first, False


def on_time(row: Obligation) -> bool | None:
    """Whether it was done by its date (figures.is_on_time); None while it is not done."""
    return is_on_time(row.state, row.due_on, row.done_on or row.reported_on)
