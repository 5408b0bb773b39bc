"""Every kind of event: its name, which mails it calls for and to whom, what it closes. Pure.

An event that calls for no mail is silent. A new event is one row of this table; who writes it
says nothing about mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from workflows.domain.kinds import kind_of
from workflows.domain.messages import N_
from workflows.domain.states import REVIEWING


@dataclass(frozen=True, slots=True)
class MailTo:
    """One kind of mail (notifications/kinds) that an event calls for, and whom it speaks to."""

    kind: str
    audience: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """`mails`: what it calls for; `of`: the same for some kinds of obligation, in place of it.

    reminds   its mail follows from the kind and state of the obligation (`reminder_mail`); whom it
              speaks to from the policy
    closes    nothing is owed any more
    """

    #: A text of the catalogue.
    label: str
    mails: tuple[MailTo, ...] = ()
    of: Mapping[str, tuple[MailTo, ...]] = field(default_factory=dict)
    reminds: bool = False
    closes: bool = False

    @property
    def silent(self) -> bool:
        """Whether nobody is ever written to about it."""
        return not (self.mails or self.of or self.reminds)


def _to(kind: str, *audiences: str) -> tuple[MailTo, ...]:
    return tuple(MailTo(kind, audience) for audience in audiences)


EVENTS: Mapping[str, EventType] = {
    # What time does.
    "reminder": EventType(label=N_("reminder"), reminds=True),
    "due": EventType(label=N_("it is due"), reminds=True),
    "overdue": EventType(label=N_("overdue"), reminds=True),
    "ask": EventType(label=N_("asked for progress"), reminds=True),
    "light": EventType(label=N_("the status changed")),
    "skipped": EventType(label=N_("reminder rule")),
    "opened": EventType(
        label=N_("the item was opened"),
        of={
            "task": _to("assigned", "holder", "liaison"),
            "matter": _to("assigned", "holder", "liaison", "assist"),
            "inspection": _to("assigned", "holder", "liaison", "team"),
            "lookback": _to("assigned", "holder"),
            "bulletin": _to("bulletin_check", "heads", "office"),
            "phase": _to("phase_opened", "leading_group", "office"),
            "decision": _to("decision_asked", "holder"),
        },
    ),
    "continued": EventType(
        label=N_("the ongoing item began"),
        of={"task": _to("assigned", "holder")},
    ),
    "closed": EventType(
        label=N_("the phase ended"),
        of={"phase": _to("phase_closed", "leading_group", "office")},
    ),
    # The plan, the people and the calendar.
    "published": EventType(label=N_("the plan was published")),
    "created": EventType(label=N_("the item was created")),
    "redated": EventType(label=N_("the due date changed"), mails=_to("moved", "holder")),
    "handed_over": EventType(
        label=N_("handed over"),
        mails=_to("handed_over", "holder"),
        of={"decision": _to("decision_asked", "holder")},
    ),
    "withdrawn": EventType(
        label=N_("withdrawn"),
        mails=_to("withdrawn", "doer", "pressed"),
        closes=True,
    ),
    "restored": EventType(label=N_("restored")),
    "policy_changed": EventType(label=N_("another reminder rule applies")),
    "announced": EventType(
        label=N_("the date was announced"), mails=_to("key_date", "heads", "office")
    ),
    "still_unknown": EventType(label=N_("answer: the date is still unknown")),
    "post_handed_over": EventType(label=N_("a role was handed over")),
    "digest_office": EventType(label=N_("daily digest"), mails=_to("office_daily", "person")),
    "digest_leader": EventType(label=N_("weekly digest"), mails=_to("leader_weekly", "person")),
    "digest_audit": EventType(
        label=N_("digest of the audit record"), mails=_to("audit_head", "person")
    ),
    # Acts on an item.
    "reported": EventType(label=N_("reported as done"), mails=_to("review", "holder")),
    "accepted": EventType(
        label=N_("accepted in review"),
        mails=_to("completed", "doer", "pressed"),
        of={"matter": _to("completed", "doer", "person", "pressed")},
        closes=True,
    ),
    "returned": EventType(
        label=N_("returned for more work"), mails=_to("returned", "holder", "liaison")
    ),
    "reopened": EventType(label=N_("reopened"), mails=_to("reopened", "holder")),
    "assigned": EventType(label=N_("assigned within the unit"), mails=_to("assigned", "holder")),
    "noted": EventType(label=N_("progress note")),
    "pressed": EventType(label=N_("reminded by the office"), reminds=True),
    "pressed_late": EventType(label=N_("reminded by the office when overdue"), reminds=True),
    "phoned": EventType(label=N_("reminded by telephone")),
    "seen": EventType(label=N_("noted")),
    "note_called": EventType(
        label=N_("the office asked for a progress note"),
        mails=_to("note_asked", "holder"),
    ),
    "extension_asked": EventType(label=N_("more time was requested")),
    "passed": EventType(
        label=N_("the request for more time passed its first review"),
        mails=_to("decision_asked", "holder"),
    ),
    "agreed": EventType(label=N_("the request was decided"), mails=_to("decided", "doer")),
    "refused": EventType(label=N_("the request was decided"), mails=_to("decided", "doer")),
    "extended": EventType(label=N_("the due date was extended")),
    "lapsed": EventType(label=N_("the request is no longer needed")),
    "waived": EventType(
        label=N_("waived"),
        mails=_to("withdrawn", "doer", "pressed"),
        closes=True,
    ),
    # Rectifications, follow-up checks and inspections.
    "issued": EventType(
        label=N_("issued for rectification"), mails=_to("to_sign", "holder", "liaison")
    ),
    "signed": EventType(label=N_("receipt acknowledged")),
    # What a task or an assigned task objects to is a request, and its opening calls for the mail.
    "objected": EventType(
        label=N_("an objection was raised"),
        of={"rectification": _to("office_alert", "office")},
    ),
    "upheld": EventType(label=N_("the assignment was upheld"), mails=_to("to_sign", "holder")),
    "reassigned": EventType(
        label=N_("reassigned to another unit"), mails=_to("to_sign", "holder", "liaison")
    ),
    "measures": EventType(label=N_("a rectification plan was made")),
    "applied": EventType(label=N_("closure requested"), mails=_to("review", "holder")),
    "checked": EventType(label=N_("checked on site")),
    "struck_off": EventType(
        label=N_("the item was closed"),
        mails=_to("completed", "doer", "pressed"),
        closes=True,
    ),
    "held": EventType(label=N_("put on hold")),
    "resumed": EventType(label=N_("resumed"), mails=_to("reopened", "holder")),
    "listed": EventType(
        label=N_("listed for supervision"), mails=_to("slip", "holder", "own_head", "liaison")
    ),
    "delisted": EventType(label=N_("taken off the list")),
    "relapsed": EventType(label=N_("the problem recurred"), mails=_to("reopened", "holder")),
    "confirmed": EventType(
        label=N_("the follow-up check passed"),
        mails=_to("completed", "pressed"),
        closes=True,
    ),
    "failed": EventType(label=N_("follow-up check: the problem recurred")),
    "looked_back": EventType(label=N_("follow-up check: passed")),
    "drawn": EventType(label=N_("units were drawn")),
    "inspected": EventType(
        label=N_("the inspection was held"),
        mails=(
            *_to("inspected", "inspected"),
            *_to("completed", "pressed"),
        ),
        closes=True,
    ),
    "contested": EventType(
        label=N_("a unit contested the facts"),
        mails=_to("office_alert", "office"),
    ),
    "contest_answered": EventType(
        label=N_("the office answered the contested facts"),
        mails=_to("inspected", "contesting", "person"),
    ),
    # Documents.
    "drafted": EventType(label=N_("a document was drafted"), mails=_to("paper_to_sign", "holder")),
    "redrafted": EventType(
        label=N_("a document was drafted again"), mails=_to("paper_to_sign", "holder")
    ),
    "submitted": EventType(
        label=N_("the bulletin was submitted for signature"), mails=_to("paper_to_sign", "holder")
    ),
    "corrected": EventType(
        label=N_("a unit reported an error"), mails=_to("office_alert", "office")
    ),
    "sent_back": EventType(label=N_("a draft was sent back"), mails=_to("office_alert", "office")),
    "signed_off": EventType(label=N_("signed and issued")),
    "slip": EventType(
        label=N_("a supervision notice was issued"),
        mails=_to("slip", "holder", "own_head", "liaison"),
    ),
    "voided": EventType(label=N_("made void")),
    "slip_voided": EventType(
        label=N_("a supervision notice was made void"),
        mails=_to("slip", "holder", "own_head", "liaison"),
    ),
    "bulletin_signed": EventType(
        label=N_("the bulletin was issued"),
        mails=_to("bulletin", "heads", "leading_group"),
    ),
    # The program itself.
    "login_link": EventType(label=N_("a login link was requested"), mails=_to("login", "person")),
    "signing_code": EventType(
        label=N_("a signing code was requested"), mails=_to("code", "person")
    ),
    "unheard": EventType(label=N_("nobody could be notified"), mails=_to("office_alert", "office")),
    "undelivered": EventType(
        label=N_("a message was not delivered"), mails=_to("office_alert", "office")
    ),
    "quarantined": EventType(label=N_("quarantined"), mails=_to("office_alert", "office")),
    "retried": EventType(label=N_("processed again")),
    "clock_back": EventType(
        label=N_("the system clock went backwards"), mails=_to("office_alert", "office")
    ),
    "gap_confirmed": EventType(label=N_("a long gap was confirmed")),
    "denied": EventType(label=N_("a person tried something without permission")),
    "trial": EventType(label=N_("trial mode was switched")),
    "pruned": EventType(label=N_("old months of the record were pruned")),
    "account_changed": EventType(label=N_("an account was changed")),
}
#: Events that close an item.
CLOSING = frozenset(name for name, event in EVENTS.items() if event.closes)


@cache
def mails_of(event: str, obligation: str, state: str, to: tuple[str, ...]) -> tuple[MailTo, ...]:
    """What an event calls for.

    event: the event's kind; obligation: the kind of obligation; state: the state it is in
    after the event; to: the audiences the policy's point names (time's events only).
    """
    kind = EVENTS[event]
    if event in ("pressed", "pressed_late"):
        when = "overdue" if event == "pressed_late" else "reminder"
        return (MailTo(reminder_mail(when, obligation, state, "holder"), "holder"),)
    if event == "ask":
        return _to("anchor_asked" if obligation == "anchor" else "note_asked", "holder")
    if kind.reminds:
        return tuple(MailTo(reminder_mail(event, obligation, state, a), a) for a in to)
    return kind.of.get(obligation, kind.mails)


def reminder_mail(event: str, obligation: str, state: str, audience: str) -> str:
    """The kind of mail by which somebody is reminded of an item or told that it is late."""
    kind = kind_of(obligation)
    if kind.reminds_all:
        return kind.reminds_all
    if audience not in ("holder", "liaison"):
        return "escalated"
    if mail := kind.reminder.get(state) or kind.reminder.get(""):
        return mail
    if state == "issued":
        return "to_sign"
    if state in REVIEWING:
        return "review_overdue" if event == "overdue" else "review"
    return {"reminder": "reminder", "due": "due_today", "overdue": "overdue"}[event]
