"""What rectifications and items share: a row beside the plan, and what must be right of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from workflows.commands.context import Context, frozen
from workflows.commands.move_context import MoveContext, closed, freeze
from workflows.commands.step_start import from_said, open_step
from workflows.domain.assignees import Verifying, holding
from workflows.domain.kind_facts import KindFacts
from workflows.domain.messages import Message
from workflows.domain.organisation import Org
from workflows.domain.rows import Key, Obligation, Party
from workflows.domain.rules import NextAssignee
from workflows.store import queries, writes
from workflows.store.writes import NewEvent


def laid_out(
    connection: Connection,
    context: Context,
    *,
    kind: str,
    party: Party,
    due: date,
    today: date,
    policy: str,
    reviewer: str,
    facts: KindFacts,
) -> Obligation:
    """A row of `kind` with the next number, not written yet, under `policy` as of today.

    The number is the kind's first letter and a count: R3, M17.
    """
    hash_ = kept_policy(connection, context, policy)
    return Obligation(
        id=0,
        programme=context.key,
        key=Key(item=_name(connection, context, kind), kind=kind, party=party),
        reviewer=reviewer,
        opens_on=today,
        due_on=due,
        remind_from=due,
        base_due_on=due,
        policy=hash_,
        facts=facts,
    )


def _name(connection: Connection, context: Context, kind: str) -> str:
    """The next name: the kind's letter and a number that no line of the plan goes by."""
    queries.in_turn(connection, context.key)
    letter = kind[0].upper()
    last = queries.last_named(connection, context.key, kind, letter)
    number = int(last[1:]) + 1 if last[1:].isdecimal() else 1
    while f"{letter}{number}" in context.plan.by_key:
        number += 1
    return f"{letter}{number}"


def mistakes(
    org: Org,
    today: date,
    *,
    units: Iterable[str],
    unit: str,
    person: str,
    others: Mapping[Message, str],
    due: date | None,
) -> list[Message]:
    """What is wrong with the units, the people and the limit; `others`: role → person."""
    wrong = [Message("there is no unit “{one}”", one=one) for one in units if one not in org.units]
    if due is not None and due < today:
        wrong.append(Message("the limit {due} is past", due=due))
    for role, key in ({Message("person"): person} | dict(others)).items():
        found = org.people.get(key)
        if key and (found is None or not found.here(today)):
            wrong.append(
                Message("the {role} “{key}” does not exist (any more)", role=role, key=key)
            )
    responsible = org.people.get(person)
    if responsible is not None and unit not in {responsible.unit, *responsible.units}:
        wrong.append(Message("{name} is not in {unit}", name=responsible.name, unit=unit))
    return wrong


def kept_policy(connection: Connection, context: Context, name: str) -> str:
    """The hash of today's policy `name`, kept by it also where it was not used before."""
    hash_, rules = context.hashes[name], context.plan.policies[name]
    if hash_ not in context.policies:
        writes.freeze_policies(connection, frozen({name: rules}))
        context.policies[hash_] = rules
    return hash_


def about_row(
    row: Obligation,
    *,
    kind: str,
    occurrence: str,
    found: Verifying,
    today: date,
    due: date,
    policy: str,
    facts: KindFacts,
) -> Obligation:
    """An obligation about `row`, not written yet, held by whoever `found` is until `due`."""
    return Obligation(
        id=0,
        programme=row.programme,
        key=Key(item=row.item, kind=kind, party=row.key.party, occurrence=occurrence),
        phase=row.phase,
        about=row.id,
        assignee=found.person,
        assignee_post=found.post,
        opens_on=today,
        due_on=due,
        remind_from=due,
        policy=policy,
        facts=facts,
    )


#: What is pending about an item, and what becomes of it when the item needs it no more.
_LET_GO = {
    ("decision", "first_review"): "lapsed",
    ("decision", "open"): "lapsed",
    ("slip", "draft"): "withdrawn",
    ("slip", "sent_back"): "withdrawn",
}


def let_go(
    connection: Connection,
    programme: str,
    abouts: Iterable[int],
    now: datetime,
    kinds: Iterable[str] = ("decision", "slip"),
    but: int = 0,
) -> None:
    """Requests and drafts about items that are closed have nothing left to decide."""
    for kind in kinds:
        for row in queries.obligations(connection, programme, kind=kind, abouts=abouts):
            if row.id != but and (end := _LET_GO.get((row.kind, row.state))):
                writes.save(connection, row, closed(row, end))
                event = NewEvent(
                    obligation=row.id, kind="lapsed", at=now, step=row.step, old=row.state, new=end
                )
                writes.events(connection, programme, [event], now)


# --- what their moves share -----------------------------------------------------------------


def go(
    doing: MoveContext, row: Obligation, state: str, assignee: NextAssignee, due: date | None
) -> Obligation:
    """A new step of `row` in `state`, held by `holder` until `due`."""
    context = doing.context
    found = holding(context.org, row, assignee, None, doing.today)
    chain = freeze(doing, found.unit, found.post)
    row = replace(row, assignee=found.person, assignee_post=found.post, chain=chain)
    row, skipped = open_step(context, row, state, doing.now, due, due)
    doing.events += [from_said(row.id, row.step, said) for said in skipped]
    return row


def within(doing: MoveContext, workdays: int) -> date:
    return doing.context.frame.calendar.add(doing.today, workdays)
