"""The moves themselves: what each does to the row, and the events it leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from workflows.commands.changes import from_said, open_leg
from workflows.commands.context import Context
from workflows.domain.chain import chain_of
from workflows.domain.errors import Refused
from workflows.domain.model import Verifier
from workflows.domain.roles import Verifying, doer_of, verifier_of
from workflows.domain.rows import Key, Obligation
from workflows.domain.states import TABLE
from workflows.store import queries, writes
from workflows.store.writes import NewEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move and what comes with it. `evidence` are (sha256, file name) of stored files."""

    name: str
    reason: str = ""
    note: str = ""
    person: str = ""
    to: date | None = None
    due: date | None = None
    done_on: date | None = None
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Doing:
    """One move on one row while it is carried out."""

    connection: Connection
    context: Context
    row: Obligation
    move: Move
    actor: str
    now: datetime
    events: list[NewEvent] = field(default_factory=list)
    silent: list[NewEvent] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.context.today(self.now)

    @property
    def verifier(self) -> Verifier | None:
        node = self.context.plan.by_key.get(self.row.item)
        return node.verifier if node else None

    def say(self, kind: str, *, quietly: bool = False, **why: Any) -> None:
        """Add the event of this move."""
        move = self.move
        given = {
            "reason": move.reason,
            "note": move.note,
            "evidence": [list(pair) for pair in move.evidence],
            **why,
        }
        event = NewEvent(
            obligation=self.row.id,
            kind=kind,
            at=self.now,
            leg=self.row.leg,
            old=self.row.state,
            new=TABLE[(self.row.kind, self.row.state, move.name)].to,
            why={k: _plain(v) for k, v in given.items() if v not in (None, "", [], ())},
            actor=self.actor,
        )
        (self.silent if quietly else self.events).append(event)


def requests(doing: Doing) -> list[Obligation]:
    """The requests about this row that wait for a decision."""
    rows = queries.obligations(
        doing.connection, doing.context.key, kind="decision", about=doing.row.id
    )
    return [row for row in rows if row.state == "open"]


def _report(doing: Doing) -> Obligation:
    row, context, today = doing.row, doing.context, doing.today
    done = doing.move.done_on or today
    doing.say("reported", done_on=done)
    row = replace(row, reported_on=today, done_on=done)
    found = verifier_of(context.org, row, doing.verifier, today)
    if found is None:
        # Nobody is asked to verify: the report itself closes the matter.
        doing.say("accepted", done_on=done, verifier="none")
        doing.events = [e for e in doing.events if e.kind != "reported"]
        return _closed(row, "accepted")
    due = context.frame.calendar.add(today, context.policies[row.policy].verify_within)
    row = replace(row, holder=found.person, holder_post=found.post)
    row = replace(row, chain=_freeze(doing, found.unit, found.post))
    row, _ = open_leg(context, row, "reported", doing.now, due, due)
    return row


def _accept(doing: Doing) -> Obligation:
    _lapse(doing)
    doing.say("accepted", done_on=doing.row.done_on)
    return _closed(doing.row, "accepted")


def _return(doing: Doing) -> Obligation:
    row = replace(doing.row, returns=doing.row.returns + 1)
    return _back_to_doer(doing, row, "returned")


def _reopen(doing: Doing) -> Obligation:
    extra = {k: v for k, v in doing.row.extra.items() if k != "withdrawn_by"}
    row = replace(doing.row, done_on=None, reported_on=None, extra=extra)
    if row.kind == "task":
        return _back_to_doer(doing, row, "reopened")
    doing.say("reopened")
    row, _ = open_leg(doing.context, row, "open", doing.now, row.due_on, row.press_from)
    return row


def _back_to_doer(doing: Doing, row: Obligation, kind: str) -> Obligation:
    """A new leg of the doer, due on the later of the old date and some days from today."""
    context = doing.context
    policy = context.policies[row.policy]
    grace = context.frame.calendar.add(doing.today, policy.return_within)
    due = doing.move.due or (max(row.due_on, grace) if row.due_on else None)
    holder, post = doer_of(context.org, row, doing.today)
    row = replace(row, holder=holder, holder_post=post, chain=_freeze(doing, row.unit, post))
    doing.say(kind, due=due)
    row, skipped = open_leg(context, row, "open", doing.now, due, due)
    doing.silent += [from_said(row.id, row.leg, said) for said in skipped]
    return row


def _assign(doing: Doing) -> Obligation:
    row, person = doing.row, doing.context.org.people[doing.move.person]
    units = {person.unit, *person.units}
    if row.unit not in units:
        raise Refused(f"{person.name} is not in the unit that owes it", "name somebody in it")
    doing.say("assigned", person=person.key)
    chain = _freeze(doing, row.unit, "") if row.leg else row.chain
    extra = {**row.extra, "assigned": person.key}
    return replace(row, holder=person.key, holder_post="", extra=extra, chain=chain)


