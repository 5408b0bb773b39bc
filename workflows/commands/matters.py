"""Matters assigned beside the plan 交办事项: instructions, decisions of meetings, letters."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from workflows.commands.begin import from_said, open_leg
from workflows.commands.context import Context, frozen
from workflows.domain.chain import chain_of
from workflows.domain.errors import Refused
from workflows.domain.rectification import limit
from workflows.domain.roles import doer_of
from workflows.domain.rows import Key, Obligation, Party
from workflows.store import queries, writes
from workflows.store.writes import NewEvent

#: Where a matter comes from, and the limit it gets when none is named.
SOURCES = {"instruction": "ordinary", "meeting": "meeting", "letter": "ordinary"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is asked, in the original `words`. `asked_by` (a person) hears how it ended."""

    unit: str
    title: str
    words: str = ""
    source: str = "instruction"
    asked_by: str = ""
    person: str = ""
    assist: tuple[str, ...] = ()
    due: date | None = None
    firm: bool = False


def assign(
    connection: Connection, context: Context, matter: Matter, actor: str, now: datetime
) -> Obligation:
    """Register a matter; it is open at once. Raises Refused with everything that is wrong."""
    today, org, name = context.today(now), context.org, "firm" if matter.firm else "standard"
    _check(context, matter, today)
    hash_ = context.hashes[name]
    writes.freeze_policies(connection, frozen({name: context.plan.policies[name]}))
    context.policies.setdefault(hash_, context.plan.policies[name])
    number = len(queries.obligations(connection, context.key, kind="matter")) + 1
    due = matter.due or limit(SOURCES[matter.source], today, context.frame.calendar)
    by = org.people.get(matter.asked_by)
    source = {"zh": _SOURCES_ZH, "en": SOURCES_EN}[context.plan.language][matter.source]
    facts = {
        "title": matter.title,
        "what": matter.words,
        "source": f"{by.called(context.plan.language)} {source}" if by else source,
        "asked_by": matter.asked_by,
        "assist": list(matter.assist),
    }
    row = Obligation(
        id=0,
        programme=context.key,
        key=Key(
            item=f"M{number}",
            kind="matter",
            party=Party(unit=matter.unit, person=matter.person),
        ),
        phase="", state="open", leg=0, holder="", holder_post="", verifier="role(office)",
        opens_on=today, due_on=due, press_from=due, base_due_on=due, due_words="", waits_for="",
        leg_opened_at=None, leg_due_on=None, leg_press_from=None, done_on=None,
        reported_on=None, policy=hash_, chain="", level=0, light="green", light_until=None,
        next_check_at=None, returns=0, error="", version=0, revision=0,
        extra={key: value for key, value in facts.items() if value},
    )  # fmt: skip
    holder, post = doer_of(org, row, today)
    chain = writes.freeze_chain(connection, chain_of(org, matter.unit, post))
    row = replace(row, holder=holder, holder_post=post, chain=chain)
    row, skipped = open_leg(context, row, "open", now, due, due)
    (row_id,) = writes.insert(connection, [row])
    passed = [from_said(row_id, row.leg, said) for said in skipped]
    writes.events(connection, context.key, passed, now, unnoticed=False)
    why = {"due": due.isoformat(), "source": matter.source, "words": matter.words}
    event = NewEvent(
        obligation=row_id, kind="opened", at=now, leg=row.leg, new="open", why=why, actor=actor
    )
    writes.events(connection, context.key, [event], now)
    return replace(row, id=row_id)


_SOURCES_ZH = {"instruction": "批示", "meeting": "会议议定", "letter": "来文"}
SOURCES_EN = {"instruction": "instruction", "meeting": "meeting", "letter": "letter"}


def _check(context: Context, matter: Matter, today: date) -> None:
    org, wrong = context.org, []
    for unit in (matter.unit, *matter.assist):
        if unit not in org.units:
            wrong.append(f"there is no unit “{unit}”")
    if not matter.title:
        wrong.append("it is not said what is asked")
    if matter.source not in SOURCES:
        wrong.append(f"“{matter.source}” is none of {', '.join(SOURCES)}")
    if matter.due is not None and matter.due < today:
        wrong.append(f"the limit {matter.due} is past")
    for key in (matter.person, matter.asked_by):
        person = org.people.get(key)
        if key and (person is None or not person.here(today)):
            wrong.append(f"“{key}” is not here (any more)")
    doer = org.people.get(matter.person)
    if doer is not None and matter.unit not in {doer.unit, *doer.units}:
        wrong.append(f"{doer.name} is not in {matter.unit}")
    if wrong:
        raise Refused("; ".join(wrong), "see duban matter add --help")
