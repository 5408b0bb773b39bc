"""Guards that compare days: asked for in time, not too far, not before it is due. Pure."""

from datetime import date

from workflows.domain.guard_facts import Facts, Refusal
from workflows.domain.messages import Message

_REPORT_FIRST = Message("report what there is; after the due date, explain the delay (情况说明)")
_read = date.fromisoformat


def done_on(facts: Facts) -> Refusal | None:
    if facts.done_on and facts.done_on > facts.today:
        return Refusal(
            Message("{day} lies in the future", day=_read(facts.done_on)),
            "give the day on which it was done",
        )
    return None


def before_due(facts: Facts) -> Refusal | None:
    if not facts.due_on:
        return Refusal("it has no date yet", "nothing needs to be extended")
    if facts.today > facts.due_on:
        return Refusal(
            Message(
                "more time can be asked for only until the due date, {day}", day=_read(facts.due_on)
            ),
            Message(
                "explain the delay (情况说明): {explain} ID --to DAY --reason TEXT",
                explain=facts.explain,
            )
            if facts.explain
            else Message("explain the delay with a note (情况说明) and report when it is done"),
        )
    return None


def soon_enough(facts: Facts) -> Refusal | None:
    if facts.ask_until and facts.today > facts.ask_until:
        return Refusal(
            Message("more time had to be asked for by {day}", day=_read(facts.ask_until)),
            _REPORT_FIRST,
        )
    return None


def later_date(facts: Facts) -> Refusal | None:
    if not facts.asked_to:
        return Refusal("no new date was given", "add --to DATE")
    if facts.asked_to <= facts.due_on:
        return Refusal(
            Message(
                "{to} is not later than {day}", to=_read(facts.asked_to), day=_read(facts.due_on)
            ),
            "give a later date with --to",
        )
    return None


def twice_at_most(facts: Facts) -> Refusal | None:
    if facts.extensions >= 2:
        return Refusal("more time was granted twice already", _REPORT_FIRST)
    return None


def within_bounds(facts: Facts) -> Refusal | None:
    if facts.extend_until and facts.asked_to > facts.extend_until:
        until = _read(facts.extend_until)
        return Refusal(
            Message(
                "{to} is later than {day}: at most the first length again, and 30 days",
                to=_read(facts.asked_to),
                day=until,
            ),
            Message("give a day until {day} with --to", day=until),
        )
    return None


def after_due(facts: Facts) -> Refusal | None:
    if facts.due_on and facts.today > facts.due_on:
        return None
    return Refusal("it is not overdue", "ask for more time before the date: duban extend ID --to")


def day_to_come(facts: Facts) -> Refusal | None:
    if not facts.asked_to:
        return Refusal("no day was given", "add --to DATE")
    if facts.asked_to <= facts.today:
        return Refusal(
            Message("{to} is not in the future", to=_read(facts.asked_to)),
            "give a later day with --to",
        )
    return None


def seen_until(facts: Facts) -> Refusal | None:
    if refused := day_to_come(facts):
        return refused
    if facts.seen_at_most and facts.asked_to > facts.seen_at_most:
        return Refusal(
            Message("{to} is more than ten working days away", to=_read(facts.asked_to)),
            Message("give a day through {day} with --until", day=_read(facts.seen_at_most)),
        )
    return None


def checked_by_units(facts: Facts) -> Refusal | None:
    if facts.submit_from and facts.today < facts.submit_from:
        day = _read(facts.submit_from)
        return Refusal(
            Message("the units check it for errors until {day}", day=day),
            Message("submit it on {day} or later", day=day),
        )
    return None


def in_time_to_object(facts: Facts) -> Refusal | None:
    if facts.object_until and facts.today > facts.object_until:
        return Refusal(
            Message("objections were possible until {day}", day=_read(facts.object_until)),
            "acknowledge it, and say in a note what is wrong",
        )
    return None


def in_time_to_contest(facts: Facts) -> Refusal | None:
    if facts.contest_until and facts.today > facts.contest_until:
        return Refusal(
            Message("its facts could be contested until {day}", day=_read(facts.contest_until)),
            "object to the rectification it led to (duban rectify object), or write to the office",
        )
    return None
