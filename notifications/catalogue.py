"""Every kind of mail: which event calls for it, whom it speaks to, whether it can wait.

A kind is a name, a context (`notifications.message.Entry`) and a folder of templates. An
event that calls for nothing is listed too, so that silence is a decision.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from workflows.domain.states import REVIEWING

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


@dataclass(frozen=True, slots=True)
class Call:
    """One kind of mail an event calls for, and the audience it speaks to."""

    kind: str
    audience: str


@lru_cache(maxsize=4096)
def calls(event: str, obligation: str, state: str, to: tuple[str, ...]) -> tuple[Call, ...]:
    """What an event calls for.

    event: the event's kind; obligation: the kind of obligation; state: the state it is in
    after the event; to: the audiences the policy's point names (time's events only).
    """
    match event:
        case "reminder" | "due" | "overdue":
            return tuple(Call(_pressing(event, obligation, state, a), a) for a in to)
        case "pressed" | "pressed_late":
            kind = _pressing(
                "overdue" if event == "pressed_late" else "reminder", obligation, state, "holder"
            )
            return (Call(kind, "holder"),)
        case "ask":
            return (Call("anchor_asked" if obligation == "anchor" else "note_asked", "holder"),)
        case _:
            return _FIXED.get((event, obligation)) or _FIXED.get((event, ""), ())


def _pressing(event: str, obligation: str, state: str, audience: str) -> str:
    if obligation == "phase":
        return "phase_closing"
    if audience not in ("holder", "liaison"):
        return "escalated"
    if obligation == "decision":
        return "decision_asked"
    if obligation == "bulletin" and state == "checking":
        return "bulletin_check"
    if obligation in ("slip", "bulletin"):
        return "paper_to_sign"
    if state == "issued":
        return "to_sign"
    if state in REVIEWING:
        return "review_overdue" if event == "overdue" else "review"
    return {"reminder": "reminder", "due": "due_today", "overdue": "overdue"}[event]


#: A paper goes to whoever has to act, to the head of his unit and to its liaison.
_SLIP = (Call("slip", "holder"), Call("slip", "own_head"), Call("slip", "liaison"))
_FIXED: dict[tuple[str, str], tuple[Call, ...]] = {
    ("opened", "task"): (Call("assigned", "holder"), Call("assigned", "liaison")),
    ("opened", "matter"): (
        Call("assigned", "holder"),
        Call("assigned", "liaison"),
        Call("assigned", "assist"),
    ),
    ("opened", "inspection"): (
        Call("assigned", "holder"),
        Call("assigned", "liaison"),
        Call("assigned", "team"),
    ),
    ("opened", "lookback"): (Call("assigned", "holder"),),
    ("opened", "bulletin"): (Call("bulletin_check", "heads"), Call("bulletin_check", "office")),
    ("inspected", ""): (Call("inspected", "inspected"), Call("completed", "pressed")),
    ("contested", ""): (Call("office_alert", "office"),),
    ("contest_answered", ""): (Call("inspected", "contesting"), Call("inspected", "person")),
    ("accepted", "matter"): (
        Call("completed", "doer"),
        Call("completed", "person"),
        Call("completed", "pressed"),
    ),
    ("opened", "phase"): (Call("phase_opened", "leading_group"), Call("phase_opened", "office")),
    ("opened", "decision"): (Call("decision_asked", "holder"),),
    ("passed", ""): (Call("decision_asked", "holder"),),
    ("continued", "task"): (Call("assigned", "holder"),),
    ("closed", "phase"): (Call("phase_closed", "leading_group"), Call("phase_closed", "office")),
    ("reported", ""): (Call("review", "holder"),),
    # Everybody who was pressed hears that it is closed, and how.
    ("accepted", ""): (Call("completed", "doer"), Call("completed", "pressed")),
    ("issued", ""): (Call("to_sign", "holder"), Call("to_sign", "liaison")),
    ("upheld", ""): (Call("to_sign", "holder"),),
    ("reassigned", ""): (Call("to_sign", "holder"), Call("to_sign", "liaison")),
    ("objected", ""): (Call("office_alert", "office"),),
    ("applied", ""): (Call("review", "holder"),),
    ("resumed", ""): (Call("reopened", "holder"),),
    ("relapsed", ""): (Call("reopened", "holder"),),
    ("struck_off", ""): (Call("completed", "doer"), Call("completed", "pressed")),
    ("confirmed", ""): (Call("completed", "pressed"),),
    ("returned", ""): (Call("returned", "holder"), Call("returned", "liaison")),
    ("reopened", ""): (Call("reopened", "holder"),),
    ("assigned", ""): (Call("assigned", "holder"),),
    ("waived", ""): (Call("withdrawn", "doer"), Call("withdrawn", "pressed")),
    ("withdrawn", ""): (Call("withdrawn", "doer"), Call("withdrawn", "pressed")),
    ("drafted", ""): (Call("paper_to_sign", "holder"),),
    ("redrafted", ""): (Call("paper_to_sign", "holder"),),
    ("submitted", ""): (Call("paper_to_sign", "holder"),),
    ("sent_back", ""): (Call("office_alert", "office"),),
    ("corrected", ""): (Call("office_alert", "office"),),
    ("slip", ""): _SLIP,
    ("listed", ""): _SLIP,
    ("slip_voided", ""): _SLIP,
    ("bulletin_signed", ""): (Call("bulletin", "heads"), Call("bulletin", "leading_group")),
    ("note_called", ""): (Call("note_asked", "holder"),),
    ("agreed", ""): (Call("decided", "doer"),),
    ("refused", ""): (Call("decided", "doer"),),
    ("redated", ""): (Call("moved", "holder"),),
    ("handed_over", "decision"): (Call("decision_asked", "holder"),),
    ("handed_over", ""): (Call("handed_over", "holder"),),
    ("unheard", ""): (Call("office_alert", "office"),),
    ("undelivered", ""): (Call("office_alert", "office"),),
    ("quarantined", ""): (Call("office_alert", "office"),),
    ("clock_back", ""): (Call("office_alert", "office"),),
    ("digest_office", ""): (Call("office_daily", "person"),),
    ("digest_leader", ""): (Call("leader_weekly", "person"),),
    ("digest_audit", ""): (Call("audit_head", "person"),),
    ("login_link", ""): (Call("login", "person"),),
    ("signing_code", ""): (Call("code", "person"),),
}


def heard() -> set[str]:
    """The kinds of events that call for a mail."""
    pressed = {"reminder", "due", "overdue", "ask", "pressed", "pressed_late"}
    return pressed | {event for event, _ in _FIXED}


#: Events that close a matter.
CLOSING = frozenset({"accepted", "struck_off", "inspected", "confirmed", "waived", "withdrawn"})
#: Kinds of mail by which somebody is pressed.
PRESSING = ("escalated", "overdue", "slip")

#: Events that nobody is written to about.
SILENT = frozenset(
    {
        "published",
        "created",
        "light",
        "noted",
        "skipped",
        "extension_asked",
        "still_unknown",
        "announced",
        "lapsed",
        "retried",
        "policy_changed",
        "trial",
        "phoned",
        "signed",
        "measures",
        "checked",
        "held",
        "drawn",
        "failed",
        "looked_back",
        "delisted",
        "signed_off",
        "denied",
        "voided",
        "seen",
        "restored",
        "extended",
        "pruned",
        "gap_confirmed",
        "post_handed_over",
    }
)
