"""Guards of the workflows: plain facts in, a refusal with its cure out. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workflows.domain.said import Said, Several


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards need to know, gathered beforehand."""

    roles: frozenset[str]
    #: The actor is the one who did the matter (or answers for it) himself.
    own: bool = False
    reason: str = ""
    note: str = ""
    person: str = ""
    has_file: bool = False
    needs_file: bool = False
    missing_predecessors: tuple[str, ...] = ()
    #: None where no day was given or none stands; days are compared as ISO dates.
    done_on: str = ""
    today: str = ""
    asked_to: str = ""
    due_on: str = ""
    already_requested: bool = False
    #: How often more time was granted, and until when it may be asked for; the command that
    #: explains a delay, where there is one.
    extensions: int = 0
    extend_until: str = ""
    #: The last day on which more time may be asked for, where it is before the date itself.
    ask_until: str = ""
    explain: str = ""
    pressed_today: bool = False
    #: Rectifications: the unit it goes to, what is planned, the second pair of eyes.
    unit: str = ""
    measures: str = ""
    must_plan: bool = False
    has_plan: bool = False
    listed: bool = False
    second: str = ""
    object_until: str = ""
    #: The last day until which “seen” keeps silence; the day from which a bulletin, shown to
    #: the units, may go to whoever signs.
    seen_at_most: str = ""
    submit_from: str = ""
    #: Inspections: nothing was drawn yet, or it was and would be drawn otherwise; the last day
    #: on which facts may be contested.
    to_draw: bool = False
    redrawn: bool = False
    contest_until: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and what to do instead. `rights` marks refusals that concern rights."""

    reason: str
    cure: str
    rights: bool = False


def _not_own(facts: Facts) -> Refusal | None:
    if facts.own:
        return Refusal("nobody decides on what he owes himself", "the next above decides", True)
    return None


def _evidence(facts: Facts) -> Refusal | None:
    if facts.needs_file and not facts.has_file:
        return Refusal("a file is asked for as evidence", "add --evidence FILE")
    return None


def _done_on(facts: Facts) -> Refusal | None:
    if facts.done_on and facts.done_on > facts.today:
        return Refusal(
            Said("{day} lies in the future", day=facts.done_on), "give the day on which it was done"
        )
    return None


def _predecessors(facts: Facts) -> Refusal | None:
    if facts.missing_predecessors:
        return Refusal(
            Said(
                "it comes after {items}, not reported yet",
                items=Several(facts.missing_predecessors),
            ),
            Said("report {item} first", item=facts.missing_predecessors[0]),
        )
    return None


def _before_due(facts: Facts) -> Refusal | None:
    if not facts.due_on:
        return Refusal("it has no date yet", "nothing needs to be extended")
    if facts.today > facts.due_on:
        return Refusal(
            Said("more time is asked for before the date; it was due on {day}", day=facts.due_on),
            Said(
                "explain the delay (情况说明): {explain} ID --to DAY --reason TEXT",
                explain=facts.explain,
            )
            if facts.explain
            else Said("explain the delay with a note (情况说明) and report when it is done"),
        )
    return None


def _soon_enough(facts: Facts) -> Refusal | None:
    if facts.ask_until and facts.today > facts.ask_until:
        return Refusal(
            f"more time was to be asked for by {facts.ask_until}, before it is due",
            "report what there is; after the date, explain the delay (情况说明)",
        )
    return None


def _later_date(facts: Facts) -> Refusal | None:
    if not facts.asked_to:
        return Refusal("no new date was given", "add --to DATE")
    if facts.asked_to <= facts.due_on:
        return Refusal(
            Said("{to} is not later than {day}", to=facts.asked_to, day=facts.due_on),
            "give a later date with --to",
        )
    return None


def _first_request(facts: Facts) -> Refusal | None:
    if facts.already_requested:
        return Refusal("a request for the same is waiting already", "decide that one first")
    return None


def _twice_at_most(facts: Facts) -> Refusal | None:
    if facts.extensions >= 2:
        return Refusal(
            "more time was granted twice already",
            "report what there is; after the date, explain the delay (情况说明)",
        )
    return None


def _within_bounds(facts: Facts) -> Refusal | None:
    if facts.extend_until and facts.asked_to > facts.extend_until:
        return Refusal(
            Said(
                "{to} is later than {day}: at most the first length again, and 30 days",
                to=facts.asked_to,
                day=facts.extend_until,
            ),
            Said("give a day until {day} with --to", day=facts.extend_until),
        )
    return None


def _first_press(facts: Facts) -> Refusal | None:
    if facts.pressed_today:
        return Refusal("it was urged today already", "wait until tomorrow; nobody gets two a day")
    return None


def _after_due(facts: Facts) -> Refusal | None:
    if facts.due_on and facts.today > facts.due_on:
        return None
    return Refusal("it is not overdue", "ask for more time before the date: duban extend ID --to")


def _day_to_come(facts: Facts) -> Refusal | None:
    if not facts.asked_to:
        return Refusal("no day was given", "add --to DATE")
    if facts.asked_to <= facts.today:
        return Refusal(Said("{to} is not to come", to=facts.asked_to), "give a later day with --to")
    return None


def _seen_until(facts: Facts) -> Refusal | None:
    if refused := _day_to_come(facts):
        return refused
    if facts.seen_at_most and facts.asked_to > facts.seen_at_most:
        return Refusal(
            Said("{to} is more than ten working days off", to=facts.asked_to),
            Said("give a day through {day} with --until", day=facts.seen_at_most),
        )
    return None


def _checked_by_units(facts: Facts) -> Refusal | None:
    if facts.submit_from and facts.today < facts.submit_from:
        return Refusal(
            Said("the units look for errors in it until {day}", day=facts.submit_from),
            Said("submit it on {day} or later", day=facts.submit_from),
        )
    return None


def _unit(facts: Facts) -> Refusal | None:
    return None if facts.unit else Refusal("to which unit?", "add --unit UNIT")


def _measures(facts: Facts) -> Refusal | None:
    if facts.measures:
        return None
    return Refusal("the plan names no measure", "add --measures TEXT, --cause and --goal with it")


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


def _in_time_to_object(facts: Facts) -> Refusal | None:
    if facts.object_until and facts.today > facts.object_until:
        return Refusal(
            Said("objections were possible until {day}", day=facts.object_until),
            "sign for it, and say in a note what is wrong",
        )
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


def _in_time_to_contest(facts: Facts) -> Refusal | None:
    if facts.contest_until and facts.today > facts.contest_until:
        return Refusal(
            Said("its facts could be contested until {day}", day=facts.contest_until),
            "object to the rectification it led to (duban rectify object), or write to the office",
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


GUARDS: Mapping[str, Callable[[Facts], Refusal | None]] = {
    "not_own": _not_own,
    "evidence": _evidence,
    "done_on": _done_on,
    "predecessors": _predecessors,
    "before_due": _before_due,
    "soon_enough": _soon_enough,
    "later_date": _later_date,
    "first_request": _first_request,
    "reason": _reason,
    "note": _note,
    "person": _person,
    "first_press": _first_press,
    "after_due": _after_due,
    "day_to_come": _day_to_come,
    "unit": _unit,
    "measures": _measures,
    "planned": _planned,
    "two_if_listed": _two_if_listed,
    "in_time_to_object": _in_time_to_object,
    "listed": _listed,
    "not_listed": _not_listed,
    "seen_until": _seen_until,
    "checked_by_units": _checked_by_units,
    "twice_at_most": _twice_at_most,
    "within_bounds": _within_bounds,
    "drawn": _drawn,
    "reason_to_redraw": _reason_to_redraw,
    "in_time_to_contest": _in_time_to_contest,
}
