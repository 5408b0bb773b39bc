"""Supervision notices: drafted when a policy says so, signed by a person, numbered, and made known.

What is drafted and who signs is decided in workflows/domain/documents.py; here it is written down.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from config.i18n import translate
from workflows.commands.ad_hoc import about_row, go, kept_policy, let_go, within
from workflows.commands.context import Context
from workflows.commands.documents.document_moves import ANY_DOCUMENT
from workflows.commands.documents.supervision_notice_text import supervision_notice_text
from workflows.commands.move_context import MoveContext, closed
from workflows.commands.step_start import open_step
from workflows.domain import documents
from workflows.domain.assignees import Verifying, in_post
from workflows.domain.chain import chain_of
from workflows.domain.kind_facts import RectificationFacts, SupervisionNoticeFacts
from workflows.domain.rows import Obligation
from workflows.store import documents as document_rows
from workflows.store import queries, writes
from workflows.store.writes import NewEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A policy asks for a document about an item; `why` goes into the draft's event. `at`: when
    it asked, where that was before the drafting (after an outage)."""

    about: Obligation
    colour: str
    at: datetime | None = None
    why: Mapping[str, Any] = field(default_factory=dict)


def draft(
    connection: Connection, context: Context, wanted: Sequence[Wanted], now: datetime
) -> list[Obligation]:
    """Draft the documents that are due; one at most about each item. Returns the drafts."""
    abouts = [one.about.id for one in wanted]
    earlier: dict[int, list[Obligation]] = {}
    if abouts:
        for supervision_notice in queries.obligations(
            connection, context.key, kind="slip", abouts=abouts
        ):
            earlier.setdefault(supervision_notice.about, []).append(supervision_notice)
    best: dict[int, tuple[str, Wanted]] = {}
    for one in wanted:
        colour = documents.document_for(one.about, one.colour, earlier.get(one.about.id, ()))
        known = best.get(one.about.id)
        if colour and (known is None or documents.rank(colour) > documents.rank(known[0])):
            best[one.about.id] = colour, one
    if not best:
        return []
    # A milder draft that nobody has signed yet makes room for the graver one.
    let_go(connection, context.key, list(best), now, kinds=("slip",))
    rows = [
        _laid_out(connection, context, one, colour, earlier.get(one.about.id, ()), now)
        for colour, one in best.values()
    ]
    drafts = [
        replace(row, id=number)
        for number, row in zip(writes.insert(connection, rows), rows, strict=True)
    ]
    for supervision_notice, (colour, one) in zip(drafts, best.values(), strict=True):
        at_once = colour == "blue" or context.plan.office.issue == "auto"
        event = NewEvent(
            obligation=supervision_notice.id,
            kind="drafted",
            at=one.at or now,
            step=supervision_notice.step,
            new="draft",
            why={"colour": colour, **one.why},
            heard=not at_once,
        )
        writes.events(connection, context.key, [event], now)
        if at_once:
            signed = _go_out(connection, context, supervision_notice, "", now)
            writes.save(connection, supervision_notice, signed)
            out = replace(
                event,
                kind="signed_off",
                old="draft",
                new="signed",
                why={"number": SupervisionNoticeFacts.of(signed).number},
            )
            writes.events(connection, context.key, [out], now)
    return drafts


def _laid_out(
    connection: Connection,
    context: Context,
    one: Wanted,
    colour: str,
    earlier: Sequence[Obligation],
    now: datetime,
) -> Obligation:
    about, org, today = one.about, context.org, context.today(now)
    posts = documents.signers(
        chain_of(org, about.unit),
        "yellow" if colour == "blue" else colour,
        late=[post for post in (about.assignee_post,) if post],
    )
    seats = [(in_post(org, post, today), post) for post in posts]
    person, post = next(((p, s) for p, s in seats if p and p != about.assignee), ("", ""))
    unit = org.posts[post][0].unit if post else about.unit
    title = about.facts.title
    facts = SupervisionNoticeFacts(colour=colour, of_step=about.step, signer_post=post, title=title)
    due = context.frame.calendar.add(today, documents.SIGN_WITHIN)
    # One that was voided or withdrawn keeps its name, so the next of its step gets another.
    name = f"{colour} {about.step}"
    same = sum(one.key.occurrence.split("/")[0] == name for one in earlier)
    row = about_row(
        about,
        kind="slip",
        occurrence=f"{name}/{same + 1}" if same else name,
        found=Verifying(person, post, unit),
        today=today,
        due=due,
        policy=kept_policy(connection, context, "paper"),
        facts=facts,
    )
    row = replace(row, chain=writes.freeze_chain(connection, chain_of(org, unit, post)))
    row, _ = open_step(context, row, "draft", now, due, due)
    return row


