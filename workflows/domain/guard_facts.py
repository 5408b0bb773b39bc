"""What guards are told, and what they answer. Pure."""

from dataclasses import dataclass

from workflows.domain.messages import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards need to know, gathered beforehand."""

    roles: frozenset[str]
    #: The actor is the one who did the item (or answers for it) themselves.
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
    reminded_today: bool = False
    #: Rectifications: the unit it goes to, what is planned, the second pair of eyes.
    unit: str = ""
    #: What a plan still has to name, of "measures", "cause" and "goal".
    plan_lacks: tuple[str, ...] = ()
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
    """Why not, and what to do instead. `rights` marks refusals that concern rights; `field` is
    that of the move's form beside which it is said."""

    message: Text
    cure: Text
    rights: bool = False
    field: str = ""
