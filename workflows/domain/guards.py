"""Guards of the workflows: plain facts in, a refusal with its cure out. Pure.

A refusal has its text here alone. A cure that names a command or an option is said on pages in
other words: the catalogues have them under the context `page`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workflows.domain import guards_days as days
from workflows.domain.guard_facts import Facts, Refusal
from workflows.domain.messages import Message, several


def _not_own(facts: Facts) -> Refusal | None:
    if facts.own:
        return Refusal("nobody decides on their own item", "the next level above decides", True)
    return None


def _evidence(facts: Facts) -> Refusal | None:
    if facts.needs_file and not facts.has_file:
        return Refusal("a file is required as evidence", "add --evidence FILE")
    return None


def _predecessors(facts: Facts) -> Refusal | None:
    if facts.missing_predecessors:
        return Refusal(
            Message(
                "it depends on {items}, not reported yet",
                items=several(facts.missing_predecessors),
            ),
            Message("report {item} first", item=facts.missing_predecessors[0]),
        )
    return None


def _first_request(facts: Facts) -> Refusal | None:
    if facts.already_requested:
        return Refusal("a request about it is waiting for a decision", "wait for that decision")
    return None


def _once_a_day(facts: Facts) -> Refusal | None:
    if facts.reminded_today:
        return Refusal(
            "a reminder was sent today already", "wait until tomorrow: one a day is the limit"
        )
    return None


def _unit(facts: Facts) -> Refusal | None:
    return None if facts.unit else Refusal("no unit was chosen", "add --unit UNIT")


def _measures(facts: Facts) -> Refusal | None:
    if "measures" in facts.plan_lacks:
        return Refusal(
            "the plan names no measure", "add --measures TEXT, --cause and --goal with it"
        )
    if facts.plan_lacks:
        return Refusal(
            "the plan for this severity needs a cause and a goal",
            "add --cause TEXT and --goal TEXT",
        )
    return None


def _planned(facts: Facts) -> Refusal | None:
    if facts.must_plan and not facts.has_plan:
        return Refusal(
            "at this severity the measures are planned first", "write it: duban rectify plan ID"
        )
    return None


def _two_if_listed(facts: Facts) -> Refusal | None:
    if facts.listed and not facts.second:
        return Refusal("a listed item is checked by two", "name the second with --with EMAIL")
    return None


def _drawn(facts: Facts) -> Refusal | None:
    if facts.to_draw:
        return Refusal("no unit has been drawn", "draw first: duban inspect draw ID --n 3")
    return None


def _reason_to_redraw(facts: Facts) -> Refusal | None:
    if facts.redrawn and not facts.reason:
        return Refusal(
            "its units have been drawn already", "add --reason TEXT; both draws stay in the record"
        )
    return None


def _listed(facts: Facts) -> Refusal | None:
    return None if facts.listed else Refusal("it is not listed", "nothing has to be done")


def _not_listed(facts: Facts) -> Refusal | None:
    return Refusal("it is listed already", "nothing has to be done") if facts.listed else None


def _reason(facts: Facts) -> Refusal | None:
    return None if facts.reason else Refusal("a reason is needed", "add --reason TEXT")


def _note(facts: Facts) -> Refusal | None:
    return None if facts.note else Refusal("the note is empty", "add --note TEXT")


def _person(facts: Facts) -> Refusal | None:
    if facts.person:
        return None
    return Refusal("nobody was chosen", "add --to EMAIL of someone in the unit")


@dataclass(frozen=True, slots=True)
class Guard:
    """What a move needs. `field`: where on its form the refusal stands. `by_day`: the day and the
    row decide alone, whatever comes with the move."""

    refuses: Callable[[Facts], Refusal | None]
    field: str = ""
    by_day: bool = False


GUARDS: Mapping[str, Guard] = {
    "not_own": Guard(_not_own),
    "evidence": Guard(_evidence, "file"),
    "done_on": Guard(days.done_on, "done_on"),
    "predecessors": Guard(_predecessors),
    "before_due": Guard(days.before_due, by_day=True),
    "soon_enough": Guard(days.soon_enough, by_day=True),
    "later_date": Guard(days.later_date, "to"),
    "first_request": Guard(_first_request),
    "reason": Guard(_reason, "reason"),
    "note": Guard(_note, "note"),
    "person": Guard(_person, "person"),
    "once_a_day": Guard(_once_a_day),
    "after_due": Guard(days.after_due, by_day=True),
    "day_to_come": Guard(days.day_to_come, "to"),
    "unit": Guard(_unit, "unit"),
    "measures": Guard(_measures, "measures"),
    "planned": Guard(_planned),
    "two_if_listed": Guard(_two_if_listed, "person"),
    "in_time_to_object": Guard(days.in_time_to_object, by_day=True),
    "listed": Guard(_listed, by_day=True),
    "not_listed": Guard(_not_listed, by_day=True),
    "seen_until": Guard(days.seen_until, "to"),
    "checked_by_units": Guard(days.checked_by_units, by_day=True),
    "twice_at_most": Guard(days.twice_at_most),
    "within_bounds": Guard(days.within_bounds, "to"),
    "drawn": Guard(_drawn),
    "reason_to_redraw": Guard(_reason_to_redraw, "reason"),
    "in_time_to_contest": Guard(days.in_time_to_contest, by_day=True),
}
