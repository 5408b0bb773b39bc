"""Every kind of mail: how urgent it is, whether it can wait, what it holds for.

Which event calls for it, and whom it speaks to, stands in workflows/domain/events.py.
"""

from dataclasses import dataclass
from typing import Literal

Urgency = Literal["now", "wave"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`rank` orders the entries of one mail, the most urgent first."""

    name: str
    rank: int
    urgency: Urgency = "wave"
    #: Still worth saying when the matter has moved on since the event.
    stays: bool = False


_KINDS = [
    # What is late comes first, then what wants a decision, then what is coming.
    Kind(name="slip", rank=9),
    Kind(name="escalated", rank=10),
    Kind(name="overdue", rank=11),
    Kind(name="review_overdue", rank=12),
    Kind(name="returned", rank=20, urgency="now"),
    Kind(name="reopened", rank=21, urgency="now"),
    Kind(name="decision_asked", rank=22),
    Kind(name="paper_to_sign", rank=23),
    Kind(name="review", rank=24),
    Kind(name="to_sign", rank=25),
    Kind(name="due_today", rank=30),
    Kind(name="reminder", rank=31),
    Kind(name="note_asked", rank=32),
    Kind(name="anchor_asked", rank=33),
    Kind(name="handed_over", rank=40),
    Kind(name="moved", rank=41),
    Kind(name="assigned", rank=42),
    Kind(name="decided", rank=50, urgency="now", stays=True),
    Kind(name="completed", rank=51, stays=True),
    Kind(name="withdrawn", rank=52, stays=True),
    Kind(name="inspected", rank=53, stays=True),
    Kind(name="phase_opened", rank=60, stays=True),
    Kind(name="phase_closing", rank=61),
    Kind(name="phase_closed", rank=62, stays=True),
    Kind(name="bulletin_check", rank=63),
    Kind(name="bulletin", rank=64, stays=True),
    Kind(name="login", rank=1, urgency="now", stays=True),
    Kind(name="code", rank=2, urgency="now", stays=True),
    Kind(name="office_alert", rank=5, stays=True),
    Kind(name="office_daily", rank=70, stays=True),
    Kind(name="leader_weekly", rank=71, stays=True),
    Kind(name="audit_head", rank=72, stays=True),
]
KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}
#: Read as it is when it is said: of several missed days it is said once, as of today.
PAGES = ("office_daily", "leader_weekly", "audit_head")
#: A mail that says several things is rendered by the templates of this name.
BUNDLE = "bundle"


#: Kinds of mail by which somebody is pressed.
PRESSING = ("escalated", "overdue", "slip")
