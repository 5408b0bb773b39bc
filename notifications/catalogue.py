"""Every kind of mail: how urgent it is, whether it can wait, what it holds for.

Which event calls for it, and whom it speaks to, stands in workflows/domain/events.py.
"""

from dataclasses import dataclass
from typing import Literal

Urgency = Literal["now", "wave"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailKind:
    """One kind of mail.

    rank          orders the entries of one mail, the most urgent first
    urgency       whether it waits for the reader's mail hour
    stays         still worth saying when the item has moved on since the event
    of_step       speaks of the current step only: dropped once the step has changed
    waits_behind  not said of an item that waits behind a listed rectification
    spared        not said to whoever noted the item, until the day they named
    answered      asks whoever does the work for an answer: how to give it is said once
    more_time     of these, those whose date still lies ahead, so that more time can be asked for
    """

    name: str
    rank: int
    urgency: Urgency = "wave"
    stays: bool = False
    of_step: bool = False
    waits_behind: bool = False
    spared: bool = False
    answered: bool = False
    more_time: bool = False


_KINDS = [
    # What is late comes first, then what wants a decision, then what is coming.
    MailKind(name="slip", rank=9, answered=True),
    MailKind(name="escalated", rank=10, of_step=True, waits_behind=True, spared=True),
    MailKind(name="overdue", rank=11, of_step=True, waits_behind=True, spared=True, answered=True),
    MailKind(name="review_overdue", rank=12, of_step=True, spared=True),
    MailKind(name="returned", rank=20, urgency="now", answered=True, more_time=True),
    MailKind(name="reopened", rank=21, urgency="now", answered=True, more_time=True),
    MailKind(name="decision_asked", rank=22, of_step=True),
    MailKind(name="paper_to_sign", rank=23, of_step=True),
    MailKind(name="review", rank=24, of_step=True, spared=True),
    MailKind(name="to_sign", rank=25, of_step=True, answered=True, more_time=True),
    MailKind(
        name="due_today",
        rank=30,
        of_step=True,
        waits_behind=True,
        spared=True,
        answered=True,
        more_time=True,
    ),
    MailKind(
        name="reminder",
        rank=31,
        of_step=True,
        waits_behind=True,
        spared=True,
        answered=True,
        more_time=True,
    ),
    MailKind(name="note_asked", rank=32, of_step=True, answered=True),
    MailKind(name="anchor_asked", rank=33, of_step=True),
    MailKind(name="handed_over", rank=40, answered=True, more_time=True),
    MailKind(name="moved", rank=41, answered=True, more_time=True),
    MailKind(name="assigned", rank=42, answered=True, more_time=True),
    MailKind(name="decided", rank=50, urgency="now", stays=True),
    MailKind(name="completed", rank=51, stays=True),
    MailKind(name="withdrawn", rank=52, stays=True),
    MailKind(name="inspected", rank=53, stays=True),
    MailKind(name="phase_opened", rank=60, stays=True),
    MailKind(name="phase_closing", rank=61, of_step=True),
    MailKind(name="phase_closed", rank=62, stays=True),
    MailKind(name="bulletin_check", rank=63, of_step=True),
    MailKind(name="bulletin", rank=64, stays=True),
    MailKind(name="login", rank=1, urgency="now", stays=True),
    MailKind(name="code", rank=2, urgency="now", stays=True),
    MailKind(name="office_alert", rank=5, stays=True),
    MailKind(name="office_daily", rank=70, stays=True),
    MailKind(name="leader_weekly", rank=71, stays=True),
    MailKind(name="audit_head", rank=72, stays=True),
]
KINDS: dict[str, MailKind] = {kind.name: kind for kind in _KINDS}
#: Read as it is when it is said: of several missed days it is said once, as of today.
PAGES = ("office_daily", "leader_weekly", "audit_head")
#: A mail that says several things is rendered by the templates of this name.
BUNDLE = "bundle"


#: Kinds of mail by which somebody is pressed.
PRESSING = ("escalated", "overdue", "slip")