# --- signing ----------------------------------------------------------------------------


def _go_out(
    connection: Connection,
    context: Context,
    supervision_notice: Obligation,
    signer: str,
    now: datetime,
) -> Obligation:
    """The supervision notice with its number, frozen and told to whoever it reminds; a proposal to
    list is carried out. `signer` is empty where documents go out by themselves."""
    about = queries.obligations_by_id(connection, [supervision_notice.about])[
        supervision_notice.about
    ]
    today = context.today(now)
    body = supervision_notice_text(connection, context, supervision_notice, about, signer, now)
    document_rows.freeze(connection, context.key, supervision_notice.id, "slip", body, now)
    n = document_rows.give_number(
        connection, context.key, supervision_notice.id, "slip", today.year
    )
    number = translate(documents.number(body["mark"], today.year, n), context.plan.language)
    colour = documents.colour_of(supervision_notice)
    if colour == "listing":
        listed = replace(about, facts=replace(RectificationFacts.of(about), listed_on=today))
        writes.save(connection, about, listed)
    told = NewEvent(
        obligation=about.id,
        kind="listed" if colour == "listing" else "slip",
        at=now,
        step=about.step,
        old=about.state,
        new=about.state,
        why={"paper": supervision_notice.id, "colour": colour, "number": number},
        actor=signer,
    )
    writes.events(connection, context.key, [told], now)
    facts = replace(
        SupervisionNoticeFacts.of(supervision_notice),
        number=number,
        signed_by=signer,
        signed_on=today,
    )
    return closed(replace(supervision_notice, facts=facts), "signed")


def _sign(doing: MoveContext) -> Obligation:
    after = _go_out(doing.connection, doing.context, doing.row, doing.actor, doing.now)
    doing.say("signed_off", number=SupervisionNoticeFacts.of(after).number)
    return after


def _return(doing: MoveContext) -> Obligation:
    doing.say("sent_back", detail=doing.move.reason)
    return go(doing, doing.row, "sent_back", "office", within(doing, documents.SIGN_WITHIN))


def _redraft(doing: MoveContext) -> Obligation:
    doing.say("redrafted")
    return go(doing, doing.row, "draft", "approver", within(doing, documents.SIGN_WITHIN))


def _void(doing: MoveContext) -> Obligation:
    """The number stays in the book; whoever was reminded hears that it does not hold."""
    doing.say("voided")
    about = queries.obligations_by_id(doing.connection, [doing.row.about])[doing.row.about]
    why = {
        "paper": doing.row.id,
        "number": SupervisionNoticeFacts.of(doing.row).number,
        "reason": doing.move.reason,
    }
    event = NewEvent(
        obligation=about.id,
        kind="slip_voided",
        at=doing.now,
        step=about.step,
        old=about.state,
        new=about.state,
        why=why,
        actor=doing.actor,
    )
    doing.events.append(event)
    listed = RectificationFacts.of(about)
    if documents.colour_of(doing.row) == "listing" and listed.listed_on:
        # What was listed by this document alone is listed no more.
        facts = replace(listed, listed_on=None, was_listed=True)
        writes.save(doing.connection, about, replace(about, facts=facts))
        doing.events.append(replace(event, kind="delisted"))
    return replace(doing.row, state="void")


SUPERVISION_NOTICE_MOVES: dict[str, Callable[[MoveContext], Obligation]] = {
    "sign": _sign,
    "return": _return,
    "redraft": _redraft,
    "void": _void,
    **ANY_DOCUMENT,
}
