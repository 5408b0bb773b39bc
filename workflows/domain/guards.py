"""Guards of the workflows: plain facts in, a refusal with its cure out. Pure."""

from collections.abc import Callable, Mapping

from workflows.domain import guards_days as days
from workflows.domain.guard_facts import Facts, Refusal
from workflows.domain.messages import Message, several


def _not_own(facts: Facts) -> Refusal | None:
    if facts.own:
        return Refusal("nobody decides on what he owes himself", "the next above decides", True)
    return None


def _evidence(facts: Facts) -> Refusal | None:
    if facts.needs_file and not facts.has_file:
        return Refusal("a file is asked for as evidence", "add --evidence FILE")
    return None


def _predecessors(facts: Facts) -> Refusal | None:
    if facts.missing_predecessors:
        return Refusal(
            Message(
                "it comes after {items}, not reported yet",
                items=several(facts.missing_predecessors),
            ),
            Message("report {item} first", item=facts.missing_predecessors[0]),
        )
    return None


def _first_request(facts: Facts) -> Refusal | None:
    if facts.already_requested:
        return Refusal("a request for the same is waiting already", "decide that one first")
    return None


def _first_press(facts: Facts) -> Refusal | None:
    if facts.pressed_today:
        return Refusal("it was urged today already", "wait until tomorrow; nobody gets two a day")
    return None


def _unit(facts: Facts) -> Refusal | None:
    return None if facts.unit else Refusal("to which unit?", "add --unit UNIT")


def _measures(facts: Facts) -> Refusal | None:
    if "measures" in facts.plan_lacks:
        return Refusal(
            "the plan names no measure", "add --measures TEXT, --cause and --goal with it"
        )
    if facts.plan_lacks:
        return Refusal(
            "a matter of this severity is planned from its cause to a goal",
            "add --cause TEXT and --goal TEXT",
        )
    return None


def _planned(facts: Facts) -> Refusal | None:
    if facts.must_plan and not facts.has_plan:
        return Refusal(
            "a matter of this severity needs a plan first", "write it: duban rectify plan ID"
        )
    return None


def _two_if_listed(facts: Facts) -> Refusal | None:
    if facts.listed and not facts.second:
        return Refusal("a listed matter is checked by two", "name the second with --with EMAIL")
    return None


def _drawn(facts: Facts) -> Refusal | None:
    if facts.to_draw:
        return Refusal("no unit has been drawn", "draw first: duban inspect draw ID --n 3")
    return None


def _reason_to_redraw(facts: Facts) -> Refusal | None:
    if facts.redrawn and not facts.reason:
        return Refusal(
            "its units are there already", "add --reason TEXT; both draws stay in the record"
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
    return None if facts.person else Refusal("to whom?", "add --to EMAIL of someone in the unit")


#: Guards that the day and the row decide alone, whatever comes with the move.
BY_DAY = frozenset(
    {"before_due", "soon_enough", "after_due", "listed", "not_listed", "in_time_to_object",
     "in_time_to_contest", "checked_by_units"}
)  # fmt: skip
GUARDS: Mapping[str, Callable[[Facts], Refusal | None]] = {
    "not_own": _not_own,
    "evidence": _evidence,
    "done_on": days.done_on,
    "predecessors": _predecessors,
    "before_due": days.before_due,
    "soon_enough": days.soon_enough,
    "later_date": days.later_date,
    "first_request": _first_request,
    "reason": _reason,
    "note": _note,
    "person": _person,
    "first_press": _first_press,
    "after_due": days.after_due,
    "day_to_come": days.day_to_come,
    "unit": _unit,
    "measures": _measures,
    "planned": _planned,
    "two_if_listed": _two_if_listed,
    "in_time_to_object": days.in_time_to_object,
    "listed": _listed,
    "not_listed": _not_listed,
    "seen_until": days.seen_until,
    "checked_by_units": days.checked_by_units,
    "twice_at_most": days.twice_at_most,
    "within_bounds": days.within_bounds,
    "drawn": _drawn,
    "reason_to_redraw": _reason_to_redraw,
    "in_time_to_contest": days.in_time_to_contest,
}
