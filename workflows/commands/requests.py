"""Requests for more time: asked, agreed, refused, or of no use any more."""

from dataclasses import replace
from datetime import date

from workflows.commands.begin import from_said, open_leg
from workflows.commands.beside import let_go
from workflows.commands.doing import Doing, closed, freeze
from workflows.domain.roles import Verifying, doer_of, verifier_of
from workflows.domain.rows import Key, Obligation
from workflows.store import queries, writes
from workflows.store.writes import NewEvent


def requests(doing: Doing) -> list[Obligation]:
    """The requests about this row that wait for a decision."""
    rows = queries.obligations(
        doing.connection, doing.context.key, kind="decision", about=doing.row.id
    )
    return [row for row in rows if row.state == "open"]


def extend(doing: Doing) -> Obligation:
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
        chain=freeze(doing, found.unit, found.post),
        leg=0,
        returns=0,
        done_on=None,
        reported_on=None,
        version=0,
        revision=0,
        extra={
            "asked": doing.move.name,
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


def agree(doing: Doing) -> Obligation:
    connection, context = doing.connection, doing.context
    to = doing.move.to or date.fromisoformat(doing.row.extra["to"])
    doing.say("agreed", to=to)
    found = queries.obligations_by_id(connection, [doing.row.about])
    before = found[doing.row.about]
    extra = {k: v for k, v in before.extra.items() if k != "taken_over"}
    # Explained after the date, pressing begins anew; lateness counts from the first limit.
    late = doing.row.extra.get("asked") == "explain"
    after = (
        replace(before, extra={**extra, "explained": str(to)})
        if late
        else replace(before, due_on=to, press_from=to, extra=extra)
    )
    events = [
        NewEvent(
            obligation=before.id, kind="extended", at=doing.now, leg=before.leg,
            old=str(before.due_on or ""), new=str(to), actor=doing.actor,
            why={"request": doing.row.id, "asked": str(doing.row.extra.get("asked", "extend"))},
        )
    ]  # fmt: skip
    if before.state in ("open", "in_progress"):
        after, skipped = open_leg(context, after, before.state, doing.now, to, to)
        events += [from_said(before.id, after.leg, said) for said in skipped]
    writes.save(connection, before, after)
    writes.events(connection, context.key, events, doing.now, unnoticed=False)
    return closed(doing.row, "agreed")


def refuse(doing: Doing) -> Obligation:
    doing.say("refused")
    return closed(doing.row, "refused")


def lapse(doing: Doing) -> None:
    """Requests and drafts about a matter that is closed have nothing left to decide."""
    let_go(doing.connection, doing.context.key, [doing.row.id], doing.now)