def _note(doing: Doing) -> Obligation:
    doing.say("noted", quietly=True)
    return doing.row


def _extend(doing: Doing) -> Obligation:
    """A request is an obligation of its own, held by the one who decides; the doer's clock
    goes on meanwhile."""
    row, context, today = doing.row, doing.context, doing.today
    doer, _ = doer_of(context.org, row, today)
    found = verifier_of(context.org, row, doing.verifier, today) or _above(doing)
    due = context.frame.calendar.add(today, 2)
    earlier = queries.obligations(doing.connection, context.key, kind="decision", about=row.id)
    request = replace(
        row,
        key=Key(
            item=row.item, kind="decision", party=row.key.party,
            occurrence=str(len(earlier) + 1),
        ),
        about=row.id,
        holder=found.person,
        holder_post=found.post,
        verifier="",
        opens_on=today,
        due_on=due,
        press_from=due,
        base_due_on=None,
        due_words="",
        waits_for="",
        policy=context.hashes["decision"],
        chain=_freeze(doing, found.unit, found.post),
        leg=0,
        returns=0,
        done_on=None,
        reported_on=None,
        version=0,
        revision=0,
        extra={
            "asked": "extend",
            "to": str(doing.move.to),
            "reason": doing.move.reason,
            "by": doer,
        },
    )  # fmt: skip
    request, _ = open_leg(context, request, "open", doing.now, due, due)
    (number,) = writes.insert(doing.connection, [request])
    doing.say("extension_asked", quietly=True, to=doing.move.to, request=number)
    doing.events.append(
        NewEvent(
            obligation=number,
            kind="opened",
            at=doing.now,
            leg=request.leg,
            new="open",
            why={"about": row.id, "to": str(doing.move.to), "reason": doing.move.reason},
            actor=doing.actor,
        )
    )
    return row


def _above(doing: Doing) -> Verifying:
    """Where nobody verifies, the office decides on more time."""
    office = doing.context.office(doing.today)
    post = next(iter(doing.context.org.seats("office")), "")
    unit = doing.context.org.posts[post][0].unit if post else doing.row.unit
    return Verifying(office.key if office else "", post, unit)


def _agree(doing: Doing) -> Obligation:
    connection, context = doing.connection, doing.context
    to = doing.move.to or date.fromisoformat(doing.row.extra["to"])
    doing.say("agreed", to=to)
    found = queries.obligations_by_id(connection, [doing.row.about])
    before = found[doing.row.about]
    extra = {k: v for k, v in before.extra.items() if k != "taken_over"}
    after = replace(before, due_on=to, press_from=to, extra=extra)
    events = [
        NewEvent(
            obligation=before.id, kind="extended", at=doing.now, leg=before.leg,
            old=str(before.due_on or ""), new=str(to), why={"request": doing.row.id},
            actor=doing.actor,
        )
    ]  # fmt: skip
    if before.state == "open":
        after, skipped = open_leg(context, after, "open", doing.now, to, to)
        events += [from_said(before.id, after.leg, said) for said in skipped]
    writes.save(connection, before, after)
    writes.events(connection, context.key, events, doing.now, unnoticed=False)
    return _closed(doing.row, "agreed")


def _refuse(doing: Doing) -> Obligation:
    doing.say("refused")
    return _closed(doing.row, "refused")


def _waive(doing: Doing) -> Obligation:
    _lapse(doing)
    doing.say("waived")
    return _closed(doing.row, "waived")


def _withdraw(doing: Doing) -> Obligation:
    _lapse(doing)
    doing.say("withdrawn")
    return _closed(doing.row, "withdrawn")


def _still_unknown(doing: Doing) -> Obligation:
    doing.say("still_unknown", quietly=True)
    return doing.row


def _closed(row: Obligation, state: str) -> Obligation:
    """`row` done: nobody holds it, and no moment waits for it."""
    return replace(
        row,
        state=state,
        holder="",
        holder_post="",
        light="grey",
        light_until=None,
        next_check_at=None,
        level=0,
    )


def _lapse(doing: Doing) -> None:
    """Requests about a matter that is closed have nothing left to decide."""
    for request in requests(doing):
        writes.save(doing.connection, request, _closed(request, "lapsed"))
        event = NewEvent(
            obligation=request.id, kind="lapsed", at=doing.now, leg=request.leg,
            old="open", new="lapsed",
        )  # fmt: skip
        doing.silent.append(event)


def _freeze(doing: Doing, unit: str, post: str) -> str:
    return writes.freeze_chain(doing.connection, chain_of(doing.context.org, unit, post))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


MOVES: dict[str, Callable[[Doing], Obligation]] = {
    "report": _report,
    "accept": _accept,
    "return": _return,
    "reopen": _reopen,
    "assign": _assign,
    "note": _note,
    "extend": _extend,
    "agree": _agree,
    "refuse": _refuse,
    "waive": _waive,
    "withdraw": _withdraw,
    "still_unknown": _still_unknown,
}
